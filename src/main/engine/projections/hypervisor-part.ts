/**
 * What a host runs machines with, as a part of its row. It only reads.
 */
import { HYPERVISOR_TYPES, MEMORY_POLICIES } from '../../../shared/model/hypervisor-kinds.ts';
import { compareCodeUnits } from '../../../shared/kernel/order.ts';
import { US_PER_SECOND } from '../../../shared/kernel/time.ts';
import type { HypervisorView, NestView } from '../../../shared/views/hypervisor-view.ts';
import type { RunSummary } from '../../../shared/views/workspace-view.ts';
import {
  memoryOffered,
  memoryPromised,
  runsMachines,
  swappedMib,
} from '../systems/hypervisor-cost.ts';
import { innerOf, nestOf, outerOf, promisedInside } from '../systems/nested-machines.ts';
import { offeredInside } from '../systems/nested-room.ts';
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

/** `{ inside, hypervisor }` of a machine that is inside another one or has others inside. */
export function nestPart(world: World, vm: number): { inside?: string; hypervisor?: NestView } {
  const outer = outerOf(world, vm);
  if (outer >= 0) return { inside: textIdOf(world, 'vm', outer) };
  const nest = nestOf(world, vm);
  if (nest < 0) return {};
  const { col } = world.nest;
  const offered = offeredInside(world, vm);
  const promised = promisedInside(world, vm);
  return {
    hypervisor: {
      kind: HYPERVISOR_TYPES[col.hosted[nest]!]!,
      memoryPolicy: 'refuse',
      memoryPercent: 100,
      reserveCores: col.reserveCores[nest]!,
      reserveMib: col.reserveMib[nest]!,
      cpuOverheadPercent: col.overheadPermille[nest]! / PERMILLE_PER_PERCENT,
      overheadMib: col.overheadMib[nest]!,
      machineOverheadMib: col.machineOverheadMib[nest]!,
      vCpuOffered: offered.vCpu,
      memoryOfferedMib: offered.memoryMib,
      memoryPromisedMib: promised.memoryMib,
      swappedMib: 0,
      vCpuPerCore: col.vCpuPerCore[nest]!,
      vCpuPromised: promised.vCpu,
      machines: innerOf(world, vm)
        .map((one) => textIdOf(world, 'vm', one))
        .sort(compareCodeUnits),
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
