/**
 * Deciders for what runs inside operating systems: applications, patches, tasks (rules ENG-O1 to
 * ENG-O11). What collides is computed by `shared/model/application-needs.ts`; here collisions
 * become refusals.
 */
import { canonicalJson } from '../../../shared/kernel/canonical-json.ts';
import { nearestWords } from '../../../shared/kernel/nearest-words.ts';
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import type { Application } from '../../../shared/model/application.ts';
import {
  installCollisions,
  needsOf,
  startCollisions,
  type ApplicationChanges,
  type ApplicationNeeds,
  type Collision,
} from '../../../shared/model/application-needs.ts';
import { PROCESS_STATES } from '../../../shared/model/guest-kinds.ts';
import { codeOf } from '../systems/collision-codes.ts';
import { emptySight, sightOf, systemIsUp } from '../systems/guest-load.ts';
import { settleGuest, startProcess, stopProcess } from '../systems/guest-processes.ts';
import { ensureGuest, forgetApp } from '../systems/guest-records.ts';
import type { World } from '../world/world.ts';
import { refuse, type Decided } from './decide-kit.ts';
import {
  findApp,
  findBareSystem,
  findRunningSystem,
  INSTALLED_MAX,
  type InstalledApp,
  type System,
} from './guest-find.ts';
import { checkNotHeld } from './held-servers.ts';

const RUNNING = PROCESS_STATES.indexOf('running');

/** The refusal for a collision, in the words of the log. */
export function refuseCollision(id: string, name: string, collision: Collision): Result<never> {
  const { line, kind, thing } = collision;
  const code = codeOf(collision);
  const holder = collision.with === '' ? '' : ` ${collision.with} has it.`;
  return refuse({
    code,
    message: `${name} on ${id}: ${line}.${holder}`,
    hint: HINTS[kind],
    details: {
      on: id,
      app: name,
      line,
      thing,
      ...(collision.with === '' ? {} : { with: collision.with }),
      ...(collision.neededMib === 0
        ? {}
        : { neededMib: collision.neededMib, freeMib: collision.freeMib }),
    },
  });
}

const HINTS: Readonly<Record<Collision['kind'], string>> = {
  port: 'Stop the other application, give one of them another port, or another machine.',
  path: 'Stop the other application, give one of them another path, or another machine.',
  service: 'Give this one another service name, or another machine.',
  runtime: 'Use another machine, or let the new version replace the old one.',
  instance: 'Use the one that is there, or another machine.',
  memory: 'Stop something, or use a system with more memory.',
  disk: 'Remove an application, or use a system with a larger disk.',
  dependency: 'Start that application on the same system first.',
};

/** Refuses changes to what the application does not have: ports, addresses and paths by name. */
export function checkChanges(application: Application, changes: ApplicationChanges): Result<void> {
  const ports = application.listens.map(({ name }) => name);
  const given = [
    { field: 'ports', keys: Object.keys(changes.ports ?? {}), known: ports },
    { field: 'addresses', keys: Object.keys(changes.addresses ?? {}), known: ports },
    {
      field: 'paths',
      keys: Object.keys(changes.paths ?? {}),
      known: application.paths.map(({ name }) => name),
    },
    {
      field: 'settings',
      keys: Object.keys(changes.settings ?? {}),
      known: Object.keys(application.settings),
    },
  ];
  for (const { field, keys, known } of given) {
    const unknown = keys.find((key) => !known.includes(key));
    if (unknown === undefined) continue;
    return refuse({
      code: 'app.unknownSetting',
      message: `${application.key} has no "${unknown}" among its ${field}.`,
      hint: known.length > 0 ? `It has ${known.join(', ')}.` : `It has no ${field} to change.`,
      details: { application: application.key, field, name: unknown, known },
    });
  }
  return ok(undefined);
}

