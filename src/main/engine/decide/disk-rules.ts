/**
 * What the service allows of a disk: which tier holds it, on which machine it may hang and how it
 * may be cached there (rules ENG-DK3 to ENG-DK6; docs/facts.md, facts 15 and 23, disks D2, D11).
 * Each question is asked by creation, attachment, change and resize alike; nothing is changed
 * here.
 */
import { ok, type Result } from '../../../shared/kernel/result.ts';
import { findDiskKind, seriesOf, tierForSize } from '../../../shared/model/catalogue-lookup.ts';
import type { VmSize } from '../../../shared/model/catalogue-compute.ts';
import type { DiskSku, DiskTier } from '../../../shared/model/catalogue-services.ts';
import { hasHostCache, UNCACHED_FROM_GIB } from '../../../shared/model/disk-caching.ts';
import { DISK_ROLES, type DiskCaching, type DiskRole } from '../../../shared/model/kinds.ts';
import { textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { refuse } from './decide-kit.ts';

/** Greatest OS disk in GiB (fact 23). */
const OS_DISK_GIB_MAX = 4_095;
const DATA = DISK_ROLES.indexOf('data');

/** Whether disks of the premium kinds may hang on a size. */
export function takesPremium(world: World, size: VmSize): boolean {
  return seriesOf(world.catalogue, size)?.premiumStorage === true;
}

/** The kind of a disk nobody named a tier for: premium where the size takes it. */
function ordinarySku(world: World, size: VmSize | undefined): DiskSku {
  const { diskSku, diskSkuWithoutPremium } = world.catalogue.defaults;
  return size === undefined || takesPremium(world, size) ? diskSku : diskSkuWithoutPremium;
}

/**
 * The tier of a disk: the one asked for, which must hold it, else the smallest of the ordinary kind
 * for its machine. Refuses with `tier.notFound` and `disk.tierTooSmall`.
 */
export function tierOfRequest(
  world: World,
  asked: {
    readonly name: string;
    readonly sizeGib: number;
    readonly tier?: string | undefined;
    readonly size?: VmSize | undefined;
  },
): Result<DiskTier> {
  const { sizeGib } = asked;
  if (asked.tier === undefined) {
    return tierForSize(world.catalogue, { sku: ordinarySku(world, asked.size), sizeGib });
  }
  const tier = world.lookup.tier(asked.tier);
  if (!tier.ok || sizeGib <= tier.value.sizeGib) return tier;
  const fits = tierForSize(world.catalogue, { sku: tier.value.sku, sizeGib });
  return refuse({
    code: 'disk.tierTooSmall',
    message:
      `${tier.value.tier} is the tier of disks up to ${tier.value.sizeGib} GiB; ` +
      `${asked.name} has ${sizeGib} GiB.`,
    hint: fits.ok ? `Use ${fits.value.tier}, or leave the tier out.` : 'Ask for a smaller disk.',
    details: { disk: asked.name, sizeGib, tier: tier.value.tier, tierGib: tier.value.sizeGib },
  });
}

/** Refuses an OS disk that is larger than the service starts from (fact 23). */
export function checkOsSize(disk: {
  readonly name: string;
  readonly sizeGib: number;
  readonly role: DiskRole;
}): Result<void> {
  if (disk.role !== 'os' || disk.sizeGib <= OS_DISK_GIB_MAX) return ok(undefined);
  return refuse({
    code: 'disk.osTooLarge',
    message:
      `${disk.name} would have ${disk.sizeGib} GiB; an OS disk has at most ` +
      `${OS_DISK_GIB_MAX}.`,
    hint: 'Keep the system on a smaller disk and put the data on data disks.',
    details: { disk: disk.name, sizeGib: disk.sizeGib, maxGib: OS_DISK_GIB_MAX },
  });
}

/** Refuses a premium disk on a size that has no premium storage (fact 15). */
export function checkPremium(
  world: World,
  given: { readonly disk: string; readonly sku: DiskSku; readonly size: VmSize },
): Result<void> {
  const { disk, sku, size } = given;
  if (!sku.startsWith('Premium') || takesPremium(world, size)) return ok(undefined);
  return refuse({
    code: 'disk.premiumSize',
    message: `${disk} is a ${sku} disk; ${size.name} has no premium storage (no "s" in its name).`,
    hint: 'Choose a size with an "s", or a disk of an E or S tier.',
    details: { disk, sku, size: size.name },
  });
}

/** Refuses caching where the size, the kind of disk or its size has none. */
export function checkCaching(
  world: World,
  given: {
    readonly disk: string;
    readonly caching: DiskCaching;
    readonly sku: DiskSku;
    readonly sizeGib: number;
    readonly size: VmSize;
  },
): Result<void> {
  const { caching, size, sku, sizeGib } = given;
  if (caching === 'none') return ok(undefined);
  const why = !hasHostCache(world.catalogue, size)
    ? `${size.name} has no host cache`
    : sizeGib >= UNCACHED_FROM_GIB
      ? `disks of ${UNCACHED_FROM_GIB} GiB and more are not cached`
      : findDiskKind(world.catalogue, sku)?.hostCaching === false
        ? `${sku} disks are not cached`
        : undefined;
  if (why === undefined) return ok(undefined);
  return refuse({
    code: 'disk.cachingUnfit',
    message: `${given.disk} cannot be cached (${caching}): ${why}.`,
    hint: 'Leave the caching at none, or choose a size with a cache.',
    details: { disk: given.disk, caching, size: size.name, sizeGib },
  });
}

/** Refuses bursting on demand for a tier that has none (disks D9). */
export function checkBursting(given: {
  readonly disk: string;
  readonly bursting: boolean;
  readonly tier: DiskTier;
}): Result<void> {
  const { disk, bursting, tier } = given;
  if (!bursting || tier.burst?.model === 'onDemand') return ok(undefined);
  const why =
    tier.burst === undefined ? 'has no bursts at all' : 'bursts by itself, from credits and free';
  return refuse({
    code: 'disk.burstingUnfit',
    message: `${disk} cannot burst on demand: ${tier.tier} ${why}.`,
    hint: 'Use a premium tier from P30 on, or leave bursting off.',
    details: { disk, tier: tier.tier, sku: tier.sku },
  });
}

/** Data disks that hang on a machine. */
export function dataDisksOf(world: World, vm: number): number[] {
  return world.cloud.disksOfVm(vm).filter((disk) => world.disk.col.role[disk] === DATA);
}

/** Refuses more data disks than a size takes. */
export function checkDiskCount(
  world: World,
  given: { readonly size: VmSize; readonly count: number },
): Result<void> {
  const { size, count } = given;
  if (count <= size.maxDataDisks) return ok(undefined);
  return refuse({
    code: 'disk.tooMany',
    message: `${size.name} takes ${size.maxDataDisks} data disks; ${count} were asked for.`,
    hint: 'Ask for fewer disks or a larger size.',
    details: { size: size.name, maxDataDisks: size.maxDataDisks, asked: count },
  });
}

/** Refuses what a disk under way cannot bear. */
export function checkDiskIdle(world: World, disk: number): Result<void> {
  const endsAtUs = world.disk.col.operationEndsAtUs[disk]!;
  if (endsAtUs === 0) return ok(undefined);
  const id = textIdOf(world, 'disk', disk);
  const remainingMs = Math.ceil((endsAtUs - world.nowUs) / 1_000);
  return refuse({
    code: 'disk.busy',
    message: `${id} is being made or changed for another ${remainingMs} ms.`,
    hint: 'Wait until it is ready.',
    details: { disk: id, remainingMs },
    retryable: true,
  });
}
