/**
 * A store as row and as figures (`shared/views/store-view.ts`), read from the columns. Reading
 * changes nothing.
 */
import {
  FAILOVER_MODES,
  PARTNER_MISSING,
  QUORUM_RULES,
  READ_FROM,
  REPLICATION_MODES,
  WITNESS_KINDS,
  type ReplicaState,
} from '../../../shared/model/kinds.ts';
import type { StoreFigures } from '../../../shared/views/store-view.ts';
import { US_PER_SECOND } from '../../../shared/kernel/time.ts';
import type { StoreSummary } from '../../../shared/views/workspace-view.ts';
import type { RowOf } from '../../../shared/views/topology-view.ts';
import { acknowledgedOf, commonPrefix, liveReigns, writesInFlight } from '../systems/store-log.ts';
import { lagUs, majorityOf, SYNCED, vmIdOf } from '../systems/store-replication.ts';
import { unavailableUsOf } from '../systems/store-standing.ts';
import { reachesWitness, sideOf, votesInAll, votesOf } from '../systems/store-votes.ts';
import { textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { backupsView, writesSinceBackup } from './store-backup-rows.ts';
import { cause, cloud, idOf, some } from './row-parts.ts';

const SYNCHRONOUS = REPLICATION_MODES.indexOf('synchronous');
const BYTES_PER_KIB = 1_024;

/** What a replica is doing, in one word. */
export function stateOfReplica(world: World, replica: number): ReplicaState {
  const { col } = world.replica;
  if (col.running[replica] === 0) return 'down';
  if (col.primary[replica] === 1) return col.refusing[replica] === 1 ? 'refusing' : 'primary';
  if (col.promoting[replica] === 1) return 'promoting';
  if (col.copyEndsUs[replica]! > 0) return 'copying';
  return col.leader[replica]! > 0 ? 'following' : 'alone';
}

function isInStep(world: World, replica: number): boolean {
  const { store, synced, primary } = world.replica.col;
  const isSynchronous = world.store.col.replication[store[replica]! - 1] === SYNCHRONOUS;
  return isSynchronous && synced[replica] === SYNCED && primary[replica] === 0;
}

function replicaView(world: World, replica: number): RowOf<'store'>['replicas'][number] {
  const { col } = world.replica;
  const state = stateOfReplica(world, replica);
  const endsAtUs =
    state === 'copying'
      ? col.copyEndsUs[replica]
      : state === 'promoting'
        ? col.promoteEndsUs[replica]
        : undefined;
  return {
    vm: vmIdOf(world, replica),
    state,
    inStep: isInStep(world, replica),
    ...some('endsAtUs', endsAtUs),
    ...(state === 'primary' || state === 'following' ? {} : cause(col.cause[replica]!)),
  };
}

function lastFailover(world: World, store: number): RowOf<'store'>['lastFailover'] {
  const { col } = world.store;
  const from = world.store.text('failoverFrom', store);
  if (from === '') return undefined;
  const failedAtUs = col.failedUs[store]!;
  const isOver = col.resumedUs[store]! >= failedAtUs && col.resumedUs[store]! > 0;
  const isDetected = col.detectedUs[store]! >= failedAtUs && col.detectedUs[store]! > 0;
  return {
    from,
    ...some('to', isOver ? world.store.text('failoverTo', store) : undefined),
    failedAtUs,
    ...some('detectedAtUs', isDetected ? col.detectedUs[store]! : undefined),
    ...some('resumedAtUs', isOver ? col.resumedUs[store]! : undefined),
    lostWrites: isOver ? col.failoverLost[store]! : 0,
  };
}

/** A store with its rules and replicas. */
export function storeRow(world: World, slot: number): RowOf<'store'> {
  const { col } = world.store;
  const replicas = world.stores.replicasOf(slot);
  return {
    kind: 'store',
    ...cloud(world, 'store', slot),
    replication: REPLICATION_MODES[col.replication[slot]!]!,
    partnerMissing: PARTNER_MISSING[col.partnerMissing[slot]!]!,
    quorum: QUORUM_RULES[col.quorum[slot]!]!,
    failover: FAILOVER_MODES[col.failover[slot]!]!,
    readFrom: READ_FROM[col.readFrom[slot]!]!,
    witness: WITNESS_KINDS[col.witness[slot]!]!,
    ...some('witnessStorage', idOf(world, 'storage', col.witnessStorage[slot]!)),
    detectUs: col.detectUs[slot]!,
    promoteUs: col.promoteUs[slot]!,
    dataGib: col.dataGib[slot]!,
    writeKib: col.writeBytes[slot]! / BYTES_PER_KIB,
    logMbps: col.logMbps[slot]!,
    sendEveryUs: col.sendEveryUs[slot]!,
    siteLatencyUs: col.siteLatencyUs[slot]!,
    ...some('service', idOf(world, 'service', col.service[slot]!)),
    writeSharePpm: col.writeSharePpm[slot]!,
    writesPerSecond: col.writesPerSecond[slot]!,
    readsPerSecond: col.readsPerSecond[slot]!,
    replicas: replicas.map((replica) => replicaView(world, replica)),
    accepting: col.accepting[slot] === 1,
    primaries: replicas.filter((replica) => world.replica.col.primary[replica] === 1).length,
    failovers: col.failovers[slot]!,
    ...some('lastFailover', lastFailover(world, slot)),
    ...backupsView(world, slot),
    ...cause(col.accepting[slot] === 1 ? 0 : col.cause[slot]!),
  };
}

/** Answered writes of all primaries but the newest that the newest does not have. */
function divergedWrites(world: World, store: number): number {
  const { number, head } = world.reign.col;
  const live = [...liveReigns(world, store)].sort((a, b) => number[b]! - number[a]!);
  const newest = live[0];
  if (newest === undefined) return 0;
  const mine = { reign: newest, position: head[newest]! };
  return live.slice(1).reduce((sum, reign) => {
    const position = acknowledgedOf(world, reign);
    return sum + position - commonPrefix(world, mine, { reign, position });
  }, 0);
}

function bestSide(world: World, store: number): number[] {
  const { col } = world.replica;
  let best: number[] = [];
  for (const replica of world.stores.replicasOf(store)) {
    if (col.running[replica] === 0) continue;
    const side = sideOf(world, replica);
    if (col.primary[replica] === 1) return side;
    if (side.length > best.length) best = side;
  }
  return best;
}

function replicaFigures(world: World, replica: number): StoreFigures['replicas'][number] {
  const { col } = world.replica;
  const primary = col.leader[replica]! - 1;
  const ahead = primary < 0 ? 0 : col.position[primary]! - col.position[replica]!;
  return {
    vm: vmIdOf(world, replica),
    position: col.position[replica]!,
    lagWrites: Math.max(0, ahead),
    lagUs: lagUs(world, replica),
  };
}

/** All figures of one store. */
export function storeFigures(world: World, store: number): StoreFigures {
  const { col } = world.store;
  const replicas = world.stores.replicasOf(store);
  const inAll = votesInAll(world, store);
  return {
    id: textIdOf(world, 'store', store),
    name: world.store.text('name', store),
    offered: col.offered[store]!,
    acknowledged: col.acknowledged[store]!,
    refused: col.refused[store]!,
    unanswered: col.unanswered[store]!,
    inFlight: writesInFlight(world, store),
    lost: col.lost[store]!,
    diverged: divergedWrites(world, store),
    readsOffered: col.readsOffered[store]!,
    readsServed: col.readsServed[store]!,
    readsRefused: col.readsRefused[store]!,
    readsStale: col.readsStale[store]!,
    readsMissing: col.readsMissing[store]!,
    writesSinceBackup: writesSinceBackup(world, store),
    unavailableUs: unavailableUsOf(world, store),
    failovers: col.failovers[store]!,
    votes: votesOf(world, bestSide(world, store)),
    votesInAll: inAll,
    votesNeeded: majorityOf(inAll),
    witnessReached: replicas.some((replica) => reachesWitness(world, replica)),
    replicas: replicas.map((replica) => replicaFigures(world, replica)),
  };
}

/** Every store as the summary of a run tells it; nothing where there are none. */
export function storeSummaries(world: World): StoreSummary[] | undefined {
  if (world.store.count === 0) return undefined;
  return [...world.store.slots()].map((store) => {
    const seen = storeFigures(world, store);
    const { lastRestore } = backupsView(world, store);
    return {
      name: seen.name,
      offered: seen.offered,
      acknowledged: seen.acknowledged,
      refused: seen.refused,
      unanswered: seen.unanswered,
      inFlight: seen.inFlight,
      lost: seen.lost,
      diverged: seen.diverged,
      readsOffered: seen.readsOffered,
      readsServed: seen.readsServed,
      readsStale: seen.readsStale,
      readsMissing: seen.readsMissing,
      downSeconds: seen.unavailableUs / US_PER_SECOND,
      failovers: seen.failovers,
      ...(lastRestore === undefined
        ? {}
        : {
            recoveryPointSeconds: lastRestore.recoveryPointUs / US_PER_SECOND,
            recoveryTimeSeconds: lastRestore.recoveryTimeUs / US_PER_SECOND,
          }),
    };
  });
}

/** The replicas a machine carries; nothing for most machines. */
export function replicasOn(world: World, vm: number): RowOf<'vm'>['replicaOf'] {
  if (world.replica.count === 0) return undefined;
  const replicas = world.stores.replicasOfVm(vm);
  if (replicas.length === 0) return undefined;
  return replicas.map((replica) => ({
    store: textIdOf(world, 'store', world.replica.col.store[replica]! - 1),
    state: stateOfReplica(world, replica),
  }));
}
