/**
 * Goal: what the engine counts of a service is what a slow observer works out from the list of all
 * its requests: sums, ledger, seconds up and down by the definition of availability [ENG-S2]
 * [ENG-S7] [ENG-S9], and whoever follows a request is told what then becomes of it [ENG-FR1].
 * Method: random faults, stops, curves and overloads, watched event by event; conservation is
 * checked at every event.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Command } from '../../src/shared/commands/index.ts';
import type { Engine } from '../../src/main/engine/index.ts';
import type { FollowView, FollowWhich } from '../../src/shared/views/follow-view.ts';
import { textIdOf } from '../../src/main/engine/world/names.ts';
import { count } from '../support/counts.ts';
import { makeEngine, roomCommands, worldOf } from '../support/make-engine.ts';
import { RequestWatcher } from '../support/request-watcher.ts';

const SLOW_MS = 3_600_000;

const commands: fc.Arbitrary<Command> = fc.oneof(
  fc
    .constantFrom('rack:r1', 'rack:r2', 'host:r1-h1', 'switch:core', 'feed:a', 'feed:b')
    .map((target): Command => ({ type: 'fault.cut', target })),
  fc
    .constantFrom('rack:r1', 'rack:r2', 'host:r1-h1', 'switch:core', 'feed:a', 'feed:b')
    .map((target): Command => ({ type: 'fault.restore', target })),
  fc.constantFrom('m1', 'm2', 'm3').map((vm): Command => ({ type: 'vm.restart', vm })),
  fc.constantFrom('m1', 'm2', 'm3').map((vm): Command => ({ type: 'vm.stop', vm })),
  fc.constantFrom('m1', 'm2', 'm3').map((vm): Command => ({ type: 'vm.start', vm })),
  fc
    .constantFrom('m1', 'm2')
    .map((vm): Command => ({ type: 'balancer.leave', balancer: 'front', vm })),
  fc
    .constantFrom('m1', 'm2')
    .map((vm): Command => ({ type: 'balancer.join', balancer: 'front', vm })),
  fc
    .constantFrom('refuse' as const, 'sendToAll' as const)
    .map((allDown): Command => ({ type: 'balancer.edit', balancer: 'front', allDown })),
  fc.nat(120).map((perSecond): Command => ({
    type: 'load.set',
    service: 'web',
    curve: { points: [{ at: '0s', perSecond }] },
  })),
);

const acts = fc.array(
  fc.oneof(
    commands.map((command) => ({ do: 'command' as const, command })),
    fc.nat(9_000_000).map((us) => ({ do: 'run' as const, us })),
  ),
  { minLength: 3, maxLength: 14, size: 'max' },
);

const services = fc.record({
  workers: fc.integer({ min: 1, max: 3 }),
  queueLimit: fc.nat(3),
  serviceTime: fc.constantFrom('20ms', '100ms', '700ms'),
  deadline: fc.constantFrom('0s', '80ms', '1s', '3500ms'),
  threshold: fc.constantFrom(0, 0.5, 0.9, 0.99, 1),
});

function room(service: {
  workers: number;
  queueLimit: number;
  serviceTime: string;
  deadline: string;
  threshold: number;
}): Command[] {
  return [
    ...roomCommands(),
    { type: 'balancer.add', name: 'front' },
    { type: 'service.add', name: 'web', balancer: 'front', ...service },
    ...(['r1-h1', 'r1-h2', 'r2-h1'] as const).map((host, index): Command => ({
      type: 'vm.create',
      name: `m${index + 1}`,
      size: 'D2s_v5',
      image: 'Ubuntu2204',
      host,
      balancers: ['front'],
    })),
    {
      type: 'load.set',
      service: 'web',
      curve: {
        period: '7s',
        points: [
          { at: '1s', perSecond: 40 },
          { at: '5s', perSecond: 0 },
        ],
      },
    },
  ];
}

const AHEAD_US = 3_000_000;

/** Asks what becomes of a request; the question leaves everything as it was. */
function ask(engine: Engine, which: FollowWhich): FollowView | undefined {
  const before = engine.hash();
  const followed = engine.follow({ of: 'web', which, withinUs: AHEAD_US });
  expect(engine.hash()).toBe(before);
  return followed.ok ? followed.value : undefined;
}

