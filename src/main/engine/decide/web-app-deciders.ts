/**
 * Deciders for web apps. The tier says how many instances there may be and whether they scale by
 * themselves; what runs on a web app is a workload and is decided there.
 */
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { Command, CommandOf } from '../../../shared/commands/index.ts';
import type { WebAutoscale } from '../../../shared/commands/web-app-commands.ts';
import { WEB_IN_BELOW, WEB_OUT_ABOVE } from '../../../shared/model/web-app-kinds.ts';
import { findWebPlan, type WebPlan } from '../../../shared/model/web-plan.ts';
import { closeCost } from '../systems/costs.ts';
import { forgetMinutes, startWatch } from '../systems/web-app-watch.ts';
import { releaseInstances, setCapacity, setTier, workloadsOn } from '../systems/web-instances.ts';
import { planOf } from '../systems/web-plans.ts';
import { nameOf, textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import {
  checkFree,
  checkUnused,
  find,
  findGroup,
  refuse,
  tagsText,
  type Decided,
} from './decide-kit.ts';

export type WebAppCommand = Extract<Command, { type: `webApp.${string}` }>;

/** True for the commands this file answers for. */
export function isWebAppCommand(command: Command): command is WebAppCommand {
  return command.type.startsWith('webApp.');
}

/** Looks at a command on web apps; see `decide`. */
export function decideWebApp(world: World, command: WebAppCommand): Decided {
  switch (command.type) {
    case 'webApp.add':
      return decideAdd(world, command);
    case 'webApp.scale':
      return decideScale(world, command);
    case 'webApp.tier':
      return decideTier(world, command);
    case 'webApp.autoscale':
      return decideAutoscale(world, command);
    case 'webApp.manual':
      return decideManual(world, command);
    default:
      return decideRemove(world, command);
  }
}

function decideAdd(world: World, command: CommandOf<'webApp.add'>): Decided {
  const group = findGroup(world, command.group);
  if (!group.ok) return group;
  const groupName = nameOf(world, 'group', group.value);
  const free = checkFree(world, { word: 'webApp', name: command.name, group: groupName });
  if (!free.ok) return free;
  const plan = findWebPlan(world.catalogue, command.tier);
  if (!plan.ok) return plan;
  const { autoscale } = command;
  const asked = command.instances ?? autoscale?.minimum ?? 1;
  const fits = checkInstances(plan.value, asked);
  if (!fits.ok) return fits;
  const scales = autoscale === undefined ? ok(undefined) : checkAutoscale(plan.value, autoscale);
  if (!scales.ok) return scales;
  return ok(() => {
    const slot = world.webApp.allocate();
    world.webApp.setText({ column: 'name', slot, text: command.name });
    world.webApp.setText({ column: 'tier', slot, text: plan.value.tier });
    world.webApp.setText({ column: 'tags', slot, text: tagsText(command.tags) });
    world.webApp.setRef({ column: 'group', slot, to: group.value });
    world.webApp.col.billedFromUs[slot] = world.nowUs;
    world.names.add('webApp', slot);
    if (autoscale !== undefined) writeAutoscale(world, slot, autoscale);
    setCapacity(world, slot, autoscale === undefined ? asked : within(asked, autoscale));
    startWatch(world, slot);
  });
}

function checkInstances(plan: WebPlan, instances: number): Result<undefined> {
  if (instances <= plan.maxInstances) return ok(undefined);
  return refuse({
    code: 'webApp.tooManyInstances',
    message: `Tier ${plan.tier} has at most ${plan.maxInstances} instances, not ${instances}.`,
    hint: 'Ask for fewer, or choose a higher tier.',
    details: { tier: plan.tier, instances, most: plan.maxInstances },
  });
}

function checkAutoscale(plan: WebPlan, asked: WebAutoscale): Result<undefined> {
  const { minimum, maximum } = asked;
  const { outAbove = WEB_OUT_ABOVE, inBelow = WEB_IN_BELOW } = asked;
  if (!plan.autoscale) {
    return refuse({
      code: 'webApp.noAutoscale',
      message: `A web app of tier ${plan.tier} does not scale by itself.`,
      hint: 'Set its instances by hand, or choose a higher tier.',
      details: { tier: plan.tier },
    });
  }
  if (minimum > maximum || inBelow >= outAbove) {
    return refuse({
      code: 'webApp.scaleBounds',
      message:
        minimum > maximum
          ? `At least ${minimum} instances and at most ${maximum} cannot both be.`
          : `Below ${inBelow}% it would shrink, and above ${outAbove}% grow: both at once.`,
      hint: 'Let the least not exceed the most, and let it shrink well below where it grows.',
      details: { minimum, maximum, inBelow, outAbove },
    });
  }
  return checkInstances(plan, maximum);
}

function within(instances: number, { minimum, maximum }: WebAutoscale): number {
  return Math.min(maximum, Math.max(minimum, instances));
}

function writeAutoscale(world: World, slot: number, autoscale: WebAutoscale): void {
  const { col } = world.webApp;
  col.minimum[slot] = autoscale.minimum;
  col.maximum[slot] = autoscale.maximum;
  col.outAbove[slot] = autoscale.outAbove ?? WEB_OUT_ABOVE;
  col.inBelow[slot] = autoscale.inBelow ?? WEB_IN_BELOW;
  col.revision[slot]! += 1;
  forgetMinutes(world, slot);
  world.webApp.dirty.touch(slot);
}

function decideScale(world: World, command: CommandOf<'webApp.scale'>): Decided {
  const found = find(world, 'webApp', command.webApp);
  if (!found.ok) return found;
  const slot = found.value;
  const fits = checkInstances(planOf(world, slot), command.instances);
  if (!fits.ok) return fits;
  if (world.webApp.col.maximum[slot]! > 0) {
    const id = textIdOf(world, 'webApp', slot);
    return refuse({
      code: 'webApp.scaledByItself',
      message: `${id} scales by itself and would not stay at ${command.instances}.`,
      hint: 'Change its bounds, or leave its number to yourself first (webApp.manual).',
      details: { webApp: id, instances: command.instances },
    });
  }
  return ok(() => setCapacity(world, slot, command.instances));
}

function decideTier(world: World, command: CommandOf<'webApp.tier'>): Decided {
  const found = find(world, 'webApp', command.webApp);
  if (!found.ok) return found;
  const slot = found.value;
  const plan = findWebPlan(world.catalogue, command.tier);
  if (!plan.ok) return plan;
  const { capacity, minimum, maximum, outAbove, inBelow } = world.webApp.col;
  const fits = checkInstances(plan.value, capacity[slot]!);
  if (!fits.ok) return fits;
  if (maximum[slot]! > 0) {
    const scales = checkAutoscale(plan.value, {
      minimum: minimum[slot]!,
      maximum: maximum[slot]!,
      outAbove: outAbove[slot]!,
      inBelow: inBelow[slot]!,
    });
    if (!scales.ok) return scales;
  }
  return ok(() => setTier(world, slot, plan.value.tier));
}

function decideAutoscale(world: World, command: CommandOf<'webApp.autoscale'>): Decided {
  const found = find(world, 'webApp', command.webApp);
  if (!found.ok) return found;
  const slot = found.value;
  const scales = checkAutoscale(planOf(world, slot), command);
  if (!scales.ok) return scales;
  return ok(() => {
    writeAutoscale(world, slot, command);
    const now = world.webApp.col.capacity[slot]!;
    const wanted = within(now, command);
    if (wanted !== now) setCapacity(world, slot, wanted);
  });
}

function decideManual(world: World, command: CommandOf<'webApp.manual'>): Decided {
  const found = find(world, 'webApp', command.webApp);
  if (!found.ok) return found;
  const slot = found.value;
  return ok(() => {
    const { col } = world.webApp;
    col.minimum[slot] = 0;
    col.maximum[slot] = 0;
    col.outAbove[slot] = 0;
    col.inBelow[slot] = 0;
    col.revision[slot]! += 1;
    world.webApp.dirty.touch(slot);
  });
}

function decideRemove(world: World, command: CommandOf<'webApp.remove'>): Decided {
  const found = find(world, 'webApp', command.webApp);
  if (!found.ok) return found;
  const slot = found.value;
  const unused = checkUnused(world, {
    code: 'webApp.inUse',
    id: textIdOf(world, 'webApp', slot),
    users: workloadsOn(world, slot).map((one) => ({ table: 'workload', slot: one })),
  });
  if (!unused.ok) return unused;
  return ok(() => {
    closeCost(world, 'webApp', slot);
    releaseInstances(world, slot);
    world.names.remove('webApp', slot);
    world.webApp.release(slot);
  });
}
