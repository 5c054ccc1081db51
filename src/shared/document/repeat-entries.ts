/**
 * Repetition in scenario files: one entry with `each`, `count` or `units` stands for many.
 *
 * An entry is turned into copies; in each, the placeholders of its texts have values. Texts are
 * taken apart once for an entry and put together once for a copy, because ten thousand machines
 * written as one line have to be built in milliseconds. Which values a pattern such as "r*" has is
 * asked of the caller, who knows what has been declared.
 */
import { COPIES_MAX, EACH_VARIABLES_MAX } from './scenario-limits.ts';
import type { Repeat } from './scenario-word-schemas.ts';

/** Placeholders that every repeated entry has: number of the copy, number over all copies. */
export const COPY_VARIABLE = 'n';
export const RUNNING_VARIABLE = 'i';
/** The rack unit of a copy, in entries with `units`. */
export const UNIT_VARIABLE = 'unit';

/** A value of a placeholder: numbers can be padded, words are put in as they are. */
export type CopyValue = string | number;

/** One copy: the values of the placeholders, in the order of `CopyPlan.variables`. The same object
 * is filled again for the next copy. */
export interface Copy {
  readonly values: CopyValue[];
  /** 0 for the first copy of each combination of `each`. */
  index: number;
}

/** A text with placeholders, taken apart: text, value, text, value, …, text. */
export interface Template {
  /** The text itself when it has no placeholder. */
  readonly fixed: string | undefined;
  readonly texts: readonly string[];
  /** Positions in `Copy.values`, and the widths to pad to. */
  readonly slots: readonly number[];
  readonly widths: readonly number[];
  /** The first placeholder that is no variable of the entry. */
  readonly unknown: string | undefined;
}

const PLACEHOLDER = /\{([a-z][A-Za-z]*)(?::0([1-9]))?\}/g;

/** Takes a text apart, for an entry with these variables. */
export function compileTemplate(text: string, variables: readonly string[]): Template {
  if (!text.includes('{')) {
    return { fixed: text, texts: [], slots: [], widths: [], unknown: undefined };
  }
  const texts: string[] = [];
  const slots: number[] = [];
  const widths: number[] = [];
  let unknown: string | undefined;
  let end = 0;
  for (const match of text.matchAll(PLACEHOLDER)) {
    const variable = match[1] ?? '';
    const slot = variables.indexOf(variable);
    if (slot < 0) unknown ??= variable;
    texts.push(text.slice(end, match.index));
    slots.push(slot);
    widths.push(Number(match[2] ?? 0));
    end = match.index + match[0].length;
  }
  texts.push(text.slice(end));
  return { fixed: undefined, texts, slots, widths, unknown };
}

/** Puts a text together for one copy. Its placeholders must all be known. */
export function fillTemplate(template: Template, copy: Copy): string {
  if (template.fixed !== undefined) return template.fixed;
  const { texts, slots, widths } = template;
  let filled = texts[0] ?? '';
  for (let at = 0; at < slots.length; at += 1) {
    const value = copy.values[slots[at] ?? -1] ?? '';
    const width = widths[at] ?? 0;
    filled += width === 0 ? value : String(value).padStart(width, '0');
    filled += texts[at + 1] ?? '';
  }
  return filled;
}

/** A loop over one variable of an entry. */
interface Axis {
  readonly variable: string;
  readonly values: readonly CopyValue[];
}

/** What an entry's repetition comes to, before any copy is made. */
export interface CopyPlan {
  readonly axes: readonly Axis[];
  readonly count: number;
  readonly first: number;
  readonly units: readonly number[] | undefined;
  /** Names of the placeholders: the number of the copy, the running number, then the others. */
  readonly variables: readonly string[];
  /** All copies together. */
  readonly total: number;
}

/** Why a repetition makes no sense; `field` is the part of the entry to blame. */
export interface RepeatProblem {
  readonly field: 'each' | 'count' | 'units';
  readonly variable?: string;
  readonly reason: string;
  readonly hint: string;
}

/** Finds the names a pattern with `*` stands for; undefined when the variable is no kind. */
export type NamesMatching = (variable: string, pattern: string) => readonly string[] | undefined;

const NUMBER_RANGE = /^(\d{1,6})-(\d{1,6})$/;

