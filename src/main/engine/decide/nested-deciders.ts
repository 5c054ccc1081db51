/**
 * Deciders for hypervisors in the operating systems of machines (rules ENG-NV1 and ENG-NV2;
 * docs/facts.md, facts 117 and N1). The commands are those of hosts; the reference says `vm:`.
 */
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import { HYPERVISOR_TYPES } from '../../../shared/model/hypervisor-kinds.ts';
import { sizeOf } from '../systems/disk-ceilings.ts';
import { ensureGuest } from '../systems/guest-records.ts';
import { advanceJobs, scheduleNextJob } from '../systems/jobs.ts';
import { startOperation } from '../systems/lifecycle.ts';
import {
  forgetNest,
  innerOf,
  nestOf,
  outerOf,
  promisedInside,
} from '../systems/nested-machines.ts';
import { offeredInside, systemInsideMib } from '../systems/nested-room.ts';
import { noteInside } from '../systems/placement.ts';
import { speedChanged } from '../systems/work-grounds.ts';
import { textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { find, refuse, type Decided } from './decide-kit.ts';
import { findRunningSystem } from './guest-find.ts';
import {
  alreadyThere,
  checkLeavesRoom,
  figuresAsked,
  figuresOfType,
  neverSwaps,
  noneThere,
  readFigures,
  writeFigures,
  type AskedFigures,
  type HypervisorCosts,
  type HypervisorFigures,
} from './hypervisor-figures.ts';
import {
  allowsNested,
  checkKeepsPromises,
  checkNobodyInside,
  unsupported,
} from './nested-rules.ts';
import { findIdle, instanceRefused } from './vm-deciders.ts';

const FULL_PERCENT = 100;
const HOSTED = HYPERVISOR_TYPES.indexOf('hosted');

/**
 * What a hypervisor in a machine costs when nobody says: 8 % for the role of a system, the upper
 * end of what was measured (fact N1); the program on top of that as on a host ([GEN]).
 */
const COSTS: HypervisorCosts = {
  bareMetal: { cpuPercent: 8, overheadMib: 1_024, machineMib: 64 },
  hosted: { cpuPercent: 16, overheadMib: 512, machineMib: 256 },
};

type NestCommand = CommandOf<'hypervisor.install' | 'hypervisor.remove' | 'hypervisor.set'>;

/** True for a reference that names a machine rather than a host. */
export function isInMachine(reference: string): boolean {
  return reference.startsWith('vm:');
}

/** Looks at a command on the hypervisor of a machine. */
export function decideNest(world: World, command: NestCommand): Decided {
  switch (command.type) {
    case 'hypervisor.install':
      return decideInstall(world, command);
    case 'hypervisor.remove':
      return decideRemove(world, command);
    default:
      return decideSet(world, command);
  }
}

function decideInstall(world: World, command: CommandOf<'hypervisor.install'>): Decided {
  const found = findMachine(world, command.host);
  if (!found.ok) return found;
  const vm = found.value;
  const id = textIdOf(world, 'vm', vm);
  if (nestOf(world, vm) >= 0) return alreadyThere(id);
  if (outerOf(world, vm) >= 0) {
    return refuse({
      code: 'nested.tooDeep',
      message: `${id} runs inside ${textIdOf(world, 'vm', outerOf(world, vm))} itself.`,
      hint: 'Install it in a machine that stands on a host: one storey can be put on another.',
      details: { vm: id, outer: textIdOf(world, 'vm', outerOf(world, vm)) },
    });
  }
  if (world.vm.col.scaleSet[vm]! > 0) return ofInstance(world, vm);
  const size = sizeOf(world, vm);
  if (!allowsNested(world, size)) return unsupported(world, vm, size);
  const figures = figuresAsked(command, figuresOfType(COSTS, command.kind));
  const fits = checkFigures(world, vm, { asked: command, figures });
  if (!fits.ok) return fits;
  return ok(() => {
    ensureGuest(world, { table: 'vm', slot: vm }, true);
    const nest = world.nest.allocate();
    world.nest.setRef({ column: 'vm', slot: nest, to: vm });
    world.vm.setRef({ column: 'nest', slot: vm, to: nest });
    world.nest.col.hosted[nest] = command.kind === 'hosted' ? HOSTED : 0;
    write(world, vm, figures);
    if (command.kind === 'bareMetal') restart(world, vm);
  });
}

function decideRemove(world: World, command: CommandOf<'hypervisor.remove'>): Decided {
  const found = findMachine(world, command.host);
  if (!found.ok) return found;
  const vm = found.value;
  const nest = nestOf(world, vm);
  if (nest < 0) return absent(world, vm);
  const empty = checkNobodyInside(world, vm);
  if (!empty.ok) return empty;
  return ok(() => {
    const wasRole = world.nest.col.hosted[nest] !== HOSTED;
    forgetNest(world, vm);
    noteInside(world, vm);
    if (wasRole) restart(world, vm);
  });
}

function decideSet(world: World, command: CommandOf<'hypervisor.set'>): Decided {
  const found = find(world, 'vm', command.host);
  if (!found.ok) return found;
  const vm = found.value;
  const nest = nestOf(world, vm);
  if (nest < 0) return absent(world, vm);
  const before = readFigures(world.nest.col, nest);
  const figures = figuresAsked(command, before);
  const fits = checkFigures(world, vm, { asked: command, figures });
  if (!fits.ok) return fits;
  const { vCpu, memoryMib } = world.vm.col;
  const kept = figures.reserveMib + figures.overheadMib - before.reserveMib - before.overheadMib;
  const each = figures.machineOverheadMib - before.machineOverheadMib;
  const keeps = checkKeepsPromises(world, vm, {
    vCpu: (vCpu[vm]! - figures.reserveCores) * figures.vCpuPerCore,
    memoryMib: offeredInside(world, vm, { vCpu: 0, memoryMib: memoryMib[vm]! }).memoryMib - kept,
    moreMib: each * promisedInside(world, vm).machines,
  });
  return keeps.ok ? ok(() => change(world, vm, figures)) : keeps;
}

/** A machine at rest whose system runs and can be managed. */
function findMachine(world: World, reference: string): Result<number> {
  const found = findIdle(world, reference);
  if (!found.ok) return found;
  const system = findRunningSystem(world, reference);
  return system.ok ? found : system;
}

function absent(world: World, vm: number): Result<never> {
  const id = textIdOf(world, 'vm', vm);
  return noneThere(id, `${id} has no hypervisor.`);
}

/** What is done by hand to one instance is gone with the next upgrade, and others lack it. */
function ofInstance(world: World, vm: number): Result<never> {
  const refused = instanceRefused(world, vm);
  if (refused.ok) return refused;
  return refuse({
    ...refused.error,
    code: 'nested.instance',
    hint: 'Use a machine of its own: instances are replaced, and what is inside would go along.',
  });
}

/** Refuses swapping, which needs the hardware, and costs that leave nothing. */
function checkFigures(
  world: World,
  vm: number,
  given: { readonly asked: AskedFigures; readonly figures: HypervisorFigures },
): Result<void> {
  const id = textIdOf(world, 'vm', vm);
  const { asked, figures } = given;
  if (asked.memoryPolicy === 'swap' || (asked.memoryPercent ?? FULL_PERCENT) > FULL_PERCENT) {
    return neverSwaps(id);
  }
  const takenMib = figures.reserveMib + figures.overheadMib + systemInsideMib(world, vm);
  const { vCpu, memoryMib } = world.vm.col;
  return checkLeavesRoom(id, { cores: vCpu[vm]!, memoryMib: memoryMib[vm]!, takenMib }, figures);
}

/** Other figures for a hypervisor that has machines: what they do goes on at another speed. */
function change(world: World, vm: number, figures: HypervisorFigures): void {
  const inner = innerOf(world, vm);
  const working = inner.filter((one) => world.vm.col.jobsRunning[one]! > 0);
  for (const one of working) advanceJobs(world, one);
  write(world, vm, figures);
  for (const one of working) scheduleNextJob(world, one);
  for (const one of inner) speedChanged(world, one);
}

function write(world: World, vm: number, figures: HypervisorFigures): void {
  writeFigures(world.nest.col, nestOf(world, vm), figures);
  noteInside(world, vm);
}

/** A role of the system comes and goes with its restart. */
function restart(world: World, vm: number): void {
  if (world.settingUp) return;
  world.vm.col.cause[vm] = world.decisionId;
  startOperation(world, vm, 'guestRestart');
}
