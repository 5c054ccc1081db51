/**
 * What a workspace writes into its journal: one record for each decision and each move of the head.
 *
 * Every record says where the head stood when it was written (branch, last applied decision, exact
 * place in simulated time), so that reading them in order gives back the tree, the branches and the
 * head without running anything. Records come from a file that anybody may have changed, therefore
 * they are checked here. This file does not know disks or engines.
 */
import { z } from 'zod';
import { commandSchema } from '../commands/index.ts';
import { err, ok, type Result } from '../kernel/result.ts';

/** An exact place in a run: simulated time, and the events processed since the start. */
export interface Place {
  readonly atUs: number;
  readonly eventCount: number;
}

/** Before, at or after: negative, zero or positive. Both numbers only ever rise along one path. */
export function comparePlaces(left: Place, right: Place): number {
  return left.atUs - right.atUs || left.eventCount - right.eventCount;
}

/** Whether two places are the very same one. */
export function samePlace(left: Place, right: Place): boolean {
  return comparePlaces(left, right) === 0;
}

/** Longest name of a branch, in characters. */
export const BRANCH_NAME_LENGTH_MAX = 64;
/** Longest mark, in characters. */
const MARK_LENGTH_MAX = 64;
/** Most decisions one undo may take back: the members of one mark. */
export const MARK_SIZE_MAX = 10_000;

const count = z.number().int().min(0);
const seqSchema = z.number().int().min(1);
const branchIdSchema = z.string().min(1).max(32);
const nameSchema = z.string().min(1).max(BRANCH_NAME_LENGTH_MAX);
const forkSchema = z.strictObject({ id: branchIdSchema, name: nameSchema });
const seqsSchema = z.array(seqSchema).min(1).max(MARK_SIZE_MAX);

/** Where a head stands: last applied decision (0: none) and place. */
const standShape = { parent: count, atUs: count, afterEvent: count };
const standSchema = z.strictObject(standShape);
/** Every record: its number, and where the head stood just before it. */
const base = { seq: seqSchema, branch: branchIdSchema, ...standShape };

const commandRecordSchema = z.strictObject({
  kind: z.literal('command'),
  ...base,
  /** Events processed at exactly `atUs` before it; what a scenario file needs to time it. */
  eventsAtNow: count,
  /** Events of that moment were still pending; absent when the moment had come to rest. */
  midInstant: z.literal(true).exactOptional(),
  /** With `midInstant`: timed actions of the start already done, some of that moment perhaps. */
  actionsDone: count.exactOptional(),
  command: commandSchema,
  mark: z.string().max(MARK_LENGTH_MAX).exactOptional(),
  /** Present when it was given in the past: the branch it began. */
  fork: forkSchema.exactOptional(),
});

const undoRecordSchema = z.strictObject({
  kind: z.literal('undo'),
  ...base,
  /** The decisions taken back, oldest first. */
  seqs: seqsSchema,
  fork: forkSchema.exactOptional(),
});

const redoRecordSchema = z.strictObject({ kind: z.literal('redo'), ...base, seqs: seqsSchema });

const rewindRecordSchema = z.strictObject({ kind: z.literal('rewind'), ...base, to: standSchema });

const forkRecordSchema = z.strictObject({ kind: z.literal('fork'), ...base, fork: forkSchema });

const switchRecordSchema = z.strictObject({
  kind: z.literal('switchBranch'),
  ...base,
  to: z.strictObject({ branch: branchIdSchema, ...standShape }),
});

/** Only says how far time has come, so that a kill returns to about there. */
const clockRecordSchema = z.strictObject({ kind: z.literal('clock'), ...base });

/** A branch that is not wanted any more; its decisions stay in the tree. */
const dropRecordSchema = z.strictObject({
  kind: z.literal('dropBranch'),
  ...base,
  dropped: branchIdSchema,
});

/** Longest name in a note, in characters. */
const NOTE_KEY_LENGTH_MAX = 64;

/**
 * Something said beside the history by whoever plays on the workspace, such as an answer in a lab.
 * It changes neither room nor head; whoever wrote it knows what it means.
 */
const noteRecordSchema = z.strictObject({
  kind: z.literal('note'),
  ...base,
  note: z.record(z.string().max(NOTE_KEY_LENGTH_MAX), z.unknown()),
});

/**
 * Another version of the engine took over at a keyframe: from there on a branch of its own, whose
 * past can be listed but not run again.
 */
const rebaseRecordSchema = z.strictObject({
  kind: z.literal('rebase'),
  ...base,
  to: standSchema,
  fork: forkSchema,
  keyframe: z.string().min(1).max(128),
  behaviourVersion: count,
});

const journalRecordSchema = z.discriminatedUnion('kind', [
  commandRecordSchema,
  undoRecordSchema,
  redoRecordSchema,
  rewindRecordSchema,
  forkRecordSchema,
  switchRecordSchema,
  clockRecordSchema,
  rebaseRecordSchema,
  noteRecordSchema,
  dropRecordSchema,
]);

export type JournalRecord = z.infer<typeof journalRecordSchema>;
export type RecordKind = JournalRecord['kind'];
export type RecordOf<K extends RecordKind> = Extract<JournalRecord, { kind: K }>;
export type Stand = z.infer<typeof standSchema>;

/** Checks one stored record. Refuses with `journal.invalidRecord`, naming the field. */
export function decodeJournalRecord(value: unknown): Result<JournalRecord> {
  const parsed = journalRecordSchema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  const issue = parsed.error.issues[0];
  const path = issue?.path.join('.') ?? '';
  const reason = issue?.message ?? 'its shape is unknown';
  return err({
    code: 'journal.invalidRecord',
    message: `A journal entry cannot be read: ${path === '' ? '(whole)' : path}: ${reason}.`,
    hint: 'The document may come from a newer Racklab; open it with that, or restore a copy.',
    details: { path, reason },
  });
}
