/**
 * Goal: work of machines on a host that promised its cores more than once is slowed by its
 * neighbours, and says so [ENG-O13]. Method: four machines of four vCPU on four cores, whose jobs
 * and uses have closed forms: a quarter of the speed each, as long as all of them work.
 */
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../../src/shared/commands/index.ts';
import type { WorkloadFiguresView } from '../../../../src/shared/views/workload-view.ts';
import { jobFinishes } from '../../../support/job-records.ts';
import { given, type Scene } from '../../../support/make-engine.ts';
import { startWork, steady, workScenario, type Use } from '../../../support/work-room.ts';

const NAMES = ['a', 'b', 'c', 'd'];

function dense(name = 'dense'): Command {
  return {
    type: 'host.add',
    name,
    rack: 'r1',
    cores: 4,
    mipsPerCore: 1_000,
    memoryMib: 131_072,
    vCpuPerCore: 4,
  };
}

function machine(name: string, cpuWeight = 100): Command {
  const image = 'Ubuntu2204';
  return { type: 'vm.create', name, size: 'D4s_v5', image, host: 'dense', cpuWeight };
}

function batch(vm: string, jobs: number, seconds: number): Command {
  const work = { baseMi: seconds * 1_000 };
  return { type: 'batch.submit', name: `of-${vm}`, machines: [vm], count: jobs, work };
}

function room(...more: Command[]): Scene {
  return given({ racks: 1, hostsPerRack: 0 }, [dense(), ...more]);
}

function steals(scene: Scene, names = NAMES): (number | undefined)[] {
  return names.map((name) => scene.row('vm', name).stealPpm);
}

/** How long a and b stood together, and how long b stood still at the end of them. */
function movedAt(scene: Scene): { togetherUs: number; pauseUs: number } {
  const moved = scene.engine.happenings(0).find(({ kind }) => kind === 'vm.migrated');
  const b = [...scene.world.vm.slots()].find((vm) => scene.world.vm.text('name', vm) === 'b');
  return {
    togetherUs: moved?.atUs ?? NaN,
    pauseUs: scene.world.vm.col.migrationPauseUs[b ?? 0] ?? NaN,
  };
}

/** Seconds a batch took, all of whose jobs must be done. */
function took(scene: Scene, vm: string): number {
  const jobs = jobFinishes(scene.world, `of-${vm}`);
  expect(jobs.every(({ done }) => done)).toBe(true);
  return Math.max(...jobs.map(({ finishedUs }) => finishedUs)) / 1e6;
}