/** Works out how often an entry is copied and over which values. */
export function planCopies(
  entry: Repeat & { readonly units?: string | number | undefined },
  namesMatching: NamesMatching,
): CopyPlan | RepeatProblem {
  const axes: Axis[] = [];
  for (const [variable, written] of Object.entries(entry.each ?? {})) {
    const axis = planAxis({ variable, written }, namesMatching);
    if (!('values' in axis)) return axis;
    axes.push(axis);
  }
  if (axes.length > EACH_VARIABLES_MAX) {
    return {
      field: 'each',
      reason: `${axes.length} variables are given and ${EACH_VARIABLES_MAX} are allowed`,
      hint: 'Write the entry several times with fewer variables.',
    };
  }
  const units = typeof entry.units === 'string' ? parseUnits(entry.units) : undefined;
  if (units !== undefined && !Array.isArray(units)) return units;
  const count = units?.length ?? entry.count ?? 1;
  if (units !== undefined && entry.count !== undefined && entry.count !== count) {
    return {
      field: 'count',
      reason: `units name ${count} places and count says ${entry.count}`,
      hint: 'Leave count out: units already say how many.',
    };
  }
  const total = axes.reduce((product, axis) => product * axis.values.length, count);
  if (total > COPIES_MAX) {
    return {
      field: entry.count === undefined ? 'each' : 'count',
      reason: `the entry would stand for ${total} things and ${COPIES_MAX} are allowed`,
      hint: 'Repeat it less often.',
    };
  }
  const variables = [COPY_VARIABLE, RUNNING_VARIABLE, ...axes.map((axis) => axis.variable)];
  if (units !== undefined) variables.push(UNIT_VARIABLE);
  return { axes, count, first: entry.first ?? 1, units, variables, total };
}

function planAxis(
  given: { readonly variable: string; readonly written: string | readonly string[] },
  namesMatching: NamesMatching,
): Axis | RepeatProblem {
  const { variable, written } = given;
  function problem(reason: string, hint: string): RepeatProblem {
    return { field: 'each', variable, reason, hint };
  }
  if (variable === COPY_VARIABLE || variable === RUNNING_VARIABLE || variable === UNIT_VARIABLE) {
    return problem(`{${variable}} has a meaning of its own`, 'Give the variable another name.');
  }
  if (typeof written !== 'string') return { variable, values: written };
  const range = NUMBER_RANGE.exec(written);
  if (range !== null) {
    const from = Number(range[1]);
    const to = Number(range[2]);
    if (from > to) return problem(`"${written}" runs backwards`, `Write "${to}-${from}".`);
    return { variable, values: Array.from({ length: to - from + 1 }, (_, index) => from + index) };
  }
  if (!written.includes('*')) return { variable, values: [written] };
  const names = namesMatching(variable, written);
  if (names === undefined) {
    return problem(
      `"${written}" is a pattern, and "${variable}" is not a kind of thing`,
      'Name the variable after what is meant (rack, host, feed), or list the values.',
    );
  }
  if (names.length === 0) {
    return problem(
      `no ${variable} declared above matches "${written}"`,
      'Check the pattern, and that the section with these names is not empty.',
    );
  }
  return { variable, values: names };
}

const UNIT_PART = /^(\d+)(?:-(\d+)(?:\/(\d+))?)?$/;

/** The rack units a text such as `1-16`, `1-31/2` or `1-8,20-27` names, in its order. */
export function parseUnits(text: string): number[] | RepeatProblem {
  const units: number[] = [];
  for (const part of text.split(',')) {
    const match = UNIT_PART.exec(part);
    const from = Number(match?.[1]);
    const to = Number(match?.[2] ?? match?.[1]);
    const step = Number(match?.[3] ?? 1);
    if (match === null || from < 1 || from > to || step < 1) {
      return {
        field: 'units',
        reason: `"${part}" is not a range of rack units`,
        hint: 'Write it like 1-16, 1-31/2 or 1-8,20-27.',
      };
    }
    for (let unit = from; unit <= to; unit += step) units.push(unit);
  }
  return units;
}

/**
 * Visits every copy in order: the variables of `each` as nested loops, the last one innermost,
 * and `count` within each combination. The copy given is only good during the visit.
 */
export function forEachCopy(plan: CopyPlan, visit: (copy: Copy) => void): void {
  const { axes, count, first, units, variables } = plan;
  const copy: Copy = { values: variables.map(() => 0), index: 0 };
  const combinations = count === 0 ? 0 : plan.total / count;
  for (let combination = 0; combination < combinations; combination += 1) {
    chooseValues({ axes, combination, copy });
    for (let index = 0; index < count; index += 1) {
      copy.index = index;
      copy.values[0] = first + index;
      copy.values[1] = first + combination * count + index;
      if (units !== undefined) copy.values[variables.length - 1] = units[index] ?? 0;
      visit(copy);
    }
  }
}

/** Writes the values of one combination of `each` into the copy; the last axis changes fastest. */
function chooseValues(input: { axes: readonly Axis[]; combination: number; copy: Copy }): void {
  const { axes, copy } = input;
  let rest = input.combination;
  for (let at = axes.length - 1; at >= 0; at -= 1) {
    const values = axes[at]?.values ?? [];
    copy.values[at + 2] = values[rest % values.length] ?? 0;
    rest = Math.floor(rest / values.length);
  }
}
