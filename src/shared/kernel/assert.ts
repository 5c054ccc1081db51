/**
 * The only place where a programmer's error is thrown. A refusal that a person can meet is a value
 * (see result.ts); what ends here is a bug, and the caller may stop the whole workspace for it.
 * Assertions stay on in production. This file must not know any other file.
 */

/** Thrown for a broken promise inside the program, never for bad input. */
export class AssertionError extends Error {
  override readonly name = 'AssertionError';
}

/** Throws an AssertionError with `message` unless `condition` holds. Keep `message` a constant in
 * hot loops: a template string would be built on every call, also when nothing is wrong. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new AssertionError(message);
}

/** Ends a branch that must never be taken, with a message that says why it should be impossible. */
export function fail(message: string): never {
  throw new AssertionError(message);
}

/** Closes a `switch` over a union: it compiles only while every member has a branch. */
export function unreachable(value: never): never {
  throw new AssertionError(`A case was forgotten: ${String(value)}`);
}

/** Returns `value` when it is there; its absence is a bug described by `message`. */
export function ensure<T>(value: T | undefined, message: string): T {
  if (value === undefined) throw new AssertionError(message);
  return value;
}
