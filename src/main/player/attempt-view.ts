/**
 * An attempt as a screen sees it: texts with the learner's figures in them, and of the checks as
 * much as the mode shows. It decides nothing; what a mode keeps back never leaves this file.
 */
import type { LabEvent } from '../../shared/lab/attempt-schema.ts';
import type { Check } from '../../shared/lab/check-schema.ts';
import { fillTexts, type Figures } from '../../shared/lab/fill-text.ts';
import type { Lab } from '../../shared/lab/lab-schema.ts';
import type { LabText } from '../../shared/lab/lab-words.ts';
import type { AttemptView, CheckView, QuestionView, TaskView } from '../../shared/lab/lab-view.ts';
import type { CheckOutcome } from '../lab/check-outcome.ts';
import { answersOf } from '../lab/answers.ts';
import type { BenchMark, BenchOutcome } from './check-bench.ts';
import type { LabAttempt } from './lab-attempt.ts';

/** Who tries out a lab of their own. */
export const AUTHOR = 'author';

/** What a copy shows, and of which document it is one. */
export type CopyView = NonNullable<AttemptView['copy']>;

/** Checks that a learner answers. */
export type AskingCheck = Extract<Check, { kind: 'question' | 'predict' | 'manual' }>;

/** Whether a learner answers it: a check marked by hand may be about the room alone. */
export function isAsking(check: Check): check is AskingCheck {
  if (check.kind === 'manual') return check.question !== undefined;
  return check.kind === 'question' || check.kind === 'predict';
}

type Task = Lab['tasks'][number];

interface Ground {
  readonly attempt: LabAttempt;
  /** Undefined where the mode shows nothing of them, or nothing was looked at yet. */
  readonly mark: BenchMark | undefined;
  readonly shows: 'off' | 'done' | 'full';
  readonly figures: Figures;
  readonly answers: ReturnType<typeof answersOf>;
}

/** The whole view. O(tasks and checks). */
export function viewOf(attempt: LabAttempt, copy?: CopyView): AttemptView {
  const { lab, rules, lastLook } = attempt;
  const { begun, values, hasSolution } = attempt.parts;
  const ground = groundOf(attempt);
  const { endsMs, finishedMs } = attempt;
  const isDone = finishedMs !== undefined;
  const score = scoreOf(ground);
  return {
    lab: lab.id,
    revision: lab.revision,
    title: lab.title,
    objectives: lab.objectives.map(({ text }) => text),
    mode: begun.mode,
    learner: begun.learner.name ?? begun.learner.id,
    feedback: rules.feedback,
    hints: rules.hints,
    rewind: rules.rewind,
    begunMs: begun.wallMs,
    ...(endsMs === undefined ? {} : { endsMs }),
    ...(finishedMs === undefined ? {} : { finishedMs }),
    ...(begun.mode === 'practice' ? {} : { anchor: attempt.anchor.code }),
    tasks: tasksOf(ground),
    messages: messagesOf(ground),
    ...goodNewsOf(ground),
    ...(score === undefined ? {} : { score }),
    marked: lastLook?.isHandedIn === true,
    ...problemOf(attempt),
    ...(isDone && lab.debrief !== undefined ? { debrief: fillTexts(lab.debrief, values) } : {}),
    solution: hasSolution && begun.mode === 'practice',
    locks: isDone ? [] : (lab.start.locks ?? []).map(({ commands, why }) => ({ commands, why })),
    checking: attempt.isChecking,
    ...(begun.learner.id === AUTHOR ? { tryOut: lab.id } : {}),
    ...(copy === undefined ? {} : { copy }),
  };
}

function problemOf({ problem }: LabAttempt): Pick<AttemptView, 'markProblem'> {
  return problem === undefined
    ? {}
    : { markProblem: { code: problem.code, message: problem.message } };
}

function groundOf(attempt: LabAttempt): Ground {
  const { lab, rules, lastLook, events } = attempt;
  const { begun, values } = attempt.parts;
  const { mode } = begun;
  const mark = rules.feedback === 'off' ? undefined : lastLook?.mark;
  const figures: Record<string, string | number | boolean> = { ...values };
  for (const { id, outcome } of mark?.checks ?? []) {
    for (const [name, value] of Object.entries(outcome.evidence)) figures[`${id}.${name}`] = value;
  }
  const answers = answersOf(lab, { mode, events });
  return { attempt, mark, shows: rules.feedback, figures, answers };
}

function scoreOf({ attempt, mark, shows }: Ground): AttemptView['score'] {
  const { lab, lastLook } = attempt;
  if (mark === undefined) return undefined;
  if (shows !== 'full' && lastLook?.isHandedIn !== true) return undefined;
  const byId = new Map(mark.checks.map((one) => [one.id, one]));
  function isOwn(check: Check): boolean {
    const state = byId.get(check.id)?.outcome.state;
    return state !== 'byHand' && state !== 'sealed';
  }
  const own = lab.checks.filter(isOwn);
  return {
    score: mark.score,
    passed: mark.passed,
    pass: lab.scoring.pass,
    points: own.reduce((sum, { id }) => sum + (byId.get(id)?.points ?? 0), 0),
    pointsMax: own.reduce((sum, { points }) => sum + points, 0),
    pointsByHand: lab.checks.reduce((sum, one) => sum + (isOwn(one) ? 0 : one.points), 0),
    hints: mark.hints,
    hintCost: mark.hintCost,
  };
}

