/**
 * Which answers count: the last of each question; of a prediction, the last one before its
 * experiment was tried. In graded modes the first answer stands. It says where each of them stands
 * among the events, for whoever asks in which room it was given.
 */
import type { AnswerValue, LabEvent } from '../../shared/lab/attempt-schema.ts';
import type { Lab, LabMode } from '../../shared/lab/lab-schema.ts';

/** An answer that counts. */
export interface CountedAnswer {
  readonly value: AnswerValue;
  /** The number of its event, from 0. */
  readonly event: number;
}

interface Saying {
  readonly mode: LabMode;
  readonly events: readonly LabEvent[];
}

/** The answers that count, by check. */
export function answersOf(lab: Lab, saying: Saying): Map<string, AnswerValue> {
  return new Map([...countedAnswers(lab, saying)].map(([id, { value }]) => [id, value] as const));
}

/** The same, with the event of each. */
export function countedAnswers(lab: Lab, { mode, events }: Saying): Map<string, CountedAnswer> {
  const about = new Map(
    lab.checks.flatMap((check) =>
      check.kind === 'predict' ? [[check.id, check.before] as const] : [],
    ),
  );
  /** What is answered in words may be worked over until it is handed in. */
  const inWords = new Set(lab.checks.flatMap(({ id, kind }) => (kind === 'manual' ? [id] : [])));
  const answers = new Map<string, CountedAnswer>();
  const closed = new Set<string>();
  for (const [index, event] of events.entries()) {
    if (event.kind === 'tried') {
      for (const [id, before] of about) {
        if (event.check === undefined || event.check === before) closed.add(id);
      }
    }
    if (event.kind !== 'answer') continue;
    const stands = mode !== 'practice' && answers.has(event.check) && !inWords.has(event.check);
    if (closed.has(event.check) || stands) continue;
    answers.set(event.check, { value: event.value, event: index });
  }
  return answers;
}
