/**
 * Proximity groups, dedicated hosts and reservations written as a scenario. A reservation is made
 * before the machines, so its places are found anew; machines that use them name it.
 */
import { windowsFrom } from './windows-from-rows.ts';
import type { RowOf } from '../views/topology-view.ts';
import type { MachineEntry } from './scenario-work-schema.ts';
import type { Scenario } from './scenario-schema.ts';
import type { RowReferences } from './row-references.ts';
import type { RowSource } from './room-from-rows.ts';

type Placement = Pick<
  Scenario,
  'proximityGroups' | 'hostGroups' | 'dedicatedHosts' | 'reservations'
>;

function tagsOf(tags: Readonly<Record<string, string>>): { tags?: Record<string, string> } {
  return Object.keys(tags).length === 0 ? {} : { tags: { ...tags } };
}

function zoneOf(references: RowReferences, zone: string | undefined): { zone?: string } {
  return zone === undefined ? {} : { zone: references.short(zone) };
}

/** The sections of placement; empty ones are left out. */
export function placementFromRows({ table, references }: RowSource): Placement {
  const proximityGroups = table.of('proximityGroup').map((row) => ({
    name: row.name,
    group: row.group,
    ...(row.sizes.length === 0 ? {} : { sizes: [...row.sizes] }),
    ...zoneOf(references, row.zone),
    ...tagsOf(row.tags),
  }));
  const hostGroups = table.of('hostGroup').map((row) => ({
    name: row.name,
    group: row.group,
    ...zoneOf(references, row.zone),
    ...(row.faultDomains === 1 ? {} : { faultDomains: row.faultDomains }),
    ...(row.automaticPlacement ? { automaticPlacement: true } : {}),
    ...tagsOf(row.tags),
  }));
  const dedicatedHosts = table.of('dedicatedHost').map((row) => ({
    name: row.name,
    hostGroup: references.short(row.hostGroup),
    sku: row.sku,
    host: references.short(row.host),
    ...windowsFrom(row.windows),
    ...tagsOf(row.tags),
  }));
  const reservations = table.of('reservation').map((row) => ({
    name: row.name,
    group: row.group,
    size: row.size,
    quantity: row.quantity,
    ...zoneOf(references, row.zone),
    ...tagsOf(row.tags),
  }));
  return {
    ...(proximityGroups.length === 0 ? {} : { proximityGroups }),
    ...(hostGroups.length === 0 ? {} : { hostGroups }),
    ...(dedicatedHosts.length === 0 ? {} : { dedicatedHosts }),
    ...(reservations.length === 0 ? {} : { reservations }),
  };
}

/** What narrows the place of one machine. */
export function narrowingOf(
  references: RowReferences,
  vm: RowOf<'vm'>,
): Pick<MachineEntry, 'proximityGroup' | 'hostGroup' | 'dedicatedHost' | 'reservation'> {
  const { proximityGroup, hostGroup, dedicatedHost, reservation } = vm;
  return {
    ...(proximityGroup === undefined ? {} : { proximityGroup: references.short(proximityGroup) }),
    ...(hostGroup === undefined ? {} : { hostGroup: references.short(hostGroup) }),
    ...(dedicatedHost === undefined ? {} : { dedicatedHost: references.short(dedicatedHost) }),
    ...(reservation === undefined ? {} : { reservation: references.short(reservation) }),
  };
}
