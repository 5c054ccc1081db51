/**
 * How writes reach the other replicas, and when they are answered (rules ENG-ST5 to ENG-ST8).
 *
 * A primary sends each follower its log in blocks: a block is everything that has gathered while
 * the one before was on its way, and takes its bytes over the bandwidth and a round trip. So one
 * event moves a follower on, whatever the rate. Answers follow from positions alone.
 */
import { PARTNER_MISSING, REPLICATION_MODES } from '../../../shared/model/kinds.ts';
import { EVENT, PRIORITY } from '../event-kinds.ts';
import { textIdOf } from '../world/names.ts';
import { happen, type World } from '../world/world.ts';
import { carry } from './crossings.ts';
import { bandwidthMbps, latencyUs } from './reach.ts';
import { acknowledgedOf, acknowledgeUpTo, commonPrefix } from './store-log.ts';

const ASYNCHRONOUS = REPLICATION_MODES.indexOf('asynchronous');
const CONTINUE = PARTNER_MISSING.indexOf('continue');
const MOST = REPLICATION_MODES.indexOf('majority');
const SYNCHRONOUS = REPLICATION_MODES.indexOf('synchronous');
export const SYNCED = 1;
const JOINING = 2;
/** A block of log is at most this long; what does not fit goes with the next. */
const BLOCK_BYTES_MAX = 4_194_304;
const BITS_PER_BYTE = 8;
const BYTES_PER_GIB = 1_073_741_824;

/** The host a replica's machine stands on. */
export function hostOf(world: World, replica: number): number {
  return world.vm.col.host[world.replica.col.vm[replica]! - 1]! - 1;
}

/** Replicas that follow a primary, in slot order. */
export function followersOf(world: World, primary: number): number[] {
  const { leader, store } = world.replica.col;
  const all = world.stores.replicasOf(store[primary]! - 1);
  return all.filter((replica) => leader[replica] === primary + 1);
}

/** Notes how wide and how long the way from its primary to a replica is, as drawn now. */
export function measurePath(world: World, replica: number): void {
  const { col } = world.replica;
  const store = col.store[replica]! - 1;
  const between = { from: hostOf(world, col.leader[replica]! - 1), to: hostOf(world, replica) };
  const drawn = bandwidthMbps(world, between);
  const limit = world.store.col.logMbps[store]!;
  const siteLatencyUs = world.store.col.siteLatencyUs[store]!;
  col.pathMbps[replica] = limit === 0 ? drawn : Math.min(limit, drawn);
  col.pathUs[replica] = 2 * latencyUs(world, { ...between, siteLatencyUs });
}

/** Time to move so many bytes from its primary to a replica, with the way there and back. */
function transferUs(world: World, replica: number, bytes: number): number {
  const { pathMbps, pathUs } = world.replica.col;
  // A megabit a second is a bit a microsecond.
  return Math.ceil((bytes * BITS_PER_BYTE) / pathMbps[replica]!) + pathUs[replica]!;
}

/** Bytes leave its primary for a replica; what lies between their machines may cost. */
function carryTo(world: World, replica: number, bytes: number): void {
  const { leader, vm } = world.replica.col;
  const from = vm[leader[replica]! - 1]! - 1;
  carry(world, { from, to: vm[replica]! - 1 }, bytes);
}

/** A replica begins to follow a primary it can reach: it goes back to what both have [ENG-ST7]. */
export function joinPrimary(world: World, replica: number, primary: number): void {
  const { col } = world.replica;
  const { head } = world.reign.col;
  const reign = col.reign[primary]! - 1;
  const behind = { reign: col.reign[replica]! - 1, position: col.position[replica]! };
  const ahead = { reign, position: head[reign]! };
  const common = behind.reign < 0 ? 0 : commonPrefix(world, behind, ahead);
  const diverged = col.position[replica]! - common;
  // Where most replicas decide, a log is cut back and goes on; elsewhere it is copied anew.
  if (diverged > 0 && world.store.col.replication[col.store[replica]! - 1] !== MOST)
    col.whole[replica] = 0;
  col.position[replica] = common;
  col.reign[replica] = reign + 1;
  col.leader[replica] = primary + 1;
  measurePath(world, replica);
  col.cause[replica] = 0;
  if (diverged > 0 || col.synced[replica] !== SYNCED || common < acknowledgedOf(world, reign))
    col.synced[replica] = 0;
  touch(world, replica);
  if (col.whole[replica] === 0) startCopy(world, replica, { primary, diverged });
  else sendBlock(world, replica);
}

