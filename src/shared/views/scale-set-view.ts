/**
 * What a scale set shows beside its instances: its model, its policies, and what is going on by
 * them; and what an instance shows of its set. Laid into the rows of `topology-view.ts`.
 */
import { z } from 'zod';
import { setDiskSchema } from '../commands/scale-set-commands.ts';
import { wholeAdministratorSchema } from '../model/administrator-schema.ts';
import {
  buildSchema,
  repairPolicySchema,
  spotSchema,
  upgradePolicySchema,
} from '../commands/scale-set-policy-commands.ts';
import {
  HEALTH_SOURCES,
  INSTANCE_HEALTHS,
  MIX_STRATEGIES,
  REPAIR_STATES,
  ROLLOUT_MARKS,
  ROLLOUT_PHASES,
  ROLLOUT_STATES,
} from '../model/kinds.ts';
import { maintainedRowShape } from './maintenance-view.ts';

const count = z.number().int().min(0);

/** Counters and state of the last rolling upgrade (docs/facts.md, fact 71). */
export const rolloutSchema = z.strictObject({
  state: z.enum(ROLLOUT_STATES),
  phase: z.enum(ROLLOUT_PHASES),
  /** From 1. */
  batch: count,
  successful: count,
  failed: count,
  inProgress: count,
  pending: count,
  /** End of the pause or of the time a batch has to become healthy; absent while it works. */
  endsAtUs: count.optional(),
});

/** Part of the row of a scale set. */
export const scaleSetPolicyRowShape = {
  ...maintainedRowShape,
  /** Raised by each change of the model. */
  model: count,
  build: buildSchema.optional(),
  health: z.enum(HEALTH_SOURCES),
  upgrade: upgradePolicySchema,
  /** Instances that are not what the model says. */
  behind: count,
  unhealthy: count,
  rollout: rolloutSchema.optional(),
  overprovision: z.boolean(),
  singlePlacementGroup: z.boolean(),
  /** What each instance comes with; absent: nothing but its system, and nobody named. */
  dataDisks: z.array(setDiskSchema.required()).optional(),
  administrator: wholeAdministratorSchema.optional(),
  terminateNotice: z.string().optional(),
  /** Instances that were told they will be deleted. */
  terminating: count,
  /** Made beside what was asked for; they go when enough have succeeded. */
  surplus: count,
  repairs: repairPolicySchema
    .extend({ state: z.enum(REPAIR_STATES), underRepair: count })
    .optional(),
  /** Sizes in the order given, with how many instances have each. */
  mix: z
    .strictObject({
      strategy: z.enum(MIX_STRATEGIES),
      sizes: z.array(z.strictObject({ size: z.string(), instances: count })),
    })
    .optional(),
  /** The version of the image the set stands at, where newer ones are rolled out by themselves. */
  automaticImage: z
    .strictObject({ version: z.string(), refused: z.string().optional() })
    .optional(),
  /** The mix asked for, and what there is of each: regular, spot, and spot that was taken back. */
  spot: spotSchema
    .extend({ regular: count, spot: count, evicted: count, shortUntilUs: count.optional() })
    .optional(),
};

/** Part of the row of a machine; only `build` outside a scale set. */
export const instanceRowShape = {
  build: buildSchema.optional(),
  latestModel: z.boolean().optional(),
  /** Number of the model it was made from. */
  model: count.optional(),
  health: z.enum(INSTANCE_HEALTHS).optional(),
  rollout: z.enum(ROLLOUT_MARKS).optional(),
  protectedFromActions: z.boolean().optional(),
  repairing: z.boolean().optional(),
  spot: z.boolean().optional(),
  /** A spot machine the platform has taken back. */
  evicted: z.boolean().optional(),
  /** It will be deleted, and does not count any more. */
  terminating: z.boolean().optional(),
  /** When the notice of its eviction or deletion is over. */
  noticeAtUs: count.optional(),
};
