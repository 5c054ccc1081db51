/**
 * Goal: two things are connected by key and by list, whichever was chosen first, and the card says
 * beforehand which command that is or why it would be refused. Method: the card over a real
 * workspace, and every pair of things of three templates against the table of partners.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { joinOf, partnerKinds, partnersOf } from '../../../src/renderer/model/joins.ts';
import { useConnect } from '../../../src/renderer/stores/use-connect.ts';
import { usePlayback } from '../../../src/renderer/stores/use-playback.ts';
import { useSelection } from '../../../src/renderer/stores/use-selection.ts';
import { useTopology } from '../../../src/renderer/stores/use-topology.ts';
import ConnectCard from '../../../src/renderer/topology/ConnectCard.vue';
import { startScreen, type ScreenRig } from '../screen-rig.ts';

let rig: ScreenRig;
afterEach(() => rig.stop());

async function startRoom(template = 'first-room'): Promise<ReturnType<typeof useTopology>> {
  rig = await startScreen({ template });
  const topology = useTopology();
  await rig.eventually(() => expect(topology.loaded && !topology.arriving).toBe(true));
  return topology;
}

describe('the card of a connection', () => {
  it('attaches a disk that is chosen elsewhere, with the command before it', async () => {
    const topology = await startRoom();
    const vm = topology.list('vm')[0]?.id ?? '';
    const group = topology.list('group')[0]?.id ?? '';
    await rig.execute({ type: 'disk.create', name: 'spare', group, sizeGib: 32 });
    await rig.eventually(() => expect(topology.get(`disk:${nameIn(group)}/spare`)).toBeDefined());
    const disk = `disk:${nameIn(group)}/spare`;
    // A disk is being made for a moment.
    expect(await usePlayback().step('minute')).toBe(true);
    const selection = useSelection();
    const connect = useConnect();
    selection.select(disk);
    connect.begin();
    const card = rig.show(ConnectCard);
    expect(card.text()).toContain('It can be connected with: machines.');
    expect(card.findAll('.acts button')).toHaveLength(1);
    selection.select(vm);
    await rig.eventually(() =>
      expect(card.find('code').text()).toBe(`disk.attach disk=${disk} vm=${vm}`),
    );
    await card.find('.acts button').trigger('click');
    await rig.eventually(() => expect(topology.get(disk)).toMatchObject({ vm }));
    expect(connect.from).toBeUndefined();
  });

  it('says what nothing connects, and what the engine would refuse', async () => {
    const topology = await startRoom();
    const balancer = topology.list('balancer')[0]?.id ?? '';
    const member = topology.list('vm').find(({ id }) => id.includes('web'))?.id ?? '';
    const selection = useSelection();
    const connect = useConnect();
    selection.selectMany([balancer, member]);
    connect.begin();
    const card = rig.show(ConnectCard);
    await rig.eventually(() => expect(card.find('[role=alert]').exists()).toBe(true));
    expect(card.find('[role=alert]').text()).toContain('web-1 is in the pool of web already.');
    expect(card.find('.acts button').attributes('disabled')).toBeDefined();
    const rack = topology.list('rack')[0]?.id ?? '';
    selection.select(rack);
    await rig.eventually(() => expect(card.text()).toContain('can be connected with: machines'));
    selection.select(rack);
    connect.stop();
    connect.begin();
    await rig.eventually(() => expect(card.text()).toContain('has nothing'));
  });
});

describe('the table of partners', () => {
  it.each(['three-zones'])('holds every pair of %s', async (template) => {
    const topology = await startRoom(template);
    const rows = { list: topology.list };
    const some = [...topology.rows.values()].slice(0, 400);
    let found = 0;
    for (const one of some) {
      for (const other of some) {
        const join = joinOf(one, other, rows);
        expect(joinOf(other, one, rows)?.type).toBe(join?.type);
        if (join === undefined) continue;
        found += 1;
        expect(partnerKinds(one.kind)).toContain(other.kind);
      }
    }
    expect(found).toBeGreaterThan(0);
    for (const one of some) {
      for (const other of partnersOf(one, rows, 5)) expect(joinOf(one, other, rows)).toBeDefined();
    }
  });
});

function nameIn(group: string): string {
  return group.slice(group.indexOf(':') + 1);
}
