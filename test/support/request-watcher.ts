/**
 * Watches one service from outside, event by event, and keeps a list of all its requests with what
 * became of them. From the list everything the engine counts can be worked out again, slowly: the
 * sums, the seconds that were up, the ledger. It reads the tables and none of the engine's code.
 */
import type { Engine } from '../../src/main/engine/index.ts';
import type { World } from '../../src/main/engine/world/world.ts';
import { worldOf } from './make-engine.ts';

export type Outcome = 'inFlight' | 'served' | 'late' | 'refused' | 'lost';

export interface WatchedRequest {
  readonly arrivedUs: number;
  readonly vm: number;
  outcome: Outcome;
  endedUs: number;
}

interface Counters {
  readonly offered: number;
  readonly served: number;
  readonly late: number;
  readonly refused: number;
  readonly lost: number;
}

const SECOND = 1_000_000;

export class RequestWatcher {
  readonly requests: WatchedRequest[] = [];
  private readonly open = new Map<string, WatchedRequest>();
  private readonly engine: Engine;
  private readonly world: World;
  private readonly service: number;
  private before: Counters;

  constructor(engine: Engine, service = 0) {
    this.engine = engine;
    this.world = worldOf(engine);
    this.service = service;
    this.before = this.counters();
  }

  /** Runs to a moment, one event at a time; `onEvent` sees each place. */
  runUntil(targetUs: number, onEvent: () => void = () => undefined): void {
    for (;;) {
      const nextUs = this.engine.nextEventAtUs() ?? Infinity;
      if (nextUs > targetUs) break;
      // Exactly to the event: a longer slice would end with the clock behind it.
      this.engine.runUntil(nextUs, { maxEvents: 1 });
      this.look();
      onEvent();
    }
    this.engine.runUntil(targetUs);
    this.look();
  }

  /** Takes in what one event or one decision has changed. */
  look(): void {
    const now = this.counters();
    const alive = this.aliveRequests();
    const gone = [...this.open].filter(([key]) => !alive.has(key));
    for (const [key, request] of gone) {
      this.open.delete(key);
      request.endedUs = this.engine.nowUs;
      if (now.served > this.before.served) request.outcome = 'served';
      else request.outcome = now.late > this.before.late ? 'late' : 'lost';
    }
    for (const [key, request] of alive) {
      if (this.open.has(key)) continue;
      this.open.set(key, request);
      this.requests.push(request);
    }
    if (now.offered > this.before.offered && this.requests.length < now.offered) {
      const outcome = now.refused > this.before.refused ? 'refused' : 'lost';
      const at = this.engine.nowUs;
      this.requests.push({ arrivedUs: at, vm: -1, outcome, endedUs: at });
    }
    this.before = now;
  }

  count(outcome: Outcome): number {
    return this.requests.filter((request) => request.outcome === outcome).length;
  }

  /** Seconds up and down by the definition, from the list of all requests. */
  judgedSeconds(): { up: number; down: number } {
    const { col } = this.world.service;
    const deadlineUs = col.deadlineUs[this.service] ?? 0;
    const threshold = (col.thresholdPpm[this.service] ?? 0) / 1_000_000;
    const first = col.firstSecond[this.service] ?? 0;
    const end = Math.floor((this.engine.nowUs - deadlineUs) / SECOND);
    const judged = { up: 0, down: 0 };
    for (let second = first; second < end; second += 1) {
      const offered = this.requests.filter((one) => Math.floor(one.arrivedUs / SECOND) === second);
      const served = offered.filter((one) => one.outcome === 'served').length;
      if (served >= offered.length * threshold) judged.up += 1;
      else judged.down += 1;
    }
    return judged;
  }

  private counters(): Counters {
    const { col } = this.world.service;
    const slot = this.service;
    return {
      offered: col.offered[slot] ?? 0,
      served: col.served[slot] ?? 0,
      late: col.late[slot] ?? 0,
      refused: col.refused[slot] ?? 0,
      lost: col.lost[slot] ?? 0,
    };
  }

  private aliveRequests(): Map<string, WatchedRequest> {
    const { request, backend } = this.world;
    const found = new Map<string, WatchedRequest>();
    for (const slot of request.slots()) {
      if (request.col.service[slot] !== this.service + 1) continue;
      found.set(`${slot}/${request.generation[slot]}`, {
        arrivedUs: request.col.arrivedUs[slot] ?? 0,
        vm: backend.ref('vm', request.ref('backend', slot)),
        outcome: 'inFlight',
        endedUs: -1,
      });
    }
    return found;
  }
}
