/**
 * Goal: every second of downtime and every failed request has one root cause that can be walked to,
 * and the totals are the measures. Method: a room under load with random faults, repairs, restarts
 * and a wave; at random moments the incidents are summed and compared with meters and figures, and
 * every chain must end in a decision or a beginning [ENG-Y1] [ENG-Y2] [ENG-Y3] [INV-30] [INV-31].
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Command } from '../../src/shared/commands/index.ts';
import type { Engine } from '../../src/main/engine/index.ts';
import { US_PER_SECOND } from '../../src/shared/kernel/time.ts';
import { count } from '../support/counts.ts';
import { busyRoom } from '../support/engine-arbitraries.ts';
import { makeEngine } from '../support/make-engine.ts';

const STEP_US = 90 * US_PER_SECOND;
const TARGETS = [
  'rack:r1',
  'rack:r2',
  'rack:r3',
  'host:r1-h1',
  'feed:a',
  'feed:b',
  'switch:agg',
  'storage:s1',
];
const MACHINES = ['web-1', 'web-2', 'm1', 'm2', 'z1_1'];

function commandOf(dice: number): Command {
  const target = TARGETS[dice % TARGETS.length] ?? '';
  const vm = MACHINES[dice % MACHINES.length] ?? '';
  const kinds: Command[] = [
    { type: 'fault.cut', target },
    { type: 'fault.restore', target },
    { type: 'fault.restore', target },
    { type: 'vm.restart', vm },
    { type: 'vm.stop', vm },
    { type: 'vm.start', vm },
    { type: 'vm.delete', vm },
    { type: 'scaleSet.scale', scaleSet: 'z1', capacity: dice % 4 },
    { type: 'balancer.leave', balancer: 'front', vm },
    { type: 'balancer.join', balancer: 'front', vm },
    { type: 'maintenance.start', availabilitySet: 'a1', work: '3m', recovery: '1m' },
  ];
  return kinds[Math.floor(dice / 64) % kinds.length] ?? { type: 'fault.cut', target };
}

function checkSums(engine: Engine): void {
  const { services, machines, groups, incidents } = engine.measures();
  function downOf(id: string): number {
    const own = incidents.filter(({ owner }) => owner === id);
    return own.reduce((sum, { downUs }) => sum + downUs, 0);
  }
  for (const one of [...machines, ...groups]) {
    expect({ id: one.id, down: downOf(one.id) }).toEqual({
      id: one.id,
      down: one.meteredUs - one.upUs,
    });
  }
  for (const { id, secondsDown } of services) {
    expect({ id, down: downOf(id) }).toEqual({ id, down: secondsDown * US_PER_SECOND });
    const figures = engine.metrics().services.find((one) => one.id === id);
    const failed = engine.ledger(id).reduce((sum, row) => sum + row.count, 0);
    expect(failed).toBe((figures?.late ?? 0) + (figures?.refused ?? 0) + (figures?.lost ?? 0));
  }
  const ids = new Set([...services, ...machines, ...groups].map(({ id }) => id));
  for (const { owner, chain, firstAtUs, lastAtUs } of incidents) {
    expect(ids.has(owner)).toBe(true);
    expect(lastAtUs).toBeGreaterThanOrEqual(firstAtUs);
    expect(chain[0]?.cause).toBeUndefined();
  }
}

describe('the measures of a room under random faults', () => {
  it('add up at every moment', { timeout: 600_000 }, () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100_000), { maxLength: 25 }), fc.nat(1_000), (dice, seed) => {
        const engine = makeEngine(busyRoom, { seed });
        for (const one of dice) {
          const decided = engine.propose(commandOf(one));
          if (decided.ok) engine.commit(decided.value);
          checkSums(engine);
          engine.runUntil(engine.nowUs + (one % STEP_US) + 1);
          checkSums(engine);
          expect(engine.checkInvariants()).toEqual([]);
        }
      }),
      { numRuns: 6 * count('roomHistories') },
    );
  });
});
