/**
 * Goal: the public batch workload is an ordinary scenario with exact results. Method: the smallest
 * size as a value and as a printed file, cut into slices, saved and restored half way, and with one
 * machine stopped half way, against the closed form of each job's finish.
 */
import { describe, expect, it } from 'vitest';
import type { Engine } from '../../src/main/engine/index.ts';
import { batchScenario } from '../../src/main/cli/bench/batch-scenario.ts';
import { startEngine } from '../../src/main/workspace/start-engine.ts';
import { expandScenario } from '../../src/shared/document/expand-scenario.ts';
import { readScenario } from '../../src/shared/document/parse-scenario.ts';
import { printScenario } from '../../src/shared/document/print-scenario.ts';
import type { Scenario } from '../../src/shared/document/scenario-schema.ts';
import { theCatalogue } from '../support/the-catalogue.ts';

const SMALL = { hosts: 100, vms: 1_000, jobs: 10_000, same: false };
const SECOND = 1_000_000;
const END_US = 200 * SECOND;

function start(scenario: Scenario): Engine {
  const engine = startEngine({
    scenario,
    expanded: expandScenario(scenario),
    catalogue: theCatalogue(),
  });
  if (!engine.ok) throw new Error(engine.error.message);
  return engine.value;
}

function finished(engine: Engine): Engine {
  engine.runUntil(END_US);
  return engine;
}

/** Length of job i in seconds of a whole core. */
function lengthOf(job: number): number {
  return (1_000 + ((job * 7_919) % 9_973)) / 1_000;
}

/** Last finish of one machine: the sum of its jobs, because a shared core is never idle. */
function machineEnd(machine: number): number {
  let seconds = 0;
  for (let job = machine; job < SMALL.jobs; job += SMALL.vms) seconds += lengthOf(job);
  return seconds;
}

describe('the batch workload', () => {
  const scenario = batchScenario(SMALL);
  const whole = finished(start(scenario));

  it('ends when the machine with most work has done it: 89.830 s', () => {
    const ends = Array.from({ length: SMALL.vms }, (_, machine) => machineEnd(machine));
    const [batch] = whole.summary().batches;
    expect(batch).toMatchObject({ done: SMALL.jobs, interrupted: 0 });
    expect((batch?.lastFinishUs ?? 0) / SECOND).toBeCloseTo(Math.max(...ends), 5);
    expect((batch?.lastFinishUs ?? 0) / SECOND).toBeCloseTo(89.83, 3);
  });

  it('with jobs of one length ends at exactly 100 s', () => {
    const [batch] = finished(start(batchScenario({ ...SMALL, same: true }))).summary().batches;
    expect(batch).toMatchObject({ done: SMALL.jobs, lastFinishUs: 100 * SECOND });
  });

  it('written to a file and read again gives the same hash', () => {
    const read = readScenario(printScenario(scenario));
    if (!read.ok) throw new Error(read.error.message);
    expect(finished(start(read.value.scenario)).hash()).toBe(whole.hash());
  });

  it('cut into slices, and saved and restored in between, gives the same hash', () => {
    const engine = start(scenario);
    for (let step = 1; step <= 7; step += 1) engine.runUntil(END_US, { maxEvents: 997 });
    const bytes = engine.snapshot();
    const other = start(scenario);
    expect(other.restore(bytes).ok).toBe(true);
    expect(finished(other).hash()).toBe(whole.hash());
    expect(finished(engine).hash()).toBe(whole.hash());
  });

  it('loses exactly the jobs of a machine that is stopped half way', () => {
    const stopUs = 45 * SECOND;
    const engine = start(scenario);
    engine.runUntil(stopUs);
    const doneBefore = jobsDoneBy({ machine: 499, atSeconds: stopUs / SECOND });
    const stopped = engine.propose({ type: 'vm.stop', vm: 'bench/vm-500' });
    if (!stopped.ok) throw new Error(stopped.error.message);
    engine.commit(stopped.value);
    const [batch] = finished(engine).summary().batches;
    const perMachine = SMALL.jobs / SMALL.vms;
    expect(doneBefore).toBeGreaterThan(0);
    expect(doneBefore).toBeLessThan(perMachine);
    expect(batch).toMatchObject({
      interrupted: perMachine - doneBefore,
      done: SMALL.jobs - perMachine + doneBefore,
    });
    // The machine that ends last is another one, so nothing else has moved.
    expect(batch?.lastFinishUs).toBe(whole.summary().batches[0]?.lastFinishUs);
  });
});

/** Jobs of one machine that are done after some time of sharing its core equally. */
function jobsDoneBy(given: { machine: number; atSeconds: number }): number {
  const lengths: number[] = [];
  for (let job = given.machine; job < SMALL.jobs; job += SMALL.vms) lengths.push(lengthOf(job));
  lengths.sort((left, right) => left - right);
  let now = 0;
  let served = 0;
  let done = 0;
  for (const [index, length] of lengths.entries()) {
    now += (length - served) * (lengths.length - index);
    served = length;
    if (now <= given.atSeconds) done += 1;
  }
  return done;
}
