/**
 * Invariants of what is inside operating systems (rules INV-80 to INV-83). They are recomputed
 * from scratch and as plainly as possible, because they judge what is kept up to date in steps.
 * Nothing here may use what the systems keep for their own speed.
 */
import { listensOverlap, pathsOverlap } from '../../shared/model/application-needs.ts';
import type { Violation } from './engine-types.ts';
import {
  coresOf,
  diskOf,
  memoryOf,
  ownerOf,
  runningApps,
  runningTasks,
  systemIsUp,
  usedDiskMib,
  usedMemoryMib,
} from './systems/guest-load.ts';
import { textIdOf } from './world/names.ts';
import type { World } from './world/world.ts';

/** What rounding of sums may be wrong by. */
const SLACK = 1e-3;

type Report = (rule: string, message: string) => void;

/** Everything that does not hold inside operating systems. */
export function findGuestViolations(world: World): Violation[] {
  const violations: Violation[] = [];
  function report(rule: string, message: string): void {
    violations.push({ rule, message });
  }
  for (const guest of world.guest.slots()) {
    const owner = ownerOf(world, guest);
    if (owner.slot < 0 || !world[owner.table].isAlive(owner.slot)) {
      report('INV-80', 'an operating system is left of something that is gone');
      continue;
    }
    const id = textIdOf(world, owner.table, owner.slot);
    checkProcesses(world, guest, { id, up: systemIsUp(world, owner) }, report);
    checkRoom(world, guest, id, report);
    checkSharing(world, guest, id, report);
  }
  checkHosts(world, report);
  return violations;
}

/** INV-80: processes run on systems that are up, and each has a number of its own. */
function checkProcesses(
  world: World,
  guest: number,
  system: { id: string; up: boolean },
  report: Report,
): void {
  const apps = runningApps(world, guest).map((app) => world.guestApp.col.pid[app]!);
  const pids = [...apps, ...runningTasks(world, guest).map((t) => world.guestTask.col.pid[t]!)];
  if (system.up !== (world.guest.col.up[guest] === 1))
    report('INV-80', `${system.id} and its operating system disagree about being up`);
  if (!system.up && pids.length > 0)
    report('INV-80', `${pids.length} processes run on ${system.id}, which is down`);
  if (pids.includes(0) || new Set(pids).size !== pids.length)
    report('INV-80', `${system.id} has processes without a number of their own`);
}

/** INV-81: what is used is never more than there is. */
function checkRoom(world: World, guest: number, id: string, report: Report): void {
  const memoryMib = usedMemoryMib(world, guest);
  if (memoryMib > memoryOf(world, guest) + SLACK)
    report('INV-81', `${id} uses ${memoryMib} of ${memoryOf(world, guest)} MiB of memory`);
  const diskMib = usedDiskMib(world, guest);
  if (diskMib > diskOf(world, guest) + SLACK)
    report('INV-81', `${id} uses ${diskMib} of ${diskOf(world, guest)} MiB of disk`);
}

/** INV-82: no two running applications hold one port or path; names and services are single. */
function checkSharing(world: World, guest: number, id: string, report: Report): void {
  const all = world.guests.appsOf(guest);
  const names = all.map((app) => world.guestApp.text('name', app));
  const services = all.map((app) => world.guests.needsOf(app).service);
  if (new Set(names).size !== names.length || new Set(services).size !== services.length)
    report('INV-82', `${id} has two applications of one name or service`);
  const running = runningApps(world, guest).map((app) => world.guests.needsOf(app));
  running.forEach((left, at) => {
    for (const right of running.slice(at + 1)) {
      const port = left.listens.some((a) => right.listens.some((b) => listensOverlap(a, b)));
      const path = left.paths.some((a) =>
        right.paths.some(
          (b) =>
            (a.use === 'own' || b.use === 'own') && pathsOverlap({ left: a.path, right: b.path }),
        ),
      );
      if (port || path)
        report('INV-82', `${left.application} and ${right.application} share on ${id}`);
    }
  });
}

/** INV-83: a system gets no more than it asks for and has; all of a host no more than its cores. */
function checkHosts(world: World, report: Report): void {
  const { col } = world.guest;
  const given = new Map<number, number>();
  for (const guest of world.guest.slots()) {
    const granted = col.grantedMillicores[guest]!;
    const most = Math.min(col.demandMillicores[guest]!, coresOf(world, guest));
    const { table, slot } = ownerOf(world, guest);
    if (granted > most + SLACK || granted < 0)
      report('INV-83', `${textIdOf(world, table, slot)} got ${granted} of ${most} millicores`);
    const host = table === 'host' ? slot : world.vm.col.host[slot]! - 1;
    if (host >= 0) given.set(host, (given.get(host) ?? 0) + granted);
  }
  for (const [host, granted] of given) {
    if (granted <= world.host.col.cores[host]! * 1_000 + SLACK) continue;
    report('INV-83', `${textIdOf(world, 'host', host)} gave ${granted} millicores`);
  }
}
