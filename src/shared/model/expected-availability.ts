/**
 * Expected availability: from parts with their own availability and a structure that says what
 * stands on what, with what is shared counted once (common causes).
 *
 * Exact by decision diagram; the smallest cut sets are given beside it, because "both feeds hang
 * on one utility" teaches more than a ninth nine. Parts fail independently of each other and are
 * repaired as often as they fail: a part is down MTTR ÷ (MTBF + MTTR) of the time.
 */
import { detExp } from '../kernel/det-math.ts';
import type { DecisionDiagram } from './decision-diagram.ts';

/** Parts up to which pairs of them are tried; beyond, single points of failure alone are told. */
const PAIR_PARTS_MAX = 500;
const CUT_SETS_SHOWN = 12;

/** Something that can fail by itself. */
export interface Part {
  /** Text id, such as `feed:a`. */
  readonly id: string;
  readonly kind: string;
  readonly unavailability: number;
  /** True when no source backs the figure. */
  readonly assumed: boolean;
  /** Set for a part that matters only when its failure outlasts a battery. */
  readonly outlastsUs?: number;
}

/** Parts that together take the structure down, and no fewer of them do. */
export interface CutSet {
  readonly parts: readonly string[];
  readonly unavailability: number;
  /** Of the whole unavailability, about. */
  readonly share: number;
}

export interface Expected {
  readonly availability: number;
  readonly method: 'exact';
  /** Parts that matter. */
  readonly parts: number;
  readonly nodes: number;
  readonly cutSets: readonly CutSet[];
  readonly assumedParts: number;
}

/** Share of the time a part is down: MTTR ÷ (MTBF + MTTR). */
export function unavailabilityOf(times: {
  readonly mtbfHours: number;
  readonly mttrHours: number;
}): number {
  return times.mttrHours / (times.mtbfHours + times.mttrHours);
}

/**
 * Share of the time in which a failure has lasted longer than a battery: repairs take an
 * exponential time, so the rest of a long one is as long as a new one.
 */
export function outlasting(
  times: { readonly mtbfHours: number; readonly mttrHours: number },
  batteryHours: number,
): number {
  const whole = unavailabilityOf(times);
  return batteryHours === 0 ? whole : whole * detExp(-batteryHours / times.mttrHours);
}

/** Reads a structure: `root` is a function of the diagram over `parts`. */
export function expectedOf(
  diagram: DecisionDiagram,
  structure: { readonly root: number; readonly parts: readonly Part[] },
): Expected {
  const { root, parts } = structure;
  const failure = diagram.failure(
    root,
    parts.map(({ unavailability }) => unavailability),
  );
  const used = diagram.partsOf(root);
  return {
    availability: 1 - failure,
    method: 'exact',
    parts: used.length,
    nodes: diagram.size,
    cutSets: cutSetsOf(diagram, { root, parts, used, failure }),
    assumedParts: used.filter((part) => parts[part]?.assumed === true).length,
  };
}

function cutSetsOf(
  diagram: DecisionDiagram,
  given: {
    readonly root: number;
    readonly parts: readonly Part[];
    readonly used: readonly number[];
    readonly failure: number;
  },
): CutSet[] {
  const { root, parts, used, failure } = given;
  const found: CutSet[] = [];
  function note(failed: readonly number[]): void {
    const members = failed.flatMap((part) => parts[part] ?? []);
    const unavailability = members.reduce((product, part) => product * part.unavailability, 1);
    if (unavailability === 0) return;
    const share = failure === 0 ? 0 : Math.min(1, unavailability / failure);
    found.push({ parts: members.map(({ id }) => id), unavailability, share });
  }
  const single = new Set(used.filter((part) => diagram.failsWith(root, new Set([part]))));
  for (const part of single) note([part]);
  const others = used.filter((part) => !single.has(part));
  if (others.length <= PAIR_PARTS_MAX) {
    for (const [at, first] of others.entries()) {
      for (const second of others.slice(at + 1)) {
        if (diagram.failsWith(root, new Set([first, second]))) note([first, second]);
      }
    }
  }
  // Equal ones stay in the order of the parts: sorting is stable.
  return found.sort((a, b) => b.unavailability - a.unavailability).slice(0, CUT_SETS_SHOWN);
}
