/**
 * Rows of availability sets and scale sets, and what a machine shows of the set it belongs to. The
 * matrices are counted afresh each time: sets are small and a count cannot go stale.
 */
import { ORCHESTRATIONS, SCALE_IN_POLICIES } from '../../../shared/model/kinds.ts';
import type { RowOf } from '../../../shared/views/topology-view.ts';
import {
  domainMatrix,
  membersOf,
  pinnedCluster,
  racksOfSet,
  worstPair,
} from '../systems/fault-domains.ts';
import { instancesOf } from '../systems/set-instances.ts';
import { zoneCounts, zonesOfSet } from '../systems/zone-balance.ts';
import { textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { autoscaleOf } from './autoscale-row.ts';
import { maintenanceOf } from './maintenance-row.ts';
import { cloud, idOf, some } from './row-parts.ts';
import { instanceParts, setPolicyParts } from './scale-set-parts.ts';
import { windowsOf } from './window-rows.ts';

/** An availability set with its matrix and the maintenance going through it. */
export function availabilitySetRow(world: World, slot: number): RowOf<'availabilitySet'> {
  const { col } = world.availabilitySet;
  const matrix = domainMatrix(world, slot);
  const cluster = pinnedCluster(world, slot);
  return {
    kind: 'availabilitySet',
    ...cloud(world, 'availabilitySet', slot),
    faultDomains: col.faultDomains[slot]!,
    updateDomains: col.updateDomains[slot]!,
    ...some('cluster', cluster > 0 ? textIdOf(world, 'cluster', cluster - 1) : undefined),
    members: membersOf(world, slot).map((vm) => textIdOf(world, 'vm', vm)),
    matrix,
    ...some('worstPair', worstPair(matrix)),
    racks: racksOfSet(world, slot),
    ...some('maintenance', maintenanceOf(world, { table: 'availabilitySet', slot })),
    ...some('windows', windowsOf(world, { table: 'availabilitySet', slot })),
  };
}

/** Set and domains of a machine that belongs to one. */
export function memberOf(world: World, vm: number) {
  const { availabilitySet, faultDomain, updateDomain } = world.vm.col;
  const scaleSet = idOf(world, 'scaleSet', world.vm.col.scaleSet[vm]!);
  if (scaleSet !== undefined) return { scaleSet, ...instanceOf(world, vm) };
  const set = idOf(world, 'availabilitySet', availabilitySet[vm]!);
  if (set === undefined) return {};
  return {
    availabilitySet: set,
    faultDomain: faultDomain[vm]! - 1,
    updateDomain: updateDomain[vm]! - 1,
  };
}

/** Number, protection and domains of an instance. */
function instanceOf(world: World, vm: number) {
  const { instance, protectedFromScaleIn, faultDomain, updateDomain } = world.vm.col;
  return {
    instance: instance[vm]! - 1,
    protected: protectedFromScaleIn[vm] === 1,
    ...instanceParts(world, vm),
    faultDomain: faultDomain[vm]! - 1,
    ...some('updateDomain', updateDomain[vm] === 0 ? undefined : updateDomain[vm]! - 1),
  };
}

/** Instances of a uniform set by fault and update domain. */
function instanceMatrix(world: World, set: number): number[][] {
  const { faultDomains, updateDomains } = world.scaleSet.col;
  const matrix = Array.from({ length: faultDomains[set]! }, () =>
    Array.from({ length: updateDomains[set]! }, () => 0),
  );
  for (const vm of instancesOf(world, set)) {
    const row = matrix[world.vm.col.faultDomain[vm]! - 1];
    const updateDomain = world.vm.col.updateDomain[vm]! - 1;
    if (row !== undefined && updateDomain >= 0) row[updateDomain]! += 1;
  }
  return matrix;
}

/** The zones of a scale set, in the order given, with how many instances each holds. */
function zonesWithCounts(world: World, set: number): RowOf<'scaleSet'>['zones'] {
  const counts = zoneCounts(world, set);
  return zonesOfSet(world, set).map((zone, index) => ({
    zone: textIdOf(world, 'place', zone),
    instances: counts[index] ?? 0,
  }));
}

/** A scale set with its instances and rules. */
export function scaleSetRow(world: World, slot: number): RowOf<'scaleSet'> {
  const { col } = world.scaleSet;
  const { scaleSet, balancer } = world.scaleSetPool.col;
  const pools = [...world.scaleSetPool.slots()].filter((row) => scaleSet[row] === slot + 1);
  const updateDomains = col.updateDomains[slot]!;
  return {
    kind: 'scaleSet',
    ...cloud(world, 'scaleSet', slot),
    orchestration: ORCHESTRATIONS[col.orchestration[slot]!]!,
    size: world.scaleSet.text('size', slot),
    image: world.scaleSet.text('image', slot),
    capacity: col.capacity[slot]!,
    instances: instancesOf(world, slot).map((vm) => textIdOf(world, 'vm', vm)),
    faultDomains: col.faultDomains[slot]!,
    updateDomains,
    scaleIn: SCALE_IN_POLICIES[col.scaleIn[slot]!]!,
    zones: zonesWithCounts(world, slot),
    zoneBalance: col.zoneStrict[slot] === 1,
    balancers: pools.map((row) => textIdOf(world, 'balancer', balancer[row]! - 1)),
    ...some('subnet', idOf(world, 'subnet', col.subnet[slot]!)),
    ...some('securityGroup', idOf(world, 'securityGroup', col.securityGroup[slot]!)),
    ...some('matrix', updateDomains === 0 ? undefined : instanceMatrix(world, slot)),
    ...setPolicyParts(world, slot),
    ...some('maintenance', maintenanceOf(world, { table: 'scaleSet', slot })),
    ...some('windows', windowsOf(world, { table: 'scaleSet', slot })),
    ...some('autoscale', autoscaleOf(world, slot)),
  };
}
