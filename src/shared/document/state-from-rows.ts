/**
 * The state half of a room written as a scenario: stores as they are, their primary first. What
 * they hold begins anew, because a scenario tells a beginning; ordinary figures are left out.
 */
import { printDuration } from '../kernel/time.ts';
import type { RowOf } from '../views/topology-view.ts';
import type { Scenario } from './scenario-schema.ts';
import type { SessionsEntry, SnapshotEntry, StoreEntry } from './scenario-state-schema.ts';
import type { RowSource } from './room-from-rows.ts';

const DETECT_US = 10_000_000;
const PROMOTE_US = 5_000_000;
const SITE_LATENCY_US = 15_000;
const DATA_GIB = 100;
const WRITE_KIB = 8;
const WRITE_SHARE_PPM = 200_000;
const LIFETIME_US = 1_800_000_000;
const PPM = 1_000_000;
const BACKUPS_KEPT = 7;
const BACKUP_MB_PER_SECOND = 200;

/** The sections of the state; empty ones are left out. */
export function stateFromRows(
  source: RowSource,
): Pick<Scenario, 'stores' | 'sessions' | 'snapshots'> {
  const stores = source.table.of('store').map((store) => storeEntry(source, store));
  const sessions = source.table.of('service').flatMap((row) => sessionsEntry(source, row));
  const snapshots = source.table
    .of('snapshot')
    .filter(({ disk }) => source.table.get('disk', disk) !== undefined)
    .map((row) => snapshotEntry(source, row));
  return {
    ...(stores.length === 0 ? {} : { stores }),
    ...(snapshots.length === 0 ? {} : { snapshots }),
    ...(sessions.length === 0 ? {} : { sessions }),
  };
}

function snapshotEntry(source: RowSource, row: RowOf<'snapshot'>): SnapshotEntry {
  return {
    name: row.name,
    group: row.group,
    disk: source.references.short(row.disk),
    ...unlessOrdinary('usedGib', row.usedGib, row.sizeGib),
    ...(Object.keys(row.tags).length === 0 ? {} : { tags: { ...row.tags } }),
  };
}

function sessionsEntry(source: RowSource, row: RowOf<'service'>): SessionsEntry[] {
  const { sessions } = row;
  if (sessions === undefined) return [];
  const { references } = source;
  return [
    {
      service: references.short(row.id),
      keptIn: sessions.keptIn,
      ...(sessions.store === undefined ? {} : { store: references.short(sessions.store) }),
      perSecond: sessions.perSecond,
      ...duration('lifetime', sessions.lifetimeUs, LIFETIME_US),
    },
  ];
}

/** A field under its name, unless it is the ordinary one. */
function unlessOrdinary<K extends string, V>(
  field: K,
  value: V,
  ordinary: NoInfer<V>,
): { [P in K]?: V } {
  // A computed key is widened to string by the compiler.
  return (value === ordinary ? {} : { [field]: value }) as { [P in K]?: V };
}

function duration<K extends string>(
  field: K,
  us: number,
  ordinaryUs: number,
): { [P in K]?: string } {
  return us === ordinaryUs ? {} : unlessOrdinary(field, printDuration(us), '');
}

function storeEntry(source: RowSource, store: RowOf<'store'>): StoreEntry {
  const { references } = source;
  const leads = store.replicas.filter(({ state }) => state === 'primary' || state === 'refusing');
  const others = store.replicas.filter((replica) => !leads.includes(replica));
  return {
    name: store.name,
    group: store.group,
    replicas: [...leads, ...others].map(({ vm }) => references.short(vm)),
    ...unlessOrdinary('replication', store.replication, 'asynchronous'),
    ...unlessOrdinary('partnerMissing', store.partnerMissing, 'continue'),
    ...unlessOrdinary('quorum', store.quorum, 'majority'),
    ...unlessOrdinary('witness', store.witness, 'none'),
    ...(store.witnessStorage === undefined
      ? {}
      : { witnessStorage: references.short(store.witnessStorage) }),
    ...unlessOrdinary('failover', store.failover, 'automatic'),
    ...duration('detectAfter', store.detectUs, DETECT_US),
    ...duration('promoteTime', store.promoteUs, PROMOTE_US),
    ...unlessOrdinary('readFrom', store.readFrom, 'primary'),
    ...unlessOrdinary('dataGib', store.dataGib, DATA_GIB),
    ...unlessOrdinary('writeKib', store.writeKib, WRITE_KIB),
    ...unlessOrdinary('logMbps', store.logMbps, 0),
    ...duration('sendEvery', store.sendEveryUs, 0),
    ...duration('siteLatency', store.siteLatencyUs, SITE_LATENCY_US),
    ...(store.service === undefined ? {} : { service: references.short(store.service) }),
    ...unlessOrdinary('writeShare', store.writeSharePpm / PPM, WRITE_SHARE_PPM / PPM),
    ...unlessOrdinary('writesPerSecond', store.writesPerSecond, 0),
    ...unlessOrdinary('readsPerSecond', store.readsPerSecond, 0),
    ...backupOf(source, store),
    ...(Object.keys(store.tags).length === 0 ? {} : { tags: { ...store.tags } }),
  };
}

function backupOf(source: RowSource, store: RowOf<'store'>): Pick<StoreEntry, 'backup'> {
  const { backup } = store;
  if (backup === undefined) return {};
  return {
    backup: {
      every: printDuration(backup.everyUs),
      ...unlessOrdinary('keep', backup.keep, BACKUPS_KEPT),
      ...unlessOrdinary('mbPerSecond', backup.mbPerSecond, BACKUP_MB_PER_SECOND),
      ...(backup.storage === undefined ? {} : { storage: source.references.short(backup.storage) }),
      ...duration('logEvery', backup.logEveryUs, 0),
    },
  };
}
