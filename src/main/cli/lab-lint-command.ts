/**
 * `racklab lab lint LAB`: proves a lab. Without its key only what is written can be looked at; with
 * it every draw is played.
 */
import { printFinding } from '../../shared/lab/lab-finding.ts';
import { EXIT, type CliEnvironment, type ExitCode } from './cli-environment.ts';
import { DRAWS_TRIED, proveLab } from '../lab/prove-lab.ts';
import type { CliCommand, GivenOptions } from './command-options.ts';
import { printError } from './error-text.ts';
import { loadLabInput } from './lab-input.ts';
import { readWhole } from './seed-option.ts';

export const labLintCommand: CliCommand = {
  spec: {
    name: 'lab lint',
    summary: 'Proves a lab: texts, names, and with its key every draw, reference and near miss.',
    operands: ['LAB'],
    options: {
      key: { value: 'FILE', help: 'The key of the lab, with its references.' },
      draws: { value: 'N', help: `Draws to try; ${DRAWS_TRIED}, or all when there are fewer.` },
      json: { help: 'Prints one JSON object.' },
    },
    notes: ['LAB is the folder of a lab. Ends with 1 when anything is found.'],
  },
  run,
};

async function run(given: GivenOptions, environment: CliEnvironment): Promise<ExitCode> {
  const folder = given.operands[0] ?? '';
  const draws = readWhole(given, { name: 'draws', min: 1, max: 10_000 });
  if (!draws.ok) {
    printError(environment, draws.error);
    return EXIT.badInput;
  }
  const input = await loadLabInput(environment, { folder, keyPath: given.text('key') });
  if (!input.ok) {
    printError(environment, input.error);
    return EXIT.badInput;
  }
  const proof = proveLab({ ...input.value, drawsMax: draws.value ?? DRAWS_TRIED });
  if (!proof.ok) {
    printError(environment, proof.error);
    return EXIT.badInput;
  }
  const { draws: tried, isComplete } = proof.value;
  const findings = proof.value.findings.map(printFinding);
  if (given.has('json')) {
    const shown = { ...proof.value, findings };
    environment.write(`${JSON.stringify(shown, undefined, 2)}\n`);
  } else {
    for (const finding of findings) environment.write(`${folder}: ${finding}\n`);
    const scope = isComplete ? `all ${tried} draws` : `${tried} draws`;
    const what = input.value.key === undefined ? 'without its key' : `with ${scope}`;
    if (findings.length === 0) environment.write(`${folder}: nothing found, ${what}\n`);
  }
  return findings.length === 0 ? EXIT.done : EXIT.failed;
}
