/**
 * Goal: a set mixes regular and spot instances as its policy says, loses the spot part when the
 * platform wants it back, and gets it again when it can. Method: the mix is worked by hand for each
 * number of instances with the fact's formula; evictions are looked at second by second.
 */
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../../src/shared/commands/index.ts';
import { regularTarget } from '../../../../src/main/engine/systems/priority-mix.ts';
import type { RowOf } from '../../../../src/shared/views/topology-view.ts';
import { given, SECOND, type Scene } from '../../../support/make-engine.ts';

type Add = Extract<Command, { type: 'scaleSet.add' }>;

function scene(capacity: number, more: Partial<Add> = {}): Scene {
  const set: Command = {
    type: 'scaleSet.add',
    name: 'mix',
    size: 'D2s_v5',
    image: 'Ubuntu2204',
    capacity,
    spot: { base: 2, regularPercent: 50 },
    ...more,
  };
  return given({ racks: 2, machines: 0 }, [set]);
}

function theSet(in_: Scene): RowOf<'scaleSet'> {
  return in_.row('scaleSet', 'mix');
}

function counts(in_: Scene): (number | undefined)[] {
  const { spot } = theSet(in_);
  return [spot?.regular, spot?.spot, spot?.evicted];
}

function scale(capacity: number): Command {
  return { type: 'scaleSet.scale', scaleSet: 'mix', capacity };
}

function spots(in_: Scene): RowOf<'vm'>[] {
  return in_.engine
    .rows()
    .filter((row): row is RowOf<'vm'> => row.kind === 'vm' && row.spot === true);
}

describe('[ENG-U19] how many are regular (fact 81)', () => {
  it.each([
    // base + floor((n − base) · percent / 100); at or below the base, all of them.
    { n: 0, base: 10, percent: 50, regular: 0 },
    { n: 5, base: 10, percent: 50, regular: 5 },
    { n: 10, base: 10, percent: 50, regular: 10 },
    { n: 11, base: 10, percent: 50, regular: 10 }, // 0.5: the odd one is spot
    { n: 12, base: 10, percent: 50, regular: 11 },
    { n: 20, base: 10, percent: 50, regular: 15 },
    { n: 25, base: 10, percent: 50, regular: 17 }, // 7.5
    { n: 100, base: 10, percent: 50, regular: 55 },
    { n: 10, base: 0, percent: 0, regular: 0 },
    { n: 10, base: 0, percent: 100, regular: 10 },
    { n: 7, base: 2, percent: 30, regular: 3 }, // 1.5
  ])('of $n with base $base and $percent %: $regular', ({ n, base, percent, regular }) => {
    expect(regularTarget(n, { base, regularPercent: percent })).toBe(regular);
  });

  it('holds at every size on the way up and down', () => {
    // Base 2, half above: 2 → 2+0, 3 → 2+1, 4 → 3+1, 5 → 3+2, 6 → 4+2, 8 → 5+3.
    const room = scene(2);
    expect(counts(room)).toEqual([2, 0, 0]);
    const table: readonly [number, number, number][] = [
      [3, 2, 1],
      [4, 3, 1],
      [5, 3, 2],
      [6, 4, 2],
      [8, 5, 3],
      [5, 3, 2],
      [3, 2, 1],
      [1, 1, 0],
    ];
    for (const [index, [capacity, regular, spot]] of table.entries()) {
      room.when(scale(capacity)).until(`${(index + 1) * 20}m`);
      expect([capacity, ...counts(room)]).toEqual([capacity, regular, spot, 0]);
    }
  });

  it('[ENG-U20] makes spot machines cheaper', () => {
    const room = scene(4);
    const regular = room.engine
      .rows()
      .find((row): row is RowOf<'vm'> => row.kind === 'vm' && row.spot !== true);
    expect(spots(room)).toHaveLength(1);
    expect(spots(room)[0]?.microUsdPerHour).toBe(Math.round((regular?.microUsdPerHour ?? 0) * 0.3));
  });
});

