/**
 * Invariants of the machine service: disks on their machines, burst credits, quotas (INV-120 to
 * INV-122). They recompute from the columns and change nothing.
 */
import { hasHostCache } from '../../shared/model/disk-caching.ts';
import { DISK_CACHINGS, DISK_ROLES } from '../../shared/model/kinds.ts';
import type { Violation } from './engine-types.ts';
import { creditRuleOf } from './systems/burst-credits.ts';
import { sizeOf, tierOf } from './systems/disk-ceilings.ts';
import { quotaFamilyOf, quotaUsed, REGION_FAMILY, SPOT_FAMILY } from './systems/quotas.ts';
import { textIdOf } from './world/names.ts';
import type { World } from './world/world.ts';

type Report = (rule: string, message: string) => void;

const DATA = DISK_ROLES.indexOf('data');
const NO_CACHE = DISK_CACHINGS.indexOf('none');

/** Everything that does not hold in the machine service. */
export function findServiceViolations(world: World): Violation[] {
  const violations: Violation[] = [];
  function report(rule: string, message: string): void {
    violations.push({ rule, message });
  }
  checkDisks(world, report);
  checkCredits(world, report);
  checkQuotaSums(world, report);
  return violations;
}

function checkDisks(world: World, report: Report): void {
  const { vm, sizeGib, caching, role } = world.disk.col;
  const counts = new Map<number, number>();
  for (const disk of world.disk.slots()) {
    const id = textIdOf(world, 'disk', disk);
    const user = vm[disk]! - 1;
    if (sizeGib[disk]! > tierOf(world, disk).sizeGib) report('INV-120', `${id} outgrew its tier`);
    const cached = caching[disk] !== NO_CACHE;
    if (cached && (user < 0 || !hasHostCache(world.catalogue, sizeOf(world, user))))
      report('INV-120', `${id} is cached where no host can`);
    if (user >= 0 && role[disk] === DATA) counts.set(user, (counts.get(user) ?? 0) + 1);
  }
  for (const [machine, count] of counts) {
    if (world.vm.col.scaleSet[machine]! > 0) continue;
    if (count > sizeOf(world, machine).maxDataDisks)
      report('INV-120', `${textIdOf(world, 'vm', machine)} has ${count} data disks`);
  }
}

function checkCredits(world: World, report: Report): void {
  const { credits, burstable, cpuCapMillicores } = world.vm.col;
  for (const vm of world.vm.slots()) {
    const id = textIdOf(world, 'vm', vm);
    const rule = creditRuleOf(world, vm);
    const balance = credits[vm]!;
    if ((burstable[vm] === 1) !== (rule !== undefined))
      report('INV-121', `${id} does not know whether it is burstable`);
    if (balance < 0 || balance > (rule?.maxBanked ?? 0))
      report('INV-121', `${id} has ${balance} credits`);
    if (cpuCapMillicores[vm]! > 0 && (rule === undefined || balance > 0))
      report('INV-121', `${id} is held to its base for no reason`);
  }
}

function checkQuotaSums(world: World, report: Report): void {
  const { group, spot, vCpu, inside } = world.vm.col;
  for (const quota of world.quota.slots()) {
    const family = world.quota.text('family', quota);
    const location = world.quota.text('location', quota);
    let sum = 0;
    for (const vm of world.vm.slots()) {
      const isThere = world.group.text('location', group[vm]! - 1) === location;
      // What is inside another machine is none of the provider's business.
      if (!isThere || inside[vm]! > 0) continue;
      const own = quotaFamilyOf(world, world.vm.text('size', vm));
      const counts = spot[vm] === 1 ? [SPOT_FAMILY] : [REGION_FAMILY, own];
      if (counts.includes(family)) sum += vCpu[vm]!;
    }
    if (sum !== quotaUsed(world, quota))
      report('INV-122', `${textIdOf(world, 'quota', quota)} counts what its machines have not`);
  }
}