describe('[ENG-O13] batch jobs of neighbours', () => {
  it('of four machines with four jobs each run at a quarter of the speed', () => {
    const scene = room(...NAMES.map((name) => machine(name)), batch('a', 4, 60));
    scene.until('1us');
    expect(steals(scene)).toEqual([undefined, undefined, undefined, undefined]);
    const alone = room(...NAMES.map((name) => machine(name)), batch('a', 4, 60)).until('10m');
    expect(took(alone, 'a')).toBe(60);
    const all = room(
      ...NAMES.map((name) => machine(name)),
      ...NAMES.map((name) => batch(name, 4, 60)),
    ).until('100s');
    expect(steals(all)).toEqual([750_000, 750_000, 750_000, 750_000]);
    all.until('10m');
    expect(NAMES.map((name) => took(all, name))).toEqual([240, 240, 240, 240]);
    expect(steals(all)).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('go faster from the moment a neighbour is done, and by their weight', () => {
    // Cores 1 and 3 until b is done at 80 s; a has a quarter of its 240 left less 80, alone: 40 s.
    const scene = room(machine('a'), machine('b', 300), batch('a', 4, 60), batch('b', 4, 60));
    scene.until('10s');
    expect([scene.row('vm', 'a').stealPpm, scene.row('vm', 'b').stealPpm]).toEqual([
      750_000, 250_000,
    ]);
    scene.until('10m');
    expect([took(scene, 'b'), took(scene, 'a')]).toEqual([80, 120]);
  });

  it('that ask for no more than there is take nothing from each other', () => {
    const scene = room(...NAMES.map((name) => machine(name)), ...NAMES.map((n) => batch(n, 1, 60)));
    scene.until('30s');
    expect(steals(scene)).toEqual([undefined, undefined, undefined, undefined]);
    scene.until('10m');
    expect(NAMES.map((name) => took(scene, name))).toEqual([60, 60, 60, 60]);
  });

  it('share with the processes of a neighbour, and slow those', () => {
    const learning: Command = {
      type: 'app.install',
      on: 'vm:b',
      application: 'machine-learning',
      cpuMillicores: 4_000,
      memoryMib: 64,
    };
    const scene = room(machine('a'), machine('b'), learning, batch('a', 4, 60));
    scene.until('1s');
    expect(scene.row('vm', 'b').guest).toMatchObject({ grantedMillicores: 2_000 });
    expect(scene.row('vm', 'b').guest?.stealPpm).toBe(500_000);
    scene.until('10m');
    expect(took(scene, 'a')).toBe(120);
    expect(scene.row('vm', 'b').guest?.stealPpm).toBe(0);
  });

  it('leave their share behind when they are deallocated', () => {
    const scene = room(machine('a'), machine('b'), batch('a', 4, 60));
    scene.when(batch('b', 4, 60)).until('10s');
    expect([scene.row('vm', 'a').stealPpm, scene.row('vm', 'b').stealPpm]).toEqual([
      500_000, 500_000,
    ]);
    scene.when({ type: 'vm.deallocate', vm: 'b' }).until('11s');
    expect(scene.row('vm', 'a').stealPpm).toBeUndefined();
    scene.until('10m');
    // Half speed for 10 s.
    expect(took(scene, 'a')).toBe(65);
  });

  it('leave it behind when they move, on both hosts', () => {
    const scene = room(dense('other'), machine('a'), machine('b'), batch('a', 4, 600));
    scene.when(batch('b', 4, 600)).until('10s');
    scene.when({ type: 'vm.migrate', vm: 'b', to: 'other' }).until('5m');
    expect(scene.row('vm', 'b').host).toBe('host:other');
    expect(scene.world.host.col.contended.slice(0, 2)).toEqual(new Uint8Array(2));
    expect(steals(scene, ['a', 'b'])).toEqual([undefined, undefined]);
    // Both had half the cores as long as they stood together; while b stood still to be switched
    // over, a had them all. From then on each has its own.
    const { togetherUs, pauseUs } = movedAt(scene);
    const halfUs = (togetherUs - pauseUs) / 2;
    scene.until('20m');
    expect(took(scene, 'a')).toBeCloseTo(600 + halfUs / 1e6, 5);
    expect(took(scene, 'b')).toBeCloseTo(600 + (halfUs + pauseUs) / 1e6, 5);
  });
});

describe('[ENG-O13] uses of neighbours', () => {
  /** Four machines of four vCPU on four cores, each with the use; figures after a minute. */
  function crowded(use: Use): { figures: readonly WorkloadFiguresView[]; steal: number } {
    const each = NAMES.map((name, at) => ({ ...use, name, machines: [`vm-${at + 1}`] }));
    const scenario = workScenario(each, { machines: 4, vCpu: 4, duration: '1m' });
    const hosts = scenario.hosts?.map((host) => ({ ...host, cores: 4, vCpuPerCore: 4 })) ?? [];
    const engine = startWork({ ...scenario, hosts });
    engine.runUntil(60_000_000);
    expect(engine.checkInvariants()).toEqual([]);
    const rows = engine.rows(['vm']).map((row) => (row.kind === 'vm' ? (row.stealPpm ?? 0) : 0));
    return { figures: engine.summary().workloads ?? [], steal: Math.max(...rows) };
  }
  const open: Use = { kind: 'requests', cpu: '10ms', threads: 64, queueLimit: 64 };

  it.each(['requests', 'flow'] as const)('serve what a core can, as %s', (mode) => {
    // One core each: 100 requests a second of 10 ms, of the 150 that come.
    const { figures, steal } = crowded({ ...open, mode, curve: steady(150) });
    const each = figures.map((one) => (one.served + one.late) / 60);
    for (const perSecond of each) expect(Math.abs(perSecond - 100)).toBeLessThan(5);
    expect(Math.abs(each.reduce((sum, one) => sum + one, 0) - 400)).toBeLessThan(8);
    for (const one of figures) expect(one.limitedBy).toBe('cpu');
    // A flow asks for the core and a half that it uses; of requests one by one there is always a
    // queue, so they ask for all four.
    if (mode === 'flow') expect(steal).toBe(333_333);
    else expect(steal).toBeGreaterThan(700_000);
  });

  it.each(['requests', 'flow'] as const)('serve all that comes where it fits, as %s', (mode) => {
    const { figures } = crowded({ ...open, mode, curve: steady(60) });
    for (const one of figures) expect(one.refused).toBe(0);
    for (const one of figures) expect(one.limitedBy).toBe('load');
  });

  it('leave to batch jobs beside them what they do not use', () => {
    // A flow of 100 requests of 10 ms has its core; 4 jobs of 60 s share the other three: 80 s.
    const flow: Command = {
      type: 'workload.add',
      name: 'web',
      kind: 'requests',
      machines: ['a'],
      cpu: '10ms',
      curve: { points: [{ at: '0s', perSecond: 100 }] },
      mode: 'flow',
    };
    const scene = room(machine('a'), machine('b'), flow, batch('b', 4, 60));
    scene.until('10s');
    expect([scene.row('vm', 'a').stealPpm, scene.row('vm', 'b').stealPpm]).toEqual([
      undefined,
      250_000,
    ]);
    scene.until('10m');
    expect(took(scene, 'b')).toBe(80);
  });
});
