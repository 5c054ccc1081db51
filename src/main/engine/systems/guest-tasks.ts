/**
 * Scheduled tasks: a process that the system starts by itself at the minutes of a cron line
 * (rules ENG-O10 and ENG-O11). A run that falls while the system is down, or while the one before
 * still lasts, is missed and counted; nobody makes up for it.
 */
import { ensure } from '../../../shared/kernel/assert.ts';
import { nextFireUs, parseCron } from '../../../shared/model/cron.ts';
import { EVENT, PRIORITY } from '../event-kinds.ts';
import type { World } from '../world/world.ts';
import { freeMemory, happenInGuest, settleGuest, takePid } from './guest-processes.ts';

/** Plans the next run of a task after now. */
export function scheduleTask(world: World, task: number): void {
  const { col } = world.guestTask;
  const parsed = parseCron(world.guestTask.text('cron', task));
  const schedule = ensure(parsed.ok ? parsed.value : undefined, 'A task has a checked cron line');
  const at = { afterUs: world.nowUs, calendarStartUs: world.calendarStartUs };
  const nextUs = nextFireUs(schedule, at) ?? 0;
  col.serial[task] = (col.serial[task]! + 1) >>> 0;
  col.nextUs[task] = nextUs;
  if (nextUs === 0) return;
  world.schedule({
    atUs: nextUs,
    priority: PRIORITY.lifecycle,
    kind: EVENT.guestTask,
    slot: task,
    generation: world.guestTask.generation[task]!,
    payload: col.serial[task],
  });
}

/** Event: a task is due. */
export function onGuestTask(world: World, task: number): void {
  const { col } = world.guestTask;
  const guest = col.guest[task]! - 1;
  const isUp = world.guest.col.up[guest] === 1;
  if (isUp && col.pid[task] === 0) {
    beginRun(world, task);
  } else {
    col.missed[task]! += 1;
    const details = {
      app: world.guestTask.text('name', task),
      why: isUp ? 'stillRunning' : 'systemDown',
    };
    happenInGuest(world, guest, { kind: 'task.missed', cause: 0, details });
  }
  scheduleTask(world, task);
  settleGuest(world, guest);
}

function beginRun(world: World, task: number): void {
  const { col } = world.guestTask;
  const guest = col.guest[task]! - 1;
  col.pid[task] = takePid(world, guest);
  world.schedule({
    atUs: world.nowUs + col.lastsUs[task]!,
    priority: PRIORITY.lifecycle,
    kind: EVENT.guestTaskEnd,
    slot: task,
    generation: world.guestTask.generation[task]!,
    payload: col.pid[task],
  });
  freeMemory(world, guest, { cause: 0, asker: world.guestTask.text('name', task) });
}

/** Event: a run of a task is over. */
export function onGuestTaskEnd(world: World, task: number): void {
  const { col } = world.guestTask;
  col.pid[task] = 0;
  col.runs[task]! += 1;
  settleGuest(world, col.guest[task]! - 1);
}
