/**
 * The loop: takes events in order, sets the clock, and lets timed actions in at their places.
 *
 * Only events and actions change the world, never the end of a slice: wherever a run is cut, the
 * same events follow (rules ENG-T1 to ENG-T9). Stale events are dropped without being counted.
 */
import { assert, fail } from '../../shared/kernel/assert.ts';
import { EVENT } from './event-kinds.ts';
import type { EventCell } from './event-queue.ts';
import type { RunOutcome, ScriptedAction } from './engine-types.ts';
import { onArrival } from './systems/arrivals.ts';
import { isGuestEvent, isStaleGuestEvent, onGuestEvent } from './systems/guest-events.ts';
import { onDnsCheck } from './systems/dns.ts';
import { onEnvironmentClock } from './systems/environment-clock.ts';
import { isImageEvent, isStaleImageEvent, onImageEvent } from './systems/image-replicas.ts';
import { onJobDone } from './systems/jobs.ts';
import { onMaintenance } from './systems/maintenance.ts';
import { onMaintenanceWindow } from './systems/maintenance-windows.ts';
import { isMoveEvent, isStaleMoveEvent, onMoveEvent } from './systems/move-steps.ts';
import { onServerDone } from './systems/own-server.ts';
import { onOperation } from './systems/lifecycle.ts';
import { onBreakerTrip } from './systems/power-loads.ts';
import { onBatteryEmpty } from './systems/power-settle.ts';
import { onProbe } from './systems/probes.ts';
import { onRequestDone } from './systems/requests.ts';
import { isSetEvent, isStaleSetEvent, onSetEvent } from './systems/set-events.ts';
import { isServiceEvent, isStaleServiceEvent, onServiceEvent } from './systems/service-events.ts';
import { onAirTick } from './systems/cooling.ts';
import { onEventMachine, onScheduledEvent } from './systems/scheduled-events.ts';
import { onEvacuate, onHostHeal } from './systems/platform.ts';
import { onFault, onOutOfMemory } from './systems/injected-faults.ts';
import { needsSettling, onHostBoot, settle } from './systems/settle.ts';
import { onWear } from './systems/wear.ts';
import { isStaleWebAppEvent, isWebAppEvent, onWebAppEvent } from './systems/web-app-watch.ts';
import { isStaleWorkEvent, isWorkEvent, onWorkEvent } from './systems/work-events.ts';
import { isStaleStoreEvent, isStoreEvent, onStoreEvent } from './systems/store-events.ts';
import type { World } from './world/world.ts';

/** Events of one instant after which something must be wrong. */
const EVENTS_PER_INSTANT_MAX = 10_000_000;

/** Applies a timed action; gives its outcome to the run log. */
export type ApplyAction = (action: ScriptedAction) => void;

export class EventLoop {
  /** Timed actions in order of time, and how many of them are done. */
  script: readonly ScriptedAction[] = [];
  cursor = 0;
  private readonly world: World;
  private readonly applyAction: ApplyAction;

  constructor(world: World, applyAction: ApplyAction) {
    this.world = world;
    this.applyAction = applyAction;
  }

  /** Time of the next event or action; Infinity when there is none. */
  nextAtUs(): number {
    this.dropStale();
    return Math.min(this.world.queue.peekTimeUs(), this.script[this.cursor]?.atUs ?? Infinity);
  }

  /** Runs to a moment, or until so many events were processed. */
  run(targetUs: number, maxEvents: number): RunOutcome {
    const { world } = this;
    assert(Number.isSafeInteger(targetUs) && targetUs >= world.nowUs, 'Time only goes forward');
    const before = world.eventCount;
    const budget = before + maxEvents;
    this.applyDue();
    for (;;) {
      if (!this.actsBefore(targetUs)) {
        if (this.runAlone(targetUs, budget)) break;
        return { reason: 'budgetSpent', events: world.eventCount - before };
      }
      const next = this.nextAtUs();
      if (next > targetUs) break;
      // Only events cost: an action that comes before the next one belongs to the way there.
      if (world.eventCount >= budget && world.queue.peekTimeUs() <= next) {
        return { reason: 'budgetSpent', events: world.eventCount - before };
      }
      this.moveClock(next);
      if (this.applyDue()) continue;
      if (world.queue.peekTimeUs() === world.nowUs) this.step();
      this.applyDue();
    }
    const idle = world.queue.size === 0 && this.cursor >= this.script.length;
    this.walkTo(targetUs);
    return { reason: idle ? 'idle' : 'reachedTarget', events: world.eventCount - before };
  }

  /**
   * Runs to a moment before which no action is due: then nothing need be asked between two events.
   * False when the budget was spent first. The slow way above serves histories that come as timed
   * actions; a property test holds them against the same by hand (engine-slices).
   */
  private runAlone(targetUs: number, budget: number): boolean {
    const { world } = this;
    const { queue } = world;
    while (queue.size > 0) {
      const cell = queue.head();
      if (isStale(world, cell)) {
        queue.drop();
        continue;
      }
      if (cell.timeUs > targetUs) return true;
      if (world.eventCount >= budget) return false;
      this.moveClock(cell.timeUs);
      this.step();
    }
    return true;
  }