/** Refuses dependencies that lead back to their beginning. */
function checkCycle(
  world: World,
  system: System,
  candidate: { name: string; needs: ApplicationNeeds },
): Result<void> {
  const others = system.guest < 0 ? [] : sightOf(world, system.guest).neighbours;
  const nodes = [...others.filter(({ name }) => name !== candidate.name), candidate];
  function after(name: string): string[] {
    const node = nodes.find((one) => one.name === name);
    const wanted = node?.needs.dependsOn ?? [];
    return nodes
      .filter((one) => wanted.includes(one.name) || wanted.includes(one.needs.application))
      .map((one) => one.name);
  }
  const way = findWayBack(candidate.name, after);
  if (way === undefined) return ok(undefined);
  return refuse({
    code: 'app.dependencyCycle',
    message: `${way.join(' needs ')}: none of them could ever start first.`,
    hint: 'Take one of the dependencies out.',
    details: { on: system.id, app: candidate.name, cycle: way },
  });
}

/** Names from one back to itself along dependencies; every name is visited once. */
function findWayBack(start: string, after: (name: string) => string[]): string[] | undefined {
  const ways: string[][] = [[start]];
  const seen = new Set<string>();
  for (let way = ways.pop(); way !== undefined; way = ways.pop()) {
    for (const next of after(way.at(-1) ?? start)) {
      if (next === start) return [...way, start];
      if (seen.has(next)) continue;
      seen.add(next);
      ways.push([...way, next]);
    }
  }
  return undefined;
}

/** The changes of a command alone, and their one text. */
export function changesOf(command: ApplicationChanges): {
  changes: ApplicationChanges;
  text: string;
} {
  const changes: ApplicationChanges = Object.fromEntries(
    CHANGE_FIELDS.flatMap((field) =>
      command[field] === undefined ? [] : [[field, command[field]]],
    ),
  );
  const text = canonicalJson(changes);
  return { changes, text: text.ok ? text.value : '{}' };
}

const CHANGE_FIELDS = [
  'serviceName',
  'ports',
  'addresses',
  'paths',
  'settings',
  'cpuMillicores',
  'memoryMib',
  'memoryGrowthMibPerHour',
  'diskGrowthMibPerHour',
  'dependsOn',
] as const satisfies readonly (keyof ApplicationChanges)[];

/** An application of the catalogue. Refuses with `application.notFound`. */
export function findApplication(world: World, key: string): Result<Application> {
  const application = world.guests.application(key);
  if (application !== undefined) return ok(application);
  const known = (world.catalogue.applications ?? []).map((one) => one.key);
  const close = nearestWords({ wanted: key, known });
  return refuse({
    code: 'application.notFound',
    message: `The catalogue ${world.catalogue.id} has no application "${key}".`,
    hint:
      close.length > 0
        ? `Did you mean ${close.join(', ')}?`
        : `It has ${known.length} applications; the install dialog lists them.`,
    details: { application: key, known: known.length, close },
  });
}

interface Installation {
  readonly system: System;
  readonly name: string;
  readonly application: string;
  readonly changes: string;
  readonly needs: ApplicationNeeds;
  readonly start: boolean;
}

