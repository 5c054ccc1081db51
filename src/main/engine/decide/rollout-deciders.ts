/**
 * Deciders for the model of a scale set and for bringing its instances to it. What a policy then
 * does by itself is the business of `systems/rolling-upgrade.ts`; here a person's wish is judged.
 */
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import {
  ORCHESTRATIONS,
  POWER_STATES,
  SCALE_IN_POLICIES,
  UPGRADE_MODES,
} from '../../../shared/model/kinds.ts';
import { deployBuild } from '../systems/builds.ts';
import { specOf, type ModelSpec } from '../systems/instance-model.ts';
import { reimageInstance } from '../systems/instance-upgrade.ts';
import {
  behind,
  changeModel,
  isRollingForward,
  setId,
  upgradeNow,
} from '../systems/model-change.ts';
import { cancelRollout, startRollout } from '../systems/rolling-upgrade.ts';
import { mixSizesOf } from '../systems/mix-sizes.ts';
import { happen, type World } from '../world/world.ts';
import { textIdOf } from '../world/names.ts';
import { find, findAll, refuse, type Decided } from './decide-kit.ts';
import { checkMadeFrom } from './mix-check.ts';
import { equipmentOf } from './set-equipment.ts';
import { checkModel } from './model-check.ts';
import { buildOf, checkPolicies, putPolicies } from './scale-set-policy.ts';
import { findIdle } from './vm-deciders.ts';

const RUNNING = POWER_STATES.indexOf('running');
const ROLLING = UPGRADE_MODES.indexOf('rolling');
const UNIFORM = ORCHESTRATIONS.indexOf('uniform');

/** Refuses while a rolling upgrade goes forward. */
export function checkStill(world: World, set: number): Result<void> {
  if (!isRollingForward(world, set)) return ok(undefined);
  const id = setId(world, set);
  const batch = world.scaleSet.col.rolloutBatch[set]!;
  return refuse({
    code: 'scaleSet.rollingForward',
    message: `A rolling upgrade of ${id} is under way, in batch ${batch}.`,
    hint: 'Let it finish, or cancel it first (scaleSet.cancelUpgrade).',
    details: { scaleSet: id, batch },
    retryable: true,
  });
}

function unchanged(world: World, set: number): Result<never> {
  const id = setId(world, set);
  return refuse({
    code: 'scaleSet.nothingChanged',
    message: `${id} is like that already.`,
    hint: 'Name what is to be different.',
    details: { scaleSet: id },
  });
}

/** Looks at `scaleSet.update`; its refusals stand with its schema in `shared/commands`. */
export function decideScaleSetUpdate(world: World, command: CommandOf<'scaleSet.update'>): Decided {
  const found = find(world, 'scaleSet', command.scaleSet);
  if (!found.ok) return found;
  const set = found.value;
  const now = specOf(world, world.scaleSet.ref('latestModel', set));
  const spec: ModelSpec = {
    size: command.size ?? now.size,
    image: command.image ?? now.image,
    ...(command.build === undefined
      ? { version: now.version, faulty: now.faulty }
      : buildOf(command.build)),
  };
  const fits = checkModel(world, { ...spec, group: world.scaleSet.ref('group', set) });
  if (!fits.ok) return fits;
  const named = { ...spec, image: fits.value };
  const changes = { mix: undefined, automaticImageUpgrade: undefined };
  const made = checkMadeFrom(world, madeFrom(world, set, { ...changes, ...named }));
  if (!made.ok) return made;
  const same =
    spec.size === now.size &&
    named.image === now.image &&
    spec.version === now.version &&
    spec.faulty === now.faulty;
  if (same) return unchanged(world, set);
  const still = checkStill(world, set);
  if (!still.ok) return still;
  return ok(() => changeModel(world, set, named));
}

/** What a set is made from with a change laid over it. */
function madeFrom(
  world: World,
  set: number,
  change: { size: string; image: string } & Pick<
    CommandOf<'scaleSet.policy'>,
    'mix' | 'automaticImageUpgrade'
  >,
): Parameters<typeof checkMadeFrom>[1] {
  const { col } = world.scaleSet;
  const sizes = mixSizesOf(world, set);
  return {
    size: change.size,
    image: change.image,
    group: world.scaleSet.ref('group', set),
    uniform: col.orchestration[set] === UNIFORM,
    mix: change.mix ?? (sizes.length === 0 ? undefined : { sizes }),
    spot: col.spot[set] === 1 ? {} : undefined,
    upgradesImage: change.automaticImageUpgrade ?? col.imageUpgrade[set] === 1,
    equipment: equipmentOf(world, set),
  };
}

