/**
 * Commands on environments for the three tables that have a row for each command: accepted and
 * refused cases, random acts, and acts that are accepted in the large room.
 */
import type { Command, CommandOf } from '../../src/shared/commands/index.ts';
import type { RoomOptions } from './make-engine.ts';
import type { NetworkDice } from './network-acts.ts';

interface EnvironmentCase {
  readonly room?: RoomOptions;
  readonly setup?: Command[];
  readonly when: Command;
}

interface EnvironmentEntry {
  readonly accepted: EnvironmentCase;
  readonly refused: Readonly<Record<string, EnvironmentCase>>;
}

const web: RoomOptions = { machines: 2 };
const clone: CommandOf<'environment.clone'> = {
  type: 'environment.clone',
  name: 'dev',
  service: 'web',
  kind: 'development',
};
const set: CommandOf<'environment.set'> = {
  type: 'environment.set',
  group: 'lab',
  kind: 'test',
};
const clock: CommandOf<'environment.clock'> = {
  type: 'environment.clock',
  group: 'lab',
  off: '19:00',
};
const clear: Command = { type: 'environment.clearClock', group: 'lab' };
const empty: Command[] = [
  { type: 'balancer.add', name: 'bare' },
  { type: 'service.add', name: 'idle', balancer: 'bare' },
];

/** Entries for `refusals.test.ts`. */
export const environmentEntries = {
  'environment.clone': {
    accepted: { room: web, when: clone },
    refused: {
      'service.notFound': { when: clone },
      'name.taken': { room: web, when: { ...clone, name: 'lab' } },
      'environment.nothingToCopy': { setup: empty, when: { ...clone, service: 'idle' } },
      'size.notFound': { room: web, when: { ...clone, size: 'D2s_v99' } },
      AllocationFailed: {
        room: { racks: 1, hostsPerRack: 1, machines: 8 },
        when: clone,
      },
      QuotaExceeded: {
        room: web,
        setup: [{ type: 'quota.set', family: 'cores', vCpus: 4 }],
        when: clone,
      },
    },
  },
  'environment.set': {
    accepted: { when: set },
    refused: { 'group.notFound': { when: { ...set, group: 'none' } } },
  },
  'environment.clock': {
    accepted: { setup: [set], when: clock },
    refused: {
      'group.notFound': { when: { ...clock, group: 'none' } },
      'environment.notOne': { when: clock },
      'environment.clockZone': { setup: [set], when: { ...clock, timeZone: 'Mars' } },
    },
  },
  'environment.clearClock': {
    accepted: { setup: [set, clock], when: clear },
    refused: {
      'group.notFound': { when: { type: 'environment.clearClock', group: 'none' } },
      'environment.noClock': { setup: [set], when: clear },
    },
  },
} satisfies Readonly<Record<string, EnvironmentEntry>>;

/** One maker for each command on environments. */
export const environmentMakers = {
  'environment.clone': (d: NetworkDice) => ({
    name: d.name('ev'),
    service: d.some('service'),
    kind: d.one(['development', 'test', 'staging']),
    machines: d.seldom(2) ? 1 : undefined,
    size: d.seldom(3) ? d.one(['B2s', 'D4s_v5']) : undefined,
    priority: d.seldom(3) ? d.one(['regular', 'spot']) : undefined,
  }),
  'environment.set': (d: NetworkDice) => ({
    group: d.some('group'),
    kind: d.one(['development', 'test']),
  }),
  'environment.clock': (d: NetworkDice) => ({
    group: d.some('group'),
    off: d.one(['00:01', '19:00']),
    acts: d.seldom(2) ? d.one(['deallocate', 'stop']) : undefined,
  }),
  'environment.clearClock': (d: NetworkDice) => ({ group: d.some('group') }),
} as const;

/** What these generators ask of the room. */
interface Sight {
  fresh(prefix: string): string;
}

function groupOf(sight: Sight): Command {
  return { type: 'group.add', name: sight.fresh('eg') };
}

function setOf(sight: Sight): CommandOf<'environment.set'> {
  return { type: 'environment.set', group: sight.fresh('eg'), kind: 'test' };
}

function clockOf(sight: Sight): CommandOf<'environment.clock'> {
  return { type: 'environment.clock', group: sight.fresh('eg'), off: '19:00' };
}

/** One row for each type of command, for `command-generators.ts`. */
export const ENVIRONMENT_GENERATORS = {
  'environment.clone': (sight: Sight & { servedService(): string }) => ({
    command: {
      type: 'environment.clone',
      name: sight.fresh('ev'),
      service: sight.servedService(),
      kind: 'staging',
      machines: 1,
      size: 'B1s',
    } as const,
  }),
  'environment.set': (sight: Sight) => ({ prepare: [groupOf(sight)], command: setOf(sight) }),
  'environment.clock': (sight: Sight) => ({
    prepare: [groupOf(sight), setOf(sight)],
    command: clockOf(sight),
  }),
  'environment.clearClock': (sight: Sight) => ({
    prepare: [groupOf(sight), setOf(sight), clockOf(sight)],
    command: { type: 'environment.clearClock', group: sight.fresh('eg') } as const,
  }),
};