describe('[ENG-U21] eviction (fact 31)', () => {
  it('comes with 30 s of notice, deallocates, and the set goes on counting it (fact 81)', () => {
    const room = scene(6).until('1m').when({ type: 'scaleSet.evict', scaleSet: 'mix' });
    expect(spots(room).map(({ noticeAtUs }) => noticeAtUs)).toEqual([90 * SECOND, 90 * SECOND]);
    room.until('89s');
    expect(room.running()).toHaveLength(6);
    room.until('90s');
    expect(room.running()).toHaveLength(4);
    room.until('10m');
    expect(counts(room)).toEqual([4, 0, 2]);
    expect(theSet(room)).toMatchObject({ capacity: 6 });
    expect(spots(room).every(({ powerState }) => powerState === 'deallocated')).toBe(true);
    expect(room.chain(room.happened('spot.evicted')[0]?.id)).toEqual([
      'decision scaleSet:lab/mix',
      'event.scheduled scheduledEvent:e1',
      expect.stringMatching(/^spot\.notice vm:lab\/mix_/),
      expect.stringMatching(/^spot\.evicted vm:lab\/mix_/),
    ]);
  });

  it('deletes where the policy says so, and the capacity falls', () => {
    const spot = { base: 2, regularPercent: 50, eviction: 'delete' } as const;
    const room = scene(6, { spot }).when({ type: 'scaleSet.evict', scaleSet: 'mix' }).until('10m');
    expect(counts(room)).toEqual([4, 0, 0]);
    expect(theSet(room).capacity).toBe(4);
  });

  it('is none of an instance that is being deleted when its notice ends', () => {
    const room = scene(6).until('1m').when({ type: 'scaleSet.evict', scaleSet: 'mix' });
    const [first, second] = spots(room);
    room.until('89s').when({ type: 'vm.delete', vm: first?.id ?? '', withResources: true });
    room.until('10m');
    expect(room.happened('vm.operationFailed')).toEqual([]);
    expect(room.happened('spot.evicted').map(({ subject }) => subject)).toEqual([second?.id]);
    expect(spots(room).map(({ id }) => id)).toEqual([second?.id]);
  });

  it('takes as many as it needs, in order of their numbers', () => {
    const room = scene(6).when({ type: 'scaleSet.evict', scaleSet: 'mix', count: 1 }).until('5m');
    expect(counts(room)).toEqual([4, 1, 1]);
    const [first, second] = spots(room);
    expect([first?.evicted, second?.evicted]).toEqual([true, undefined]);
  });

  it('leaves no spot capacity for the time named', () => {
    const room = scene(4).when({ type: 'scaleSet.evict', scaleSet: 'mix', for: '2h' });
    // The fifth would be a spot machine: 2 + floor(3 · 50 %) = 3 regular of 5.
    room.when(scale(5)).until('20m');
    expect(theSet(room).capacity).toBe(4);
    expect(room.happened('scaleSet.allocationFailed')).toHaveLength(1);
    room.until('3h').when(scale(5)).until('4h');
    expect(theSet(room).capacity).toBe(5);
  });

  it('takes a whole set that is spot, uniform too', () => {
    const room = scene(4, { orchestration: 'uniform', faultDomains: 1, spot: {} });
    expect(counts(room)).toEqual([0, 4, 0]);
    room.when({ type: 'scaleSet.evict', scaleSet: 'mix' }).until('10m');
    expect(room.running()).toEqual([]);
  });
});

describe('[ENG-U22] try and restore (fact 82)', () => {
  it('brings evicted instances back once there is capacity again', () => {
    const spot = { base: 2, regularPercent: 50, restore: '2h' };
    const room = scene(6, { spot }).when({ type: 'scaleSet.evict', scaleSet: 'mix', for: '30m' });
    room.until('29m');
    expect(counts(room)).toEqual([4, 0, 2]);
    room.until('45m');
    expect(counts(room)).toEqual([4, 2, 0]);
    expect(room.running()).toHaveLength(6);
    expect(room.happened('spot.restored')).toHaveLength(2);
  });

  it('gives up after its time, and leaves a set with autoscale alone', () => {
    const spot = { base: 2, regularPercent: 50, restore: '20m' };
    const late = scene(6, { spot }).when({ type: 'scaleSet.evict', scaleSet: 'mix', for: '30m' });
    expect(counts(late.until('2h'))).toEqual([4, 0, 2]);
    const rules = [{ metric: 'cpu', operator: '>', threshold: 70, direction: 'out' } as const];
    const room = scene(6, { spot: { ...spot, restore: '2h' } });
    room.when({ type: 'autoscale.set', scaleSet: 'mix', minimum: 6, maximum: 6, rules });
    room.when({ type: 'scaleSet.evict', scaleSet: 'mix' }).until('1h');
    expect(counts(room)).toEqual([4, 0, 2]);
  });

  it('is not needed by a person, who starts one by hand', () => {
    const room = scene(6).when({ type: 'scaleSet.evict', scaleSet: 'mix', count: 1 }).until('5m');
    const [evicted] = spots(room).filter((vm) => vm.evicted === true);
    room.when({ type: 'vm.start', vm: evicted?.id ?? '' }).until('10m');
    expect(counts(room)).toEqual([4, 2, 0]);
  });
});