/** Looks at `scaleSet.policy`; its refusals stand with its schema in `shared/commands`. */
export function decideScaleSetPolicy(world: World, command: CommandOf<'scaleSet.policy'>): Decided {
  const found = find(world, 'scaleSet', command.scaleSet);
  if (!found.ok) return found;
  const set = found.value;
  const { type: _type, scaleSet: _set, ...changes } = command;
  if (Object.values(changes).every((value) => value === undefined)) return unchanged(world, set);
  const fits = checkPolicies(world, set, command);
  if (!fits.ok) return fits;
  const now = specOf(world, world.scaleSet.ref('latestModel', set));
  const made = checkMadeFrom(world, madeFrom(world, set, { ...now, ...command }));
  if (!made.ok) return made;
  if (command.upgrade !== undefined || command.health !== undefined) {
    const still = checkStill(world, set);
    if (!still.ok) return still;
  }
  return ok(() => {
    if (command.scaleIn !== undefined)
      world.scaleSet.col.scaleIn[set] = SCALE_IN_POLICIES.indexOf(command.scaleIn);
    putPolicies(world, set, command);
    world.scaleSet.col.revision[set]! += 1;
  });
}

/** Looks at `scaleSet.updateInstances`; its refusals stand with its schema in `shared/commands`. */
export function decideScaleSetUpdateInstances(
  world: World,
  command: CommandOf<'scaleSet.updateInstances'>,
): Decided {
  const found = find(world, 'scaleSet', command.scaleSet);
  if (!found.ok) return found;
  const set = found.value;
  const still = checkStill(world, set);
  if (!still.ok) return still;
  const late = behind(world, set);
  const named = findAll(world, 'vm', command.instances ?? []);
  if (!named.ok) return named;
  for (const vm of named.value) {
    const fits = checkInstance(world, { vm, set });
    if (!fits.ok) return fits;
  }
  const instances =
    command.instances === undefined ? late : late.filter((vm) => named.value.includes(vm));
  if (instances.length === 0) return allLatest(world, set);
  return ok(() => upgradeNow(world, set, { instances, cause: world.decisionId }));
}

/** An instance of the set that is idle and not protected from what is done to the whole set. */
function checkInstance(world: World, input: { vm: number; set: number }): Result<void> {
  const { vm, set } = input;
  const id = textIdOf(world, 'vm', vm);
  if (world.vm.ref('scaleSet', vm) !== set) {
    return refuse({
      code: 'vm.notInScaleSet',
      message: `${id} is not an instance of ${setId(world, set)}.`,
      hint: 'Choose an instance of this set.',
      details: { vm: id, scaleSet: setId(world, set) },
    });
  }
  const idle = findIdle(world, id);
  if (!idle.ok) return idle;
  return checkUnprotected(world, vm);
}

/** Refuses what scale-set actions may not touch (docs/facts.md, fact 77). */
function checkUnprotected(world: World, vm: number): Result<void> {
  if (world.vm.col.protectedFromActions[vm] === 0) return ok(undefined);
  const id = textIdOf(world, 'vm', vm);
  return refuse({
    code: 'vm.protected',
    message: `${id} is protected from what its scale set does.`,
    hint: 'Take the protection away first (scaleSet.protect), or delete the machine.',
    details: { vm: id },
  });
}

function allLatest(world: World, set: number): Result<never> {
  const id = setId(world, set);
  return refuse({
    code: 'scaleSet.latest',
    message: `No instance of ${id} that may be changed is behind its model.`,
    hint: 'Change the model first (scaleSet.update), or take protections away.',
    details: { scaleSet: id },
  });
}

