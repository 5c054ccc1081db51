/**
 * Commands that move a server of one's own, with its applications, into a machine as it is: look at
 * it, say what it becomes, copy it, try the copy, change over, and go back while that is possible.
 *
 * A move belongs to one server. Its machine is made from the server's disk, so what runs there runs
 * as before; what that leaves unsolved is computed afterwards. Every figure left out is one of
 * `move-kinds.ts`.
 */
import { z } from 'zod';
import { nameSchema, referenceSchema, tagsSchema } from '../model/name-schemas.ts';
import { durationSchema } from '../model/quantities.ts';

const GIB_MAX = 65_536;
const MBPS_MAX = 400_000;
const CHURN_MAX = 1_000_000;

/**
 * Begins to look at a server: what is on it, and from now on what it uses. Refusals: name.taken,
 * host.notFound, guest.hypervisor, move.underWay, guest.down.
 */
export const moveInventorySchema = z.strictObject({
  type: z.literal('move.inventory'),
  name: nameSchema,
  server: referenceSchema,
});

/** What `move.map` and the section of a scenario file share. */
export const moveMappingShape = {
  size: z.string().min(1).max(64),
  /** Name of the machine; that of the server when absent. */
  machine: nameSchema.optional(),
  /** System of the disk; the one that is installed when absent. */
  image: z.string().min(1).max(200).optional(),
  group: referenceSchema.optional(),
  subnet: referenceSchema.optional(),
  securityGroup: referenceSchema.optional(),
  storage: referenceSchema.optional(),
  /** As large as that of the server when absent. */
  osDiskGib: z.number().int().min(1).max(GIB_MAX).optional(),
  tags: tagsSchema.optional(),
};

/**
 * Says what the server becomes. Refusals: move.notFound, move.wrongStage, move.finished,
 * group.notFound,
 * group.ambiguous, name.taken, size.notFound, image.notFound, image.sizeMismatch,
 * move.imageMismatch, move.memoryShort, image.diskTooSmall, image.diskTooLarge, subnet.notFound,
 * securityGroup.notFound, storage.notFound.
 */
export const moveMapSchema = z.strictObject({
  type: z.literal('move.map'),
  move: referenceSchema,
  ...moveMappingShape,
});

/** What `move.replicate` and the section of a scenario file share. */
export const moveReplicationShape = {
  /** Speed of the line; that of the server's own card when that is less. */
  mbps: z.number().int().min(1).max(MBPS_MAX).optional(),
  /** What changes on the disk; ten times what its applications write when absent. */
  churnMibPerHour: z.number().min(0).max(CHURN_MAX).optional(),
  /** How often changes are copied. */
  every: durationSchema.optional(),
};

/**
 * Copies the disk, and then, until the change-over, what changed since. Refusals: move.notFound,
 * move.wrongStage, move.sourceDown, move.neverDone.
 */
export const moveReplicateSchema = z.strictObject({
  type: z.literal('move.replicate'),
  move: referenceSchema,
  ...moveReplicationShape,
});

/**
 * Makes a machine from the newest copy in a network joined to nothing, and looks whether everything
 * starts there. Refusals: move.notFound, move.wrongStage, move.testUnderWay, name.taken,
 * AllocationFailed, OverconstrainedAllocationRequest, QuotaExceeded.
 */
export const moveTestSchema = z.strictObject({
  type: z.literal('move.test'),
  move: referenceSchema,
});

/**
 * Keeps what a test found, and deletes its machine. Refusals: move.notFound, move.noTest,
 * vm.busy.
 */
export const moveEndTestSchema = z.strictObject({
  type: z.literal('move.endTest'),
  move: referenceSchema,
});

/**
 * Stops the applications of the server, copies what changed last, and starts them in the machine;
 * names lead there from then on. What does not serve when the window closes is taken back.
 * Refusals: move.notFound, move.wrongStage, move.sourceDown, move.windowShort, name.taken,
 * AllocationFailed, OverconstrainedAllocationRequest, QuotaExceeded.
 */
export const moveCutOverSchema = z.strictObject({
  type: z.literal('move.cutOver'),
  move: referenceSchema,
  /** Time the change-over may take. */
  window: durationSchema.optional(),
  /** For how long users keep the old answer of a name. */
  nameTtl: durationSchema.optional(),
});

/**
 * Goes back to the server: its applications start again, its machine is deleted with what was
 * written there. Refusals: move.notFound, move.wrongStage, move.finished, move.sourceDown.
 */
export const moveRollBackSchema = z.strictObject({
  type: z.literal('move.rollBack'),
  move: referenceSchema,
});

/**
 * Empties the server; there is no way back from here. Refusals: move.notFound, move.wrongStage,
 * move.finished, move.testUnderWay.
 */
export const moveFinishSchema = z.strictObject({
  type: z.literal('move.finish'),
  move: referenceSchema,
});

/** Gives a move up before its change-over. Refusals: move.notFound, move.wrongStage, move.finished,
 * move.testUnderWay. */
export const moveCancelSchema = z.strictObject({
  type: z.literal('move.cancel'),
  move: referenceSchema,
});

export const moveCommandSchemas = [
  moveInventorySchema,
  moveMapSchema,
  moveReplicateSchema,
  moveTestSchema,
  moveEndTestSchema,
  moveCutOverSchema,
  moveRollBackSchema,
  moveFinishSchema,
  moveCancelSchema,
] as const;
