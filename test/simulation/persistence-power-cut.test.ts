/**
 * Goal: a power cut at any moment loses nothing that was acknowledged and leaves nothing half
 * done. Method: run a session (create, append, keyframes, manifest, view, migration) over a
 * simulated disk that drops unsynced writes, cut the power at every numbered operation and at
 * random ones, also during the repair that follows, and let the judge open what is left.
 */
import { describe, expect, it } from 'vitest';
import type { PersistenceEnvironment } from '../../src/main/persistence/file-layer.ts';
import { RandomStream } from '../../src/shared/kernel/prng.ts';
import { count } from '../support/counts.ts';
import { openRaised, runSession } from '../support/document-session.ts';
import { SessionNotes, judge } from '../support/session-judge.ts';
import type { Verdict } from '../support/session-judge.ts';
import { SimulatedDisk } from '../support/simulated-disk.ts';
import { SimulatedMachine } from '../support/simulated-machine.ts';

const PATH = '/session.racklab';
const ACTS = 14;
/** About as many operations as such a session has; later crashes never come. */
const OPERATIONS = 360;

interface Run {
  readonly disk: SimulatedDisk;
  readonly machine: SimulatedMachine;
  readonly notes: SessionNotes;
}

/** Runs the session to its end or to the planned crash. */
async function run(seed: number, crashAt?: number): Promise<Run> {
  const disk = new SimulatedDisk(new RandomStream(seed * 100_000 + (crashAt ?? 0), 'disk'));
  const machine = new SimulatedMachine(seed);
  const notes = new SessionNotes();
  disk.setPlan(crashAt === undefined ? {} : { crashAt });
  const environment = machine.startProcess(disk);
  const note = (line: string) => notes.note(line);
  const session = runSession({ environment, path: PATH, seed, acts: ACTS, note });
  await Promise.race([session, disk.crashed]);
  machine.killAll();
  return { disk, machine, notes };
}

/** Cuts the power again while the first opening mends, then lets the judge look. */
async function judgeAfterSecondCut(crashed: Run, secondAt: number): Promise<Verdict> {
  const { machine, notes } = crashed;
  const disk = crashed.disk.cutPower();
  disk.setPlan({ crashAt: secondAt });
  await Promise.race([openRaised(machine.startProcess(disk), PATH), disk.crashed]);
  machine.killAll();
  const environment = machine.startProcess(disk.cutPower());
  // The mending may have raised the format.
  notes.migrateTried = true;
  return await judge({ environment, path: PATH, notes });
}

/** Kills the program, opens what it left, builds upon all that is found, and cuts the power. */
async function judgeAfterKillAndCut(crashed: Run): Promise<Verdict> {
  const { machine, notes } = crashed;
  const disk = crashed.disk.killProgram();
  notes.migrateTried = true;
  const opened = await openRaised(machine.startProcess(disk), PATH);
  if (opened.ok) {
    const seq = opened.value.durableSeq;
    notes.note(`acked ${seq}`);
    notes.note(`head-try ${seq}`);
    const changed = await opened.value.updateManifest({ head: seq });
    if (changed.ok) notes.note(`head ${seq}`);
  }
  machine.killAll();
  const environment = machine.startProcess(disk.cutPower());
  return await judge({ environment, path: PATH, notes });
}

/** Names the case in the message: it becomes a test of its own when it fails. */
async function named(label: string, act: () => Promise<Verdict>): Promise<Verdict> {
  try {
    return await act();
  } catch (thrown) {
    throw new Error(`${label}: ${String(thrown)}`, { cause: thrown });
  }
}

function judgeRun(crashed: Run, label: string): Promise<Verdict> {
  const environment: PersistenceEnvironment = crashed.machine.startProcess(crashed.disk.cutPower());
  return named(label, () => judge({ environment, path: PATH, notes: crashed.notes }));
}

describe('a power cut', () => {
  it(
    'at every operation of a session leaves a document in order',
    { timeout: 120_000 },
    async () => {
      const whole = await run(1);
      expect(whole.notes.done).toBe(true);
      const verdicts: Verdict[] = [];
      for (let crashAt = 1; crashAt <= whole.disk.operations; crashAt += 1) {
        verdicts.push(await judgeRun(await run(1, crashAt), `seed 1, operation ${crashAt}`));
      }
      // The sweep really met the states it is about.
      expect(verdicts.length).toBeGreaterThan(300);
      expect(verdicts.some((verdict) => !verdict.existed)).toBe(true);
      expect(verdicts.some((verdict) => verdict.tornTail)).toBe(true);
      expect(verdicts.some((verdict) => verdict.unackedEntries > 0)).toBe(true);
      expect(new Set(verdicts.map((verdict) => verdict.version))).toEqual(new Set([0, 1, 2]));
    },
  );

  it('at random operations of random sessions does too', { timeout: 600_000 }, async () => {
    for (let seed = 2; seed < 2 + count('powerCuts'); seed += 1) {
      const crashAt = 1 + new RandomStream(seed, 'crash').nextBelow(OPERATIONS);
      await judgeRun(await run(seed, crashAt), `seed ${seed}, operation ${crashAt}`);
    }
  });

  it(
    'after a kill cannot take away what the next program found',
    { timeout: 600_000 },
    async () => {
      for (let seed = 1; seed <= count('powerCuts'); seed += 1) {
        const crashAt = 1 + new RandomStream(seed, 'kill').nextBelow(OPERATIONS);
        const label = `seed ${seed}, kill at operation ${crashAt}`;
        const crashed = await run(seed, crashAt);
        await named(label, () => judgeAfterKillAndCut(crashed));
      }
    },
  );

  it('during the mending after a power cut does too', { timeout: 600_000 }, async () => {
    for (let seed = 1; seed <= count('powerCuts'); seed += 1) {
      const random = new RandomStream(seed, 'two crashes');
      const crashAt = 1 + random.nextBelow(OPERATIONS);
      const secondAt = 1 + random.nextBelow(30);
      const label = `seed ${seed}, operations ${crashAt} and ${secondAt}`;
      const crashed = await run(seed, crashAt);
      await named(label, () => judgeAfterSecondCut(crashed, secondAt));
    }
  });
});
