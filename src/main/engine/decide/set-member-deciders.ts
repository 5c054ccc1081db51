/**
 * Deciders about single instances of a scale set and about what the platform does to them: joining
 * and leaving a flexible set, evictions, and whether automatic repairs look for work. The set as a
 * whole is decided elsewhere.
 */
import { durationUs } from '../../../shared/kernel/time.ts';
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import { ORCHESTRATIONS, REPAIR_STATES, ROLLOUT_MARKS } from '../../../shared/model/kinds.ts';
import { setId } from '../systems/model-change.ts';
import { evict, evictable } from '../systems/priority-mix.ts';
import { instancesMaxOf, instancesOf } from '../systems/set-instances.ts';
import { textIdOf } from '../world/names.ts';
import { happen, type World } from '../world/world.ts';
import { find, refuse, type Decided } from './decide-kit.ts';
import { checkStill } from './rollout-deciders.ts';
import { findIdle } from './vm-deciders.ts';

const FLEXIBLE = ORCHESTRATIONS.indexOf('flexible');
const NO_MARK = ROLLOUT_MARKS.indexOf('none');

/** Looks at `scaleSet.repairs`; its refusals stand with its schema in `shared/commands`. */
export function decideScaleSetRepairs(
  world: World,
  command: CommandOf<'scaleSet.repairs'>,
): Decided {
  const found = find(world, 'scaleSet', command.scaleSet);
  if (!found.ok) return found;
  const set = found.value;
  const { col } = world.scaleSet;
  const id = setId(world, set);
  if (col.repairs[set] === 0) {
    return refuse({
      code: 'scaleSet.noRepairs',
      message: `${id} has no automatic repairs.`,
      hint: 'Turn them on first (scaleSet.policy with repairs).',
      details: { scaleSet: id },
    });
  }
  const state = REPAIR_STATES.indexOf(command.state);
  if (col.repairState[set] === state) {
    return refuse({
      code: 'scaleSet.nothingChanged',
      message: `The repairs of ${id} are ${command.state} already.`,
      hint: 'Name what is to be different.',
      details: { scaleSet: id, state: command.state },
    });
  }
  return ok(() => {
    col.repairState[set] = state;
    col.repairFailures[set] = 0;
    world.scaleSet.dirty.touch(set);
  });
}

/** Looks at `scaleSet.evict`; its refusals stand with its schema in `shared/commands`. */
export function decideScaleSetEvict(world: World, command: CommandOf<'scaleSet.evict'>): Decided {
  const found = find(world, 'scaleSet', command.scaleSet);
  if (!found.ok) return found;
  const set = found.value;
  const vms = evictable(world, set).slice(0, command.count);
  if (vms.length === 0) {
    const id = setId(world, set);
    return refuse({
      code: 'scaleSet.noSpot',
      message: `${id} has no spot instance that could be taken back now.`,
      hint: 'Only spot instances are evicted; regular ones are yours until you delete them.',
      details: { scaleSet: id },
    });
  }
  return ok(() => {
    evict(world, set, { vms, shortForUs: durationUs(command.for, 0), cause: world.decisionId });
  });
}

function checkFlexible(world: World, set: number): Result<void> {
  if (world.scaleSet.col.orchestration[set] === FLEXIBLE) return ok(undefined);
  const id = setId(world, set);
  return refuse({
    code: 'scaleSet.notFlexible',
    message: `${id} is uniform: it makes all its instances itself, from one model.`,
    hint: 'Machines join and leave flexible sets only.',
    details: { scaleSet: id },
  });
}

/** Looks at `scaleSet.attach`; its refusals stand with its schema in `shared/commands`. */
export function decideScaleSetAttach(world: World, command: CommandOf<'scaleSet.attach'>): Decided {
  const found = find(world, 'scaleSet', command.scaleSet);
  if (!found.ok) return found;
  const set = found.value;
  const idle = findIdle(world, command.vm);
  if (!idle.ok) return idle;
  const vm = idle.value;
  const flexible = checkFlexible(world, set);
  if (!flexible.ok) return flexible;
  const fits = checkNewMember(world, { set, vm });
  return fits.ok ? ok(() => attach(world, { set, vm })) : fits;
}

