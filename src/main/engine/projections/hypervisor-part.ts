/**
 * What a host runs machines with, as a part of its row. It only reads.
 */
import { HYPERVISOR_TYPES, MEMORY_POLICIES } from '../../../shared/model/hypervisor-kinds.ts';
import { US_PER_SECOND } from '../../../shared/kernel/time.ts';
import type { HypervisorView } from '../../../shared/views/hypervisor-view.ts';
import type { RunSummary } from '../../../shared/views/workspace-view.ts';
import {
  memoryOffered,
  memoryPromised,
  runsMachines,
  swappedMib,
} from '../systems/hypervisor-cost.ts';
import { vCpuOffered } from '../systems/placement.ts';
import { textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';

const PERMILLE_PER_PERCENT = 10;

/** `{ hypervisor }` of a host that has one. */
export function hypervisorPart(world: World, host: number): { hypervisor?: HypervisorView } {
  if (!runsMachines(world, host)) return {};
  const { col } = world.host;
  return {
    hypervisor: {
      kind: HYPERVISOR_TYPES[col.hosted[host]!]!,
      memoryPolicy: MEMORY_POLICIES[col.memoryPolicy[host]!]!,
      memoryPercent: col.memoryPercent[host]!,
      reserveCores: col.reserveCores[host]!,
      reserveMib: col.reserveMib[host]!,
      cpuOverheadPercent: col.overheadPermille[host]! / PERMILLE_PER_PERCENT,
      overheadMib: col.overheadMib[host]!,
      machineOverheadMib: col.machineOverheadMib[host]!,
      vCpuOffered: vCpuOffered(world, host),
      memoryOfferedMib: memoryOffered(world, host),
      memoryPromisedMib: memoryPromised(world, host),
      swappedMib: Math.ceil(swappedMib(world, host)),
    },
  };
}

/** `{ migrations }` of the machines that changed their host while they ran, if any did. */
export function migrationFigures(world: World): Pick<RunSummary, 'migrations'> {
  const { migrations: counts, migrationUs, migrationPauseUs } = world.vm.col;
  const moved = [...world.vm.slots()].filter((vm) => counts[vm]! > 0);
  if (moved.length === 0) return {};
  const migrations = moved.map((vm) => ({
    vm: textIdOf(world, 'vm', vm),
    count: counts[vm]!,
    seconds: migrationUs[vm]! / US_PER_SECOND,
    pauseSeconds: migrationPauseUs[vm]! / US_PER_SECOND,
  }));
  return { migrations };
}
