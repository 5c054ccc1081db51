/**
 * Goal: instances of a scale set stand in the subnet of the set, are guarded by its rules, and
 * stop growing at its last address [ENG-VN16]. Method: a set in a subnet of eleven addresses, grown
 * and shrunk by hand and by its own upgrade, asked for the way and written as a file.
 */
import { describe, expect, it } from 'vitest';
import type { Engine } from '../../../../src/main/engine/index.ts';
import { networksFromRows } from '../../../../src/shared/document/networks-from-rows.ts';
import { workFromRows } from '../../../../src/shared/document/work-from-rows.ts';
import { RowReferences } from '../../../../src/shared/document/row-references.ts';
import { RowTable } from '../../../../src/shared/document/row-table.ts';
import type { Scenario } from '../../../../src/shared/document/scenario-schema.ts';
import { expectOk } from '../../../support/expect-ok.ts';
import { theCatalogue } from '../../../support/the-catalogue.ts';
import { startWork, workScenario } from '../../../support/work-room.ts';

const USABLE = 11;

function room(set: Partial<NonNullable<Scenario['scaleSets']>[number]> = {}): Engine {
  const rule = { direction: 'inbound', protocol: 'tcp', source: '*', destination: '*' } as const;
  return startWork({
    ...workScenario([], { vCpu: 1, memoryMib: 1_024 }),
    virtualNetworks: [{ name: 'vnet', ranges: ['10.1.0.0/16'] }],
    securityGroups: [
      { name: 'around' },
      {
        name: 'own',
        rules: [{ ...rule, name: 'web', priority: 300, access: 'allow', ports: '80' }],
      },
    ],
    subnets: [
      { name: 'front', network: 'vnet', range: '10.1.1.0/28' },
      { name: 'back', network: 'vnet', range: '10.1.2.0/24', securityGroup: 'around' },
    ],
    machines: [{ name: 'outside', size: 'box', image: 'Ubuntu2204' }],
    scaleSets: [
      {
        name: 'web',
        size: 'box',
        image: 'Ubuntu2204',
        orchestration: 'uniform',
        faultDomains: 1,
        capacity: 3,
        subnet: 'front',
        securityGroup: 'own',
        ...set,
      },
    ],
  });
}

function send(engine: Engine, command: Parameters<Engine['propose']>[0]): void {
  engine.commit(expectOk(engine.propose(command)));
}

function addresses(engine: Engine): string[] {
  return engine
    .rows(['nic'])
    .flatMap((row) =>
      row.kind === 'nic' && row.subnet?.endsWith('/front') === true ? [row.privateAddress] : [],
    );
}

function capacity(engine: Engine): number {
  const [row] = engine.rows(['scaleSet']);
  return row?.kind === 'scaleSet' ? row.capacity : -1;
}

describe('instances of a scale set in a subnet', () => {
  it('[ENG-VN16] have an address each, and give it back', () => {
    const engine = room();
    expect(addresses(engine)).toEqual(['10.1.1.4', '10.1.1.5', '10.1.1.6']);
    send(engine, { type: 'scaleSet.scale', scaleSet: 'web', capacity: 1 });
    engine.runUntil(engine.nowUs + 3_600_000_000);
    expect(addresses(engine)).toEqual(['10.1.1.4']);
    send(engine, { type: 'scaleSet.scale', scaleSet: 'web', capacity: 2 });
    expect(addresses(engine)).toEqual(['10.1.1.4', '10.1.1.5']);
    expect(engine.checkInvariants()).toEqual([]);
  });

  it('[ENG-VN16] are guarded by the group of the set, hop by hop', () => {
    const engine = room({ capacity: 2 });
    const ask = (port: number) =>
      expectOk(engine.reach({ from: 'web_0', to: 'web_1', port, protocol: 'tcp' }));
    expect(ask(22).hops.find(({ rule }) => rule?.priority === 65_000)).toBeDefined();
    const shut = { name: 'shut', direction: 'inbound', access: 'deny', ports: '22' } as const;
    send(engine, {
      type: 'securityGroup.setRule',
      securityGroup: 'own',
      rule: shut.name,
      priority: 100,
      direction: shut.direction,
      access: shut.access,
      ports: shut.ports,
    });
    const blocked = ask(22);
    expect(blocked.reachable).toBe(false);
    expect(blocked.message).toContain('locked by rule 100 (shut)');
    expect(blocked.hops.at(-1)?.at).toContain('own');
  });

  it('[ENG-VN16] are refused where the subnet is too small for all of them', () => {
    const engine = room({ capacity: 0 });
    expect(capacity(engine)).toBe(0);
    const asked = engine.propose({
      type: 'scaleSet.scale',
      scaleSet: 'web',
      capacity: USABLE + 1,
    });
    expect(asked).toMatchObject({
      ok: false,
      error: { code: 'scaleSet.subnetTooSmall', details: { left: USABLE, wanted: USABLE + 1 } },
    });
    send(engine, { type: 'scaleSet.scale', scaleSet: 'web', capacity: USABLE });
    expect(addresses(engine)).toHaveLength(USABLE);
    expect(
      engine.propose({
        type: 'scaleSet.add',
        name: 'more',
        size: 'box',
        image: 'Ubuntu2204',
        capacity: 1,
        subnet: 'front',
      }),
    ).toMatchObject({ ok: false, error: { code: 'scaleSet.subnetTooSmall' } });
  });

  it('[ENG-VN16] what grows by itself stops at the last address with SubnetIsFull', () => {
    const engine = room({
      capacity: USABLE,
      orchestration: 'flexible',
      autoscale: {
        minimum: USABLE + 2,
        maximum: USABLE + 2,
        rules: [
          { direction: 'out', metric: 'cpu', operator: '>', threshold: 90, value: 1 },
          { direction: 'in', metric: 'cpu', operator: '<', threshold: 10, value: 1 },
        ],
      },
    });
    engine.runUntil(engine.nowUs + 180_000_000);
    const told = engine.happenings(0).find(({ kind }) => kind === 'scaleSet.allocationFailed');
    expect(told?.details).toMatchObject({ code: 'SubnetIsFull' });
    expect(String(told?.details?.['subnet'])).toContain('front');
    expect(capacity(engine)).toBe(USABLE);
    expect(engine.checkInvariants()).toEqual([]);
  });

  it('[ENG-VN16] keep what they stand on, and are told in a file', () => {
    const engine = room({ capacity: 0 });
    for (const command of [
      { type: 'subnet.remove', subnet: 'front' },
      { type: 'securityGroup.remove', securityGroup: 'own' },
    ] as const) {
      expect(engine.propose(command)).toMatchObject({ ok: false });
    }
    const rows = engine.rows();
    const source = {
      table: new RowTable(rows),
      references: new RowReferences(rows),
      catalogue: theCatalogue(),
    };
    expect(networksFromRows(source).subnets).toHaveLength(2);
    const [set] = workFromRows({ ...source, atUs: 0, calendarUs: 0 }).scaleSets ?? [];
    expect(set).toMatchObject({ name: 'web', subnet: 'front', securityGroup: 'own' });
    send(engine, { type: 'scaleSet.remove', scaleSet: 'web' });
    send(engine, { type: 'subnet.remove', subnet: 'front' });
  });
});
