/**
 * What a steady stream of requests comes to on one machine, without simulating any: the share that
 * is served, and mean and variance of the time an answer takes (rules ENG-WL8 and ENG-WL9).
 *
 * Sources: Erlang (1917) for a queue of several servers; Kleinrock (1967) and Coffman, Muntz and
 * Trotter (1970) for processor sharing; Pollaczek and Khinchine for the queues of disk and network;
 * for several servers of other than exponential times the usual factor (1 + c²) ÷ 2. Mean and
 * variance are put together as of independent stations, and the distribution is taken as gamma.
 * Nothing here knows the world.
 */
import type { WorkLimit } from '../../../shared/model/workload-kinds.ts';
import { besideOthers, mostCoresBeside, STATES_MAX } from './work-beside.ts';

/** Above this the formulas are not trusted and figures are marked. */
export const FLOW_TRUSTED_TO = 0.9;
/** A station is never taken as fuller than this; what is beyond is turned away. */
const FULLEST = 0.999;
/** From here on a resource counts as full. */
const FULL = 0.95;
/** Share turned away from which on the queue counts as short. */
const FEW = 1e-4;
/**
 * A gamma of the exact variance is 5 to 12 % too high at the 95th percentile of a shared processor:
 * the true tail is thinner. With this part of the shared spread it meets it ([GEN], fitted).
 */
const SHARED_SPREAD = 0.72;

/** What one request asks of the stations of its machine. */
export interface FlowDemand {
  readonly perSecond: number;
  /** Core time at the speed of this machine: kinds of request, each with its squared variation. */
  readonly cpu: readonly {
    readonly share: number;
    readonly us: number;
    readonly variation: number;
  }[];
  /** Visits to the disk: time of each, and share of the requests that make it. */
  readonly disk: readonly { readonly us: number; readonly share: number }[];
  readonly networkUs: number;
  readonly waitUs: number;
  readonly waitShare: number;
  /** Time the lock is held, share of the requests that take it, and who may hold it at once. */
  readonly lockUs: number;
  readonly lockShare: number;
  readonly writers: number;
  readonly slots: number;
  readonly queueLimit: number;
  readonly slotLimit: WorkLimit;
  readonly diskLimit: WorkLimit;
}

/** What all flows of the machine use of it, this one included; shares from 0, above 1 too much. */
export interface FlowGround {
  readonly vCpu: number;
  /** Cores that jobs and processes beside it ask for all the time. */
  readonly beside: number;
  readonly cpuUse: number;
  readonly diskUse: number;
  readonly networkUse: number;
  /** Requests are simulated one by one beside it. */
  readonly mixed: boolean;
}

/** Requests that fare alike, such as those a cache answers. */
export interface FlowPart {
  readonly share: number;
  readonly meanUs: number;
  readonly varianceUs2: number;
}

/** What becomes of the stream. */
export interface FlowPoint {
  readonly servedShare: number;
  readonly meanUs: number;
  readonly parts: readonly FlowPart[];
  readonly limit: WorkLimit;
  readonly estimated: boolean;
}

/** Chance that an arrival finds all of so many servers busy (Erlang C); use below 1 for each. */
export function erlangC(servers: number, offered: number): number {
  let blocked = 1;
  for (let n = 1; n <= servers; n += 1) blocked = (offered * blocked) / (n + offered * blocked);
  const use = offered / servers;
  return blocked / (1 - use * (1 - blocked));
}

interface Moments {
  readonly mean: number;
  readonly variance: number;
}

const NONE: Moments = { mean: 0, variance: 0 };

/** What happens to a share of the requests. */
interface Branch extends Moments {
  readonly share: number;
}

/** Core time of a request on the average. */
export function meanCpuUs(demand: Pick<FlowDemand, 'cpu'>): number {
  return demand.cpu.reduce((sum, { share, us }) => sum + share * us, 0);
}

/**
 * Time on a processor shared by all, for each kind of request that can be told apart; exact in its
 * mean for one core and any times.
 */
function onProcessor(demand: FlowDemand, ground: FlowGround): Branch[] {
  const use = Math.min(FULLEST, ground.cpuUse);
  const waits = erlangC(ground.vCpu, use * ground.vCpu);
  // With no more requests at once than cores nobody shares a core: all waiting is for a place.
  const isAlone = demand.slots <= ground.vCpu || ground.beside > 0;
  const stretch = isAlone ? 0 : waits / (ground.vCpu * (1 - use));
  // Of an exponential time on one core: T² (2 + use) ÷ (2 - use); the part beyond T² is what the
  // others do to it, and grows with the share of the time that is waiting.
  const shared = isAlone ? 0 : (SHARED_SPREAD * 2 * waits) / (2 - waits);
  return demand.cpu.map(({ share, us, variation }) => {
    const mean = us * (1 + stretch);
    return { share, mean, variance: (variation + shared) * mean * mean };
  });
}

