/**
 * The programs of a guest's console that only look: listeners, services, processes, memory, disks,
 * the log, the schedule. Each prints what the like-named program of a Linux system prints, from
 * the engine's figures. What a real one would add and the model does not hold is left out, never
 * made up.
 */
import { compareCodeUnits } from '../../shared/kernel/order.ts';
import {
  formatSimTime,
  formatTimeOfDay,
  printDuration,
  US_PER_SECOND,
} from '../../shared/kernel/time.ts';
import type { ApplicationView } from '../../shared/views/guest-view.ts';
import { inColumns } from './text-columns.ts';
import type { GuestPicture } from './guest-picture.ts';

export interface Program {
  /** How it is called, for help. */
  readonly usage: string;
  readonly does: string;
  readonly run: (guest: GuestPicture, words: readonly string[]) => string[] | ProgramError;
  /** Words that may follow, for completion. */
  readonly follows?: (guest: GuestPicture) => readonly string[];
}

export interface ProgramError {
  readonly error: string;
}

const MILLI = 1_000;
const PPM_PER_PERCENT = 10_000;
const MIB_PER_GIB = 1_024;
const JOURNAL_LINES = 40;
/** Process numbers of the system itself; applications get theirs from the engine. */
const INIT_PID = 1;

/** The programs by name, in the order of the alphabet. */
export const PROGRAMS: Readonly<Record<string, Program>> = {
  crontab: { usage: 'crontab -l', does: 'the schedule', run: crontab, follows: () => ['-l'] },
  df: { usage: 'df [-h]', does: 'how full the disk is', run: df, follows: () => ['-h'] },
  free: { usage: 'free [-m]', does: 'how full the memory is', run: free, follows: () => ['-m'] },
  hostname: { usage: 'hostname', does: 'the name of this system', run: ({ name }) => [name] },
  journalctl: {
    usage: 'journalctl [-u SERVICE] [-n LINES]',
    does: 'the log',
    run: journalctl,
    follows: (guest) => guest.applications.map(({ name }) => `-u ${name}`),
  },
  ls: {
    usage: 'ls [FOLDER]',
    does: 'files that applications hold',
    run: ls,
    follows: (guest) => pathsOf(guest),
  },
  nproc: { usage: 'nproc', does: 'processors of this system', run: ({ cores }) => [String(cores)] },
  ps: { usage: 'ps [aux]', does: 'processes', run: ps, follows: () => ['aux'] },
  ss: { usage: 'ss [-ltn]', does: 'who listens on which port', run: ss, follows: () => ['-ltn'] },
  top: { usage: 'top', does: 'load, steal time and the largest processes', run: top },
  uname: { usage: 'uname', does: 'the system and its patch level', run: uname },
  uptime: { usage: 'uptime', does: 'time of day and time since the start', run: uptime },
};

function running(guest: GuestPicture): ApplicationView[] {
  return guest.applications.filter(({ state, pid }) => state === 'running' && pid > 0);
}

function ss(guest: GuestPicture): string[] {
  const rows = running(guest).flatMap(({ needs, pid }) =>
    needs.listens.map(({ protocol, address, port }) => [
      protocol,
      protocol === 'tcp' ? 'LISTEN' : 'UNCONN',
      `${address}:${port}`,
      `users:(("${needs.process}",pid=${pid}))`,
    ]),
  );
  const heads = ['Netid', 'State', 'Local Address:Port', 'Process'];
  return inColumns(
    heads.map((head) => ({ head })),
    rows,
  );
}

function share(part: number, whole: number): string {
  return whole === 0 ? '0.0' : ((part / whole) * 100).toFixed(1);
}

function ps(guest: GuestPicture): string[] {
  const rows: (string | number)[][] = [['root', INIT_PID, '0.0', '0.0', 0, 'init']];
  for (const { needs, pid, usedMib, grantedMillicores } of running(guest)) {
    const cpu = share(grantedMillicores, guest.cores * MILLI);
    const memory = share(usedMib, guest.memoryMib);
    const user = needs.users[0] ?? 'root';
    rows.push([user, pid, cpu, memory, Math.round(usedMib), needs.process]);
  }
  for (const { name, pid, memoryMib } of guest.tasks) {
    if (pid > 0) {
      rows.push(['root', pid, '-', share(memoryMib, guest.memoryMib), memoryMib, `cron: ${name}`]);
    }
  }
  return inColumns(
    [
      { head: 'USER' },
      { head: 'PID', right: true },
      { head: '%CPU', right: true },
      { head: '%MEM', right: true },
      { head: 'RSS MiB', right: true },
      { head: 'COMMAND' },
    ],
    rows,
  );
}

