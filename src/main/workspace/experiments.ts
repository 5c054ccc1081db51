/**
 * Acts on the experiments of an open document: writing one down, taking it out, trying it. A
 * prediction is on the disk before anything is tried, so nobody can know better afterwards; the
 * trial runs on a copy, in pieces, and the lab itself goes on meanwhile.
 */
import type { CancelSignal } from '../../shared/contract/cancellation.ts';
import { problemsOf } from '../../shared/document/experiment-checks.ts';
import { printIssue } from '../../shared/document/scenario-issue.ts';
import { bareName } from '../../shared/kernel/ids.ts';
import { err, ok, type AppError, type Result } from '../../shared/kernel/result.ts';
import {
  EXPERIMENTS_MAX,
  type Experiment,
  type ExperimentFinding,
  type ExperimentNote,
  type ExperimentRun,
  type ExperimentsView,
  type Prediction,
  type TrialAsked,
} from '../../shared/views/experiment-view.ts';
import type { AimedFault } from '../../shared/views/workspace-view.ts';
import { compareWith } from '../experiment/findings.ts';
import { kindsOf, tryOnCopy } from '../experiment/try-experiment.ts';
import { openLabCopy } from '../sweep/lab-copy.ts';
import type { DocumentWorkspace } from './document-workspace.ts';
import { noteOf } from './experiment-book.ts';
import { inPieces } from './in-pieces.ts';
import { labStartOf } from './start-engine.ts';

/**
 * Writes an experiment down. Refuses with `experiment.invalid`, `experiment.nameTaken`,
 * `experiment.tooMany`, `service.notFound` and as the journal does.
 */
export async function defineExperiment(
  opened: DocumentWorkspace,
  asked: { readonly experiment: Experiment; readonly replace: boolean },
): Promise<Result<ExperimentsView>> {
  const { experiment, replace } = asked;
  const { experiments: book } = opened;
  const [problem] = problemsOf(experiment);
  if (problem !== undefined) return err(invalid(printIssue(problem), problem.hint));
  const isKnown = book.find(experiment.name) !== undefined;
  if (isKnown && !replace) return err(nameTaken(experiment.name));
  if (!isKnown && book.experiments.length >= EXPERIMENTS_MAX) return err(tooMany());
  const { steadyState, during, abortWhen = [] } = experiment;
  const named = [...steadyState, ...during, ...abortWhen].flatMap(({ service }) => service ?? []);
  const found = await findServices(opened, named);
  return found.ok ? writeDown(opened, { defined: experiment }) : found;
}

/** Takes an experiment out; its runs stay. Refuses with `experiment.notFound`. */
export async function removeExperiment(
  opened: DocumentWorkspace,
  name: string,
): Promise<Result<ExperimentsView>> {
  if (opened.experiments.find(name) === undefined) return err(notFound(opened, name));
  return writeDown(opened, { removed: name });
}

/**
 * Tries an experiment or an aimed fault on a copy of this moment and keeps what came of it. Refuses
 * with `experiment.notFound`, `service.notFound`, `workspace.cancelled`, as the experiment does
 * (nothing is meant, no such fault) and as the journal does.
 */
export function tryExperiment(
  opened: DocumentWorkspace,
  asked: TrialAsked & { readonly signal: CancelSignal },
): Promise<Result<ExperimentRun>> {
  return opened.experiments.turns.run(async () => {
    const { experiments: book } = opened;
    const { of, prediction, signal } = asked;
    const kept = 'experiment' in of ? book.find(of.experiment) : undefined;
    const what = 'aim' in of ? of : kept?.experiment;
    if (what === undefined) return err(notFound(opened, 'experiment' in of ? of.experiment : ''));
    const noted = await notePrediction(opened, { of, prediction });
    if (!noted.ok) return noted;
    const moment = await opened.workspace.askCore(({ parts }) => {
      const { nowUs: atUs, eventCount } = parts.engine;
      const { branch, applied } = parts.history.head;
      return ok({
        place: { atUs, branch, applied, eventCount },
        snapshot: parts.engine.snapshot(),
      });
    });
    if (!moment.ok) return moment;
    const { place, snapshot } = moment.value;
    const seed = asked.seed ?? opened.scenario.seed;
    const finding = await tryInPieces(opened, { what, snapshot, seed, signal });
    if (!finding.ok) return finding;
    const comparison =
      prediction === undefined ? undefined : compareWith(prediction, finding.value);
    const ran: ExperimentRun = {
      number: book.nextRun,
      of,
      kinds: kindsOf(what),
      ...(kept === undefined ? {} : { edition: kept.edition }),
      ...place,
      seed,
      ...(prediction === undefined ? {} : { prediction }),
      ...(comparison === undefined ? {} : { comparison }),
      ...finding.value,
    };
    const written = await writeDown(opened, { ran });
    return written.ok ? ok(ran) : written;
  });
}

