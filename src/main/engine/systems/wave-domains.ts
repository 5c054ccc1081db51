/**
 * The set a maintenance wave goes through and the domains it goes by (rules ENG-M1, ENG-M6 and
 * ENG-M8; docs/facts.md, facts 45, 65 and 66).
 *
 * Restarts go by update domain where a set has them. A flexible set has none, and pauses never
 * go by them: those waves go by fault domain, or rack by rack where a set is spread over as many
 * racks as there are. What is done to a domain stands with the wave.
 */
import { MAINTENANCE_MODES, type WaveGround } from '../../../shared/model/scheduled-event-kinds.ts';
import { textIdOf } from '../world/names.ts';
import { MAINTAINED } from '../world/fault-rows.ts';
import type { World } from '../world/world.ts';
import { machinesOfHost } from './dedicated-hosts.ts';
import { membersOf } from './fault-domains.ts';
import { instancesOf } from './set-instances.ts';

const NO_REBOOT = MAINTENANCE_MODES.indexOf('noReboot');

/** What maintenance can go through: a set, or as a whole one machine or a dedicated host. */
export type Maintained = (typeof MAINTAINED)[number];

/** One of them; most often a set, so it goes by that word. */
export interface WaveSet {
  readonly table: Maintained;
  readonly slot: number;
}

/** What a row of waves or windows belongs to. */
export function maintainedBy(
  owners: Readonly<Record<Maintained, Uint32Array>>,
  row: number,
): WaveSet {
  const table = MAINTAINED.find((one) => owners[one][row]! > 0) ?? 'scaleSet';
  return { table, slot: owners[table][row]! - 1 };
}

/** What a wave goes through. */
export function setOfWave(world: World, wave: number): WaveSet {
  return maintainedBy(world.maintenanceWave.col, wave);
}

/** The wave going through a set; -1 when there is none. */
export function waveOfSet(world: World, set: WaveSet): number {
  if (world.maintenanceWave.count === 0) return -1;
  const { [set.table]: owner } = world.maintenanceWave.col;
  for (const wave of world.maintenanceWave.slots()) if (owner[wave] === set.slot + 1) return wave;
  return -1;
}

/** The machines of a set, in slot order. */
export function machinesOf(world: World, set: WaveSet): number[] {
  switch (set.table) {
    case 'scaleSet':
      return instancesOf(world, set.slot);
    case 'availabilitySet':
      return membersOf(world, set.slot);
    case 'vm':
      return [set.slot];
    default:
      return machinesOfHost(world, set.slot);
  }
}

/** The id of the set of a wave. */
export function idOfWave(world: World, wave: number): string {
  const { table, slot } = setOfWave(world, wave);
  return textIdOf(world, table, slot);
}

/** Whether a wave only pauses machines. */
export function pausesOnly(world: World, wave: number): boolean {
  return world.maintenanceWave.col.mode[wave] === NO_REBOOT;
}

/** By what maintenance of a set goes, with or without restarts. */
export function groundOf(world: World, set: WaveSet, pauses: boolean): WaveGround {
  if (set.table === 'vm' || set.table === 'dedicatedHost') return 'whole';
  const { updateDomains, faultDomains } = world[set.table].col;
  if (!pauses && updateDomains[set.slot]! > 0) return 'updateDomain';
  // One fault domain of a scale set means: as many racks as possible (fact 65).
  return set.table === 'scaleSet' && faultDomains[set.slot] === 1 ? 'rack' : 'faultDomain';
}

/** Numbers that domains of a set can have: 0 up to this, without it. */
export function domainsOf(world: World, set: WaveSet, ground: WaveGround): number {
  if (set.table === 'vm' || set.table === 'dedicatedHost') return 1;
  if (ground === 'rack') return world.rack.slotEnd;
  const { updateDomains, faultDomains } = world[set.table].col;
  return ground === 'updateDomain' ? updateDomains[set.slot]! : faultDomains[set.slot]!;
}

/** The domain a machine is in; -1 when it is in none, such as one without a host. */
export function domainOf(world: World, vm: number, ground: WaveGround): number {
  const { updateDomain, faultDomain, host } = world.vm.col;
  if (ground === 'whole') return 0;
  if (ground === 'updateDomain') return updateDomain[vm]! - 1;
  if (ground === 'faultDomain') return faultDomain[vm]! - 1;
  return host[vm] === 0 ? -1 : world.host.col.rack[host[vm]! - 1]! - 1;
}
