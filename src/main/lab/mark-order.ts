/**
 * What a thread that marks is given and answers, so that whoever starts it and whoever runs in it
 * mean the same. The order is everything needed for marking at all labs of a class; attempts come
 * one by one.
 */
import type { Result } from '../../shared/kernel/result.ts';
import type { Attempt } from '../../shared/lab/attempt-schema.ts';
import { markAttempt, type Mark, type Marking } from './mark-attempt.ts';

export interface MarkOrder {
  readonly markings: readonly Marking[];
}

/** To the thread: an attempt at the lab of a number. */
export interface MarkRequest {
  readonly index: number;
  readonly lab: number;
  readonly attempt: Attempt;
}

/** From the thread. */
export interface MarkReply {
  readonly index: number;
  readonly mark: Result<Mark>;
}

/** Marks one attempt of an order. */
export function answerMark({ markings }: MarkOrder, request: MarkRequest): MarkReply {
  const { index, lab, attempt } = request;
  const marking = markings[lab];
  if (marking === undefined) throw new Error('An attempt is marked at a lab of its order.');
  return { index, mark: markAttempt(marking, attempt) };
}
