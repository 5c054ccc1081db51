/**
 * Deciders for planned maintenance of sets: beginning a wave, beginning one machine early, ending
 * it. How a wave goes is the matter of `systems/maintenance.ts`.
 */
import { err, ok, type Result } from '../../../shared/kernel/result.ts';
import { durationUs, US_PER_MINUTE } from '../../../shared/kernel/time.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import { POWER_STATES } from '../../../shared/model/kinds.ts';
import {
  applyEarly,
  isMaintained,
  isSelfService,
  startMaintenance,
} from '../systems/maintenance.ts';
import { durationOf } from '../systems/operation-durations.ts';
import { touchSetOfWave } from '../systems/wave-clock.ts';
import { machinesOf, waveOfSet, type WaveSet } from '../systems/wave-domains.ts';
import { textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { find, refuse, type Decided } from './decide-kit.ts';
import { checkNotice } from './notice-check.ts';
import { findIdle } from './vm-deciders.ts';

/** Time between two update domains (docs/facts.md, fact 45). */
export const RECOVERY_US = 30 * US_PER_MINUTE;
const RUNNING = POWER_STATES.indexOf('running');

type Target = Pick<CommandOf<'maintenance.start'>, 'availabilitySet' | 'scaleSet'>;

/** The one set a command names. Refuses with `maintenance.target`. */
export function findMaintained(world: World, command: Target): Result<WaveSet> {
  const { availabilitySet, scaleSet } = command;
  const named = [availabilitySet, scaleSet].filter((name) => name !== undefined).length;
  if (named !== 1) {
    return err({
      code: 'maintenance.target',
      message: `Maintenance goes through one set; ${named} were named.`,
      hint: 'Name an availability set or a scale set.',
      details: { named },
    });
  }
  const table = availabilitySet === undefined ? 'scaleSet' : 'availabilitySet';
  const found = find(world, table, availabilitySet ?? scaleSet ?? '');
  return found.ok ? ok({ table, slot: found.value }) : found;
}

/** Looks at `maintenance.start`; its refusals stand with its schema in `shared/commands`. */
export function decideMaintenanceStart(
  world: World,
  command: CommandOf<'maintenance.start'>,
): Decided {
  const set = findMaintained(world, command);
  if (!set.ok) return set;
  const free = checkMaintainable(world, set.value);
  if (!free.ok) return free;
  const mode = command.mode ?? 'reboot';
  const noticeUs = durationUs(command.notice, 0);
  if (command.notice !== undefined) {
    const enough = checkNotice(mode === 'reboot' ? 'Reboot' : 'Freeze', noticeUs);
    if (!enough.ok) return enough;
  }
  return ok(() => {
    // A pause is drawn for each machine when its turn comes.
    const measuredUs = mode === 'reboot' && command.work === undefined;
    startMaintenance(world, set.value, {
      mode,
      noticeUs,
      workUs: measuredUs ? durationOf(world, 'plannedReboot') : durationUs(command.work, 0),
      recoveryUs: durationUs(command.recovery, RECOVERY_US),
      drainUs: durationUs(command.drain, 0),
      selfServiceUs: durationUs(command.selfService, 0),
    });
  });
}

/** Refuses a set under maintenance, and one without machines. */
function checkMaintainable(world: World, set: WaveSet): Result<void> {
  const id = textIdOf(world, set.table, set.slot);
  const wave = waveOfSet(world, set);
  if (wave >= 0) {
    const domain = world.maintenanceWave.col.domain[wave]!;
    return refuse({
      code: 'maintenance.running',
      message: `${id} is under maintenance already, at domain ${domain}.`,
      hint: 'Wait for its end, or cancel it.',
      details: { set: id, domain },
    });
  }
  if (machinesOf(world, set).length > 0) return ok(undefined);
  return refuse({
    code: 'maintenance.empty',
    message: `${id} has no machines, so there is nothing to maintain.`,
    hint: 'Create machines in the set first.',
    details: { set: id },
  });
}

/** Looks at `maintenance.apply`; its refusals stand with its schema in `shared/commands`. */
export function decideMaintenanceApply(
  world: World,
  command: CommandOf<'maintenance.apply'>,
): Decided {
  const found = findIdle(world, command.vm);
  if (!found.ok) return found;
  const vm = found.value;
  const id = textIdOf(world, 'vm', vm);
  const wave = waveOfMachine(world, vm);
  if (wave < 0 || !isSelfService(world, wave)) {
    return refuse({
      code: 'maintenance.noSelfService',
      message: `No maintenance of ${id} waits to be begun by its customer.`,
      hint: 'The platform does it at its time; or start a maintenance with selfService.',
      details: { vm: id },
    });
  }
  if (isMaintained(world, wave, vm)) {
    return refuse({
      code: 'maintenance.applied',
      message: `${id} was maintained early already; the wave will pass it over.`,
      hint: 'Choose another machine of the set.',
      details: { vm: id },
    });
  }
  const state = world.vm.col.powerState[vm]!;
  if (state !== RUNNING) {
    return refuse({
      code: 'vm.notRunning',
      message: `${id} is ${POWER_STATES[state]!}, so there is nothing to restart.`,
      hint: 'Start it first; a machine that does not run is passed over anyway.',
      details: { vm: id, powerState: POWER_STATES[state]! },
    });
  }
  return ok(() => applyEarly(world, wave, vm));
}

/** The wave going through the set of a machine; -1 when there is none. */
function waveOfMachine(world: World, vm: number): number {
  const { availabilitySet, scaleSet } = world.vm.col;
  const inSet = availabilitySet[vm]! > 0;
  if (!inSet && scaleSet[vm] === 0) return -1;
  return inSet
    ? waveOfSet(world, { table: 'availabilitySet', slot: availabilitySet[vm]! - 1 })
    : waveOfSet(world, { table: 'scaleSet', slot: scaleSet[vm]! - 1 });
}

/** Looks at `maintenance.cancel`; its refusals stand with its schema in `shared/commands`. */
export function decideMaintenanceCancel(
  world: World,
  command: CommandOf<'maintenance.cancel'>,
): Decided {
  const set = findMaintained(world, command);
  if (!set.ok) return set;
  const wave = waveOfSet(world, set.value);
  const { cancelled } = world.maintenanceWave.col;
  if (wave < 0 || cancelled[wave] === 1) {
    const id = textIdOf(world, set.value.table, set.value.slot);
    return refuse({
      code: 'maintenance.notRunning',
      message: `${id} is not under maintenance${wave < 0 ? '' : ' beyond the domain under way'}.`,
      hint: 'Nothing needs to be cancelled.',
      details: { set: id },
    });
  }
  return ok(() => {
    cancelled[wave] = 1;
    touchSetOfWave(world, wave);
  });
}
