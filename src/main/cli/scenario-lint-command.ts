/**
 * `racklab scenario lint FILE`: everything that can be known about a scenario without running it,
 * up to building its start state in the real engine. One line for each problem.
 */
import type { AppError } from '../../shared/kernel/result.ts';
import { startEngine } from '../workspace/start-engine.ts';
import { EXIT, type CliEnvironment, type ExitCode } from './cli-environment.ts';
import type { CliCommand, GivenOptions } from './command-options.ts';
import { printError } from './error-text.ts';
import { loadScenarioInput, SET_OPTION } from './scenario-input.ts';

export const scenarioLintCommand: CliCommand = {
  spec: {
    name: 'scenario lint',
    summary:
      'Checks a scenario file whole: text, fields, references, and that the room can be built.',
    operands: ['FILE'],
    options: { set: SET_OPTION, json: { help: 'Prints one JSON object.' } },
  },
  run,
};

async function run(given: GivenOptions, environment: CliEnvironment): Promise<ExitCode> {
  const file = given.operands[0] ?? '';
  const input = await loadScenarioInput(environment, file, given.texts('set'));
  const built = input.ok
    ? startEngine({ ...input.value.read, catalogue: input.value.catalogue })
    : input;
  if (!built.ok) {
    if (given.has('json')) environment.write(`${JSON.stringify(problemsOf(built.error))}\n`);
    else printError(environment, built.error, file);
    return EXIT.badInput;
  }
  if (!input.ok) return EXIT.badInput;
  const { scenario, expanded, fileVersion } = input.value.read;
  const facts = {
    formatVersion: fileVersion,
    things: expanded.setupCommands.length,
    actions: expanded.actions.length,
    expectations: scenario.expect?.length ?? 0,
  };
  if (given.has('json')) environment.write(`${JSON.stringify({ ok: true, ...facts })}\n`);
  else {
    environment.write(
      `${file}: no problems; ${facts.things} things, ${facts.actions} timed actions, ` +
        `${facts.expectations} expectations\n`,
    );
  }
  return EXIT.done;
}

/** The problems as an object for programs; a file that was read is the only source of many. */
function problemsOf(error: AppError): Record<string, unknown> {
  const { problems, path, line, column } = error.details ?? {};
  return {
    ok: false,
    code: error.code,
    message: error.message,
    hint: error.hint,
    path,
    line,
    column,
    problems: problems ?? [error.message],
  };
}
