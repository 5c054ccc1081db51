/**
 * The wave going through a set, as its row shows it. Domains are counted afresh each time: sets
 * are small, and a count cannot go stale.
 */
import {
  MAINTENANCE_MODES,
  MAINTENANCE_PHASES,
} from '../../../shared/model/scheduled-event-kinds.ts';
import type { MaintenanceRow } from '../../../shared/views/maintenance-view.ts';
import { isMaintained } from '../systems/maintenance.ts';
import {
  domainOf,
  domainsOf,
  groundOf,
  machinesOf,
  pausesOnly,
  waveOfSet,
  type WaveSet,
} from '../systems/wave-domains.ts';
import { textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';

/** The maintenance of a set; undefined when there is none. */
export function maintenanceOf(world: World, set: WaveSet): MaintenanceRow | undefined {
  const wave = waveOfSet(world, set);
  if (wave < 0) return undefined;
  const { col } = world.maintenanceWave;
  const phase = MAINTENANCE_PHASES[col.phase[wave]!]!;
  if (phase === 'none') return undefined;
  const applied = machinesOf(world, set).filter((vm) => isMaintained(world, wave, vm));
  return {
    phase,
    mode: MAINTENANCE_MODES[col.mode[wave]!]!,
    by: groundOf(world, set, pausesOnly(world, wave)),
    endsAtUs: col.endsAtUs[wave]!,
    cancelled: col.cancelled[wave] === 1,
    applied: applied.map((vm) => textIdOf(world, 'vm', vm)),
    domains: domainSteps(world, set, { wave, begun: phase !== 'selfService' }),
  };
}

function domainSteps(
  world: World,
  set: WaveSet,
  at: { readonly wave: number; readonly begun: boolean },
): MaintenanceRow['domains'] {
  const by = groundOf(world, set, pausesOnly(world, at.wave));
  const current = world.maintenanceWave.col.domain[at.wave]!;
  const counts = new Map<number, number>();
  for (const vm of machinesOf(world, set)) {
    if (isMaintained(world, at.wave, vm)) continue;
    const domain = domainOf(world, vm, by);
    counts.set(domain, (counts.get(domain) ?? 0) + 1);
  }
  const steps: MaintenanceRow['domains'] = [];
  for (let domain = 0; domain < domainsOf(world, set, by); domain += 1) {
    const members = counts.get(domain) ?? 0;
    // Racks without an instance are no domains of the set.
    if (by === 'rack' && members === 0) continue;
    const rest = at.begun && domain < current ? 'done' : 'waiting';
    const state = members === 0 ? 'skipped' : rest;
    const rack = by === 'rack' ? { rack: textIdOf(world, 'rack', domain) } : {};
    const now = at.begun && domain === current;
    steps.push({ domain, ...rack, members, state: now ? 'now' : state });
  }
  return steps;
}
