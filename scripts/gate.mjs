/**
 * The whole gate of `npm test`: every check in order, one summed line at the end.
 * Steps run one after the other on purpose: two cores are shared by browsers and builds, and a
 * failure should be found by the cheapest step that can find it. A failed step does not stop the
 * rest, so one run tells everything that is wrong, and the failures are told again at the end,
 * where somebody who kept only the end of a log finds them. Files of tests that failed are tried
 * once more by themselves, and what passes then is told by name (0050). Continuous integration
 * reads the last line, `N passed, N failed`; what a test does it must not know, only how a step is
 * started.
 *
 * Options: --long takes the full counts; --only NAME[,NAME] runs some steps.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';
import { afterSecondTry, isWorthSecondTry, readReport } from './gate-report.mjs';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const REPORTS = join(ROOT, '.cache', 'gate');
/** Cores the gate may count on. */
const CORES = 2;
const BIN = join(ROOT, 'node_modules', '.bin');

/**
 * @typedef {{command: string, args: string[]}} Call
 * @typedef {{name: string, calls?: Call[], projects?: string[]}} Step
 * @typedef {import('./gate-report.mjs').Counted} Counted
 * @typedef {Counted & {name: string, seconds: number}} Outcome
 */

/** @param {string} command @param {...string} args @returns {Call} */
function tool(command, ...args) {
  return { command: join(BIN, command), args };
}

/** @type {Step[]} */
const STEPS = [
  { name: 'format', calls: [tool('oxfmt', '--check')] },
  {
    name: 'lint',
    calls: [
      tool('oxlint', '--type-aware', '--deny-warnings', '--report-unused-disable-directives'),
    ],
  },
  {
    name: 'types',
    calls: [
      tool('tsc', '-p', 'tsconfig.pure.json'),
      tool('tsc', '-p', 'tsconfig.node.json'),
      tool('tsc', '-p', 'tsconfig.preload.json'),
      tool('tsc', '-p', 'tsconfig.test.json'),
      tool('vue-tsc', '-p', 'tsconfig.web.json'),
      tool('vue-tsc', '-p', 'tsconfig.component.json'),
    ],
  },
  { name: 'unused', calls: [tool('knip', '--no-progress')] },
  {
    name: 'schemas',
    calls: [{ command: process.execPath, args: ['scripts/schemas.mjs', '--check'] }],
  },
  {
    name: 'build',
    calls: [{ command: process.execPath, args: ['scripts/build.mjs', '--if-stale', '--quiet'] }],
  },
  { name: 'architecture', projects: ['architecture'] },
  { name: 'pure', projects: ['pure'] },
  { name: 'workspace', projects: ['workspace'] },
  { name: 'component', projects: ['component'] },
  { name: 'e2e', projects: ['e2e'] },
];

/**
 * @param {Call} call
 * @param {Record<string, string>} [added] to the environment
 * @returns {Promise<number>} exit code; a signal counts as 1
 */
async function run({ command, args }, added = {}) {
  const env = { ...process.env, ...added };
  const child = spawn(command, args, { cwd: ROOT, env, stdio: ['ignore', 'inherit', 'inherit'] });
  return new Promise((done) => {
    child.once('error', (error) => {
      console.log(`${command}: ${error.message}`);
      done(1);
    });
    child.once('close', (code) => done(code ?? 1));
  });
}

/** Calls of one step do not know of each other: as many run at once as there are cores to use.
 * @param {Call[]} calls @returns {Promise<number>} how many failed
 */
async function countFailed(calls) {
  const waiting = [...calls];
  let failed = 0;
  async function work() {
    for (let call = waiting.shift(); call !== undefined; call = waiting.shift()) {
      if ((await run(call)) !== 0) failed += 1;
    }
  }
  await Promise.all(Array.from({ length: CORES }, work));
  return failed;
}

/**
 * Tests of some projects, all of them or some files.
 * @param {{projects: string[], name: string, files?: string[]}} input
 * @returns {Promise<import('./gate-report.mjs').TestRun>}
 */
async function runTests({ projects, name, files = [] }) {
  const report = join(REPORTS, `${name}.json`);
  const chosen = projects.flatMap((project) => ['--project', project]);
  const stray = join(ROOT, 'scripts', 'stray-errors.mjs');
  const reporters = ['default', 'json', stray].map((reporter) => `--reporter=${reporter}`);
  const written = `--outputFile.json=${report}`;
  const call = tool('vitest', 'run', ...chosen, ...reporters, written, ...files);
  const code = await run(call, { RACKLAB_STRAY_ERRORS: `${report}.stray` });
  return readReport({ report, code });
}

/** @param {Step} step @returns {Promise<Counted>} */
async function runStep({ name, calls = [], projects }) {
  if (projects === undefined) {
    const failed = await countFailed(calls);
    return { passed: calls.length - failed, failed, failures: [], unsteady: [] };
  }
  const first = await runTests({ projects, name });
  if (process.env['RACKLAB_COUNTS'] === 'long' || !isWorthSecondTry(first)) return first;
  const files = first.failedFiles.map(({ path }) => path);
  console.log(`\n== ${name}, once more: ${files.join(', ')} ==`);
  return afterSecondTry(first, await runTests({ projects, name: `${name}-again`, files }));
}

/**
 * The steps to run, all of them without `--only`.
 * @param {string[]} argv
 * @returns {Step[]}
 */
export function chooseSteps(argv) {
  const at = argv.indexOf('--only');
  if (at < 0) return STEPS;
  const names = (argv[at + 1] ?? '').split(',');
  const unknown = names.filter((name) => !STEPS.some((step) => step.name === name));
  if (unknown.length > 0) {
    const known = STEPS.map((step) => step.name).join(', ');
    throw new Error(`no step named ${unknown.join(', ')}; there are ${known}`);
  }
  return STEPS.filter((step) => names.includes(step.name));
}

/** @param {Outcome[]} outcomes */
async function printSummary(outcomes) {
  const counts = await runnerImport(join(ROOT, 'test/support/counts.ts'));
  console.log(`\n${counts.module.describeCounts().join('\n')}\n`);
  for (const { name, failures } of outcomes) {
    for (const failure of failures) console.log(`${name}: ${failure}\n`);
  }
  for (const { name, unsteady } of outcomes) {
    for (const told of unsteady) console.log(`${name}, passed at the second try: ${told}\n`);
  }
  for (const { name, passed, failed, seconds } of outcomes) {
    const mark = failed === 0 ? 'ok  ' : 'FAIL';
    console.log(`${mark} ${name.padEnd(14)}${passed} of ${passed + failed}, ${seconds} s`);
  }
  const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
  const failed = outcomes.reduce((sum, outcome) => sum + outcome.failed, 0);
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed;
}

async function main() {
  if (process.argv.includes('--long')) process.env['RACKLAB_COUNTS'] = 'long';
  const steps = chooseSteps(process.argv);
  rmSync(REPORTS, { recursive: true, force: true });
  mkdirSync(REPORTS, { recursive: true });
  /** @type {Outcome[]} */
  const outcomes = [];
  for (const step of steps) {
    console.log(`\n== ${step.name} ==`);
    const startedMs = Date.now();
    const counted = await runStep(step);
    const seconds = Math.round((Date.now() - startedMs) / 100) / 10;
    outcomes.push({ name: step.name, seconds, ...counted });
  }
  const failed = await printSummary(outcomes);
  process.exitCode = failed === 0 ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
