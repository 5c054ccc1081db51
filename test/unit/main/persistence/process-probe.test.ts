/**
 * Goal: a process is called dead only on proof. Method: ask about this process, about one that has
 * ended, and about identities that differ in one fact.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { createNodeProcessProbe } from '../../../../src/main/persistence/process-probe.ts';

const probe = await createNodeProcessProbe('session');
const { self } = probe;
const isLinux = process.platform === 'linux';

async function endedPid(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(child, 'exit');
  return child.pid ?? 0;
}

describe('the process probe', () => {
  it('knows itself', async () => {
    expect(self).toMatchObject({ pid: process.pid, session: 'session' });
    expect(self.hostName).not.toBe('');
    expect(await probe.isAlive({ ...self })).toBe(isLinux ? 'alive' : 'unknown');
  });

  it('calls an ended process dead', async () => {
    expect(await probe.isAlive({ ...self, pid: await endedPid() })).toBe('dead');
  });

  it.runIf(isLinux)('calls an ended process dead that nobody has waited for', async () => {
    // The shell becomes a program that never waits for the child it started: a zombie remains.
    const shell = spawn('sh', ['-c', 'sleep 0.1 & echo $!; exec sleep 600']);
    const [line] = await once(shell.stdout, 'data');
    const zombie = Number(String(line));
    // However busy this machine is: it takes as long as it takes, and nobody waits for the child.
    const ended = () => probe.isAlive({ ...self, pid: zombie, startedToken: '' });
    await expect.poll(ended, { timeout: 20_000 }).toBe('dead');
    expect(process.kill(zombie, 0)).toBe(true);
    shell.kill('SIGKILL');
    await once(shell, 'exit');
  });

  it.runIf(isLinux)('sees through a number that was given out again', async () => {
    expect(await probe.isAlive({ ...self, startedToken: '1' })).toBe('dead');
  });

  it('cannot judge other machines and other containers', async () => {
    expect(await probe.isAlive({ ...self, hostName: 'elsewhere' })).toBe('unknown');
    expect(await probe.isAlive({ ...self, machineId: 'another' })).toBe('unknown');
    const [boot] = self.bootId.split(' ');
    expect(await probe.isAlive({ ...self, bootId: `${boot} pid:[1]`, pid: 1 })).toBe('unknown');
  });

  it.runIf(self.machineId !== '')('calls every process of an earlier boot dead', async () => {
    expect(await probe.isAlive({ ...self, bootId: 'earlier pid:[1]' })).toBe('dead');
  });
});
