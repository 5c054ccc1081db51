/**
 * The rows of an operating system: made when somebody first touches it, and unmade with what it
 * runs on. They depend on nobody, so whoever removes a host or machine may call this.
 */
import type { World } from '../world/world.ts';

/** What a system runs on. */
export interface SystemOwner {
  readonly table: 'host' | 'vm';
  readonly slot: number;
}

/** The row of a system, or -1 while nobody has touched it. */
export function guestOf(world: World, owner: SystemOwner): number {
  return owner.table === 'host' ? world.guests.onHost(owner.slot) : world.guests.inVm(owner.slot);
}

/** The row of a system, made when there is none; `up` says whether it runs now. */
export function ensureGuest(world: World, owner: SystemOwner, up: boolean): number {
  const known = guestOf(world, owner);
  if (known >= 0) return known;
  const guest = world.guest.allocate();
  world.guest.setRef({ column: owner.table, slot: guest, to: owner.slot });
  world.guest.col.up[guest] = up ? 1 : 0;
  world.guest.col.accountedUs[guest] = world.nowUs;
  world.guests.invalidate();
  world[owner.table].dirty.touch(owner.slot);
  return guest;
}

/** Drops a system with everything in it, because what it ran on goes. */
export function forgetGuest(world: World, owner: SystemOwner): void {
  const guest = guestOf(world, owner);
  if (guest < 0) return;
  for (const app of world.guests.appsOf(guest)) world.guestApp.release(app);
  for (const row of world.guests.runtimesOf(guest)) world.guestRuntime.release(row);
  for (const task of world.guests.tasksOf(guest)) world.guestTask.release(task);
  world.guest.release(guest);
  world.guests.invalidate();
}

/** Drops one application, its data, and the runtimes nobody else on its system needs. */
export function forgetApp(world: World, app: number): void {
  const guest = world.guestApp.ref('guest', app);
  const gone = world.guests.needsOf(app).runtimes;
  world.guestApp.release(app);
  world.guests.invalidate();
  const needed = world.guests
    .appsOf(guest)
    .flatMap((other) => world.guests.needsOf(other).runtimes.map(({ runtime }) => runtime));
  for (const row of world.guests.runtimesOf(guest)) {
    const runtime = world.guestRuntime.text('runtime', row);
    const wasOurs = gone.some((one) => one.runtime === runtime);
    if (wasOurs && !needed.includes(runtime)) world.guestRuntime.release(row);
  }
  world.guests.invalidate();
}