/** Looks at `scaleSet.startUpgrade`; its refusals stand with its schema in `shared/commands`. */
export function decideScaleSetStartUpgrade(
  world: World,
  command: CommandOf<'scaleSet.startUpgrade'>,
): Decided {
  const found = find(world, 'scaleSet', command.scaleSet);
  if (!found.ok) return found;
  const set = found.value;
  if (world.scaleSet.col.upgradeMode[set] !== ROLLING) {
    const id = setId(world, set);
    return refuse({
      code: 'scaleSet.notRolling',
      message: `The upgrade policy of ${id} is not rolling.`,
      hint: 'Set it with scaleSet.policy, or bring instances up with scaleSet.updateInstances.',
      details: { scaleSet: id },
    });
  }
  const still = checkStill(world, set);
  if (!still.ok) return still;
  if (behind(world, set).length === 0) return allLatest(world, set);
  return ok(() => startRollout(world, set, world.decisionId));
}

/** Looks at `scaleSet.cancelUpgrade`; its refusals stand with its schema in `shared/commands`. */
export function decideScaleSetCancelUpgrade(
  world: World,
  command: CommandOf<'scaleSet.cancelUpgrade'>,
): Decided {
  const found = find(world, 'scaleSet', command.scaleSet);
  if (!found.ok) return found;
  const set = found.value;
  if (!isRollingForward(world, set)) {
    const id = setId(world, set);
    return refuse({
      code: 'scaleSet.noUpgrade',
      message: `No rolling upgrade of ${id} is under way.`,
      hint: 'There is nothing to cancel.',
      details: { scaleSet: id },
    });
  }
  return ok(() => cancelRollout(world, set));
}

/** Looks at `scaleSet.reimage`; its refusals stand with its schema in `shared/commands`. */
export function decideScaleSetReimage(
  world: World,
  command: CommandOf<'scaleSet.reimage'>,
): Decided {
  const found = findIdle(world, command.vm);
  if (!found.ok) return found;
  const vm = found.value;
  const id = textIdOf(world, 'vm', vm);
  if (world.vm.col.scaleSet[vm] === 0) {
    return refuse({
      code: 'vm.notInScaleSet',
      message: `${id} is not an instance of a scale set, so there is no model to make it from.`,
      hint: 'Make it again from its image instead (vm.recreate).',
      details: { vm: id },
    });
  }
  if (world.vm.col.powerState[vm] !== RUNNING) {
    const state = POWER_STATES[world.vm.col.powerState[vm]!]!;
    return refuse({
      code: 'vm.notRunning',
      message: `${id} is ${state}; only a running instance is given a new system disk.`,
      hint: 'Start it first.',
      details: { vm: id, powerState: state },
    });
  }
  const free = checkUnprotected(world, vm);
  if (!free.ok) return free;
  return ok(() => reimageInstance(world, vm, world.decisionId));
}

/** Looks at `build.deploy`; its refusals stand with its schema in `shared/commands`. */
export function decideBuildDeploy(world: World, command: CommandOf<'build.deploy'>): Decided {
  const found = find(world, 'vm', command.vm);
  if (!found.ok) return found;
  const vm = found.value;
  const id = textIdOf(world, 'vm', vm);
  if (world.vm.col.scaleSet[vm]! > 0) {
    return refuse({
      code: 'vm.inScaleSet',
      message: `${id} is an instance of a scale set: what runs on it comes from the set's model.`,
      hint: 'Change the model of the set (scaleSet.update).',
      details: { vm: id, scaleSet: textIdOf(world, 'scaleSet', world.vm.ref('scaleSet', vm)) },
    });
  }
  const build = buildOf(command);
  const same =
    world.vm.text('buildVersion', vm) === build.version &&
    (world.vm.col.buildFaulty[vm] === 1) === build.faulty;
  if (same) {
    return refuse({
      code: 'build.unchanged',
      message: `${id} runs version ${build.version} already.`,
      hint: 'Deploy another version.',
      details: { vm: id, version: build.version },
    });
  }
  return ok(() => {
    const { version } = build;
    const cause = happen(world, {
      kind: 'build.deployed',
      table: 'vm',
      slot: vm,
      cause: world.decisionId,
      details: { version },
    });
    deployBuild(world, vm, { ...build, cause });
    world.vm.col.revision[vm]! += 1;
    world.vm.dirty.touch(vm);
  });
}
