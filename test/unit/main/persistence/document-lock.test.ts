/**
 * Goal: at no moment do two living processes hold one lock, a stale lock can always be taken, and
 * a refusal says who holds it. Method: actors race over a simulated disk one operation at a time,
 * in orders drawn from seeds, dying and releasing as they go; and real processes race for a stale
 * lock.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { acquireLock, lookAtLock } from '../../../../src/main/persistence/document-lock.ts';
import type { PersistenceEnvironment } from '../../../../src/main/persistence/file-layer.ts';
import { createNodeEnvironment } from '../../../../src/main/persistence/node-environment.ts';
import { RandomStream } from '../../../../src/shared/kernel/prng.ts';
import { bundleWorker } from '../../../support/bundle-worker.ts';
import { count } from '../../../support/counts.ts';
import type { RacerLine } from '../../../support/lock-racer.ts';
import { SimulatedDisk } from '../../../support/simulated-disk.ts';
import { SimulatedMachine } from '../../../support/simulated-machine.ts';
import { StepScheduler } from '../../../support/step-scheduler.ts';

const FOLDER = '/lock';

function newDisk(seed = 1): SimulatedDisk {
  return new SimulatedDisk(new RandomStream(seed, 'disk'));
}

async function take(environment: PersistenceEnvironment, breakGeneration?: number) {
  const request = { environment, folder: FOLDER };
  const result = await acquireLock(
    breakGeneration === undefined ? request : { ...request, breakGeneration },
  );
  return result;
}

describe('a lock', () => {
  it('has one holder, who is named to others, and is free after release', async () => {
    const disk = newDisk();
    const machine = new SimulatedMachine(1);
    const [first, second] = [machine.startProcess(disk), machine.startProcess(disk)];
    const held = await take(first);
    const { pid } = first.processes.self;
    expect(await take(second)).toMatchObject({
      ok: false,
      error: {
        code: 'document.locked',
        retryable: true,
        details: { pid, hostName: 'lab-machine', generation: 1, holderIsAlive: true },
      },
    });
    const view = await lookAtLock({ environment: second, folder: FOLDER });
    expect(view.holder?.identity.pid).toBe(pid);
    if (!held.ok) throw new Error('The first taker got no lock');
    await held.value.release();
    await held.value.release();
    const next = await take(second);
    expect(next).toMatchObject({ ok: true, value: { takenOverFrom: undefined } });
  });

  it('of a dead holder is taken over, and the notice can name the dead', async () => {
    const disk = newDisk();
    const machine = new SimulatedMachine(1);
    const dead = machine.startProcess(disk);
    await take(dead);
    machine.kill(dead);
    expect(await take(machine.startProcess(disk))).toMatchObject({
      ok: true,
      value: { takenOverFrom: { identity: { pid: dead.processes.self.pid } } },
    });
  });

  it('of the same session is taken again only after its first life ended', async () => {
    const disk = newDisk();
    const machine = new SimulatedMachine(1);
    const environment = machine.startProcess(disk);
    await take(environment);
    expect(await take(environment)).toMatchObject({ error: { code: 'document.locked' } });
    // A worker that was started again in the same process: same identity, empty memory.
    const reborn = { ...environment, heldLocks: new Set<string>() };
    expect(await take(reborn)).toMatchObject({ ok: true });
  });

  it('whose holder cannot be proved dead stays, until a person breaks it', async () => {
    const disk = newDisk();
    const machine = new SimulatedMachine(1);
    const here = machine.startProcess(disk);
    const { self } = here.processes;
    const elsewhere: PersistenceEnvironment = {
      ...machine.startProcess(disk),
      processes: { ...here.processes, self: { ...self, pid: 9, hostName: 'other-machine' } },
    };
    await take(elsewhere);
    machine.killAll();
    expect(await take(here)).toMatchObject({
      error: { details: { hostName: 'other-machine', generation: 1, holderIsAlive: false } },
    });
    expect(await take(here, 7)).toMatchObject({ error: { code: 'document.locked' } });
    expect(await take(here, 1)).toMatchObject({ ok: true, value: { generation: 2 } });
  });

  it('that a power cut made unreadable is free', async () => {
    const disk = newDisk();
    const machine = new SimulatedMachine(1);
    await take(machine.startProcess(disk));
    disk.spoil(`${FOLDER}/000001/holder.json`, () => new Uint8Array(40));
    expect(await take(machine.startProcess(disk))).toMatchObject({ ok: true });
  });

  it('does not pile up its past', async () => {
    const disk = newDisk();
    const environment = new SimulatedMachine(1).startProcess(disk);
    for (let turn = 0; turn < 30; turn += 1) {
      const lock = await take(environment);
      if (lock.ok) await lock.value.release();
    }
    expect([...disk.contents().keys()].length).toBeLessThan(10);
  });

  it('is refused with document.writeFailed where the disk refuses', async () => {
    const disk = newDisk();
    disk.setPlan({ refuse: () => 'EROFS' });
    const environment = new SimulatedMachine(1).startProcess(disk);
    expect(await take(environment)).toMatchObject({ error: { code: 'document.writeFailed' } });
  });
});

describe('a process that was asleep between looking and taking', () => {
  /** Takes the lock with `beforeRename` run when the lock is about to be published. */
  async function takeAfter(environment: PersistenceEnvironment, beforeRename: () => Promise<void>) {
    let isFirst = true;
    const files: PersistenceEnvironment['files'] = {
      ...environment.files,
      rename: async (names) => {
        if (isFirst) {
          isFirst = false;
          await beforeRename();
        }
        await environment.files.rename(names);
      },
    };
    return await take({ ...environment, files });
  }

  it('does not take a number that was used and cleared away meanwhile', async () => {
    const disk = newDisk();
    const machine = new SimulatedMachine(1);
    const [sleeper, busy] = [machine.startProcess(disk), machine.startProcess(disk)];
    const taken = await takeAfter(sleeper, async () => {
      for (let turn = 0; turn < 12; turn += 1) {
        const lock = await take(busy);
        // The last one stays held.
        if (lock.ok && turn < 11) await lock.value.release();
      }
      expect([...disk.contents().keys()].some((path) => path.includes('/000001/'))).toBe(false);
    });
    expect(taken).toMatchObject({ ok: false, error: { code: 'document.locked' } });
  });

  it('does not hold a lock whose content somebody cleared under its hands', async () => {
    const disk = newDisk();
    const machine = new SimulatedMachine(1);
    const [sleeper, other] = [machine.startProcess(disk), machine.startProcess(disk)];
    const taken = await takeAfter(sleeper, async () => {
      const prepared = [...disk.contents().keys()].find((path) => path.includes('/new-'));
      if (prepared !== undefined) await other.files.removeFile(prepared);
    });
    expect(taken).toMatchObject({ ok: true });
    const view = await lookAtLock({ environment: other, folder: FOLDER });
    expect(view.holder?.identity.pid).toBe(sleeper.processes.self.pid);
  });
});

