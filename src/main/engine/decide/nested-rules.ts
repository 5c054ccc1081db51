/**
 * What machines inside machines forbid, and where a new one goes (rules ENG-NV1 to ENG-NV6). Many
 * commands on machines ask here; what is installed and how stands in `nested-deciders.ts`.
 */
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import { seriesOf } from '../../../shared/model/catalogue-lookup.ts';
import type { VmSize } from '../../../shared/model/catalogue-compute.ts';
import { POWER_STATES } from '../../../shared/model/kinds.ts';
import { innerOf, nestOf, outerOf, promisedInside } from '../systems/nested-machines.ts';
import { freeInside, hasRoomInside, offeredInside } from '../systems/nested-room.ts';
import type { Demand } from '../systems/placement.ts';
import { textIdOf } from '../world/names.ts';
import { kindSaid } from '../world/refusal-words.ts';
import type { World } from '../world/world.ts';
import { checkUnused, find, refuse } from './decide-kit.ts';

const RUNNING = POWER_STATES.indexOf('running');

/** True when machines of a size may have a hypervisor of their own (docs/facts.md, fact 117). */
export function allowsNested(world: World, size: VmSize): boolean {
  return seriesOf(world.catalogue, size)?.nestedVirtualization === true;
}

/** The refusal for a size whose processor does not hand its virtualization on. */
export function unsupported(world: World, vm: number, size: VmSize): Result<never> {
  const id = textIdOf(world, 'vm', vm);
  const able = world.catalogue.series.filter((one) => one.nestedVirtualization);
  return refuse({
    code: 'nested.unsupported',
    message: `${size.name} does not hand hardware virtualization on, so ${id} cannot run machines.`,
    hint: `Use a size of one of these series: ${able.map((one) => one.id).join(', ')}.`,
    details: { vm: id, size: size.name },
  });
}

/** Refuses with `nested.inUse` what would take a hypervisor from under the machines inside. */
export function checkNobodyInside(world: World, vm: number): Result<void> {
  const users = innerOf(world, vm).map((slot) => ({ table: 'vm' as const, slot }));
  return checkUnused(world, { code: 'nested.inUse', id: textIdOf(world, 'vm', vm), users });
}

/** Refuses with `nested.bound` what only a machine that stands on a host can do. */
export function checkStandsAlone(world: World, vm: number): Result<void> {
  const outer = outerOf(world, vm);
  if (outer < 0) return ok(undefined);
  const ids = { vm: textIdOf(world, 'vm', vm), outer: textIdOf(world, 'vm', outer) };
  return refuse({
    code: 'nested.bound',
    message: `${ids.vm} runs inside ${ids.outer}: it goes where that one goes, with its disks.`,
    hint: `Do it to ${ids.outer}, or make a machine that stands on a host.`,
    details: ids,
  });
}

/** What a machine on a host can be given, and one inside another cannot. */
const OF_HOSTS = [
  'host',
  'zone',
  'availabilitySet',
  'proximityGroup',
  'hostGroup',
  'dedicatedHost',
  'reservation',
  'storage',
  'priority',
] as const;

/**
 * The machine a new one is to run inside. Refuses with `vm.notFound`, `hypervisor.absent`,
 * `nested.bound`, `nested.outerDown` and `nested.outerShort`.
 */
