/**
 * Deciders for hypervisors and for moving a machine by hand (rules ENG-HV1 to ENG-HV6 and ENG-PR5;
 * docs/facts.md, facts 114 to 118). What a hypervisor costs is worked out by the systems.
 */
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import { MEMORY_POLICIES, type HypervisorType } from '../../../shared/model/hypervisor-kinds.ts';
import { HOST_STATES, HOST_SYSTEMS, POWER_STATES } from '../../../shared/model/kinds.ts';
import { chooseElsewhere, elsewhereTest } from '../systems/elsewhere.ts';
import { forgetGuest } from '../systems/guest-records.ts';
import {
  forgetHypervisor,
  memoryOffered,
  memoryPromised,
  runsMachines,
  systemUseMib,
} from '../systems/hypervisor-cost.ts';
import { standingOn } from '../systems/nested-machines.ts';
import { checkHost, noHostFor } from '../systems/placement.ts';
import { beginMigration, dirtyOf } from '../systems/platform.ts';
import { rebootHost } from '../systems/settle.ts';
import { textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { checkUnused, find, refuse, type Decided } from './decide-kit.ts';
import { checkNoApplications, machinesOn } from './host-deciders.ts';
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
import { checkStandsAlone } from './nested-rules.ts';
import { findIdle } from './vm-deciders.ts';

const UP = HOST_STATES.indexOf('up');
const RUNNING = POWER_STATES.indexOf('running');
const BARE = HOST_SYSTEMS.indexOf('hypervisor');
const SYSTEM = HOST_SYSTEMS.indexOf('operatingSystem');
const REFUSE = MEMORY_POLICIES.indexOf('refuse');
const SWAP_PERCENT = 150;
const FULL_PERCENT = 100;

/** What a hypervisor costs when nobody says ([GEN]; type 2 has the system under it beside that). */
const COSTS: HypervisorCosts = {
  bareMetal: { cpuPercent: 2, overheadMib: 1_024, machineMib: 64 },
  hosted: { cpuPercent: 10, overheadMib: 512, machineMib: 256 },
};

/** Figures of a hypervisor on a host: how it promises memory as well. */
interface Figures extends HypervisorFigures {
  readonly memoryPolicy: number;
  readonly memoryPercent: number;
}

function present(world: World, host: number): Figures {
  const { col } = world.host;
  const memoryPolicy = col.memoryPolicy[host]!;
  return { ...readFigures(col, host), memoryPolicy, memoryPercent: col.memoryPercent[host]! };
}

function ofType(kind: HypervisorType): Figures {
  return {
    ...figuresOfType(COSTS, kind),
    memoryPolicy: REFUSE,
    memoryPercent: FULL_PERCENT,
  };
}

/** What is asked, over what there was. */
function figuresOf(asked: AskedFigures, before: Figures): Figures {
  const memoryPolicy =
    asked.memoryPolicy === undefined
      ? before.memoryPolicy
      : MEMORY_POLICIES.indexOf(asked.memoryPolicy);
  const usual = before.memoryPercent > FULL_PERCENT ? before.memoryPercent : SWAP_PERCENT;
  const otherwise = memoryPolicy === REFUSE ? FULL_PERCENT : usual;
  const memoryPercent = asked.memoryPercent ?? otherwise;
  return { ...figuresAsked(asked, before), memoryPolicy, memoryPercent };
}

function write(world: World, host: number, figures: Figures): void {
  const { col } = world.host;
  writeFigures(col, host, figures);
  col.memoryPolicy[host] = figures.memoryPolicy;
  col.memoryPercent[host] = figures.memoryPercent;
  world.host.dirty.touch(host);
  world.plantDirty = true;
}

/** Refuses more memory than there is without swapping, and costs that leave nothing. */
function checkFigures(
  world: World,
  host: number,
  asked: { readonly figures: Figures; readonly isHosted: boolean },
): Result<void> {
  const id = textIdOf(world, 'host', host);
  const { figures, isHosted } = asked;
  if (isHosted && figures.memoryPolicy !== REFUSE) return neverSwaps(id);
  if (figures.memoryPolicy === REFUSE && figures.memoryPercent > FULL_PERCENT) {
    return refuse({
      code: 'hypervisor.swapNeedsPolicy',
      message:
        `${figures.memoryPercent}% of the memory can only be promised where it may be ` +
        'swapped.',
      hint: 'Let it swap, or promise no more than there is.',
      details: { host: id, memoryPercent: figures.memoryPercent },
    });
  }
  const machines = standingOn(world, host).length * figures.machineOverheadMib;
  const inUse = isHosted ? systemUseMib(world, host) + machines : 0;
  const takenMib = figures.reserveMib + figures.overheadMib + inUse;
  const { cores, memoryMib } = world.host.col;
  const has = { cores: cores[host]!, memoryMib: memoryMib[host]!, takenMib };
  return checkLeavesRoom(id, has, figures);
}

/** Looks at `hypervisor.install`; its refusals stand with its schema in `shared/commands`. */
export function decideHypervisorInstall(
  world: World,
  command: CommandOf<'hypervisor.install'>,
): Decided {
  const found = find(world, 'host', command.host);
  if (!found.ok) return found;
  const host = found.value;
  if (runsMachines(world, host)) return alreadyThere(textIdOf(world, 'host', host));
  const isBare = command.kind === 'bareMetal';
  const vacant = isBare ? checkNoApplications(world, host) : ok(undefined);
  if (!vacant.ok) return vacant;
  const figures = figuresOf(command, ofType(command.kind));
  const fits = checkFigures(world, host, { figures, isHosted: !isBare });
  if (!fits.ok) return fits;
  return ok(() => {
    if (isBare) {
      forgetGuest(world, { table: 'host', slot: host });
      world.host.col.system[host] = BARE;
    } else world.host.col.hosted[host] = 1;
    write(world, host, figures);
    // What runs on the hardware is exchanged, so it starts anew; a program beside others does not.
    if (isBare) restart(world, host);
  });
}

/** What runs on the hardware of a host was exchanged. */
function restart(world: World, host: number): void {
  if (world.host.col.state[host] === UP && !world.settingUp) rebootHost(world, host);
}

/** The host of a command, with a hypervisor. Refuses with `hypervisor.absent`. */
function findHypervisor(world: World, reference: string): Result<number> {
  const found = find(world, 'host', reference);
  if (!found.ok || runsMachines(world, found.value)) return found;
  const id = textIdOf(world, 'host', found.value);
  return noneThere(id, `${id} runs an operating system and no hypervisor.`);
}

/** Looks at `hypervisor.remove`; its refusals stand with its schema in `shared/commands`. */
export function decideHypervisorRemove(
  world: World,
  command: CommandOf<'hypervisor.remove'>,
): Decided {
  const found = findHypervisor(world, command.host);
  if (!found.ok) return found;
  const host = found.value;
  const id = textIdOf(world, 'host', host);
  const users = machinesOn(world, host);
  const unused = checkUnused(world, { code: 'host.inUse', id, users });
  if (!unused.ok) return unused;
  return ok(() => {
    const wasBare = world.host.col.hosted[host] === 0;
    forgetHypervisor(world, host);
    world.host.col.vCpuPerCore[host] = 1;
    world.host.col.system[host] = SYSTEM;
    world.host.dirty.touch(host);
    world.plantDirty = true;
    if (wasBare) restart(world, host);
  });
}

/** Looks at `hypervisor.set`; its refusals stand with its schema in `shared/commands`. */
export function decideHypervisorSet(world: World, command: CommandOf<'hypervisor.set'>): Decided {
  const found = findHypervisor(world, command.host);
  if (!found.ok) return found;
  const host = found.value;
  const before = present(world, host);
  const figures = figuresOf(command, before);
  const isHosted = world.host.col.hosted[host] === 1;
  const fits = checkFigures(world, host, { figures, isHosted });
  if (!fits.ok) return fits;
  const promised = checkPromised(world, host, { before, figures });
  return promised.ok ? ok(() => write(world, host, figures)) : promised;
}

/** Refuses figures under which a host would have promised more than it then offers. */
function checkPromised(
  world: World,
  host: number,
  change: { readonly before: Figures; readonly figures: Figures },
): Result<void> {
  const cores = world.host.col.cores[host]!;
  const { figures, before } = change;
  const vCpu = (cores - figures.reserveCores) * figures.vCpuPerCore;
  const kept = figures.reserveMib + figures.overheadMib - before.reserveMib - before.overheadMib;
  const whole = (memoryOffered(world, host) * FULL_PERCENT) / before.memoryPercent - kept;
  const offered = Math.floor((whole * figures.memoryPercent) / FULL_PERCENT);
  const machines = standingOn(world, host).length;
  const more = (figures.machineOverheadMib - before.machineOverheadMib) * machines;
  const promised = memoryPromised(world, host) + more;
  const vCpuCommitted = world.host.col.vCpuCommitted[host]!;
  if (vCpuCommitted <= vCpu && promised <= offered) return ok(undefined);
  const id = textIdOf(world, 'host', host);
  return refuse({
    code: 'hypervisor.promisedMore',
    message:
      `${id} has promised ${vCpuCommitted} vCPU and ${promised} MiB; with this it would offer ` +
      `${vCpu} and ${offered}.`,
    hint: 'Deallocate or move machines first.',
    details: { host: id, vCpuCommitted, vCpu, promisedMib: promised, offeredMib: offered },
  });
}

/** Looks at `vm.migrate`; its refusals stand with its schema in `shared/commands`. */
export function decideVmMigrate(world: World, command: CommandOf<'vm.migrate'>): Decided {
  const found = findIdle(world, command.vm);
  if (!found.ok) return found;
  const vm = found.value;
  const id = textIdOf(world, 'vm', vm);
  if (world.vm.col.powerState[vm] !== RUNNING) {
    return refuse({
      code: 'vm.notRunning',
      message: `${id} is ${POWER_STATES[world.vm.col.powerState[vm]!]!}; only a running one moves.`,
      hint: 'Start it first; one that rests can be started elsewhere.',
      details: { vm: id, powerState: POWER_STATES[world.vm.col.powerState[vm]!]! },
    });
  }
  const alone = checkStandsAlone(world, vm);
  if (!alone.ok) return alone;
  const to = command.to === undefined ? elsewhere(world, vm) : named(world, vm, command.to);
  if (!to.ok) return to;
  return ok(() => {
    const dirty = command.dirtyMibPerSecond ?? dirtyOf(world);
    beginMigration(world, vm, {
      to: to.value,
      named: command.to !== undefined,
      dirtyMibPerSecond: dirty,
      cause: world.decisionId,
    });
  });
}

function demandOf(world: World, vm: number) {
  const { vCpu, memoryMib } = world.vm.col;
  return { size: world.vm.text('size', vm), vCpu: vCpu[vm]!, memoryMib: memoryMib[vm]! };
}

function elsewhere(world: World, vm: number): Result<number> {
  const to = chooseElsewhere(world, vm);
  if (to >= 0) return ok(to);
  return refuse(noHostFor(world, demandOf(world, vm), elsewhereTest(world, vm)));
}

/** A host somebody named: it needs room, and the promises made to the machine still hold there. */
function named(world: World, vm: number, reference: string): Result<number> {
  const found = find(world, 'host', reference);
  if (!found.ok) return found;
  const host = found.value;
  const ids = { vm: textIdOf(world, 'vm', vm), host: textIdOf(world, 'host', host) };
  if (world.vm.col.host[vm] === host + 1) {
    return refuse({
      code: 'vm.sameHost',
      message: `${ids.vm} stands on ${ids.host} already.`,
      hint: 'Name another host.',
      details: ids,
    });
  }
  const fits = checkHost(world, { host, demand: demandOf(world, vm) });
  if (!fits.ok) return fits;
  if (elsewhereTest(world, vm)(host)) return ok(host);
  return refuse({
    code: 'vm.migrationBound',
    message:
      `${ids.vm} was promised its datacenter, zone, fault domain and hosts; ${ids.host} breaks ` +
      'one of these.',
    hint: 'Name a host within all of them, or leave it out.',
    details: ids,
  });
}
