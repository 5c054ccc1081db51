/**
 * Who leads a store, after anything that may have changed it: a machine, a link, a decision
 * (rules ENG-ST9 to ENG-ST15).
 *
 * Machines and network are looked at afresh each time, so an outage, a restart and a partition are
 * followed by the same rules. What takes time (noticing, taking over) is left to timers; a timer
 * that fires comes back here.
 */
import {
  FAILOVER_MODES,
  PARTNER_MISSING,
  POWER_STATES,
  REPLICATION_MODES,
} from '../../../shared/model/kinds.ts';
import { happen, type World } from '../world/world.ts';
import { loseBackupsOf } from './store-backup.ts';
import { electPrimary, startPromotion } from './store-election.ts';
import {
  advanceAnswers,
  hasPartners,
  joinPrimary,
  leavePrimary,
  measurePath,
  touch,
  vmIdOf,
} from './store-replication.ts';
import { noteStanding } from './store-standing.ts';
import { advanceSwitch } from './store-switch.ts';
import { crown, dethrone } from './store-throne.ts';
import { disarm, disarmPartner, watch, watchPartners } from './store-timers.ts';
import { hears, mayLead, sideOf } from './store-votes.ts';

const RUNNING = POWER_STATES.indexOf('running');
const SYNCHRONOUS = REPLICATION_MODES.indexOf('synchronous');
const CONTINUE = PARTNER_MISSING.indexOf('continue');
const AUTOMATIC = FAILOVER_MODES.indexOf('automatic');

/** Looks at every store again. */
export function settleStores(world: World): void {
  if (world.store.count === 0) return;
  for (const store of world.store.slots()) settleStore(world, store);
}

/** Looks at one store again. */
export function settleStore(world: World, store: number): void {
  for (const replica of world.stores.replicasOf(store)) noteMachine(world, replica);
  healSplit(world, store);
  for (const replica of world.stores.replicasOf(store)) {
    noteReach(world, replica);
  }
  resumeLast(world, store);
  for (const replica of world.stores.replicasOf(store)) noteQuorum(world, replica);
  electPrimary(world, store);
  advanceSwitch(world, store);
  for (const replica of world.stores.replicasOf(store)) notePartners(world, replica);
  noteStanding(world, store);
}

/** A machine that stopped or started takes its replica with it. */
function noteMachine(world: World, replica: number): void {
  const { col } = world.replica;
  const vm = col.vm[replica]! - 1;
  const runs = world.vm.col.powerState[vm] === RUNNING ? 1 : 0;
  if (col.running[replica] === runs) return;
  col.running[replica] = runs;
  touch(world, replica);
  if (runs === 1) return;
  const cause = world.vm.col.cause[vm]!;
  col.cause[replica] = cause;
  disarm(world, replica);
  col.promoting[replica] = 0;
  leavePrimary(world, replica);
  loseBackupsOf(world, replica);
  if (col.primary[replica] === 1) losePrimary(world, replica, cause);
}

/** A primary is one no longer; its followers are on their own. */
function losePrimary(world: World, replica: number, cause: number): void {
  const { col } = world.replica;
  const store = col.store[replica]! - 1;
  world.store.col.cause[store] = happen(world, {
    kind: 'store.primaryLost',
    table: 'store',
    slot: store,
    cause,
    details: { replica: vmIdOf(world, replica) },
  });
  dethrone(world, replica);
}

/** Two primaries that hear each other: the older gives way to the newer [ENG-ST12]. */
function healSplit(world: World, store: number): void {
  const { col } = world.replica;
  const { number } = world.reign.col;
  const primaries = world.stores
    .replicasOf(store)
    .filter((replica) => col.primary[replica] === 1)
    .sort((a, b) => number[col.reign[b]! - 1]! - number[col.reign[a]! - 1]!);
  for (const [index, replica] of primaries.entries()) {
    const newer = primaries.slice(0, index).find((other) => hears(world, replica, other));
    if (newer === undefined || col.primary[newer] === 0) continue;
    const lostBefore = world.store.col.lost[store]!;
    dethrone(world, replica);
    happen(world, {
      kind: 'store.healed',
      table: 'store',
      slot: store,
      cause: world.decisionId,
      details: {
        gaveWay: vmIdOf(world, replica),
        primary: vmIdOf(world, newer),
        lostWrites: world.store.col.lost[store]! - lostBefore,
      },
    });
  }
}

/** The primary a replica can hear; of several the newest. */
function primaryWithin(world: World, replica: number): number {
  const { col } = world.replica;
  const { number } = world.reign.col;
  let best = -1;
  for (const other of world.stores.replicasOf(col.store[replica]! - 1)) {
    if (col.primary[other] === 0 || !hears(world, replica, other)) continue;
    const isNewer = best < 0 || number[col.reign[other]! - 1]! > number[col.reign[best]! - 1]!;
    if (isNewer) best = other;
  }
  return best;
}

/** Follows whom it can hear, or begins to wonder where the primary is. */
function noteReach(world: World, replica: number): void {
  const { col } = world.replica;
  if (col.running[replica] === 0 || col.primary[replica] === 1) return;
  const primary = primaryWithin(world, replica);
  const leader = col.leader[replica]! - 1;
  if (leader >= 0 && leader === primary) {
    measurePath(world, replica);
    return;
  }
  if (leader >= 0) {
    leavePrimary(world, replica);
    col.cause[replica] = Math.max(networkCause(world), world.decisionId);
  }
  if (primary < 0) {
    watch(world, replica);
    return;
  }
  disarm(world, replica);
  col.promoting[replica] = 0;
  joinPrimary(world, replica, primary);
}

