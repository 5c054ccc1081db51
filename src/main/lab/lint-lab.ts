/**
 * What can be known of a lab without playing it: names lead somewhere, expressions and selectors
 * can be read, every text is there in every language, and no answer lies open where it is graded.
 * What only a run can show is proved elsewhere.
 */
import { parseExpression } from '../../shared/lab/expression-parser.ts';
import type { Check, CheckOf } from '../../shared/lab/check-schema.ts';
import type { LabKey } from '../../shared/lab/key-schema.ts';
import {
  finding,
  KEY_FILE,
  LAB_FILE,
  type Finding,
  type FindingCode,
  type FindingPlace,
} from '../../shared/lab/lab-finding.ts';
import type { Lab } from '../../shared/lab/lab-schema.ts';
import { durationUs, US_PER_DAY } from '../../shared/kernel/time.ts';
import { FAULT_TARGET_KINDS } from '../../shared/model/kinds.ts';
import { parseSelector } from '../../shared/model/selector.ts';
import { EXPERIMENT_DAYS_MAX } from '../experiment/experiment-budget.ts';
import type { LoadedLab } from './lab-files.ts';

/** Everything wrong with a lab as it is written, each with its place. */
export function lintLab({ lab }: LoadedLab, key: LabKey | undefined): Finding[] {
  const findings = [
    ...twice(lab.checks, { code: 'twiceCheck', list: 'checks' }),
    ...twice(lab.tasks, { code: 'twiceTask', list: 'tasks' }),
    ...twice(lab.objectives, { code: 'twiceObjective', list: 'objectives' }),
    ...unknownObjectives(lab),
    ...missingTexts(lab, lab),
    ...lab.tasks.flatMap((task, index) => [
      ...unknown(lab, {
        ids: task.checks,
        where: `task ${task.id}`,
        at: inLab('tasks', index, 'checks'),
      }),
      ...unknownTasks(lab, { ids: task.requires ?? [], at: inLab('tasks', index, 'requires') }),
    ]),
    ...unknown(lab, {
      ids: lab.scoring.gates ?? [],
      where: 'scoring.gates',
      at: inLab('scoring', 'gates'),
    }),
    ...lab.checks.flatMap((check, index) => lintCheck(lab, { check, index, key })),
    ...(lab.feedback ?? []).flatMap(({ id, when }, index) =>
      readable(when, { where: `feedback ${id}`, at: inLab('feedback', index, 'when') }),
    ),
    ...unused(lab),
    ...gatesWithoutHints(lab),
  ];
  return key === undefined ? findings : [...findings, ...lintKey(lab, key)];
}

type Step = FindingPlace['path'][number];

function inLab(...path: Step[]): FindingPlace {
  return { file: LAB_FILE, path };
}

function inKey(...path: Step[]): FindingPlace {
  return { file: KEY_FILE, path };
}

function twice(
  things: readonly { readonly id: string }[],
  what: { readonly code: FindingCode; readonly list: string },
): Finding[] {
  return things.flatMap(({ id }, index) =>
    things.findIndex((one) => one.id === id) === index ||
    things.findLastIndex((one) => one.id === id) !== index
      ? []
      : [finding(what.code, { id }, inLab(what.list, index, 'id'))],
  );
}

interface Named {
  readonly ids: readonly string[];
  readonly where: string;
  readonly at: FindingPlace;
}

function unknown(lab: Lab, { ids, where, at }: Named): Finding[] {
  const known = new Set(lab.checks.map(({ id }) => id));
  return ids.filter((id) => !known.has(id)).map((id) => finding('unknownCheck', { where, id }, at));
}

function unknownTasks(lab: Lab, { ids, at }: Omit<Named, 'where'>): Finding[] {
  const known = new Set(lab.tasks.map(({ id }) => id));
  return ids.filter((id) => !known.has(id)).map((id) => finding('unknownTask', { id }, at));
}

/** What is taught and what is marked go by the same names. */
function unknownObjectives(lab: Lab): Finding[] {
  const known = new Set(lab.objectives.map(({ id }) => id));
  return (['checks', 'feedback'] as const).flatMap((list) =>
    (lab[list] ?? []).flatMap(({ id, objective }, index) => {
      if (objective === undefined || known.has(objective)) return [];
      const where = `${list === 'checks' ? 'check' : 'feedback'} ${id}`;
      return [finding('unknownObjective', { where, id: objective }, inLab(list, index))];
    }),
  );
}

/** A check of no task is one the learner never meets. */
function unused(lab: Lab): Finding[] {
  const used = new Set(lab.tasks.flatMap(({ checks }) => checks));
  return lab.checks.flatMap(({ id }, index) =>
    used.has(id) ? [] : [finding('unusedCheck', { id }, inLab('checks', index))],
  );
}

/** A check one must pass has a hint before the one that gives the solution away. */
function gatesWithoutHints(lab: Lab): Finding[] {
  return (lab.scoring.gates ?? []).flatMap((id) => {
    const tasks = lab.tasks.filter(({ checks }) => checks.includes(id));
    const hasHint = tasks.some(({ hints }) => hints?.some(({ level }) => level !== 'solution'));
    if (hasHint) return [];
    const index = lab.tasks.findIndex(({ checks }) => checks.includes(id));
    const at = index < 0 ? inLab('scoring', 'gates') : inLab('tasks', index);
    return [finding('gateWithoutHint', { id }, at)];
  });
}

