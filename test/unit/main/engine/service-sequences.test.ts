/**
 * Goal: no sequence of decisions of the machine service breaks an invariant [INV-120] [INV-121]
 * [INV-122]. Method: random resizes, disks, evictions, quotas and tags between ordinary operations,
 * faults and time, in a room with machines; the invariants are checked after every act.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CommandType } from '../../../../src/shared/commands/index.ts';
import { expectOk } from '../../../support/expect-ok.ts';
import { doAct, type Act } from '../../../support/engine-arbitraries.ts';
import { count } from '../../../support/counts.ts';
import { makeEngine, roomCommands } from '../../../support/make-engine.ts';

const TYPES: readonly CommandType[] = [
  'vm.create',
  'vm.resize',
  'vm.resize',
  'vm.reimage',
  'vm.evict',
  'disk.create',
  'disk.attach',
  'disk.attach',
  'disk.detach',
  'disk.edit',
  'disk.delete',
  'quota.set',
  'quota.clear',
  'tag.set',
  'vm.start',
  'vm.stop',
  'vm.deallocate',
  'vm.restart',
  'vm.redeploy',
  'vm.recreate',
  'vm.delete',
  'task.add',
  'fault.cut',
  'fault.restore',
];

const acts = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('command' as const),
        type: fc.constantFrom(...TYPES),
        dice: fc.array(fc.nat(9_999), { minLength: 12, maxLength: 12 }),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant('run' as const), us: fc.nat(400_000_000) }),
    },
  ),
  { minLength: 5, maxLength: 24, size: 'max' },
);

const ROOM = [
  ...roomCommands({ racks: 2, hostsPerRack: 2, machines: 2, perSecond: 1 }),
  { type: 'vm.create', name: 'b0', size: 'B1s', image: 'Ubuntu2204' },
  { type: 'vm.create', name: 's0', size: 'D2s_v5', image: 'Ubuntu2204', priority: 'spot' },
  { type: 'disk.create', name: 'dk0', sizeGib: 64, storage: 's1' },
  { type: 'quota.set', family: 'cores', vCpus: 40 },
] as const;

/** A busy machine may need long for the many sequences of the long run. */
const MINUTES_MS = 600_000;

describe('[INV-120] [INV-121] [INV-122] the machine service under random decisions', () => {
  it('holds at every moment, and what was saved goes on alike', { timeout: MINUTES_MS }, () => {
    fc.assert(
      fc.property(acts, (sequence: Act[]) => {
        const engine = makeEngine(ROOM);
        for (const act of sequence) {
          doAct(engine, act);
          expect(engine.checkInvariants()).toEqual([]);
        }
        const twin = makeEngine(ROOM);
        expectOk(twin.restore(engine.snapshot()));
        twin.runUntil(engine.nowUs + 900_000_000);
        engine.runUntil(engine.nowUs + 900_000_000);
        expect(twin.hash()).toBe(engine.hash());
      }),
      { numRuns: count('roomHistories') },
    );
  });
});
