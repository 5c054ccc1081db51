/**
 * Instances that are to go are told first, where their set says so (rule ENG-U24;
 * docs/facts.md, facts 80 and 107): one scheduled event for all that go at once, so that an
 * approval frees them together. Until then they run and serve, and do not count any more.
 */
import { POWER_STATES } from '../../../shared/model/kinds.ts';
import type { World } from '../world/world.ts';
import { announceEvent } from './scheduled-events.ts';
import { removeInstance } from './set-instances.ts';
import { touchInstance } from './touch-instance.ts';

const RUNNING = POWER_STATES.indexOf('running');

/** True for an instance that is told before it is deleted: it runs, and is not spot. */
export function isToldFirst(world: World, vm: number): boolean {
  const set = world.vm.ref('scaleSet', vm);
  if (set < 0 || world.settingUp) return false;
  const { powerState, spot, terminating } = world.vm.col;
  const asked = world.scaleSet.col.terminateNoticeUs[set]! > 0;
  return asked && powerState[vm] === RUNNING && spot[vm] === 0 && terminating[vm] === 0;
}

/** Deletes instances of a set, after its notice where one is due. */
export function letGo(
  world: World,
  set: number,
  plan: { readonly vms: readonly number[]; readonly cause: number },
): void {
  const told = plan.vms.filter((vm) => isToldFirst(world, vm));
  for (const vm of plan.vms) if (!told.includes(vm)) removeInstance(world, vm, plan.cause);
  for (const vm of told) world.vm.col.deleteResources[vm] = 1;
  if (told.length > 0) tell(world, set, { vms: told, cause: plan.cause });
}

/** Announces that instances will be deleted. */
export function tell(
  world: World,
  set: number,
  plan: { readonly vms: readonly number[]; readonly cause: number },
): void {
  const noticeUs = world.scaleSet.col.terminateNoticeUs[set]!;
  for (const vm of plan.vms) {
    world.vm.col.terminating[vm] = 1;
    world.vm.col.noticeAtUs[vm] = world.nowUs + noticeUs;
    touchInstance(world, vm);
  }
  const { vms, cause } = plan;
  const event = { type: 'Terminate', source: 'Platform', workUs: 0, wave: -1 } as const;
  announceEvent(world, { ...event, vms, noticeUs, cause });
}
