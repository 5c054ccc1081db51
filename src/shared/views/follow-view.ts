/**
 * One request followed hop by hop: what was asked, each hop with its moment and what was decided
 * there, and how it ended. The engine notes the hops while it decides; nothing here is a guess.
 */
import { z } from 'zod';
import { happeningSchema } from '../events/happenings.ts';
import { US_PER_DAY } from '../kernel/time.ts';
import { FAILURE_REASONS } from '../model/kinds.ts';
import { reachHopSchema } from './virtual-network-view.ts';

const count = z.number().int().min(0);

/** How long is looked ahead at most. */
export const FOLLOW_WITHIN_MAX_US = US_PER_DAY;

/** Which request: one sent at this moment, the next that arrives, the next that fails. */
export const FOLLOW_WHICH = ['next', 'now', 'failing'] as const;
export type FollowWhich = (typeof FOLLOW_WHICH)[number];

export const followQuerySchema = z.strictObject({
  /** A service. */
  of: z.string().min(1).max(200),
  /** `next` when absent. */
  which: z.enum(FOLLOW_WHICH).optional(),
  /** How long is looked ahead; ten minutes when absent. */
  withinUs: z.number().int().min(1).max(FOLLOW_WITHIN_MAX_US).optional(),
});

/** What a request comes to, in the order of the way. */
export const FOLLOW_HOPS = [
  'users',
  'name',
  'server',
  'balancer',
  'full',
  'network',
  'machine',
  'ports',
  'needs',
  'store',
  'queue',
  'work',
  'frozen',
  'answer',
] as const;
export type FollowHopKind = (typeof FOLLOW_HOPS)[number];

/** What became of it there; `underWay` only of the last hop of a request that has no end yet. */
export const FOLLOW_VERDICTS = ['passed', 'refused', 'lost', 'late', 'served', 'underWay'] as const;
export type FollowVerdict = (typeof FOLLOW_VERDICTS)[number];

export const followHopSchema = z.strictObject({
  hop: z.enum(FOLLOW_HOPS),
  /** What stands there: service, name, balancer, machine, server. */
  at: z.string().optional(),
  atUs: count,
  /** Until the next hop, or of the last one until the end. */
  tookUs: count,
  verdict: z.enum(FOLLOW_VERDICTS),
  /** The rule of the engine that decides here, such as `ENG-S3`. */
  rule: z.string(),
  reason: z.enum(FAILURE_REASONS).optional(),
  /** The happening to blame. */
  cause: count.optional(),
  /** Of a name: where it led, and whether by an answer its user kept. */
  leadsTo: z.string().optional(),
  isKept: z.boolean().optional(),
  /** Of a balancer: machines in rotation, of all; how it chose among them. */
  up: count.optional(),
  members: count.optional(),
  choice: z.enum(['even', 'address', 'anybody']).optional(),
  /** Of a machine: in work, of so many workers; waiting, of so many that may. */
  busy: count.optional(),
  workers: count.optional(),
  waiting: count.optional(),
  queueLimit: count.optional(),
  /** Ports a request takes for its calls outwards; things that it needs. */
  calls: count.optional(),
  needs: count.optional(),
  isWrite: z.boolean().optional(),
  /** Of work: what was drawn, what it comes to on this machine, and calls to others. */
  workUs: count.optional(),
  needsUs: count.optional(),
  callUs: count.optional(),
  /** Of an answer: time on the way there and back, that faults add. */
  latencyUs: count.optional(),
  /** A hop in a virtual network, as the question "can A reach B" tells it. */
  network: reachHopSchema.optional(),
});

export const followViewSchema = z.strictObject({
  /** The service. */
  of: z.string(),
  name: z.string(),
  which: z.enum(FOLLOW_WHICH),
  /** When it was asked. */
  askedAtUs: count,
  /** Which of the requests of the service since the start it is, from 1. */
  number: count,
  /** When its user sends it, and at which place of the run. */
  sentUs: count,
  sentEvent: count,
  /** When it ends, and at which place; absent while it has no end within what was looked at. */
  endedUs: count.optional(),
  endedEvent: count.optional(),
  outcome: z.enum(['served', 'late', 'refused', 'lost', 'inFlight']),
  /** What its user waited, latency on the way included. */
  tookUs: count.optional(),
  deadlineUs: count,
  reason: z.enum(FAILURE_REASONS).optional(),
  cause: count.optional(),
  hops: z.array(followHopSchema),
  /** From the root down to the happening to blame. */
  chain: z.array(happeningSchema),
  message: z.string(),
});

export type FollowQuery = z.infer<typeof followQuerySchema>;
export type FollowHop = z.infer<typeof followHopSchema>;
export type FollowView = z.infer<typeof followViewSchema>;
