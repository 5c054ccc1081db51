/**
 * Small changes of a JSON text that leave the rest of it as its author wrote it: spaces, order of
 * keys, lines. Used where a form changes one field of a file that people also edit by hand.
 */
import { applyEdits, modify, parse } from 'jsonc-parser';
import type { ValuePath } from './scenario-issue.ts';

const FORMATTING = { formattingOptions: { tabSize: 2, insertSpaces: true, eol: '\n' } } as const;

/**
 * Puts a value at a path; `undefined` takes it out. A position one past the end of a list adds to
 * it. A text that is not JSON comes back as it is.
 */
export function setJsonValue(
  text: string,
  change: { readonly path: ValuePath; readonly value: unknown },
): string {
  try {
    return applyEdits(text, modify(text, [...change.path], change.value, FORMATTING));
  } catch {
    return text;
  }
}

/** What can be made out of a JSON text that may be half written; undefined of nothing at all. */
export function readLoosely(text: string): unknown {
  const value: unknown = parse(text, [], { allowTrailingComma: true });
  return value;
}