function tasksOf(ground: Ground): TaskView[] {
  const { lab } = ground.attempt;
  const done = new Set(lab.tasks.filter((task) => isDone(ground, task)).map(({ id }) => id));
  return lab.tasks.map((task): TaskView => {
    const waits = (task.requires ?? []).some((id) => !done.has(id)) && ground.mark !== undefined;
    return {
      id: task.id,
      title: fillTexts(task.title, ground.figures),
      page: pageOf(ground, task),
      state: done.has(task.id) ? 'done' : waits ? 'waiting' : 'open',
      requires: [...(task.requires ?? [])],
      hints: hintsOf(ground, task),
      checks: task.checks.flatMap((id) => {
        const check = lab.checks.find((one) => one.id === id);
        return check === undefined ? [] : [checkOf(ground, check)];
      }),
    };
  });
}

/** All that a machine can see of it is passed. */
function isDone({ mark }: Ground, task: Task): boolean {
  if (mark === undefined) return false;
  const states = task.checks.map((id) => mark.checks.find((one) => one.id === id)?.outcome.state);
  const own = states.filter((state) => state !== 'byHand' && state !== 'sealed');
  return own.length > 0 && own.every((state) => state === 'passed');
}

function pageOf({ attempt, figures }: Ground, task: Task): LabText {
  const { pages } = attempt.parts.loaded;
  const { locales } = attempt.lab;
  function inLocale(locale: string): string {
    return pages.get(task.page.replaceAll('{locale}', locale)) ?? '';
  }
  const english = inLocale('en');
  const portuguese = locales.includes('pt-BR') ? inLocale('pt-BR') : '';
  const text = { en: english === '' ? task.title.en : english };
  return fillTexts(portuguese === '' ? text : { ...text, 'pt-BR': portuguese }, figures);
}

function hintsOf({ attempt, mark, figures }: Ground, task: Task): TaskView['hints'] {
  if (!attempt.rules.hints) return [];
  const isFree = attempt.parts.begun.mode === 'practice';
  const taken = new Set(
    attempt.events.flatMap((event) =>
      event.kind === 'hint' && event.task === task.id ? [event.level] : [],
    ),
  );
  const next = (task.hints ?? []).find(({ level }) => !taken.has(level));
  return (task.hints ?? []).map((hint) => {
    const { level, cost, text, point } = hint;
    const isTaken = taken.has(level);
    return {
      level,
      cost: isFree ? 0 : cost,
      ...(hint === next && attempt.offers(task.id, hint) ? { offered: true as const } : {}),
      ...(isTaken ? { text: fillTexts(text, figures) } : {}),
      point: isTaken ? thingsOf(mark, point) : [],
    };
  });
}

function thingsOf(mark: BenchMark | undefined, selector: string | undefined): string[] {
  return selector === undefined ? [] : [...(mark?.things[selector] ?? [])];
}

function messagesOf({ attempt, mark, shows, figures }: Ground): AttemptView['messages'] {
  const isShown = shows === 'full' || attempt.lastLook?.isHandedIn === true;
  if (mark === undefined || !isShown) return [];
  return mark.feedback.flatMap((id) => {
    const rule = attempt.lab.feedback?.find((one) => one.id === id);
    if (rule === undefined) return [];
    const objective = attempt.lab.objectives.find((one) => one.id === rule.objective);
    return [
      {
        id,
        tone: rule.tone,
        say: fillTexts(rule.say, figures),
        point: thingsOf(mark, rule.point),
        ...(objective === undefined ? {} : { objective: objective.text }),
      },
    ];
  });
}

/** The passed check that weighs most, where no message is good news already. */
function goodNewsOf(ground: Ground): Pick<AttemptView, 'alreadyGood'> {
  const { attempt, mark, figures } = ground;
  const messages = messagesOf(ground);
  if (mark === undefined || messages.length === 0) return {};
  if (messages.some(({ tone }) => tone === 'praise')) return {};
  const passed = new Set(
    mark.checks.flatMap(({ id, outcome }) => (outcome.state === 'passed' ? [id] : [])),
  );
  const [best] = attempt.lab.checks
    .filter(({ id }) => passed.has(id))
    .toSorted((a, b) => b.points - a.points);
  return best === undefined ? {} : { alreadyGood: fillTexts(best.text, figures) };
}

