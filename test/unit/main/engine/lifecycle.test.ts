/**
 * Goal: a machine lives as the fact sheet's tables say: states, bill, durations, what survives.
 * Method: each operation is followed event by event and its states are compared with docs/facts.md,
 * facts 2, 7 and 10; the bill is compared with a twin that adds up the time seen in each state.
 */
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../../src/shared/commands/index.ts';
import { sampleQuantiles } from '../../../../src/shared/model/quantiles.ts';
import { billedUsOf, costMicroUsdOf } from '../../../../src/main/engine/systems/billing.ts';
import { given, MINUTE, SECOND, type Scene } from '../../../support/make-engine.ts';
import { theCatalogue } from '../../../support/the-catalogue.ts';

const CATALOGUE = theCatalogue();
const create: Command = { type: 'vm.create', name: 'm', size: 'D2s_v5', image: 'Ubuntu2204' };

function statesOf(scene: Scene): string {
  const row = scene.engine.rows().find((one) => one.kind === 'vm' && one.name === 'm');
  return row?.kind === 'vm' ? `${row.provisioningState}/${row.powerState}` : 'gone';
}

/** The states a command leads through, in order, until nothing is under way. */
function walk(scene: Scene, command: Command): string[] {
  const seen = [statesOf(scene)];
  scene.when(command);
  for (let events = 0; events < 20; events += 1) {
    if (statesOf(scene) !== seen.at(-1)) seen.push(statesOf(scene));
    const next = scene.engine.nextEventAtUs();
    if (next === undefined) break;
    scene.engine.runUntil(next, { maxEvents: 1 });
    scene.holds();
  }
  return seen;
}

/** A machine in a state, reached while the room is built. */
function machineIn(state: 'running' | 'stopped' | 'deallocated'): Scene {
  const more: Command[] =
    state === 'running'
      ? []
      : [{ type: state === 'stopped' ? 'vm.stop' : 'vm.deallocate', vm: 'm' }];
  return given({}, [create, ...more]);
}

describe('[ENG-L1] the transition table (fact 7)', () => {
  it('create: nothing → Creating/creating → Succeeded/running', () => {
    expect(walk(given(), create)).toEqual(['gone', 'Creating/creating', 'Succeeded/running']);
  });

  it.each([
    [{ type: 'vm.stop', vm: 'm' }, 'running', 'Updating/stopping', 'Succeeded/stopped'],
    [
      { type: 'vm.stop', vm: 'm', by: 'guest' },
      'running',
      'Succeeded/stopping',
      'Succeeded/stopped',
    ],
    [
      { type: 'vm.deallocate', vm: 'm' },
      'running',
      'Updating/deallocating',
      'Succeeded/deallocated',
    ],
    [
      { type: 'vm.deallocate', vm: 'm' },
      'stopped',
      'Updating/deallocating',
      'Succeeded/deallocated',
    ],
    [{ type: 'vm.start', vm: 'm' }, 'stopped', 'Updating/starting', 'Succeeded/running'],
    [{ type: 'vm.start', vm: 'm' }, 'deallocated', 'Updating/starting', 'Succeeded/running'],
    [{ type: 'vm.delete', vm: 'm' }, 'running', 'Deleting/deallocating', 'gone'],
    [{ type: 'vm.delete', vm: 'm' }, 'stopped', 'Deleting/deallocating', 'gone'],
    [{ type: 'vm.delete', vm: 'm' }, 'deallocated', 'Deleting/deallocating', 'gone'],
  ] as const)('%o: %s → %s → %s', (command, from, during, to) => {
    expect(walk(machineIn(from), command)).toEqual([`Succeeded/${from}`, during, to]);
  });

  it.each([
    [{ type: 'vm.restart', vm: 'm' }, 'Updating'],
    [{ type: 'vm.restart', vm: 'm', by: 'guest' }, 'Succeeded'],
  ] as const)('%o: running → stopping → starting → running', (command, provisioning) => {
    expect(walk(machineIn('running'), command)).toEqual([
      'Succeeded/running',
      `${provisioning}/stopping`,
      `${provisioning}/starting`,
      'Succeeded/running',
    ]);
  });

  it('[ENG-L3] takes one operation at a time and says how long it still lasts', () => {
    const scene = machineIn('running').when({ type: 'vm.stop', vm: 'm' });
    const endsAtUs = scene.row('vm', 'm').operationEndsAtUs ?? 0;
    expect(scene.refusal({ type: 'vm.deallocate', vm: 'm' })).toMatchObject({
      code: 'vm.busy',
      retryable: true,
      details: { operation: 'powerOff', remainingSeconds: Math.ceil(endsAtUs / SECOND) },
    });
  });
});