/** The machine that had it in hand, as the hops tell it. */
function workerOf(view: FollowView): string | undefined {
  return view.hops.findLast(({ hop }) => hop === 'queue' || hop === 'work')?.at;
}

describe('a service and somebody who watches it', () => {
  it(
    'agree on every request, every second and every line of the ledger',
    () => {
      fc.assert(
        fc.property(services, acts, fc.nat(1_000), (service, sequence, seed) => {
          const engine = makeEngine(room(service), { seed });
          const { col } = worldOf(engine).service;
          const watcher = new RequestWatcher(engine);
          function conserved(): void {
            const ended = col.served[0]! + col.late[0]! + col.refused[0]! + col.lost[0]!;
            if (col.offered[0] !== ended + col.inFlight[0]!) throw new Error('a request was lost');
          }
          for (const act of sequence) {
            if (act.do === 'run') {
              watcher.runUntil(engine.nowUs + act.us, conserved);
              continue;
            }
            const proposed = engine.propose(act.command);
            if (!proposed.ok) continue;
            engine.commit(proposed.value);
            watcher.look();
            conserved();
          }
          const figures = engine.metrics().services[0];
          const judged = watcher.judgedSeconds();
          const seconds = judged.up + judged.down;
          expect(figures).toMatchObject({
            offered: watcher.requests.length,
            served: watcher.count('served'),
            late: watcher.count('late'),
            refused: watcher.count('refused'),
            lost: watcher.count('lost'),
            inFlight: watcher.count('inFlight'),
            secondsUp: judged.up,
            secondsDown: judged.down,
            availability: seconds === 0 ? 1 : judged.up / seconds,
          });
          const ledger = engine.ledger('web');
          const failed = ledger.reduce((sum, row) => sum + row.count, 0);
          expect(failed).toBe(
            watcher.requests.length - watcher.count('served') - watcher.count('inFlight'),
          );
          expect(engine.checkInvariants()).toEqual([]);
        }),
        { numRuns: count('roomHistories') },
      );
    },
    SLOW_MS,
  );

  it(
    'see the request that was followed go the way it was said to go',
    () => {
      fc.assert(
        fc.property(services, acts, fc.nat(1_000), (service, sequence, seed) => {
          const engine = makeEngine(room(service), { seed });
          const watcher = new RequestWatcher(engine);
          for (const [index, act] of sequence.entries()) {
            if (act.do === 'command') {
              const proposed = engine.propose(act.command);
              if (proposed.ok) engine.commit(proposed.value);
              watcher.look();
              continue;
            }
            const view = ask(engine, index % 2 === 0 ? 'next' : 'failing');
            // One that is still under way when the look ahead ends was sent by then all the same.
            const sureUs = view?.endedUs ?? view?.sentUs ?? 0;
            watcher.runUntil(Math.max(engine.nowUs + act.us, sureUs));
            if (view === undefined) continue;
            const found = watcher.requests[view.number - 1];
            const { sentUs: arrivedUs, outcome } = view;
            expect(found).toMatchObject({
              arrivedUs,
              ...(outcome === 'inFlight' ? {} : { outcome }),
            });
            if (view.endedUs !== undefined) expect(found?.endedUs).toBe(view.endedUs);
            const vm = found?.vm ?? -1;
            const name = vm < 0 ? undefined : textIdOf(worldOf(engine), 'vm', vm);
            if (vm >= 0) expect(workerOf(view)).toBe(name);
          }
        }),
        { numRuns: Math.ceil(count('roomHistories') / 3) },
      );
    },
    SLOW_MS,
  );
});
