/**
 * `racklab replay DOC`: runs a document again from its start, every decision at its place, and
 * prints what came of it. The hash is the document's own when nothing has changed since.
 */
import { ok, type Result } from '../../shared/kernel/result.ts';
import { parseDuration } from '../../shared/kernel/time.ts';
import { replayDocument } from '../workspace/replay-document.ts';
import { refusedActionsOf } from '../workspace/scenario-run.ts';
import { openStoredDocument } from '../workspace/stored-document.ts';
import { EXIT, type CliEnvironment, type ExitCode } from './cli-environment.ts';
import type { CliCommand, GivenOptions } from './command-options.ts';
import { refuseDocument } from './document-refusal.ts';
import { printError } from './error-text.ts';
import { runObject, runText } from './run-report.ts';

export const replayCommand: CliCommand = {
  spec: {
    name: 'replay',
    summary: 'Runs a document again from its start to where it stands, and prints what came of it.',
    operands: ['DOC'],
    options: {
      at: { value: 'TIME', help: 'To this moment instead, such as 1h30m.' },
      json: { help: 'Prints one JSON object.' },
    },
  },
  run,
};

async function run(given: GivenOptions, environment: CliEnvironment): Promise<ExitCode> {
  const at = readMoment(given);
  if (!at.ok) {
    printError(environment, at.error);
    return EXIT.badInput;
  }
  const document = await openStoredDocument(given.operands[0] ?? '');
  if (!document.ok) return refuseDocument(environment, document.error);
  const replayed = await replayDocument(document.value, {
    resourcesDir: environment.paths.resourcesFolder,
    ...(at.value === undefined ? {} : { toUs: at.value }),
  });
  if (!replayed.ok) return refuseDocument(environment, replayed.error);
  const { engine, scenario } = replayed.value;
  const outcome = {
    summary: engine.summary(),
    expectations: [],
    refusedActions: refusedActionsOf(engine),
    costs: engine.costs(),
    incidents: engine.measures().incidents,
  };
  if (given.has('json')) {
    const object = runObject(outcome, environment.figures());
    environment.write(`${JSON.stringify(object, undefined, 2)}\n`);
  } else environment.write(runText(outcome, scenario.title));
  return EXIT.done;
}

/** The moment of `--at`, if one was given. Refuses with duration.invalid. */
export function readMoment(given: GivenOptions): Result<number | undefined> {
  const text = given.text('at');
  return text === undefined ? ok(undefined) : parseDuration(text);
}
