/**
 * The log of a host: one text file with what went wrong, for the person who maintains this.
 *
 * It is bounded: a file that grew too large becomes the old one, and the old one goes. Crash
 * reports are files of their own beside it. Nothing in it is needed to work, so a full disk is
 * ignored.
 */
import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { WorkerReport } from './worker-protocol.ts';
import type { CrashReport } from './workspace-host.ts';

const LOG_FILE = 'racklab.log';
const LOG_BYTES_MAX = 1_000_000;
const CRASH_PREFIX = 'crash-';
const CRASH_FILES_MAX = 20;

export interface HostLog {
  /** A fault that stopped nothing. */
  fault(report: WorkerReport): void;
  /** The workspace's thread ended; returns the path of the report. */
  crash(report: CrashReport): string;
}

/** Writes into `folder`, made when it is first needed; `version` stands in every report. */
export function createHostLog(options: {
  readonly folder: string;
  readonly version: string;
  readonly now?: () => Date;
}): HostLog {
  const { folder, version, now = () => new Date() } = options;
  return {
    fault({ connectionId, what, message, stack }) {
      const where = `${now().toISOString()} ${version} ${connectionId} ${what}`;
      attempt(() => append(folder, `${where}: ${stack ?? message}\n`));
    },
    crash(report) {
      const at = now().toISOString();
      const path = join(folder, `${CRASH_PREFIX}${at.replaceAll(':', '-')}.json`);
      attempt(() => {
        mkdirSync(folder, { recursive: true });
        writeFileSync(path, `${JSON.stringify({ at, version, ...report }, undefined, 2)}\n`);
        dropOldCrashes(folder);
      });
      return path;
    },
  };
}

function append(folder: string, text: string): void {
  const path = join(folder, LOG_FILE);
  mkdirSync(folder, { recursive: true });
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LOG_BYTES_MAX) renameSync(path, `${path}.old`);
  appendFileSync(path, text);
}

/** The names begin with the time, so the oldest come first. */
function dropOldCrashes(folder: string): void {
  const reports = readdirSync(folder)
    .filter((name) => name.startsWith(CRASH_PREFIX))
    .sort();
  const surplus = Math.max(0, reports.length - CRASH_FILES_MAX);
  for (const name of reports.slice(0, surplus)) rmSync(join(folder, name), { force: true });
}

function attempt(write: () => void): void {
  try {
    write();
  } catch (error) {
    // A log that cannot be written must not become a second fault; the console is all that is left.
    process.stderr.write(`racklab: the log could not be written: ${String(error)}\n`);
  }
}
