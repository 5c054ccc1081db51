/**
 * Trials: one state, many things tried from it, each as cheap as what it touches.
 *
 * A room of many pools is mostly bystanders: what befalls one pool's machines does not change a
 * request of another. Where that is certain (`separable`), a trial lets only the pools happen that
 * were touched, and what the others do is read from one trial in which nothing befell anybody
 * (rules ENG-TR1 to ENG-TR4). Tests hold that against full runs.
 */
import type { HappeningKind } from '../../shared/events/happenings.ts';
import { compareCodeUnits } from '../../shared/kernel/order.ts';
import { SERIES_BUCKET_US } from './series-log.ts';
import type { ServiceOutcome, TrialGround } from './engine-types.ts';
import type { IsStale } from './event-queue.ts';
import { judgedSeconds } from './systems/availability.ts';
import { vmsHitBy } from './systems/injected-faults.ts';
import { sharedScopes } from './world/fault-scope.ts';
import { NAMED_TABLES, textIdOf, wordsOf } from './world/names.ts';
import type { World } from './world/world.ts';
import { markWorld, rollbackWorld, type WorldMark } from './world/world-mark.ts';

/** What is told where no host had room. */
const NO_ROOM = [
  'platform.noRoom',
  'scaleSet.allocationFailed',
] as const satisfies readonly HappeningKind[];

/** Happenings a trial may tell; the fall and return of a large hall is some 200,000. */
const TRIAL_LOG_MAX = 1_000_000;

/**
 * Tables whose rows let no pool reach another. A table that is not named here binds all pools
 * together as soon as it has a row, so a new kind of thing is slow in a sweep before it is wrong.
 */
const SEPARATE_TABLES: ReadonlySet<string> = new Set([
  'place',
  'cluster',
  'rack',
  'power',
  'switch',
  'link',
  'cord',
  'storage',
  'host',
  'group',
  'availabilitySet',
  'vm',
  'disk',
  'nic',
  'balancer',
  'backend',
  'service',
  'ratePoint',
  'window',
  'request',
  'ledger',
  'latency',
  'downtime',
  'closedCost',
  'platform',
  'proximityGroup',
  'hostGroup',
  'dedicatedHost',
  'reservation',
  'reservedPlace',
  'batch',
  'job',
]);

/** The loop's place in the script, and whether an action is still to come in time. */
export interface TrialScript {
  cursor: number;
  actsBefore(atUs: number): boolean;
}

/** What a service had behind it when the ground was laid. */
interface Before {
  readonly served: number;
  readonly failed: number;
  readonly secondsDown: number;
}

/** Lays a ground at the present state; the engine is used up for anything else. */
export function layTrialGround(input: {
  readonly world: World;
  readonly isStale: IsStale;
  readonly script: TrialScript;
  /** Called when the state went back. */
  readonly changed: () => void;
}): TrialGround {
  const { world, script } = input;
  world.log.limit = TRIAL_LOG_MAX;
  const mark = markWorld(world, input.isStale);
  const { cursor } = script;
  const before = new Map([...world.service.slots()].map((slot) => [slot, countsOf(world, slot)]));
  const known = new Map(
    [...world.ledger.slots()].map((row) => [row, world.ledger.col.count[row]!]),
  );
  return {
    pools: [...world.balancer.slots()],
    separable: (lastsUs) =>
      !script.actsBefore(world.nowUs + lastsUs) &&
      !hasServers(world) &&
      world.tables().every(({ name, count }) => count === 0 || SEPARATE_TABLES.has(name)),
    rewind() {
      rollbackWorld(world, mark);
      world.focus = undefined;
      script.cursor = cursor;
      input.changed();
    },
    focus(pools) {
      world.focus = pools === undefined ? undefined : maskOf(world, pools);
    },
    touchedPools: () => touchedPools(world, mark),
    applicationsBroken: () => subjectsOf(world, mark, 'application.broken'),
    machinesLost: () => subjectsOf(world, mark, 'vm.lost'),
    withoutRoom: () => NO_ROOM.flatMap((kind) => subjectsOf(world, mark, kind)),
    outcomes: () =>
      [...world.service.slots()]
        .filter((slot) => world.focus?.[world.service.col.balancer[slot]! - 1] !== 0)
        .map((slot) => outcomeOf(world, { slot, before: before.get(slot), known, mark })),
    idsOf: (kinds) => kinds.flatMap((kind) => idsOfKind(world, kind)),
  };
}