describe('[ENG-L2] durations', () => {
  it.each([
    ['powerOff', { type: 'vm.stop', vm: 'm' }, { type: 'vm.start', vm: 'm' }],
    ['restart', { type: 'vm.restart', vm: 'm' }, undefined],
    ['deallocate', { type: 'vm.deallocate', vm: 'm' }, { type: 'vm.start', vm: 'm' }],
  ] as const)('of %s follow the quantiles of the catalogue', (name, command, back) => {
    const points = CATALOGUE.operations.find((one) => one.name === name);
    if (points === undefined) throw new Error(`no durations of ${name}`);
    const scene = machineIn('running');
    const stream = given().world.streams.stream(`duration/${name}`);
    for (let draw = 0; draw < 20; draw += 1) {
      scene.when(command);
      const lasts = (scene.row('vm', 'm').operationEndsAtUs ?? 0) - scene.engine.nowUs;
      // The same stream of the same seed, asked beside the engine.
      expect(lasts).toBe(sampleQuantiles(points, stream.nextUnit()));
      expect(lasts).toBeGreaterThanOrEqual(points.minMs * 1_000);
      expect(lasts).toBeLessThanOrEqual(points.maxMs * 1_000);
      scene.engine.runUntil(scene.engine.nowUs + 10 * MINUTE);
      if (back !== undefined) scene.when(back);
      scene.engine.runUntil(scene.engine.nowUs + 10 * MINUTE);
    }
  });

  it('are nothing while the room is built, and where the lab asks for instant operations', () => {
    const scene = given({ operations: 'instant' }).when(create).until('0s');
    expect(statesOf(scene)).toBe('Succeeded/running');
    expect(scene.world.streams.snapshot()).toEqual([]);
  });

  it('split a restart into half down, half coming up', () => {
    const scene = machineIn('running').when({ type: 'vm.restart', vm: 'm' });
    const endsAtUs = scene.row('vm', 'm').operationEndsAtUs ?? 0;
    scene.engine.runUntil(Math.floor(endsAtUs / 2) - 1);
    expect(statesOf(scene)).toBe('Updating/stopping');
    scene.engine.runUntil(Math.floor(endsAtUs / 2));
    expect(statesOf(scene)).toBe('Updating/starting');
    scene.engine.runUntil(endsAtUs);
    expect(statesOf(scene)).toBe('Succeeded/running');
  });
});

describe('[ENG-L4] the ground is lost', () => {
  it.each([
    ['creating', create, undefined, 'Failed/stopped'],
    ['starting', { type: 'vm.start', vm: 'm' }, 'stopped', 'Failed/stopped'],
    ['stopping', { type: 'vm.stop', vm: 'm' }, 'running', 'Succeeded/stopped'],
    ['restarting', { type: 'vm.restart', vm: 'm' }, 'running', 'Failed/stopped'],
    ['running', undefined, 'running', 'Succeeded/stopped'],
  ] as const)('while %s: it stands stopped', (_, command, from, after) => {
    const scene = from === undefined ? given() : machineIn(from);
    if (command !== undefined) scene.when(command);
    scene.until('1s').cut('rack:r1');
    expect(statesOf(scene)).toBe(after);
    if (command === undefined) return;
    const [failed] = scene.happened('vm.operationFailed');
    expect(scene.chain(failed?.id).slice(0, 2)).toEqual(['decision rack:r1', 'part.cut rack:r1']);
  });

  it.each([
    ['deallocate', 'Updating/deallocating', 'Succeeded/deallocated'],
    ['delete', 'Deleting/deallocating', 'gone'],
  ] as const)('while it is on its way out by %s: it goes on', (verb, during, to) => {
    const command: Command = { type: `vm.${verb}`, vm: 'm' };
    const scene = machineIn('running').when(command).until('100ms').cut('rack:r1');
    expect(statesOf(scene)).toBe(during);
    expect(statesOf(scene.until('10m'))).toBe(to);
  });

  it('[ENG-L6] is brought back when somebody wants it, and left alone when not', () => {
    for (const [command, after] of [
      [undefined, 'Succeeded/running'],
      [{ type: 'vm.stop', vm: 'm' }, 'Succeeded/stopped'],
    ] as const) {
      const scene = machineIn('running');
      if (command !== undefined) scene.when(command);
      scene.until('1s').cut('switch:core').until('2s').restore('switch:core').until('20m');
      expect(statesOf(scene)).toBe(after);
    }
  });

  it('[ENG-L6] may be deallocated meanwhile and started elsewhere', () => {
    const scene = machineIn('running').cut('rack:r1').when({ type: 'vm.deallocate', vm: 'm' });
    scene.until('10m').when({ type: 'vm.start', vm: 'm' }).until('11m');
    expect(scene.row('vm', 'm')).toMatchObject({ powerState: 'running', host: 'host:r2-h1' });
    scene.restore('rack:r1').until('1h');
    expect(scene.row('vm', 'm').host).toBe('host:r2-h1');
  });
});