function free(guest: GuestPicture): string[] {
  const used = Math.round(guest.usedMemoryMib);
  const right = { right: true };
  return inColumns(
    [{ head: '' }, ...['total', 'used', 'free'].map((head) => ({ head, ...right }))],
    [['Mem (MiB):', guest.memoryMib, used, Math.round(guest.memoryMib - used)]],
  );
}

function gib(mib: number): string {
  return `${(mib / MIB_PER_GIB).toFixed(1)}G`;
}

function df(guest: GuestPicture): string[] {
  const { diskMib, usedDiskMib } = guest;
  const used = `${Math.round((usedDiskMib / diskMib) * 100)}%`;
  return inColumns(
    [
      { head: 'Filesystem' },
      { head: 'Size', right: true },
      { head: 'Used', right: true },
      { head: 'Avail', right: true },
      { head: 'Use%', right: true },
      { head: 'Mounted on' },
    ],
    [['/dev/sda1', gib(diskMib), gib(usedDiskMib), gib(diskMib - usedDiskMib), used, '/']],
  );
}

function top(guest: GuestPicture): string[] {
  const steal = (guest.stealPpm / PPM_PER_PERCENT).toFixed(1);
  const busy = share(guest.grantedMillicores, guest.cores * MILLI);
  const idle = Math.max(0, 100 - Number(busy)).toFixed(1);
  const wanted = (guest.demandMillicores / MILLI).toFixed(2);
  return [
    `top - ${formatTimeOfDay(guest.nowUs)}, ${guest.cores} CPU, ${wanted} wanted`,
    `%Cpu: ${busy} used, ${idle} idle; ${steal} st (of what was wanted)`,
    '',
    ...ps(guest),
  ];
}

function uptime(guest: GuestPicture): string[] {
  const now = formatTimeOfDay(guest.nowUs);
  if (guest.upSinceUs === undefined) return [now];
  const up = Math.floor((guest.nowUs - guest.upSinceUs) / US_PER_SECOND) * US_PER_SECOND;
  return [`${now} up ${printDuration(up)}`];
}

function uname(guest: GuestPicture): string[] {
  const due = guest.rebootPending ? ', restart required' : '';
  return [`${guest.os} ${guest.name}, patch level ${guest.patchLevel}${due}`];
}

function crontab(guest: GuestPicture, words: readonly string[]): string[] | ProgramError {
  if (words[0] !== '-l') {
    return { error: 'crontab: only -l is answered here; tasks are made with "Schedule a task"' };
  }
  if (guest.tasks.length === 0) return ['no crontab for root'];
  return guest.tasks.map(({ cron, name }) => `${cron}  ${name}`);
}

function pathsOf(guest: GuestPicture): string[] {
  const paths = guest.applications.flatMap(({ needs }) => needs.paths.map(({ path }) => path));
  return [...new Set(paths)].toSorted(compareCodeUnits);
}

function ls(guest: GuestPicture, words: readonly string[]): string[] | ProgramError {
  const folder = words.find((word) => !word.startsWith('-')) ?? '/';
  const within = folder.endsWith('/') ? folder : `${folder}/`;
  const rows = guest.applications.flatMap(({ name, needs }) =>
    needs.paths
      .filter(({ path }) => path === folder || path.startsWith(within))
      .map(({ path, use }) => [path, use, name]),
  );
  if (rows.length === 0) return { error: `ls: no application holds a file in ${folder}` };
  return inColumns([{ head: 'PATH' }, { head: 'USE' }, { head: 'HELD BY' }], rows);
}

function journalctl(guest: GuestPicture, words: readonly string[]): string[] | ProgramError {
  const unit = words[words.indexOf('-u') + 1];
  const of = words.includes('-u') ? unit : undefined;
  const wanted = words.includes('-n') ? Number(words[words.indexOf('-n') + 1]) : JOURNAL_LINES;
  if (!Number.isInteger(wanted) || wanted < 1) {
    return { error: 'journalctl: -n wants a number of lines, 1 or more' };
  }
  const lines = guest.log.filter((line) => of === undefined || line.of === of);
  if (lines.length === 0) return ['-- No entries --'];
  return lines.slice(-Math.min(wanted, JOURNAL_LINES)).map(({ atUs, of: about, text }) => {
    const who = about === undefined ? 'systemd' : about;
    return `${formatSimTime(atUs)} ${guest.name} ${who}: ${text}`;
  });
}
