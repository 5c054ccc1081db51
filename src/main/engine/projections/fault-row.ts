/**
 * Rows of injected faults, and the marks they leave on machines, hosts and racks. They only read.
 */
import { PLACEMENT_RULES } from '../../../shared/model/hypervisor-kinds.ts';
import { FAULT_KINDS } from '../../../shared/model/fault-kinds.ts';
import type { RowOf } from '../../../shared/views/topology-view.ts';
import { COOL_MILLI_C } from '../systems/cooling.ts';
import { overheadLeft } from '../systems/hypervisor-cost.ts';
import { failingFault } from '../systems/platform.ts';
import { vmsHitBy } from '../systems/injected-faults.ts';
import { otherOf, targetOf, type FaultPart } from '../world/fault-rows.ts';
import { FAULT_PHASES } from '../world/impairment-index.ts';
import { textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { base, cause, some } from './row-parts.ts';

const FOREVER = 0xffff_ffff;

function idOfPart(world: World, part: FaultPart | undefined): string | undefined {
  return part === undefined ? undefined : textIdOf(world, part.table, part.slot);
}

function positive(value: number): number | undefined {
  return value === 0 ? undefined : value;
}

/** What a fault was aimed at, as text. */
export function faultTargetText(world: World, fault: number): string {
  return idOfPart(world, targetOf(world, fault)) ?? world.fault.text('scope', fault);
}

/** The row of a fault. */
export function faultRow(world: World, slot: number): RowOf<'fault'> {
  const { col } = world.fault;
  const repeats = col.everyUs[slot]! > 0 && col.timesLeft[slot] !== FOREVER;
  return {
    kind: 'fault',
    ...base(world, 'fault', slot),
    faultKind: FAULT_KINDS[col.kind[slot]!]!,
    target: faultTargetText(world, slot),
    ...some('other', idOfPart(world, otherOf(world, slot))),
    ...some('amount', positive(col.amount[slot]!)),
    phase: FAULT_PHASES[col.phase[slot]!]!,
    ...some('startedUs', col.phase[slot] === 0 ? undefined : col.startedUs[slot]!),
    ...some('nextUs', positive(col.nextUs[slot]!)),
    ...some('lastsUs', positive(col.lastsUs[slot]!)),
    ...some('everyUs', positive(col.everyUs[slot]!)),
    ...some('timesLeft', repeats ? col.timesLeft[slot]! : undefined),
    machines: vmsHitBy(world, slot).map((vm) => textIdOf(world, 'vm', vm)),
    ...cause(col.cause[slot]!),
  };
}

/** Marks on a machine; none while all is well. */
export function vmMarks(
  world: World,
  vm: number,
): { faults?: string[]; silent?: boolean; pausedUntilUs?: number } {
  const { faults } = world.impairments.of(vm);
  const pausedUntilUs = world.vm.col.pausedUntilUs[vm]!;
  return {
    ...some(
      'faults',
      faults.length === 0 ? undefined : faults.map((fault) => textIdOf(world, 'fault', fault)),
    ),
    ...some('silent', world.vm.col.silent[vm] === 1 ? true : undefined),
    ...some('pausedUntilUs', pausedUntilUs > world.nowUs ? pausedUntilUs : undefined),
  };
}

/** Marks on a host. */
export function hostMarks(
  world: World,
  host: number,
): { speedPermille?: number; tooHot?: boolean; failing?: boolean } {
  const { speedPermille, tooHot } = world.host.col;
  return {
    ...some(
      'speedPermille',
      speedPermille[host] === overheadLeft(world, host) ? undefined : speedPermille[host],
    ),
    ...some('tooHot', tooHot[host] === 1 ? true : undefined),
    ...some('failing', failingFault(world, host) >= 0 ? true : undefined),
  };
}

/** Marks on a rack. */
export function rackMarks(world: World, rack: number): { inletMilliC?: number } {
  const inlet = world.rack.col.inletMilliC[rack]!;
  return some('inletMilliC', inlet === COOL_MILLI_C ? undefined : inlet);
}

/** The row of the platform. */
export function platformRow(world: World, slot: number): RowOf<'platform'> {
  const { healing, liveMigration, dirtyMibPerSecond, placement } = world.platform.col;
  return {
    kind: 'platform',
    ...base(world, 'platform', slot),
    healing: healing[slot] === 1,
    liveMigration: liveMigration[slot] === 1,
    dirtyMibPerSecond: dirtyMibPerSecond[slot]!,
    placement: PLACEMENT_RULES[placement[slot]!]!,
  };
}