describe('[ENG-L5] stopped and deallocated', () => {
  it('a stopped machine keeps host, cores and bill; a deallocated one gives all back', () => {
    const stopped = machineIn('stopped');
    expect(stopped.row('vm', 'm').host).toBe('host:r1-h1');
    expect(stopped.row('host', 'r1-h1')).toMatchObject({
      vCpuCommitted: 2,
      memoryCommittedMib: 8_192,
    });
    expect(stopped.engine.metrics().costMicroUsdPerHour).toBe(96_000);
    const gone = machineIn('deallocated');
    expect(gone.row('vm', 'm').host).toBeUndefined();
    expect(gone.row('host', 'r1-h1')).toMatchObject({ vCpuCommitted: 0, memoryCommittedMib: 0 });
    expect(gone.engine.metrics().costMicroUsdPerHour).toBe(0);
  });

  it('[ENG-L7] leaves disks and NIC behind when it is deleted, unless they were to go too', () => {
    const kept = machineIn('running').when({ type: 'vm.delete', vm: 'm' }).until('1m');
    expect(kept.row('disk', 'm-os').vm).toBeUndefined();
    expect(kept.row('nic', 'm-nic').vm).toBeUndefined();
    kept.when({ type: 'disk.delete', disk: 'm-os' }, { type: 'nic.delete', nic: 'm-nic' });
    const taken = machineIn('running');
    taken.when({ type: 'vm.delete', vm: 'm', withResources: true }).until('1m');
    expect(taken.engine.rows().filter(({ kind }) => kind === 'disk' || kind === 'nic')).toEqual([]);
  });
});

describe('[ENG-B1] the bill', () => {
  /** Billed while starting, running, stopping and stopped (fact 2). */
  const BILLED = new Set(['starting', 'running', 'stopping', 'stopped']);

  it('is the time spent in billed states, added up by somebody who only watches', () => {
    const scene = given().when(create);
    const acts: [number, Command][] = [
      [20, { type: 'vm.stop', vm: 'm' }],
      [40, { type: 'vm.start', vm: 'm' }],
      [50, { type: 'vm.restart', vm: 'm' }],
      [60, { type: 'vm.deallocate', vm: 'm' }],
      [90, { type: 'vm.start', vm: 'm' }],
      [100, { type: 'fault.cut', target: 'rack:r1' }],
      [110, { type: 'fault.restore', target: 'rack:r1' }],
    ];
    let billedUs = 0;
    function watchUntil(minute: number): void {
      const { engine } = scene;
      for (;;) {
        const beforeUs = engine.nowUs;
        const powerState = scene.row('vm', 'm').powerState;
        const next = engine.nextEventAtUs() ?? Infinity;
        const toUs = Math.min(next, minute * MINUTE);
        engine.runUntil(toUs, next <= toUs ? { maxEvents: 1 } : {});
        if (BILLED.has(powerState)) billedUs += engine.nowUs - beforeUs;
        if (engine.nowUs >= minute * MINUTE) return;
      }
    }
    for (const [minute, command] of acts) {
      watchUntil(minute);
      scene.when(command);
      expect(billedUsOf(scene.world, 0)).toBe(billedUs);
    }
    watchUntil(180);
    expect(billedUsOf(scene.world, 0)).toBe(billedUs);
    expect(billedUs).toBeGreaterThan(100 * MINUTE);
  });

  it('[ENG-B2] is allocated time times the hourly price, and outlives the machine', () => {
    // D2s_v5 with Linux costs 0.096 USD an hour: 96 000 millionths, 48 000 in half an hour.
    const scene = machineIn('running').until('30m');
    expect(costMicroUsdOf(scene.world, 0)).toBe(48_000);
    scene.when({ type: 'vm.delete', vm: 'm' }).until('2h');
    expect(scene.engine.summary().costMicroUsd).toBe(48_000);
  });

  it('[ENG-B2] takes the price of the system: Windows costs more', () => {
    const scene = given({}, [{ ...create, image: 'Win2022Datacenter' }]);
    expect(scene.row('vm', 'm').microUsdPerHour).toBe(188_000);
  });
});
