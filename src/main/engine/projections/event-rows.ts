/**
 * Rows of scheduled events and of the hooks that prepare for them. They only read.
 */
import {
  EVENT_MACHINE_STATES,
  EVENT_SOURCES,
  EVENT_STATUSES,
  EVENT_TYPES,
} from '../../../shared/model/scheduled-event-kinds.ts';
import type { RowOf } from '../../../shared/views/topology-view.ts';
import { audienceOf, machinesOfEvent } from '../systems/scheduled-events.ts';
import { idOfWave } from '../systems/wave-domains.ts';
import { FAULT_TABLES } from '../world/fault-rows.ts';
import { textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { base, cause, some } from './row-parts.ts';

/** The row of a scheduled event. */
export function scheduledEventRow(world: World, slot: number): RowOf<'scheduledEvent'> {
  const { col } = world.scheduledEvent;
  const machines = world.eventMachine.col;
  return {
    kind: 'scheduledEvent',
    ...base(world, 'scheduledEvent', slot),
    eventType: EVENT_TYPES[col.type[slot]!]!,
    status: EVENT_STATUSES[col.status[slot]!]!,
    source: EVENT_SOURCES[col.source[slot]!]!,
    notBeforeUs: col.notBeforeUs[slot]!,
    incarnation: col.incarnation[slot]!,
    machines: machinesOfEvent(world, slot).map((row) => ({
      vm: textIdOf(world, 'vm', machines.vm[row]! - 1),
      state: EVENT_MACHINE_STATES[machines.state[row]!]!,
      prepares: machines.drainUs[row]! > 0,
    })),
    deliveredTo: audienceOf(world, slot),
    ...some('wave', col.wave[slot] === 0 ? undefined : idOfWave(world, col.wave[slot]! - 1)),
    ...cause(col.cause[slot]!),
  };
}

/** The row of a drain hook. */
export function drainHookRow(world: World, slot: number): RowOf<'drainHook'> {
  const { col } = world.drainHook;
  const table = FAULT_TABLES[col.table[slot]! - 1] ?? 'vm';
  return {
    kind: 'drainHook',
    ...base(world, 'drainHook', slot),
    target: textIdOf(world, table, col.slot[slot]! - 1),
    drainUs: col.drainUs[slot]!,
    approves: col.approves[slot] === 1,
  };
}