function checkOf(ground: Ground, check: Check): CheckView {
  const { attempt, mark, shows, figures } = ground;
  const found = mark?.checks.find(({ id }) => id === check.id);
  const isFull = shows === 'full' || (shows === 'done' && attempt.lastLook?.isHandedIn === true);
  const waitsFor = attempt.isExperiment(check.id) ? attempt.predictionBefore(check.id) : undefined;
  const question = questionOf(ground, check);
  return {
    id: check.id,
    kind: check.kind,
    points: check.points,
    text: fillTexts(check.text, figures),
    state: stateOf(ground, { check, found }),
    share: isFull ? (found?.outcome.share ?? 0) : 0,
    ...(isFull ? whyOf(check, { found, figures }) : {}),
    figures: isFull ? { ...found?.outcome.evidence } : {},
    cases: isFull && found !== undefined ? casesOf(found.outcome) : [],
    items: isFull && found !== undefined ? itemsOf(found.outcome, figures) : [],
    point: thingsOf(mark, check.point),
    ...(question === undefined ? {} : { question }),
    ...(waitsFor === undefined || attempt.isFinished ? {} : { waitsFor }),
    trying: attempt.trying === check.id,
  };
}

function stateOf(
  { attempt, mark }: Ground,
  given: { readonly check: Check; readonly found: BenchOutcome | undefined },
): CheckView['state'] {
  const { check, found } = given;
  if (mark === undefined || found === undefined) {
    return attempt.rules.feedback === 'off' ? 'hidden' : 'untried';
  }
  const { outcome } = found;
  const isWaiting = outcome.state === 'notYet' && outcome.problem === undefined;
  if (isWaiting || (attempt.isExperiment(check.id) && !attempt.hasTried(check.id))) {
    return outcome.problem === undefined ? 'untried' : 'notYet';
  }
  return outcome.state;
}

function whyOf(
  check: Check,
  given: { readonly found: BenchOutcome | undefined; readonly figures: Figures },
): Pick<CheckView, 'said' | 'problem'> {
  const { found, figures } = given;
  if (found === undefined) return {};
  const { state, evidence, problem } = found.outcome;
  if (problem !== undefined) {
    const { code, message } = problem;
    return { problem: { code, message, details: { ...evidence } } };
  }
  if (state !== 'failed' && state !== 'partial') return {};
  return { said: fillTexts(check.failure, { ...figures, ...evidence }) };
}

/** Cases by the name of what was cut, lost ones first. */
function casesOf({ cases = [] }: CheckOutcome): CheckView['cases'] {
  return cases.map(({ causes, served: _, ...one }) => {
    return { ...one, cause: causes[0]?.cause ?? '' };
  });
}

/** What it is made of, with the learner's figures in the words of a lab. */
function itemsOf({ items = [], evidence }: CheckOutcome, figures: Figures): CheckView['items'] {
  return items.map(({ text, ...one }) => {
    const filled = text === undefined ? undefined : fillTexts(text, { ...figures, ...evidence });
    return filled === undefined ? one : { ...one, text: filled };
  });
}

function questionOf(ground: Ground, check: Check): QuestionView | undefined {
  if (!isAsking(check)) return undefined;
  const { attempt, mark, figures, answers } = ground;
  if (check.kind === 'manual') return inWords(ground, check);
  const { answer: form } = check;
  const answer = answers.get(check.id) ?? lastAnswer(attempt.events, check.id);
  const closed = closedOf(attempt, check);
  return {
    text: fillTexts(check.question, figures),
    type: form.type,
    ...(form.type === 'number' && form.unit !== undefined ? { unit: form.unit } : {}),
    options:
      'options' in form
        ? form.options.map(({ id, text }) => ({ id, text: fillTexts(text, figures) }))
        : [],
    among: form.type === 'point' ? thingsOf(mark, form.among) : [],
    ...(answer === undefined ? {} : { answer }),
    ...(closed === undefined ? {} : { closed }),
  };
}

/** A question that is answered in words. */
function inWords(
  { attempt, figures, answers }: Ground,
  check: Extract<Check, { kind: 'manual' }>,
): QuestionView {
  const answer = answers.get(check.id);
  const closed = closedOf(attempt, check);
  return {
    text: fillTexts(check.question ?? check.text, figures),
    type: 'words',
    options: [],
    among: [],
    ...(answer === undefined ? {} : { answer }),
    ...(closed === undefined ? {} : { closed }),
  };
}

function lastAnswer(
  events: readonly LabEvent[],
  check: string,
): QuestionView['answer'] | undefined {
  const last = events.findLast((event) => event.kind === 'answer' && event.check === check);
  return last?.kind === 'answer' ? last.value : undefined;
}

/** Why a question takes no answer any more; undefined while it does. */
export function closedOf(attempt: LabAttempt, check: AskingCheck): QuestionView['closed'] {
  if (attempt.isFinished) return 'finished';
  if (check.kind === 'manual') return undefined;
  if (check.kind === 'predict' && attempt.isTriedInLog(check.before)) return 'tried';
  const isAnswered = attempt.events.some(
    (event) => event.kind === 'answer' && event.check === check.id,
  );
  return isAnswered && attempt.parts.begun.mode !== 'practice' ? 'answered' : undefined;
}