/** The newest thing that is wrong with the network: why two replicas do not hear each other. */
function networkCause(world: World): number {
  let newest = 0;
  for (const link of world.link.slots()) newest = Math.max(newest, world.link.col.cause[link]!);
  for (const one of world.switch.slots()) newest = Math.max(newest, world.switch.col.cause[one]!);
  for (const fault of world.fault.slots()) newest = Math.max(newest, world.fault.col.cause[fault]!);
  return newest;
}

/** The last primary is back before anybody took over: it goes on where it was [ENG-ST11]. */
function resumeLast(world: World, store: number): void {
  const { col } = world.replica;
  const open = world.store.col.openReign[store]! - 1;
  if (open < 0) return;
  const number = world.reign.col.number[open]!;
  for (const replica of world.stores.replicasOf(store)) {
    if (col.ledNumber[replica] !== number || col.running[replica] === 0) continue;
    if (col.leader[replica]! > 0 || col.whole[replica] === 0) continue;
    const side = sideOf(world, replica);
    if (side.some((one) => col.promoting[one] === 1) || !mayLead(world, replica)) continue;
    startPromotion(world, replica);
    return;
  }
}

/** A primary that has lost the majority steps down when it is sure of it [ENG-ST10]. */
function noteQuorum(world: World, replica: number): void {
  const { col } = world.replica;
  if (col.primary[replica] === 0 || col.running[replica] === 0) return;
  if (mayLead(world, replica)) {
    disarm(world, replica);
    return;
  }
  watch(world, replica);
}

/** Event: the time of waiting is over. */
export function onWatch(world: World, replica: number): void {
  const { col } = world.replica;
  const store = col.store[replica]! - 1;
  col.watching[replica] = 0;
  col.due[replica] = 1;
  if (col.primary[replica] === 1) {
    world.store.col.cause[store] = happen(world, {
      kind: 'store.steppedDown',
      table: 'store',
      slot: store,
      cause: world.store.col.cause[store]!,
      details: { replica: vmIdOf(world, replica) },
    });
    dethrone(world, replica);
  } else if (world.store.col.openReign[store]! > 0) {
    noteDetected(world, store);
  }
  settleStore(world, store);
}

/** Somebody has noticed that the primary is gone. */
function noteDetected(world: World, store: number): void {
  const { detectedUs, failedUs, failover, cause } = world.store.col;
  if (detectedUs[store]! >= failedUs[store]! && detectedUs[store]! > 0) return;
  detectedUs[store] = world.nowUs;
  world.store.dirty.touch(store);
  happen(world, {
    kind: 'store.primaryMissed',
    table: 'store',
    slot: store,
    cause: cause[store]!,
    details: { automatic: failover[store] === AUTOMATIC ? 1 : 0 },
  });
}

/** A primary looks for its partners, and waits a while before it acts on their absence. */
function notePartners(world: World, replica: number): void {
  const { col } = world.replica;
  if (col.primary[replica] === 0) return;
  if (hasPartners(world, replica)) {
    disarmPartner(world, replica);
    if (col.refusing[replica] === 1) {
      col.refusing[replica] = 0;
      touch(world, replica);
    }
  } else if (col.refusing[replica] === 0) {
    watchPartners(world, replica);
  }
  advanceAnswers(world, replica);
}

/** Event: partners have been missing for too long [ENG-ST6]. */
export function onPartnersMissing(world: World, primary: number): void {
  const { col } = world.replica;
  const store = col.store[primary]! - 1;
  col.partnerWatch[primary] = 0;
  const carriesOn = world.store.col.partnerMissing[store] === CONTINUE;
  const missing = world.stores
    .replicasOf(store)
    .filter((one) => one !== primary && col.leader[one] !== primary + 1);
  const isSynchronous = world.store.col.replication[store] === SYNCHRONOUS;
  if (isSynchronous && carriesOn) {
    for (const one of missing) {
      const foreign = col.leader[one]! > 0 || col.primary[one] === 1;
      if (!foreign) col.synced[one] = 0;
    }
  } else {
    col.refusing[primary] = 1;
  }
  happen(world, {
    kind: carriesOn && isSynchronous ? 'store.partnerDropped' : 'store.refusing',
    table: 'store',
    slot: store,
    cause: missing.reduce((latest, one) => Math.max(latest, col.cause[one]!), 0),
    details: { primary: vmIdOf(world, primary), missing: missing.length },
  });
  touch(world, primary);
  settleStore(world, store);
}

/** Event: the replica that was chosen is ready to lead. */
export function onPromoted(world: World, replica: number): void {
  const { col } = world.replica;
  const store = col.store[replica]! - 1;
  col.promoting[replica] = 0;
  const taken = primaryWithin(world, replica) >= 0;
  if (taken || !mayLead(world, replica)) {
    watch(world, replica);
    settleStore(world, store);
    return;
  }
  crown(world, replica);
  settleStore(world, store);
}