interface Race {
  readonly seed: number;
  readonly machine: SimulatedMachine;
  readonly disk: SimulatedDisk;
  readonly scheduler: StepScheduler;
  readonly holders: Set<number>;
  readonly violations: string[];
  wins: number;
}

/** One actor: takes the lock, holds it for a while, releases it, and comes again; it may die at any
 * operation, also half way through taking or releasing. */
async function act(race: Race, actor: number): Promise<void> {
  const random = new RandomStream(race.seed, `actor ${actor}`);
  const environment = race.machine.startProcess(race.disk);
  const step = race.scheduler.gateOf(actor);
  async function gate(): Promise<void> {
    await step();
    if (random.nextBelow(50) > 0) return;
    race.machine.kill(environment);
    race.holders.delete(actor);
    race.scheduler.stop(actor);
    await step();
  }
  const files = gated(environment.files, gate);
  for (let turn = 0; turn < 6; turn += 1) {
    const taken = await acquireLock({ environment: { ...environment, files }, folder: FOLDER });
    if (!taken.ok) {
      if (taken.error.code !== 'document.locked') race.violations.push(taken.error.message);
      continue;
    }
    race.wins += 1;
    race.holders.add(actor);
    if (race.holders.size > 1) race.violations.push(`seed ${race.seed}: two hold the lock`);
    for (let hold = random.nextBelow(4); hold > 0; hold -= 1) await gate();
    race.holders.delete(actor);
    await taken.value.release();
  }
  race.machine.kill(environment);
}