/** Copies everything: a log that has forked, or is empty, cannot be continued. */
function startCopy(
  world: World,
  replica: number,
  from: { readonly primary: number; readonly diverged: number },
): void {
  const { col } = world.replica;
  const store = col.store[replica]! - 1;
  const bytes = world.store.col.dataGib[store]! * BYTES_PER_GIB;
  const lastsUs = world.settingUp ? 0 : transferUs(world, replica, bytes);
  if (!world.settingUp) carryTo(world, replica, bytes);
  col.copySerial[replica]! += 1;
  col.copyPosition[replica] = col.position[from.primary]!;
  col.copyEndsUs[replica] = world.nowUs + lastsUs;
  happen(world, {
    kind: 'store.resyncing',
    table: 'store',
    slot: store,
    cause: world.store.col.cause[store]!,
    details: {
      replica: vmIdOf(world, replica),
      diverged: from.diverged,
      durationUs: lastsUs,
    },
  });
  if (lastsUs === 0) {
    finishCopy(world, replica);
    return;
  }
  world.schedule({
    atUs: col.copyEndsUs[replica],
    priority: PRIORITY.answer,
    kind: EVENT.storeCopied,
    slot: replica,
    generation: world.replica.generation[replica]!,
    payload: col.copySerial[replica]!,
  });
}

/** Event: a copy is complete; what came since follows in blocks. */
export function finishCopy(world: World, replica: number): void {
  const { col } = world.replica;
  col.whole[replica] = 1;
  col.position[replica] = col.copyPosition[replica]!;
  col.copyEndsUs[replica] = 0;
  touch(world, replica);
  sendBlock(world, replica);
  advanceAnswers(world, col.leader[replica]! - 1);
}

/** Stops following: what was on its way does not arrive. */
export function leavePrimary(world: World, replica: number): void {
  const { col } = world.replica;
  col.leader[replica] = 0;
  col.blockEnd[replica] = 0;
  col.blockWaits[replica] = 0;
  col.blockSerial[replica]! += 1;
  if (col.synced[replica] === JOINING) col.synced[replica] = 0;
  if (col.copyEndsUs[replica]! > 0) {
    col.copyEndsUs[replica] = 0;
    col.copySerial[replica]! += 1;
  }
  touch(world, replica);
}

/** Sends a follower what has gathered, unless a block is on its way or nothing is new. */
export function sendBlock(world: World, replica: number): void {
  const { col } = world.replica;
  const primary = col.leader[replica]! - 1;
  if (primary < 0 || col.whole[replica] === 0) return;
  if (col.blockEnd[replica]! > 0 || col.blockWaits[replica] === 1) return;
  if (col.position[primary]! <= col.position[replica]!) {
    catchUp(world, replica);
    return;
  }
  const store = col.store[replica]! - 1;
  const { sendEveryUs, replication } = world.store.col;
  const isLater = replication[store] === ASYNCHRONOUS && sendEveryUs[store]! > 0;
  const nextUs = col.blockSentUs[replica]! + sendEveryUs[store]!;
  if (!isLater || nextUs <= world.nowUs) {
    dispatchBlock(world, replica);
    return;
  }
  col.blockWaits[replica] = 1;
  scheduleBlock(world, replica, nextUs - world.nowUs);
}

function dispatchBlock(world: World, replica: number): void {
  const { col } = world.replica;
  const primary = col.leader[replica]! - 1;
  const writeBytes = world.store.col.writeBytes[col.store[replica]! - 1]!;
  const most = Math.max(1, Math.floor(BLOCK_BYTES_MAX / writeBytes));
  const end = Math.min(col.position[primary]!, col.position[replica]! + most);
  const bytes = (end - col.position[replica]!) * writeBytes;
  col.blockEnd[replica] = end;
  col.blockSentUs[replica] = world.nowUs;
  carryTo(world, replica, bytes);
  scheduleBlock(world, replica, transferUs(world, replica, bytes));
}

function scheduleBlock(world: World, replica: number, delayUs: number): void {
  const { col } = world.replica;
  col.blockSerial[replica]! += 1;
  world.schedule({
    atUs: world.nowUs + Math.max(1, delayUs),
    priority: PRIORITY.answer,
    kind: EVENT.storeBlock,
    slot: replica,
    generation: world.replica.generation[replica]!,
    payload: col.blockSerial[replica]!,
  });
}

/** Event: a block has arrived and the primary knows, or the time for the next one has come. */
export function onBlock(world: World, replica: number): void {
  const { col } = world.replica;
  if (col.blockWaits[replica] === 1) {
    col.blockWaits[replica] = 0;
    dispatchBlock(world, replica);
    return;
  }
  col.position[replica] = col.blockEnd[replica]!;
  col.blockEnd[replica] = 0;
  catchUp(world, replica);
  advanceAnswers(world, col.leader[replica]! - 1);
  sendBlock(world, replica);
  if (world.store.col.switchTo[col.store[replica]! - 1]! > 0) world.storesDirty = true;
}

/**
 * Synchronous: a follower that has received a block is waited for from the present end of the log
 * on, and is in step once it has everything up to there [ENG-ST6].
 */
