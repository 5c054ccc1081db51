/**
 * The set whose domains the map shows: the one selected, the one a selected machine belongs to, or
 * the only one there is. With several and none chosen the map stays plain.
 */
import { computed, type ComputedRef } from 'vue';
import type { RowOf } from '../../shared/views/topology-view.ts';
import { useMapCommands } from '../stores/use-map-commands.ts';
import { useSelection } from '../stores/use-selection.ts';
import { useTopology } from '../stores/use-topology.ts';
import {
  overlayOf,
  zoneOverlayOf,
  type DomainOverlay,
  type ShownDomains,
} from './domain-overlay.ts';

/** Marks for the map, or undefined when it shows none; call inside setup. */
export function useDomainOverlay(): ComputedRef<ShownDomains | undefined> {
  const topology = useTopology();
  const selection = useSelection();
  const map = useMapCommands();

  function chosen(): RowOf<'availabilitySet'> | RowOf<'scaleSet'> | undefined {
    const { primary } = selection;
    const vm = topology.getOf('vm', primary);
    const named =
      topology.getOf('availabilitySet', vm?.availabilitySet ?? primary) ??
      topology.getOf('scaleSet', vm?.scaleSet ?? primary);
    if (named !== undefined) return named;
    const all = [...topology.list('availabilitySet'), ...topology.list('scaleSet')];
    return all.length === 1 ? all[0] : undefined;
  }

  /** The zones of the room, with the members of one set or with all machines; none below two. */
  function ofZones(set: RowOf<'availabilitySet'> | RowOf<'scaleSet'> | undefined) {
    const zones = topology.list('place').filter(({ placeKind }) => placeKind === 'zone');
    if (zones.length < 2) return undefined;
    return zoneOverlayOf({
      zones,
      racks: topology.list('rack'),
      machines: topology.list('vm').filter((vm) => set === undefined || vm.scaleSet === set.id),
      rackOf: (hostId) => topology.getOf('host', hostId)?.rack,
    });
  }

  function overlay(): DomainOverlay | undefined {
    const set = chosen();
    const overZones = set === undefined || (set.kind === 'scaleSet' && set.zones.length > 0);
    if (overZones) return ofZones(set);
    if (set.kind === 'scaleSet' && set.faultDomains <= 1) return undefined;
    const members = topology
      .list('vm')
      .filter((vm) => vm.availabilitySet === set.id || vm.scaleSet === set.id);
    return overlayOf({
      set,
      members,
      rackOf: (hostId) => topology.getOf('host', hostId)?.rack,
    });
  }

  return computed(() => {
    const { showFaultDomains: fault, showUpdateDomains: update } = map;
    const found = fault || update ? overlay() : undefined;
    return found === undefined ? undefined : { ...found, fault, update };
  });
}