export function planInside(
  world: World,
  command: CommandOf<'vm.create'>,
  demand: Demand,
): Result<number> {
  const found = find(world, 'vm', command.inside ?? '');
  if (!found.ok) return found;
  const outer = found.value;
  const id = textIdOf(world, 'vm', outer);
  const other = OF_HOSTS.find((field) => command[field] !== undefined);
  if (other !== undefined) {
    const said = kindSaid(other);
    return refuse({
      code: 'nested.bound',
      message: `${command.name} is to run inside ${id}, so its ${said} cannot be chosen.`,
      hint: `Leave the ${said} out, or the machine around it.`,
      details: { vm: command.name, outer: id, field: other },
    });
  }
  if (nestOf(world, outer) < 0) {
    return refuse({
      code: 'hypervisor.absent',
      message: `${id} has no hypervisor, so nothing can run inside it.`,
      hint: `Install one first (hypervisor.install with host ${id}).`,
      details: { host: id },
    });
  }
  // A start state may hold machines inside one that rests: they come up with it.
  const room = world.settingUp
    ? checkFree(world, outer, demand)
    : checkRoomInside(world, outer, demand);
  return room.ok ? ok(outer) : room;
}

/** Refuses what cannot start inside a machine now: it does not run, or has no room left. */
export function checkRoomInside(world: World, outer: number, demand: Demand): Result<void> {
  const up = checkOuterRuns(world, outer);
  return up.ok ? checkFree(world, outer, demand) : up;
}

function checkFree(world: World, outer: number, demand: Demand): Result<void> {
  if (hasRoomInside(world, outer, demand)) return ok(undefined);
  const id = textIdOf(world, 'vm', outer);
  const free = freeInside(world, outer);
  return refuse({
    code: 'nested.outerShort',
    message:
      `The hypervisor in ${id} has ${free.vCpu} vCPU and ${free.memoryMib} MiB left; ` +
      `${demand.size} needs ${demand.vCpu} and ${demand.memoryMib}.`,
    hint: `Use a smaller size, stop something in ${id}, or resize it.`,
    details: {
      outer: id,
      freeVCpu: free.vCpu,
      freeMemoryMib: free.memoryMib,
      vCpu: demand.vCpu,
      memoryMib: demand.memoryMib,
    },
  });
}

/** Refuses with `nested.outerDown` while the machine around does not run. */
export function checkOuterRuns(world: World, outer: number): Result<void> {
  const { powerState } = world.vm.col;
  if (outer < 0 || powerState[outer] === RUNNING) return ok(undefined);
  const id = textIdOf(world, 'vm', outer);
  const state = POWER_STATES[powerState[outer]!]!;
  return refuse({
    code: 'nested.outerDown',
    message: `${id} is ${state}, and with it its hypervisor and all that is inside.`,
    hint: `Start ${id} first.`,
    details: { outer: id, powerState: state },
  });
}

/** Refuses a size that cannot carry the hypervisor of a machine and what that has promised. */
export function checkNestOnSize(world: World, vm: number, size: VmSize): Result<void> {
  if (nestOf(world, vm) < 0) return ok(undefined);
  if (!allowsNested(world, size)) return unsupported(world, vm, size);
  const offered = offeredInside(world, vm, { vCpu: size.vCpu, memoryMib: size.memoryMib });
  return checkKeepsPromises(world, vm, offered);
}

/** Refuses with `hypervisor.promisedMore` an offer below what machines inside were promised. */
export function checkKeepsPromises(
  world: World,
  vm: number,
  offered: { readonly vCpu: number; readonly memoryMib: number; readonly moreMib?: number },
): Result<void> {
  const promised = promisedInside(world, vm);
  const memoryMib = promised.memoryMib + (offered.moreMib ?? 0);
  if (promised.vCpu <= offered.vCpu && memoryMib <= offered.memoryMib) return ok(undefined);
  const id = textIdOf(world, 'vm', vm);
  return refuse({
    code: 'hypervisor.promisedMore',
    message:
      `${id} has promised ${promised.vCpu} vCPU and ${memoryMib} MiB to machines inside it; ` +
      `with this it would offer ${offered.vCpu} and ${offered.memoryMib}.`,
    hint: 'Deallocate or delete machines inside it first.',
    details: {
      host: id,
      vCpuCommitted: promised.vCpu,
      vCpu: offered.vCpu,
      promisedMib: memoryMib,
      offeredMib: offered.memoryMib,
    },
  });
}
