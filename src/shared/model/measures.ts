/**
 * The one list of measures: what a run can be asked, in which unit, and how it is worked out.
 *
 * A scenario's expectations, the command line and the checks of labs name measures by these words
 * and read them with `readMeasure`, so a figure cannot mean two things. Definitions follow
 * docs/definitions: offered = served + late + refused + lost + inFlight at every event.
 */

/** What a figure is taken over. */
export const MEASURE_SCOPES = [
  'run',
  'service',
  'machines',
  'batch',
  'applications',
  'store',
  'workload',
] as const;
export type MeasureScope = (typeof MEASURE_SCOPES)[number];

/** Units of measures; `share` runs from 0 to 1. */
export const MEASURE_UNITS = [
  'requests',
  'share',
  'machines',
  'jobs',
  'seconds',
  'USD',
  'applications',
  'writes',
  'reads',
  'times',
  'milliseconds',
  'answers/s',
  'users',
] as const;
export type MeasureUnit = (typeof MEASURE_UNITS)[number];

interface Measure {
  readonly scope: MeasureScope;
  readonly unit: MeasureUnit;
  /** How it is worked out, in words; shown by help and screen. */
  readonly formula: string;
}

/** All measures by name. A name is never given a second meaning; new ones are added at the end. */
export const MEASURES = {
  offered: {
    scope: 'service',
    unit: 'requests',
    formula: 'requests that arrived since the start',
  },
  served: {
    scope: 'service',
    unit: 'requests',
    formula: 'requests answered within the deadline of their service',
  },
  late: {
    scope: 'service',
    unit: 'requests',
    formula: 'requests answered after the deadline of their service',
  },
  refused: {
    scope: 'service',
    unit: 'requests',
    formula: 'requests turned away because no machine had room or none was in rotation',
  },
  lost: {
    scope: 'service',
    unit: 'requests',
    formula: 'requests taken by a machine that was dead or died before it answered',
  },
  inFlight: {
    scope: 'service',
    unit: 'requests',
    formula: 'requests being worked on or waiting at this moment',
  },
  servedFraction: {
    scope: 'service',
    unit: 'share',
    formula: 'served ÷ (offered − inFlight); 1 while nothing has been answered',
  },
  availability: {
    scope: 'service',
    unit: 'share',
    formula:
      'share of finished seconds whose servedFraction reached the threshold of the service; ' +
      'a second without demand counts as up; over all services: the lowest',
  },
  machines: {
    scope: 'machines',
    unit: 'machines',
    formula: 'machines in the power state named, or all when none is named',
  },
  jobsDone: { scope: 'batch', unit: 'jobs', formula: 'jobs finished since the start' },
  jobsInterrupted: {
    scope: 'batch',
    unit: 'jobs',
    formula: 'jobs that ended with the machine they ran on',
  },
  lastFinish: {
    scope: 'batch',
    unit: 'seconds',
    formula: 'simulated time at which the last finished job finished; no value while none has',
  },
  cost: {
    scope: 'run',
    unit: 'USD',
    formula: 'price of the machines for the time they were allocated, since the start',
  },
  applications: {
    scope: 'applications',
    unit: 'applications',
    formula:
      'applications on operating systems whose process is in the state named, or all when none ' +
      'is ' +
      'named; restarts of a system end them for that time',
  },
  writesOffered: { scope: 'store', unit: 'writes', formula: 'writes that arrived at stores' },
  writesAcknowledged: {
    scope: 'store',
    unit: 'writes',
    formula: 'writes that were answered as kept, by the rule of their store',
  },
  writesRefused: {
    scope: 'store',
    unit: 'writes',
    formula: 'writes that no primary took',
  },
  writesUnanswered: {
    scope: 'store',
    unit: 'writes',
    formula: 'writes given up with the primary that had taken them',
  },
  writesLost: {
    scope: 'store',
    unit: 'writes',
    formula: 'acknowledged writes that no primary has any more',
  },
  writesDiverged: {
    scope: 'store',
    unit: 'writes',
    formula: 'acknowledged writes that only an older of two primaries has, at this moment',
  },
  readsMissing: {
    scope: 'store',
    unit: 'reads',
    formula: 'reads that looked for what a bad query had deleted',
  },
  readsStale: {
    scope: 'store',
    unit: 'reads',
    formula: 'reads served without every acknowledged write',
  },
  storeDownSeconds: {
    scope: 'store',
    unit: 'seconds',
    formula: 'time in which a store took no writes',
  },
  failovers: {
    scope: 'store',
    unit: 'times',
    formula: 'changes of the primary of a store',
  },
  recoveryPoint: {
    scope: 'store',
    unit: 'seconds',
    formula: 'last restore: from the moment gone back to until the harm; the longest of several',
  },
  recoveryTime: {
    scope: 'store',
    unit: 'seconds',
    formula: 'last restore: from the harm until writes were taken; the longest of several',
  },
  slaAvailability: {
    scope: 'service',
    unit: 'share',
    formula:
      'as the provider counts: share of the wanted time in which at least one machine of its ' +
      'balancer ran; over all services: the lowest',
  },
  totalCost: {
    scope: 'run',
    unit: 'USD',
    formula: 'price of machines, disks and everything else there is or was, since the start',
  },
  sharedIdentities: {
    scope: 'run',
    unit: 'machines',
    formula: 'running machines that carry the identity of another running one',
  },
  driftedMachines: {
    scope: 'run',
    unit: 'machines',
    formula: 'machines whose disk differs from the image they were made from',
  },
  stoppedCost: {
    scope: 'run',
    unit: 'USD',
    formula: 'price of the time in which machines of environments were stopped and billed',
  },
  serversMoved: {
    scope: 'run',
    unit: 'machines',
    formula: "servers of one's own whose machine serves",
  },
  moveOutage: {
    scope: 'run',
    unit: 'seconds',
    formula: 'from the stop of a server to the first moment its machine served, of the longest',
  },
  movesRolledBack: {
    scope: 'run',
    unit: 'times',
    formula: 'change-overs that were taken back, by hand or because their window closed',
  },
  moveRemains: {
    scope: 'run',
    unit: 'times',
    formula: 'points that did not get better, over all servers whose machine serves',
  },
  p95: {
    scope: 'service',
    unit: 'milliseconds',
    formula: 'time that 95 % of the answers did not exceed; over all services: the longest',
  },
  workOffered: {
    scope: 'workload',
    unit: 'requests',
    formula: 'requests and jobs that came to uses of machines',
  },
  workServed: {
    scope: 'workload',
    unit: 'requests',
    formula: 'of those, answered by the deadline of their use',
  },
  workRefused: {
    scope: 'workload',
    unit: 'requests',
    formula: 'of those, turned away because all places and the queue were full',
  },
  workLost: {
    scope: 'workload',
    unit: 'requests',
    formula: 'of those, lost with their machine, with whom they asked, or with a poll left out',
  },
  workThroughput: {
    scope: 'workload',
    unit: 'answers/s',
    formula:
      'answers of uses of machines a second; of batches, cron jobs and polls only while they ' +
      'have something to do',
  },
  workMean: {
    scope: 'workload',
    unit: 'milliseconds',
    formula: 'mean time of an answer; over all uses: the longest',
  },
  workP95: {
    scope: 'workload',
    unit: 'milliseconds',
    formula: 'time that 95 % of the answers did not exceed; over all uses: the longest',
  },
  workLimitedShare: {
    scope: 'workload',
    unit: 'share',
    formula: 'share of the time in which a resource limited the use; 0 while only the load does',
  },
  workDuplicates: {
    scope: 'workload',
    unit: 'times',
    formula: 'runs of cron jobs beyond the first, because several machines hold the job',
  },
  workWritesLost: {
    scope: 'workload',
    unit: 'writes',
    formula: 'answered lazy writes that a crash took before they were on the disk',
  },
  sessionsBegun: {
    scope: 'service',
    unit: 'users',
    formula: 'users who logged in since the start, where a service keeps sessions',
  },
  sessionsLost: {
    scope: 'service',
    unit: 'users',
    formula: 'of those, users who were thrown out with what held their session',
  },
} as const satisfies Readonly<Record<string, Measure>>;

export type MeasureName = keyof typeof MEASURES;

/** All names in the order of the list. Object.keys forgets that they are the table's own keys. */
export const MEASURE_NAMES = Object.keys(MEASURES) as [MeasureName, ...MeasureName[]];
