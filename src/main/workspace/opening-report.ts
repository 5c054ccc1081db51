/**
 * What had to be mended when a document was opened, in the one report a screen shows.
 *
 * Opening may find several things; the gravest gives its code, all give their words, so that
 * nothing is ever mended silently.
 */
import type { AppError } from '../../shared/kernel/result.ts';

export interface OpeningReport {
  readonly code: string;
  readonly message: string;
  readonly droppedBytes: number;
  readonly droppedEntries: number;
}

/** From the gravest down; whatever is not listed comes last. */
const GRAVITY = [
  'journal.recovered',
  'document.startAccepted',
  'document.manifestAccepted',
  'document.continued',
  'journal.tornTail',
  'keyframe.orphaned',
  'keyframe.damaged',
];

/** Undefined when nothing had to be mended. */
export function reportOf(notices: readonly AppError[]): OpeningReport | undefined {
  const gravest = notices.toSorted((left, right) => rank(left) - rank(right))[0];
  if (gravest === undefined) return undefined;
  const losses = notices.filter(({ details }) => details?.['lostBytes'] !== undefined);
  return {
    code: gravest.code,
    message: notices.map(({ message }) => message).join(' '),
    droppedBytes: losses.reduce((sum, { details }) => sum + numberOf(details?.['lostBytes']), 0),
    droppedEntries: losses.reduce((sum, { details }) => sum + numberOf(details?.['lostLines']), 0),
  };
}

function rank({ code }: AppError): number {
  const index = GRAVITY.indexOf(code);
  return index < 0 ? GRAVITY.length : index;
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
