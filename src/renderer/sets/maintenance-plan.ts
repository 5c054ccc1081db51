/**
 * Where a maintenance stands: each domain as done, in hand or waiting, and how long the rest
 * will take. The phase and its end come from the row, the lengths from the happening that began
 * the wave; nothing is simulated here.
 */
import type { Happening } from '../../shared/events/happenings.ts';
import type { RowOf } from '../../shared/views/topology-view.ts';

export type MaintainedRow = RowOf<'availabilitySet' | 'scaleSet' | 'vm' | 'dedicatedHost'>;
type Maintenance = NonNullable<MaintainedRow['maintenance']>;
type Phase = Maintenance['phase'];

export type WaveStep = Maintenance['domains'][number];

export interface Wave {
  readonly by: Maintenance['by'];
  readonly steps: readonly WaveStep[];
  /** Machines the customer began early. */
  readonly applied: readonly string[];
  readonly phase: Phase;
  readonly leftUs: number;
  /** From 0 to 1 within the phase; undefined while its length is not known. */
  readonly share: number | undefined;
  /** Until the whole maintenance is over; undefined while the lengths are not known. */
  readonly restUs: number | undefined;
  readonly cancelled: boolean;
}

const PHASE_LENGTHS: Readonly<Record<Phase, string>> = {
  selfService: 'selfServiceUs',
  announced: 'noticeUs',
  halted: 'haltUs',
  window: 'windowUs',
  draining: 'drainUs',
  working: 'workUs',
  recovering: 'recoveryUs',
};
const PHASES: readonly Phase[] = [
  'selfService',
  'window',
  'halted',
  'announced',
  'draining',
  'working',
  'recovering',
];

/** The wave of a set at a moment; undefined when none is under way. */
export function waveOf(at: {
  set: MaintainedRow;
  nowUs: number;
  happenings: readonly Happening[];
}): Wave | undefined {
  const { maintenance } = at.set;
  if (maintenance === undefined) return undefined;
  const { phase, by, domains: steps, applied } = maintenance;
  const leftUs = Math.max(0, maintenance.endsAtUs - at.nowUs);
  const lengths = lengthsOf(at);
  const lengthUs = lengths?.[phase];
  const share =
    lengthUs === undefined || lengthUs === 0 ? undefined : 1 - Math.min(1, leftUs / lengthUs);
  return {
    by,
    steps,
    applied,
    phase,
    leftUs,
    share,
    restUs: restOf({ steps, phase, leftUs, lengths, cancelled: maintenance.cancelled }),
    cancelled: maintenance.cancelled,
  };
}

/** The lengths of the wave that is under way, from the happening that began it. */
function lengthsOf(at: {
  set: MaintainedRow;
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
    selfService: length('selfService'),
    announced: length('announced'),
    halted: 0,
    window: 0,
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
  // Before the first domain every one is still waiting; the phases of one stand for none yet.
  const here =
    at.phase === 'selfService'
      ? at.leftUs
      : later.reduce((sum, phase) => sum + lengths[phase], at.leftUs);
  const waiting = at.cancelled ? 0 : at.steps.filter((step) => step.state === 'waiting').length;
  const whole = lengths.announced + lengths.draining + lengths.working + lengths.recovering;
  return here + waiting * whole;
}
