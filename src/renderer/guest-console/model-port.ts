/**
 * A guest's console whose answers come from the model: it takes a line apart, finds the program,
 * and prints. It must not know how the lines are shown.
 */
import type { Command } from '../../shared/commands/index.ts';
import { nearestWords } from '../../shared/kernel/nearest-words.ts';
import { inColumns } from './text-columns.ts';
import type { GuestPicture } from './guest-picture.ts';
import type { GuestPort, GuestReply } from './guest-port.ts';
import { PROGRAMS } from './guest-programs.ts';
import { SERVICE_ACTS, SERVICE_USAGE, systemctl } from './service-program.ts';

const LINE_LENGTH_MAX = 400;
const COMPLETIONS_MAX = 12;

export interface GuestSource {
  /** Text id of the host or machine. */
  readonly on: string;
  readonly name: string;
  /** The system now; undefined while it does not run or nobody has touched it. */
  readonly picture: () => GuestPicture | undefined;
  /** Carries out a command of the room; the refusal in words, or undefined. */
  readonly execute: (command: Command) => Promise<string | undefined>;
}

/** Opens the console of a guest. */
export function modelPort(source: GuestSource): GuestPort {
  return {
    prompt: `root@${source.name}:~#`,
    run: (line) => run(source, line),
    complete: (line) => complete(source, line),
  };
}

async function run(source: GuestSource, line: string): Promise<GuestReply> {
  const words = line.slice(0, LINE_LENGTH_MAX).trim().split(/\s+/);
  const [name = '', ...rest] = words;
  if (name === '') return said([]);
  if (name === 'help') return said(help());
  const guest = source.picture();
  if (guest === undefined) return failed(`ssh: connect to host ${source.name}: no answer`);
  if (name === 'systemctl') return service(source, { guest, words: rest });
  const program = Object.hasOwn(PROGRAMS, name) ? PROGRAMS[name] : undefined;
  if (program === undefined) return failed(unknown(name));
  const answer = program.run(guest, rest);
  return 'error' in answer ? failed(answer.error) : said(answer);
}

async function service(
  source: GuestSource,
  asked: { readonly guest: GuestPicture; readonly words: readonly string[] },
): Promise<GuestReply> {
  const answer = systemctl(asked.guest, asked.words, source.on);
  if ('error' in answer) return failed(answer.error);
  if (!('command' in answer)) return said(answer);
  const refusal = await source.execute(answer.command);
  return refusal === undefined ? said([]) : failed(refusal);
}

function said(lines: readonly string[]): GuestReply {
  return { lines, failed: false };
}

function failed(line: string): GuestReply {
  return { lines: [line], failed: true };
}

function names(): string[] {
  return [...Object.keys(PROGRAMS), 'systemctl', 'help'];
}

function unknown(name: string): string {
  const near = nearestWords({ wanted: name, known: names() });
  const hint = near.length === 0 ? 'type help for what there is' : `did you mean ${near[0]}?`;
  return `bash: ${name}: command not found; ${hint}`;
}

function help(): string[] {
  const rows = Object.values(PROGRAMS).map(({ usage, does }) => [usage, does]);
  return inColumns(
    [{ head: 'COMMAND' }, { head: 'SHOWS' }],
    [...rows, [SERVICE_USAGE, 'services; starts and stops them']],
  );
}

function complete(source: GuestSource, line: string): readonly string[] {
  return candidates(source, line.trimStart())
    .filter((one) => one.startsWith(line.trimStart()) && one !== line)
    .slice(0, COMPLETIONS_MAX);
}

function candidates(source: GuestSource, line: string): string[] {
  const space = line.indexOf(' ');
  if (space < 0) return names();
  const name = line.slice(0, space);
  const guest = source.picture();
  if (guest === undefined) return [];
  if (name === 'systemctl') {
    const services = guest.applications.map(({ needs }) => needs.service);
    return SERVICE_ACTS.flatMap((act) =>
      act === 'list-units'
        ? [`systemctl ${act}`]
        : services.map((one) => `systemctl ${act} ${one}`),
    );
  }
  const program = Object.hasOwn(PROGRAMS, name) ? PROGRAMS[name] : undefined;
  return (program?.follows?.(guest) ?? []).map((word) => `${name} ${word}`);
}
