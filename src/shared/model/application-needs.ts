/**
 * What installed applications need, and where two of them collide on one operating system.
 *
 * The one place where collisions are computed: the engine refuses by it and the screen predicts by
 * it, so that a prediction cannot differ from what happens. It knows no application by name and no
 * world; it compares needs. Error lines are those a person would find in the log.
 */
import type { Application, Runtime } from './application.ts';
import type { CollisionKind, PathUse, Protocol } from './guest-kinds.ts';

/** Memory and disk of the operating system itself (assumed, rule ENG-O2). */
const SYSTEM_MEMORY_MIB = 512;
const SYSTEM_MEMORY_SHARE = 4;
const SYSTEM_DISK_MIB = 4_096;
/** The address that stands for every address of a system. */
const EVERY_ADDRESS = '0.0.0.0';

interface Listen {
  readonly name: string;
  readonly protocol: Protocol;
  readonly address: string;
  readonly port: number;
}

interface UsedPath {
  readonly name: string;
  readonly path: string;
  readonly use: PathUse;
}

interface NeededRuntime {
  readonly runtime: string;
  readonly version: string;
}

/** Everything an installed application needs, configuration applied. */
export interface ApplicationNeeds {
  readonly application: string;
  readonly process: string;
  readonly service: string;
  readonly singleInstance: boolean;
  readonly cpuMillicores: number;
  readonly memoryMib: number;
  readonly reservesMemory: boolean;
  readonly memoryGrowthMibPerHour: number;
  readonly diskMib: number;
  readonly diskGrowthMibPerHour: number;
  readonly listens: readonly Listen[];
  readonly paths: readonly UsedPath[];
  readonly runtimes: readonly NeededRuntime[];
  readonly users: readonly string[];
  readonly settings: Readonly<Record<string, string>>;
  readonly dependsOn: readonly string[];
}

/** What an installation may change of its catalogue entry. */
export interface ApplicationChanges {
  readonly serviceName?: string | undefined;
  readonly ports?: Readonly<Record<string, number>> | undefined;
  readonly addresses?: Readonly<Record<string, string>> | undefined;
  readonly paths?: Readonly<Record<string, string>> | undefined;
  readonly settings?: Readonly<Record<string, string>> | undefined;
  readonly cpuMillicores?: number | undefined;
  readonly memoryMib?: number | undefined;
  readonly memoryGrowthMibPerHour?: number | undefined;
  readonly diskGrowthMibPerHour?: number | undefined;
  readonly dependsOn?: readonly string[] | undefined;
}

/** A catalogue entry without where its figures come from. */
export type ApplicationEntry = Omit<Application, 'sources' | 'assumed'>;
export type RuntimeEntry = Omit<Runtime, 'sources' | 'assumed'>;

/** The needs of an application with the changes of its installation. O(needs). */
export function needsOf(
  application: ApplicationEntry,
  changes: ApplicationChanges,
): ApplicationNeeds {
  const { ports = {}, addresses = {}, paths = {} } = changes;
  return {
    application: application.key,
    process: application.process,
    service: changes.serviceName ?? application.service,
    singleInstance: application.singleInstance,
    cpuMillicores: changes.cpuMillicores ?? application.cpuMillicores,
    memoryMib: changes.memoryMib ?? application.memoryMib,
    reservesMemory: application.reservesMemory,
    memoryGrowthMibPerHour: changes.memoryGrowthMibPerHour ?? application.memoryGrowthMibPerHour,
    diskMib: application.diskMib,
    diskGrowthMibPerHour: changes.diskGrowthMibPerHour ?? application.diskGrowthMibPerHour,
    listens: application.listens.map(({ name, protocol, address, port }) => ({
      name,
      protocol,
      address: addresses[name] ?? address,
      port: ports[name] ?? port,
    })),
    paths: application.paths.map(({ name, path, use }) => ({
      name,
      path: paths[name] ?? path,
      use,
    })),
    runtimes: application.runtimes,
    users: application.users,
    settings: { ...application.settings, ...changes.settings },
    dependsOn: changes.dependsOn ?? application.dependsOn,
  };
}

