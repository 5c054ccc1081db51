/**
 * A machine whose processes live and die at a test's word, for locks and power cuts: it hands out
 * persistence environments over a simulated disk, with ids and clock from a seeded stream. It must
 * not know what the processes do.
 */
import type {
  PersistenceEnvironment,
  ProcessIdentity,
} from '../../src/main/persistence/file-layer.ts';
import { RandomStream } from '../../src/shared/kernel/prng.ts';
import type { SimulatedDisk } from './simulated-disk.ts';

const HOST = { hostName: 'lab-machine', machineId: 'm1', bootId: 'boot' };

export class SimulatedMachine {
  readonly #ids: RandomStream;
  readonly #alive = new Set<number>();
  #lastPid = 100;
  #nowMs = 1_700_000_000_000;

  constructor(seed: number) {
    this.#ids = new RandomStream(seed, 'ids');
  }

  /** Starts a process that works on `disk`. */
  startProcess(disk: SimulatedDisk, session = 'workspace'): PersistenceEnvironment {
    this.#lastPid += 1;
    const pid = this.#lastPid;
    this.#alive.add(pid);
    const self: ProcessIdentity = { ...HOST, pid, startedToken: `t${pid}`, session };
    return {
      files: disk.layer(),
      processes: { self, isAlive: (other) => Promise.resolve(this.#judge(other)) },
      nowMs: () => {
        this.#nowMs += 1;
        return this.#nowMs;
      },
      newId: () => this.#newId(),
      heldLocks: new Set(),
    };
  }

  /** Ends a process; its locks are stale from now on. */
  kill(environment: PersistenceEnvironment): void {
    this.#alive.delete(environment.processes.self.pid);
  }

  killAll(): void {
    this.#alive.clear();
  }

  #judge(other: ProcessIdentity): 'alive' | 'dead' | 'unknown' {
    if (other.hostName !== HOST.hostName) return 'unknown';
    return this.#alive.has(other.pid) ? 'alive' : 'dead';
  }

  #newId(): string {
    let id = '';
    for (let word = 0; word < 4; word += 1) {
      id += this.#ids.nextUint32().toString(16).padStart(8, '0');
    }
    return id;
  }
}
