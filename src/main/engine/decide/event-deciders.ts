/**
 * Deciders for scheduled events and for what machines do when they hear of one
 * (rules ENG-E1 to ENG-E6). When an event begins and ends is `systems/scheduled-events.ts`.
 */
import { err, ok, type Result } from '../../../shared/kernel/result.ts';
import { durationUs, US_PER_MINUTE } from '../../../shared/kernel/time.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import {
  EVENT_STATUSES,
  EVENT_TYPES,
  NOTICE_MINUTES,
  type ScheduledEventType,
} from '../../../shared/model/scheduled-event-kinds.ts';
import { POWER_STATES } from '../../../shared/model/kinds.ts';
import { announceEvent, approveEvent, cancelEvent } from '../systems/scheduled-events.ts';
import { idOfWave } from '../systems/wave-domains.ts';
import { FAULT_TABLES, type FaultPart } from '../world/fault-rows.ts';
import { scopeOfPart } from '../world/fault-scope.ts';
import { textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { find, refuse, type Decided } from './decide-kit.ts';
import { checkNotice } from './notice-check.ts';

const RUNNING = POWER_STATES.indexOf('running');
const STARTED = EVENT_STATUSES.indexOf('Started');
const EVENT_TABLES = ['vm', 'host', 'rack', 'availabilitySet', 'scaleSet'] as const;
const HOOK_TABLES = ['vm', 'availabilitySet', 'scaleSet', 'balancer'] as const;

function findPart(
  world: World,
  input: { tables: readonly FaultPart['table'][]; reference: string; code: string },
): Result<FaultPart> {
  const found = world.names.resolve(input.tables, input.reference);
  if (!found.ok) {
    const code = found.error.code === 'reference.ambiguous' ? found.error.code : input.code;
    return err({ ...found.error, code });
  }
  const table = FAULT_TABLES.find((name) => name === found.value.table);
  return ok({ table: table ?? 'vm', slot: found.value.slot });
}

/** Looks at `event.schedule`; its refusals stand with its schema in `shared/commands`. */
export function decideEventSchedule(world: World, command: CommandOf<'event.schedule'>): Decided {
  const target = findPart(world, {
    tables: EVENT_TABLES,
    reference: command.target,
    code: 'event.targetNotFound',
  });
  if (!target.ok) return target;
  const noticeUs = durationUs(command.notice, NOTICE_MINUTES[command.event] * US_PER_MINUTE);
  const enough = checkNotice(command.event, noticeUs);
  if (!enough.ok) return enough;
  const vms = runningIn(world, target.value);
  const id = textIdOf(world, target.value.table, target.value.slot);
  if (vms.length === 0) {
    return refuse({
      code: 'maintenance.empty',
      message: `No machine of ${id} runs, so there is nothing to announce.`,
      hint: 'Start its machines first.',
      details: { set: id },
    });
  }
  const { vm: told } = world.eventMachine.col;
  const taken = [...world.eventMachine.slots()].find((row) => vms.includes(told[row]! - 1));
  if (taken !== undefined) {
    const vm = textIdOf(world, 'vm', told[taken]! - 1);
    const event = textIdOf(world, 'scheduledEvent', world.eventMachine.ref('event', taken));
    return refuse({
      code: 'event.alreadyAnnounced',
      message: `${vm} has an event before it already (${event}).`,
      hint: 'Wait until that one is over, or cancel it.',
      details: { vm, event },
    });
  }
  return ok(() => {
    announceEvent(world, {
      type: command.event,
      source: 'User',
      vms,
      noticeUs,
      workUs: durationUs(command.work, 0),
      wave: -1,
      cause: world.decisionId,
    });
  });
}

function runningIn(world: World, part: FaultPart): number[] {
  const scope = scopeOfPart(world, part);
  const { host, powerState } = world.vm.col;
  return [...world.vm.slots()].filter(
    (vm) => powerState[vm] === RUNNING && (scope.vms.has(vm) || scope.hosts.has(host[vm]! - 1)),
  );
}

/** An event that has not begun. Refuses with `event.notFound` or `event.started`. */
function findWaiting(world: World, reference: string): Result<number> {
  const event = findEvent(world, reference);
  if (!event.ok) return event;
  if (world.scheduledEvent.col.status[event.value] !== STARTED) return event;
  const id = textIdOf(world, 'scheduledEvent', event.value);
  return refuse({
    code: 'event.started',
    message: `${id} has begun already.`,
    hint: 'Wait until it is over.',
    details: { event: id },
  });
}

function findEvent(world: World, reference: string): Result<number> {
  const found = find(world, 'scheduledEvent', reference);
  return found.ok ? found : err({ ...found.error, code: 'event.notFound' });
}

/** Looks at `event.approve`; its refusals stand with its schema in `shared/commands`. */
export function decideEventApprove(world: World, command: CommandOf<'event.approve'>): Decided {
  const event = findWaiting(world, command.event);
  return event.ok ? ok(() => approveEvent(world, event.value, world.decisionId)) : event;
}

/** Looks at `event.cancel`; its refusals stand with its schema in `shared/commands`. */
export function decideEventCancel(world: World, command: CommandOf<'event.cancel'>): Decided {
  const event = findWaiting(world, command.event);
  if (!event.ok) return event;
  const type = EVENT_TYPES[world.scheduledEvent.col.type[event.value]!]!;
  if (type === 'Preempt' || type === 'Terminate') return ofScaleSet(world, event.value, type);
  const wave = world.scheduledEvent.ref('wave', event.value);
  if (wave < 0) return ok(() => cancelEvent(world, event.value));
  const id = textIdOf(world, 'scheduledEvent', event.value);
  const set = idOfWave(world, wave);
  return refuse({
    code: 'event.ofWave',
    message: `${id} was announced by the maintenance of ${set}.`,
    hint: 'Cancel the maintenance; it ends after the domain under way.',
    details: { event: id, set },
  });
}

/** What a scale set announced is decided there, and not taken back here. */
function ofScaleSet(world: World, event: number, type: ScheduledEventType): Result<never> {
  const id = textIdOf(world, 'scheduledEvent', event);
  return refuse({
    code: 'event.ofScaleSet',
    message: `${id} is a ${type} that a scale set announced, and it cannot be taken back.`,
    hint: 'Approve it to have it happen now, or let the set grow again.',
    details: { event: id, eventType: type },
  });
}

/** Looks at `hook.add`; its refusals stand with its schema in `shared/commands`. */
export function decideHookAdd(world: World, command: CommandOf<'hook.add'>): Decided {
  const target = findPart(world, {
    tables: HOOK_TABLES,
    reference: command.target,
    code: 'hook.targetNotFound',
  });
  if (!target.ok) return target;
  const { table, slot } = target.value;
  const index = FAULT_TABLES.indexOf(table) + 1;
  const { col } = world.drainHook;
  const twin = [...world.drainHook.slots()].find(
    (hook) => col.table[hook] === index && col.slot[hook] === slot + 1,
  );
  if (twin !== undefined) {
    const id = textIdOf(world, table, slot);
    const hook = textIdOf(world, 'drainHook', twin);
    return refuse({
      code: 'hook.alreadyThere',
      message: `${id} prepares for events already (${hook}).`,
      hint: 'Remove that hook first.',
      details: { target: id, hook },
    });
  }
  return ok(() => {
    const hook = world.drainHook.allocate();
    world.drainHook.setText({ column: 'name', slot: hook, text: `h${hook + 1}` });
    col.table[hook] = index;
    col.slot[hook] = slot + 1;
    // Nobody leaves the rotation for no time at all: one microsecond marks who prepares.
    col.drainUs[hook] = Math.max(1, durationUs(command.drain, 0));
    col.approves[hook] = command.approve === true ? 1 : 0;
    world.names.add('drainHook', hook);
  });
}

/** Looks at `hook.remove`; its refusals stand with its schema in `shared/commands`. */
export function decideHookRemove(world: World, command: CommandOf<'hook.remove'>): Decided {
  const found = find(world, 'drainHook', command.hook);
  if (!found.ok) return err({ ...found.error, code: 'hook.notFound' });
  return ok(() => {
    world.names.remove('drainHook', found.value);
    world.drainHook.release(found.value);
  });
}
