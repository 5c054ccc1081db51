/**
 * Goal: the log says what happened, stays small and never breaks the host. Method: a temporary
 * folder, a clock that the test moves, and a place that cannot be written to.
 */
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createHostLog } from '../../../../src/main/workspace-host/host-log.ts';

let folder: string;
let seconds = 0;

function now(): Date {
  seconds += 1;
  return new Date(Date.UTC(2026, 0, 1, 0, 0, seconds));
}

beforeEach(() => {
  seconds = 0;
  folder = mkdtempSync(join(tmpdir(), 'racklab-log-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const fault = {
  connectionId: 'worker-1',
  what: 'room.look',
  message: 'no',
  stack: 'Error: no\n at x',
};
const crash = { message: 'fell', stack: 'at y', exitCode: 1, restarts: 1, restarted: true };

it('writes faults with time, version, connection and stack', () => {
  createHostLog({ folder: join(folder, 'new'), version: '9.9.9', now }).fault(fault);
  expect(readFileSync(join(folder, 'new', 'racklab.log'), 'utf8')).toBe(
    '2026-01-01T00:00:01.000Z 9.9.9 worker-1 room.look: Error: no\n at x\n',
  );
});

it('writes a report for every crash and keeps the latest twenty', () => {
  const log = createHostLog({ folder, version: '9.9.9', now });
  const paths = Array.from({ length: 25 }, () => log.crash(crash));
  const kept = readdirSync(folder).sort();
  expect(kept).toHaveLength(20);
  expect(join(folder, kept.at(-1) ?? '')).toBe(paths.at(-1));
  expect(JSON.parse(readFileSync(paths.at(-1) ?? '', 'utf8'))).toEqual({
    at: '2026-01-01T00:00:25.000Z',
    version: '9.9.9',
    ...crash,
  });
});

it('starts a new file when the old one is large', () => {
  writeFileSync(join(folder, 'racklab.log'), 'x'.repeat(1_000_001));
  createHostLog({ folder, version: '9.9.9', now }).fault(fault);
  expect(statSync(join(folder, 'racklab.log.old')).size).toBe(1_000_001);
  expect(statSync(join(folder, 'racklab.log')).size).toBeLessThan(200);
});

it('does not fall over a place that cannot be written to', () => {
  const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  writeFileSync(join(folder, 'file'), '');
  const log = createHostLog({ folder: join(folder, 'file'), version: '9.9.9', now });
  log.fault(fault);
  log.crash(crash);
  expect(stderr.mock.calls.flat().join('')).toMatch(/the log could not be written/);
  stderr.mockRestore();
});