/** What the system keeps for itself: 512 MiB or a quarter of the memory, and 4 GiB of disk. */
export function systemMemoryMib(memoryMib: number): number {
  return Math.min(SYSTEM_MEMORY_MIB, Math.floor(memoryMib / SYSTEM_MEMORY_SHARE));
}

/** As `systemMemoryMib`, of a disk. */
export function systemDiskMib(diskMib: number): number {
  return Math.min(SYSTEM_DISK_MIB, Math.floor(diskMib / 2));
}

/** An application that is installed on the system already. */
interface Neighbour {
  readonly name: string;
  readonly pid: number;
  readonly running: boolean;
  /** Memory it uses now. */
  readonly usedMib: number;
  readonly needs: ApplicationNeeds;
}

/** An operating system as far as collisions go. */
export interface GuestSight {
  readonly memoryMib: number;
  readonly memoryFreeMib: number;
  readonly diskFreeMib: number;
  readonly neighbours: readonly Neighbour[];
  readonly runtimes: readonly NeededRuntime[];
}

/** One thing that two applications cannot both have. */
export interface Collision {
  readonly kind: CollisionKind;
  /** install: it cannot be installed; start: it cannot start; later: somebody will be killed. */
  readonly when: 'install' | 'start' | 'later';
  /** Name of the application that has it, when there is one. */
  readonly with: string;
  /** What it is about: an address, a path, a service, a runtime. */
  readonly thing: string;
  /** The line a person would find in the log. */
  readonly line: string;
  readonly neededMib: number;
  readonly freeMib: number;
}

type Found = Omit<Collision, 'neededMib' | 'freeMib'> & Partial<Collision>;

function collision(found: Found): Collision {
  return { neededMib: 0, freeMib: 0, ...found };
}

/** Whether two addresses are one as far as a listening socket goes; 0.0.0.0 overlaps all. */
function addressesOverlap(left: string, right: string): boolean {
  return left === right || left === EVERY_ADDRESS || right === EVERY_ADDRESS;
}

/** Whether two sockets cannot both be open. */
export function listensOverlap(left: Listen, right: Listen): boolean {
  if (left.protocol !== right.protocol || left.port !== right.port) return false;
  return addressesOverlap(left.address, right.address);
}

/** Whether one path is the other or lies inside it. */
export function pathsOverlap(one: { left: string; right: string }): boolean {
  const { left, right } = one;
  return left === right || left.startsWith(`${right}/`) || right.startsWith(`${left}/`);
}

/**
 * What stands against installing an application on a system, whether or not anybody runs.
 * `replaceRuntimes`: an installed version of a runtime gives way instead.
 */
export function installCollisions(
  sight: GuestSight,
  candidate: {
    needs: ApplicationNeeds;
    runtimes: readonly RuntimeEntry[];
    replaceRuntimes: boolean;
  },
): Collision[] {
  const { needs } = candidate;
  return [
    ...instanceCollisions(sight, needs),
    ...serviceCollisions(sight, needs),
    ...(candidate.replaceRuntimes ? [] : runtimeCollisions(sight, candidate)),
    ...roomCollisions(sight, candidate),
  ];
}

function instanceCollisions(sight: GuestSight, needs: ApplicationNeeds): Collision[] {
  if (!needs.singleInstance) return [];
  const same = sight.neighbours.find((one) => one.needs.application === needs.application);
  if (same === undefined) return [];
  const line = `${needs.process}: already installed as ${same.name}; only one per system`;
  const thing = needs.application;
  return [collision({ kind: 'instance', when: 'install', with: same.name, thing, line })];
}

