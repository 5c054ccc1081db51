/**
 * The decision to let another replica lead: in good order, or at a loss that must be accepted
 * first (rule ENG-ST14). It says how many answered writes would be gone before anything happens.
 */
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import { QUORUM_RULES } from '../../../shared/model/kinds.ts';
import { startPromotion } from '../systems/store-election.ts';
import { acknowledgedOf, commonPrefix } from '../systems/store-log.ts';
import { mayLead, sideOf, votesInAll, votesOf } from '../systems/store-votes.ts';
import { majorityOf } from '../systems/store-replication.ts';
import { textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { refuse, type Decided } from './decide-kit.ts';
import { findOwnReplica } from './store-deciders.ts';

const MAJORITY = QUORUM_RULES.indexOf('majority');

/** Looks at `store.failover`; its refusals stand with its schema in `shared/commands`. */
export function decideStoreFailover(world: World, command: CommandOf<'store.failover'>): Decided {
  const found = findOwnReplica(world, command);
  if (!found.ok) return found;
  const { store, replica } = found.value;
  const fit = checkFit(world, store, replica);
  if (!fit.ok) return fit;
  if (world.replica.col.leader[replica]! > 0) {
    return ok(() => {
      world.store.col.switchTo[store] = replica + 1;
      world.store.col.failedUs[store] = world.nowUs;
      world.store.col.detectedUs[store] = world.nowUs;
      world.store.col.failoverFrom[store] =
        world.vm.col.name[world.replica.col.vm[world.replica.col.leader[replica]! - 1]! - 1]!;
      world.store.dirty.touch(store);
      world.storesDirty = true;
    });
  }
  const alone = checkAlone(world, { store, replica, force: command.force === true });
  if (!alone.ok) return alone;
  return ok(() => {
    startPromotion(world, replica);
    world.storesDirty = true;
  });
}

/** The replica can lead at all, and nobody else is being made primary. */
function checkFit(world: World, store: number, replica: number): Result<void> {
  const { col } = world.replica;
  const vm = textIdOf(world, 'vm', col.vm[replica]! - 1);
  const id = textIdOf(world, 'store', store);
  if (col.primary[replica] === 1) {
    return refuse({
      code: 'store.isPrimary',
      message: `${vm} is the primary of ${id} already.`,
      hint: 'Choose another replica.',
      details: { vm, store: id },
    });
  }
  const isBusy =
    world.store.col.switchTo[store]! > 0 ||
    world.stores.replicasOf(store).some((one) => col.promoting[one] === 1);
  if (isBusy) {
    return refuse({
      code: 'store.busy',
      message: `A replica of ${id} is taking over at this moment.`,
      hint: 'Wait until it leads.',
      details: { store: id },
    });
  }
  if (col.running[replica] === 1 && col.whole[replica] === 1) return ok(undefined);
  return refuse({
    code: 'store.replicaUnfit',
    message:
      col.running[replica] === 0
        ? `${vm} does not run, so its replica cannot lead.`
        : `The replica on ${vm} has not been copied completely yet.`,
    hint: col.running[replica] === 0 ? 'Start the machine.' : 'Wait until the copy is complete.',
    details: { vm, store: id },
  });
}

/** Without a primary to hear: nobody else leads, the votes suffice, and what is lost is known. */
function checkAlone(
  world: World,
  input: { readonly store: number; readonly replica: number; readonly force: boolean },
): Result<void> {
  const { store, replica, force } = input;
  const { col } = world.replica;
  const id = textIdOf(world, 'store', store);
  const hasQuorum = world.store.col.quorum[store] === MAJORITY;
  const other = world.stores.replicasOf(store).find((one) => col.primary[one] === 1);
  if (other !== undefined && (hasQuorum || !force)) {
    const primary = textIdOf(world, 'vm', col.vm[other]! - 1);
    return refuse({
      code: 'store.primaryAlive',
      message: `${primary} still leads ${id} where this replica cannot hear it.`,
      hint: hasQuorum
        ? 'Under a quorum rule it steps down by itself when it has lost the majority.'
        : 'Force it only if two primaries, and losing the writes of one, are acceptable.',
      details: { primary, store: id },
    });
  }
  if (!mayLead(world, replica)) {
    const votes = votesOf(world, sideOf(world, replica));
    const needed = majorityOf(votesInAll(world, store));
    return refuse({
      code: 'store.noQuorum',
      message: `That side has ${votes} of ${votesInAll(world, store)} votes, and needs ${needed}.`,
      hint: 'Bring a replica or the witness back, or take the quorum rule away.',
      details: { store: id, votes, needed },
    });
  }
  const writes = wouldLose(world, store, replica);
  if (writes === 0 || force) return ok(undefined);
  return refuse({
    code: 'store.wouldLose',
    message: `This replica lacks ${writes} writes that were answered; they would be lost.`,
    hint: 'Wait for a replica that has them, or force it.',
    details: { store: id, writes },
  });
}

/** Answered writes that would be gone if this replica took over now. */
function wouldLose(world: World, store: number, replica: number): number {
  const open = world.store.col.openReign[store]! - 1;
  if (open < 0) return 0;
  const { col } = world.replica;
  const answered = acknowledgedOf(world, open);
  const there = { reign: open, position: answered };
  const mine = { reign: col.reign[replica]! - 1, position: col.position[replica]! };
  return mine.reign < 0 ? answered : answered - commonPrefix(world, mine, there);
}
