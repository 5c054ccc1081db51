/**
 * Goal: the console of a guest answers from the model and from nothing else. Method: applications
 * are installed, collide, grow and are killed in the real engine; each program is asked, and its
 * figures are compared with the rows; what it cannot answer it refuses as a shell would.
 */
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../src/shared/commands/index.ts';
import { inColumns } from '../../../src/renderer/guest-console/text-columns.ts';
import { linesOfLog, upSince } from '../../../src/renderer/guest-console/console-log.ts';
import { pictureOf, type GuestPicture } from '../../../src/renderer/guest-console/guest-picture.ts';
import type { GuestPort } from '../../../src/renderer/guest-console/guest-port.ts';
import { PROGRAMS } from '../../../src/renderer/guest-console/guest-programs.ts';
import { modelPort } from '../../../src/renderer/guest-console/model-port.ts';
import { isUp, roomOf, untouchedView } from '../../../src/renderer/guest/guest-sight.ts';
import { given, type Scene } from '../../support/make-engine.ts';

const BARE: Command = {
  type: 'host.add',
  name: 'bare',
  rack: 'r1',
  cores: 4,
  memoryMib: 8_192,
  diskGib: 20,
  system: 'operatingSystem',
};

function install(application: string): Command {
  return { type: 'app.install', on: 'host:bare', application };
}

function room(...commands: Command[]): Scene {
  return given({ racks: 1, hostsPerRack: 1 }, [BARE]).when(...commands);
}

function pictureNow(scene: Scene): GuestPicture | undefined {
  const row = scene.row('host', 'bare');
  if (row.guest?.up !== true) return undefined;
  const happened = scene.engine.happenings(1).filter(({ subject }) => subject === row.id);
  return pictureOf(row.guest, {
    name: row.name,
    os: 'Linux',
    cores: row.cores,
    nowUs: scene.engine.nowUs,
    upSinceUs: upSince(happened),
    log: linesOfLog(happened, ({ kind }) => kind),
  });
}

function consoleOf(scene: Scene): GuestPort {
  return modelPort({
    on: 'host:bare',
    name: 'bare',
    picture: () => pictureNow(scene),
    async execute(command) {
      const decision = scene.engine.propose(command);
      if (!decision.ok) return String(decision.error.details?.['line'] ?? decision.error.message);
      scene.engine.commit(decision.value);
      return undefined;
    },
  });
}

async function ask(scene: Scene, line: string): Promise<string> {
  const { lines } = await consoleOf(scene).run(line);
  return lines.join('\n');
}

describe('a system that nobody has touched', () => {
  it('is what the engine knows of it once somebody has', () => {
    const scene = room();
    const row = scene.row('host', 'bare');
    expect(row.guest).toBeUndefined();
    expect(isUp(row)).toBe(true);
    const at = { millicores: row.cores * 1_000, nowUs: scene.engine.nowUs };
    const untouched = untouchedView(roomOf(row, 0), at);
    const touched = room({ type: 'task.add', on: 'host:bare', name: 'tidy', cron: '0 2 * * *' });
    expect(untouched).toEqual({ ...touched.row('host', 'bare').guest, tasks: [] });
  });
});