function catchUp(world: World, replica: number): void {
  const { col } = world.replica;
  const store = col.store[replica]! - 1;
  if (world.store.col.replication[store] !== SYNCHRONOUS || col.synced[replica] === SYNCED) return;
  if (col.synced[replica] === 0) {
    const head = col.position[col.leader[replica]! - 1]!;
    const behind = (head - col.position[replica]!) * world.store.col.writeBytes[store]!;
    if (behind > BLOCK_BYTES_MAX) return;
    col.synced[replica] = JOINING;
    col.syncFrom[replica] = head;
  }
  if (col.position[replica]! < col.syncFrom[replica]!) return;
  col.synced[replica] = SYNCED;
  touch(world, replica);
  noteInStep(world, col.leader[replica]! - 1);
}

/** True when a primary has the partners its rule asks for [ENG-ST6]. */
export function hasPartners(world: World, primary: number): boolean {
  const { col } = world.replica;
  const store = col.store[primary]! - 1;
  const others = world.stores.replicasOf(store).filter((one) => one !== primary);
  switch (world.store.col.replication[store]) {
    case ASYNCHRONOUS:
      return true;
    case SYNCHRONOUS:
      return others.every((one) => {
        const follows = col.leader[one] === primary + 1;
        if (world.store.col.partnerMissing[store] === CONTINUE)
          return follows || col.synced[one] === 0;
        return follows && col.synced[one] === SYNCED;
      });
    default: {
      const ready = followersOf(world, primary).filter((one) => col.whole[one] === 1);
      return ready.length + 1 >= majorityOf(others.length + 1);
    }
  }
}

/** Partners are complete again: a primary that refused accepts. */
function noteInStep(world: World, primary: number): void {
  const { col } = world.replica;
  if (primary < 0 || !hasPartners(world, primary)) return;
  if (col.partnerWatch[primary] === 1) {
    col.partnerWatch[primary] = 0;
    col.partnerSerial[primary]! += 1;
  }
  if (col.refusing[primary] === 0) return;
  col.refusing[primary] = 0;
  touch(world, primary);
  world.storesDirty = true;
}

/** The part of a primary's log that may be answered by the store's rule [ENG-ST5]. */
export function answerable(world: World, primary: number): number {
  const { col } = world.replica;
  const store = col.store[primary]! - 1;
  const head = col.position[primary]!;
  switch (world.store.col.replication[store]) {
    case ASYNCHRONOUS:
      return head;
    case SYNCHRONOUS:
      return answerableInStep(world, primary);
    default: {
      const held = [head];
      for (const one of followersOf(world, primary)) {
        if (col.whole[one] === 1) held.push(col.position[one]!);
      }
      const needed = majorityOf(world.stores.replicasOf(store).length);
      return held.sort((a, b) => b - a)[needed - 1] ?? 0;
    }
  }
}

/**
 * Every partner has it. Where the store carries on without a missing partner, partners are those
 * in step that do not follow somebody else; otherwise all there are, heard or not.
 */
function answerableInStep(world: World, primary: number): number {
  const { col } = world.replica;
  const store = col.store[primary]! - 1;
  const carriesOn = world.store.col.partnerMissing[store] === CONTINUE;
  let least = col.position[primary]!;
  for (const one of world.stores.replicasOf(store)) {
    if (one === primary) continue;
    const joined = col.leader[one] === 0 || col.leader[one] === primary + 1;
    if (carriesOn && (col.synced[one] === 0 || !joined || col.primary[one] === 1)) continue;
    const held = col.whole[one] === 1 ? heldForAnswer(world, one, primary) : 0;
    const waitedFor = carriesOn && col.synced[one] === JOINING;
    least = Math.min(least, waitedFor ? Math.max(held, col.syncFrom[one]!) : held);
  }
  return least;
}

/** What a replica certainly has of the primary's log. */
function heldForAnswer(world: World, replica: number, primary: number): number {
  const { col } = world.replica;
  if (col.leader[replica] === primary + 1) return col.position[replica]!;
  const there = { reign: col.reign[replica]! - 1, position: col.position[replica]! };
  const here = { reign: col.reign[primary]! - 1, position: col.position[primary]! };
  return commonPrefix(world, there, here);
}

/** More than half of so many. */
export function majorityOf(count: number): number {
  return Math.floor(count / 2) + 1;
}

/** Answers every write that may be answered now. */
export function advanceAnswers(world: World, primary: number): void {
  if (primary < 0) return;
  acknowledgeUpTo(world, world.replica.col.reign[primary]! - 1, answerable(world, primary));
}

/** Id of the machine a replica lives on. */
export function vmIdOf(world: World, replica: number): string {
  return textIdOf(world, 'vm', world.replica.col.vm[replica]! - 1);
}

/** Marks what is shown of a replica as changed. */
export function touch(world: World, replica: number): void {
  const { store, vm } = world.replica.col;
  world.store.dirty.touch(store[replica]! - 1);
  world.vm.dirty.touch(vm[replica]! - 1);
}

/** Seconds a follower is behind, as time since the oldest write it has not received was sent. */
export function lagUs(world: World, replica: number): number {
  const { col } = world.replica;
  const primary = col.leader[replica]! - 1;
  if (primary < 0 || col.position[replica]! >= col.position[primary]!) return 0;
  return Math.min(world.nowUs, world.nowUs - Math.max(0, col.blockSentUs[replica]!));
}
