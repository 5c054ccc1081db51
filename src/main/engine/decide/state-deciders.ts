/**
 * Which decider answers for which command on state: stores, what they hold, what is kept of it. It
 * decides nothing itself.
 */
import { unreachable } from '../../../shared/kernel/assert.ts';
import type { Command } from '../../../shared/commands/index.ts';
import type { World } from '../world/world.ts';
import type { Decided } from './decide-kit.ts';
import { decideSnapshotCreate, decideSnapshotDelete } from './snapshot-deciders.ts';
import * as backups from './store-backup-deciders.ts';
import * as stores from './store-deciders.ts';
import { decideSessionsClear, decideSessionsSet } from './session-deciders.ts';
import { decideStoreFailover } from './store-failover-decider.ts';

export type StateCommand = Extract<
  Command,
  { type: `store.${string}` | `sessions.${string}` | `snapshot.${string}` }
>;

const OWN = ['store.', 'sessions.', 'snapshot.'];

/** True for the commands this file answers for. */
export function isStateCommand(command: Command): command is StateCommand {
  return OWN.some((prefix) => command.type.startsWith(prefix));
}

/** Looks at a command on state; see `decide`. */
export function decideState(world: World, command: StateCommand): Decided {
  switch (command.type) {
    case 'store.add':
      return stores.decideStoreAdd(world, command);
    case 'store.edit':
      return stores.decideStoreEdit(world, command);
    case 'store.load':
      return stores.decideStoreLoad(world, command);
    case 'store.join':
      return stores.decideStoreJoin(world, command);
    case 'store.leave':
      return stores.decideStoreLeave(world, command);
    case 'store.failover':
      return decideStoreFailover(world, command);
    case 'store.remove':
      return stores.decideStoreRemove(world, command);
    case 'store.setBackup':
      return backups.decideStoreSetBackup(world, command);
    case 'store.backUp':
      return backups.decideStoreBackUp(world, command);
    case 'store.deleteData':
      return backups.decideStoreDeleteData(world, command);
    case 'store.restore':
      return backups.decideStoreRestore(world, command);
    case 'sessions.set':
      return decideSessionsSet(world, command);
    case 'sessions.clear':
      return decideSessionsClear(world, command);
    case 'snapshot.create':
      return decideSnapshotCreate(world, command);
    case 'snapshot.delete':
      return decideSnapshotDelete(world, command);
    default:
      return unreachable(command);
  }
}
