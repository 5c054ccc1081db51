/**
 * `racklab scenario diff A B`: what differs between two scenarios, thing by thing. Either
 * may be a file or a document. A difference is a result: only `--check` makes it a failure.
 */
import {
  diffScenarios,
  printChange,
  type ScenarioChange,
} from '../../shared/document/diff-scenarios.ts';
import { EXIT, type CliEnvironment, type ExitCode } from './cli-environment.ts';
import type { CliCommand, GivenOptions } from './command-options.ts';
import { printError } from './error-text.ts';
import { loadScenarioInput } from './scenario-input.ts';

export const scenarioDiffCommand: CliCommand = {
  spec: {
    name: 'scenario diff',
    summary: 'Tells what differs between two scenarios, thing by thing.',
    operands: ['A', 'B'],
    options: {
      json: { help: 'Prints one JSON object.' },
      check: { help: 'Ends with 1 when they differ.' },
    },
    notes: ['Entries are matched by name: their order and the form of the file do not matter.'],
  },
  run,
};

async function run(given: GivenOptions, environment: CliEnvironment): Promise<ExitCode> {
  const [first = '', second = ''] = given.operands;
  const from = await loadScenarioInput(environment, first);
  if (!from.ok) {
    printError(environment, from.error, first);
    return EXIT.badInput;
  }
  const to = await loadScenarioInput(environment, second);
  if (!to.ok) {
    printError(environment, to.error, second);
    return EXIT.badInput;
  }
  const changes = diffScenarios(from.value.read.scenario, to.value.read.scenario);
  environment.write(given.has('json') ? jsonOf(changes) : textOf(changes));
  return given.has('check') && changes.length > 0 ? EXIT.failed : EXIT.done;
}

function jsonOf(changes: readonly ScenarioChange[]): string {
  return `${JSON.stringify({ same: changes.length === 0, changes }, undefined, 2)}\n`;
}

function textOf(changes: readonly ScenarioChange[]): string {
  if (changes.length === 0) return 'no difference\n';
  return changes.map((change) => `${printChange(change)}\n`).join('');
}
