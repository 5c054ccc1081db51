/**
 * Costs as a view: every resource with what it cost so far and what an hour of it costs now,
 * summed by kind, resource group and tag (rule ENG-Y8). It reads meters and changes nothing.
 */
import { compareCodeUnits } from '../../../shared/kernel/order.ts';
import { findCharge } from '../../../shared/model/catalogue-lookup.ts';
import { COST_KINDS, type CostKind, type CostSort } from '../../../shared/model/downtime-owners.ts';
import type { CostLine, CostView } from '../../../shared/views/cost-view.ts';
import {
  addressCharge,
  addressHourly,
  balancerHourly,
  BALANCER_CHARGE,
  costSoFar,
  diskHourly,
  SNAPSHOT_CHARGE,
  snapshotHourly,
} from '../systems/costs.ts';
import { crossingCosts } from '../systems/crossings.ts';
import { definitionHourly, imageHourly } from '../systems/image-costs.ts';
import { imageOfMachine } from '../systems/image-source.ts';
import { isBurstingAssumed } from '../systems/on-demand-price.ts';
import { freePlaces } from '../systems/reserved-places.ts';
import { planOf, webAppHourly } from '../systems/web-plans.ts';
import { textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { tagsOf } from './row-parts.ts';

/** The costs of the run to this moment; sums are of everything, lines of the dearest. */
export function costsOf(world: World, linesMax = Infinity): CostView {
  const lines = COST_KINDS.flatMap((kind) =>
    [...world[kind].slots()].map((slot) => lineOf(world, kind, slot)),
  );
  const { col } = world.closedCost;
  const gone = [...world.closedCost.slots()].map((row) => ({
    kind: COST_KINDS[col.kind[row]!]!,
    group: world.closedCost.text('group', row),
    tags: tagsOf(world.closedCost.text('tags', row)),
    count: col.count[row]!,
    microUsd: col.microUsd[row]!,
  }));
  const traffic = crossingCosts(world);
  const carried = traffic.map(({ group, microUsd }) => {
    return { kind: 'traffic' as const, group, tags: {}, microUsd };
  });
  const past = [...gone, ...carried].map((one) => ({ ...one, microUsdPerHour: 0 }));
  const all = [...lines, ...past];
  return {
    atUs: world.nowUs,
    currency: 'USD',
    monthHours: world.catalogue.monthHours,
    ...sumOf(all),
    byKind: sums<(typeof all)[number], CostSort>(all, (one) => [one.kind]).map(([kind, sum]) => ({
      kind,
      ...sum,
    })),
    byGroup: sums(all, (one) => [one.group]).map(([group, sum]) => ({ group, ...sum })),
    byTag: sums(all, tagWords).map(([tag, sum]) => ({ tag, ...sum })),
    lines: lines
      .sort((a, b) => b.microUsd - a.microUsd || compareCodeUnits(a.id, b.id))
      .slice(0, linesMax),
    linesInAll: lines.length,
    traffic,
    gone,
  };
}

function lineOf(world: World, kind: CostKind, slot: number): CostLine {
  const group = world[kind].ref('group', slot);
  return {
    id: textIdOf(world, kind, slot),
    kind,
    name: world[kind].text('name', slot),
    group: world.group.text('name', group),
    tags: tagsOf(world[kind].text('tags', slot)),
    microUsd: costSoFar(world, kind, slot),
    microUsdPerHour: hourlyNow(world, kind, slot),
    orphan: isOrphan(world, kind, slot),
    assumed: isAssumed(world, kind, slot),
  };
}

/** What nobody uses and somebody pays for. */
function isOrphan(world: World, kind: CostKind, slot: number): boolean {
  return kind === 'disk' && world.disk.col.vm[slot] === 0;
}

function hourlyNow(world: World, kind: CostKind, slot: number): number {
  const { billing, microUsdPerHour } = world.vm.col;
  if (kind === 'vm') return billing[slot] === 1 ? microUsdPerHour[slot]! : 0;
  if (kind === 'snapshot') return snapshotHourly(world, slot);
  if (kind === 'managedImage') return imageHourly(world, slot);
  if (kind === 'imageDefinition') return definitionHourly(world, slot);
  if (kind === 'dedicatedHost') return world.dedicatedHost.col.microUsdPerHour[slot]!;
  if (kind === 'webApp') return webAppHourly(world, slot);
  if (kind === 'publicIp') return addressHourly(world, slot);
  if (kind === 'reservation') {
    return freePlaces(world, slot).length * world.reservation.col.microUsdPerHour[slot]!;
  }
  return kind === 'disk' ? diskHourly(world, slot) : balancerHourly(world, slot);
}

function isAssumed(world: World, kind: CostKind, slot: number): boolean {
  if (kind === 'dedicatedHost') return false;
  // A dynamic address is taken at the price recorded for a basic static one.
  if (kind === 'publicIp') return addressCharge(world, slot) !== 'publicIpStandard';
  if (kind === 'webApp') {
    return findCharge(world.catalogue, planOf(world, slot).charge)?.assumed !== undefined;
  }
  if (kind === 'reservation') {
    const size = world.lookup.size(world.reservation.text('size', slot));
    return size.ok && size.value.assumed?.linuxMicroUsdPerHour !== undefined;
  }
  if (kind === 'snapshot' || kind === 'managedImage' || kind === 'imageDefinition') {
    return findCharge(world.catalogue, SNAPSHOT_CHARGE)?.assumed !== undefined;
  }
  if (kind === 'balancer') {
    return findCharge(world.catalogue, BALANCER_CHARGE)?.assumed !== undefined;
  }
  if (kind === 'disk') {
    const tier = world.lookup.tier(world.disk.text('tier', slot));
    if (isBurstingAssumed(world, slot)) return true;
    return tier.ok && tier.value.assumed?.['microUsdPerMonth'] !== undefined;
  }
  const size = world.lookup.size(world.vm.text('size', slot));
  if (!size.ok) return false;
  const price =
    imageOfMachine(world, slot).os === 'linux' ? 'linuxMicroUsdPerHour' : 'windowsMicroUsdPerHour';
  return size.value.assumed?.[price] !== undefined;
}

interface Sum {
  readonly microUsd: number;
  readonly microUsdPerHour: number;
}

function sumOf(parts: readonly Sum[]): Sum {
  return parts.reduce<Sum>(
    (sum, one) => ({
      microUsd: sum.microUsd + one.microUsd,
      microUsdPerHour: sum.microUsdPerHour + one.microUsdPerHour,
    }),
    { microUsd: 0, microUsdPerHour: 0 },
  );
}

function tagWords(one: { readonly tags: Readonly<Record<string, string>> }): string[] {
  return Object.entries(one.tags).map(([name, value]) => `${name}=${value}`);
}

/** Sums by key, dearest first; a part with several keys counts under each. */
function sums<T extends Sum, K extends string>(
  parts: readonly T[],
  keysOf: (part: T) => readonly K[],
): [K, Sum][] {
  const byKey = new Map<K, T[]>();
  for (const part of parts) {
    for (const key of keysOf(part)) {
      const known = byKey.get(key);
      if (known === undefined) byKey.set(key, [part]);
      else known.push(part);
    }
  }
  return [...byKey]
    .map(([key, members]): [K, Sum] => [key, sumOf(members)])
    .sort((a, b) => b[1].microUsd - a[1].microUsd || compareCodeUnits(a[0], b[0]));
}
