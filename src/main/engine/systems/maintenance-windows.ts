/**
 * Maintenance windows of sets (rules ENG-MW1 to ENG-MW3; docs/facts.md, fact 112).
 *
 * While a window of scope `guest` is open the running machines of the set are patched and
 * restarted, one after the other; what does not fit waits for the next window. One of scope
 * `osImage` lets newer images in, and holds back batches while it is closed.
 */
import { US_PER_MINUTE, US_PER_SECOND } from '../../../shared/kernel/time.ts';
import { POWER_STATES, VM_OPERATIONS } from '../../../shared/model/kinds.ts';
import { WINDOW_SCOPES } from '../../../shared/model/scheduled-event-kinds.ts';
import { EVENT, PRIORITY } from '../event-kinds.ts';
import { happen, type World } from '../world/world.ts';
import { systemIsUp } from './guest-load.ts';
import { happenInGuest, settleGuest } from './guest-processes.ts';
import { ensureGuest } from './guest-records.ts';
import { lookForImage } from './image-upgrade.ts';
import { startOperation } from './lifecycle.ts';
import { machinesOf, maintainedBy, type WaveSet } from './wave-domains.ts';
import { nextOpeningUs } from './window-times.ts';

const RUNNING = POWER_STATES.indexOf('running');
const IDLE = VM_OPERATIONS.indexOf('none');
const GUEST = WINDOW_SCOPES.indexOf('guest');
const OS_IMAGE = WINDOW_SCOPES.indexOf('osImage');
/** Time between two looks at the machine in hand. */
const LOOK_US = 30 * US_PER_SECOND;
/** The end of a window is kept for restarts under way: no other begins ([GEN]). */
const RESERVED_US = 10 * US_PER_MINUTE;

/** What a window belongs to. */
export function setOfWindow(world: World, row: number): WaveSet {
  return maintainedBy(world.maintenanceWindow.col, row);
}

function touch(world: World, row: number): void {
  const { table, slot } = setOfWindow(world, row);
  world[table].dirty.touch(slot);
}

function timeWindow(world: World, row: number, atUs: number): void {
  const { col } = world.maintenanceWindow;
  col.serial[row]! += 1;
  touch(world, row);
  if (!Number.isFinite(atUs)) return;
  world.schedule({
    atUs,
    priority: PRIORITY.lifecycle,
    kind: EVENT.maintenanceWindow,
    slot: row,
    generation: world.maintenanceWindow.generation[row]!,
    payload: col.serial[row]!,
  });
}

/** Waits for the first opening that is later than a moment. */
export function awaitWindow(world: World, row: number, afterUs: number): void {
  world.maintenanceWindow.col.openUntilUs[row] = 0;
  timeWindow(world, row, nextOpeningUs(world, row, afterUs));
}

/** Event: a window opens, is looked at, or closes. */
export function onMaintenanceWindow(world: World, row: number): void {
  const { openUntilUs } = world.maintenanceWindow.col;
  if (openUntilUs[row] === 0) open(world, row);
  else if (world.nowUs >= openUntilUs[row]!) close(world, row);
  else work(world, row);
}

function open(world: World, row: number): void {
  const { col } = world.maintenanceWindow;
  const set = setOfWindow(world, row);
  col.openUntilUs[row] = world.nowUs + col.durationUs[row]!;
  col.cause[row] = happen(world, {
    kind: 'maintenance.windowOpened',
    ...set,
    cause: 0,
    details: { scope: WINDOW_SCOPES[col.scope[row]!]!, durationUs: col.durationUs[row]! },
  });
  if (col.scope[row] === OS_IMAGE) lookForImage(world, set.slot);
  work(world, row);
}

function close(world: World, row: number): void {
  const { col } = world.maintenanceWindow;
  const left = col.scope[row] === GUEST ? { machines: leftIn(world, row).length } : {};
  happen(world, {
    kind: 'maintenance.windowClosed',
    ...setOfWindow(world, row),
    cause: col.cause[row]!,
    details: { scope: WINDOW_SCOPES[col.scope[row]!]!, ...left },
  });
  awaitWindow(world, row, world.nowUs);
}

/** Running machines of the set that were not patched since the window opened. */
function leftIn(world: World, row: number): number[] {
  const { powerState, patchedIn } = world.vm.col;
  const opened = world.maintenanceWindow.col.cause[row]!;
  return machinesOf(world, setOfWindow(world, row)).filter(
    (vm) => powerState[vm] === RUNNING && patchedIn[vm] !== opened,
  );
}

function work(world: World, row: number): void {
  const { col } = world.maintenanceWindow;
  const endsUs = col.openUntilUs[row]!;
  if (col.scope[row] !== GUEST) {
    timeWindow(world, row, endsUs);
    return;
  }
  const { patchedIn, operation } = world.vm.col;
  const busy = machinesOf(world, setOfWindow(world, row)).some(
    (vm) => patchedIn[vm] === col.cause[row] && operation[vm] !== IDLE,
  );
  const next = leftIn(world, row).find((vm) => operation[vm] === IDLE);
  const inTime = world.nowUs <= endsUs - RESERVED_US;
  if (!busy && inTime && next !== undefined) patch(world, next, col.cause[row]!);
  const nothingMore = !busy && (next === undefined || !inTime);
  timeWindow(world, row, nothingMore ? endsUs : Math.min(endsUs, world.nowUs + LOOK_US));
}

/** Patches take effect with the restart that follows [ENG-O9]. */
function patch(world: World, vm: number, opened: number): void {
  world.vm.col.patchedIn[vm] = opened;
  const cause = happen(world, {
    kind: 'maintenance.patching',
    table: 'vm',
    slot: vm,
    cause: opened,
  });
  world.vm.col.cause[vm] = cause;
  const owner = { table: 'vm', slot: vm } as const;
  if (systemIsUp(world, owner)) {
    const guest = ensureGuest(world, owner, true);
    world.guest.col.patchLevel[guest]! += 1;
    world.guest.col.rebootPending[guest] = 1;
    const details = { patchLevel: world.guest.col.patchLevel[guest]! };
    happenInGuest(world, guest, { kind: 'os.patchInstalled', cause, details });
    settleGuest(world, guest);
  }
  startOperation(world, vm, 'guestRestart');
}
