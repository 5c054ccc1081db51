/**
 * Goal: processes, jobs and uses of one machine share its cores [ENG-O14] [INV-132], and say that
 * the processor limits them. Method: one machine with cores of its own, whose batches, processes
 * and uses have closed forms, and random mixtures of them against the invariant.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../../src/shared/commands/index.ts';
import type { WorkloadFiguresView } from '../../../../src/shared/views/workload-view.ts';
import { count } from '../../../support/counts.ts';
import { jobFinishes } from '../../../support/job-records.ts';
import { given, type Scene } from '../../../support/make-engine.ts';

const SIZES: Readonly<Record<number, string>> = { 1: 'DS1_v2', 2: 'D2s_v5', 4: 'D4s_v5' };

/** A host with room, and one machine on it. */
function room(vCpu: number, ...more: Command[]): Scene {
  const host: Command = {
    type: 'host.add',
    name: 'roomy',
    rack: 'r1',
    cores: 16,
    mipsPerCore: 1_000,
    memoryMib: 131_072,
  };
  const size = SIZES[vCpu]!;
  const vm: Command = {
    type: 'vm.create',
    name: 'a',
    size,
    image: 'Win2019Datacenter',
    host: 'roomy',
  };
  return given({ racks: 1, hostsPerRack: 0 }, [host, vm, ...more]);
}

function batch(jobs: number, seconds: number, name = 'jobs'): Command {
  const work = { baseMi: seconds * 1_000 };
  return { type: 'batch.submit', name, machines: ['a'], count: jobs, work };
}

function learning(cpuMillicores: number): Command {
  const application = 'machine-learning';
  return { type: 'app.install', on: 'vm:a', application, cpuMillicores, memoryMib: 64 };
}

/** So many threads that always have something to do, 10 ms of core time each time. */
function threads(number: number, name = 'grind'): Command {
  return {
    type: 'workload.add',
    name,
    kind: 'batch',
    machines: ['a'],
    cpu: '10ms',
    jobs: 1_000_000,
    threads: number,
  };
}

function web(perSecond: number, mode: 'requests' | 'flow'): Command {
  return {
    type: 'workload.add',
    name: 'web',
    kind: 'requests',
    machines: ['a'],
    cpu: '10ms',
    curve: { points: [{ at: '0s', perSecond }] },
    threads: 1_000,
    mode,
  };
}

/** Seconds until the last job of a batch was done. */
function took(scene: Scene, name = 'jobs'): number {
  const jobs = jobFinishes(scene.world, name);
  expect(jobs.every(({ done }) => done)).toBe(true);
  return Math.max(...jobs.map(({ finishedUs }) => finishedUs)) / 1e6;
}

function figures(scene: Scene, name: string): WorkloadFiguresView {
  const found = scene.engine.summary().workloads?.find((one) => one.name === name);
  if (found === undefined) throw new Error(`${name} has figures`);
  return found;
}

describe('[ENG-O14] jobs and processes of one machine', () => {
  it('share its core, until one of them has done', () => {
    const scene = room(1, learning(1_000), batch(1, 60));
    scene.until('30s');
    expect(scene.row('vm', 'a').guest).toMatchObject({ grantedMillicores: 500, stealPpm: 0 });
    scene.until('10m');
    expect(took(scene)).toBe(120);
    expect(scene.row('vm', 'a').guest).toMatchObject({ grantedMillicores: 1_000 });
  });

  it('take nothing from each other where there are cores for all', () => {
    const scene = room(2, learning(1_000), batch(1, 60));
    scene.until('30s');
    expect(scene.row('vm', 'a').guest).toMatchObject({ grantedMillicores: 1_000 });
    scene.until('10m');
    expect(took(scene)).toBe(60);
  });

  it('are slowed from the moment a process begins to the moment it ends', () => {
    const scene = room(1, batch(1, 60));
    scene.until('20s').when(learning(3_000)).until('60s');
    scene.when({ type: 'app.stop', on: 'vm:a', app: 'machine-learning' }).until('10m');
    // 20 s, a quarter of 40 s, and the last 30 s alone.
    expect(took(scene)).toBe(90);
  });
});