/** Texts that lack a language of the lab. */
function missingTexts(lab: Lab, value: unknown, path: readonly Step[] = []): Finding[] {
  if (typeof value !== 'object' || value === null) return [];
  if (!Array.isArray(value) && 'en' in value) {
    return lab.locales
      .filter((locale) => !Object.hasOwn(value, locale))
      .map((locale) => finding('noText', { path: path.join('.'), locale }, inLab(...path)));
  }
  const steps: [Step, unknown][] = Array.isArray(value)
    ? value.map((part: unknown, index) => [index, part])
    : Object.entries(value);
  return steps.flatMap(([step, part]) => missingTexts(lab, part, [...path, step]));
}

interface Spot {
  readonly where: string;
  readonly at: FindingPlace;
}

/** Parts of one check that have the same id. */
function twiceIn(parts: readonly { readonly id: string }[], { where, at }: Spot): Finding[] {
  const ids = parts.map(({ id }) => id);
  const again = ids.find((id, index) => ids.indexOf(id) !== index);
  return again === undefined ? [] : [finding('twicePart', { where, id: again }, at)];
}

/** An amount that is an expression. */
function amount(written: number | string | undefined, spot: Spot): Finding[] {
  return typeof written === 'string' ? readable(written, spot) : [];
}

/** What a check of the state of a room asks, and the figures it tells. */
function lintState(check: CheckOf<'state'>, spot: (...path: Step[]) => Spot): Finding[] {
  const figures = Object.entries(check.figures ?? {});
  const { expect, parts = [], each } = check;
  return [
    ...(expect === undefined ? [] : readable(expect, spot('expect'))),
    ...parts.flatMap((part, at) => readable(part.expect, spot('parts', at, 'expect'))),
    ...twiceIn(parts, spot('parts')),
    ...(each === undefined
      ? []
      : [
          ...selectable(each.of, spot('each', 'of')),
          ...selectable(each.is, spot('each', 'is')),
          ...amount(each.least, spot('each', 'least')),
        ]),
    ...figures.flatMap(([name, one]) => readable(one, spot('figures', name))),
  ];
}

/** What an experiment aims at and asks, and whether it may take so long. */
function lintExperiment(check: CheckOf<'experiment'>, spot: (...path: Step[]) => Spot): Finding[] {
  const { faults, after, blastRadius, repeat } = check;
  const findings = faults.flatMap(({ target }, at) =>
    selectable(target, spot('faults', at, 'target')),
  );
  if (after !== undefined) findings.push(...readable(after, spot('after')));
  for (const [at, { each }] of (check.commands ?? []).entries())
    if (each !== undefined) findings.push(...selectable(each, spot('commands', at, 'each')));
  if (blastRadius?.of !== undefined)
    findings.push(...selectable(blastRadius.of, spot('blastRadius', 'of')));
  const amounts = [
    [blastRadius?.machinesLost, spot('blastRadius', 'machinesLost')] as const,
    ...(['steadyState', 'abortWhen', 'during'] as const).flatMap((list) =>
      (check[list] ?? []).flatMap(({ min, max }, at) => [
        [min, spot(list, at, 'min')] as const,
        [max, spot(list, at, 'max')] as const,
      ]),
    ),
  ];
  for (const [written, at] of amounts) findings.push(...amount(written, at));
  const once = [check.warmup, check.steadyFor, check.runFor].map((text) => durationUs(text, 0));
  const days = (once.reduce((sum, us) => sum + us, 0) * (repeat?.seeds ?? 1)) / US_PER_DAY;
  if (days > EXPERIMENT_DAYS_MAX) {
    const { where, at } = spot('runFor');
    const details = { where, days: Math.ceil(days), most: EXPERIMENT_DAYS_MAX };
    findings.push(finding('experimentTooLong', details, at));
  }
  return findings;
}

/** Whom each law can be asked of; of others it would hold never, or mean nothing. */
const ASKED_OF: Readonly<Record<CheckOf<'invariant'>['rule'], string>> = {
  noSinglePointOfFailure: 'vm',
  spreadOverRacks: 'vm',
  probeCoversPool: 'balancer',
  noOvercommit: 'host',
  quorumSurvives: 'store',
  tiersApart: 'vm',
  minCut: 'service',
};

/** What a law is asked of, and whose loss it tries. */
function lintInvariant(check: CheckOf<'invariant'>, spot: (...path: Step[]) => Spot): Finding[] {
  const { rule, of, against } = check;
  return [
    ...selectable(of, spot('of')),
    ...otherThings(of, [ASKED_OF[rule]], spot('of')),
    ...(against === undefined
      ? []
      : [
          ...selectable(against, spot('against')),
          ...otherThings(against, FAULT_TARGET_KINDS, spot('against')),
        ]),
  ];
}