function serviceCollisions(sight: GuestSight, needs: ApplicationNeeds): Collision[] {
  const same = sight.neighbours.find((one) => one.needs.service === needs.service);
  if (same === undefined) return [];
  const line = `EEXIST: /etc/systemd/system/${needs.service}.service: file exists`;
  const thing = needs.service;
  return [collision({ kind: 'service', when: 'install', with: same.name, thing, line })];
}

function runtimeCollisions(
  sight: GuestSight,
  candidate: { needs: ApplicationNeeds; runtimes: readonly RuntimeEntry[] },
): Collision[] {
  return candidate.needs.runtimes.flatMap(({ runtime, version }) => {
    const known = candidate.runtimes.find(({ key }) => key === runtime);
    if (known?.sideBySide === true) return [];
    const other = sight.runtimes.find((one) => one.runtime === runtime && one.version !== version);
    if (other === undefined) return [];
    const owner = sight.neighbours.find(({ needs }) =>
      needs.runtimes.some((one) => one.runtime === runtime && one.version === other.version),
    );
    const thing = `${runtime} ${version}`;
    const line = `${thing} conflicts with ${runtime} ${other.version}, which is installed`;
    return collision({ kind: 'runtime', when: 'install', with: owner?.name ?? '', thing, line });
  });
}

/** Disk that installing takes: the application and the runtimes that are not there yet. */
function installedMib(
  sight: GuestSight,
  candidate: { needs: ApplicationNeeds; runtimes: readonly RuntimeEntry[] },
): number {
  const missing = candidate.needs.runtimes.filter(
    ({ runtime, version }) =>
      !sight.runtimes.some((one) => one.runtime === runtime && one.version === version),
  );
  return missing.reduce(
    (sum, { runtime }) =>
      sum + (candidate.runtimes.find(({ key }) => key === runtime)?.diskMib ?? 0),
    candidate.needs.diskMib,
  );
}

function roomCollisions(
  sight: GuestSight,
  candidate: { needs: ApplicationNeeds; runtimes: readonly RuntimeEntry[] },
): Collision[] {
  const neededMib = installedMib(sight, candidate);
  const freeMib = Math.floor(sight.diskFreeMib);
  if (neededMib <= freeMib) return [];
  const line = `ENOSPC: no space left on device: ${neededMib} MiB needed, ${freeMib} MiB free`;
  return [
    collision({ kind: 'disk', when: 'install', with: '', thing: '/', line, neededMib, freeMib }),
  ];
}

/**
 * What stands against starting an application now; `name` is its own, so that it is not held
 * against itself.
 */
export function startCollisions(
  sight: GuestSight,
  candidate: { name: string; needs: ApplicationNeeds },
): Collision[] {
  const others = sight.neighbours.filter(({ name, running }) => running && name !== candidate.name);
  return [
    ...missingRuntimes(sight, candidate.needs),
    ...missingDependencies(others, candidate.needs),
    ...others.flatMap((other) => portCollisions(other, candidate.needs)),
    ...others.flatMap((other) => pathCollisions(other, candidate.needs)),
    ...memoryCollisions(sight, candidate.needs),
    ...diskCollisions(sight, candidate.needs),
  ];
}

function missingRuntimes(sight: GuestSight, needs: ApplicationNeeds): Collision[] {
  return needs.runtimes.flatMap(({ runtime, version }) => {
    const there = sight.runtimes.filter((one) => one.runtime === runtime);
    if (there.some((one) => one.version === version)) return [];
    const found = there.map((one) => one.version).join(', ');
    const line = `${needs.process}: ${runtime} ${version} is required, found ${found || 'none'}`;
    const thing = `${runtime} ${version}`;
    return collision({ kind: 'runtime', when: 'start', with: '', thing, line });
  });
}

function missingDependencies(running: readonly Neighbour[], needs: ApplicationNeeds): Collision[] {
  return needs.dependsOn.flatMap((wanted) => {
    const there = running.some((one) => one.name === wanted || one.needs.application === wanted);
    if (there) return [];
    const line = `Dependency failed for ${needs.service}.service: ${wanted} is not running`;
    return collision({ kind: 'dependency', when: 'start', with: '', thing: wanted, line });
  });
}

