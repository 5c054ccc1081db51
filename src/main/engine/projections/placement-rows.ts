/**
 * Rows of proximity groups, dedicated host groups, dedicated hosts and reservations
 * (`shared/views/placement-view.ts`), read from the columns. Reading changes nothing.
 */
import { HOST_STATES } from '../../../shared/model/kinds.ts';
import type { RowOf } from '../../../shared/views/topology-view.ts';
import { hostsOfGroup, machinesOfGroup, machinesOfHost } from '../systems/dedicated-hosts.ts';
import {
  colocationOf,
  intentOf,
  pinnedDatacenter,
  proximityMembers,
} from '../systems/proximity.ts';
import { freePlaces, placesOf } from '../systems/reserved-places.ts';
import { maintenanceOf } from './maintenance-row.ts';
import { windowsOf } from './window-rows.ts';
import { textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { cloud, idOf, some } from './row-parts.ts';

const UP = HOST_STATES.indexOf('up');

function vmIds(world: World, vms: readonly number[]): string[] {
  return vms.map((vm) => textIdOf(world, 'vm', vm));
}

/** A proximity placement group with its members and where they are. */
export function proximityGroupRow(world: World, slot: number): RowOf<'proximityGroup'> {
  return {
    kind: 'proximityGroup',
    ...cloud(world, 'proximityGroup', slot),
    sizes: intentOf(world, slot),
    ...some('zone', idOf(world, 'place', world.proximityGroup.col.zone[slot]!)),
    ...some('datacenter', idOf(world, 'place', pinnedDatacenter(world, slot) + 1)),
    members: vmIds(world, proximityMembers(world, slot)),
    colocation: colocationOf(world, slot),
  };
}

/** A group of dedicated hosts. */
export function hostGroupRow(world: World, slot: number): RowOf<'hostGroup'> {
  const { zone, faultDomains, automatic } = world.hostGroup.col;
  return {
    kind: 'hostGroup',
    ...cloud(world, 'hostGroup', slot),
    ...some('zone', idOf(world, 'place', zone[slot]!)),
    faultDomains: faultDomains[slot]!,
    automaticPlacement: automatic[slot] === 1,
    hosts: hostsOfGroup(world, slot).map((host) => textIdOf(world, 'dedicatedHost', host)),
    machines: vmIds(world, machinesOfGroup(world, slot)),
  };
}

/** A dedicated host, the drawn host it stands for and what stands on it. */
export function dedicatedHostRow(world: World, slot: number): RowOf<'dedicatedHost'> {
  const { hostGroup, host, faultDomain, microUsdPerHour } = world.dedicatedHost.col;
  const drawn = host[slot]! - 1;
  const { state, connected } = world.host.col;
  const works = state[drawn] === UP && connected[drawn] === 1;
  return {
    kind: 'dedicatedHost',
    ...cloud(world, 'dedicatedHost', slot),
    hostGroup: idOf(world, 'hostGroup', hostGroup[slot]!) ?? '',
    host: idOf(world, 'host', host[slot]!) ?? '',
    sku: world.dedicatedHost.text('sku', slot),
    series: world.dedicatedHost.text('series', slot),
    faultDomain: faultDomain[slot]!,
    state: works ? 'available' : 'underInvestigation',
    machines: vmIds(world, machinesOfHost(world, slot)),
    microUsdPerHour: microUsdPerHour[slot]!,
    ...some('maintenance', maintenanceOf(world, { table: 'dedicatedHost', slot })),
    ...some('windows', windowsOf(world, { table: 'dedicatedHost', slot })),
  };
}

/** A reservation with its places by host. */
export function reservationRow(world: World, slot: number): RowOf<'reservation'> {
  const { col } = world.reservation;
  const places = placesOf(world, slot);
  const used = places.length - freePlaces(world, slot).length;
  const { reservation, host } = world.vm.col;
  const named = [...world.vm.slots()].filter((vm) => reservation[vm] === slot + 1);
  const allocated = named.filter((vm) => host[vm]! > 0).length;
  return {
    kind: 'reservation',
    ...cloud(world, 'reservation', slot),
    size: world.reservation.text('size', slot),
    ...some('zone', idOf(world, 'place', col.zone[slot]!)),
    quantity: places.length,
    used,
    overallocated: allocated - used,
    machines: vmIds(world, named),
    hosts: placesByHost(world, places),
    microUsdPerHour: col.microUsdPerHour[slot]!,
  };
}

function placesByHost(world: World, places: readonly number[]): RowOf<'reservation'>['hosts'] {
  const { host, vm } = world.reservedPlace.col;
  const hosts = [...new Set(places.map((place) => host[place]!))].sort((a, b) => a - b);
  return hosts.map((one) => {
    const here = places.filter((place) => host[place] === one);
    return {
      host: textIdOf(world, 'host', one - 1),
      places: here.length,
      used: here.filter((place) => vm[place]! > 0).length,
    };
  });
}
