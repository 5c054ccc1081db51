/**
 * Goal: a machine gets a name its system can have [ENG-IM12], an administrator without a secret
 * [ENG-IM13] and the ports that were asked for [ENG-VN7], and a file that is written out says the
 * same. Method: machines, images of them and machines from those, through the engine and through a
 * scenario; ports are compared with what `vm.openPort` makes.
 */
import { describe, expect, it } from 'vitest';
import { startEngine } from '../../../../src/main/workspace/start-engine.ts';
import type { Command } from '../../../../src/shared/commands/index.ts';
import { readScenario } from '../../../../src/shared/document/parse-scenario.ts';
import { printScenario } from '../../../../src/shared/document/print-scenario.ts';
import { scenarioFromRows } from '../../../../src/shared/document/scenario-from-rows.ts';
import { RESERVED_USERS } from '../../../../src/shared/model/administrator.ts';
import type { RowOf } from '../../../../src/shared/views/topology-view.ts';
import { expectOk } from '../../../support/expect-ok.ts';
import { given, type Scene } from '../../../support/make-engine.ts';
import { theCatalogue } from '../../../support/the-catalogue.ts';

type Create = Extract<Command, { type: 'vm.create' }>;

const WINDOWS = 'Win2022DatacenterGen2';
const ops = { name: 'ops', signIn: 'sshKey' } as const;

function vm(name: string, more: Partial<Create> = {}): Create {
  return { type: 'vm.create', name, size: 'D2s_v5', image: 'Ubuntu2204', ...more };
}

function codeOf(scene: Scene, more: Partial<Create>, name = 'n'): string | undefined {
  const answer = scene.engine.propose(vm(name, more));
  return answer.ok ? undefined : answer.error.code;
}

describe('[ENG-IM12] the name of a machine', () => {
  it('has at most 15 characters on Windows, not only digits, and 64 on Linux', () => {
    const scene = given();
    expect(codeOf(scene, { image: WINDOWS }, 'fifteen-letters')).toBeUndefined();
    const refused = scene.refusal(vm('sixteen--letters', { image: WINDOWS }));
    expect(refused).toMatchObject({ code: 'vm.name', details: { max: 15 } });
    expect(refused.message).toContain('16 characters');
    expect(refused.hint).toContain('15');
    const digits = scene.refusal(vm('2022', { image: WINDOWS }));
    expect(digits).toMatchObject({ code: 'vm.name' });
    expect(digits.message).toContain('digits only');
    expect(codeOf(scene, {}, '2022')).toBeUndefined();
    expect(codeOf(scene, {}, 'x'.repeat(64))).toBeUndefined();
  });

  it('is not asked of a disk that brings one along', () => {
    const scene = given({}, [vm('original', { image: WINDOWS })]);
    scene.when({ type: 'vm.clone', vm: 'original', name: 'a-copy-of-the-original' });
    expect(scene.row('vm', 'a-copy-of-the-original').identity?.computerName).toBe('original');
  });
});

describe('[ENG-IM13] the administrator of a machine', () => {
  it('signs in with a key on Linux and a password on Windows unless said otherwise', () => {
    const scene = given({}, [
      vm('plain'),
      vm('linux', { administrator: { name: 'ops' } }),
      vm('asked', { administrator: { name: 'ops', signIn: 'password' } }),
      vm('windows', { image: WINDOWS, administrator: { name: 'Ops.Team' } }),
    ]);
    const told = ['plain', 'linux', 'asked', 'windows'].map(
      (name) => scene.row('vm', name).administrator,
    );
    expect(told).toEqual([
      undefined,
      ops,
      { name: 'ops', signIn: 'password' },
      { name: 'Ops.Team', signIn: 'password' },
    ]);
  });

  it('has none of the names that are kept, in no spelling, and none its system cannot take', () => {
    const scene = given();
    const named = (name: string, image: string): string | undefined =>
      codeOf(scene, { image, administrator: { name } });
    for (const name of RESERVED_USERS) {
      expect(named(name, 'Ubuntu2204')).toBe('administrator.reserved');
      expect(named(name.toUpperCase(), WINDOWS)).toBe('administrator.reserved');
    }
    for (const name of ['Ada', 'ada lovelace', '-ada', 'ada@home', 'a.b']) {
      expect(named(name, 'Ubuntu2204')).toBe('administrator.name');
    }
    for (const name of ['ada.', 'x'.repeat(21), 'a/b']) {
      expect(named(name, WINDOWS)).toBe('administrator.name');
    }
    for (const name of ['ada_l-2', 'x'.repeat(64)]) expect(named(name, 'Debian12')).toBe(undefined);
  });

  it('is forgotten by a generalized image and kept by a specialized one', () => {
    const scene = given({ racks: 2, hostsPerRack: 2 }, [
      vm('golden', { administrator: ops }),
      { type: 'gallery.add', name: 'company' },
      {
        type: 'imageDefinition.add',
        name: 'as-it-is',
        gallery: 'company',
        os: 'linux',
        state: 'specialized',
      },
    ])
      .until('5m')
      .when({
        type: 'imageVersion.add',
        imageDefinition: 'as-it-is',
        version: '1.0.0',
        vm: 'golden',
      })
      .until('20m')
      .when({ type: 'vm.deprovision', vm: 'golden' }, { type: 'vm.deallocate', vm: 'golden' })
      .until('30m')
      .when({ type: 'vm.generalize', vm: 'golden' })
      .when({ type: 'vm.capture', vm: 'golden', name: 'empty' })
      .until('40m');
    expect(scene.row('managedImage', 'empty').administrator).toBeUndefined();
    expect(scene.row('imageDefinition', 'as-it-is').versions[0]?.administrator).toEqual(ops);
    scene.when(
      vm('new', { image: 'empty' }),
      vm('own', { image: 'empty', administrator: { name: 'ada' } }),
      vm('kept', { image: 'as-it-is' }),
    );
    scene.until('50m');
    expect(scene.row('vm', 'new').administrator).toBeUndefined();
    expect(scene.row('vm', 'own').administrator?.name).toBe('ada');
    expect(scene.row('vm', 'kept').administrator).toEqual(ops);
    const other = { image: 'as-it-is', administrator: { name: 'ada' } };
    expect(codeOf(scene, other)).toBe('administrator.onDisk');
    expect(codeOf(scene, { image: 'as-it-is', administrator: ops })).toBeUndefined();
    scene.when({ type: 'vm.recreate', vm: 'kept' }).when({ type: 'vm.recreate', vm: 'own' });
    expect(scene.row('vm', 'kept').administrator).toEqual(ops);
    expect(scene.row('vm', 'own').administrator?.name).toBe('ada');
  });
});