function portCollisions(other: Neighbour, needs: ApplicationNeeds): Collision[] {
  return needs.listens.flatMap((wanted) => {
    if (!other.needs.listens.some((held) => listensOverlap(held, wanted))) return [];
    const thing = `${wanted.protocol} ${wanted.address}:${wanted.port}`;
    const line = `EADDRINUSE: address already in use ${wanted.address}:${wanted.port}`;
    return collision({ kind: 'port', when: 'start', with: other.name, thing, line });
  });
}

function pathCollisions(other: Neighbour, needs: ApplicationNeeds): Collision[] {
  return needs.paths.flatMap((wanted) => {
    const held = other.needs.paths.find(
      (one) =>
        (one.use === 'own' || wanted.use === 'own') &&
        pathsOverlap({ left: one.path, right: wanted.path }),
    );
    if (held === undefined) return [];
    const holder = `pid ${other.pid} (${other.needs.process})`;
    const line = `EAGAIN: cannot lock ${wanted.path}: held by ${holder}`;
    const thing = wanted.path;
    return collision({ kind: 'path', when: 'start', with: other.name, thing, line });
  });
}

function memoryCollisions(sight: GuestSight, needs: ApplicationNeeds): Collision[] {
  const freeMib = Math.floor(sight.memoryFreeMib);
  const neededMib = needs.memoryMib;
  if (!needs.reservesMemory || neededMib <= freeMib) return [];
  const line = `ENOMEM: cannot allocate memory: ${neededMib} MiB asked for, ${freeMib} MiB free`;
  const thing = `${neededMib} MiB`;
  return [collision({ kind: 'memory', when: 'start', with: '', thing, line, neededMib, freeMib })];
}

function diskCollisions(sight: GuestSight, needs: ApplicationNeeds): Collision[] {
  if (needs.diskGrowthMibPerHour === 0 || sight.diskFreeMib >= 1) return [];
  const line = `ENOSPC: no space left on device: cannot write the log of ${needs.service}.service`;
  return [collision({ kind: 'disk', when: 'start', with: '', thing: '/', line, neededMib: 1 })];
}

/** Something that uses memory and can be killed for it. */
interface MemoryUser {
  readonly pid: number;
  readonly usedMib: number;
}

/**
 * Whom the system kills when memory runs out: the largest, of several the youngest, as its own
 * rule puts resident memory before all else (rule ENG-O6).
 */
export function chooseVictim<T extends MemoryUser>(users: readonly T[]): T | undefined {
  let victim: T | undefined;
  for (const one of users) {
    if (
      victim === undefined ||
      one.usedMib > victim.usedMib ||
      (one.usedMib === victim.usedMib && one.pid > victim.pid)
    ) {
      victim = one;
    }
  }
  return victim;
}

/** Who would be killed if an application started that takes its memory as it touches it. */
export function memoryVictims(
  sight: GuestSight,
  candidate: { name: string; needs: ApplicationNeeds },
): string[] {
  if (candidate.needs.reservesMemory) return [];
  const youngest = Math.max(0, ...sight.neighbours.map(({ pid }) => pid)) + 1;
  let users = [
    ...sight.neighbours
      .filter(({ running, name }) => running && name !== candidate.name)
      .map(({ name, pid, usedMib }) => ({ name, pid, usedMib })),
    { name: candidate.name, pid: youngest, usedMib: candidate.needs.memoryMib },
  ];
  let missing = candidate.needs.memoryMib - sight.memoryFreeMib;
  const killed: string[] = [];
  while (missing > 0) {
    const victim = chooseVictim(users);
    if (victim === undefined) break;
    killed.push(victim.name);
    missing -= victim.usedMib;
    users = users.filter((one) => one !== victim);
  }
  return killed;
}
