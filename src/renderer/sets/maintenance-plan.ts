/**
 * Where a maintenance stands: each domain as done, in hand or waiting, and how long the rest
 * will take. The phase and its end come from the row, the lengths from the happening that began
 * the wave; nothing is simulated here.
 */
import type { Happening } from '../../shared/events/happenings.ts';
import type { RowOf } from '../../shared/views/topology-view.ts';

type Phase = 'announced' | 'halted' | 'draining' | 'working' | 'recovering';

export interface WaveStep {
  /** Number of the domain: a fault domain where machines are only paused. */
  readonly domain: number;
  readonly members: number;
  /** `skipped`: it has no members, so the wave passes it by. */
  readonly state: 'done' | 'now' | 'waiting' | 'skipped';
}

export interface Wave {
  /** By fault domain instead of update domain. */
  readonly byFault: boolean;
  readonly steps: readonly WaveStep[];
  readonly phase: Phase;
  readonly leftUs: number;
  /** From 0 to 1 within the phase; undefined while its length is not known. */
  readonly share: number | undefined;
  /** Until the whole maintenance is over; undefined while the lengths are not known. */
  readonly restUs: number | undefined;
  readonly cancelled: boolean;
}

const PHASE_LENGTHS: Readonly<Record<Phase, string>> = {
  announced: 'noticeUs',
  halted: 'haltUs',
  draining: 'drainUs',
  working: 'workUs',
  recovering: 'recoveryUs',
};
const PHASES: readonly Phase[] = ['halted', 'announced', 'draining', 'working', 'recovering'];

/** The wave of a set at a moment; undefined when none is under way. */
export function waveOf(at: {
  set: RowOf<'availabilitySet'>;
  nowUs: number;
  happenings: readonly Happening[];
}): Wave | undefined {
  const { maintenance } = at.set;
  if (maintenance === undefined || maintenance.phase === 'none') return undefined;
  const phase: Phase = maintenance.phase;
  const leftUs = Math.max(0, maintenance.endsAtUs - at.nowUs);
  const lengths = lengthsOf(at);
  const lengthUs = lengths?.[phase];
  const share =
    lengthUs === undefined || lengthUs === 0 ? undefined : 1 - Math.min(1, leftUs / lengthUs);
  const byFault = maintenance.mode === 'noReboot';
  const steps =
    at.set.matrix[0] === undefined
      ? []
      : stepsOf(at.set, { current: maintenance.updateDomain, byFault });
  return {
    byFault,
    steps,
    phase,
    leftUs,
    share,
    restUs: restOf({ steps, phase, leftUs, lengths, cancelled: maintenance.cancelled }),
    cancelled: maintenance.cancelled,
  };
}

function stepsOf(
  set: RowOf<'availabilitySet'>,
  at: { readonly current: number; readonly byFault: boolean },
): WaveStep[] {
  const length = at.byFault ? set.faultDomains : set.updateDomains;
  return Array.from({ length }, (_, domain) => {
    const members = at.byFault
      ? (set.matrix[domain] ?? []).reduce((sum, count) => sum + count, 0)
      : set.matrix.reduce((sum, line) => sum + (line[domain] ?? 0), 0);
    const passed = domain < at.current ? 'done' : 'waiting';
    const state = members === 0 ? 'skipped' : passed;
    return { domain, members, state: domain === at.current ? 'now' : state };
  });
}

/** The lengths of the wave that is under way, from the happening that began it. */
function lengthsOf(at: {
  set: RowOf<'availabilitySet'>;
  nowUs: number;
  happenings: readonly Happening[];
}): Readonly<Record<Phase, number>> | undefined {
  const began = at.happenings.findLast(
    (item) =>
      item.kind === 'maintenance.started' && item.subject === at.set.id && item.atUs <= at.nowUs,
  );
  if (began === undefined) return undefined;
  function length(phase: Phase): number {
    const value = began?.details?.[PHASE_LENGTHS[phase]];
    return typeof value === 'number' ? value : 0;
  }
  return {
    announced: length('announced'),
    halted: 0,
    draining: length('draining'),
    working: length('working'),
    recovering: length('recovering'),
  };
}

function restOf(at: {
  steps: readonly WaveStep[];
  phase: Phase;
  leftUs: number;
  lengths: Readonly<Record<Phase, number>> | undefined;
  cancelled: boolean;
}): number | undefined {
  const { lengths } = at;
  if (lengths === undefined) return undefined;
  const later = PHASES.slice(PHASES.indexOf(at.phase) + 1);
  const here = later.reduce((sum, phase) => sum + lengths[phase], at.leftUs);
  const waiting = at.cancelled ? 0 : at.steps.filter((step) => step.state === 'waiting').length;
  const whole = lengths.announced + lengths.draining + lengths.working + lengths.recovering;
  return here + waiting * whole;
}
