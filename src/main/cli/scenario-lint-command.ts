/**
 * `racklab scenario lint FILE`: everything that can be known about a scenario without running it,
 * up to building its start state in the real engine. One line for each problem. What is accepted
 * and odd is a warning on standard error and changes no exit code.
 */
import type { AppError } from '../../shared/kernel/result.ts';
import { scenarioWarnings } from '../workspace/scenario-warnings.ts';
import { EXIT, type CliEnvironment, type ExitCode } from './cli-environment.ts';
import type { CliCommand, GivenOptions } from './command-options.ts';
import { printError, printWarning } from './error-text.ts';
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
    ? scenarioWarnings({ ...input.value.read, catalogue: input.value.catalogue })
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
  const warnings = built.value;
  if (given.has('json')) environment.write(`${JSON.stringify({ ok: true, ...facts, warnings })}\n`);
  else {
    for (const warning of warnings) printWarning(environment, warning, file);
    environment.write(
      `${file}: no problems; ${facts.things} things, ${facts.actions} timed actions, ` +
        `${facts.expectations} expectations${warningCount(warnings.length)}\n`,
    );
  }
  return EXIT.done;
}

function warningCount(warnings: number): string {
  if (warnings === 0) return '';
  return warnings === 1 ? ', 1 warning' : `, ${warnings} warnings`;
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
