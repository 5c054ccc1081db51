/**
 * The whole gate of `npm test`: every check in order, one summed line at the end.
 * Steps run one after the other on purpose: two cores are shared by browsers and builds, and a
 * failure should be found by the cheapest step that can find it. A failed step does not stop the
 * rest, so one run tells everything that is wrong, and the failures are told again at the end,
 * where somebody who kept only the end of a log finds them. Continuous integration reads the last
 * line, `N passed, N failed`. It must not know what a test does, only how a step is started.
 *
 * Options: --long takes the full counts; --only NAME[,NAME] runs some steps.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const REPORTS = join(ROOT, '.cache', 'gate');
/** Cores the gate may count on. */
const CORES = 2;
const BIN = join(ROOT, 'node_modules', '.bin');

/**
 * @typedef {{command: string, args: string[]}} Call
 * @typedef {{name: string, calls?: Call[], projects?: string[]}} Step
 * @typedef {{passed: number, failed: number, failures: string[]}} Counted
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

/** @param {Call} call @returns {Promise<number>} exit code; a signal counts as 1 */
async function run({ command, args }) {
  const child = spawn(command, args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
  return new Promise((done) => {
    child.once('error', (error) => {
      console.log(`${command}: ${error.message}`);
      done(1);
    });
    child.once('close', (code) => done(code ?? 1));
  });
}

/** Lines of a failure's message that the end of the run repeats. */
const TOLD_LINES = 12;

/**
 * The failed tests of a report with the first lines of what they said: a file that could not be
 * read in has a message of its own and no tests.
 * @param {{testResults?: {name: string, status: string, message?: string, assertionResults?:
 *   {status: string, fullName: string, failureMessages?: string[]}[]}[]}} result
 * @returns {string[]}
 */
function namedFailures(result) {
  return (result.testResults ?? []).flatMap(({ name, status, message, assertionResults = [] }) => {
    const path = relative(ROOT, name);
    const failed = assertionResults.filter((test) => test.status === 'failed');
    if (failed.length === 0) return status === 'failed' ? [`${path}\n${indented(message)}`] : [];
    return failed.map(({ fullName, failureMessages = [] }) => {
      return `${path} > ${fullName}\n${indented(failureMessages[0])}`;
    });
  });
}

/** @param {string | undefined} text @returns {string} */
function indented(text = 'no message') {
  const told = text.split('\n').filter((line) => !/^\s+at /.test(line));
  const lines = told.slice(0, TOLD_LINES);
  return lines.map((line) => `    ${line.slice(0, 300)}`).join('\n');
}

/**
 * Counts of one vitest run. A run that ended badly always counts at least one failure, even when
 * its report says otherwise: an unhandled rejection or a crashed worker has no test of its own.
 * @param {{report: string, code: number}} input
 * @returns {Counted}
 */
export function readReport({ report, code }) {
  if (!existsSync(report)) return { passed: 0, failed: 1, failures: ['no report was written'] };
  const result = JSON.parse(readFileSync(report, 'utf8'));
  const passed = Number(result.numPassedTests);
  const failed = Number(result.numFailedTests);
  const failures = namedFailures(result);
  if (passed + failed === 0)
    return { passed: 0, failed: 1, failures: ['no test ran', ...failures] };
  if (code !== 0 && failures.length === 0) failures.push('the run ended badly outside any test');
  return { passed, failed: code === 0 ? failed : Math.max(failed, 1), failures };
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

/** @param {Step} step @returns {Promise<Counted>} */
async function runStep(step) {
  if (step.projects) {
    const report = join(REPORTS, `${step.name}.json`);
    const chosen = step.projects.flatMap((project) => ['--project', project]);
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const code = await run(tool('vitest', 'run', ...chosen, ...reporters));
    return readReport({ report, code });
  }
  const failed = await countFailed(step.calls ?? []);
  return { passed: (step.calls?.length ?? 0) - failed, failed, failures: [] };
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
