/**
 * vCPU quotas: how much of a family a region gives, and how much of it is used (rules ENG-QU1 and
 * ENG-QU2; docs/facts.md, facts 31, 35 and 60). Machines count whatever their power state; spot
 * machines count against a pool of their own and nothing else.
 */
import { err, ok, type AppError, type Result } from '../../../shared/kernel/result.ts';
import { seriesOf } from '../../../shared/model/catalogue-lookup.ts';
import { textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';

/** The whole region, and spot machines of every family. */
export const REGION_FAMILY = 'cores';
export const SPOT_FAMILY = 'lowPriorityCores';

/** The row of the quota a size counts against. */
export function quotaFamilyOf(world: World, size: string): string {
  const found = world.lookup.size(size);
  return found.ok ? (seriesOf(world.catalogue, found.value)?.quotaFamily ?? '') : '';
}

/** vCPUs of a region that count against a quota. */
export function quotaUsed(world: World, quota: number): number {
  const location = world.quota.col.location[quota]!;
  const family = world.quota.text('family', quota);
  const { group, spot, vCpu, inside } = world.vm.col;
  let used = 0;
  for (const vm of world.vm.slots()) {
    // The provider sees no machine inside another one.
    if (inside[vm]! > 0) continue;
    if (world.group.col.location[group[vm]! - 1] !== location) continue;
    const own = quotaFamilyOf(world, world.vm.text('size', vm));
    if (countsFor(family, { spot: spot[vm] === 1, family: own })) used += vCpu[vm]!;
  }
  return used;
}

function countsFor(quota: string, machine: { spot: boolean; family: string }): boolean {
  if (machine.spot) return quota === SPOT_FAMILY;
  return quota === REGION_FAMILY || (quota === machine.family && quota !== SPOT_FAMILY);
}

/** What is asked of the quotas of a region. */
export interface QuotaAsk {
  /** Resource group whose location counts. */
  readonly group: number;
  readonly size: string;
  readonly vCpu: number;
  readonly spot: boolean;
  /** A machine whose present use makes room for it, or -1. */
  readonly instead: number;
}

/** Refuses with `QuotaExceeded` what is more than a quota leaves. */
export function checkQuotas(world: World, ask: QuotaAsk): Result<void> {
  if (world.quota.count === 0) return ok(undefined);
  const location = world.group.col.location[ask.group];
  const family = quotaFamilyOf(world, ask.size);
  for (const quota of world.quota.slots()) {
    if (world.quota.col.location[quota] !== location) continue;
    const own = world.quota.text('family', quota);
    if (!countsFor(own, { spot: ask.spot, family })) continue;
    const freed = ask.instead < 0 ? 0 : freedBy(world, ask.instead, own);
    const used = quotaUsed(world, quota) - freed;
    const limit = world.quota.col.limit[quota]!;
    if (used + ask.vCpu > limit) return err(exceeded(world, quota, { used, ask, limit }));
  }
  return ok(undefined);
}

function freedBy(world: World, vm: number, family: string): number {
  const { spot, vCpu } = world.vm.col;
  const own = quotaFamilyOf(world, world.vm.text('size', vm));
  return countsFor(family, { spot: spot[vm] === 1, family: own }) ? vCpu[vm]! : 0;
}

function exceeded(
  world: World,
  quota: number,
  given: { used: number; limit: number; ask: QuotaAsk },
): AppError {
  const { used, limit, ask } = given;
  const id = textIdOf(world, 'quota', quota);
  const family = world.quota.text('family', quota);
  const location = world.quota.text('location', quota);
  return {
    code: 'QuotaExceeded',
    message:
      `${ask.size} needs ${ask.vCpu} vCPUs of ${family} in ${location}; of ${limit} approved ` +
      `${used} are in use${ask.instead < 0 ? '' : ' by others'}. Stopped and deallocated ` +
      'machines count too.',
    hint: 'Delete machines, choose another family or region, or raise the quota (quota.set).',
    details: { quota: id, family, location, limit, used, asked: ask.vCpu },
  };
}

/** Quotas show what is used, so their rows change with the machines. */
export function touchQuotas(world: World): void {
  for (const quota of world.quota.slots()) world.quota.dirty.touch(quota);
}
