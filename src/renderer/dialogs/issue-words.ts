/**
 * What the schema of a command objects to, in words of the reader's language. The limits are those
 * of the schema itself; what was typed is only looked at to tell what is missing from what is not.
 */

/** An objection of a schema, as far as words need it. */
export interface SchemaIssue {
  readonly code: string;
  readonly path: readonly PropertyKey[];
}

/** The words for one objection to what was typed. */
export function issueWords(
  issue: SchemaIssue,
  at: { typed: unknown; t: (key: string, values?: Record<string, unknown>) => string },
): string {
  const { typed, t } = at;
  if (!hasValue(issue, typed)) return t('invalid.missing');
  const limits = { minimum: limitOf(issue, 'minimum'), maximum: limitOf(issue, 'maximum') };
  if (issue.code === 'too_small') return t('invalid.tooSmall', limits);
  if (issue.code === 'too_big') return t('invalid.tooBig', limits);
  if (issue.code === 'invalid_type') return t('invalid.type');
  if (issue.code === 'invalid_format') return t('invalid.format');
  if (issue.code === 'custom') return t('invalid.duration');
  return t('invalid.value');
}

function hasValue(issue: SchemaIssue, typed: unknown): boolean {
  let value = typed;
  for (const key of issue.path) {
    if (typeof value !== 'object' || value === null) return false;
    value = Reflect.get(value, key);
  }
  return value !== undefined && value !== '';
}

/** A limit that the schema's issue carries, when it is a number. */
function limitOf(issue: object, key: 'minimum' | 'maximum'): number {
  const value: unknown = Reflect.get(issue, key);
  return typeof value === 'number' ? value : 0;
}
