/**
 * Sizes a server could become, each with what was asked of it and what it costs (rule ENG-LS13):
 * by what was measured, as large as the server is, and one that saves up what it does not use. What
 * fits is looked up in the catalogue; where there is room is not asked here.
 */
import { baseSumPercent, hourlyPrice } from '../../../shared/model/catalogue-pricing.ts';
import type { Image, VmSize } from '../../../shared/model/catalogue-compute.ts';
import {
  CPU_USE_PERCENT,
  MEMORY_USE_PERCENT,
  type SizeReason,
} from '../../../shared/model/move-kinds.ts';
import type { MoveFound, SizeSuggestion } from '../../../shared/views/move-view.ts';
import { tierOfRequest } from '../decide/disk-rules.ts';
import type { World } from '../world/world.ts';

const WHOLE = 100;
const MILLICORES = 1_000;
/** Kinds of size that a server which serves is moved to; others are bought for what they have. */
const CATEGORIES = new Set(['general', 'compute', 'memory']);
const BURSTABLE = 'burstable';

/** What was measured on a server. */
export interface Measured {
  readonly meanMillicores: number;
  readonly peakMillicores: number;
  readonly peakMemoryMib: number;
}

interface Wanted {
  readonly reason: SizeReason;
  readonly vCpu: number;
  readonly memoryMib: number;
}

/** Price of a month of a machine of a size with a disk, and the tier of that disk. */
export function monthOf(
  world: World,
  of: { readonly size: VmSize; readonly image: Image; readonly osDiskGib: number },
): { microUsd: number; tier: string } {
  const { size, image, osDiskGib } = of;
  const hour = hourlyPrice(size, image.os);
  const tier = tierOfRequest(world, { name: 'os', sizeGib: osDiskGib, size });
  const disk = tier.ok ? tier.value.microUsdPerMonth : 0;
  const compute = hour.ok ? hour.value * world.catalogue.monthHours : 0;
  return { microUsd: Math.round(compute + disk), tier: tier.ok ? tier.value.tier : '' };
}

/** The cheapest size for each reason, in the order of `SIZE_REASONS`; none where nothing fits. */
export function suggestSizes(
  world: World,
  server: { readonly found: MoveFound; readonly measured: Measured; readonly osDiskGib: number },
): SizeSuggestion[] {
  const { found, measured, osDiskGib } = server;
  const listed = world.lookup.image(found.installed);
  if (!listed.ok) return [];
  const { image } = listed.value;
  const memoryMib = Math.ceil((measured.peakMemoryMib * WHOLE) / MEMORY_USE_PERCENT);
  const wanted: Wanted[] = [
    { reason: 'measured', vCpu: coresFor(measured.peakMillicores), memoryMib },
    { reason: 'asItIs', vCpu: found.cores, memoryMib: found.memoryMib },
    { reason: 'burstable', vCpu: coresFor(measured.peakMillicores), memoryMib },
  ];
  return wanted.flatMap((one) => {
    const best = cheapest(world, one, { image, osDiskGib, measured });
    return best === undefined ? [] : [best];
  });
}

/** Cores of which what was measured at most uses the share that is wanted. */
function coresFor(peakMillicores: number): number {
  return Math.max(1, Math.ceil((peakMillicores * WHOLE) / CPU_USE_PERCENT / MILLICORES));
}

function cheapest(
  world: World,
  wanted: Wanted,
  for_: { readonly image: Image; readonly osDiskGib: number; readonly measured: Measured },
): SizeSuggestion | undefined {
  const { image, osDiskGib, measured } = for_;
  let best: SizeSuggestion | undefined;
  for (const size of world.catalogue.sizes) {
    if (size.vCpu < wanted.vCpu || size.memoryMib < wanted.memoryMib) continue;
    if (!isOfKind(world, size, { wanted, measured })) continue;
    const fits = world.lookup.imageFits({ image, exactUrn: image.alias, exactVersion: '' }, size);
    if (!fits.ok || !hourlyPrice(size, image.os).ok) continue;
    const { microUsd, tier } = monthOf(world, { size, image, osDiskGib });
    if (best !== undefined && best.microUsdPerMonth <= microUsd) continue;
    best = {
      reason: wanted.reason,
      size: size.name,
      vCpu: size.vCpu,
      memoryMib: size.memoryMib,
      wantedVCpu: wanted.vCpu,
      wantedMemoryMib: wanted.memoryMib,
      diskTier: tier,
      microUsdPerMonth: microUsd,
    };
  }
  return best;
}

/** A burstable one only where its base carries the mean; then credits never run out for good. */
function isOfKind(
  world: World,
  size: VmSize,
  by: { readonly wanted: Wanted; readonly measured: Measured },
): boolean {
  const category = world.catalogue.series.find(({ id }) => id === size.series)?.category ?? '';
  if (by.wanted.reason !== 'burstable') return CATEGORIES.has(category);
  if (category !== BURSTABLE || size.credits === undefined) return false;
  const baseMillicores = (baseSumPercent(size.credits, size.vCpu) * MILLICORES) / WHOLE;
  return baseMillicores >= by.measured.meanMillicores;
}
