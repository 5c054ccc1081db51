/**
 * Goal: the built `racklab` is what its parts promise: it starts fast, keeps standard output clean,
 * ends with the right code, and a benchmark loads nothing it does not use. Method: the program is
 * started as a person would, its streams and its chunks are read.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const BIN = join(ROOT, 'bin/racklab.mjs');
const CLI = join(ROOT, 'out/main/cli.js');

const PEAK_MIB_MAX = 220;
function racklab(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...args], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return { code: status, out: stdout, err: stderr };
}

describe('the built program', () => {
  it('runs a template and prints one JSON object, nothing else', () => {
    const outcome = racklab(
      'run',
      'resources/templates/first-room.scenario.json',
      '--until',
      '5m',
      '--json',
    );
    expect(outcome).toMatchObject({ code: 0, err: '' });
    const object = JSON.parse(outcome.out) as Record<string, unknown>;
    expect(object).toMatchObject({ seed: 20261, simulatedSeconds: 300, machines: { running: 6 } });
    expect(object['host']).toEqual({
      wallSeconds: expect.any(Number),
      cpuSeconds: expect.any(Number),
      peakMemoryMib: expect.any(Number),
    });
  });

  it('ends with 2 and two lines for bad input', () => {
    const outcome = racklab('run', 'package.json', '--jsn');
    expect(outcome).toMatchObject({ code: 2, out: '' });
    expect(outcome.err).toBe(
      'racklab: racklab run has no option --jsn. [cli.unknownOption]\n  Did you mean --json?\n',
    );
    const foreign = racklab('run', 'package.json');
    expect(foreign).toMatchObject({ code: 2, out: '' });
    expect(foreign.err).toMatch(/^package\.json:1:1 the file: it does not say "format"/);
    expect(foreign.err).not.toMatch(/\n\s+at /);
  });

  it('serves the screen on this machine until it is asked to end', async () => {
    const home = mkdtempSync(join(tmpdir(), 'racklab-serve-'));
    const child = spawn(process.execPath, [BIN, 'serve'], {
      cwd: ROOT,
      env: { ...process.env, HOME: home, XDG_STATE_HOME: home, RACKLAB_DOCUMENTS: home },
    });
    const closed = new Promise<number | null>((done) => child.on('close', done));
    const url = await new Promise<string>((done) => {
      child.stdout.once('data', (chunk) => done(String(chunk).trim()));
    });
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#t=[\w-]+$/);
    expect((await fetch(url)).status).toBe(200);
    child.kill('SIGTERM');
    expect(await closed).toBe(0);
    rmSync(home, { recursive: true, force: true });
  });

  it('is content when nobody reads its output to the end', async () => {
    const child = spawn(process.execPath, [BIN, 'run', '--help'], { cwd: ROOT });
    child.stdout.destroy();
    const [code, err] = await new Promise<[number | null, string]>((done) => {
      let text = '';
      child.stderr.on('data', (chunk) => (text += String(chunk)));
      child.on('close', (status) => done([status, text]));
    });
    expect([code, err]).toEqual([0, '']);
  });
});

/** Every chunk that is loaded with a module, without what it imports on demand. */
function loadedWith(path: string, seen = new Set<string>()): Set<string> {
  if (seen.has(path)) return seen;
  seen.add(path);
  const text = readFileSync(path, 'utf8');
  for (const match of text.matchAll(
    /(?:^|\n)(?:import|export)\s[^;]*?from\s*"(\.[^"]+)"|(?:^|\n)import\s*"(\.[^"]+)"/g,
  )) {
    loadedWith(resolve(dirname(path), match[1] ?? match[2] ?? ''), seen);
  }
  return seen;
}

describe('bench batch', () => {
  it('loads neither the schema library nor what reads files of people', () => {
    const entry = readFileSync(CLI, 'utf8');
    const chunk = /import\("(\.\/chunks\/batch-command-[^"]+)"\)/.exec(entry)?.[1] ?? '';
    const loaded = [...loadedWith(CLI), ...loadedWith(resolve(dirname(CLI), chunk))];
    expect(loaded.length).toBeGreaterThan(3);
    const heavy = loaded.filter((path) =>
      /ZodObject|createScanner\(/.test(readFileSync(path, 'utf8')),
    );
    expect(heavy).toEqual([]);
  });

  it('of 1,000 hosts, 10,000 machines and 100,000 jobs is exact and small', () => {
    const line = racklab('bench', 'batch').out;
    expect(line).toMatch(/case=batch-var-1000x10000x100000 .* done=100000 lastFinish=70\.031 /);
    const peakMib = Number(/ peak_mb=([0-9.]+)/.exec(line)?.[1]);
    expect(peakMib).toBeGreaterThan(0);
    expect(peakMib).toBeLessThanOrEqual(PEAK_MIB_MAX);
  });
});
