/**
 * Checks that stay passed once they were: follows the way to a room from its start and looks on it
 * at every decision and every so often between, in simulated time.
 *
 * Where it looks follows from the log alone, so a screen and a trainer see the same. What was
 * undone or gone back from is not on the way, and latches nothing. It runs an engine of its own
 * along; as long as the way only grows, nothing is run twice.
 */
import type { Place } from '../../shared/document/journal-record.ts';
import { err, OK, ok, type Result } from '../../shared/kernel/result.ts';
import { US_PER_SECOND } from '../../shared/kernel/time.ts';
import { isLatch } from '../../shared/lab/check-schema.ts';
import type { Lab } from '../../shared/lab/lab-schema.ts';
import { noPlace } from './lab-refusals.ts';
import {
  openRoom,
  roomOf,
  type Decided,
  type LabRoom,
  type LabStart,
  type Way,
} from './lab-room.ts';
import { markChecks } from './mark-checks.ts';
import { lookAt } from './room-scope.ts';

/** Between decisions it is looked this often; what lasts shorter may go unseen. */
const LOOK_EVERY_US = 30 * US_PER_SECOND;

/** Since when each latched check is passed, by id. */
export type Latched = ReadonlyMap<string, number>;

export class LatchFollower {
  readonly #start: LabStart;
  /** The lab with nothing but these checks and those that guard them. */
  readonly #lab: Lab;
  readonly #wanted: readonly string[];
  #room: LabRoom | undefined;
  #taken: number[] = [];
  #decided: Decided[] = [];
  #latched = new Map<string, number>();

  constructor(start: LabStart, lab: Lab) {
    this.#start = start;
    const latches = lab.checks.filter(isLatch);
    this.#wanted = latches.map(({ id }) => id);
    const looked = new Set(latches.flatMap(({ id, guards = [] }) => [id, ...guards]));
    this.#lab = { ...lab, checks: lab.checks.filter(({ id }) => looked.has(id)) };
  }

  /** Goes the way to its end. Refuses as running a log again does. */
  follow({ steps, to }: Way): Result<Latched> {
    if (this.#wanted.length === 0) return ok(this.#latched);
    if (!this.#leadsTo(steps, steps[this.#taken.length]?.place ?? to)) {
      const begun = this.#begin();
      if (!begun.ok) return begun;
    }
    for (const step of steps.slice(this.#taken.length)) {
      const taken = this.#take(step);
      if (!taken.ok) return taken;
    }
    const arrived = this.#goTo(to);
    return arrived.ok ? ok(this.#latched) : arrived;
  }

  /** Whether the way so far is the beginning of this one. */
  #leadsTo(steps: Way['steps'], next: Place): boolean {
    if (this.#room === undefined) return false;
    const { nowUs, eventCount } = this.#room.engine;
    const isSame = this.#taken.every((seq, index) => steps[index]?.seq === seq);
    return isSame && next.atUs >= nowUs && next.eventCount >= eventCount;
  }

  #begin(): Result<undefined> {
    const room = openRoom(this.#start);
    if (!room.ok) return room;
    this.#taken = [];
    this.#decided = [];
    this.#latched = new Map();
    this.#room = room.value;
    this.#look();
    return OK;
  }

  #take({ seq, place, command }: Way['steps'][number]): Result<undefined> {
    const reached = this.#goTo(place);
    if (!reached.ok || this.#room === undefined) return reached;
    const { engine } = this.#room;
    const decision = engine.propose(command);
    if (!decision.ok) return decision;
    engine.commit(decision.value);
    this.#taken.push(seq);
    this.#decided.push({ atUs: place.atUs, command });
    this.#look();
    return OK;
  }

  /** Runs to a place and looks on the way, at moments that are the same for every way. */
  #goTo(place: Place): Result<undefined> {
    const engine = this.#room?.engine;
    if (engine === undefined) return OK;
    for (;;) {
      const lookUs = (Math.floor(engine.nowUs / LOOK_EVERY_US) + 1) * LOOK_EVERY_US;
      if (lookUs >= place.atUs || this.#latched.size === this.#wanted.length) break;
      engine.runUntil(lookUs);
      this.#look();
    }
    return engine.runToPlace(place) ? OK : err(noPlace(place));
  }

  #look(): void {
    const room = this.#room;
    if (room === undefined || this.#latched.size === this.#wanted.length) return;
    const { engine } = room;
    const seen = lookAt(roomOf(this.#start, { engine, decisions: this.#decided }));
    const marked = markChecks({ lab: this.#lab, key: undefined, seen, answers: new Map() });
    for (const { check, outcome } of marked) {
      if (outcome.state !== 'passed' || !isLatch(check) || this.#latched.has(check.id)) continue;
      this.#latched.set(check.id, engine.nowUs);
    }
  }
}
