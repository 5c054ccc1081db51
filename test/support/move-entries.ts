/**
 * Commands on moves of servers for the three tables that have a row for each command: accepted and
 * refused cases, random acts, and acts that are accepted in the large room.
 */
import type { Command, CommandOf } from '../../src/shared/commands/index.ts';
import type { World } from '../../src/main/engine/world/world.ts';
import type { RoomOptions } from './make-engine.ts';
import type { NetworkDice } from './network-acts.ts';

interface MoveCase {
  readonly room?: RoomOptions;
  readonly setup?: Command[];
  readonly before?: Command[];
  readonly at?: string;
  readonly prepare?: (world: World) => void;
  readonly when: Command;
}

interface MoveEntry {
  readonly accepted: MoveCase;
  readonly refused: Readonly<Record<string, MoveCase>>;
}

/** A server of one's own with an application on it. */
export const SERVER: CommandOf<'host.add'> = {
  type: 'host.add',
  name: 'old',
  rack: 'r1',
  cores: 4,
  mipsPerCore: 1_000,
  memoryMib: 16_384,
  diskGib: 200,
  nicMbps: 1_000,
  system: 'operatingSystem',
};
const app: Command = { type: 'app.install', on: 'old', application: 'shop' };
const look: CommandOf<'move.inventory'> = { type: 'move.inventory', name: 'm', server: 'old' };
const map: CommandOf<'move.map'> = { type: 'move.map', move: 'm', size: 'D2s_v5' };
const replicate: CommandOf<'move.replicate'> = { type: 'move.replicate', move: 'm' };
const test: Command = { type: 'move.test', move: 'm' };
const endTest: Command = { type: 'move.endTest', move: 'm' };
const cutOver: CommandOf<'move.cutOver'> = { type: 'move.cutOver', move: 'm' };
const rollBack: Command = { type: 'move.rollBack', move: 'm' };
const finish: Command = { type: 'move.finish', move: 'm' };
const cancel: Command = { type: 'move.cancel', move: 'm' };

const looked = [SERVER, app, look];
const mapped = [...looked, map];
const copied = [...mapped, replicate];
const down: Command[] = [{ type: 'fault.cut', target: 'host:old' }];
const small: RoomOptions = { racks: 1, hostsPerRack: 1 };
/** Leaves no host that could take the machine. */
const full: Command[] = [{ type: 'vm.create', name: 'fill', size: 'D16s_v5', image: 'Ubuntu2204' }];
const narrow: Command[] = [
  { type: 'cluster.add', name: 'narrow', sizes: ['D4s_v5'] },
  { type: 'rack.edit', rack: 'r1', cluster: 'narrow' },
];
const noQuota: Command[] = [{ type: 'quota.set', family: 'cores', vCpus: 1 }];
const taken: Command = { type: 'vm.create', name: 'old', size: 'D2s_v5', image: 'Ubuntu2204' };
const over = { before: [cutOver], at: '10m' };

/** A server whose machine has taken over. */
export const heldServer = { setup: copied, before: [cutOver] };

