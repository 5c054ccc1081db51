/**
 * `racklab lab explain LAB ATTEMPT`: marks one attempt and tells for each check what was measured.
 * The words are for the trainer; a learner reads the page that grading writes.
 */
import { markAttempt } from '../lab/mark-attempt.ts';
import type { MarkedCheck } from '../lab/mark-checks.ts';
import { loadAttempt } from '../lab/lab-files.ts';
import { EXIT, type CliEnvironment, type ExitCode } from './cli-environment.ts';
import type { CliCommand, GivenOptions } from './command-options.ts';
import { printError } from './error-text.ts';
import { loadLabInput } from './lab-input.ts';

export const labExplainCommand: CliCommand = {
  spec: {
    name: 'lab explain',
    summary: 'Tells what each check of a lab measured in one attempt.',
    operands: ['LAB', 'ATTEMPT'],
    options: {
      key: { value: 'FILE', help: 'The key of the lab.' },
      check: { value: 'ID', help: 'Only this check.' },
      json: { help: 'Prints one JSON object.' },
    },
  },
  run,
};

async function run(given: GivenOptions, environment: CliEnvironment): Promise<ExitCode> {
  const [folder = '', path = ''] = given.operands;
  const input = await loadLabInput(environment, { folder, keyPath: given.text('key') });
  if (!input.ok) {
    printError(environment, input.error);
    return EXIT.badInput;
  }
  const attempt = await loadAttempt(path);
  if (!attempt.ok) {
    printError(environment, attempt.error);
    return EXIT.badInput;
  }
  const mark = markAttempt({ ...input.value, salt: undefined }, attempt.value);
  if (!mark.ok) {
    printError(environment, mark.error);
    return EXIT.failed;
  }
  const wanted = given.text('check');
  const checks = mark.value.checks.filter(
    ({ check }) => wanted === undefined || check.id === wanted,
  );
  if (given.has('json')) {
    environment.write(`${JSON.stringify({ ...mark.value, checks }, undefined, 2)}\n`);
    return EXIT.done;
  }
  environment.write(checks.map(explained).join(''));
  const { score, passed } = mark.value;
  environment.write(`score ${(score * 100).toFixed(1)} %, ${passed ? 'passed' : 'not passed'}\n`);
  return EXIT.done;
}

function explained({ check, outcome, points }: MarkedCheck): string {
  const reached = `${points.toFixed(1)} of ${check.points}`;
  const head = `${check.id} (${check.kind}): ${outcome.state}, ${reached}\n`;
  const figures = Object.entries(outcome.evidence).map(([name, value]) => `  ${name}: ${value}\n`);
  const why = outcome.problem === undefined ? '' : `  ${outcome.problem.message}\n`;
  return head + figures.join('') + why;
}
