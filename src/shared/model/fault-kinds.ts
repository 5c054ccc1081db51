/**
 * Every way in which something can fail, as one closed list.
 *
 * The same list serves the engine (small integers), scenario files, the command line and the
 * screen (words and forms). A rule says what a kind may be aimed at and what its one figure means;
 * what it does is the engine's business. Positions are stored, so kinds are only ever appended.
 */

/** Kinds of fault. `cut` is the plain failure of a part: it is gone until it is restored. */
export const FAULT_KINDS = [
  'cut',
  'latency',
  'loss',
  'partition',
  'nicDown',
  'cpuSlow',
  'hostFailing',
  'cooling',
  'diskFailed',
  'diskFull',
  'diskSlow',
  'machineHang',
  'kernelPanic',
  'appCrash',
  'appHang',
  'memoryLeak',
  'badDeployment',
  'certificateExpired',
  'weakness',
  'credentialLost',
  'badImage',
  'dnsFailed',
  'dataDeleted',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** Drawers a palette sorts them into. */
export const FAULT_FAMILIES = ['plant', 'network', 'host', 'disk', 'machine', 'software'] as const;
export type FaultFamily = (typeof FAULT_FAMILIES)[number];

/** Units a figure may have; each field of the command carries one. */
export type FaultUnit = 'ms' | 'percent' | 'mibPerThousand';

export interface FaultRule {
  readonly family: FaultFamily;
  /** Words before the colon of its targets; `tag`, `image` and `dns` name many things at once. */
  readonly targets: readonly string[];
  /** The figure `amount` stands for, its default and its bounds. */
  readonly amount?: {
    readonly unit: FaultUnit;
    readonly otherwise: number;
    readonly min: number;
    readonly max: number;
  };
  /** It stands between two parts: `other` says which, the rest of the world when absent. */
  readonly pair?: true;
  /** It happens and is over: nothing is left to clear. */
  readonly instant?: true;
}

const PLACES = ['site', 'zone', 'datacenter', 'room', 'row'];
const POWER = ['utility', 'ups', 'feed', 'pdu'];
const NETWORK = ['switch', 'link', 'host', 'rack', ...PLACES, 'vm'];
const MACHINES = ['vm', 'host', 'scaleSet', 'availabilitySet', 'balancer', 'rule', 'tag', 'image'];
const PERCENT_MAX = 100;

/** One line for each kind. */
export const FAULT_RULES: Readonly<Record<FaultKind, FaultRule>> = {
  cut: {
    family: 'plant',
    targets: [...POWER, 'rack', 'switch', 'link', 'host', 'storage', ...PLACES],
  },
  latency: {
    family: 'network',
    targets: NETWORK,
    amount: { unit: 'ms', otherwise: 200, min: 1, max: 60_000 },
  },
  loss: {
    family: 'network',
    targets: NETWORK,
    amount: { unit: 'percent', otherwise: 10, min: 1, max: PERCENT_MAX },
  },
  partition: { family: 'network', targets: NETWORK, pair: true },
  nicDown: { family: 'network', targets: ['host', 'vm'] },
  cpuSlow: {
    family: 'host',
    targets: ['host', 'rack'],
    amount: { unit: 'percent', otherwise: 50, min: 1, max: 99 },
  },
  hostFailing: { family: 'host', targets: ['host'] },
  cooling: { family: 'plant', targets: ['rack', ...PLACES] },
  diskFailed: { family: 'disk', targets: ['disk', 'vm'] },
  diskFull: { family: 'disk', targets: ['disk', 'vm'] },
  diskSlow: {
    family: 'disk',
    targets: ['disk', 'vm', 'storage'],
    amount: { unit: 'ms', otherwise: 100, min: 1, max: 60_000 },
  },
  machineHang: { family: 'machine', targets: MACHINES },
  kernelPanic: { family: 'machine', targets: MACHINES, instant: true },
  appCrash: { family: 'software', targets: MACHINES, instant: true },
  appHang: { family: 'software', targets: MACHINES, instant: true },
  memoryLeak: {
    family: 'software',
    targets: MACHINES,
    amount: { unit: 'mibPerThousand', otherwise: 512, min: 1, max: 1_048_576 },
  },
  badDeployment: { family: 'software', targets: MACHINES },
  certificateExpired: { family: 'software', targets: MACHINES },
  weakness: { family: 'software', targets: MACHINES },
  credentialLost: { family: 'software', targets: MACHINES },
  badImage: { family: 'software', targets: ['image', 'scaleSet'] },
  // `dns:all` names the name servers that all names of the room share.
  dnsFailed: { family: 'network', targets: ['dnsProfile', 'dns'] },
  dataDeleted: {
    family: 'software',
    targets: ['store'],
    amount: { unit: 'percent', otherwise: PERCENT_MAX, min: 1, max: PERCENT_MAX },
    instant: true,
  },
};

/** Kinds that may be aimed at an id of this word, in the order of the list. */
export function faultKindsFor(word: string): FaultKind[] {
  return FAULT_KINDS.filter((kind) => FAULT_RULES[kind].targets.includes(word));
}
