/**
 * Goal: whatever breaks, in whatever order, nothing that must hold stops holding, at no event.
 * Method: for each seed a plan of cuts and repairs, of faults of every other kind, of commands of
 * every type and of a wave of maintenance is drawn over an hour of a room under load, with a
 * platform that heals in every second seed;
 * the invariants and the twin of the plant are checked at every event that is not a mere request,
 * the invariants also at a sample of those; a second run with the same seed, in other slices, ends
 * with the same hash [ENG-T2] [INV-1] [INV-2] [INV-3] [INV-4] [INV-5] [INV-6] [INV-7] [INV-8]
 * [INV-9] [INV-10] [INV-11] [INV-12] [INV-13] [INV-20] [INV-21]
 * [INV-22] [INV-30] [INV-31] [INV-40] [INV-41] [INV-42] [INV-60] [INV-70]
 * [INV-80] [INV-81] [INV-82] [INV-83].
 */
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../src/shared/kernel/prng.ts';
import { commandTypes, type Command, type CommandType } from '../../src/shared/commands/index.ts';
import type { Engine, ScriptedAction } from '../../src/main/engine/index.ts';
import { busyRoom, commandOf } from '../support/engine-arbitraries.ts';
import { count } from '../support/counts.ts';
import { makeEngine, MINUTE, worldOf } from '../support/make-engine.ts';
import { plantDisagreements } from '../support/plant-twin.ts';

const HOUR = 60 * MINUTE;
const SLOW_MS = 3_600_000;
/** Of the events in which only requests come and go, one in so many is checked. */
const SAMPLE = 97;

const DICE = 12;
const FACES = 10_000;
/** Faults of other kinds than a cut, and commands of any type, in one plan. */
const INJECTIONS = 8;
const COMMANDS = 12;

/** Commands of some types at random moments, as the room stood at the beginning. */
function drawCommands(
  dice: RandomStream,
  input: { engine: Engine; types: readonly CommandType[]; count: number },
): ScriptedAction[] {
  return Array.from({ length: input.count }, () => {
    const type = input.types[dice.nextBelow(input.types.length)] ?? 'fault.inject';
    const faces = Array.from({ length: DICE }, () => dice.nextBelow(FACES));
    const command = commandOf(input.engine, { do: 'command', type, dice: faces });
    return { atUs: dice.nextBelow(50 * MINUTE), command };
  });
}

/** Faults at random moments, each repaired after a random time, some never. */
function faultPlan(seed: number, room: Engine): ScriptedAction[] {
  const targets = targetsOf(room);
  const dice = new RandomStream(seed, 'fault plan');
  const actions: ScriptedAction[] = [];
  for (let fault = 0; fault < 14; fault += 1) {
    const target = targets[dice.nextBelow(targets.length)] ?? '';
    const atUs = dice.nextBelow(50 * MINUTE);
    const cut: Command = { type: 'fault.cut', target };
    actions.push({ atUs, command: cut });
    if (dice.nextPerMillion(800_000)) {
      const afterUs = dice.nextBelow(15 * MINUTE);
      actions.push({ atUs: atUs + afterUs, command: { type: 'fault.restore', target } });
    }
  }
  // A wave of maintenance goes through the set meanwhile.
  const wave: Command = {
    type: 'maintenance.start',
    availabilitySet: 'a1',
    work: '4m',
    recovery: '2m',
    drain: '30s',
  };
  actions.push({ atUs: dice.nextBelow(30 * MINUTE), command: wave });
  const injections = { engine: room, types: ['fault.inject'] as const, count: INJECTIONS };
  const commands = { engine: room, types: commandTypes, count: COMMANDS };
  actions.push(...drawCommands(dice, injections), ...drawCommands(dice, commands));
  const heals: Command = { type: 'platform.set', healing: true, liveMigration: true };
  if (seed % 2 === 0) actions.push({ atUs: 0, command: heals });
  actions.push(...policyPlan(dice));
  actions.push(...guestPlan(dice));
  actions.push(...trafficPlan(dice));
  return actions.sort((a, b) => a.atUs - b.atUs);
}

/** A bad version, a good one, applications that break, and spot machines that are wanted back. */
function policyPlan(dice: RandomStream): ScriptedAction[] {
  const commands: Command[] = [
    { type: 'scaleSet.update', scaleSet: 'z2', build: { version: '2', faulty: true } },
    { type: 'scaleSet.update', scaleSet: 'z2', build: { version: '3' } },
    { type: 'scaleSet.scale', scaleSet: 'z2', capacity: 5 },
    { type: 'scaleSet.evict', scaleSet: 'z2', for: '10m' },
    { type: 'scaleSet.cancelUpgrade', scaleSet: 'z2' },
    { type: 'scaleSet.updateInstances', scaleSet: 'z2' },
  ];
  return commands.map((command) => ({ atUs: dice.nextBelow(55 * MINUTE), command }));
}

