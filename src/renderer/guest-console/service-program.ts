/**
 * `systemctl`, the one program of the console that changes something: it shows services, and
 * starting or stopping one is the same command that the buttons give, so it is undone, replayed
 * and refused alike. It gives that command back and carries nothing out itself.
 */
import type { Command } from '../../shared/commands/index.ts';
import type { ApplicationView } from '../../shared/views/guest-view.ts';
import { inColumns } from './text-columns.ts';
import type { GuestPicture } from './guest-picture.ts';
import type { ProgramError } from './guest-programs.ts';

export const SERVICE_ACTS = ['start', 'stop', 'status', 'is-active', 'list-units'] as const;
export const SERVICE_USAGE = 'systemctl [list-units | status | is-active | start | stop] [SERVICE]';

/** What `systemctl` prints, or the command that it asks for. */
export function systemctl(
  guest: GuestPicture,
  words: readonly string[],
  on: string,
): string[] | ProgramError | { readonly command: Command } {
  const [act = 'list-units', wanted] = words;
  if (act === 'list-units') return listUnits(guest);
  if (!SERVICE_ACTS.some((known) => known === act)) {
    return { error: `systemctl: unknown command ${act}; usage: ${SERVICE_USAGE}` };
  }
  if (wanted === undefined) return { error: `systemctl ${act}: which service?` };
  const found = guest.applications.find(
    ({ name, needs }) => name === wanted || needs.service === wanted,
  );
  if (found === undefined) return { error: `Unit ${wanted}.service could not be found.` };
  if (act === 'is-active') return [activeWord(found)];
  if (act === 'status') return statusOf(found);
  const type = act === 'start' ? 'app.start' : 'app.stop';
  return { command: { type, on, app: found.name } };
}

function activeWord({ state }: ApplicationView): string {
  if (state === 'running') return 'active';
  return state === 'stopped' ? 'inactive' : 'failed';
}

function listUnits(guest: GuestPicture): string[] {
  const rows = guest.applications.map((one) => [
    `${one.needs.service}.service`,
    activeWord(one),
    one.state,
    one.wanted ? 'enabled' : 'disabled',
    one.needs.application,
  ]);
  const heads = ['UNIT', 'ACTIVE', 'SUB', 'AT START', 'APPLICATION'];
  const lines = inColumns(
    heads.map((head) => ({ head })),
    rows,
  );
  return [...lines, '', `${rows.length} units listed.`];
}

function statusOf(one: ApplicationView): string[] {
  const { needs, pid, usedMib } = one;
  return [
    `● ${needs.service}.service - ${needs.application}`,
    `   Active: ${activeWord(one)} (${one.state})`,
    ...(pid > 0 ? [` Main PID: ${pid} (${needs.process})`] : []),
    ...(pid > 0 ? [`   Memory: ${Math.round(usedMib)}M`] : []),
    ...(needs.dependsOn.length > 0 ? [` Requires: ${needs.dependsOn.join(' ')}`] : []),
    ...(one.line === undefined ? [] : ['', one.line]),
  ];
}