/** A machine of no set, of the same group, for a set that spreads freely and has room. */
function checkNewMember(world: World, input: { set: number; vm: number }): Result<void> {
  const { set, vm } = input;
  const { col } = world.vm;
  const details = { vm: textIdOf(world, 'vm', vm), scaleSet: setId(world, set) };
  if (world.scaleSet.col.faultDomains[set]! > 1) {
    return refuse({
      code: 'scaleSet.spreads',
      message: `${details.scaleSet} spreads over fixed fault domains; ${details.vm} has none.`,
      hint: 'Attach it to a set with one fault domain.',
      details,
    });
  }
  if (col.scaleSet[vm]! > 0) {
    return refuse({
      code: 'vm.inScaleSet',
      message: `${details.vm} is an instance of a scale set already.`,
      hint: 'Detach it first (scaleSet.detach).',
      details: { ...details, scaleSet: textIdOf(world, 'scaleSet', col.scaleSet[vm]! - 1) },
    });
  }
  if (col.availabilitySet[vm]! > 0) {
    return refuse({
      code: 'vm.inAvailabilitySet',
      message: `${details.vm} is in an availability set, and a machine is in one kind of set only.`,
      hint: 'Recreate it without the availability set (vm.recreate), then attach it.',
      details,
    });
  }
  if (col.group[vm] !== world.scaleSet.col.group[set]) {
    return refuse({
      code: 'scaleSet.otherGroup',
      message: `${details.vm} is in another resource group than ${details.scaleSet}.`,
      hint: 'Create the machine in the group of the set.',
      details,
    });
  }
  const instances = instancesOf(world, set).length;
  const max = instancesMaxOf(world, set);
  if (instances < max) return ok(undefined);
  return refuse({
    code: 'scaleSet.full',
    message: `${details.scaleSet} has ${instances} instances, the most a set can have.`,
    hint: 'Use a second set.',
    details: { ...details, instances, max },
  });
}

function attach(world: World, input: { set: number; vm: number }): void {
  const { set, vm } = input;
  const { col } = world.vm;
  world.vm.setRef({ column: 'scaleSet', slot: vm, to: set });
  col.instance[vm] = world.scaleSet.col.nextInstance[set]! + 1;
  world.scaleSet.col.nextInstance[set]! += 1;
  col.faultDomain[vm] = 1;
  col.createdUs[vm] = world.nowUs;
  col.rolloutMark[vm] = NO_MARK;
  settleMembership(world, { ...input, by: 1, kind: 'scaleSet.attached' });
}

/** Looks at `scaleSet.detach`; its refusals stand with its schema in `shared/commands`. */
export function decideScaleSetDetach(world: World, command: CommandOf<'scaleSet.detach'>): Decided {
  const found = find(world, 'vm', command.vm);
  if (!found.ok) return found;
  const vm = found.value;
  const set = world.vm.ref('scaleSet', vm);
  if (set < 0) {
    const id = textIdOf(world, 'vm', vm);
    return refuse({
      code: 'vm.notInScaleSet',
      message: `${id} is not an instance of a scale set.`,
      hint: 'Choose an instance of a flexible set.',
      details: { vm: id },
    });
  }
  const flexible = checkFlexible(world, set);
  if (!flexible.ok) return flexible;
  const still = checkStill(world, set);
  if (!still.ok) return still;
  const idle = findIdle(world, command.vm);
  if (!idle.ok) return idle;
  return ok(() => {
    const { col } = world.vm;
    world.vm.setRef({ column: 'scaleSet', slot: vm, to: -1 });
    world.vm.setRef({ column: 'model', slot: vm, to: -1 });
    world.vm.setRef({ column: 'priorModel', slot: vm, to: -1 });
    col.instance[vm] = 0;
    col.faultDomain[vm] = 0;
    col.protectedFromScaleIn[vm] = 0;
    col.protectedFromActions[vm] = 0;
    col.rolloutMark[vm] = NO_MARK;
    col.repairing[vm] = 0;
    col.evicted[vm] = 0;
    // One that was to go did not count any more.
    const by = col.terminating[vm] === 1 ? 0 : -1;
    col.terminating[vm] = 0;
    col.noticeAtUs[vm] = 0;
    settleMembership(world, { set, vm, by, kind: 'scaleSet.detached' });
  });
}

function settleMembership(
  world: World,
  change: {
    readonly set: number;
    readonly vm: number;
    readonly by: number;
    readonly kind: 'scaleSet.attached' | 'scaleSet.detached';
  },
): void {
  const { set, vm, by, kind } = change;
  const { col } = world.scaleSet;
  col.capacity[set] = Math.max(0, col.capacity[set]! + by);
  col.revision[set]! += 1;
  world.vm.col.revision[vm]! += 1;
  world.scaleSet.dirty.touch(set);
  world.vm.dirty.touch(vm);
  const details = { vm: textIdOf(world, 'vm', vm) };
  happen(world, { kind, table: 'scaleSet', slot: set, cause: world.decisionId, details });
}
