/**
 * Goal: what is duplicated is there once more, linked as the original is, and one undo takes all
 * of it back; what cannot be done whole is not done at all. Method: the acts of the screen over a
 * real workspace, with what the engine then says of the room.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defineComponent, h } from 'vue';
import { useActions } from '../../../src/renderer/composables/use-actions.ts';
import { useEditing } from '../../../src/renderer/composables/use-editing.ts';
import { useLab } from '../../../src/renderer/stores/use-lab.ts';
import { useNotices } from '../../../src/renderer/stores/use-notices.ts';
import { usePlayback } from '../../../src/renderer/stores/use-playback.ts';
import { useSelection } from '../../../src/renderer/stores/use-selection.ts';
import { useTopology } from '../../../src/renderer/stores/use-topology.ts';
import { useWorkspace } from '../../../src/renderer/stores/use-workspace.ts';
import { startScreen, type ScreenRig } from '../screen-rig.ts';

let rig: ScreenRig;
let edit: ReturnType<typeof useEditing>;
let actions: ReturnType<typeof useActions>;

beforeEach(async () => {
  rig = await startScreen({ template: 'domains-two-by-two' });
  rig.show(
    defineComponent(() => {
      edit = useEditing();
      actions = useActions();
      return () => h('i');
    }),
  );
  await rig.eventually(() => expect(useTopology().list('rack')).toHaveLength(2));
});
afterEach(() => rig.stop());

function names(kind: 'rack' | 'host' | 'vm' | 'power' | 'switch'): string[] {
  return useTopology()
    .list(kind)
    .map(({ name }) => name)
    .toSorted();
}

describe('a copy of a rack', () => {
  it('has its hosts, strips and switch, wired to each other, and goes with one undo', async () => {
    const topology = useTopology();
    const before = names('host');
    useSelection().select('rack:r1');
    await edit.duplicate();
    await rig.eventually(() =>
      expect(names('host').filter((name) => name.startsWith('r3-'))).toHaveLength(4),
    );
    expect(names('rack')).toEqual(['r1', 'r2', 'r3']);
    expect(useSelection().ids).toEqual(['rack:r3']);
    const host = topology.getOf('host', 'host:r3-h1');
    expect(host).toMatchObject({
      rack: 'rack:r3',
      unit: topology.getOf('host', 'host:r1-h1')?.unit,
    });
    expect(host?.pdus.toSorted()).toEqual(['pdu:r3-a', 'pdu:r3-b']);
    expect(host).toMatchObject({ powered: true, connected: true });
    expect(topology.getOf('power', 'pdu:r3-a')?.from).toBe('feed:a');
    expect(topology.getOf('switch', 'switch:r3-tor')?.connected).toBe(true);
    await useWorkspace().undo();
    await rig.eventually(() => expect(names('rack')).toEqual(['r1', 'r2']));
    expect(names('host')).toEqual(before);
  });
});

describe('a copy of a set', () => {
  it('has copies of its machines as members, behind the same balancer', async () => {
    const topology = useTopology();
    const [set] = topology.list('availabilitySet');
    if (set === undefined) throw new Error('no set');
    useSelection().select(set.id);
    edit.copy();
    await edit.paste();
    await rig.eventually(() => expect(topology.list('availabilitySet')).toHaveLength(2));
    const made = topology.list('availabilitySet')[1];
    await rig.eventually(() =>
      expect(topology.getOf('availabilitySet', made?.id)?.members).toHaveLength(set.members.length),
    );
    const [front] = topology.list('balancer');
    expect(front?.backends).toHaveLength(2 * set.members.length);
    await useWorkspace().undo();
    await rig.eventually(() => expect(topology.list('availabilitySet')).toHaveLength(1));
    expect(topology.list('vm')).toHaveLength(set.members.length);
  });
});

describe('what is cut', () => {
  it('is gone, and comes back: a server under its name, a machine in its set', async () => {
    const topology = useTopology();
    const before = names('host');
    const [vm] = topology.list('vm');
    const inUse = new Set(topology.list('vm').map((one) => one.host));
    const host = topology.list('host').find(({ id }) => !inUse.has(id));
    if (host === undefined || vm === undefined) throw new Error('nothing to cut');
    useSelection().selectMany([host.id, vm.id]);
    await edit.cut();
    expect(names('host')).not.toContain(host.name);
    await usePlayback().runUntil(300_000_000);
    await rig.eventually(() => expect(names('vm')).not.toContain(vm.name));
    await edit.paste();
    await rig.eventually(() => expect(names('vm')).toHaveLength(4));
    expect(names('host')).toEqual(before);
    expect(topology.getOf('host', host.id)).toMatchObject({ rack: host.rack, pdus: host.pdus });
    // Its disk and card were left behind under its old name.
    const { availabilitySet, balancers, size } = vm;
    const made = topology.get(useSelection().ids.at(-1) ?? '');
    expect(made).toMatchObject({ kind: 'vm', availabilitySet, balancers, size });
  });

  it('is only what can be brought back', async () => {
    const topology = useTopology();
    const before = topology.list('power').length;
    const [strip] = topology.list('power');
    useSelection().select(strip?.id ?? '');
    await edit.cut();
    await edit.paste();
    expect(topology.list('power')).toHaveLength(before);
  });
});

describe('a copy of a scale set', () => {
  it('has its rules, policies and windows, and goes with one undo', async () => {
    const topology = useTopology();
    const [front] = topology.list('balancer');
    await rig.execute({
      type: 'scaleSet.add',
      name: 'pool',
      group: 'group:shop',
      size: 'D2s_v5',
      image: 'Ubuntu2204',
      capacity: 1,
      balancers: [front?.id ?? ''],
      build: { version: 'v2' },
      health: 'application',
      upgrade: { mode: 'rolling', batchPercent: 40 },
      repairs: { action: 'restart', grace: '30m' },
      terminateNotice: '7m',
      spot: { base: 1, regularPercent: 25 },
    });
    await rig.execute({
      type: 'autoscale.set',
      scaleSet: 'scaleSet:shop/pool',
      minimum: 1,
      maximum: 2,
      rules: [{ metric: 'cpu', operator: '>', threshold: 70, direction: 'out', value: 1 }],
    });
    await rig.execute({
      type: 'maintenance.configure',
      scaleSet: 'scaleSet:shop/pool',
      scope: 'guest',
      days: ['Sunday'],
      at: '02:30',
      duration: '2h',
    });
    // The screen has to know of the last command before it can copy what came of it.
    await rig.eventually(() => expect(topology.list('scaleSet')[0]?.windows).toHaveLength(1));
    useSelection().select('scaleSet:shop/pool');
    await edit.duplicate();
    expect(useNotices().shown.flatMap(({ refusal }) => refusal ?? [])).toEqual([]);
    await rig.eventually(() => expect(topology.list('scaleSet')).toHaveLength(2));
    await rig.eventually(() => expect(topology.list('scaleSet')[1]?.windows).toHaveLength(1));
    const [original, copy] = topology.list('scaleSet');
    expect(copy).toEqual({
      ...original,
      id: copy?.id,
      name: copy?.name,
      slot: copy?.slot,
      revision: copy?.revision,
      instances: copy?.instances,
    });
    expect(copy?.instances).toHaveLength(1);
    await useWorkspace().undo();
    await rig.eventually(() => expect(topology.list('scaleSet')).toHaveLength(1));
  });
});

describe('what the lab keeps to itself', () => {
  it('is told beforehand, and nothing is begun', async () => {
    const lab = useLab();
    const locks = [
      { commands: ['host.*'], why: { en: 'The provider owns the hosts.' } },
      { commands: ['vm.delete'], why: { en: 'Nobody deletes here.' } },
    ];
    // Of an attempt only its locks are looked at here.
    lab.attempt = { locks } as unknown as NonNullable<typeof lab.attempt>;
    const [machine] = useTopology().list('vm');
    useSelection().select('rack:r1');
    // The rack could be made, its hosts could not.
    expect(edit.lockOf('duplicate')).toBe('The provider owns the hosts.');
    expect(edit.lockOf('arrange')).toBeUndefined();
    await edit.duplicate();
    expect(useNotices().shown.at(-1)?.text).toBe('The provider owns the hosts.');
    expect(names('rack')).toEqual(['r1', 'r2']);
    edit.copy();
    useSelection().select(machine?.id ?? '');
    expect(edit.lockOf('paste')).toBe('The provider owns the hosts.');
    expect(edit.lockOf('duplicate')).toBeUndefined();
    expect(edit.lockOf('remove')).toBe('Nobody deletes here.');
    const act = new Map(actions.value.map((one) => [one.id, one]));
    expect(act.get('delete')).toMatchObject({ enabled: false, note: 'Nobody deletes here.' });
    expect(act.get('paste')).toMatchObject({ enabled: false });
    expect(act.get('duplicate')).toMatchObject({ enabled: true });
  });
});

describe('what cannot be done whole', () => {
  it('is not done at all', async () => {
    const topology = useTopology();
    // The second host has a machine on it and cannot move; the first one must not either.
    const inUse = topology.list('vm')[0]?.host;
    const empty = topology
      .list('host')
      .find(
        ({ id, rack }) =>
          topology.getOf('host', inUse)?.rack === rack &&
          topology.list('vm').every(({ host }) => host !== id),
      );
    const places = topology.list('host').map(({ unit }) => unit);
    useSelection().selectMany([empty?.id ?? '', inUse ?? '']);
    await edit.arrange('packEnd');
    await edit.arrange('forth');
    await rig.eventually(() =>
      expect(topology.list('host').map(({ unit }) => unit)).toEqual(places),
    );
  });
});