/** The same files, each operation waiting for its step. */
function gated(
  files: PersistenceEnvironment['files'],
  gate: () => Promise<void>,
): PersistenceEnvironment['files'] {
  return {
    open: (request) => gate().then(() => files.open(request)),
    status: (path) => gate().then(() => files.status(path)),
    list: (path) => gate().then(() => files.list(path)),
    makeFolder: (path) => gate().then(() => files.makeFolder(path)),
    rename: (names) => gate().then(() => files.rename(names)),
    removeFile: (path) => gate().then(() => files.removeFile(path)),
    removeFolder: (path) => gate().then(() => files.removeFolder(path)),
    syncFolder: (path) => gate().then(() => files.syncFolder(path)),
    pause: () => gate(),
  };
}

async function runRace(seed: number): Promise<Race> {
  const race: Race = {
    seed,
    machine: new SimulatedMachine(seed),
    disk: newDisk(seed),
    scheduler: new StepScheduler(new RandomStream(seed, 'order')),
    holders: new Set(),
    violations: [],
    wins: 0,
  };
  // A stale lock to begin with: the moment when everybody wants to take over.
  const dead = race.machine.startProcess(race.disk);
  await acquireLock({ environment: dead, folder: FOLDER });
  race.machine.kill(dead);
  for (let actor = 1; actor <= 5; actor += 1) {
    act(race, actor).catch((thrown: unknown) => race.violations.push(String(thrown)));
  }
  await race.scheduler.run();
  return race;
}

describe('a race', () => {
  it('of actors in any order never has two holders', { timeout: 600_000 }, async () => {
    let wins = 0;
    for (let seed = 1; seed <= count('lockInterleavings'); seed += 1) {
      const race = await runRace(seed);
      expect(race.violations).toEqual([]);
      wins += race.wins;
    }
    expect(wins).toBeGreaterThan(count('lockInterleavings') * 2);
  });

  it('of real processes for a stale lock has one winner', { timeout: 600_000 }, async () => {
    const bundle = fileURLToPath(await bundleWorker('test/support/lock-racer.ts'));
    const folder = await mkdtemp(join(tmpdir(), 'racklab-lock-'));
    try {
      for (let round = 0; round < count('lockRaces'); round += 1) {
        await leaveStaleLock(bundle, join(folder, 'lock'));
        const answers = await raceOnce(bundle, join(folder, 'lock'));
        const refused = Array<RacerLine>(7).fill('document.locked');
        expect(answers.sort()).toEqual([...refused, 'won'] satisfies RacerLine[]);
      }
      const environment = await createNodeEnvironment();
      const free = await acquireLock({ environment, folder: join(folder, 'lock') });
      expect(free.ok && free.value.takenOverFrom !== undefined).toBe(true);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

/** Starts a racer; it says `ready`, waits for a line, tries, answers, and waits for the next. */
function startRacer(bundle: string, folder: string) {
  const child = spawn(process.execPath, [bundle, folder], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  async function next(): Promise<string> {
    const line = await lines.next();
    return line.done === true ? 'ended' : line.value;
  }
  return { child, next };
}

async function end(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

async function leaveStaleLock(bundle: string, folder: string): Promise<void> {
  const racer = startRacer(bundle, folder);
  expect(await racer.next()).toBe('ready');
  racer.child.stdin.write('go\n');
  expect(await racer.next()).toBe('won');
  await end(racer.child);
}

async function raceOnce(bundle: string, folder: string): Promise<string[]> {
  const racers = Array.from({ length: 8 }, () => startRacer(bundle, folder));
  for (const racer of racers) expect(await racer.next()).toBe('ready');
  for (const racer of racers) racer.child.stdin.write('go\n');
  const answers = await Promise.all(racers.map((racer) => racer.next()));
  await Promise.all(racers.map((racer) => end(racer.child)));
  return answers;
}
