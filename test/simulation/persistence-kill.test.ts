/**
 * Goal: SIGKILL at any moment of a writing process loses nothing that was acknowledged and leaves
 * nothing half done. Method: a child runs a session on a real folder and prints what it tries and
 * what was acknowledged; half of the children are killed at random moments, half stop themselves at
 * named points; then this process takes over the document and the judge looks at it.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createNodeEnvironment } from '../../src/main/persistence/node-environment.ts';
import { RandomStream } from '../../src/shared/kernel/prng.ts';
import { bundleWorker } from '../support/bundle-worker.ts';
import { count } from '../support/counts.ts';
import type { KillPoint } from '../support/killing-file-layer.ts';
import type { WriterOrder } from '../support/persistence-writer.ts';
import { SessionNotes, judge } from '../support/session-judge.ts';
import type { Verdict } from '../support/session-judge.ts';

const ACTS = 5;
const AT_ONCE = 2;
/** A child that has not ended by then hangs. */
const CHILD_MS_MAX = 120_000;
/** Runs for one kill; a session that is over first was not killed. */
const RUNS_PER_KILL_MAX = 4;

type Point = Omit<KillPoint, 'occurrence'> & { readonly occurrences: number };

/** Named points, and up to which occurrence each is tried. */
const POINTS: Readonly<Record<string, Point>> = {
  'mid-append': {
    operation: 'write',
    path: 'journal/\\d+\\.jsonl$',
    moment: 'half',
    occurrences: 8,
  },
  'written, not synced': { operation: 'sync', path: '\\.jsonl$', moment: 'before', occurrences: 8 },
  'synced, not acknowledged': {
    operation: 'sync',
    path: '\\.jsonl$',
    moment: 'after',
    occurrences: 8,
  },
  'segment not named yet': {
    operation: 'rename',
    path: '2\\.jsonl$',
    moment: 'before',
    occurrences: 1,
  },
  'segment just named': {
    operation: 'rename',
    path: '2\\.jsonl$',
    moment: 'after',
    occurrences: 1,
  },
  'mid-keyframe': { operation: 'write', path: 'keyframes/', moment: 'half', occurrences: 2 },
  'keyframe not named yet': {
    operation: 'rename',
    path: 'keyframes/',
    moment: 'before',
    occurrences: 2,
  },
  'keyframe just named': {
    operation: 'rename',
    path: 'keyframes/',
    moment: 'after',
    occurrences: 2,
  },
  'before the manifest rename': {
    operation: 'rename',
    path: 'manifest\\.json$',
    moment: 'before',
    occurrences: 3,
  },
  'after the manifest rename': {
    operation: 'rename',
    path: 'manifest\\.json$',
    moment: 'after',
    occurrences: 3,
  },
  'mid-view': { operation: 'write', path: 'view\\.json', moment: 'half', occurrences: 2 },
  'creation not named yet': {
    operation: 'rename',
    path: '\\.racklab$',
    moment: 'before',
    occurrences: 1,
  },
  'creation just named': {
    operation: 'rename',
    path: '\\.racklab$',
    moment: 'after',
    occurrences: 1,
  },
  'mid-migration': { operation: 'write', path: 'journal\\.v2/', moment: 'half', occurrences: 5 },
  'migration written': {
    operation: 'sync',
    path: 'journal\\.v2/',
    moment: 'after',
    occurrences: 1,
  },
  'migration, old parts going': {
    operation: 'unlink',
    path: '(journal|keyframes)/',
    moment: 'before',
    occurrences: 2,
  },
};

let bundle = '';
let root = '';
let sessionMs = 0;

beforeAll(async () => {
  bundle = fileURLToPath(await bundleWorker('test/support/persistence-writer.ts'));
  root = await mkdtemp(join(tmpdir(), 'racklab-kill-'));
  // Twice: the first run also warms the caches of the machine.
  for (const name of ['first', 'second']) {
    const run = await runWriter({ path: join(root, `${name}.racklab`), seed: 1, acts: ACTS });
    sessionMs = run.workedMs;
    expect(run.notes.done).toBe(true);
  }
}, 300_000);

afterAll(() => rm(root, { recursive: true, force: true }));