/** Entries for `refusals.test.ts`. */
export const moveEntries = {
  'move.inventory': {
    accepted: { setup: [SERVER], when: look },
    refused: {
      'name.taken': {
        setup: [...looked, { ...SERVER, name: 'other' }],
        when: { ...look, server: 'other' },
      },
      'host.notFound': { when: look },
      'guest.hypervisor': { when: { ...look, server: 'r1-h1' } },
      'move.underWay': { setup: looked, when: { ...look, name: 'n' } },
      'guest.down': { setup: [SERVER], before: down, when: look },
    },
  },
  'move.map': {
    accepted: { setup: looked, when: map },
    refused: {
      'move.notFound': { when: map },
      'move.wrongStage': { setup: copied, when: map },
      'move.finished': { setup: copied, ...over, before: [cutOver], when: map, prepare: finishIt },
      'group.notFound': { setup: looked, when: { ...map, group: 'none' } },
      'group.ambiguous': {
        setup: [...looked, { type: 'group.add', name: 'other' }],
        when: map,
      },
      'name.taken': { setup: [...looked, taken], when: map },
      'size.notFound': { setup: looked, when: { ...map, size: 'D2s_v99' } },
      'image.notFound': { setup: looked, when: { ...map, image: 'None1' } },
      'image.sizeMismatch': { setup: looked, when: { ...map, size: 'D2ps_v5' } },
      'move.imageMismatch': { setup: looked, when: { ...map, image: 'Win2022Datacenter' } },
      'move.memoryShort': { setup: looked, when: { ...map, size: 'B1s' } },
      'image.diskTooSmall': { setup: looked, when: { ...map, osDiskGib: 1 } },
      'image.diskTooLarge': { setup: looked, when: { ...map, osDiskGib: 4_096 } },
      'subnet.notFound': { setup: looked, when: { ...map, subnet: 'none' } },
      'securityGroup.notFound': { setup: looked, when: { ...map, securityGroup: 'none' } },
      'storage.notFound': { setup: looked, when: { ...map, storage: 'none' } },
    },
  },
  'move.replicate': {
    accepted: { setup: mapped, when: replicate },
    refused: {
      'move.notFound': { when: replicate },
      'move.wrongStage': { setup: looked, when: replicate },
      'move.sourceDown': { setup: mapped, before: down, when: replicate },
      'move.neverDone': {
        setup: mapped,
        when: { ...replicate, mbps: 1, churnMibPerHour: 1_000 },
      },
    },
  },
  'move.test': {
    accepted: { setup: copied, when: test },
    refused: {
      'move.notFound': { when: test },
      'move.wrongStage': { setup: mapped, when: test },
      'move.testUnderWay': { setup: copied, before: [test], when: test },
      'name.taken': { setup: [...copied, { ...taken, name: 'old-test' }], when: test },
      AllocationFailed: { room: small, setup: [...copied, ...full], when: test },
      OverconstrainedAllocationRequest: { room: small, setup: [...copied, ...narrow], when: test },
      QuotaExceeded: { setup: [...copied, ...noQuota], when: test },
    },
  },
  'move.endTest': {
    accepted: { setup: copied, before: [test], at: '30m', when: endTest },
    refused: {
      'move.notFound': { when: endTest },
      'move.noTest': { setup: copied, when: endTest },
      'vm.busy': { setup: copied, before: [test], when: endTest },
    },
  },
  'move.cutOver': {
    accepted: { setup: copied, when: cutOver },
    refused: {
      'move.notFound': { when: cutOver },
      'move.wrongStage': { setup: mapped, when: cutOver },
      'move.sourceDown': { setup: copied, before: down, when: cutOver },
      'move.windowShort': { setup: copied, at: '4m', when: { ...cutOver, window: '1ms' } },
      'name.taken': { setup: [...copied, taken], when: cutOver },
      AllocationFailed: { room: small, setup: [...copied, ...full], when: cutOver },
      OverconstrainedAllocationRequest: {
        room: small,
        setup: [...copied, ...narrow],
        when: cutOver,
      },
      QuotaExceeded: { setup: [...copied, ...noQuota], when: cutOver },
    },
  },
  'move.rollBack': {
    accepted: { setup: copied, before: [cutOver], when: rollBack },
    refused: {
      'move.notFound': { when: rollBack },
      'move.wrongStage': { setup: copied, when: rollBack },
      'move.finished': { setup: copied, ...over, when: rollBack, prepare: finishIt },
      'move.sourceDown': { setup: copied, before: [cutOver, ...down], when: rollBack },
    },
  },
  'move.finish': {
    accepted: { setup: copied, ...over, when: finish },
    refused: {
      'move.notFound': { when: finish },
      'move.wrongStage': { setup: copied, when: finish },
      'move.finished': { setup: copied, ...over, when: finish, prepare: finishIt },
      'move.testUnderWay': { setup: copied, before: [test, cutOver], at: '30m', when: finish },
    },
  },
  'move.cancel': {
    accepted: { setup: looked, when: cancel },
    refused: {
      'move.notFound': { when: cancel },
      'move.wrongStage': { setup: copied, before: [cutOver], when: cancel },
      'move.finished': { setup: copied, ...over, when: cancel, prepare: finishIt },
      'move.testUnderWay': { setup: copied, before: [test], when: cancel },
    },
  },
} satisfies Readonly<Record<string, MoveEntry>>;