describe('[ENG-VN7] ports opened with the machine', () => {
  const nets: Command[] = [
    { type: 'network.add', name: 'vnet', ranges: ['10.1.0.0/16'] },
    { type: 'securityGroup.add', name: 'of-subnet' },
    { type: 'securityGroup.add', name: 'own' },
    {
      type: 'subnet.add',
      name: 'front',
      network: 'vnet',
      range: '10.1.1.0/24',
      securityGroup: 'of-subnet',
    },
  ];

  it.each([
    [{ subnet: 'front' }, 'of-subnet'],
    [{ subnet: 'front', securityGroup: 'own' }, 'own'],
  ])('are a rule as vm.openPort makes it: %o', (place, group) => {
    const once = given({}, nets).when(vm('n', { ...place, openPorts: '80,443' }));
    const twice = given({}, nets).when(vm('n', place));
    twice.when({ type: 'vm.openPort', vm: 'n', ports: '80,443' });
    const { rules } = once.row('securityGroup', group);
    expect(rules).toHaveLength(1);
    expect(rules[0]).toMatchObject({ name: 'open-port-80-443', priority: 900, ports: '80,443' });
    const plain = ({ name, priority, ports, source }: (typeof rules)[number]) => [
      name,
      priority,
      ports,
      source,
    ];
    expect(rules.map(plain)).toEqual(twice.row('securityGroup', group).rules.map(plain));
  });

  it('leave nothing behind when they cannot be opened', () => {
    const scene = given({}, nets);
    expect(codeOf(scene, { openPorts: '80' })).toBe('securityGroup.notAttached');
    expect(scene.refusal(vm('n', { openPorts: '80' })).message).toContain('guards n');
    expect(scene.engine.rows().filter(({ kind }) => kind === 'vm')).toEqual([]);
  });
});

describe('a scenario file', () => {
  const TEXT = `{
    "format": "racklab.scenario", "formatVersion": 1, "title": { "en": "Access" },
    "catalogue": "azure-2026-11", "seed": 7, "duration": "1h",
    "places": { "sites": [{ "name": "s" }], "rooms": [{ "name": "b", "parent": "s" }],
      "rows": [{ "name": "a", "parent": "b" }] },
    "racks": [{ "name": "r1", "row": "a" }],
    "hosts": [{ "name": "h1", "rack": "r1", "unit": 1, "cores": 16, "memoryMib": 65536 }],
    "groups": [{ "name": "lab" }],
    "virtualNetworks": [{ "name": "vnet", "ranges": ["10.1.0.0/16"] }],
    "securityGroups": [{ "name": "nsg" }],
    "subnets": [{
      "name": "front", "network": "vnet", "range": "10.1.1.0/24", "securityGroup": "nsg"
    }],
    "images": [{
      "name": "kept", "base": "Debian12", "state": "specialized",
      "administrator": { "name": "ada", "signIn": "password" }
    }],
    "machines": [
      {
        "name": "web", "size": "D2s_v5", "image": "Ubuntu2204", "subnet": "front",
        "administrator": { "name": "ops" }, "openPorts": "443"
      },
      { "name": "copy", "size": "D2s_v5", "image": "kept" }
    ]
  }`;

  function lasting(text: string): { told: unknown; written: string } {
    const read = expectOk(readScenario(text));
    const engine = expectOk(startEngine({ ...read, catalogue: theCatalogue() }));
    engine.runUntil(0);
    const rows = engine.rows();
    const { scenario } = scenarioFromRows({
      atUs: 0,
      rows,
      requestsInFlight: 0,
      start: read.scenario,
      durationUs: 3_600_000_000,
      catalogue: theCatalogue(),
      coming: [],
    });
    const machines = rows.filter((row): row is RowOf<'vm'> => row.kind === 'vm');
    const groups = rows.filter(
      (row): row is RowOf<'securityGroup'> => row.kind === 'securityGroup',
    );
    const told = {
      machines: Object.fromEntries(
        machines.map(({ name, administrator }) => [name, administrator]),
      ),
      rules: groups.flatMap(({ rules }) => rules.map(({ name }) => name)),
    };
    return { told, written: printScenario(scenario) };
  }

  it('says administrators and ports, and says them again when it is written out', () => {
    const first = lasting(TEXT);
    expect(first.told).toEqual({
      machines: { copy: { name: 'ada', signIn: 'password' }, web: ops },
      rules: ['open-port-443'],
    });
    expect(lasting(first.written).told).toEqual(first.told);
  });

  it('has no place for a secret', () => {
    const secret = TEXT.replace('"name": "ops"', '"name": "ops", "password": "Secret-123456"');
    const read = readScenario(secret);
    expect(read.ok ? [] : JSON.stringify(read.error)).toContain('password');
  });
});
