/**
 * Deciders for scale sets: making, scaling, protecting and removing them. What follows in time is
 * left to the systems.
 */
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import { ORCHESTRATIONS, SCALE_IN_POLICIES } from '../../../shared/model/kinds.ts';
import { forgetDowntime } from '../systems/downtime.ts';
import { addModel } from '../systems/instance-model.ts';
import { putMixSizes } from '../systems/mix-sizes.ts';
import { scaleTo } from '../systems/scale-sets.ts';
import { instancesOf } from '../systems/set-instances.ts';
import { touchInstance } from '../systems/touch-instance.ts';
import { nameOf, textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { forgetAutoscale } from './autoscale-deciders.ts';
import { findZones } from './zone-checks.ts';
import {
  checkFree,
  checkUnused,
  find,
  findAll,
  findGroup,
  refuse,
  tagsText,
  type Decided,
} from './decide-kit.ts';
import { checkPools, SET_TO_BE } from './probe-rules.ts';
import { checkMadeFrom } from './mix-check.ts';
import { checkModel } from './model-check.ts';
import { openPortsOfSet, putEquipment } from './set-equipment.ts';
import { checkAddresses, planSetNetwork, putSetNetwork } from './set-network.ts';
import {
  buildOf,
  checkCapacity,
  checkHealth,
  checkKind,
  checkSpot,
  putPolicies,
  putSpot,
  putUpgrade,
} from './scale-set-policy.ts';

/** Update domains of a uniform set (docs/facts.md, fact 66). */
const UNIFORM_UPDATE_DOMAINS = 5;
const UNIFORM_FAULT_DOMAINS = 5;
/** Fault domains a flexible set may have (docs/facts.md, fact 65). */
const FLEXIBLE_FAULT_DOMAINS_MAX = 3;

/** Fault domains a set over zones may have (docs/facts.md, fact 65). */
function checkZonalDomains(input: {
  uniform: boolean;
  zonal: boolean;
  faultDomains: number;
}): Result<void> {
  const { uniform, zonal, faultDomains } = input;
  const allowed = uniform ? [1, UNIFORM_FAULT_DOMAINS] : [1];
  if (!zonal || allowed.includes(faultDomains)) return ok(undefined);
  return refuse({
    code: 'scaleSet.domains',
    message:
      `A set over zones has ${allowed.join(' or ')} fault domains in each zone; ` +
      `${faultDomains} were asked for.`,
    hint: 'Leave the fault domains out: the zones spread the instances.',
    details: { faultDomains, max: allowed.at(-1) ?? 1 },
  });
}

function tooManyDomains(faultDomains: number): Result<never> {
  return refuse({
    code: 'scaleSet.domains',
    message:
      `A flexible set has at most ${FLEXIBLE_FAULT_DOMAINS_MAX} fault domains; ` +
      `${faultDomains} were asked for.`,
    hint: 'Ask for fewer, for 1 (spread over as many racks as possible), or make it uniform.',
    details: { faultDomains, max: FLEXIBLE_FAULT_DOMAINS_MAX },
  });
}

/** Policies, capacity and priorities of a new set. */
function checkNewPolicies(command: CommandOf<'scaleSet.add'>, balancers: number): Result<void> {
  const uniform = command.orchestration === 'uniform';
  const healthy = checkHealth({
    id: command.name,
    uniform,
    balancers: balancers,
    health: command.health ?? 'none',
    needed:
      command.upgrade?.mode === 'rolling' ||
      command.repairs !== undefined ||
      command.automaticImageUpgrade === true,
  });
  if (!healthy.ok) return healthy;
  const kind = checkKind(command, uniform);
  if (!kind.ok) return kind;
  const fits = checkCapacity({
    id: command.name,
    capacity: command.capacity,
    single: command.singlePlacementGroup ?? uniform,
  });
  if (!fits.ok) return fits;
  return checkSpot({ spot: command.spot, uniform, size: command.size });
}

/** Writes which zones the instances are spread over and which pools they join. */
function putSpread(
  world: World,
  set: number,
  spread: { readonly zones: readonly number[]; readonly balancers: readonly number[] },
): void {
  for (const zone of spread.zones) {
    const row = world.scaleSetZone.allocate();
    world.scaleSetZone.setRef({ column: 'scaleSet', slot: row, to: set });
    world.scaleSetZone.setRef({ column: 'zone', slot: row, to: zone });
  }
  for (const balancer of spread.balancers) {
    const row = world.scaleSetPool.allocate();
    world.scaleSetPool.setRef({ column: 'scaleSet', slot: row, to: set });
    world.scaleSetPool.setRef({ column: 'balancer', slot: row, to: balancer });
  }
}

/** Looks at `scaleSet.add`; its refusals stand with its schema in `shared/commands`. */
export function decideScaleSetAdd(world: World, command: CommandOf<'scaleSet.add'>): Decided {
  const group = findGroup(world, command.group);
  if (!group.ok) return group;
  const groupName = nameOf(world, 'group', group.value);
  const free = checkFree(world, { word: 'scaleSet', name: command.name, group: groupName });
  if (!free.ok) return free;
  const model = checkModel(world, { ...command, group: group.value });
  if (!model.ok) return model;
  const balancers = findAll(world, 'balancer', command.balancers ?? []);
  if (!balancers.ok) return balancers;
  const joining = { balancers: balancers.value, vm: -1, availabilitySet: -1, scaleSet: SET_TO_BE };
  const pools = checkPools(world, joining);
  if (!pools.ok) return pools;
  const uniform = command.orchestration === 'uniform';
  const zones = findZones(world, command.zones ?? []);
  if (!zones.ok) return zones;
  const zonal = zones.value.length > 0;
  const faultDomains = command.faultDomains ?? (uniform && !zonal ? UNIFORM_FAULT_DOMAINS : 1);
  const spread = checkZonalDomains({ uniform, zonal, faultDomains });
  if (!spread.ok) return spread;
  if (!uniform && faultDomains > FLEXIBLE_FAULT_DOMAINS_MAX) return tooManyDomains(faultDomains);
  const policies = checkNewPolicies(command, balancers.value.length);
  if (!policies.ok) return policies;
  const { size, mix, spot, automaticImageUpgrade: upgradesImage = false } = command;
  const image = model.value;
  const network = planSetNetwork(world, command);
  if (!network.ok) return network;
  const source = {
    size,
    image,
    group: group.value,
    uniform,
    mix,
    spot,
    upgradesImage,
    equipment: command,
  };
  const made = checkMadeFrom(world, source);
  if (!made.ok) return made;
  const opened = openPortsOfSet(world, command, network.value);
  if (!opened.ok) return opened;
  return ok(() => {
    const slot = world.scaleSet.allocate();
    const { col } = world.scaleSet;
    world.scaleSet.setText({ column: 'name', slot, text: command.name });
    world.scaleSet.setRef({ column: 'group', slot, to: group.value });
    world.scaleSet.setText({ column: 'tags', slot, text: tagsText(command.tags) });
    col.orchestration[slot] = ORCHESTRATIONS.indexOf(uniform ? 'uniform' : 'flexible');
    col.faultDomains[slot] = faultDomains;
    col.updateDomains[slot] = uniform ? UNIFORM_UPDATE_DOMAINS : 0;
    col.scaleIn[slot] = SCALE_IN_POLICIES.indexOf(command.scaleIn ?? 'default');
    col.zoneStrict[slot] = command.zoneBalance === true ? 1 : 0;
    putSpread(world, slot, { zones: zones.value, balancers: balancers.value });
    putSetNetwork(world, slot, network.value);
    putEquipment(world, slot, made.value);
    opened.value();
    world.names.add('scaleSet', slot);
    const spec = { size: command.size, image: model.value, ...buildOf(command.build) };
    addModel(world, slot, { spec, cause: world.decisionId });
    putUpgrade(world, slot, command.upgrade ?? { mode: 'manual' });
    col.overprovision[slot] = uniform ? 1 : 0;
    col.singlePlacementGroup[slot] = uniform ? 1 : 0;
    putPolicies(world, slot, command);
    putSpot(world, slot, command.spot);
    scaleTo(world, slot, { capacity: command.capacity, cause: world.decisionId, isNew: true });
  });
}

/** Looks at `scaleSet.scale`; its refusals stand with its schema in `shared/commands`. */
export function decideScaleSetScale(world: World, command: CommandOf<'scaleSet.scale'>): Decided {
  const set = find(world, 'scaleSet', command.scaleSet);
  if (!set.ok) return set;
  const slot = set.value;
  const instances = instancesOf(world, slot).length;
  const same = world.scaleSet.col.capacity[slot] === command.capacity;
  if (same && instances === command.capacity) {
    const id = textIdOf(world, 'scaleSet', slot);
    return refuse({
      code: 'scaleSet.unchanged',
      message: `${id} has ${instances} instances already.`,
      hint: 'Ask for another number.',
      details: { scaleSet: id, capacity: command.capacity },
    });
  }
  const fits = checkCapacity({
    id: textIdOf(world, 'scaleSet', slot),
    capacity: command.capacity,
    single: world.scaleSet.col.singlePlacementGroup[slot] === 1,
  });
  if (!fits.ok) return fits;
  const subnet = world.scaleSet.ref('subnet', slot);
  const addressed = checkAddresses(world, { subnet, more: command.capacity - instances });
  if (!addressed.ok) return addressed;
  return ok(() => scaleTo(world, slot, { capacity: command.capacity, cause: world.decisionId }));
}

/** Looks at `scaleSet.protect`; its refusals stand with its schema in `shared/commands`. */
export function decideScaleSetProtect(
  world: World,
  command: CommandOf<'scaleSet.protect'>,
): Decided {
  const vm = find(world, 'vm', command.vm);
  if (!vm.ok) return vm;
  if (world.vm.col.scaleSet[vm.value] === 0) {
    const id = textIdOf(world, 'vm', vm.value);
    return refuse({
      code: 'vm.notInScaleSet',
      message: `${id} is not an instance of a scale set, so nothing shrinks it away.`,
      hint: 'Choose an instance of a scale set.',
      details: { vm: id },
    });
  }
  return ok(() => {
    const { col } = world.vm;
    // Protected from all of it is protected from shrinking as well (fact 77).
    const actions = command.actions === true;
    col.protectedFromScaleIn[vm.value] = command.protect || actions ? 1 : 0;
    col.protectedFromActions[vm.value] = actions ? 1 : 0;
    world.vm.col.revision[vm.value]! += 1;
    touchInstance(world, vm.value);
  });
}

/** Looks at `scaleSet.remove`; its refusals stand with its schema in `shared/commands`. */
export function decideScaleSetRemove(world: World, command: CommandOf<'scaleSet.remove'>): Decided {
  const set = find(world, 'scaleSet', command.scaleSet);
  if (!set.ok) return set;
  const slot = set.value;
  const members = [...world.vm.slots()].filter((vm) => world.vm.col.scaleSet[vm] === slot + 1);
  const unused = checkUnused(world, {
    code: 'scaleSet.notEmpty',
    id: textIdOf(world, 'scaleSet', slot),
    users: members.map((vm) => ({ table: 'vm' as const, slot: vm })),
  });
  if (!unused.ok) return unused;
  return ok(() => {
    forgetAutoscale(world, slot);
    for (const row of world.scaleSetPool.slots()) {
      if (world.scaleSetPool.col.scaleSet[row] === slot + 1) world.scaleSetPool.release(row);
    }
    for (const row of world.scaleSetZone.slots()) {
      if (world.scaleSetZone.col.scaleSet[row] === slot + 1) world.scaleSetZone.release(row);
    }
    forgetDowntime(world, { owner: 'scaleSet', slot });
    putMixSizes(world, slot, []);
    for (const row of world.scaleModel.slots()) {
      if (world.scaleModel.col.scaleSet[row] === slot + 1) world.scaleModel.release(row);
    }
    world.names.remove('scaleSet', slot);
    world.scaleSet.release(slot);
  });
}