describe('a program that looks', () => {
  it('ss tells who listens where', async () => {
    const scene = room(install('intranet'));
    const [app] = scene.row('host', 'bare').guest?.applications ?? [];
    const port = app?.needs.listens[0]?.port ?? 0;
    const said = await ask(scene, 'ss -ltn');
    expect(said).toContain(`:${port}`);
    expect(said).toContain(`pid=${app?.pid ?? 0}`);
    scene.when({ type: 'app.stop', on: 'bare', app: 'intranet' });
    expect(await ask(scene, 'ss -ltn')).not.toContain(`:${port}`);
  });

  it('free and df add up to what the engine holds, also after it has grown', async () => {
    const scene = room(install('intranet')).until('6h');
    const guest = scene.row('host', 'bare').guest;
    const picture = pictureNow(scene);
    const [, memory = ''] = (await ask(scene, 'free -m')).split('\n');
    const [total, used, left] = memory.match(/\d+/g)?.map(Number) ?? [];
    expect(total).toBe(guest?.memoryMib);
    expect((used ?? 0) + (left ?? 0)).toBe(total);
    expect(used).toBe(Math.round(picture?.usedMemoryMib ?? -1));
    const [, disk = ''] = (await ask(scene, 'df -h')).split('\n');
    const share = Math.round(((picture?.usedDiskMib ?? 0) / (picture?.diskMib ?? 1)) * 100);
    expect(disk).toContain(`${share}%`);
  });

  it('ps and top name every process, with the steal time of the system', async () => {
    const scene = room(install('intranet'), install('mail'));
    const said = await ask(scene, 'ps aux');
    for (const { pid, needs } of scene.row('host', 'bare').guest?.applications ?? []) {
      expect(said).toMatch(new RegExp(`\\s${pid}\\s.*${needs.process}`));
    }
    expect(await ask(scene, 'top')).toContain('0.0 st');
  });

  it('crontab shows the schedule, journalctl what happened, of one service if asked', async () => {
    const scene = room(install('intranet'), install('mail'), {
      type: 'task.add',
      on: 'host:bare',
      name: 'nightly',
      cron: '0 2 * * *',
      lasts: '5m',
      cpuMillicores: 500,
      memoryMib: 256,
    }).until('3h');
    expect(await ask(scene, 'crontab -l')).toBe('0 2 * * *  nightly');
    const all = await ask(scene, 'journalctl');
    expect(all).toContain('bare mail: app.started');
    const one = await ask(scene, 'journalctl -u intranet -n 1');
    expect(one.split('\n')).toHaveLength(1);
    expect(one).not.toContain('mail');
  });

  it('ls tells who holds which file, uname the patch level, uptime the time', async () => {
    const scene = room(install('intranet')).until('90m');
    const [path = ''] =
      scene.row('host', 'bare').guest?.applications[0]?.needs.paths.map((one) => one.path) ?? [];
    expect(await ask(scene, 'ls /')).toContain(path);
    expect(await ask(scene, 'uname')).toBe('Linux bare, patch level 0');
    expect(await ask(scene, 'uptime')).toBe('01:30:00');
    expect(await ask(scene, 'nproc')).toBe('4');
    expect(await ask(scene, 'hostname')).toBe('bare');
  });
});

describe('systemctl', () => {
  it('shows, stops and starts a service by the commands of the room', async () => {
    const scene = room(install('intranet'));
    const unit = scene.row('host', 'bare').guest?.applications[0]?.needs.service ?? '';
    expect(await ask(scene, `systemctl is-active ${unit}`)).toBe('active');
    expect(await ask(scene, `systemctl stop ${unit}`)).toBe('');
    expect(await ask(scene, `systemctl is-active ${unit}`)).toBe('inactive');
    expect(await ask(scene, 'systemctl')).toContain('1 units listed.');
    expect(await ask(scene, `systemctl start ${unit}`)).toBe('');
    expect(await ask(scene, `systemctl status ${unit}`)).toContain('Active: active (running)');
  });

  it('passes on the refusal of the engine in the words of the system', async () => {
    const scene = room(install('intranet'));
    const unit = scene.row('host', 'bare').guest?.applications[0]?.needs.service ?? '';
    const reply = await consoleOf(scene).run(`systemctl start ${unit}`);
    expect(reply.failed).toBe(true);
    expect(reply.lines.join('')).not.toBe('');
  });
});

describe('what cannot be answered', () => {
  it.each([
    ['sss', /command not found; did you mean ss\?/],
    ['constructor', /command not found/],
    ['rm -rf /', /command not found/],
    ['systemctl explode web', /unknown command explode/],
    ['systemctl start', /which service/],
    ['systemctl start nothing', /could not be found/],
    ['journalctl -n many', /number of lines/],
    ['ls /nowhere', /no application holds/],
    ['crontab -e', /only -l/],
  ])('%s', async (line, expected) => {
    const reply = await consoleOf(room(install('intranet'))).run(line);
    expect(reply.failed).toBe(true);
    expect(reply.lines.join('\n')).toMatch(expected);
  });

  it('a system that is down gives no answer, but help does', async () => {
    const scene = room(install('intranet'), { type: 'fault.cut', target: 'rack:r1' }).until('1m');
    expect(await ask(scene, 'ps')).toContain('no answer');
    const help = await ask(scene, 'help');
    for (const { usage } of Object.values(PROGRAMS)) expect(help).toContain(usage);
  });
});

describe('completion', () => {
  it('offers programs, then what may follow them', () => {
    const port = consoleOf(room(install('intranet')));
    expect(port.complete('sys')).toEqual(['systemctl']);
    expect(port.complete('journalctl ')).toEqual(['journalctl -u intranet']);
    expect(port.complete('systemctl is-')).toHaveLength(1);
    expect(port.complete('nothing')).toEqual([]);
  });
});

it('columns are as wide as their widest cell', () => {
  const table = inColumns([{ head: 'A' }, { head: 'NUM', right: true }], [['long', 7]]);
  expect(table).toEqual(['A     NUM', 'long    7']);
});
