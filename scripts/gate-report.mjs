/**
 * What a run of tests comes to, as the gate counts it, and what a second try of its failed files
 * changes in that. A run can lie by ending early, by finding nothing or by failing outside of any
 * test, so each of these counts as a failure. It must not start anything.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');
/** Lines of a failure's message that the end of the run repeats. */
const TOLD_LINES = 12;
/** More files than this fail together for a reason that a second try only repeats. */
const FILES_TRIED_AGAIN = 3;

/**
 * `unsteady` names what failed at first and passed by itself.
 * @typedef {{passed: number, failed: number, failures: string[], unsteady: string[]}} Counted
 * @typedef {{path: string, passed: number, failed: number}} FailedFile
 * @typedef {Counted & {failedFiles: FailedFile[], stray: number}} TestRun
 * @typedef {{status: string, fullName: string, failureMessages?: string[]}} Assertion
 * @typedef {{name: string, status: string, message?: string, assertionResults?: Assertion[]}} File
 */

/** @param {string | undefined} text @returns {string} */
function indented(text = 'no message') {
  const told = text.split('\n').filter((line) => !/^\s+at /.test(line));
  const lines = told.slice(0, TOLD_LINES);
  return lines.map((line) => `    ${line.slice(0, 300)}`).join('\n');
}

/**
 * The failed tests of a file with the first lines of what they said: a file that could not be
 * read in has a message of its own and no tests.
 * @param {File} file
 * @returns {string[]}
 */
function namedFailures({ name, message, assertionResults = [] }) {
  const path = relative(ROOT, name);
  const failed = assertionResults.filter((test) => test.status === 'failed');
  if (failed.length === 0) return [`${path}\n${indented(message)}`];
  return failed.map(({ fullName, failureMessages = [] }) => {
    return `${path} > ${fullName}\n${indented(failureMessages[0])}`;
  });
}

/** A file that could not be read in has no failed test and counts as one.
 * @param {File} file @returns {FailedFile}
 */
function countedFile({ name, assertionResults = [] }) {
  const failed = assertionResults.filter(({ status }) => status === 'failed').length || 1;
  const passed = assertionResults.filter(({ status }) => status === 'passed').length;
  return { path: relative(ROOT, name), passed, failed };
}

/** @param {string} said what the failure of a run without tests is @returns {TestRun} */
function nothingRan(said) {
  return { passed: 0, failed: 1, failures: [said], unsteady: [], failedFiles: [], stray: 0 };
}

/** Errors of a run that belong to no test, as the reporter beside this file wrote them down.
 * @param {string} report @returns {number}
 */
function countStray(report) {
  const path = `${report}.stray`;
  return existsSync(path) ? Number(readFileSync(path, 'utf8')) : 0;
}

/**
 * Counts of one run. A run that ended badly always counts at least one failure, even when its
 * report says otherwise: an unhandled rejection or a crashed worker has no test of its own.
 * @param {{report: string, code: number}} input
 * @returns {TestRun}
 */
export function readReport({ report, code }) {
  if (!existsSync(report)) return nothingRan('no report was written');
  const result = JSON.parse(readFileSync(report, 'utf8'));
  /** @type {File[]} */
  const files = (result.testResults ?? []).filter(
    (/** @type {File} */ { status }) => status === 'failed',
  );
  const failures = files.flatMap(namedFailures);
  const failedFiles = files.map(countedFile);
  const passed = Number(result.numPassedTests);
  const told = failedFiles.reduce((sum, file) => sum + file.failed, 0);
  const failed = Math.max(Number(result.numFailedTests), told);
  if (passed + failed === 0) return nothingRan('no test ran');
  if (code !== 0 && failures.length === 0) failures.push('the run ended badly outside any test');
  return {
    passed,
    failed: code === 0 ? failed : Math.max(failed, 1),
    failures,
    unsteady: [],
    failedFiles,
    stray: countStray(report),
  };
}

/**
 * Whether failed files may be tried once more: few of them, and nothing failed outside of them.
 * @param {TestRun} run
 * @returns {boolean}
 */
export function isWorthSecondTry({ failedFiles, stray }) {
  return stray === 0 && failedFiles.length > 0 && failedFiles.length <= FILES_TRIED_AGAIN;
}

/**
 * The count of a step whose failed files ran a second time: the second word on these files holds,
 * and what failed only at first is named as unsteady.
 * @param {TestRun} first
 * @param {TestRun} second of the failed files of the first, and no others
 * @returns {Counted}
 */
export function afterSecondTry(first, second) {
  const again = new Set(second.failures.map((told) => told.split('\n')[0]));
  const unsteady = first.failures.filter((told) => !again.has(told.split('\n')[0]));
  const were = first.failedFiles.reduce(
    (sum, { passed, failed }) => ({ passed: sum.passed + passed, failed: sum.failed + failed }),
    { passed: 0, failed: 0 },
  );
  return {
    passed: first.passed - were.passed + second.passed,
    failed: first.failed - were.failed + second.failed,
    failures: second.failures,
    unsteady: second.passed > 0 ? unsteady : [],
  };
}
