/**
 * What a sweep found: one verdict for each fault that was tried on a copy of the lab. The command
 * line prints it and the screen draws it, so its words are decided here.
 */
import { z } from 'zod';
import { FAULT_KINDS } from '../model/fault-kinds.ts';
import { FAULT_TARGET_KINDS } from '../model/kinds.ts';

const count = z.number().int().min(0);

/**
 * `served`: within the threshold; `degraded`: below it; `outage`: ten seconds in which nothing
 * was.
 */
export const VERDICTS = ['served', 'degraded', 'outage'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** What one fault did to one service, from the fault to ten minutes after its repair. */
export const serviceVerdictSchema = z.strictObject({
  name: z.string(),
  verdict: z.enum(VERDICTS),
  /** served ÷ (offered − inFlight), of this time only. */
  servedFraction: z.number().min(0).max(1),
  /** Minutes' worth of seconds below the service's threshold. */
  minutesDown: z.number().min(0),
});

export const faultVerdictSchema = z.strictObject({
  /** What went wrong; `cut` is the plain failure of a part. */
  fault: z.enum(FAULT_KINDS),
  /** Text id; of a pair both, with ` + ` between. */
  target: z.string(),
  /** The worst of its services; `served` where there is none. */
  verdict: z.enum(VERDICTS),
  servedFraction: z.number().min(0).max(1),
  machinesLost: count,
  minutesDown: z.number().min(0),
  /** Text id of what most failed requests go back to; `load` when no fault is to blame. */
  cause: z.string(),
  /** Services that fared otherwise than they do without a fault. */
  services: z.array(serviceVerdictSchema),
});
export type FaultVerdict = z.infer<typeof faultVerdictSchema>;

/** How many parts fail at once. */
export const SWEEP_SIZES = ['single', 'pair'] as const;

/** Kinds of what can be tried: parts, and the update domains of sets. */
export const TRY_KINDS = [...FAULT_TARGET_KINDS, 'updateDomain'] as const;
export type TryKind = (typeof TRY_KINDS)[number];

/** What else a kind of fault other than the cut may be aimed at. */
export const AIM_KINDS = [
  'vm',
  'disk',
  'scaleSet',
  'availabilitySet',
  'balancer',
  'tag',
  'image',
  'dnsProfile',
  'dns',
  'store',
] as const;

/** Words before the colon of everything that can be tried. */
export const TRIED_KINDS = [...TRY_KINDS, ...AIM_KINDS] as const;
export type TriedKind = (typeof TRIED_KINDS)[number];

/** What a sweep is asked to try. */
export const sweepAskedSchema = z.strictObject({
  /** `single` when absent. */
  every: z.enum(SWEEP_SIZES).optional(),
  /**
   * Kinds of fault, kinds of what they happen to, or both; every fault named is aimed at every part
   * named. Cuts when no kind of fault is named; the usual parts for that size when no part is:
   * pairs of hosts only when they are named.
   */
  kinds: z.array(z.enum([...TRIED_KINDS, ...FAULT_KINDS])).optional(),
});
export type SweepAsked = z.infer<typeof sweepAskedSchema>;

/** What a sweep would be, told before it begins. */
export const sweepPlanSchema = z.strictObject({
  faults: count,
  workers: count,
  /** Seconds it will take, about. */
  seconds: count,
});
export type SweepPlanView = z.infer<typeof sweepPlanSchema>;

/** Progress of a sweep; `verdicts` are new since the one before. The last has them all told. */
export const sweepProgressSchema = z.strictObject({
  total: count,
  done: count,
  /** Simulated moment of the faults: the load peak. */
  atUs: count,
  /** Threads that work on it. */
  workers: count,
  /** Why nothing was tried: the lab is not healthy before any fault. */
  notSteady: z.string().optional(),
  verdicts: z.array(faultVerdictSchema),
});
export type SweepProgress = z.infer<typeof sweepProgressSchema>;
