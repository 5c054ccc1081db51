/**
 * The log of a system out of the happenings of the run: what began, ended or was killed in it, with
 * the system's own line where there is one. It must not know how it is shown.
 */
import type { Happening } from '../../shared/events/happenings.ts';
import type { LogLine } from './guest-picture.ts';

const INSIDE = /^(?:app|os|task)\./;
const CAME_UP: readonly string[] = ['vm.running', 'host.up'];

/** Lines of the log, oldest first; `say` puts a happening into words. */
export function linesOfLog(
  happened: readonly Happening[],
  say: (item: Happening) => string,
): LogLine[] {
  return happened
    .filter((item) => INSIDE.test(item.kind))
    .map((item) => {
      const of = item.details?.['app'] ?? item.details?.['task'];
      const line = item.details?.['line'];
      return {
        atUs: item.atUs,
        text: line === undefined ? say(item) : String(line),
        ...(of === undefined ? {} : { of: String(of) }),
      };
    });
}

/** When the system came up last, or undefined when it has done so before anybody looked. */
export function upSince(happened: readonly Happening[]): number | undefined {
  return happened.findLast(({ kind }) => CAME_UP.includes(kind))?.atUs;
}
