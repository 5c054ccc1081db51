/**
 * One operating system at one moment, as its programs see it: the view of the engine with what has
 * grown since, and the room it runs in. Programs read this and nothing else, so that every figure
 * they print is the engine's.
 */
import type { ApplicationView, GuestView, TaskView } from '../../shared/views/guest-view.ts';
import { grown } from '../guest/guest-sight.ts';

/** A line of the system's log. */
export interface LogLine {
  readonly atUs: number;
  /** The application or task it speaks of; absent for the system. */
  readonly of?: string | undefined;
  readonly text: string;
}

export interface GuestPicture {
  readonly name: string;
  readonly os: string;
  readonly cores: number;
  readonly nowUs: number;
  /** Time since the system came up, or undefined when nobody knows. */
  readonly upSinceUs?: number | undefined;
  readonly patchLevel: number;
  readonly rebootPending: boolean;
  readonly memoryMib: number;
  readonly usedMemoryMib: number;
  readonly diskMib: number;
  readonly usedDiskMib: number;
  readonly demandMillicores: number;
  readonly grantedMillicores: number;
  readonly stealPpm: number;
  readonly applications: readonly ApplicationView[];
  readonly tasks: readonly TaskView[];
  readonly runtimes: GuestView['runtimes'];
  readonly log: readonly LogLine[];
}

/** What stands around a guest's view. */
export interface GuestFrame {
  readonly name: string;
  readonly os: string;
  readonly cores: number;
  readonly nowUs: number;
  readonly upSinceUs?: number | undefined;
  readonly log: readonly LogLine[];
}

/** The picture of a view at a later moment. O(applications). */
export function pictureOf(view: GuestView, frame: GuestFrame): GuestPicture {
  const at = { view, nowUs: frame.nowUs };
  const applications = view.applications.map((one) =>
    one.state === 'running'
      ? {
          ...one,
          usedMib: grown(at, {
            value: one.usedMib,
            perHour: one.needs.memoryGrowthMibPerHour,
            max: view.memoryMib,
          }),
        }
      : one,
  );
  return {
    ...frame,
    patchLevel: view.patchLevel,
    rebootPending: view.rebootPending,
    memoryMib: view.memoryMib,
    usedMemoryMib: grown(at, {
      value: view.usedMemoryMib,
      perHour: view.memoryGrowthMibPerHour,
      max: view.memoryMib,
    }),
    diskMib: view.diskMib,
    usedDiskMib: grown(at, {
      value: view.usedDiskMib,
      perHour: view.diskGrowthMibPerHour,
      max: view.diskMib,
    }),
    demandMillicores: view.demandMillicores,
    grantedMillicores: view.grantedMillicores,
    stealPpm: view.stealPpm,
    applications,
    tasks: view.tasks,
    runtimes: view.runtimes,
  };
}
