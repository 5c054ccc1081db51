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
import { machinesOf, waveOfSet, type Maintained, type WaveSet } from '../systems/wave-domains.ts';
import { MAINTAINED } from '../world/fault-rows.ts';
import { textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { find, refuse, type Decided } from './decide-kit.ts';
import { checkNotice } from './notice-check.ts';
import { findIdle } from './vm-deciders.ts';

/** Time between two update domains (docs/facts.md, fact 45). */
const RECOVERY_US = 30 * US_PER_MINUTE;
const RUNNING = POWER_STATES.indexOf('running');

type Target = Pick<CommandOf<'maintenance.start'>, Maintained>;

/** The one thing a command names. Refuses with `maintenance.target` and `maintenance.inSet`. */
export function findMaintained(world: World, command: Target): Result<WaveSet> {
  const named = MAINTAINED.filter((table) => command[table] !== undefined);
  const [table] = named;
  if (table === undefined || named.length !== 1) {
    return err({
      code: 'maintenance.target',
      message: `Maintenance goes through one set, machine or host; ${named.length} were named.`,
      hint: 'Name an availability set, a scale set, a machine or a dedicated host.',
      details: { named: named.length },
    });
  }
  const found = find(world, table, command[table] ?? '');
  if (!found.ok) return found;
  const set = table === 'vm' ? setAround(world, found.value) : undefined;
  if (set === undefined) return ok({ table, slot: found.value });
  const id = textIdOf(world, 'vm', found.value);
  const around = textIdOf(world, set.table, set.slot);
  return refuse({
    code: 'maintenance.inSet',
    message: `${id} is in ${around}, which is maintained as a whole, domain by domain.`,
    hint: `Name ${around}.`,
    details: { vm: id, set: around },
  });
}

/** The set a machine is in; undefined for one by itself. */
function setAround(world: World, vm: number): WaveSet | undefined {
  const { availabilitySet, scaleSet } = world.vm.col;
  if (availabilitySet[vm]! > 0) return { table: 'availabilitySet', slot: availabilitySet[vm]! - 1 };
  return scaleSet[vm]! > 0 ? { table: 'scaleSet', slot: scaleSet[vm]! - 1 } : undefined;
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
      recoveryUs: recoveryOf(set.value, command.recovery),
      drainUs: durationUs(command.drain, 0),
      selfServiceUs: durationUs(command.selfService, 0),
    });
  });
}

/** Time until the next domain; what is done as a whole has none to wait for. */
export function recoveryOf(set: WaveSet, asked: string | undefined): number {
  const isWhole = set.table === 'vm' || set.table === 'dedicatedHost';
  return durationUs(asked, isWhole ? 0 : RECOVERY_US);
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
      hint: 'The platform does it at its time; or start one that its customer may begin.',
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

/** The wave going through the set of a machine, itself or its host; -1 when there is none. */
function waveOfMachine(world: World, vm: number): number {
  const set = setAround(world, vm);
  if (set !== undefined) return waveOfSet(world, set);
  const own = waveOfSet(world, { table: 'vm', slot: vm });
  const host = world.vm.ref('host', vm);
  const dedicated = host < 0 ? -1 : world.host.ref('dedicated', host);
  if (own >= 0 || dedicated < 0) return own;
  return waveOfSet(world, { table: 'dedicatedHost', slot: dedicated });
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