/** A stream beside work that never ends: what that takes lengthens its core time. */
function lengthened(demand: FlowDemand, ground: FlowGround): FlowDemand {
  const own = (demand.perSecond / 1e6) * meanCpuUs(demand);
  if (own === 0) return demand;
  const offered = Math.min(FULLEST, ground.cpuUse) * ground.vCpu;
  // Requests of other flows of the machine are on its processor too.
  const room = Math.max(1, Math.round((demand.slots * offered) / Math.min(own, offered)));
  const { times, shares } = besideOthers({ ...ground, offered, room });
  const shared = (SHARED_SPREAD * 2 * shares) / (2 - shares);
  return {
    ...demand,
    cpu: demand.cpu.map(({ share, us, variation }) => ({
      share,
      us: us * times,
      variation: variation + shared,
    })),
  };
}

/** Waiting and service at a queue that serves one after the other. */
function atQueue(visits: FlowDemand['disk'], use: number): Moments {
  const share = visits.reduce((sum, visit) => sum + visit.share, 0);
  if (share === 0) return NONE;
  const full = Math.min(FULLEST, use);
  let [first, second, third] = [0, 0, 0];
  for (const { us, share: part } of visits) {
    first += part * us;
    second += part * us * us;
    third += part * us * us * us;
  }
  // Visits a microsecond: what makes the queue so full.
  const rate = (full / first) * share;
  const wait = (rate * second) / share / (2 * (1 - full));
  const waitVariance = wait * wait + (rate * third) / share / (3 * (1 - full));
  const sum = visits.reduce((all, visit) => all + visit.share * (visit.us + wait), 0);
  const variance = visits.reduce(
    (all, visit) =>
      all +
      visit.share * waitVariance +
      visit.share * (1 - visit.share) * (visit.us + wait) * (visit.us + wait),
    0,
  );
  return { mean: sum, variance };
}

/** Waiting for one of several places that are held so long; as a queue without a bound. */
function forPlaces(
  places: number,
  held: { readonly offered: number; readonly meanUs: number; readonly variation: number },
): Moments {
  if (places > STATES_MAX || held.offered === 0) return NONE;
  const use = Math.min(FULLEST, held.offered / places);
  const waits = erlangC(places, use * places);
  const when = ((held.meanUs / places / (1 - use)) * (1 + held.variation)) / 2;
  return { mean: waits * when, variance: waits * (2 - waits) * when * when };
}

/** The same where few may wait, and what that turns away (M/M/c/K, states one by one). */
function forFewPlaces(
  queue: { readonly servers: number; readonly offered: number; readonly room: number },
  held: { readonly meanUs: number; readonly variation: number },
): Moments {
  const { servers, room } = queue;
  const blocked = blockedShare(queue);
  const step = ((held.meanUs / servers) * (1 + held.variation)) / 2;
  let state = blocked;
  let [first, second] = [0, 0];
  for (let n = room - 1; n >= servers; n -= 1) {
    state /= queue.offered / servers;
    const ahead = n - servers + 1;
    first += state * ahead * step;
    second += state * ahead * (ahead + 1) * step * step;
  }
  const mean = first / (1 - blocked);
  return { mean, variance: second / (1 - blocked) - mean * mean };
}

function plus(...parts: readonly Moments[]): Moments {
  return {
    mean: parts.reduce((sum, { mean }) => sum + mean, 0),
    variance: parts.reduce((sum, { variance }) => sum + variance, 0),
  };
}

/** What the times of one request would be if it were alone. */
function alone(demand: FlowDemand): Moments {
  const cpu = meanCpuUs(demand);
  const disk = demand.disk.reduce((sum, { us, share }) => sum + us * share, 0);
  const wait = demand.waitUs * demand.waitShare;
  const second = demand.cpu.reduce(
    (sum, { share, us, variation }) => sum + share * us * us * (1 + variation),
    0,
  );
  return {
    mean: cpu + disk + demand.networkUs + wait,
    variance:
      second -
      cpu * cpu +
      demand.waitShare * (1 - demand.waitShare) * demand.waitUs * demand.waitUs,
  };
}

interface Use {
  readonly limit: WorkLimit;
  readonly use: number;
}

/** How full the stream makes the processor: beside work that never ends, its part of it. */
function cpuUseOf(demand: FlowDemand, ground: FlowGround): number {
  if (ground.beside === 0) return ground.cpuUse;
  const most = mostCoresBeside({ ...ground, slots: demand.slots });
  return Math.max(ground.cpuUse, ((demand.perSecond / 1e6) * meanCpuUs(demand)) / most);
}

/** Every resource and how full the stream would make it; the fullest first. */
function usesOf(demand: FlowDemand, ground: FlowGround, heldUs: number): Use[] {
  const perUs = demand.perSecond / 1e6;
  const uses: Use[] = [
    { limit: 'cpu', use: cpuUseOf(demand, ground) },
    { limit: demand.diskLimit, use: ground.diskUse },
    { limit: 'network', use: ground.networkUse },
    { limit: 'lock', use: (perUs * demand.lockShare * demand.lockUs) / demand.writers },
    { limit: demand.slotLimit, use: (perUs * heldUs) / demand.slots },
  ];
  return uses.sort((a, b) => b.use - a.use);
}

