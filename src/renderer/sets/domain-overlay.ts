/**
 * Which racks and machines the map marks for one set: the fault domain of each rack, and the
 * update domain of each member. A scale set has no list of racks; there the members tell.
 */
import type { RowOf } from '../../shared/views/topology-view.ts';

export interface DomainOverlay {
  /** Rack id → fault domain. */
  readonly racks: ReadonlyMap<string, number>;
  /** Machine id → its domains; a set may have no update domains. */
  readonly machines: ReadonlyMap<
    string,
    { readonly faultDomain: number; readonly updateDomain: number | undefined }
  >;
}

type SetRow = RowOf<'availabilitySet'> | RowOf<'scaleSet'>;

/** The marks of one set. O(members + racks). */
export function overlayOf(at: {
  set: SetRow;
  members: readonly RowOf<'vm'>[];
  rackOf: (hostId: string) => string | undefined;
}): DomainOverlay {
  const racks = new Map<string, number>();
  if (at.set.kind === 'availabilitySet') {
    for (const { rack, faultDomain } of at.set.racks) racks.set(rack, faultDomain);
  }
  const machines = new Map<string, { faultDomain: number; updateDomain: number | undefined }>();
  for (const vm of at.members) {
    if (vm.faultDomain === undefined || vm.host === undefined) continue;
    machines.set(vm.id, { faultDomain: vm.faultDomain, updateDomain: vm.updateDomain });
    const rack = at.rackOf(vm.host);
    if (rack !== undefined && !racks.has(rack)) racks.set(rack, vm.faultDomain);
  }
  return { racks, machines };
}