/** A selector of things that cannot be meant. */
function otherThings(selector: string, wanted: readonly string[], { where, at }: Spot): Finding[] {
  const parsed = parseSelector(selector);
  if (!parsed.ok || wanted.includes(parsed.value.kind)) return [];
  const details = { where, found: parsed.value.kind, wanted: wanted.join(', ') };
  return [finding('otherThings', details, at)];
}

function lintCheck(
  lab: Lab,
  given: { readonly check: Check; readonly index: number; readonly key: LabKey | undefined },
): Finding[] {
  const { check, index, key } = given;
  const where = `check ${check.id}`;
  function spot(...path: Step[]): Spot {
    return { where, at: inLab('checks', index, ...path) };
  }
  const earlier = new Set(lab.checks.slice(0, index).map(({ id }) => id));
  const findings = (check.guards ?? [])
    .filter((id) => !earlier.has(id))
    .map((id) => finding('badGuard', { where, id }, spot('guards').at));
  if (check.point !== undefined) findings.push(...selectable(check.point, spot('point')));
  if (check.kind === 'state') findings.push(...lintState(check, spot));
  if (check.kind === 'invariant') findings.push(...lintInvariant(check, spot));
  if (check.kind === 'metric' && check.value !== undefined)
    findings.push(...readable(check.value, spot('value')));
  if (check.kind === 'process') {
    findings.push(...amount(check.commandsMax, spot('commandsMax')));
    findings.push(...amount(check.commandsZero, spot('commandsZero')));
  }
  if (check.kind === 'experiment') findings.push(...lintExperiment(check, spot));
  if (check.kind === 'question' || check.kind === 'predict') {
    findings.push(...lintQuestion(lab, { check, key, spot: spot() }));
  }
  if (check.kind === 'sealed' && key !== undefined && key.sealed?.[check.id] === undefined) {
    findings.push(finding('notSealedInKey', { where }, inKey('sealed')));
  }
  return findings;
}

function lintQuestion(
  lab: Lab,
  given: {
    readonly check: Extract<Check, { kind: 'question' | 'predict' }>;
    readonly key: LabKey | undefined;
    readonly spot: Spot;
  },
): Finding[] {
  const { check, key } = given;
  const { where, at } = given.spot;
  const findings: Finding[] = [];
  const isGraded = lab.modes.graded !== undefined || lab.modes.exam !== undefined;
  if (isGraded && check.solution !== undefined) {
    findings.push(finding('openSolution', { where }, at));
  }
  const solution = key?.solutions?.[check.id] ?? check.solution;
  if (solution === undefined) {
    if (key !== undefined || !isGraded) findings.push(finding('noSolution', { where }, at));
    return findings;
  }
  if (check.kind === 'predict') {
    const about = lab.checks.find(({ id }) => id === check.before);
    if (about?.kind !== 'experiment')
      findings.push(finding('predictsNothing', { where, id: check.before }, at));
  }
  const { type } = check.answer;
  const isMeasured = 'measured' in solution;
  if (isMeasured && check.kind === 'question')
    findings.push(finding('measuredQuestion', { where }, at));
  if (isMeasured) findings.push(...readable(solution.measured, { where, at }));
  const fits =
    (('value' in solution || isMeasured) && type === 'number') ||
    ('things' in solution && type === 'point') ||
    ('options' in solution && type !== 'number' && type !== 'point');
  if (!fits) findings.push(finding('otherKindOfSolution', { where, type }, at));
  if ('options' in solution && 'options' in check.answer) {
    const { options } = check.answer;
    const stray = solution.options.filter((id) => !options.some((option) => option.id === id));
    findings.push(...stray.map((id) => finding('strayOption', { where, id }, at)));
  }
  return findings;
}

function lintKey(lab: Lab, key: LabKey): Finding[] {
  const findings: Finding[] = [];
  if (key.lab !== lab.id || key.revision !== lab.revision) {
    findings.push(finding('otherKey', { lab: key.lab, revision: key.revision }, inKey('lab')));
  }
  if (key.references.length === 0) findings.push(finding('noReference', {}, inKey('references')));
  const where = 'the key';
  const solutions = Object.keys(key.solutions ?? {});
  const sealed = Object.keys(key.sealed ?? {});
  findings.push(...unknown(lab, { ids: solutions, where, at: inKey('solutions') }));
  findings.push(...unknown(lab, { ids: sealed, where, at: inKey('sealed') }));
  for (const [index, { name, fails }] of key.nearMisses.entries()) {
    const at = inKey('nearMisses', index, 'fails');
    findings.push(...unknown(lab, { ids: fails, where: `the near miss ${name}`, at }));
  }
  return findings;
}

function readable(expression: string, { where, at }: Spot): Finding[] {
  const parsed = parseExpression(expression);
  if (parsed.ok) return [];
  return [finding('unreadableExpression', { where, why: parsed.error.message }, at)];
}

function selectable(selector: string, { where, at }: Spot): Finding[] {
  const parsed = parseSelector(selector);
  if (parsed.ok) return [];
  return [finding('unreadableSelector', { where, why: parsed.error.message }, at)];
}
