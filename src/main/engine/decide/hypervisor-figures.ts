/**
 * The figures of a hypervisor, on a host or in a machine: what it costs, what it keeps back, how
 * often it promises a core. Both kinds of deciders read, ask for and write them here, and refuse
 * in the same words. What is worked out from them is the matter of the systems.
 */
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import type { HypervisorType } from '../../../shared/model/hypervisor-kinds.ts';
import { refuse } from './decide-kit.ts';

const PERMILLE_PER_PERCENT = 10;

/** What a hypervisor of each type costs when nobody says. */
export type HypervisorCosts = Readonly<
  Record<HypervisorType, { cpuPercent: number; overheadMib: number; machineMib: number }>
>;

/** What may be said of one. */
export type AskedFigures = Omit<CommandOf<'hypervisor.set'>, 'type' | 'host'>;

const FIGURES = [
  'vCpuPerCore',
  'reserveCores',
  'reserveMib',
  'overheadPermille',
  'overheadMib',
  'machineOverheadMib',
] as const;

/** Figures that every hypervisor has. */
export type HypervisorFigures = Readonly<Record<(typeof FIGURES)[number], number>>;

/** The columns of a table that has them. */
type FigureColumns = Readonly<Record<(typeof FIGURES)[number], { [slot: number]: number }>>;

/** A new hypervisor of a type, with nothing said of it. */
export function figuresOfType(costs: HypervisorCosts, kind: HypervisorType): HypervisorFigures {
  const { cpuPercent, overheadMib, machineMib } = costs[kind];
  return {
    vCpuPerCore: 1,
    reserveCores: 0,
    reserveMib: 0,
    overheadPermille: cpuPercent * PERMILLE_PER_PERCENT,
    overheadMib,
    machineOverheadMib: machineMib,
  };
}

/** What is asked, over what there was. */
export function figuresAsked(asked: AskedFigures, before: HypervisorFigures): HypervisorFigures {
  return {
    vCpuPerCore: asked.vCpuPerCore ?? before.vCpuPerCore,
    reserveCores: asked.reserveCores ?? before.reserveCores,
    reserveMib: asked.reserveMib ?? before.reserveMib,
    overheadPermille:
      asked.cpuOverheadPercent === undefined
        ? before.overheadPermille
        : Math.round(asked.cpuOverheadPercent * PERMILLE_PER_PERCENT),
    overheadMib: asked.overheadMib ?? before.overheadMib,
    machineOverheadMib: asked.machineOverheadMib ?? before.machineOverheadMib,
  };
}

/** The figures a row has. */
export function readFigures(col: FigureColumns, slot: number): HypervisorFigures {
  return {
    vCpuPerCore: col.vCpuPerCore[slot]!,
    reserveCores: col.reserveCores[slot]!,
    reserveMib: col.reserveMib[slot]!,
    overheadPermille: col.overheadPermille[slot]!,
    overheadMib: col.overheadMib[slot]!,
    machineOverheadMib: col.machineOverheadMib[slot]!,
  };
}

/** Writes figures into a row; what follows from the change is the caller's. */
export function writeFigures(col: FigureColumns, slot: number, figures: HypervisorFigures): void {
  for (const name of FIGURES) col[name][slot] = figures[name];
}

/** Refuses a second hypervisor. */
export function alreadyThere(id: string): Result<never> {
  return refuse({
    code: 'hypervisor.present',
    message: `${id} has a hypervisor already.`,
    hint: 'Change it (hypervisor.set), or remove it first (hypervisor.remove).',
    details: { host: id },
  });
}

/** Refuses what needs a hypervisor; `message` says what there is instead. */
export function noneThere(id: string, message: string): Result<never> {
  return refuse({
    code: 'hypervisor.absent',
    message,
    hint: 'Install one first (hypervisor.install).',
    details: { host: id },
  });
}

/** Refuses swapping, which needs the hardware. */
export function neverSwaps(id: string): Result<never> {
  return refuse({
    code: 'hypervisor.hostedSwap',
    message: `The hypervisor of ${id} runs in an operating system and does not swap.`,
    hint: 'Promise memory once, or use a hypervisor on the hardware.',
    details: { host: id },
  });
}

/** Refuses figures that leave nothing of the cores or the memory there are. */
export function checkLeavesRoom(
  id: string,
  given: { readonly cores: number; readonly memoryMib: number; readonly takenMib: number },
  figures: HypervisorFigures,
): Result<void> {
  const { cores, memoryMib, takenMib } = given;
  const { reserveCores } = figures;
  if (takenMib < memoryMib && reserveCores < cores) return ok(undefined);
  return refuse({
    code: 'hypervisor.memoryShort',
    message:
      `${id} has ${cores} cores and ${memoryMib} MiB; ${reserveCores} cores and ` +
      `${takenMib} MiB of them would be kept back.`,
    hint: 'Keep back less.',
    details: { host: id, cores, memoryMib, takenMib, reserveCores },
  });
}