describe('[ENG-O14] jobs and uses of one machine', () => {
  it('share its cores by what is on them', () => {
    // Three threads and two jobs on one core: a fifth each.
    const scene = room(1, threads(3), batch(2, 20));
    scene.until('99s');
    expect(figures(scene, 'grind').limitedBy).toBe('cpu');
    const served = figures(scene, 'grind').served;
    // 10 ms each, three fifths of a core.
    expect(Math.abs(served / 99 - 60)).toBeLessThan(2);
    scene.until('10m');
    expect(took(scene)).toBe(100);
  });

  it('say that the processor is short, and a second core helps', () => {
    const alone = [1, 2].map((vCpu) => {
      const scene = room(vCpu, threads(1), batch(1, 600)).until('90s');
      const { served, limitedBy } = figures(scene, 'grind');
      return { served, limitedBy };
    });
    expect(alone[0]!.limitedBy).toBe('cpu');
    expect(alone[1]!.served / alone[0]!.served).toBeGreaterThan(1.9);
  });

  it.each(['requests', 'flow'] as const)('answer what comes, but later, as %s', (mode) => {
    // Half a core is asked for; beside one job an answer takes (1 + 1) ÷ (1 − ½) times its 10 ms.
    const scene = room(1, web(50, mode), batch(1, 200)).until('5m');
    const { served, late, meanMs } = figures(scene, 'web');
    expect(Math.abs((served + late) / 300 - 50)).toBeLessThan(2);
    expect(Math.abs((meanMs ?? NaN) - 40)).toBeLessThan(4);
    expect(scene.engine.checkInvariants()).toEqual([]);
    scene.until('8m');
    // The job has the other half.
    expect(Math.abs(took(scene) - 400)).toBeLessThan(mode === 'flow' ? 0.001 : 15);
  });

  it('are limited by the processor where a flow asks for more than is left by its threads', () => {
    // One thread beside three jobs has a quarter of the core: 25 of 50 requests a second.
    const flow: Command = { ...web(50, 'flow'), threads: 1, queueLimit: 10 } as Command;
    const scene = room(1, flow, batch(3, 3_600)).until('10m');
    const { served, late, limitedBy } = figures(scene, 'web');
    expect(Math.abs((served + late) / 600 - 25)).toBeLessThan(0.5);
    expect(limitedBy).toBe('cpu');
  });
});

describe('[INV-132] random work in a machine', () => {
  it('never has more than its cores', () => {
    const act = fc.oneof(
      fc.record({ kind: fc.constant('jobs'), size: fc.integer({ min: 1, max: 5 }) }),
      fc.record({ kind: fc.constant('threads'), size: fc.integer({ min: 1, max: 4 }) }),
      fc.record({ kind: fc.constant('process'), size: fc.integer({ min: 1, max: 40 }) }),
      fc.record({ kind: fc.constant('flow'), size: fc.integer({ min: 1, max: 300 }) }),
      fc.record({ kind: fc.constant('restart'), size: fc.constant(0) }),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(1, 2, 4),
        fc.array(act, { minLength: 1, maxLength: 6 }),
        (vCpu, acts) => {
          const scene = room(vCpu);
          for (const [at, { kind, size }] of acts.entries()) {
            const commands: Record<string, Command> = {
              jobs: batch(size, 3, `b${at}`),
              threads: threads(size, `u${at}`),
              process: { ...learning(size * 100), name: `p${at}` } as Command,
              flow: { ...web(size, 'flow'), name: `f${at}` } as Command,
              restart: { type: 'vm.restart', vm: 'a' },
            };
            const proposed = scene.engine.propose(commands[kind]!);
            if (proposed.ok) scene.engine.commit(proposed.value);
            expect(scene.engine.checkInvariants()).toEqual([]);
            scene.engine.runUntil(scene.engine.nowUs + 900_000);
            expect(scene.engine.checkInvariants()).toEqual([]);
          }
        },
      ),
      { numRuns: Math.ceil(count('roomHistories') / 2) },
    );
  });
});
