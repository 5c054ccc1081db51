/**
 * Refusals of the connection itself, made in one place.
 *
 * Every one has a code from the list in error-codes.ts, from which its usual hint is taken, so
 * that the same fault is explained in the same words whichever end finds it.
 */
import type { z } from 'zod';
import type { AppError } from '../kernel/result.ts';
import { errorCodes, type ErrorCode } from './error-codes.ts';

/** Most issues quoted in one refusal. */
const ISSUES_QUOTED_MAX = 3;

type Issues = readonly z.core.$ZodIssue[];

/** Makes a refusal with its code's usual hint. */
export function ipcError(
  code: ErrorCode,
  facts: { message: string; details?: NonNullable<AppError['details']>; retryable?: boolean },
): AppError {
  const entry = errorCodes[code];
  return { code, hint: entry.hint, ...facts };
}

/**
 * Turns schema issues into `ipc.invalid`: `what` names the thing refused ("The input of
 * view.open"); path and reason of the first issue also stand in `details`.
 */
export function refusalOf(input: { what: string; issues: Issues; code?: ErrorCode }): AppError {
  const quoted = input.issues.slice(0, ISSUES_QUOTED_MAX).map(describeIssue);
  const more = input.issues.length - quoted.length;
  const tail = more > 0 ? ` (and ${more} more)` : '';
  const texts = quoted.map((issue) => `${issue.path}: ${issue.reason}`).join('; ');
  const first = quoted[0] ?? { path: '(whole)', reason: 'unknown' };
  return ipcError(input.code ?? 'ipc.invalid', {
    message: `${input.what} has the wrong shape: ${texts}${tail}.`,
    details: { path: first.path, reason: first.reason, issues: input.issues.length },
  });
}

/** The deepest cause of an issue: inside a union, of the branch that got furthest. */
function describeIssue(issue: z.core.$ZodIssue): { path: string; reason: string } {
  let current = issue;
  let path = issue.path;
  while (current.code === 'invalid_union' && current.errors.length > 0) {
    const deepest = current.errors.flat().sort((a, b) => b.path.length - a.path.length)[0];
    if (deepest === undefined) break;
    path = [...path, ...deepest.path];
    current = deepest;
  }
  return { path: pathText(path), reason: current.message };
}

function pathText(path: readonly PropertyKey[]): string {
  if (path.length === 0) return '(whole)';
  const parts = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`));
  return parts.join('').replace(/^\./, '');
}
