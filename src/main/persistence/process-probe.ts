/**
 * Who this process is, and whether another one still lives: the two questions behind a stale lock.
 * The answer is *dead* only on proof (same machine and no such process, another boot, or a process
 * of the same number that started at another time); whatever cannot be proved is *unknown*, and the
 * lock is left alone. Border file: it reads what the operating system offers and nothing else.
 */
import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import type { ProcessIdentity, ProcessProbe } from './file-layer.ts';

async function readText(path: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch {
    // Not on this system: the field stays empty and proves nothing.
    return '';
  }
}

async function readLinkText(path: string): Promise<string> {
  try {
    return await readlink(path);
  } catch {
    return '';
  }
}

/** Linux: fields 3 and 22 of /proc/PID/stat, the state and the start in clock ticks since boot.
 * Both empty elsewhere. */
async function statOf(pid: number): Promise<{ state: string; startedToken: string }> {
  const text = await readText(`/proc/${pid}/stat`);
  // The program's name stands in brackets and may itself hold spaces and brackets.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0] ?? '', startedToken: fields[19] ?? '' };
}

function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    // EPERM: it exists and belongs to somebody else.
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM';
  }
}

/** What can be said of a lock's holder from here. */
function judge(facts: {
  self: ProcessIdentity;
  other: ProcessIdentity;
  exists: boolean;
  startedToken: string;
}): 'alive' | 'dead' | 'unknown' {
  const { self, other, exists, startedToken } = facts;
  if (other.hostName !== self.hostName || other.machineId !== self.machineId) return 'unknown';
  const bootKnown = other.bootId !== '' && self.bootId !== '';
  if (bootKnown && other.bootId.split(' ')[0] !== self.bootId.split(' ')[0]) {
    // Without a machine id a namesake cannot be told from this machine after a restart.
    return self.machineId === '' ? 'unknown' : 'dead';
  }
  // Same boot, other container: its process numbers mean nothing here.
  if (other.bootId !== self.bootId) return 'unknown';
  if (!exists) return 'dead';
  if (other.startedToken === '' || startedToken === '') return 'unknown';
  return other.startedToken === startedToken ? 'alive' : 'dead';
}

/** The identity of this process; `session` names what takes the locks within it. */
export async function createNodeProcessProbe(session: string): Promise<ProcessProbe> {
  const bootId = await readText('/proc/sys/kernel/random/boot_id');
  const namespace = await readLinkText('/proc/self/ns/pid');
  const self: ProcessIdentity = {
    pid: process.pid,
    startedToken: (await statOf(process.pid)).startedToken,
    hostName: hostname(),
    machineId: await readText('/etc/machine-id'),
    bootId: `${bootId} ${namespace}`.trim(),
    session,
  };
  async function isAlive(other: ProcessIdentity): ReturnType<ProcessProbe['isAlive']> {
    const { state, startedToken } = await statOf(other.pid);
    // A zombie has ended; only its parent has not looked yet.
    const exists = processExists(other.pid) && state !== 'Z' && state !== 'X';
    return judge({ self, other, exists, startedToken });
  }
  return { self, isAlive };
}