/** The state of a finished move, without the way there. */
function finishIt(world: World): void {
  const [move] = world.move.slots();
  if (move !== undefined) world.move.col.stage[move] = FINISHED;
}
const FINISHED = 6;

/** One maker for each command on moves. */
export const moveMakers = {
  'move.inventory': (d: NetworkDice) => ({ name: d.name('mv'), server: d.some('host') }),
  'move.map': (d: NetworkDice) => ({
    move: d.some('move'),
    size: d.one(['D2s_v5', 'D4s_v5', 'B2ms']),
    machine: d.seldom(2) ? d.name('mm') : undefined,
    group: d.some('group'),
  }),
  'move.replicate': (d: NetworkDice) => ({
    move: d.some('move'),
    mbps: d.seldom(2) ? d.one([10, 1_000]) : undefined,
    every: d.seldom(2) ? d.one(['30s', '10m']) : undefined,
  }),
  'move.test': (d: NetworkDice) => ({ move: d.some('move') }),
  'move.endTest': (d: NetworkDice) => ({ move: d.some('move') }),
  'move.cutOver': (d: NetworkDice) => ({
    move: d.some('move'),
    window: d.seldom(2) ? d.one(['1m', '30m']) : undefined,
    nameTtl: d.seldom(2) ? d.one(['0s', '5m']) : undefined,
  }),
  'move.rollBack': (d: NetworkDice) => ({ move: d.some('move') }),
  'move.finish': (d: NetworkDice) => ({ move: d.some('move') }),
  'move.cancel': (d: NetworkDice) => ({ move: d.some('move') }),
} as const;

/** What these generators ask of the room. */
interface Sight {
  fresh(prefix: string): string;
  rackForHosts(): string;
}

type Step = Command | { readonly waitUs: number };

const BOOTED = { waitUs: 3_600_000_000 } as const;
const COPIED = { waitUs: 3_600_000_000 } as const;

/** Steps that bring a server of its own as far as its first copy. */
function way(sight: Sight): Step[] {
  const server = sight.fresh('srv');
  const move = sight.fresh('mv');
  return [
    { ...SERVER, name: server, rack: sight.rackForHosts() },
    BOOTED,
    { type: 'move.inventory', name: move, server },
    { type: 'move.map', move, size: 'D2s_v5', group: 'shop' },
    { type: 'move.replicate', move, mbps: 1_000 },
  ];
}

/** Steps of `way` up to the copy, the wait for the server among them. */
const WHOLE_WAY = 5;

function later<T extends string>(type: T, steps: number, more: readonly Command['type'][] = []) {
  return (sight: Sight) => {
    const move = sight.fresh('mv');
    const before: Step[] = way(sight).slice(0, steps);
    for (const one of more) {
      // Each of these needs the name of its move and nothing else.
      before.push(COPIED, { type: one, move } as Command);
    }
    if (steps === WHOLE_WAY) before.push(COPIED);
    return { prepare: before, command: { type, move } };
  };
}

/** One row for each type of command, for `command-generators.ts`. */
export const MOVE_GENERATORS = {
  'move.inventory': (sight: Sight) => ({
    prepare: way(sight).slice(0, 2),
    command: {
      type: 'move.inventory',
      name: sight.fresh('mv'),
      server: sight.fresh('srv'),
    } as const,
  }),
  'move.map': (sight: Sight) => ({
    prepare: way(sight).slice(0, 3),
    command: { type: 'move.map', move: sight.fresh('mv'), size: 'D2s_v5', group: 'shop' } as const,
  }),
  'move.replicate': later('move.replicate' as const, 4),
  'move.test': later('move.test' as const, WHOLE_WAY),
  'move.endTest': later('move.endTest' as const, WHOLE_WAY, ['move.test']),
  'move.cutOver': later('move.cutOver' as const, WHOLE_WAY),
  'move.rollBack': later('move.rollBack' as const, WHOLE_WAY, ['move.cutOver']),
  'move.finish': later('move.finish' as const, WHOLE_WAY, ['move.cutOver']),
  'move.cancel': later('move.cancel' as const, 3),
};
