/**
 * Goal: no sequence of decisions on images breaks an invariant [INV-84], and a generalized machine
 * never runs again. Method: random commands on images, machines and what is inside them, with time
 * between, from a room with machines and a version; the invariants are checked after every act.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Command, CommandType } from '../../../../src/shared/commands/index.ts';
import { textIdOf } from '../../../../src/main/engine/world/names.ts';
import { expectOk } from '../../../support/expect-ok.ts';
import { doAct, type Act } from '../../../support/engine-arbitraries.ts';
import { count } from '../../../support/counts.ts';
import { makeEngine, roomCommands, worldOf } from '../../../support/make-engine.ts';

const TYPES: readonly CommandType[] = [
  'image.acceptTerms',
  'image.upload',
  'image.delete',
  'vm.deprovision',
  'vm.generalize',
  'vm.capture',
  'vm.clone',
  'gallery.add',
  'imageDefinition.add',
  'imageVersion.add',
  'imageVersion.replicate',
  'imageVersion.exclude',
  'imageVersion.remove',
  'vm.start',
  'vm.stop',
  'vm.deallocate',
  'vm.restart',
  'vm.redeploy',
  'vm.recreate',
  'vm.delete',
  'app.install',
  'app.configure',
  'os.patch',
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
  { minLength: 4, maxLength: 16, size: 'max' },
);

const ROOM: Command[] = [
  ...roomCommands({ racks: 2, hostsPerRack: 2, machines: 2, perSecond: 1 }),
  { type: 'gallery.add', name: 'ga0' },
  { type: 'imageDefinition.add', name: 'de0', gallery: 'ga0', os: 'linux' },
  {
    type: 'imageVersion.add',
    imageDefinition: 'de0',
    version: '0.1.0',
    disk: { base: 'Debian12', applications: [{ application: 'shop' }] },
  },
  { type: 'vm.create', name: 'vm0', size: 'D2s_v5', image: 'de0' },
  { type: 'scaleSet.add', name: 'ss0', size: 'D2s_v5', image: 'de0', capacity: 1 },
];

/** A busy machine may need long for the many sequences of the long run. */
const MINUTES_MS = 600_000;

describe('[INV-84] images under random decisions', () => {
  it('hold at every moment, and what is generalized stays at rest', { timeout: MINUTES_MS }, () => {
    fc.assert(
      fc.property(acts, (sequence: Act[]) => {
        const engine = makeEngine(ROOM);
        const world = worldOf(engine);
        for (const act of sequence) {
          doAct(engine, act);
          expect(engine.checkInvariants()).toEqual([]);
        }
        for (const vm of world.vm.slots()) {
          if (world.vm.col.generalized[vm] === 0) continue;
          const start = { type: 'vm.start', vm: textIdOf(world, 'vm', vm) } as const;
          expect(engine.propose(start).ok).toBe(false);
        }
        // What was saved in the middle of it goes on alike.
        const twin = makeEngine(ROOM);
        expectOk(twin.restore(engine.snapshot()));
        twin.runUntil(engine.nowUs + 60_000_000);
        engine.runUntil(engine.nowUs + 60_000_000);
        expect(twin.hash()).toBe(engine.hash());
      }),
      { numRuns: count('roomHistories') },
    );
  });
});