async function notePrediction(
  opened: DocumentWorkspace,
  given: Pick<TrialAsked, 'of'> & { readonly prediction: Prediction | undefined },
): Promise<Result<unknown>> {
  const { of, prediction } = given;
  if (prediction === undefined) return ok(undefined);
  const found = await findServices(opened, prediction.refused ?? []);
  return found.ok ? writeDown(opened, { predicted: { of, prediction } }) : found;
}

function tryInPieces(
  opened: DocumentWorkspace,
  given: {
    readonly what: Experiment | { readonly aim: AimedFault };
    readonly snapshot: Uint8Array;
    readonly seed: number;
    readonly signal: CancelSignal;
  },
): Promise<Result<ExperimentFinding>> {
  const { what, snapshot, seed, signal } = given;
  const engine = openLabCopy({ start: labStartOf(opened), snapshot });
  return inPieces(tryOnCopy(what, { engine, seed }), { signal, cancelled: CANCELLED });
}

/** Makes a note durable and then part of the book. */
async function writeDown(
  { workspace, experiments: book }: DocumentWorkspace,
  note: ExperimentNote,
): Promise<Result<ExperimentsView>> {
  const written = await workspace.note(noteOf(note));
  if (!written.ok) return written;
  book.take(note);
  return ok(book.view());
}

/** Refuses with `service.notFound` unless all of these are services of the room. */
function findServices(
  { workspace }: DocumentWorkspace,
  names: readonly string[],
): Promise<Result<unknown>> {
  return workspace.ask((engine) => {
    const known = new Set(engine.rows(['service']).map(({ name }) => name));
    const missing = names.find((name) => !known.has(bareName(name)));
    return missing === undefined ? ok(undefined) : err(noService(missing));
  });
}

function noService(service: string): AppError {
  return {
    code: 'service.notFound',
    message: `There is no service ${service} in the room.`,
    hint: 'Choose one of the services there are, or none to mean all of them.',
    details: { service },
  };
}

function notFound({ experiments: book }: DocumentWorkspace, name: string): AppError {
  const names = book.experiments.map((one) => one.name).join(', ');
  return {
    code: 'experiment.notFound',
    message: `There is no experiment "${name}"${names === '' ? '' : `; there are: ${names}`}.`,
    hint: 'Choose one of those there are, or write one.',
    details: { name, names },
  };
}

function nameTaken(name: string): AppError {
  return {
    code: 'experiment.nameTaken',
    message: `There is an experiment "${name}" already.`,
    hint: 'Give this one another name, or change the one there is.',
    details: { name },
  };
}

function tooMany(): AppError {
  return {
    code: 'experiment.tooMany',
    message: `The document has ${EXPERIMENTS_MAX} experiments, the most there can be.`,
    hint: 'Remove one that is not needed any more; its runs stay.',
    details: { max: EXPERIMENTS_MAX },
  };
}

function invalid(reason: string, hint: string): AppError {
  return {
    code: 'experiment.invalid',
    message: `The experiment cannot be tried: ${reason}.`,
    hint,
    details: { reason },
  };
}

const CANCELLED: AppError = {
  code: 'workspace.cancelled',
  message: 'The experiment was given up on the way; nothing of it was kept.',
  hint: 'Ask again.',
};