  /** Processes the next event; the clock stands at its time already. */
  private step(): void {
    const { world } = this;
    // The head's cell is not filled again before somebody asks for the next head.
    const cell = world.queue.head();
    world.queue.drop();
    world.eventCount += 1;
    world.eventsAtNow += 1;
    if (world.eventsAtNow > EVENTS_PER_INSTANT_MAX)
      fail('Events of one instant beget each other without end');
    dispatch(world, cell);
    if (needsSettling(world)) settle(world);
  }

  /**
   * Sets the clock to a moment without processing an event, letting in the actions on the way.
   * False when an event comes before that moment; the clock then stands at the last action.
   */
  walkTo(atUs: number): boolean {
    for (;;) {
      const next = this.nextAtUs();
      if (next >= atUs) break;
      if (this.world.queue.peekTimeUs() <= next) return false;
      this.moveClock(next);
      this.applyDue();
    }
    this.moveClock(atUs);
    this.applyDue();
    return true;
  }

  private moveClock(toUs: number): void {
    const { world } = this;
    if (toUs === world.nowUs) return;
    world.nowUs = toUs;
    world.eventsAtNow = 0;
  }

  /**
   * Lets in every action whose place this is; true when there was one. Called after every change,
   * so that no place ever has an action that is due and waits [ENG-T5].
   */
  applyDue(): boolean {
    let applied = false;
    for (;;) {
      const action = this.script[this.cursor];
      if (action === undefined || !this.isDue(action)) return applied;
      this.cursor += 1;
      this.applyAction(action);
      applied = true;
    }
  }

  private isDue(action: ScriptedAction): boolean {
    const { world } = this;
    if (action.atUs > world.nowUs) return false;
    if (action.atUs < world.nowUs) return true;
    this.dropStale();
    if (world.queue.peekTimeUs() > world.nowUs) return true;
    return action.afterEvents !== undefined && action.afterEvents <= world.eventsAtNow;
  }

  /** True when a timed action is still to come by then. */
  actsBefore(atUs: number): boolean {
    const next = this.script[this.cursor];
    return next !== undefined && next.atUs <= atUs;
  }

  /** True while an event of this instant is pending. */
  get midInstant(): boolean {
    this.dropStale();
    return this.world.queue.peekTimeUs() === this.world.nowUs;
  }

  private dropStale(): void {
    const { world } = this;
    const { queue } = world;
    while (queue.size > 0 && isStale(world, queue.head())) queue.drop();
  }
}

/** True for probes and requests of a balancer that a trial does not look at. */
function isOutOfFocus(world: World, cell: Readonly<EventCell>): boolean {
  const { kind, slot } = cell;
  switch (kind) {
    case EVENT.arrival:
      return world.focus?.[world.service.col.balancer[slot]! - 1] !== 1;
    case EVENT.requestDone: {
      const service = world.request.col.service[slot]! - 1;
      return world.focus?.[world.service.col.balancer[service]! - 1] !== 1;
    }
    case EVENT.probe:
      return world.focus?.[slot] !== 1;
    default:
      return false;
  }
}

/** True when the row of an event is another one now, or its serial has moved on. */
function isOver(
  cell: Readonly<EventCell>,
  table: { readonly generation: Uint32Array },
  serials?: Uint32Array,
): boolean {
  const { slot, generation, payload } = cell;
  if (table.generation[slot] !== generation) return true;
  return serials !== undefined && serials[slot] !== payload;
}

