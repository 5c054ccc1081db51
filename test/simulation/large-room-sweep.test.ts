/**
 * Goal: a sweep gives the verdict of the full run, in the rooms people open and in a hall of 200
 * racks, 4,000 hosts and 20,000 machines under load. Method: every fault of every template, and
 * faults drawn from a generated hall, are also run in full, every request of every service, in an
 * engine restored from a snapshot. `npm test` takes a few templates and a small hall; the long run
 * takes all of them, and 50 faults of the whole hall.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { RandomStream } from '../../src/shared/kernel/prng.ts';
import { FAULT_KINDS } from '../../src/shared/model/fault-kinds.ts';
import type { Engine } from '../../src/main/engine/index.ts';
import { beginSweep, sweepWhole, type SweepPlan } from '../../src/main/sweep/sweep.ts';
import { Calm } from '../../src/main/sweep/verdict.ts';
import { isLongRun } from '../support/counts.ts';
import { fullRun, fullVerdict } from '../support/full-fault-run.ts';
import { largeRoom, THE_LARGE_ROOM } from '../support/large-room.ts';
import { RESOURCES_FOLDER, startLab } from '../support/start-lab.ts';
import { expectOk } from '../support/expect-ok.ts';

const MINUTE = 60_000_000;
const TIMES = isLongRun
  ? { forUs: 10 * MINUTE, afterUs: 10 * MINUTE }
  : { forUs: 2 * MINUTE, afterUs: 3 * MINUTE };
const LONG_MS = 3_600_000;

/** Faults of a template whose full run is made: all of them, or every so many. */
const JUDGED_EVERY = isLongRun ? 1 : 4;
/** Templates that `npm test` sweeps: one of each make. */
const FEW = ['first-room', 'power-redundancy'];

function templates(): string[] {
  const all = readdirSync(join(RESOURCES_FOLDER, 'templates'))
    .filter((file) => file.endsWith('.scenario.json'))
    .map((file) => file.replace('.scenario.json', ''));
  return isLongRun ? all : all.filter((name) => FEW.includes(name));
}

/** Brings two engines to the same place: one to be swept, one to be run in full. */
function twoEngines(text: string, plan: SweepPlan): { swept: Engine; full: Engine } {
  const [swept, full] = [startLab(text), startLab(text)];
  const start = beginSweep(startLab(text), plan);
  full.runUntil(expectOk(start).steady.atUs);
  return { swept, full };
}

it.each(templates())(
  'gives every fault of %s the verdict of its full run [ENG-TR2, TR3]',
  (name) => {
    const text = readFileSync(join(RESOURCES_FOLDER, 'templates', `${name}.scenario.json`), 'utf8');
    const { swept, full } = twoEngines(text, TIMES);
    const found = sweepWhole(expectOk(beginSweep(swept, TIMES)));
    if (found.notSteady !== undefined) return;
    const base = full.snapshot();
    const calm = fullRun(full, base, { targets: [], ...TIMES });
    for (const verdict of found.verdicts.filter((_, index) => index % JUDGED_EVERY === 0)) {
      expect(fullVerdict(full, base, { targets: [verdict.target], calm, ...TIMES })).toEqual(
        verdict,
      );
    }
    expect(found.verdicts.length).toBeGreaterThan(0);
  },
  LONG_MS,
);

it(
  'gives faults drawn from a hall the verdict of their full run [ENG-TR1, TR4]',
  () => {
    const text = largeRoom(isLongRun ? THE_LARGE_ROOM : { ...THE_LARGE_ROOM, racks: 5 });
    const { swept, full } = twoEngines(text, TIMES);
    const start = expectOk(beginSweep(swept, TIMES));
    expect(start.trials.separable).toBe(true);
    const base = full.snapshot();
    const calm = fullRun(full, base, { targets: [], ...TIMES });
    const judge = new Calm(start.trials.withoutFault(undefined));
    const ground = swept.hash();
    const chance = new RandomStream(11, 'faults');
    for (let drawn = 0; drawn < (isLongRun ? 50 : 8); drawn += 1) {
      const fault = start.faults[chance.nextBelow(start.faults.length)];
      if (fault === undefined) throw new Error('no fault was drawn');
      const finding = start.trials.try(fault);
      if (finding === undefined) throw new Error(`${fault.targets.join()} was cut already`);
      const verdict = judge.verdictOn(fault, finding);
      expect(fullVerdict(full, base, { ...fault, calm, ...TIMES })).toEqual(verdict);
    }
    start.trials.ground.rewind();
    const before = swept.hash();
    start.trials.withoutFault(undefined);
    expect(swept.hash()).toBe(ground);
    start.trials.ground.rewind();
    expect(swept.hash()).toBe(before);
  },
  LONG_MS,
);

/** Kinds that need nothing but a hall of machines with disks and services. */
const KINDS = FAULT_KINDS.filter((kind) => kind !== 'cut');

it(
  'gives faults of every kind the verdict of their full run [ENG-TR2, ENG-TR3, ENG-TR5]',
  () => {
    const hall = { ...THE_LARGE_ROOM, racks: isLongRun ? 20 : 5, hostsPerRack: 6, perSecond: 3 };
    const plan = { ...TIMES, kinds: KINDS };
    const { swept, full } = twoEngines(largeRoom(hall), plan);
    const start = expectOk(beginSweep(swept, plan));
    expect(start.trials.separable).toBe(true);
    const base = full.snapshot();
    const calm = fullRun(full, base, { targets: [], ...TIMES });
    const judge = new Calm(start.trials.withoutFault(undefined));
    const chance = new RandomStream(12, 'kinds');
    const felt = new Set<string>();
    for (const kind of KINDS) {
      const faults = start.faults.filter((fault) => fault.kind === kind);
      for (let drawn = 0; drawn < (isLongRun ? 12 : 2) && faults.length > 0; drawn += 1) {
        const fault = faults[chance.nextBelow(faults.length)];
        const finding = fault === undefined ? undefined : start.trials.try(fault);
        if (fault === undefined || finding === undefined) throw new Error(`${kind} hit nobody`);
        const verdict = judge.verdictOn(fault, finding);
        expect(fullVerdict(full, base, { ...fault, calm, ...TIMES })).toEqual(verdict);
        if (verdict.services.length > 0) felt.add(kind);
      }
    }
    // A hall without scale sets has no faulty image of one; most other kinds are felt.
    expect(felt.size).toBeGreaterThan(KINDS.length / 2);
  },
  LONG_MS,
);
