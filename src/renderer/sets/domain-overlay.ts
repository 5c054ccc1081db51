/**
 * Which racks and machines the map marks for one set: the fault domain of each rack, and the
 * update domain of each member. A scale set has no list of racks; there the members tell.
 */
import type { RowOf } from '../../shared/views/topology-view.ts';

export interface DomainOverlay {
  /** Names of the domains where they are zones; fault domains have numbers alone. */
  readonly names?: readonly string[];
  /** Rack id → fault domain. */
  readonly racks: ReadonlyMap<string, number>;
  /** Machine id → its domains; a set may have no update domains. */
  readonly machines: ReadonlyMap<
    string,
    { readonly faultDomain: number; readonly updateDomain: number | undefined }
  >;
}

/** Which of the two is shown. */
export interface ShownDomains extends DomainOverlay {
  readonly fault: boolean;
  readonly update: boolean;
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

/** The marks of zones: each rack and each machine in the look of its zone. O(racks + machines). */
export function zoneOverlayOf(at: {
  zones: readonly RowOf<'place'>[];
  racks: readonly RowOf<'rack'>[];
  machines: readonly RowOf<'vm'>[];
  rackOf: (hostId: string) => string | undefined;
}): DomainOverlay {
  const numbers = new Map(at.zones.map((zone, index) => [zone.id, index]));
  const racks = new Map<string, number>();
  for (const { id, zone } of at.racks) {
    const number = zone === undefined ? undefined : numbers.get(zone);
    if (number !== undefined) racks.set(id, number);
  }
  const machines = new Map<string, { faultDomain: number; updateDomain: number | undefined }>();
  for (const vm of at.machines) {
    const rack = vm.host === undefined ? undefined : at.rackOf(vm.host);
    const number = rack === undefined ? undefined : racks.get(rack);
    if (number !== undefined) machines.set(vm.id, { faultDomain: number, updateDomain: undefined });
  }
  return { racks, machines, names: at.zones.map(({ name }) => name) };
}
