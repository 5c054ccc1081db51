/**
 * What can be wrong with a scenario file, as values: a place in it, a reason, a next step.
 * Checks that know only the value give paths; who has the text turns a path into line and column.
 */
import type { AppError } from '../kernel/result.ts';
import { ISSUES_MAX } from './scenario-limits.ts';

/** Codes of all problems a scenario file can have. */
export type ScenarioIssueCode =
  | 'scenario.tooLarge'
  | 'scenario.tooDeep'
  | 'scenario.notJson'
  | 'scenario.truncated'
  | 'scenario.duplicateKey'
  | 'scenario.notOurs'
  | 'scenario.noVersion'
  | 'scenario.newerFormat'
  | 'scenario.migrationFailed'
  | 'scenario.unknownField'
  | 'scenario.missingField'
  | 'scenario.wrongValue'
  | 'scenario.badRepeat'
  | 'scenario.badName'
  | 'scenario.duplicateName'
  | 'scenario.referenceNotFound'
  | 'scenario.contradiction'
  | 'scenario.tooMany';

/** Where something stands: keys and positions from the top, `['racks', 0, 'name']`. */
export type ValuePath = readonly (string | number)[];

/** Line and column, both from 1. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

export interface ScenarioIssue {
  readonly code: ScenarioIssueCode;
  readonly path: ValuePath;
  /** A clause without a full stop: what is wrong, with numbers. */
  readonly reason: string;
  /** A sentence: what to do. */
  readonly hint: string;
  readonly place?: TextPlace;
}

/** `racks[0].name`, as people write it; `the file` for the top. */
export function printPath(path: ValuePath): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else if (/^[A-Za-z_][A-Za-z0-9_-]*$/.test(step)) text += text === '' ? step : `.${step}`;
    else text += `[${JSON.stringify(step)}]`;
  }
  return text === '' ? 'the file' : text;
}

/** One problem as a sentence with its place: `12:7 racks[0].name: reason.` */
export function printIssue(issue: ScenarioIssue): string {
  const place = issue.place === undefined ? '' : `${issue.place.line}:${issue.place.column} `;
  return `${place}${printPath(issue.path)}: ${issue.reason}`;
}

/** The refusal of a file for its problems; the first one speaks, all are in the details. */
export function issuesError(issues: readonly ScenarioIssue[]): AppError {
  const first = issues[0];
  if (first === undefined) {
    return { code: 'scenario.wrongValue', message: 'The scenario was refused.' };
  }
  const where = first.place === undefined ? '' : ` (line ${first.place.line})`;
  const more = issues.length > 1 ? ` There are ${issues.length - 1} more problems.` : '';
  const shown = issues.slice(0, ISSUES_MAX);
  return {
    code: first.code,
    message: `${printPath(first.path)}${where}: ${first.reason}.${more}`,
    hint: first.hint,
    details: {
      path: printPath(first.path),
      ...(first.place === undefined ? {} : { line: first.place.line, column: first.place.column }),
      problems: shown.map((issue) => `${printIssue(issue)}. ${issue.hint}`),
    },
  };
}