/** Looks at `app.install`; its refusals stand with its schema in `shared/commands`. */
export function decideAppInstall(world: World, command: CommandOf<'app.install'>): Decided {
  // A start state may hold machines that are stopped, with applications that wait inside.
  const find = world.settingUp ? findBareSystem : findRunningSystem;
  const system = find(world, command.on);
  if (!system.ok) return system;
  const application = findApplication(world, command.application);
  if (!application.ok) return application;
  const { changes, text } = changesOf(command);
  const fitting = checkChanges(application.value, changes);
  if (!fitting.ok) return fitting;
  const { owner, guest, id } = system.value;
  const name = command.name ?? application.value.key;
  const sight = guest < 0 ? emptySight(world, owner) : sightOf(world, guest);
  if (sight.neighbours.some((one) => one.name === name) || full(sight.neighbours.length)) {
    return refuse({
      code: 'app.nameTaken',
      message: full(sight.neighbours.length)
        ? `${id} holds ${INSTALLED_MAX} applications, which is the most there can be.`
        : `${id} has an application "${name}" already.`,
      hint: 'Give it another name, or remove the other one.',
      details: { on: id, app: name },
    });
  }
  const needs = needsOf(application.value, changes);
  const runtimes = world.catalogue.runtimes ?? [];
  const replaceRuntimes = command.replaceRuntimes === true;
  const [inTheWay] = installCollisions(sight, { needs, runtimes, replaceRuntimes });
  if (inTheWay !== undefined) return refuseCollision(id, name, inTheWay);
  const cycle = checkCycle(world, system.value, { name, needs });
  if (!cycle.ok) return cycle;
  const start = command.start !== false;
  if (start && systemIsUp(world, owner)) {
    // The runtimes come with it, so they are not held against its start.
    const withOwn = { ...sight, runtimes: [...sight.runtimes, ...needs.runtimes] };
    const [atStart] = startCollisions(withOwn, { name, needs });
    if (atStart !== undefined) return refuseCollision(id, name, atStart);
  }
  const plan = { system: system.value, name, application: application.value.key, needs, start };
  return ok(() => install(world, { ...plan, changes: text }));
}

function full(count: number): boolean {
  return count >= INSTALLED_MAX;
}

function install(world: World, plan: Installation): void {
  const isUp = systemIsUp(world, plan.system.owner);
  const guest = ensureGuest(world, plan.system.owner, isUp);
  const { guestApp } = world;
  const app = guestApp.allocate();
  guestApp.setRef({ column: 'guest', slot: app, to: guest });
  guestApp.setText({ column: 'name', slot: app, text: plan.name });
  guestApp.setText({ column: 'application', slot: app, text: plan.application });
  guestApp.setText({ column: 'changes', slot: app, text: plan.changes });
  guestApp.col.wanted[app] = plan.start ? 1 : 0;
  world.guests.invalidate();
  for (const needed of plan.needs.runtimes) installRuntime(world, guest, needed);
  if (plan.start && isUp) startProcess(world, app, world.decisionId);
  else settleGuest(world, guest);
}

/** Adds a version of a runtime; of one that stands alone, it takes the place of the other. */
function installRuntime(
  world: World,
  guest: number,
  needed: { runtime: string; version: string },
): void {
  const { guestRuntime } = world;
  const rows = world.guests
    .runtimesOf(guest)
    .filter((row) => guestRuntime.text('runtime', row) === needed.runtime);
  if (rows.some((row) => guestRuntime.text('version', row) === needed.version)) return;
  const sideBySide = world.catalogue.runtimes?.some(
    ({ key, sideBySide: both }) => key === needed.runtime && both,
  );
  const row = sideBySide === true ? undefined : rows[0];
  const slot = row ?? guestRuntime.allocate();
  guestRuntime.setRef({ column: 'guest', slot, to: guest });
  guestRuntime.setText({ column: 'runtime', slot, text: needed.runtime });
  guestRuntime.setText({ column: 'version', slot, text: needed.version });
  world.guests.invalidate();
}

/** Looks at `app.start`; its refusals stand with its schema in `shared/commands`. */
export function decideAppStart(world: World, command: CommandOf<'app.start'>): Decided {
  const found = findApp(world, command);
  if (!found.ok) return found;
  const running = findRunningSystem(world, command.on);
  if (!running.ok) return running;
  const held = checkNotHeld(world, running.value);
  if (!held.ok) return held;
  const { app, guest, id, name } = found.value;
  if (world.guestApp.col.state[app] === RUNNING) return refuseRunning(found.value, 'Stop');
  const needs = world.guests.needsOf(app);
  const [first] = startCollisions(sightOf(world, guest), { name, needs });
  if (first !== undefined) return refuseCollision(id, name, first);
  return ok(() => {
    world.guestApp.col.wanted[app] = 1;
    startProcess(world, app, world.decisionId);
  });
}

