/**
 * Looks at a room along its branch, kept so that the past need not be run again: a list by time,
 * bounded by thinning. A look belongs to the decisions that were in effect when it was taken; when
 * the branch no longer has them, the look goes. It must not know where looks come from.
 */
import { US_PER_SECOND } from '../../shared/kernel/time.ts';
import type { CourseLook } from '../engine/index.ts';
import type { Head, History } from './history.ts';

/** More looks than this are thinned: what a chart can show. */
const LOOKS_MAX = 600;
/** Moments wanted between the beginning and now; in rooms that take long to run, fewer. */
const STEPS = 120;
const STEPS_IN_LARGE = 30;
const LARGE_ROOM = 2_000;
/** No two moments are nearer. */
const STEP_MIN_US = 10 * US_PER_SECOND;

interface Entry {
  readonly look: CourseLook;
  /** Decisions in effect, and the last of them; 0 for none. */
  readonly applied: number;
  readonly parent: number;
}

export class CourseLog {
  #entries: Entry[] = [];

  /** Drops what is no part of the branch any more. O(looks). */
  prune(history: History): void {
    const { path } = history.branch;
    this.#entries = this.#entries.filter(({ look, applied, parent }) => {
      if (applied > path.length || (applied > 0 && path[applied - 1] !== parent)) return false;
      const next = path[applied];
      return next === undefined || history.node(next).place.atUs >= look.atUs;
    });
  }

  /** Adds a look, unless there is one at that moment with the same decisions. */
  add(look: CourseLook, at: { readonly applied: number; readonly parent: number }): void {
    const place = this.#entries.findLastIndex((entry) => entry.look.atUs < look.atUs) + 1;
    const isThere = this.#entries[place]?.look.atUs === look.atUs;
    this.#entries.splice(place, isThere ? 1 : 0, { look, ...at });
    if (this.#entries.length <= LOOKS_MAX) return;
    // The newest third stays whole: it is what is looked at most.
    const whole = (this.#entries.length * 2) / 3;
    this.#entries = this.#entries.filter((_one, index) => index % 2 === 0 || index > whole);
  }

  /** True when no look is nearer to a moment than half a step. */
  isDue(nowUs: number, machines: number): boolean {
    const half = stepOf(nowUs, machines) / 2;
    return !this.#entries.some(({ look }) => Math.abs(look.atUs - nowUs) < half);
  }

  /** The looks up to the head, oldest first. */
  upTo(head: Head): CourseLook[] {
    return this.#entries
      .filter(({ look, applied }) => look.atUs <= head.place.atUs && applied <= head.applied)
      .map(({ look }) => look);
  }

  /** Moments before `nowUs`, from `fromUs` on, near which nobody has looked; in order. */
  missing(span: {
    readonly fromUs: number;
    readonly nowUs: number;
    readonly machines: number;
  }): number[] {
    const { fromUs, nowUs, machines } = span;
    const stepUs = stepOf(nowUs - fromUs, machines);
    const known = this.#entries.map(({ look }) => look.atUs);
    const wanted: number[] = [];
    for (let us = fromUs; us < nowUs; us += stepUs) {
      // The first is looked at exactly: counters begin there.
      const reachUs = us === fromUs ? 0 : stepUs / 2;
      if (!known.some((at) => Math.abs(at - us) <= reachUs)) wanted.push(us);
    }
    return wanted;
  }
}

function stepOf(spanUs: number, machines: number): number {
  const steps = machines > LARGE_ROOM ? STEPS_IN_LARGE : STEPS;
  const wholeUs = Math.ceil(spanUs / steps / US_PER_SECOND) * US_PER_SECOND;
  return Math.max(STEP_MIN_US, wholeUs);
}