/** Every way of a request through the machine, with its share. */
function branchesOf(demand: FlowDemand, ground: FlowGround): Branch[] {
  const { waitUs, waitShare, networkUs } = demand;
  const visits = [{ us: networkUs, share: networkUs > 0 ? 1 : 0 }];
  const queues = plus(atQueue(demand.disk, ground.diskUse), atQueue(visits, ground.networkUse));
  const lock = lockTime(demand);
  const locked: Branch[] = [
    { share: 1 - demand.lockShare, mean: 0, variance: 0 },
    { share: demand.lockShare, ...lock },
  ];
  const outside: Branch[] = [
    { share: 1 - waitShare, mean: 0, variance: 0 },
    { share: waitShare, mean: waitUs, variance: 0 },
  ];
  const cpu = onProcessor(demand, ground);
  return cpu.flatMap((a) =>
    locked.flatMap((b) =>
      outside.map((c) => ({ share: a.share * b.share * c.share, ...plus(a, b, c, queues) })),
    ),
  );
}

/** What becomes of a steady stream on its machine. O(bound of requests at once). */
export function flowPoint(asked: FlowDemand, ground: FlowGround): FlowPoint {
  const [worst] = usesOf(asked, ground, alone(asked).mean);
  if (worst === undefined || worst.use >= FULLEST) return overfull(asked, worst);
  const demand = ground.beside === 0 ? asked : lengthened(asked, ground);
  const single = alone(demand);
  const isServed = demand.slots <= ground.vCpu || ground.beside > 0;
  const servers = isServed ? demand.slots : ground.vCpu;
  const held = { meanUs: single.mean, variation: single.variance / (single.mean * single.mean) };
  const offered = (demand.perSecond / 1e6) * single.mean;
  const load = isServed
    ? Math.min(offered, FULLEST * demand.slots)
    : Math.min(FULLEST, ground.cpuUse) * ground.vCpu;
  const room = demand.slots + demand.queueLimit;
  const blocked =
    servers > STATES_MAX || load === 0 ? 0 : blockedShare({ servers, offered: load, room });
  const isFew = isServed && blocked > FEW;
  const waiting = isFew
    ? forFewPlaces({ servers, offered: load, room }, held)
    : forPlaces(demand.slots, { offered, ...held });
  const parts = branchesOf(demand, ground)
    .filter(({ share }) => share > 0)
    .map(({ share, mean, variance }) => ({
      share,
      meanUs: mean + waiting.mean,
      varianceUs2: variance + waiting.variance,
    }));
  const isBetween = !isServed && demand.slots < 2 * ground.vCpu && ground.cpuUse > 0.6;
  const isFixed = demand.cpu.every(({ variation }) => variation === 0) && ground.vCpu > 2;
  return {
    servedShare: 1 - blocked,
    meanUs: parts.reduce((sum, { share, meanUs }) => sum + share * meanUs, 0),
    parts,
    limit: worst.use >= FULL ? worst.limit : 'load',
    estimated:
      worst.use > FLOW_TRUSTED_TO ||
      demand.lockShare > 0 ||
      ground.mixed ||
      isBetween ||
      isFixed ||
      (blocked > FEW && !isServed),
  };
}

/** Waiting for the lock and holding it, of a request that takes it. */
function lockTime(demand: FlowDemand): Moments {
  const { lockShare, lockUs, writers } = demand;
  if (lockShare === 0) return NONE;
  const offered = (demand.perSecond / 1e6) * lockShare * lockUs;
  return forPlaces(writers, { offered, meanUs: lockUs, variation: 1 });
}

/** Chance that a queue of several servers with so much room in all is full (M/M/c/K). */
export function blockedShare(queue: {
  readonly servers: number;
  readonly offered: number;
  readonly room: number;
}): number {
  const { servers, offered, room } = queue;
  // States in terms of the one in which all servers are busy, so that nothing overflows.
  let below = 0;
  let weight = 1;
  for (let n = servers; n > 0; n -= 1) {
    weight *= n / offered;
    below += weight;
    if (weight < 1e-18) break;
  }
  const use = offered / servers;
  let above = 0;
  let last = 1;
  for (let n = servers; n < Math.min(room, servers + STATES_MAX); n += 1) {
    last *= use;
    above += last;
    if (last < 1e-18) return 0;
  }
  return last / (below + 1 + above);
}

/** More comes than the machine can do: it works at its limit and turns the rest away. */
function overfull(demand: FlowDemand, worst: Use | undefined): FlowPoint {
  const use = worst?.use ?? 1;
  const servedShare = Math.min(1, 1 / use);
  const inside = Math.min(STATES_MAX, demand.slots) + demand.queueLimit;
  const meanUs = inside / ((demand.perSecond / 1e6) * servedShare);
  return {
    servedShare,
    meanUs,
    parts: [{ share: 1, meanUs, varianceUs2: (meanUs * meanUs) / inside }],
    limit: worst?.limit ?? 'load',
    estimated: true,
  };
}
