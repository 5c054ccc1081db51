/**
 * Invariants of the measures (rules INV-30 and INV-31): the ledger of downtime explains every
 * microsecond that the meters count as down, and groups count the machines they have. They are
 * checked at any event in tests.
 */
import { US_PER_SECOND } from '../../shared/kernel/time.ts';
import { METERED_GROUPS, type MeteredGroup } from '../../shared/model/downtime-owners.ts';
import { readMeter } from './systems/meters.ts';
import { textIdOf } from './world/names.ts';
import type { World } from './world/world.ts';

type Report = (rule: string, message: string) => void;

/** Reports what the measures and their ledger disagree on. */
export function checkMeasures(world: World, report: Report): void {
  for (const owner of ['vm', ...METERED_GROUPS] as const) {
    const explained = explainedBy(world, owner);
    for (const slot of world[owner].slots()) {
      const { meteredUs, upUs, openUs } = readMeter(world, { owner, slot });
      const sum = (explained.get(slot) ?? 0) + openUs;
      if (sum === meteredUs - upUs) continue;
      const id = textIdOf(world, owner, slot);
      report('INV-30', `${id}: the ledger explains ${sum} of ${meteredUs - upUs} us of downtime`);
    }
  }
  const explained = explainedBy(world, 'service');
  for (const service of world.service.slots()) {
    const down = world.service.col.secondsDown[service]! * US_PER_SECOND;
    const sum = explained.get(service) ?? 0;
    if (sum === down) continue;
    const id = textIdOf(world, 'service', service);
    report('INV-31', `${id}: the ledger explains ${sum} of ${down} us of downtime`);
  }
  for (const kind of METERED_GROUPS) checkCounts(world, { kind, report });
}

function explainedBy(
  world: World,
  owner: 'service' | 'vm' | MeteredGroup,
): ReadonlyMap<number, number> {
  const sums = new Map<number, number>();
  const { us } = world.downtime.col;
  const slots = world.downtime.col[owner];
  for (const row of world.downtime.slots()) {
    const slot = slots[row]! - 1;
    if (slot >= 0) sums.set(slot, (sums.get(slot) ?? 0) + us[row]!);
  }
  return sums;
}

function checkCounts(world: World, input: { kind: MeteredGroup; report: Report }): void {
  const { kind, report } = input;
  const { meterDeployed, meterUp, meterSet, meterScaleSet } = world.vm.col;
  const deployed = new Map<number, number>();
  const up = new Map<number, number>();
  function count(group: number, vm: number): void {
    deployed.set(group, (deployed.get(group) ?? 0) + meterDeployed[vm]!);
    up.set(group, (up.get(group) ?? 0) + meterUp[vm]!);
  }
  if (kind === 'balancer') {
    const { balancer, vm } = world.backend.col;
    for (const backend of world.backend.slots()) count(balancer[backend]! - 1, vm[backend]! - 1);
  } else {
    const group = kind === 'scaleSet' ? meterScaleSet : meterSet;
    for (const vm of world.vm.slots()) if (group[vm]! > 0) count(group[vm]! - 1, vm);
  }
  for (const slot of world[kind].slots()) {
    const { col } = world[kind];
    const same =
      col.meterDeployed[slot] === (deployed.get(slot) ?? 0) &&
      col.meterUp[slot] === (up.get(slot) ?? 0);
    if (!same) report('INV-30', `${textIdOf(world, kind, slot)} counts its machines wrongly`);
  }
}
