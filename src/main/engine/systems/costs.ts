/**
 * Costs besides compute, and what resources that are gone have cost (rule ENG-Y8). Disks and
 * balancers cost for as long as they exist, whatever the machines do (docs/facts.md, fact 2).
 */
import { US_PER_HOUR } from '../../../shared/kernel/time.ts';
import { findCharge } from '../../../shared/model/catalogue-lookup.ts';
import { ADDRESS_ALLOCATIONS } from '../../../shared/model/network-kinds.ts';
import { BALANCER_SKUS } from '../../../shared/model/kinds.ts';
import { COST_KINDS, type CostKind } from '../../../shared/model/downtime-owners.ts';
import type { World } from '../world/world.ts';
import { costMicroUsdOf } from './billing.ts';
import { ruleOf } from './pool-mates.ts';
import { crossingMicroUsd } from './crossings.ts';
import { definitionCost, imageHourly } from './image-costs.ts';
import { burstingMonth } from './on-demand-price.ts';
import { unusedCost } from './reserved-places.ts';
import { webAppHourly } from './web-plans.ts';

const STATIC = ADDRESS_ALLOCATIONS.indexOf('static');
const BASIC = BALANCER_SKUS.indexOf('basic');
/** Rules that one price covers together, and the price of each further one. */
const RULES_TOGETHER = 5;
/** The charge a balancer with few rules comes to. */
export const BALANCER_CHARGE = 'loadBalancerFirstFiveRules';
const FURTHER = 'loadBalancerRule';

/** Price of an hour of a disk: the month of its tier, and of bursting on demand, ÷ 730. */
export function diskHourly(world: World, disk: number): number {
  const vm = world.disk.col.vm[disk]! - 1;
  // A file on the disks of its outer machine, which are paid for [ENG-NV5].
  if (vm >= 0 && world.vm.col.inside[vm]! > 0) return 0;
  const tier = world.lookup.tier(world.disk.text('tier', disk));
  const month = (tier.ok ? tier.value.microUsdPerMonth : 0) + burstingMonth(world, disk);
  return month / world.catalogue.monthHours;
}

/**
 * Price of an hour of a balancer with the services it has now; a service stands for its own rule.
 * Rules beside that one are paid for when there were enough already. A basic one cost nothing.
 */
export function balancerHourly(world: World, balancer: number): number {
  if (world.balancer.col.sku[balancer] === BASIC) return 0;
  const rule = ruleOf(world, balancer);
  if (rule >= 0) return world.balancerRule.col.further[rule] === 1 ? price(world, FURTHER) : 0;
  const further = Math.max(0, world.pools.servicesOfBalancer(balancer).length - RULES_TOGETHER);
  return price(world, BALANCER_CHARGE) + further * price(world, FURTHER);
}

function price(world: World, charge: string): number {
  return findCharge(world.catalogue, charge)?.steps[0]?.microUsd ?? 0;
}

/** Charge of a snapshot, for each GB of what is used and month. */
export const SNAPSHOT_CHARGE = 'snapshot';
/** Prices count in thousands, disks in powers of two. */
const GB_PER_GIB = 1.073741824;

/** Price of an hour of a snapshot: what is used of its disk, whatever became of that. */
export function snapshotHourly(world: World, snapshot: number): number {
  const gb = world.snapshot.col.usedGib[snapshot]! * GB_PER_GIB;
  return (gb * price(world, SNAPSHOT_CHARGE)) / world.catalogue.monthHours;
}

/** Charges of a public address that stays, and of one that comes and goes. */
const ADDRESS_CHARGES = { static: 'publicIpStandard', dynamic: 'publicIpBasic' } as const;

/** The charge a public address comes to. */
export function addressCharge(world: World, publicIp: number): string {
  const isStatic = world.publicIp.col.allocation[publicIp] === STATIC;
  return ADDRESS_CHARGES[isStatic ? 'static' : 'dynamic'];
}

/** Price of an hour of a public address, given or not. */
export function addressHourly(world: World, publicIp: number): number {
  return price(world, addressCharge(world, publicIp));
}

/** What a resource has cost up to now. */
export function costSoFar(world: World, kind: CostKind, slot: number): number {
  if (kind === 'vm') return costMicroUsdOf(world, slot);
  if (kind === 'reservation') return unusedCost(world, slot);
  if (kind === 'imageDefinition') return definitionCost(world, slot);
  const hours = (world.nowUs - world[kind].col.billedFromUs[slot]!) / US_PER_HOUR;
  if (kind === 'snapshot') return hours * snapshotHourly(world, slot);
  if (kind === 'managedImage') return hours * imageHourly(world, slot);
  if (kind === 'dedicatedHost') return hours * world.dedicatedHost.col.microUsdPerHour[slot]!;
  if (kind === 'balancer') return hours * balancerHourly(world, slot);
  if (kind === 'publicIp') return hours * addressHourly(world, slot);
  if (kind === 'webApp') {
    return world.webApp.col.earlierMicroUsd[slot]! + hours * webAppHourly(world, slot);
  }
  return world.disk.col.earlierMicroUsd[slot]! + hours * diskHourly(world, slot);
}

/** Keeps what a resource has cost, before its row goes. */
export function closeCost(world: World, kind: CostKind, slot: number): void {
  const microUsd = costSoFar(world, kind, slot);
  const group = world.group.text('name', world[kind].ref('group', slot));
  const tags = world[kind].text('tags', slot);
  const { col } = world.closedCost;
  const wanted = COST_KINDS.indexOf(kind);
  const known = [...world.closedCost.slots()].find(
    (row) =>
      col.kind[row] === wanted &&
      world.closedCost.text('group', row) === group &&
      world.closedCost.text('tags', row) === tags,
  );
  const row = known ?? world.closedCost.allocate();
  if (known === undefined) {
    col.kind[row] = wanted;
    world.closedCost.setText({ column: 'group', slot: row, text: group });
    world.closedCost.setText({ column: 'tags', slot: row, text: tags });
  }
  col.microUsd[row]! += microUsd;
  col.count[row]! += 1;
}

/** Cost of everything there is or was. */
export function allCostMicroUsd(world: World): number {
  let total = 0;
  for (const kind of COST_KINDS) {
    for (const slot of world[kind].slots()) total += costSoFar(world, kind, slot);
  }
  for (const row of world.closedCost.slots()) total += world.closedCost.col.microUsd[row]!;
  return total + crossingMicroUsd(world);
}
