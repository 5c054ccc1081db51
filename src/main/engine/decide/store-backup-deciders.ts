/**
 * Deciders for backups: how often, how much is kept, the bad query, and the way back. How long the
 * way back takes is worked out by the systems.
 */
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import { durationUs, printDuration, US_PER_MINUTE } from '../../../shared/kernel/time.ts';
import {
  backupSource,
  backupsReachable,
  backupUs,
  beginBackup,
  scheduleBackups,
  wholeBytes,
} from '../systems/store-backup.ts';
import { backupIsDamaged } from '../systems/store-damage.ts';
import { offerBadQuery } from '../systems/store-load.ts';
import { beginRestore, bytesToRestore } from '../systems/store-restore.ts';
import { settleStore } from '../systems/store-settle.ts';
import { acceptingPrimaries } from '../systems/store-standing.ts';
import { textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { find, findOptional, refuse, type Decided } from './decide-kit.ts';

const KEEP = 7;
const MB_PER_SECOND = 200;
const PPM = 1_000_000;

/** Looks at `store.setBackup`; its refusals stand with its schema in `shared/commands`. */
export function decideStoreSetBackup(world: World, command: CommandOf<'store.setBackup'>): Decided {
  const store = find(world, 'store', command.store);
  if (!store.ok) return store;
  const storage = findOptional(world, 'storage', command.storage);
  if (!storage.ok) return storage;
  const everyUs = durationUs(command.every, 0);
  const logEveryUs = durationUs(command.logEvery, 0);
  const mbPerSecond = command.mbPerSecond ?? MB_PER_SECOND;
  const lastsUs = Math.ceil(wholeBytes(world, store.value) / mbPerSecond);
  const tooOften = checkOften({ everyUs, logEveryUs, lastsUs });
  if (!tooOften.ok) return tooOften;
  const slot = store.value;
  return ok(() => {
    const { col } = world.store;
    col.backupEveryUs[slot] = everyUs;
    col.backupKeep[slot] = command.keep ?? KEEP;
    col.backupMbPerSecond[slot] = mbPerSecond;
    col.logEveryUs[slot] = logEveryUs;
    world.store.setRef({ column: 'backupStorage', slot, to: storage.value });
    col.revision[slot]! += 1;
    scheduleBackups(world, slot);
  });
}

/** A backup must be over before the next, and a log is kept every minute at most. */
function checkOften(times: { everyUs: number; logEveryUs: number; lastsUs: number }): Result<void> {
  const { everyUs, logEveryUs, lastsUs } = times;
  const wholeFits = everyUs === 0 || everyUs > lastsUs;
  const logFits = logEveryUs === 0 || logEveryUs >= US_PER_MINUTE;
  if (wholeFits && logFits) return ok(undefined);
  const least = wholeFits ? US_PER_MINUTE : lastsUs;
  return refuse({
    code: 'store.backupTooOften',
    message: wholeFits
      ? 'The log is kept once a minute at most.'
      : `A whole backup takes ${printDuration(lastsUs)}, longer than the time to the next.`,
    hint: wholeFits ? 'Use 1m or more.' : 'Back up less often, or faster.',
    details: { leastUs: least },
  });
}

/** A primary to read from or write to. Refuses with `store.noPrimary`. */
function checkPrimary(world: World, store: number, primary: number): Result<number> {
  if (primary >= 0) return ok(primary);
  const id = textIdOf(world, 'store', store);
  return refuse({
    code: 'store.noPrimary',
    message: `${id} has no replica that leads and takes writes at this moment.`,
    hint: 'Wait for the failover, or let a replica lead.',
    details: { store: id },
  });
}

function checkReachable(world: World, store: number): Result<void> {
  if (backupsReachable(world, store)) return ok(undefined);
  const storage = textIdOf(world, 'storage', world.store.ref('backupStorage', store));
  return refuse({
    code: 'store.backupUnreachable',
    message: `The backups lie on ${storage}, which cannot be reached.`,
    hint: 'Bring it back first; keep backups away from what they protect.',
    details: { storage },
  });
}

function checkIdle(world: World, store: number): Result<void> {
  if (world.store.col.restoring[store] === 0) return ok(undefined);
  const id = textIdOf(world, 'store', store);
  return refuse({
    code: 'store.busy',
    message: `A backup of ${id} is being put in place.`,
    hint: 'Wait until it is done.',
    details: { store: id },
  });
}

/** Looks at `store.backUp`; its refusals stand with its schema in `shared/commands`. */
export function decideStoreBackUp(world: World, command: CommandOf<'store.backUp'>): Decided {
  const store = find(world, 'store', command.store);
  if (!store.ok) return store;
  const idle = checkIdle(world, store.value);
  if (!idle.ok) return idle;
  const primary = checkPrimary(world, store.value, backupSource(world, store.value));
  if (!primary.ok) return primary;
  const reachable = checkReachable(world, store.value);
  if (!reachable.ok) return reachable;
  return ok(() => {
    const { backupMbPerSecond, backupKeep } = world.store.col;
    if (backupMbPerSecond[store.value] === 0) backupMbPerSecond[store.value] = MB_PER_SECOND;
    if (backupKeep[store.value] === 0) backupKeep[store.value] = KEEP;
    beginBackup(world, store.value);
  });
}

/** Looks at `store.deleteData`; its refusals stand with its schema in `shared/commands`. */
export function decideStoreDeleteData(
  world: World,
  command: CommandOf<'store.deleteData'>,
): Decided {
  const store = find(world, 'store', command.store);
  if (!store.ok) return store;
  const accepting = acceptingPrimaries(world, store.value)[0] ?? -1;
  const primary = checkPrimary(world, store.value, accepting);
  if (!primary.ok) return primary;
  const sharePpm = Math.round((command.share ?? 1) * PPM);
  return ok(() => offerBadQuery(world, store.value, { sharePpm, cause: world.decisionId }));
}

/** The newest complete backup before a moment, or the newest without damage. */
function chooseBackup(world: World, store: number, toUs: number | undefined): number {
  const { doneUs, pointUs } = world.backup.col;
  return (
    world.stores
      .backupsOf(store)
      .filter((row) => doneUs[row]! > 0)
      .findLast((row) =>
        toUs === undefined ? !backupIsDamaged(world, row) : pointUs[row]! <= toUs,
      ) ?? -1
  );
}

/** Looks at `store.restore`; its refusals stand with its schema in `shared/commands`. */
export function decideStoreRestore(world: World, command: CommandOf<'store.restore'>): Decided {
  const store = find(world, 'store', command.store);
  if (!store.ok) return store;
  const slot = store.value;
  const idle = checkIdle(world, slot);
  if (!idle.ok) return idle;
  const toUs = command.to === undefined ? undefined : durationUs(command.to, 0);
  const backup = chooseBackup(world, slot, toUs);
  if (backup < 0) {
    const id = textIdOf(world, 'store', slot);
    const count = world.stores.backupsOf(slot).filter((row) => world.backup.col.doneUs[row]! > 0);
    return refuse({
      code: 'store.noBackup',
      message: `None of the ${count.length} backups of ${id} is old enough.`,
      hint: 'Without a backup from before, what is gone is gone; back up from now on.',
      details: { store: id, backups: count.length },
    });
  }
  const reachable = checkReachable(world, slot);
  if (!reachable.ok) return reachable;
  const primary = checkPrimary(world, slot, backupSource(world, slot));
  if (!primary.ok) return primary;
  return ok(() => {
    const lastsUs = backupUs(world, slot, bytesToRestore(world, backup));
    beginRestore(world, { backup, onto: primary.value, lastsUs });
    settleStore(world, slot);
  });
}
