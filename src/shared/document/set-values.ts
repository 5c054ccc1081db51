/**
 * Values set from outside into a scenario: `web.count=8`, `load.shop.perSecond=400`, `seed=7`.
 *
 * A path names an entry as a person would: by the name it has in the file, or by that name without
 * its placeholders (`web` for `web-{n}`), with the section before it where one name could mean two
 * entries. What no entry is called may be something inside one, such as a rule of a group. What
 * comes out is checked by the schema of the file like any other scenario; nothing here knows a
 * section or a field by name.
 */
import { nearestWords } from '../kernel/nearest-words.ts';
import { err, ok, type AppError, type Result } from '../kernel/result.ts';
import { printPath, issuesError, type ValuePath } from './scenario-issue.ts';
import { scenarioSchema, type Scenario } from './scenario-schema.ts';
import { schemaIssues } from './schema-issues.ts';

/** Assignments taken at once. */
const ASSIGNMENTS_MAX = 100;

type Json = Record<string, unknown>;

/** An entry of a list, with where it stands and what it may be called. */
interface NamedEntry {
  readonly path: ValuePath;
  readonly section: string;
  readonly names: readonly string[];
  readonly value: Json;
}

/**
 * A copy of a scenario with the values set, in order. An assignment is `NAME.FIELD=VALUE`,
 * `SECTION.NAME.FIELD=VALUE` or `FIELD=VALUE`; a value that reads as JSON is that, any other is a
 * text. Refuses with set.malformed, set.notFound, set.ambiguous, and as the schema does.
 */
export function setScenarioValues(
  scenario: Scenario,
  assignments: readonly string[],
): Result<Scenario> {
  if (assignments.length > ASSIGNMENTS_MAX) {
    return err(malformed(`${assignments.length} values`, `at most ${ASSIGNMENTS_MAX} are taken`));
  }
  // A scenario came out of JSON, so JSON copies it whole.
  const image: Json = JSON.parse(JSON.stringify(scenario));
  for (const assignment of assignments) {
    const done = setValue(image, assignment);
    if (!done.ok) return done;
  }
  const checked = scenarioSchema.safeParse(image);
  if (!checked.success) {
    const root = { schema: scenarioSchema, value: image };
    return err(issuesError(schemaIssues(root, checked.error.issues)));
  }
  // The schema of actions is built from a list, which loses their type; see scenario-schema.ts.
  return ok(checked.data as Scenario);
}

function setValue(image: Json, assignment: string): Result<undefined> {
  const at = assignment.indexOf('=');
  const steps = at < 0 ? [] : assignment.slice(0, at).split('.');
  if (steps.length === 0 || steps.some((step) => step === '' || step === '__proto__')) {
    return err(malformed(`"${assignment}"`, 'it does not say what to set, or to what'));
  }
  const value = valueOf(assignment.slice(at + 1));
  const [field = ''] = steps;
  if (steps.length === 1) {
    if (isObject(image[field])) {
      return err(malformed(`"${assignment}"`, `${field} is a section and not a value`));
    }
    image[field] = value;
    return ok(undefined);
  }
  const target = findEntry(image, steps);
  if (!target.ok) return target;
  return setField(target.value, value);
}

/** JSON where it is JSON, text where it is not: 8, true, "8", 10m. */
function valueOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return text;
  }
}

interface Target {
  readonly entry: NamedEntry;
  readonly fields: readonly string[];
}

/** The one entry that the beginning of a path means, and the fields that are left of it. */
function findEntry(image: Json, steps: readonly string[]): Result<Target> {
  const entries = namedEntries(image, []);
  const whole = targetsAmong(entries, steps);
  const found = whole.length > 0 ? whole : targetsAmong(entries.flatMap(entriesInside), steps);
  const [first, ...more] = found;
  if (first === undefined) return err(notFound(entries, steps));
  if (more.length > 0) return err(ambiguous(found, steps));
  return ok(first);
}

function targetsAmong(entries: readonly NamedEntry[], steps: readonly string[]): Target[] {
  const found = new Map<string, Target>();
  for (let end = 1; end < steps.length; end += 1) {
    const fields = steps.slice(end);
    for (const entry of entries) {
      if (!means(entry, steps.slice(0, end))) continue;
      const key = printPath(entry.path);
      // The longer name is meant: names may hold full stops.
      found.set(key, { entry, fields });
    }
  }
  return [...found.values()];
}

/** Named things that an entry holds, such as the rules of a security group. */
function entriesInside({ path, value }: NamedEntry): NamedEntry[] {
  return Object.entries(value).flatMap(([key, part]) =>
    namedEntries(part, [...path, key]).filter((entry) => 'name' in entry.value),
  );
}

function means({ section, names }: NamedEntry, steps: readonly string[]): boolean {
  const written = steps.join('.');
  return names.some((name) => written === name || written === `${section}.${name}`);
}

/** Every entry of every list that has a name, or that belongs to a service. */
function namedEntries(value: unknown, path: ValuePath): NamedEntry[] {
  if (Array.isArray(value)) {
    const section = path.filter((step) => typeof step === 'string').join('.');
    const items: unknown[] = value;
    return items.flatMap((item, index) => {
      if (!isObject(item)) return [];
      const written = item['name'] ?? item['service'];
      if (typeof written !== 'string') return [];
      const names = [written, bareName(written)];
      return [{ path: [...path, index], section, names, value: item }];
    });
  }
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, part]) => namedEntries(part, [...path, key]));
}

/** A name without its placeholders and the punctuation that joined them: `web-{n:02}` is `web`. */
function bareName(written: string): string {
  return written.replaceAll(/[-_.]?\{[^}]*\}/g, '').replace(/^[-_.]/, '');
}

function setField({ entry, fields }: Target, value: unknown): Result<undefined> {
  let part = entry.value;
  for (const field of fields.slice(0, -1)) {
    const next = part[field] ?? {};
    if (!isObject(next) || Array.isArray(next)) {
      return err(malformed(fields.join('.'), `${field} of ${entry.names[0]} holds no fields`));
    }
    part[field] = next;
    part = next;
  }
  part[fields.at(-1) ?? ''] = value;
  return ok(undefined);
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null;
}

function malformed(what: string, why: string): AppError {
  return {
    code: 'set.malformed',
    message: `${what} cannot be set: ${why}.`,
    hint: 'Write NAME.FIELD=VALUE, such as web.count=8, or FIELD=VALUE, such as seed=7.',
    details: { written: what },
  };
}

function notFound(entries: readonly NamedEntry[], steps: readonly string[]): AppError {
  const wanted = steps[0] ?? '';
  const known = [...new Set(entries.flatMap(({ names }) => names.slice(1)))];
  const close = nearestWords({ wanted, known });
  return {
    code: 'set.notFound',
    message: `Nothing in the scenario is called "${wanted}".`,
    hint:
      close.length > 0
        ? `Did you mean ${close.join(' or ')}?`
        : 'Name an entry of the file by its name, without placeholders.',
    details: { wanted, close },
  };
}

function ambiguous(found: readonly Target[], steps: readonly string[]): AppError {
  const written = found.map(({ entry }) => `${entry.section}.${entry.names[0] ?? ''}`);
  return {
    code: 'set.ambiguous',
    message: `"${steps.join('.')}" could mean ${found.length} entries: ${written.join(', ')}.`,
    hint: 'Put the section before the name, such as machines.web.count.',
    details: { written },
  };
}