/** True when what an event was about is gone or has changed its mind. The frequent kinds first. */
export function isStale(world: World, cell: Readonly<EventCell>): boolean {
  const { kind } = cell;
  if (world.focus !== undefined && isOutOfFocus(world, cell)) return true;
  switch (kind) {
    case EVENT.arrival:
      return isOver(cell, world.service, world.service.col.arrivalSerial);
    case EVENT.requestDone:
      return isOver(cell, world.request);
    case EVENT.probe:
      return isOver(cell, world.balancer, world.balancer.col.probeSerial);
    case EVENT.vmOperation:
      return isOver(cell, world.vm, world.vm.col.operationSerial);
    case EVENT.hostBoot:
      return isOver(cell, world.host, world.host.col.bootSerial);
    case EVENT.maintenance:
      return isOver(cell, world.maintenanceWave, world.maintenanceWave.col.serial);
    case EVENT.batteryEmpty:
      return isOver(cell, world.power, world.power.col.batterySerial);
    case EVENT.breakerTrip:
      return isOver(cell, world.power, world.power.col.tripSerial);
    case EVENT.dnsCheck:
      return isOver(cell, world.dnsProfile, world.dnsProfile.col.probeSerial);
    case EVENT.fault:
      return isOver(cell, world.fault, world.fault.col.serial);
    case EVENT.airTick:
      return isOver(cell, world.rack);
    case EVENT.hostHeal:
      return isOver(cell, world.host, world.host.col.healSerial);
    case EVENT.scheduledEvent:
      return isOver(cell, world.scheduledEvent, world.scheduledEvent.col.serial);
    case EVENT.eventMachine:
      return isOver(cell, world.eventMachine);
    case EVENT.evacuate:
      return isOver(cell, world.host);
    case EVENT.outOfMemory:
      return isOver(cell, world.vm);
    case EVENT.jobDone:
      return isOver(cell, world.vm, world.vm.col.jobSerial);
    case EVENT.maintenanceWindow:
      return isOver(cell, world.maintenanceWindow, world.maintenanceWindow.col.serial);
    case EVENT.wear:
      return isOver(cell, world.wearClock, world.wearClock.col.serial);
    case EVENT.serverDone:
      return isOver(cell, world.request);
    case EVENT.environmentClock:
      return isOver(cell, world.group, world.group.col.clockSerial);
    default:
      return isStaleInFamily(world, cell);
  }
}

/** As `isStale`, for kinds that a family of events answers for. */
function isStaleInFamily(world: World, cell: Readonly<EventCell>): boolean {
  const { kind } = cell;
  if (isWorkEvent(kind)) return isStaleWorkEvent(world, cell);
  if (isStoreEvent(kind)) return isStaleStoreEvent(world, cell);
  if (isSetEvent(kind)) return isStaleSetEvent(world, cell);
  if (isGuestEvent(kind)) return isStaleGuestEvent(world, cell);
  if (isServiceEvent(kind)) return isStaleServiceEvent(world, cell);
  if (isImageEvent(kind)) return isStaleImageEvent(world, cell);
  if (isMoveEvent(kind)) return isStaleMoveEvent(world, cell);
  if (isWebAppEvent(kind)) return isStaleWebAppEvent(world, cell);
  return fail('An event of unknown kind was queued');
}

/** Carries out an event. Arrivals and answers are most of them, so families are asked last. */
function dispatch(world: World, cell: Readonly<EventCell>): void {
  const { kind, slot, payload } = cell;
  switch (kind) {
    case EVENT.arrival:
      onArrival(world, slot, payload);
      return;
    case EVENT.requestDone:
      onRequestDone(world, slot);
      return;
    case EVENT.jobDone:
      onJobDone(world, slot, payload);
      return;
    case EVENT.dnsCheck:
      onDnsCheck(world, slot);
      return;
    case EVENT.probe:
      onProbe(world, slot, payload);
      return;
    case EVENT.vmOperation:
      onOperation(world, slot, payload);
      return;
    case EVENT.maintenance:
      onMaintenance(world, slot, payload);
      return;
    case EVENT.hostBoot:
      onHostBoot(world, slot, payload);
      return;
    case EVENT.batteryEmpty:
      onBatteryEmpty(world, slot);
      return;
    case EVENT.breakerTrip:
      onBreakerTrip(world, slot);
      return;
    case EVENT.fault:
      onFault(world, slot);
      return;
    case EVENT.airTick:
      onAirTick(world, slot);
      return;
    case EVENT.hostHeal:
      onHostHeal(world, slot);
      return;
    case EVENT.scheduledEvent:
      onScheduledEvent(world, slot);
      return;
    case EVENT.eventMachine:
      onEventMachine(world, slot);
      return;
    case EVENT.evacuate:
      onEvacuate(world, slot);
      return;
    case EVENT.outOfMemory:
      onOutOfMemory(world, slot);
      return;
    case EVENT.wear:
      onWear(world, slot);
      return;
    case EVENT.maintenanceWindow:
      onMaintenanceWindow(world, slot);
      return;
    case EVENT.serverDone:
      onServerDone(world, slot);
      return;
    case EVENT.environmentClock:
      onEnvironmentClock(world, slot);
      return;
    default:
      dispatchInFamily(world, cell);
  }
}

/** As `dispatch`, for kinds that a family of events answers for. */
function dispatchInFamily(world: World, cell: Readonly<EventCell>): void {
  const { kind } = cell;
  if (isStoreEvent(kind)) onStoreEvent(world, cell);
  else if (isSetEvent(kind)) onSetEvent(world, cell);
  else if (isGuestEvent(kind)) onGuestEvent(world, cell);
  else if (isServiceEvent(kind)) onServiceEvent(world, cell);
  else if (isImageEvent(kind)) onImageEvent(world, cell);
  else if (isWorkEvent(kind)) onWorkEvent(world, cell);
  else if (isMoveEvent(kind)) onMoveEvent(world, cell);
  else if (isWebAppEvent(kind)) onWebAppEvent(world, cell);
  else fail('An event of unknown kind was queued');
}
