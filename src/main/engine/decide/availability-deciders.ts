/**
 * Deciders for availability sets and for planned maintenance. Where a member may stand is decided
 * in
 * `systems/fault-domains.ts`; here only what a person asked for is judged.
 */
import { ok } from '../../../shared/kernel/result.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import { parseDuration, US_PER_MINUTE } from '../../../shared/kernel/time.ts';
import { forgetDowntime } from '../systems/downtime.ts';
import { durationOf } from '../systems/operation-durations.ts';
import { membersOf } from '../systems/fault-domains.ts';
import { checkNotice } from './notice-check.ts';
import { startMaintenance } from '../systems/maintenance.ts';
import { nameOf, textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import {
  checkFree,
  checkUnused,
  find,
  findGroup,
  refuse,
  tagsText,
  type Decided,
} from './decide-kit.ts';

const FAULT_DOMAINS = 2;
const UPDATE_DOMAINS = 5;
/** Time between two update domains (docs/facts.md, fact 45). */
const RECOVERY_US = 30 * US_PER_MINUTE;

/** Looks at `availabilitySet.add`; its refusals stand with its schema in `shared/commands`. */
export function decideAvailabilitySetAdd(
  world: World,
  command: CommandOf<'availabilitySet.add'>,
): Decided {
  const group = findGroup(world, command.group);
  if (!group.ok) return group;
  const groupName = nameOf(world, 'group', group.value);
  const free = checkFree(world, { word: 'availabilitySet', name: command.name, group: groupName });
  if (!free.ok) return free;
  return ok(() => {
    const slot = world.availabilitySet.allocate();
    world.availabilitySet.setText({ column: 'name', slot, text: command.name });
    world.availabilitySet.setRef({ column: 'group', slot, to: group.value });
    world.availabilitySet.setText({ column: 'tags', slot, text: tagsText(command.tags) });
    world.availabilitySet.col.faultDomains[slot] = command.faultDomains ?? FAULT_DOMAINS;
    world.availabilitySet.col.updateDomains[slot] = command.updateDomains ?? UPDATE_DOMAINS;
    world.names.add('availabilitySet', slot);
  });
}

/** Looks at `availabilitySet.remove`; its refusals stand with its schema in `shared/commands`. */
export function decideAvailabilitySetRemove(
  world: World,
  command: CommandOf<'availabilitySet.remove'>,
): Decided {
  const set = find(world, 'availabilitySet', command.availabilitySet);
  if (!set.ok) return set;
  const slot = set.value;
  const unused = checkUnused(world, {
    code: 'availabilitySet.notEmpty',
    id: textIdOf(world, 'availabilitySet', slot),
    users: membersOf(world, slot).map((vm) => ({ table: 'vm' as const, slot: vm })),
  });
  if (!unused.ok) return unused;
  return ok(() => {
    forgetDowntime(world, { owner: 'availabilitySet', slot });
    world.names.remove('availabilitySet', slot);
    world.availabilitySet.release(slot);
  });
}

function durationOr(text: string | undefined, otherwise: () => number): number {
  const parsed = text === undefined ? undefined : parseDuration(text);
  return parsed?.ok === true ? parsed.value : otherwise();
}

/** Looks at `maintenance.start`; its refusals stand with its schema in `shared/commands`. */
export function decideMaintenanceStart(
  world: World,
  command: CommandOf<'maintenance.start'>,
): Decided {
  const set = find(world, 'availabilitySet', command.availabilitySet);
  if (!set.ok) return set;
  const slot = set.value;
  const id = textIdOf(world, 'availabilitySet', slot);
  if (world.availabilitySet.col.maintenancePhase[slot] !== 0) {
    const domain = world.availabilitySet.col.maintenanceDomain[slot]!;
    return refuse({
      code: 'maintenance.running',
      message: `${id} is under maintenance already, at update domain ${domain}.`,
      hint: 'Wait for its end, or cancel it.',
      details: { availabilitySet: id, updateDomain: domain },
    });
  }
  if (membersOf(world, slot).length === 0) {
    return refuse({
      code: 'maintenance.empty',
      message: `${id} has no members, so there is nothing to maintain.`,
      hint: 'Create machines in the set first.',
      details: { availabilitySet: id },
    });
  }
  const mode = command.mode ?? 'reboot';
  const noticeUs = durationOr(command.notice, () => 0);
  if (command.notice !== undefined) {
    const enough = checkNotice(mode === 'reboot' ? 'Reboot' : 'Freeze', noticeUs);
    if (!enough.ok) return enough;
  }
  return ok(() =>
    startMaintenance(world, slot, {
      mode,
      noticeUs,
      // A pause is drawn for each machine when its turn comes.
      workUs: durationOr(command.work, () =>
        mode === 'reboot' ? durationOf(world, 'plannedReboot') : 0,
      ),
      recoveryUs: durationOr(command.recovery, () => RECOVERY_US),
      drainUs: durationOr(command.drain, () => 0),
    }),
  );
}

/** Looks at `maintenance.cancel`; its refusals stand with its schema in `shared/commands`. */
export function decideMaintenanceCancel(
  world: World,
  command: CommandOf<'maintenance.cancel'>,
): Decided {
  const set = find(world, 'availabilitySet', command.availabilitySet);
  if (!set.ok) return set;
  const slot = set.value;
  const id = textIdOf(world, 'availabilitySet', slot);
  const { col } = world.availabilitySet;
  if (col.maintenancePhase[slot] === 0 || col.maintenanceCancelled[slot] === 1) {
    return refuse({
      code: 'maintenance.notRunning',
      message:
        `${id} is not under ` +
        `maintenance${col.maintenanceCancelled[slot] === 1 ? ' beyond the domain under way' : ''}.`,
      hint: 'Nothing needs to be cancelled.',
      details: { availabilitySet: id },
    });
  }
  return ok(() => {
    col.maintenanceCancelled[slot] = 1;
    world.availabilitySet.dirty.touch(slot);
  });
}
