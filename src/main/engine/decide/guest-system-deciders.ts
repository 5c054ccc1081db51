/**
 * Deciders for operating systems as a whole: patches, restarts and scheduled tasks (rules ENG-O9
 * to ENG-O11). Applications have their own file.
 */
import { parseCron } from '../../../shared/model/cron.ts';
import { ok } from '../../../shared/kernel/result.ts';
import { durationUs, US_PER_MINUTE } from '../../../shared/kernel/time.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import { systemIsUp } from '../systems/guest-load.ts';
import { happenInGuest, settleGuest } from '../systems/guest-processes.ts';
import { ensureGuest } from '../systems/guest-records.ts';
import { scheduleTask } from '../systems/guest-tasks.ts';
import { startOperation } from '../systems/lifecycle.ts';
import { rebootHost } from '../systems/settle.ts';
import type { World } from '../world/world.ts';
import { refuse, type Decided } from './decide-kit.ts';
import {
  findBareSystem,
  findRunningSystem,
  findSystem,
  INSTALLED_MAX,
  type System,
} from './guest-find.ts';
import { findIdle } from './vm-deciders.ts';

/** Looks at `os.patch`; its refusals stand with its schema in `shared/commands`. */
export function decideOsPatch(world: World, command: CommandOf<'os.patch'>): Decided {
  const system = findRunningSystem(world, command.on);
  if (!system.ok) return system;
  const reboots = command.reboot !== false;
  const idle = reboots ? findRested(world, system.value) : ok(0);
  if (!idle.ok) return idle;
  return ok(() => {
    const guest = ensureGuest(world, system.value.owner, true);
    world.guest.col.patchLevel[guest]! += 1;
    world.guest.col.rebootPending[guest] = 1;
    happenInGuest(world, guest, {
      kind: 'os.patchInstalled',
      cause: world.decisionId,
      details: { patchLevel: world.guest.col.patchLevel[guest]! },
    });
    settleGuest(world, guest);
    if (reboots) reboot(world, system.value);
  });
}

/** Looks at `os.reboot`; its refusals stand with its schema in `shared/commands`. */
export function decideOsReboot(world: World, command: CommandOf<'os.reboot'>): Decided {
  const system = findRunningSystem(world, command.on);
  if (!system.ok) return system;
  const idle = findRested(world, system.value);
  return idle.ok ? ok(() => reboot(world, system.value)) : idle;
}

/** A machine must have nothing going on to restart; a host that runs always may. */
function findRested(world: World, system: System): ReturnType<typeof findIdle> {
  return system.owner.table === 'host' ? ok(system.owner.slot) : findIdle(world, system.id);
}

function reboot(world: World, system: System): void {
  const { table, slot } = system.owner;
  ensureGuest(world, system.owner, true);
  if (table === 'host') {
    rebootHost(world, slot);
    return;
  }
  world.vm.col.cause[slot] = world.decisionId;
  startOperation(world, slot, 'guestRestart');
}

/** Looks at `task.add`; its refusals stand with its schema in `shared/commands`. */
export function decideTaskAdd(world: World, command: CommandOf<'task.add'>): Decided {
  const system = findBareSystem(world, command.on);
  if (!system.ok) return system;
  const { guest, id, owner } = system.value;
  const tasks = guest < 0 ? [] : world.guests.tasksOf(guest);
  const names = tasks.map((task) => world.guestTask.text('name', task));
  if (names.includes(command.name) || names.length >= INSTALLED_MAX) {
    return refuse({
      code: 'task.nameTaken',
      message: names.includes(command.name)
        ? `${id} has a task "${command.name}" already.`
        : `${id} has ${INSTALLED_MAX} tasks, which is the most there can be.`,
      hint: 'Give it another name, or remove the other one.',
      details: { on: id, task: command.name },
    });
  }
  const cron = parseCron(command.cron);
  if (!cron.ok) return cron;
  const lastsUs = durationUs(command.lasts, US_PER_MINUTE);
  if (lastsUs === 0) {
    return refuse({
      code: 'task.noTime',
      message: `A run of "${command.name}" would last no time at all.`,
      hint: 'Give it a second or more, or leave it out for a minute.',
      details: { on: id, task: command.name },
    });
  }
  return ok(() => {
    const { guestTask } = world;
    const slot = guestTask.allocate();
    const in_ = ensureGuest(world, owner, systemIsUp(world, owner));
    guestTask.setRef({ column: 'guest', slot, to: in_ });
    guestTask.setText({ column: 'name', slot, text: command.name });
    guestTask.setText({ column: 'cron', slot, text: command.cron });
    guestTask.col.lastsUs[slot] = lastsUs;
    guestTask.col.cpuMillicores[slot] = command.cpuMillicores ?? TASK_MILLICORES;
    guestTask.col.memoryMib[slot] = command.memoryMib ?? TASK_MEMORY_MIB;
    world.guests.invalidate();
    scheduleTask(world, slot);
    settleGuest(world, in_);
  });
}

/** What a task uses while it runs when nobody says (assumed, rule ENG-O10). */
export const TASK_MILLICORES = 1_000;
export const TASK_MEMORY_MIB = 256;

/** Looks at `task.remove`; its refusals stand with its schema in `shared/commands`. */
export function decideTaskRemove(world: World, command: CommandOf<'task.remove'>): Decided {
  const system = findSystem(world, command.on);
  if (!system.ok) return system;
  const { guest, id } = system.value;
  const tasks = guest < 0 ? [] : world.guests.tasksOf(guest);
  const task = tasks.find((one) => world.guestTask.text('name', one) === command.task);
  if (task === undefined) {
    return refuse({
      code: 'task.notFound',
      message: `There is no task "${command.task}" on ${id}.`,
      hint: `${tasks.length} are scheduled there; look at its guest view.`,
      details: { on: id, task: command.task, known: tasks.length },
    });
  }
  return ok(() => {
    world.guestTask.release(task);
    world.guests.invalidate();
    settleGuest(world, guest);
  });
}
