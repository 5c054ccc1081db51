/**
 * What was played, written down as steps: the decisions that are in effect at the end, and the
 * answers and hints that stand, each at its moment. What was undone or left on another branch was
 * not part of the way there.
 */
import type { JournalRecord } from '../../shared/document/journal-record.ts';
import { printDuration } from '../../shared/kernel/time.ts';
import { err, ok, type AppError, type Result } from '../../shared/kernel/result.ts';
import {
  ACTIONS_FORMAT,
  ACTIONS_FORMAT_VERSION,
  type LabActions,
  type LabStep,
} from '../../shared/lab/actions-schema.ts';
import { labEventSchema } from '../../shared/lab/attempt-schema.ts';
import type { ExperimentNote } from '../../shared/views/experiment-view.ts';
import { experimentNoteIn } from '../workspace/experiment-book.ts';
import { readHistory } from '../workspace/open-workspace.ts';

interface Timed {
  readonly atUs: number;
  readonly step: LabStep;
}

/**
 * The steps of an attempt up to `nowUs`. Refuses with `author.nothingPlayed` when there are none,
 * and as reading the history does.
 */
export function actionsOf(records: readonly JournalRecord[], nowUs: number): Result<LabActions> {
  const history = readHistory([...records]);
  if (!history.ok) return history;
  const { branch, head } = history.value;
  const inEffect = new Set(branch.path.slice(0, head.applied));
  const timed = records.flatMap((record): Timed[] => {
    const step = stepOf(record, inEffect);
    return step === undefined || record.atUs > nowUs ? [] : [{ atUs: record.atUs, step }];
  });
  const standing = timed.filter((one, index) => !isReplaced(one, timed.slice(index + 1)));
  if (standing.length === 0) return err(nothingPlayed());
  return ok({
    format: ACTIONS_FORMAT,
    formatVersion: ACTIONS_FORMAT_VERSION,
    steps: standing.toSorted((a, b) => a.atUs - b.atUs).map(({ step }) => step),
    until: printDuration(nowUs),
  });
}

function stepOf(record: JournalRecord, inEffect: ReadonlySet<number>): LabStep | undefined {
  const at = printDuration(record.atUs);
  if (record.kind === 'command') {
    return inEffect.has(record.seq) ? { at, command: { ...record.command } } : undefined;
  }
  if (record.kind !== 'note') return undefined;
  const trial = experimentNoteIn(record.note);
  if (trial !== undefined) return trialStep(trial, at);
  const event = labEventSchema.safeParse(record.note);
  if (!event.success) return undefined;
  const { data } = event;
  if (data.kind === 'answer') return { at, answer: data.check, value: data.value };
  return data.kind === 'hint' ? { at, hint: data.task, level: data.level } : undefined;
}

/** What was written down and tried of experiments; an aimed fault is not kept. */
function trialStep(note: ExperimentNote, at: string): LabStep | undefined {
  if ('defined' in note) return { at, experiment: { ...note.defined } };
  if (!('ran' in note) || !('experiment' in note.ran.of)) return undefined;
  const { prediction } = note.ran;
  return { at, try: note.ran.of.experiment, ...(prediction === undefined ? {} : { prediction }) };
}

/** An answer that was given again later, or a hint of a time that was played twice. */
function isReplaced({ step }: Timed, later: readonly Timed[]): boolean {
  if ('answer' in step) {
    return later.some((one) => 'answer' in one.step && one.step.answer === step.answer);
  }
  return false;
}

function nothingPlayed(): AppError {
  return {
    code: 'author.nothingPlayed',
    message: 'Nothing was decided or answered in this try-out.',
    hint: 'Play the way to be kept first.',
  };
}
