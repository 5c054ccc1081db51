/**
 * Finding operating systems and what is installed on them, with the refusals that occur there. All
 * deciders of what is inside systems begin here. Every refusal names what was close to what was
 * asked for.
 */
import { nearestWords } from '../../../shared/kernel/nearest-words.ts';
import { ok, type Result } from '../../../shared/kernel/result.ts';
import { HOST_STATES, HOST_SYSTEMS, POWER_STATES } from '../../../shared/model/kinds.ts';
import { systemIsUp } from '../systems/guest-load.ts';
import { guestOf, type SystemOwner } from '../systems/guest-records.ts';
import { worksSomewhere } from '../systems/work-grounds.ts';
import { textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { refuse } from './decide-kit.ts';

const HYPERVISOR = HOST_SYSTEMS.indexOf('hypervisor');
/** Most applications, or tasks, of one system. */
export const INSTALLED_MAX = 200;

/** An operating system that exists. */
export interface System {
  readonly owner: SystemOwner;
  readonly id: string;
  /** -1 while nobody has touched it. */
  readonly guest: number;
}

/** The operating system a reference means. Refuses with `guest.notFound`, `guest.hypervisor`. */
export function findSystem(world: World, reference: string): Result<System> {
  const found = world.names.resolve(['host', 'vm'], reference);
  if (!found.ok) {
    if (found.error.code === 'reference.ambiguous') return found;
    return refuse({
      ...found.error,
      code: 'guest.notFound',
      message: `There is no host or machine "${reference}".`,
    });
  }
  const { slot } = found.value;
  const owner: SystemOwner = { table: found.value.table === 'host' ? 'host' : 'vm', slot };
  return ok({
    owner,
    id: textIdOf(world, owner.table, slot),
    guest: guestOf(world, owner),
  });
}

/** As `findSystem`, of a system that applications can be installed on. */
export function findBareSystem(world: World, reference: string): Result<System> {
  const system = findSystem(world, reference);
  if (!system.ok) return system;
  const { owner, id } = system.value;
  if (owner.table === 'vm' || world.host.col.system[owner.slot] !== HYPERVISOR) return system;
  return refuse({
    code: 'guest.hypervisor',
    message: `${id} runs a hypervisor, which holds machines and no applications.`,
    hint: 'Name a machine on it, or a host with an operating system.',
    details: { on: id },
  });
}

/** As `findBareSystem`, of one that is running. Refuses with `guest.down` too. */
export function findRunningSystem(world: World, reference: string): Result<System> {
  const system = findBareSystem(world, reference);
  if (!system.ok) return system;
  if (systemIsUp(world, system.value.owner)) return checkManaged(world, system.value);
  const { owner, id } = system.value;
  const state =
    owner.table === 'host'
      ? HOST_STATES[world.host.col.state[owner.slot]!]!
      : POWER_STATES[world.vm.col.powerState[owner.slot]!]!;
  return refuse({
    code: 'guest.down',
    message: `The system of ${id} does not run: it is ${state}.`,
    hint: 'Start it first.',
    details: { on: id, state },
  });
}

/** Refuses with `jumpbox.down` where the only ways to a machine are jumpboxes and none runs. */
function checkManaged(world: World, system: System): Result<System> {
  const { owner, id } = system;
  const boxes = owner.table === 'vm' ? world.workloads.jumpboxesOf(owner.slot) : [];
  if (boxes.length === 0 || boxes.some((box) => worksSomewhere(world, box))) return ok(system);
  const names = boxes.map((box) => textIdOf(world, 'workload', box));
  return refuse({
    code: 'jumpbox.down',
    message: `${id} is managed through ${names.join(', ')} only, and no machine of it runs.`,
    hint: 'Start the jumpbox, or remove it.',
    details: { on: id, jumpboxes: names },
  });
}

/** An application on it. */
export interface InstalledApp extends System {
  readonly app: number;
  readonly name: string;
}

/** An application on a system. Refuses with `guest.notFound` or `app.notFound`. */
export function findApp(world: World, command: { on: string; app: string }): Result<InstalledApp> {
  const system = findSystem(world, command.on);
  if (!system.ok) return system;
  const { guest, id } = system.value;
  const apps = guest < 0 ? [] : world.guests.appsOf(guest);
  const names = apps.map((app) => world.guestApp.text('name', app));
  const app = apps[names.indexOf(command.app)];
  if (app !== undefined) return ok({ ...system.value, app, name: command.app });
  const close = nearestWords({ wanted: command.app, known: names });
  return refuse({
    code: 'app.notFound',
    message: `There is no application "${command.app}" on ${id}.`,
    hint:
      close.length > 0
        ? `Did you mean ${close.join(', ')}?`
        : `${names.length} are installed there; look at its guest view.`,
    details: { on: id, app: command.app, known: names.length },
  });
}
