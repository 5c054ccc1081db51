/**
 * The one way of writing a scenario file.
 *
 * Keys stand in the order of the schema, actions in order of time; a list of things has one thing
 * a line, so that one changed machine is one changed line; anything else that is short stays on
 * its line. Reading what was printed and printing it again gives the same bytes.
 */
import { z } from 'zod';
import { compareCodeUnits } from '../kernel/order.ts';
import { parseDuration } from '../kernel/time.ts';
import type { ScenarioAction } from './scenario-action-schema.ts';
import { scenarioSchema, type Scenario } from './scenario-schema.ts';
import { eachSchema } from './scenario-word-schemas.ts';
import { childSchema, objectSchemaFor } from './schema-walk.ts';

/** A line is not made longer than this by putting things on it. */
const LINE_WIDTH = 100;
const INDENT = '  ';

/** The text of a scenario file, ending in a line feed. O(values). */
export function printScenario(scenario: Scenario): string {
  const { actions } = scenario;
  const ordered: Scenario =
    actions === undefined ? scenario : { ...scenario, actions: inOrderOfTime(actions) };
  const value = canonicalOrder(ordered, scenarioSchema);
  return `${printValue(value, { indent: '', room: 0 })}\n`;
}

/** Stable: actions of one moment happen in the order in which they are written. */
export function inOrderOfTime(actions: readonly ScenarioAction[]): ScenarioAction[] {
  const timed = actions.map((action) => {
    const at = parseDuration(action.at);
    return { action, atUs: at.ok ? at.value : 0 };
  });
  timed.sort((left, right) => left.atUs - right.atUs);
  return timed.map(({ action }) => action);
}

/** A copy of a value with its keys in the order of its schema. */
function canonicalOrder(value: unknown, schema: z.core.$ZodType | undefined): unknown {
  if (Array.isArray(value)) {
    const items: unknown[] = value;
    const item = childSchema({ schema, value }, 0);
    return items.map((one) => canonicalOrder(one, item));
  }
  if (typeof value !== 'object' || value === null) return value;
  const ordered: Record<string, unknown> = {};
  for (const [key, field] of orderedFields(value, objectSchemaFor(schema, value))) {
    ordered[key] = canonicalOrder(field, childSchema({ schema, value }, key));
  }
  return ordered;
}

function orderedFields(
  value: object,
  schema: z.ZodObject | z.ZodRecord | undefined,
): [string, unknown][] {
  const fields: [string, unknown][] = Object.entries(value);
  const present = fields.filter(([, field]) => field !== undefined);
  if (schema instanceof z.ZodObject) {
    const ranks = new Map(Object.keys(schema.shape).map((key, index) => [key, index]));
    return present.sort(([left], [right]) => (ranks.get(left) ?? 0) - (ranks.get(right) ?? 0));
  }
  // The variables of `each` are nested loops: their order is meaning and stays.
  if (schema === eachSchema) return present;
  return present.sort(([left], [right]) => compareCodeUnits(left, right));
}

interface Spot {
  readonly indent: string;
  /** Characters of the line that are taken by a key before and a comma after. */
  readonly room: number;
}

function printValue(value: unknown, spot: Spot): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const isTop = spot.indent === '' && spot.room === 0;
  if (!isTop && !holdsThings(value)) {
    const line = printOnOneLine(value);
    if (spot.indent.length + spot.room + line.length <= LINE_WIDTH) return line;
  }
  const indent = spot.indent + INDENT;
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  const lines = Array.isArray(value)
    ? value.map((item: unknown) => indent + printValue(item, { indent, room: 1 }))
    : Object.entries(value).map(([key, field]: [string, unknown]) => {
        const name = `${JSON.stringify(key)}: `;
        return indent + name + printValue(field, { indent, room: name.length + 1 });
      });
  return `${open}\n${lines.join(',\n')}\n${spot.indent}${close}`;
}

/** Whether a value has, at any depth, a list of things: such lists have one thing a line. */
function holdsThings(value: object): boolean {
  const parts: unknown[] = Object.values(value);
  if (Array.isArray(value) && parts.some(isObject)) return true;
  return parts.some((part) => isObject(part) && holdsThings(part));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function printOnOneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(printOnOneLine).join(', ')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const fields = Object.entries(value).map(
    ([key, field]) => `${JSON.stringify(key)}: ${printOnOneLine(field)}`,
  );
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}
