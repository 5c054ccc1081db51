/**
 * What a schema complains about, in words a person can act on: the path to the field itself, the
 * reason without the library's terms, and the nearest field or word that was probably meant. Which
 * texts the library uses may change with it; what is shown here does not.
 */
import type { z } from 'zod';
import { nearestWords } from '../kernel/nearest-words.ts';
import type { ScenarioIssue, ValuePath } from './scenario-issue.ts';
import { ISSUES_MAX } from './scenario-limits.ts';
import { bareSchema, objectSchemaFor, schemaAt } from './schema-walk.ts';

const WORDS_SHOWN_MAX = 12;

interface Checked {
  readonly schema: z.core.$ZodType;
  readonly value: unknown;
}

type RawIssue = z.core.$ZodIssue;

/** All complaints of a failed check, at most ISSUES_MAX, in the order of the file's schema. */
export function schemaIssues(checked: Checked, issues: readonly RawIssue[]): ScenarioIssue[] {
  const unknown = issues.flatMap((issue) => unknownFields(checked, issue));
  const others = issues.flatMap((issue) => describe(checked, issue));
  // A misspelt field is also a missing one; the misspelling says more, so it comes first.
  return [...unknown, ...others].slice(0, ISSUES_MAX);
}

function pathOf(issue: RawIssue): (string | number)[] {
  return issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
}

function unknownFields(checked: Checked, issue: RawIssue): ScenarioIssue[] {
  if (issue.code === 'invalid_union') {
    return closestBranch(checked, issue).flatMap((inner) => unknownFields(checked, inner));
  }
  if (issue.code !== 'unrecognized_keys') return [];
  const path = pathOf(issue);
  const known = knownFields(checked, path);
  return issue.keys.map((key) => ({
    code: 'scenario.unknownField' as const,
    path: [...path, key],
    reason: `there is no field "${key.slice(0, 80)}" here`,
    hint: suggest(key, known),
  }));
}

function knownFields(checked: Checked, path: ValuePath): string[] {
  const { schema, value } = schemaAt(checked, path);
  const object = objectSchemaFor(schema, value);
  return object !== undefined && 'shape' in object ? Object.keys(object.shape) : [];
}

function suggest(word: string, known: readonly string[]): string {
  const close = nearestWords({ wanted: word, known });
  if (close.length > 0) return `Did you mean ${close.map((one) => `"${one}"`).join(' or ')}?`;
  if (known.length === 0) return 'Remove it.';
  const shown = known.slice(0, WORDS_SHOWN_MAX).join(', ');
  const more = known.length > WORDS_SHOWN_MAX ? ` and ${known.length - WORDS_SHOWN_MAX} more` : '';
  return `Known here: ${shown}${more}.`;
}

function describe(checked: Checked, issue: RawIssue): ScenarioIssue[] {
  const path = pathOf(issue);
  switch (issue.code) {
    case 'unrecognized_keys':
      return [];
    case 'invalid_union':
      return describeUnion(checked, issue);
    case 'invalid_type':
      return [describeType(checked, { path, expected: issue.expected, message: issue.message })];
    case 'invalid_value':
      return [describeWord(checked, { path, words: issue.values.map(String) })];
    case 'invalid_key':
      return [
        {
          code: 'scenario.wrongValue',
          path,
          reason: 'the key is no word that may stand here',
          hint: 'Use letters only, beginning with a small one.',
        },
      ];
    default:
      return [{ code: 'scenario.wrongValue', path, ...splitMessage(checked, issue, path) }];
  }
}

function splitMessage(
  checked: Checked,
  issue: RawIssue,
  path: ValuePath,
): { reason: string; hint: string } {
  const { schema, value } = schemaAt(checked, path);
  const said = printValue(value);
  const description = descriptionOf(schema);
  if (issue.code === 'too_big' || issue.code === 'too_small') {
    const bound = issue.code === 'too_big' ? issue.maximum : issue.minimum;
    const most = issue.code === 'too_big' ? 'at most' : 'at least';
    const what = issue.origin === 'number' || issue.origin === 'int' ? '' : ' in length';
    const reason = `${said} is out of range: ${most} ${bound}${what} is allowed`;
    return { reason: said === '""' ? 'the text is empty' : reason, hint: description };
  }
  if (issue.code === 'custom') {
    return { reason: issue.message.replace(/\.$/, ''), hint: description };
  }
  return { reason: `${said} does not fit here`, hint: `${upperFirst(issue.message)}.` };
}

