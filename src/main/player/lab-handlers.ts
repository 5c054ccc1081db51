/**
 * The labs' part of the contract, answered; and what a lab adds to the answers of others: commands
 * it locks are refused, and whatever document is opened is looked at for an attempt. How an
 * attempt goes is not decided here but by the player and the attempt, which each call is handed
 * to.
 */
import type { Contract } from '../../shared/contract/contract.ts';
import type { Handlers } from '../../shared/contract/define.ts';
import { createCancelSource } from '../../shared/contract/cancellation.ts';
import { err, mapResult, ok, type Result } from '../../shared/kernel/result.ts';
import type { AnswerValue } from '../../shared/lab/attempt-schema.ts';
import { closedOf, isAsking, type AskingCheck } from './attempt-view.ts';
import type { LabAttempt } from './lab-attempt.ts';
import type { LabPlayer } from './lab-player.ts';
import { badAnswer, closed, notAllowed, timeUp } from './player-refusals.ts';

type LabCall = Extract<keyof Handlers<Contract>, `labs.${string}`>;
/** Everything but the labs. */
export type PlainHandlers = Omit<Handlers<Contract>, LabCall | `author.${string}`>;

const NOTHING: Record<string, never> = {};

/** Handlers of the labs of a session. */
export function labHandlers(player: LabPlayer): Pick<Handlers<Contract>, LabCall> {
  async function act(
    work: (attempt: LabAttempt) => Promise<Result<unknown>> | Result<unknown>,
  ): Promise<Result<Record<string, never>>> {
    const attempt = player.current;
    if (!attempt.ok) return attempt;
    return mapResult(await work(attempt.value), () => NOTHING);
  }
  return {
    'labs.list': () => player.list(),
    'labs.import': ({ base64 }) => player.receive(Buffer.from(base64, 'base64')),
    'labs.remove': async ({ lab }) => mapResult(await player.discard(lab), () => NOTHING),
    'labs.begin': async (request) => opened(await player.begin(request)),
    'labs.answer': ({ check, value }) => act((attempt) => answer(attempt, { check, value })),
    'labs.hint': ({ task }) => act((attempt) => takeHint(attempt, task)),
    'labs.check': (request) => act((attempt) => attempt.checkNow(request)),
    'labs.stopCheck': () => act((attempt) => attempt.stopCheck()),
    'labs.reset': () => act(reset),
    'labs.finish': () => act((attempt) => attempt.finish()),
    'labs.attempt': () => mapResult(player.current, fileOf),
    'labs.show': async (request) =>
      opened(
        request.what === 'solution'
          ? await player.showSolution()
          : await player.showCase({ check: request.check, name: request.case }),
      ),
    'labs.back': async () => opened(await player.back()),
    'labs.view': (_params, sink) => ok(player.view(sink)),
  };
}

/** The other handlers, as they are while a lab may be open. */
export function withLabs(plain: PlainHandlers, player: LabPlayer): PlainHandlers {
  /** Looks at what is open after an act that may have opened something. */
  async function met<T>(answered: Promise<Result<T>> | Result<T>): Promise<Result<T>> {
    const answer = await answered;
    if (answer.ok) await player.meet();
    return answer;
  }
  function timely<T>(go: () => T): T | Result<never> {
    const refusal = player.refusalOfRewind;
    return refusal === undefined ? go() : err(refusal);
  }
  return {
    ...plain,
    'documents.create': (input, context) => met(plain['documents.create'](input, context)),
    'documents.open': (input, context) => met(plain['documents.open'](input, context)),
    'documents.import': (input, context) => met(plain['documents.import'](input, context)),
    'documents.saveAs': (input, context) => met(plain['documents.saveAs'](input, context)),
    'documents.close': (input, context) => {
      player.close();
      return plain['documents.close'](input, context);
    },
    'workspace.execute': (input, context) => {
      const refusal = player.refusalOf(input.command);
      return refusal === undefined ? plain['workspace.execute'](input, context) : err(refusal);
    },
    'workspace.check': (input, context) => {
      const refusal = player.refusalOf(input.command);
      return refusal === undefined ? plain['workspace.check'](input, context) : err(refusal);
    },
    'workspace.rewind': (input, context) => timely(() => plain['workspace.rewind'](input, context)),
    'workspace.rewindBefore': (input, context) =>
      timely(() => plain['workspace.rewindBefore'](input, context)),
    'workspace.switchBranch': (input, context) =>
      timely(() => plain['workspace.switchBranch'](input, context)),
  };
}

function opened(answer: Result<{ readonly name: string; readonly title: string }>): Result<{
  name: string;
  title: string;
}> {
  return mapResult(answer, ({ name, title }) => ({ name, title }));
}

function answer(
  attempt: LabAttempt,
  given: { readonly check: string; readonly value: AnswerValue },
): Promise<Result<undefined>> {
  const { check: id, value } = given;
  const check = attempt.lab.checks.find((one) => one.id === id);
  if (check === undefined || !isAsking(check)) return refuse(badAnswer(id));
  const shut = closedOf(attempt, check);
  if (shut !== undefined) return refuse(closed(shut));
  if (!fits(check, value)) return refuse(badAnswer(id));
  return attempt.note({ kind: 'answer', check: id, value });
}

/** Whether an answer has the form its question asks for. */
function fits(check: AskingCheck, value: AnswerValue): boolean {
  if (check.kind === 'manual') return typeof value === 'string' && value.trim() !== '';
  const { answer: form } = check;
  if (form.type === 'number') return typeof value === 'number' && Number.isFinite(value);
  if (form.type === 'point') return Array.isArray(value);
  const known = new Set(form.options.map(({ id }) => id));
  if (form.type === 'choice') return typeof value === 'string' && known.has(value);
  return Array.isArray(value) && value.every((id) => known.has(id));
}

function takeHint(attempt: LabAttempt, taskId: string): Promise<Result<undefined>> {
  if (!attempt.rules.hints) return refuse(notAllowed('hints'));
  const task = attempt.lab.tasks.find(({ id }) => id === taskId);
  const next = (task?.hints ?? []).find(
    ({ level }) =>
      !attempt.events.some(
        (event) => event.kind === 'hint' && event.task === taskId && event.level === level,
      ),
  );
  if (next === undefined) return refuse(closed('hints'));
  return attempt.note({ kind: 'hint', task: taskId, level: next.level });
}

/** Back to the start on a branch of its own: what was tried stays in the history. */
async function reset(attempt: LabAttempt): Promise<Result<unknown>> {
  if (attempt.isTimeUp) return err(timeUp());
  const refusal = attempt.refusalOfRewind;
  if (refusal !== undefined) return err(refusal);
  const { workspace } = attempt.parts.opened;
  const back = await workspace.rewind(0, createCancelSource().signal);
  if (!back.ok) return back;
  return workspace.fork(`${workspace.view().branches.length + 1}`);
}

function fileOf(attempt: LabAttempt): { fileName: string; text: string } {
  const file = attempt.toFile();
  const who = file.learner.id.replaceAll(/[^A-Za-z0-9_-]+/g, '-').slice(0, 60);
  return {
    fileName: `${file.lab.id}.${who}.attempt.json`,
    text: `${JSON.stringify(file, undefined, 1)}\n`,
  };
}

function refuse(error: ReturnType<typeof badAnswer>): Promise<Result<undefined>> {
  return Promise.resolve(err(error));
}
