/**
 * What can be known of a lab without playing it: names lead somewhere, expressions and selectors
 * can be read, every text is there in every language, and no answer lies open where it is graded.
 * What only a run can show is proved elsewhere.
 */
import { parseExpression } from '../../shared/lab/expression-parser.ts';
import type { Check } from '../../shared/lab/check-schema.ts';
import type { LabKey } from '../../shared/lab/key-schema.ts';
import type { Lab } from '../../shared/lab/lab-schema.ts';
import { parseSelector } from '../../shared/model/selector.ts';
import type { LoadedLab } from './lab-files.ts';

/** Everything wrong with a lab as it is written, a sentence each. */
export function lintLab({ lab }: LoadedLab, key: LabKey | undefined): string[] {
  const findings = [
    ...twice(
      lab.checks.map(({ id }) => id),
      'check',
    ),
    ...twice(
      lab.tasks.map(({ id }) => id),
      'task',
    ),
    ...missingTexts(lab, lab),
    ...lab.tasks.flatMap((task) => [
      ...unknown(lab, { ids: task.checks, where: `task ${task.id}` }),
      ...unknownTasks(lab, task.requires ?? []),
    ]),
    ...unknown(lab, { ids: lab.scoring.gates ?? [], where: 'scoring.gates' }),
    ...lab.checks.flatMap((check, index) => lintCheck(lab, { check, index, key })),
    ...(lab.feedback ?? []).flatMap(({ id, when }) => readable(when, `feedback ${id}`)),
    ...unused(lab),
    ...gatesWithoutHints(lab),
  ];
  return key === undefined ? findings : [...findings, ...lintKey(lab, key)];
}

function twice(ids: readonly string[], what: string): string[] {
  const again = ids.filter((id, index) => ids.indexOf(id) !== index);
  return [...new Set(again)].map((id) => `there is more than one ${what} ${id}`);
}

function unknown(lab: Lab, given: { readonly ids: readonly string[]; where: string }): string[] {
  const known = new Set(lab.checks.map(({ id }) => id));
  return given.ids
    .filter((id) => !known.has(id))
    .map((id) => `${given.where} names the check ${id}, which there is not`);
}

function unknownTasks(lab: Lab, ids: readonly string[]): string[] {
  const known = new Set(lab.tasks.map(({ id }) => id));
  return ids.filter((id) => !known.has(id)).map((id) => `there is no task ${id} to require`);
}

/** A check of no task is one the learner never meets. */
function unused(lab: Lab): string[] {
  const used = new Set(lab.tasks.flatMap(({ checks }) => checks));
  return lab.checks
    .filter(({ id }) => !used.has(id))
    .map(({ id }) => `the check ${id} belongs to no task`);
}

/** A check one must pass has a hint before the one that gives the solution away. */
function gatesWithoutHints(lab: Lab): string[] {
  return (lab.scoring.gates ?? []).flatMap((gate) => {
    const tasks = lab.tasks.filter(({ checks }) => checks.includes(gate));
    const hasHint = tasks.some(({ hints }) => hints?.some(({ level }) => level !== 'solution'));
    return hasHint ? [] : [`the check ${gate} must be passed and its task has no hint`];
  });
}

/** Paths of texts that lack a language of the lab. */
function missingTexts(lab: Lab, value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (!Array.isArray(value) && 'en' in value) {
    return lab.locales
      .filter((locale) => !Object.hasOwn(value, locale))
      .map((locale) => `${path} has no text in ${locale}`);
  }
  return Object.entries(value).flatMap(([name, part]) =>
    missingTexts(lab, part, path === '' ? name : `${path}.${name}`),
  );
}

function lintCheck(
  lab: Lab,
  given: { readonly check: Check; readonly index: number; readonly key: LabKey | undefined },
): string[] {
  const { check, index, key } = given;
  const where = `check ${check.id}`;
  const earlier = new Set(lab.checks.slice(0, index).map(({ id }) => id));
  const findings = (check.guards ?? [])
    .filter((id) => !earlier.has(id))
    .map((id) => `${where} is guarded by ${id}, which is no check above it`);
  if (check.point !== undefined) findings.push(...selectable(check.point, where));
  if (check.kind === 'state') findings.push(...readable(check.expect, where));
  if (check.kind === 'invariant') findings.push(...selectable(check.of, where));
  if (check.kind === 'experiment') {
    findings.push(...check.faults.flatMap(({ target }) => selectable(target, where)));
  }
  if (check.kind === 'question' || check.kind === 'predict') {
    findings.push(...lintQuestion(lab, { check, key }));
  }
  if (check.kind === 'sealed' && key !== undefined && key.sealed?.[check.id] === undefined) {
    findings.push(`${where} is sealed and the key does not hold it`);
  }
  return findings;
}

function lintQuestion(
  lab: Lab,
  given: {
    readonly check: Extract<Check, { kind: 'question' | 'predict' }>;
    readonly key: LabKey | undefined;
  },
): string[] {
  const { check, key } = given;
  const where = `check ${check.id}`;
  const findings: string[] = [];
  const isGraded = lab.modes.graded !== undefined || lab.modes.exam !== undefined;
  if (isGraded && check.solution !== undefined) {
    findings.push(`${where} shows its solution in a lab that is graded: put it into the key`);
  }
  const solution = key?.solutions?.[check.id] ?? check.solution;
  if (solution === undefined) {
    if (key !== undefined || !isGraded) findings.push(`${where} has no solution`);
    return findings;
  }
  if (check.kind === 'predict') {
    const about = lab.checks.find(({ id }) => id === check.before);
    if (about?.kind !== 'experiment')
      findings.push(`${where} is about ${check.before}, no experiment`);
  }
  const { type } = check.answer;
  const fits =
    ('value' in solution && type === 'number') ||
    ('things' in solution && type === 'point') ||
    ('options' in solution && type !== 'number' && type !== 'point');
  if (!fits) findings.push(`${where} asks for ${type} and its solution is of another kind`);
  if ('options' in solution && 'options' in check.answer) {
    const { options } = check.answer;
    const stray = solution.options.filter((id) => !options.some((option) => option.id === id));
    findings.push(...stray.map((id) => `${where} has the solution ${id}, which is no option`));
  }
  return findings;
}

function lintKey(lab: Lab, key: LabKey): string[] {
  const findings: string[] = [];
  if (key.lab !== lab.id || key.revision !== lab.revision) {
    findings.push(`the key is for ${key.lab}, revision ${key.revision}`);
  }
  const named = [...Object.keys(key.solutions ?? {}), ...Object.keys(key.sealed ?? {})];
  findings.push(...unknown(lab, { ids: named, where: 'the key' }));
  for (const { name, fails } of key.nearMisses) {
    findings.push(...unknown(lab, { ids: fails, where: `the near miss ${name}` }));
  }
  return findings;
}

function readable(expression: string, where: string): string[] {
  const parsed = parseExpression(expression);
  return parsed.ok ? [] : [`${where}: ${parsed.error.message}`];
}

function selectable(selector: string, where: string): string[] {
  const parsed = parseSelector(selector);
  return parsed.ok ? [] : [`${where}: ${parsed.error.message}`];
}
