/**
 * Goal: whatever is cut, stopped and joined again, in whatever order, a store counts its writes to
 * the write and keeps what its rule promises [ENG-ST1 to ENG-ST14] [INV-91 to INV-94]. Method:
 * seeded plans of outages, partitions and repairs over every combination of rules, held after each
 * event against a twin that moves lists of single writes; a second run in other slices ends alike.
 */
import { describe, expect, it } from 'vitest';
import type { ScriptedAction } from '../../src/main/engine/index.ts';
import { RandomStream } from '../../src/shared/kernel/prng.ts';
import type { Command } from '../../src/shared/commands/index.ts';
import { count } from '../support/counts.ts';
import { makeEngine, MINUTE, SECOND, worldOf } from '../support/make-engine.ts';
import { BRIDGE, storeRoom, type StoreAdd } from '../support/store-room.ts';
import { StoreTwin } from '../support/store-twin.ts';

const LENGTH = 20 * MINUTE;
/** Of the events in which only a write moves, one in so many is counted. */
const SAMPLE = 13;
const SLOW_MS = 3_600_000;

function rulesOf(dice: RandomStream): StoreAdd {
  const replication = (['asynchronous', 'synchronous', 'majority'] as const)[dice.nextBelow(3)]!;
  const witness = (['none', 'disk', 'cloud'] as const)[dice.nextBelow(3)]!;
  return {
    replication,
    partnerMissing: (['continue', 'refuse'] as const)[dice.nextBelow(2)]!,
    quorum: (['majority', 'majority', 'none'] as const)[dice.nextBelow(3)]!,
    witness,
    ...(witness === 'disk' ? { witnessStorage: dice.nextBelow(2) === 0 ? 'sa' : 'sb' } : {}),
    detectAfter: (['2s', '10s', '30s'] as const)[dice.nextBelow(3)]!,
    promoteTime: (['0s', '1s', '20s'] as const)[dice.nextBelow(3)]!,
    sendEvery: (['0s', '0s', '7s'] as const)[dice.nextBelow(3)]!,
    writesPerSecond: 2,
    readsPerSecond: 1,
    readFrom: dice.nextBelow(2) === 0 ? 'any' : 'primary',
    dataGib: 1 + dice.nextBelow(60),
    logMbps: 1 + dice.nextBelow(1_000),
  };
}

/** Backups every few minutes, bad queries, and ways back. */
function backupPlan(dice: RandomStream): ScriptedAction[] {
  const backups: Command = {
    type: 'store.setBackup',
    store: 'db',
    every: '3m',
    keep: 1 + dice.nextBelow(3),
    mbPerSecond: 500 + dice.nextBelow(5_000),
    ...(dice.nextBelow(2) === 0 ? { logEvery: '1m' } : {}),
  };
  const actions: ScriptedAction[] = [{ atUs: SECOND, command: backups }];
  for (let harm = 0; harm < 3; harm += 1) {
    const atUs = (240 + dice.nextBelow(700)) * SECOND;
    const share = dice.nextBelow(2) === 0 ? 1 : 0.5;
    actions.push({ atUs, command: { type: 'store.deleteData', store: 'db', share } });
    const backUs = atUs + dice.nextBelow(200) * SECOND;
    const to = dice.nextBelow(3) === 0 ? { to: `${200 + dice.nextBelow(600)}s` } : {};
    actions.push({ atUs: backUs, command: { type: 'store.restore', store: 'db', ...to } });
  }
  return actions;
}

/** Parts that fail and come back, each for a while, often at the same instant as another. */
function planOf(dice: RandomStream, replicas: number, goesBack: boolean): ScriptedAction[] {
  const targets = [
    BRIDGE,
    BRIDGE,
    'rack:r1',
    'rack:r2',
    'switch:core-1',
    'switch:tor-2',
    'storage:sa',
  ];
  for (let index = 0; index < replicas; index += 1)
    targets.push(`host:h${(index % 2) + 1}${Math.floor(index / 2) + 1}`);
  const actions: ScriptedAction[] = [];
  for (let fault = 0; fault < 14; fault += 1) {
    const target = targets[dice.nextBelow(targets.length)]!;
    const atUs = dice.nextBelow(100) * 10 * SECOND;
    const afterUs = (1 + dice.nextBelow(30)) * 5 * SECOND;
    actions.push({ atUs, command: { type: 'fault.cut', target } });
    actions.push({ atUs: atUs + afterUs, command: { type: 'fault.restore', target } });
  }
  for (let change = 0; change < 2; change += 1) {
    const vm = `db-${1 + dice.nextBelow(replicas)}`;
    const command: Command = { type: 'store.failover', store: 'db', vm };
    actions.push({ atUs: dice.nextBelow(100) * 11 * SECOND, command });
  }
  if (goesBack) actions.push(...backupPlan(dice));
  return actions.sort((a, b) => a.atUs - b.atUs);
}

describe('a store under any plan of faults', () => {
  it(
    'counts like the twin and keeps its promise',
    () => {
      for (let seed = 1; seed <= count('simulationSeeds') * 4; seed += 1) {
        const dice = new RandomStream(seed, 'store plan');
        const replicas = 1 + dice.nextBelow(5);
        const store = rulesOf(dice);
        const room = storeRoom({ replicas, store });
        const goesBack = seed % 3 === 0;
        const script = planOf(dice, replicas, goesBack);
        const engine = makeEngine(room, { seed, script });
        const world = worldOf(engine);
        const twin = new StoreTwin(world, 0);
        const seen = { seed, replicas, store, goesBack };
        let told = -1;
        let step = 0;
        for (;;) {
          const nextUs = engine.nextEventAtUs() ?? Infinity;
          if (nextUs > LENGTH) break;
          engine.runUntil(nextUs, { maxEvents: 1 });
          step += 1;
          const quiet = engine.lastHappeningId === told && step % SAMPLE !== 0;
          told = engine.lastHappeningId;
          const wrong = twin.follow(!quiet);
          const found = quiet ? [] : engine.checkInvariants();
          if (wrong.length + found.length > 0)
            expect({ ...seen, atUs: nextUs, wrong, found }).toEqual({ wrong: [], found: [] });
        }
        engine.runUntil(LENGTH);
        const { lost } = engine.metrics().stores[0]!;
        const isGuarded =
          !goesBack && store.quorum === 'majority' && store.replication !== 'asynchronous';
        if (isGuarded) expect({ ...seen, lost }).toEqual({ ...seen, lost: 0 });
        if (isGuarded && store.replication === 'majority') {
          const thin = twin.thinlyHeld(Math.floor(replicas / 2) + 1);
          expect({ ...seen, thin }).toEqual({ ...seen, thin: 0 });
        }
        const again = makeEngine(room, { seed, script });
        for (let at = 0; at <= LENGTH; at += 3 * MINUTE) again.runUntil(at, { maxEvents: 900 });
        again.runUntil(LENGTH);
        expect({ ...seen, hash: again.hash() }).toEqual({ ...seen, hash: engine.hash() });
      }
    },
    SLOW_MS,
  );
});