function describeType(
  checked: Checked,
  found: { path: ValuePath; expected: string; message: string },
): ScenarioIssue {
  const { path, expected } = found;
  const { schema, value } = schemaAt(checked, path);
  const field = path.at(-1);
  if (value === undefined && typeof field === 'string') {
    return {
      code: 'scenario.missingField',
      path: path.slice(0, -1),
      reason: `"${field}" is missing`,
      hint: `Add it. ${descriptionOf(schema)}`,
    };
  }
  return {
    code: 'scenario.wrongValue',
    path,
    reason: `${printValue(value)} is not ${KIND_WORDS[expected] ?? `of the kind ${expected}`}`,
    hint: descriptionOf(schema),
  };
}

function describeWord(
  checked: Checked,
  found: { path: ValuePath; words: readonly string[] },
): ScenarioIssue {
  const { path, words } = found;
  const { value } = schemaAt(checked, path);
  const field = path.at(-1);
  if (value === undefined && typeof field === 'string') {
    return {
      code: 'scenario.missingField',
      path: path.slice(0, -1),
      reason: `"${field}" is missing`,
      hint: `Add it: one of ${words.slice(0, WORDS_SHOWN_MAX).join(', ')}.`,
    };
  }
  return {
    code: 'scenario.wrongValue',
    path,
    reason: `${printValue(value)} is no word that may stand here`,
    hint: suggest(String(value), words),
  };
}

type UnionIssue = Extract<RawIssue, { code: 'invalid_union' }>;

function describeUnion(checked: Checked, issue: UnionIssue): ScenarioIssue[] {
  const options = 'options' in issue ? issue.options : undefined;
  if (Array.isArray(options)) {
    return [describeWord(checked, { path: pathOf(issue), words: options.map(String) })];
  }
  const path = pathOf(issue);
  const { schema, value } = schemaAt(checked, path);
  const field = path.at(-1);
  if (value === undefined && typeof field === 'string') {
    return [
      {
        code: 'scenario.missingField',
        path: path.slice(0, -1),
        reason: `"${field}" is missing`,
        hint: `Add it. ${descriptionOf(schema)}`,
      },
    ];
  }
  const inner = closestBranch(checked, issue);
  const isOneOfMany = inner.some((one) => one.path.length === issue.path.length);
  if (isOneOfMany && inner.every((one) => one.code === 'invalid_type')) {
    return [
      {
        code: 'scenario.wrongValue',
        path,
        reason: `${printValue(value)} does not fit here`,
        hint: descriptionOf(schema),
      },
    ];
  }
  return inner.flatMap((one) => describe(checked, one));
}

/** The complaints of the member of a union that the value resembles most, with whole paths. */
function closestBranch(checked: Checked, issue: UnionIssue): RawIssue[] {
  const { value } = schemaAt(checked, pathOf(issue));
  const isObject = typeof value === 'object' && value !== null;
  const branches = issue.errors.filter(
    (branch) =>
      !isObject || !branch.some((one) => one.path.length === 0 && one.code === 'invalid_type'),
  );
  const branch = branches[0] ?? issue.errors[0] ?? [];
  return branch.map((one) => ({ ...one, path: [...issue.path, ...one.path] }));
}

const KIND_WORDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

const SHOWN_LENGTH_MAX = 60;

function printValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = JSON.stringify(value) ?? typeof value;
  return text.length > SHOWN_LENGTH_MAX ? `${text.slice(0, SHOWN_LENGTH_MAX)}…` : text;
}

function descriptionOf(schema: z.core.$ZodType | undefined): string {
  const own = ownDescription(schema);
  const inner = own ?? (schema === undefined ? undefined : ownDescription(bareSchema(schema)));
  return inner ?? 'See docs/scenario-format.md.';
}

function ownDescription(schema: z.core.$ZodType | undefined): string | undefined {
  const found = schema !== undefined && 'description' in schema ? schema.description : undefined;
  return typeof found === 'string' ? found : undefined;
}

function upperFirst(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