/** A service at a server of its own falls with what no pool tells of [ENG-LS2]. */
function hasServers(world: World): boolean {
  return world.service.slots().some((slot) => world.service.col.away[slot] !== 0);
}

function maskOf(world: World, pools: readonly number[]): Uint8Array {
  const mask = new Uint8Array(world.balancer.slotEnd);
  for (const pool of pools) mask[pool] = 1;
  return mask;
}

/** Pools of which a machine was told anything since the mark, or is reached by a fault. */
function touchedPools(world: World, mark: WorldMark): number[] {
  const touched = new Set<number>();
  function noteVm(vm: number): void {
    for (const backend of world.pools.backendsOfVm(vm))
      touched.add(world.backend.col.balancer[backend]! - 1);
  }
  for (const { subject } of world.log.after(mark.log.lastId)) {
    if (!subject.startsWith('vm:')) continue;
    const found = world.names.resolve(['vm'], subject);
    if (found.ok) noteVm(found.value.slot);
  }
  // A machine that is slow, silent or far away is told nothing.
  for (const fault of world.fault.slots()) for (const vm of vmsHitBy(world, fault)) noteVm(vm);
  return [...touched].sort((left, right) => left - right);
}

/** Subjects of the happenings of one kind since the mark, each once. */
function subjectsOf(world: World, mark: WorldMark, wanted: HappeningKind): string[] {
  const found = new Set<string>();
  for (const { kind, subject } of world.log.after(mark.log.lastId))
    if (kind === wanted) found.add(subject);
  return [...found];
}

function countsOf(world: World, slot: number): Before {
  const { served, late, refused, lost } = world.service.col;
  return {
    served: served[slot]!,
    failed: late[slot]! + refused[slot]! + lost[slot]!,
    secondsDown: judgedSeconds(world, slot).down,
  };
}

/** What became of a service's requests since the mark. */
function outcomeOf(
  world: World,
  input: {
    slot: number;
    before: Before | undefined;
    known: ReadonlyMap<number, number>;
    mark: WorldMark;
  },
): ServiceOutcome {
  const { slot, before } = input;
  const now = countsOf(world, slot);
  return {
    service: textIdOf(world, 'service', slot),
    name: world.service.text('name', slot),
    pool: world.service.col.balancer[slot]! - 1,
    thresholdPpm: world.service.col.thresholdPpm[slot]!,
    served: now.served - (before?.served ?? 0),
    failed: now.failed - (before?.failed ?? 0),
    secondsDown: now.secondsDown - (before?.secondsDown ?? 0),
    silent: wasSilent(world, slot, input.mark.nowUs),
    roots: rootsOf(world, slot, input.known),
  };
}

/** True when a whole bucket since then had demand and nothing was served in it. */
function wasSilent(world: World, service: number, fromUs: number): boolean {
  const from = Math.ceil(fromUs / SERIES_BUCKET_US);
  const to = Math.floor(world.nowUs / SERIES_BUCKET_US);
  const offered = world.series.read({ service, field: 'offered', from, to });
  const served = world.series.read({ service, field: 'served', from, to });
  return offered.some((count, index) => count > 0 && served[index] === 0);
}

/** Failed requests since the mark by what they go back to: a part, or `load`. */
function rootsOf(
  world: World,
  service: number,
  known: ReadonlyMap<number, number>,
): ServiceOutcome['roots'] {
  const roots = new Map<string, number>();
  const { col } = world.ledger;
  for (const row of world.failures.rowsOf(service)) {
    const fresh = col.count[row]! - (known.get(row) ?? 0);
    if (fresh <= 0) continue;
    const chain = col.cause[row] === 0 ? [] : world.log.chain(col.cause[row]!);
    const cut = chain.find(({ kind }) => kind === 'part.cut');
    const root = cut?.subject ?? chain[0]?.subject ?? 'load';
    roots.set(root, (roots.get(root) ?? 0) + fresh);
  }
  return [...roots].sort(([left], [right]) => compareCodeUnits(left, right));
}

/** Ids of one kind of thing, in the order in which they were made; of shared properties too. */
function idsOfKind(world: World, kind: string): string[] {
  if (kind === 'tag' || kind === 'image' || kind === 'dns') return sharedScopes(world, kind);
  const table = NAMED_TABLES.find((name) => wordsOf(name).includes(kind));
  if (table === undefined) return [];
  return [...world[table].slots()]
    .map((slot) => textIdOf(world, table, slot))
    .filter((id) => id.startsWith(`${kind}:`));
}
