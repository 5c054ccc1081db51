/**
 * An operating system as the collisions see it, read from a row: what the install dialog foretells
 * with. The computing itself is the engine's own (shared/model/application-needs.ts).
 */
import {
  installCollisions,
  memoryVictims,
  startCollisions,
  systemDiskMib,
  systemMemoryMib,
  type ApplicationNeeds,
  type Collision,
  type GuestSight,
  type RuntimeEntry,
} from '../../shared/model/application-needs.ts';
import { US_PER_HOUR } from '../../shared/kernel/time.ts';
import type { GuestView } from '../../shared/views/guest-view.ts';
import type { RowOf } from '../../shared/views/topology-view.ts';

const MIB_PER_GIB = 1_024;

export type SystemRow = RowOf<'host'> | RowOf<'vm'>;

/** Memory and disk of what a system runs on. */
export function roomOf(row: SystemRow, osDiskGib: number): { memoryMib: number; diskMib: number } {
  const diskGib = row.kind === 'host' ? row.diskGib : osDiskGib;
  return { memoryMib: row.memoryMib, diskMib: diskGib * MIB_PER_GIB };
}

/** Whether an operating system runs there, touched or not. */
export function isUp(row: SystemRow): boolean {
  if (row.guest !== undefined) return row.guest.up;
  if (row.kind === 'vm') return row.powerState === 'running';
  return row.state === 'up' && row.system === 'operatingSystem';
}

/** Capacity of the disk of a machine's system; 0 for a host, which has its own. */
export function osDiskGib(
  row: SystemRow,
  diskOf: (id: string) => RowOf<'disk'> | undefined,
): number {
  const disks = row.kind === 'vm' ? row.disks : [];
  return disks.flatMap((id) => diskOf(id) ?? []).find(({ role }) => role === 'os')?.sizeGib ?? 0;
}

/** The view of a system that runs and that nobody has touched: as it was installed. */
export function untouchedView(
  room: { readonly memoryMib: number; readonly diskMib: number },
  at: { readonly millicores: number; readonly nowUs: number },
): GuestView {
  const { memoryMib, diskMib } = room;
  return {
    up: true,
    patchLevel: 0,
    rebootPending: false,
    accountedAtUs: at.nowUs,
    memoryMib,
    usedMemoryMib: systemMemoryMib(memoryMib),
    memoryGrowthMibPerHour: 0,
    diskMib,
    usedDiskMib: systemDiskMib(diskMib),
    diskGrowthMibPerHour: 0,
    millicores: at.millicores,
    demandMillicores: 0,
    grantedMillicores: 0,
    stealPpm: 0,
    runtimes: [],
    applications: [],
    tasks: [],
  };
}

/** Growth of a figure since the moment for which a view holds. */
export function grown(
  at: { view: GuestView; nowUs: number },
  figure: { value: number; perHour: number; max: number },
): number {
  const hours = Math.max(0, at.nowUs - at.view.accountedAtUs) / US_PER_HOUR;
  return Math.min(figure.max, figure.value + (at.view.up ? figure.perHour * hours : 0));
}

/** A system at a moment; one without a view is as it was installed. */
export function sightOf(given: {
  view: GuestView | undefined;
  room: { memoryMib: number; diskMib: number };
  nowUs: number;
}): GuestSight {
  const { view, room, nowUs } = given;
  if (view === undefined) {
    return {
      memoryMib: room.memoryMib,
      memoryFreeMib: room.memoryMib - systemMemoryMib(room.memoryMib),
      diskFreeMib: room.diskMib - systemDiskMib(room.diskMib),
      neighbours: [],
      runtimes: [],
    };
  }
  const at = { view, nowUs };
  const usedMemory = {
    value: view.usedMemoryMib,
    perHour: view.memoryGrowthMibPerHour,
    max: view.memoryMib,
  };
  const usedDisk = {
    value: view.usedDiskMib,
    perHour: view.diskGrowthMibPerHour,
    max: view.diskMib,
  };
  return {
    memoryMib: view.memoryMib,
    memoryFreeMib: view.memoryMib - grown(at, usedMemory),
    diskFreeMib: view.diskMib - grown(at, usedDisk),
    neighbours: view.applications.map((one) => ({
      name: one.name,
      pid: one.pid,
      running: one.state === 'running',
      usedMib: grown(at, {
        value: one.usedMib,
        perHour: one.state === 'running' ? one.needs.memoryGrowthMibPerHour : 0,
        max: view.memoryMib,
      }),
      needs: one.needs,
    })),
    runtimes: view.runtimes,
  };
}

/** Everything that would stand against an application, and whom it would push out of memory. */
export function foretell(
  sight: GuestSight,
  candidate: {
    name: string;
    needs: ApplicationNeeds;
    runtimes: readonly RuntimeEntry[];
    replaceRuntimes: boolean;
    /** It is installed already, so its runtimes do not come with it. */
    installed?: boolean;
  },
): { collisions: Collision[]; victims: string[] } {
  const { needs } = candidate;
  const install = candidate.installed === true ? [] : installCollisions(sight, candidate);
  const withOwn =
    candidate.installed === true
      ? sight
      : { ...sight, runtimes: [...sight.runtimes, ...needs.runtimes] };
  const start = startCollisions(withOwn, candidate);
  const collisions = [...install, ...start];
  return {
    collisions,
    victims: collisions.length > 0 ? [] : memoryVictims(sight, candidate),
  };
}