/** Applications that collide, systems that restart, and machines that fill up. */
function guestPlan(dice: RandomStream): ScriptedAction[] {
  const commands: Command[] = [
    { type: 'app.install', on: 'bare', application: 'payroll' },
    { type: 'app.install', on: 'bare', application: 'payroll', replaceRuntimes: true },
    { type: 'app.install', on: 'bare', application: 'cache' },
    { type: 'app.start', on: 'bare', app: 'shop' },
    { type: 'app.start', on: 'bare', app: 'intranet' },
    { type: 'app.install', on: 'vm:lab/m1', application: 'database', memoryMib: 5_000 },
    { type: 'app.install', on: 'vm:lab/m1', application: 'reports', memoryMib: 2_500 },
    { type: 'os.patch', on: 'bare' },
    { type: 'os.reboot', on: 'vm:lab/m1' },
  ];
  return commands.map((command) => ({ atUs: dice.nextBelow(55 * MINUTE), command }));
}

/** Probes of every depth, applications that break, drained members, a name that fails over. */
function trafficPlan(dice: RandomStream): ScriptedAction[] {
  const endpoints = [{ balancer: 'front' }, { balancer: 'b1' }];
  const fast = { probeInterval: '10s', toleratedFailures: 1, ttl: '20s', resolvers: 9 };
  const commands: Command[] = [
    { type: 'dnsProfile.add', name: 'way', service: 'web', endpoints, ...fast },
    { type: 'dnsProfile.switch', dnsProfile: 'way', balancer: 'front', enabled: false },
    { type: 'dnsProfile.switch', dnsProfile: 'way', balancer: 'front', enabled: true },
    { type: 'dnsProfile.edit', dnsProfile: 'way', routing: 'weighted', ttl: '0s' },
    { type: 'balancer.join', balancer: 'b1', vm: 'web-2' },
    { type: 'balancer.edit', balancer: 'front', probeProtocol: 'http', probePath: '/ready' },
    { type: 'balancer.edit', balancer: 'b1', probePort: 8080 },
    { type: 'balancer.admit', balancer: 'front', vm: 'web-1', state: 'down' },
    { type: 'balancer.admit', balancer: 'front', vm: 'web-1', state: 'none' },
    { type: 'application.break', vm: 'web-1', as: 'failing' },
    { type: 'application.break', vm: 'web-2', as: 'hung' },
    { type: 'application.break', vm: 'web-2', as: 'crashed' },
    { type: 'application.restore', vm: 'web-1' },
  ];
  return commands.map((command) => ({ atUs: dice.nextBelow(55 * MINUTE), command }));
}

function targetsOf(engine: Engine): string[] {
  return engine.rows().flatMap((row) => ('cut' in row ? [row.id] : []));
}

describe('an hour of faults', () => {
  it(
    'breaks no invariant and is the same again',
    () => {
      for (let seed = 1; seed <= count('simulationSeeds'); seed += 1) {
        const script = faultPlan(seed, makeEngine(busyRoom));
        const engine = makeEngine(busyRoom, { seed, script });
        const world = worldOf(engine);
        let told = -1;
        let step = 0;
        for (;;) {
          const nextUs = engine.nextEventAtUs() ?? Infinity;
          if (nextUs > HOUR) break;
          engine.runUntil(nextUs, { maxEvents: 1 });
          step += 1;
          const quiet = engine.lastHappeningId === told;
          if (quiet && step % SAMPLE !== 0) continue;
          told = engine.lastHappeningId;
          expect({ seed, found: engine.checkInvariants() }).toEqual({ seed, found: [] });
          if (!quiet)
            expect({ seed, found: plantDisagreements(world) }).toEqual({ seed, found: [] });
        }
        engine.runUntil(HOUR);
        const again = makeEngine(busyRoom, { seed, script });
        for (let at = 0; at <= HOUR; at += 7 * MINUTE) again.runUntil(at, { maxEvents: 5_000 });
        again.runUntil(HOUR);
        expect({ seed, hash: again.hash() }).toEqual({ seed, hash: engine.hash() });
      }
    },
    SLOW_MS,
  );
});
