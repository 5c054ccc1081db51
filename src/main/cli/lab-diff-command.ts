/**
 * `racklab lab diff A B`: what differs between two labs, each a folder or an archive. A difference
 * is a result: only `--check` makes it a failure.
 */
import { printChange } from '../../shared/document/diff-scenarios.ts';
import { diffLabs } from '../lab/lab-diff.ts';
import { openLab } from '../lab/open-lab.ts';
import { EXIT, type CliEnvironment, type ExitCode } from './cli-environment.ts';
import type { CliCommand, GivenOptions } from './command-options.ts';
import { printError } from './error-text.ts';

export const labDiffCommand: CliCommand = {
  spec: {
    name: 'lab diff',
    summary: 'Tells what differs between two labs, thing by thing.',
    operands: ['A', 'B'],
    options: {
      json: { help: 'Prints one JSON object.' },
      check: { help: 'Ends with 1 when they differ.' },
    },
    notes: ['A and B are folders or archives; the same lab in both has no difference.'],
  },
  run,
};

async function run(given: GivenOptions, environment: CliEnvironment): Promise<ExitCode> {
  const [first = '', second = ''] = given.operands;
  const from = await openLab(first);
  if (!from.ok) {
    printError(environment, from.error, first);
    return EXIT.badInput;
  }
  const to = await openLab(second);
  if (!to.ok) {
    printError(environment, to.error, second);
    return EXIT.badInput;
  }
  const changes = diffLabs(from.value, to.value);
  if (!changes.ok) {
    printError(environment, changes.error);
    return EXIT.badInput;
  }
  const { value } = changes;
  if (given.has('json')) {
    const object = { same: value.length === 0, changes: value };
    environment.write(`${JSON.stringify(object, undefined, 2)}\n`);
  } else if (value.length === 0) environment.write('no difference\n');
  else environment.write(value.map((change) => `${printChange(change)}\n`).join(''));
  return given.has('check') && value.length > 0 ? EXIT.failed : EXIT.done;
}
