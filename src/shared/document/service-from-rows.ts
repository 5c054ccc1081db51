/**
 * The machine service written as a scenario: quotas, and disks that did not come with their machine
 * or that no machine uses. Disks that did are told with the machine; which is which, the names say.
 */
import { findSize, tierForSize } from '../model/catalogue-lookup.ts';
import { ordinaryCachingOf } from '../model/disk-caching.ts';
import type { RowOf } from '../views/topology-view.ts';
import type { Scenario } from './scenario-schema.ts';
import type { DiskEntry } from './scenario-service-schema.ts';
import { ordinaryOsGib } from './images-from-rows.ts';
import type { RowSource } from './room-from-rows.ts';
import type { MachineEntry } from './scenario-work-schema.ts';

/** Kind of disk that the engine takes when a command names no tier. */
const DISK_SKU = 'Premium_LRS';
/** Location of a group when none is given. */
const LOCATION = 'lab';

/**
 * True for a disk that the creation of its machine makes again: the OS disk, and the data disks
 * from the first on without a gap, under the names it gives them.
 */
export function comesWithMachine(vm: RowOf<'vm'>, disks: readonly RowOf<'disk'>[]): Set<string> {
  const own = new Set<string>();
  for (const disk of disks) if (disk.role === 'os') own.add(disk.id);
  const byName = new Map(disks.map((disk) => [disk.name, disk]));
  for (let index = 0; ; index += 1) {
    const disk = byName.get(`${vm.name}-data-${index}`);
    if (disk === undefined || disk.group !== vm.group || disk.role !== 'data') return own;
    // What a machine is made with says neither tags nor bursting.
    if (Object.keys(disk.tags).length > 0 || disk.onDemand !== undefined) return own;
    own.add(disk.id);
  }
}

/** The sections of the machine service; empty ones are left out. */
export function serviceFromRows(source: RowSource): Pick<Scenario, 'disks' | 'quotas'> {
  const { table } = source;
  const told = new Set(
    table.of('vm').flatMap((vm) => {
      const disks = vm.disks.flatMap((id) => table.get('disk', id) ?? []);
      return [...comesWithMachine(vm, disks)];
    }),
  );
  const ofSets = new Set(
    table.of('vm').flatMap((vm) => (vm.scaleSet === undefined ? [] : [vm.id])),
  );
  const disks = table
    .of('disk')
    .filter(({ id, vm }) => !told.has(id) && (vm === undefined || !ofSets.has(vm)))
    .map((disk) => diskEntry(source, disk));
  const quotas = table.of('quota').map(({ location, family, limit }) => ({
    ...(location === LOCATION ? {} : { location }),
    family,
    vCpus: limit,
  }));
  return {
    ...(quotas.length === 0 ? {} : { quotas }),
    ...(disks.length === 0 ? {} : { disks }),
  };
}

function diskEntry(source: RowSource, disk: RowOf<'disk'>): DiskEntry {
  const { references, catalogue } = source;
  const ordinary = tierForSize(catalogue, { sku: DISK_SKU, sizeGib: disk.sizeGib });
  return {
    name: disk.name,
    group: disk.group,
    sizeGib: disk.sizeGib,
    ...(ordinary.ok && ordinary.value.tier === disk.tier ? {} : { tier: disk.tier }),
    ...(disk.redundancy === 'lrs' ? {} : { redundancy: disk.redundancy }),
    ...(disk.role === 'os' ? { role: disk.role } : {}),
    ...(disk.storage === undefined ? {} : { storage: references.short(disk.storage) }),
    ...(disk.zone === undefined ? {} : { zone: references.short(disk.zone) }),
    ...(disk.vm === undefined ? {} : { attachTo: references.short(disk.vm) }),
    ...(disk.caching === 'none' ? {} : { caching: disk.caching }),
    ...(disk.onDemand === undefined ? {} : { bursting: true }),
    ...(Object.keys(disk.tags).length === 0 ? {} : { tags: { ...disk.tags } }),
  };
}

/** The disks that the creation of a machine makes again, unless they are as usual. */
export function disksOf(
  source: RowSource,
  given: { vm: RowOf<'vm'>; disks: readonly RowOf<'disk'>[] },
): Pick<MachineEntry, 'osDisk' | 'dataDisks'> {
  const osGib = ordinaryOsGib(source, given.vm);
  const own = comesWithMachine(given.vm, given.disks);
  const requests = inOrder(given.disks.filter(({ id }) => own.has(id))).map((disk) => {
    const ordinary = tierForSize(source.catalogue, { sku: DISK_SKU, sizeGib: disk.sizeGib });
    const tier = ordinary.ok && ordinary.value.tier === disk.tier ? {} : { tier: disk.tier };
    const redundancy = disk.redundancy === 'lrs' ? {} : { redundancy: disk.redundancy };
    const caching =
      disk.caching === ordinaryCaching(source, given.vm, disk) ? {} : { caching: disk.caching };
    return {
      role: disk.role,
      request: { sizeGib: disk.sizeGib, ...tier, ...redundancy, ...caching },
    };
  });
  const os = requests.find(({ role }) => role === 'os')?.request;
  const data = requests.filter(({ role }) => role === 'data').map(({ request }) => request);
  const isOrdinary = os === undefined || (os.sizeGib === osGib && Object.keys(os).length === 1);
  return {
    ...(isOrdinary ? {} : { osDisk: os }),
    ...(data.length === 0 ? {} : { dataDisks: data }),
  };
}

/** Disks by the number in their name: creation gives the numbers in the order of its list. */
function inOrder(disks: readonly RowOf<'disk'>[]): readonly RowOf<'disk'>[] {
  const numbered = disks.map((disk) => ({
    disk,
    number: Number(disk.name.split('-').at(-1)) || 0,
  }));
  return numbered.sort((a, b) => a.number - b.number).map(({ disk }) => disk);
}

/** The caching a machine of this size gives a disk nobody said it for. */
function ordinaryCaching(
  source: RowSource,
  vm: RowOf<'vm'>,
  disk: RowOf<'disk'>,
): RowOf<'disk'>['caching'] {
  const size = findSize(source.catalogue, vm.size);
  return size.ok ? ordinaryCachingOf(source.catalogue, { ...disk, size: size.value }) : 'none';
}

/** A spot machine of its own, and what becomes of it when it is evicted. */
export function spotFrom(vm: RowOf<'vm'>): Pick<MachineEntry, 'priority' | 'eviction'> {
  if (vm.spotOf === undefined) return {};
  const { eviction } = vm.spotOf;
  return { priority: 'spot', ...(eviction === 'deallocate' ? {} : { eviction }) };
}
