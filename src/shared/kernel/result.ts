/**
 * A refusal as a value. Everything that a person, a file or another program can cause comes back as
 * a Result; only bugs throw (assert.ts). The message says what and why with numbers, the hint says
 * the next useful act, and the code is what a screen translates by.
 */

/** One figure or name of a refusal; units are in the key (`freeMib`, `delayUs`). */
export type ErrorDetail = string | number | boolean | readonly string[] | readonly number[];

/** Why something was refused. */
export interface AppError {
  /** Stable name `area.reason`; listed with all others in one file. */
  readonly code: string;
  /** What happened and why, in English, with numbers. */
  readonly message: string;
  /** The next useful act. */
  readonly hint?: string;
  /** The figures of the message under names that carry their unit. */
  readonly details?: Readonly<Record<string, ErrorDetail>>;
  /** True when the same request may succeed later without being changed. */
  readonly retryable?: boolean;
}

export interface Ok<T> {
  readonly ok: true;
  readonly value: T;
}

export interface Err {
  readonly ok: false;
  readonly error: AppError;
}

export type Result<T> = Ok<T> | Err;

/** The shared answer of an act that has nothing to say when it works. */
export const OK: Ok<undefined> = { ok: true, value: undefined };

/** A success. */
export function ok<T>(value: T): Ok<T> {
  return { ok: true, value };
}

/** A refusal. */
export function err(error: AppError): Err {
  return { ok: false, error };
}

/** Changes the value of a success; a refusal passes through untouched. */
export function mapResult<T, U>(result: Result<T>, change: (value: T) => U): Result<U> {
  return result.ok ? ok(change(result.value)) : result;
}

/** Continues with another step that may refuse; the first refusal wins. */
export function chainResult<T, U>(result: Result<T>, next: (value: T) => Result<U>): Result<U> {
  return result.ok ? next(result.value) : result;
}

/** Turns a list of results into the list of values, or the first refusal in list order. */
export function collectResults<T>(results: readonly Result<T>[]): Result<T[]> {
  const values: T[] = [];
  for (const result of results) {
    if (!result.ok) return result;
    values.push(result.value);
  }
  return ok(values);
}