/** Runs a writer to its end, natural or not; `killAfterMs` counts from its first line. */
async function runWriter(
  order: WriterOrder,
  killAfterMs?: number,
): Promise<{ notes: SessionNotes; workedMs: number }> {
  const child = spawn(process.execPath, [bundle, JSON.stringify(order)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const notes = new SessionNotes();
  const timers = [setTimeout(() => child.kill('SIGKILL'), CHILD_MS_MAX)];
  let firstAtMs = 0;
  createInterface({ input: child.stdout }).on('line', (line) => {
    notes.note(line);
    if (firstAtMs > 0) return;
    firstAtMs = performance.now();
    if (killAfterMs === undefined) return;
    timers.push(setTimeout(() => child.kill('SIGKILL'), killAfterMs));
  });
  const [code, signal] = await once(child, 'close');
  for (const timer of timers) clearTimeout(timer);
  if (code !== 0 && signal !== 'SIGKILL') throw new Error(`The writer failed: ${order.path}`);
  return { notes, workedMs: performance.now() - firstAtMs };
}

interface KillCase {
  readonly label: string;
  readonly order: WriterOrder;
  readonly killAfterMs?: number;
}

function randomCase(number: number): KillCase {
  const random = new RandomStream(number, 'kill');
  // Children run side by side, hence slower than the one that was measured.
  const killAfterMs = random.nextUnit() * sessionMs * AT_ONCE;
  const path = join(root, `random-${number}.racklab`);
  return {
    label: `random kill ${number} after ${killAfterMs.toFixed(1)} ms`,
    order: { path, seed: number, acts: ACTS },
    killAfterMs,
  };
}

function pointCase(number: number): KillCase {
  const names = Object.keys(POINTS);
  const name = names[number % names.length] ?? '';
  const point = POINTS[name];
  if (point === undefined) throw new Error('A kill point has a name');
  const round = Math.floor(number / names.length);
  const { operation, path, moment } = point;
  const occurrence = 1 + (round % point.occurrences);
  return {
    label: `${name}, occurrence ${occurrence}, seed ${number}`,
    order: {
      path: join(root, `point-${number}.racklab`),
      seed: number,
      acts: ACTS,
      killAt: { operation, path, moment, occurrence },
    },
  };
}

interface Outcome {
  readonly label: string;
  readonly verdict: Verdict;
  readonly wasKilled: boolean;
}

async function killAndJudge(killCase: KillCase): Promise<Outcome> {
  const { label, order, killAfterMs } = killCase;
  const { notes, workedMs } = await runWriter(order, killAfterMs);
  // The measured session may have run beside other work: one that ended by itself corrects it.
  if (notes.done && killAfterMs !== undefined) sessionMs = Math.min(sessionMs, workedMs);
  try {
    const environment = await createNodeEnvironment();
    const verdict = await judge({ environment, path: order.path, notes });
    await rm(order.path, { recursive: true, force: true });
    return { label, verdict, wasKilled: !notes.done };
  } catch (thrown) {
    throw new Error(`${label}: ${String(thrown)}`, { cause: thrown });
  }
}

/** Runs numbered cases, a few at once, until so many children were really killed; some end before
 * their moment comes. Gives up after RUNS_PER_KILL_MAX times as many. */
async function killMany(kills: number, caseOf: (number: number) => KillCase): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  let started = 0;
  let killed = 0;
  async function worker(): Promise<void> {
    while (killed < kills && started < kills * RUNS_PER_KILL_MAX) {
      started += 1;
      const outcome = await killAndJudge(caseOf(started));
      outcomes.push(outcome);
      if (outcome.wasKilled) killed += 1;
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return outcomes;
}

function report(title: string, outcomes: readonly Outcome[]): void {
  const killed = outcomes.filter((outcome) => outcome.wasKilled);
  const torn = killed.filter((outcome) => outcome.verdict.tornTail).length;
  const unborn = killed.filter((outcome) => !outcome.verdict.existed).length;
  const locks = killed.filter((outcome) => outcome.verdict.lockTakenOver).length;
  const raised = killed.filter((outcome) => outcome.verdict.version === 2).length;
  console.log(
    `${title}: ${outcomes.length} runs, ${killed.length} killed, ${torn} torn tails reported,` +
      ` ${locks} stale locks taken over, ${unborn} before birth, ${raised} in the raised format`,
  );
}

describe('a killed writer', () => {
  const half = Math.ceil(count('processKills') / 2);

  it('at random moments loses nothing', { timeout: 1_200_000 }, async () => {
    const outcomes = await killMany(half, randomCase);
    report('random moments', outcomes);
    expect(outcomes.filter((outcome) => outcome.wasKilled).length).toBeGreaterThanOrEqual(half);
  });

  it('at named points loses nothing', { timeout: 1_200_000 }, async () => {
    const outcomes = await killMany(half, pointCase);
    report('named points', outcomes);
    const torn = outcomes.filter((outcome) => outcome.label.startsWith('mid-append,'));
    const cut = torn.filter((outcome) => outcome.wasKilled);
    expect(cut.length).toBeGreaterThan(0);
    for (const { label, verdict } of cut) {
      expect({ label, ...verdict }).toMatchObject({ tornTail: true, lockTakenOver: true });
    }
    expect(outcomes.filter((outcome) => outcome.wasKilled).length).toBeGreaterThanOrEqual(half);
  });
});