function refuseRunning(found: InstalledApp, act: 'Stop' | 'Leave'): Result<never> {
  const { id, name } = found;
  return refuse({
    code: 'app.running',
    message: `${name} on ${id} is running.`,
    hint: act === 'Stop' ? 'Stop it first.' : 'Stop it, then try again.',
    details: { on: id, app: name },
  });
}

/** Looks at `app.stop`; its refusals stand with its schema in `shared/commands`. */
export function decideAppStop(world: World, command: CommandOf<'app.stop'>): Decided {
  const found = findApp(world, command);
  if (!found.ok) return found;
  const { app, id, name } = found.value;
  if (world.guestApp.col.state[app] !== RUNNING) {
    return refuse({
      code: 'app.notRunning',
      message: `${name} on ${id} does not run.`,
      hint: 'Start it, or remove it.',
      details: { on: id, app: name },
    });
  }
  return ok(() => {
    world.guestApp.col.wanted[app] = 0;
    stopProcess(world, app, world.decisionId);
  });
}

/** Looks at `app.remove`; its refusals stand with its schema in `shared/commands`. */
export function decideAppRemove(world: World, command: CommandOf<'app.remove'>): Decided {
  const found = findApp(world, command);
  if (!found.ok) return found;
  const { app, guest, id, name } = found.value;
  if (world.guestApp.col.state[app] === RUNNING) return refuseRunning(found.value, 'Leave');
  const { application } = world.guests.needsOf(app);
  const users = sightOf(world, guest).neighbours.filter(
    (one) =>
      one.name !== name &&
      (one.needs.dependsOn.includes(name) || one.needs.dependsOn.includes(application)),
  );
  if (users.length > 0) {
    return refuse({
      code: 'app.needed',
      message: `${name} on ${id} is needed by ${users.map((one) => one.name).join(', ')}.`,
      hint: 'Remove those first, or configure them not to need it.',
      details: { on: id, app: name, users: users.map((one) => one.name) },
    });
  }
  return ok(() => {
    forgetApp(world, app);
    settleGuest(world, guest);
  });
}

/** Looks at `app.configure`; its refusals stand with its schema in `shared/commands`. */
export function decideAppConfigure(world: World, command: CommandOf<'app.configure'>): Decided {
  const found = findApp(world, command);
  if (!found.ok) return found;
  const { app, guest, name } = found.value;
  if (world.guestApp.col.state[app] === RUNNING) return refuseRunning(found.value, 'Leave');
  const application = findApplication(world, world.guestApp.text('application', app));
  if (!application.ok) return application;
  const fitting = checkChanges(application.value, command);
  if (!fitting.ok) return fitting;
  const { changes, text } = changesOf(merged(world, app, command));
  const needs = needsOf(application.value, changes);
  const cycle = checkCycle(world, found.value, { name, needs });
  if (!cycle.ok) return cycle;
  return ok(() => {
    world.guestApp.setText({ column: 'changes', slot: app, text });
    settleGuest(world, guest);
  });
}

/** New changes over the old ones; ports, addresses, paths and settings name by name. */
function merged(world: World, app: number, command: ApplicationChanges): ApplicationChanges {
  // The text was written by `changesOf`, so it has this shape.
  const old = JSON.parse(world.guestApp.text('changes', app)) as ApplicationChanges;
  const { changes } = changesOf(command);
  return {
    ...old,
    ...changes,
    ...(old.ports && { ports: { ...old.ports, ...changes.ports } }),
    ...(old.addresses && { addresses: { ...old.addresses, ...changes.addresses } }),
    ...(old.paths && { paths: { ...old.paths, ...changes.paths } }),
    ...(old.settings && { settings: { ...old.settings, ...changes.settings } }),
  };
}
