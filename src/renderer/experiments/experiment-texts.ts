/**
 * An experiment as the texts of a form, and back. Half-typed figures survive in the texts; what is
 * right is said by the schema and the workspace.
 */
import type { BoundOver, ExperimentFault } from '../../shared/model/experiment-shape.ts';
import { EXPERIMENT_ROLES, type Experiment } from '../../shared/views/experiment-view.ts';

const PERCENT = 100;
/** A share typed as percent keeps this many digits. */
const SHARE_DIGITS = 8;

export interface BoundTexts {
  readonly measure: BoundOver<number>['measure'];
  /** Empty for all services together. */
  readonly service: string;
  readonly min: string;
  readonly max: string;
}

export interface FaultTexts {
  readonly target: string;
  readonly kind: NonNullable<ExperimentFault['kind']>;
  readonly pick: ExperimentFault['pick'];
  readonly at: string;
  readonly for: string;
  readonly amount: string;
}

/** The lists of bounds an experiment has. */
export const BOUND_LISTS = ['steadyState', 'during', 'abortWhen'] as const;
export type BoundList = (typeof BOUND_LISTS)[number];

export interface ExperimentTexts extends Record<BoundList, readonly BoundTexts[]> {
  readonly name: string;
  readonly hypothesis: string;
  readonly warmup: string;
  readonly steadyFor: string;
  readonly runFor: string;
  /** Machines a case may take down; empty where nobody said. */
  readonly blastRadius: string;
  readonly roles: Readonly<Record<RoleName, string>>;
  readonly faults: readonly FaultTexts[];
}

export type RoleName = (typeof EXPERIMENT_ROLES)[number];
const NOBODY = { owner: '', coordinator: '', observer: '', reporter: '' };

/** A bound to begin with: nearly everything is served. */
export function freshBound(): BoundTexts {
  return { measure: 'servedFraction', service: '', min: '99', max: '' };
}

/** A fault to begin with: each rack by itself. */
export function freshFault(): FaultTexts {
  return { target: 'rack', kind: 'cut', pick: 'each', at: '', for: '10m', amount: '' };
}

/** The texts of an experiment; of a new one without it. */
export function textsOf(experiment: Experiment | undefined, hypothesis: string): ExperimentTexts {
  if (experiment === undefined) {
    return {
      name: '',
      hypothesis: '',
      warmup: '1m',
      steadyFor: '1m',
      runFor: '20m',
      blastRadius: '',
      roles: NOBODY,
      steadyState: [freshBound()],
      during: [freshBound()],
      abortWhen: [],
      faults: [freshFault()],
    };
  }
  return {
    name: experiment.name,
    hypothesis,
    warmup: experiment.warmup ?? '',
    steadyFor: experiment.steadyFor,
    runFor: experiment.runFor,
    blastRadius: String(experiment.blastRadius?.machinesLost ?? ''),
    roles: { ...NOBODY, ...definedOnly(experiment.roles ?? {}) },
    steadyState: experiment.steadyState.map(boundTexts),
    during: experiment.during.map(boundTexts),
    abortWhen: (experiment.abortWhen ?? []).map(boundTexts),
    faults: experiment.faults.map(faultTexts),
  };
}

function definedOnly(roles: NonNullable<Experiment['roles']>): Partial<Record<RoleName, string>> {
  return Object.fromEntries(Object.entries(roles).filter(([, person]) => person !== undefined));
}

function boundTexts({ measure, service, min, max }: BoundOver<number>): BoundTexts {
  return { measure, service: service ?? '', min: shown(measure, min), max: shown(measure, max) };
}

function shown(measure: BoundTexts['measure'], value: number | undefined): string {
  if (value === undefined) return '';
  if (measure !== 'servedFraction') return String(value);
  return String(Number((value * PERCENT).toFixed(SHARE_DIGITS)));
}

function faultTexts(fault: ExperimentFault): FaultTexts {
  const { target, kind = 'cut', pick, at = '', amount } = fault;
  return {
    target,
    kind,
    pick,
    at,
    for: fault.for,
    amount: amount === undefined ? '' : `${amount}`,
  };
}

/** What the texts say, for the schema to judge; fields the form has not stay as they were. */
export function draftOf(texts: ExperimentTexts, before: Experiment | undefined): unknown {
  const { abortWhen, faults, hypothesis, warmup } = texts;
  return {
    name: texts.name.trim(),
    ...said('hypothesis', keptHypothesis(hypothesis.trim(), before)),
    ...rolesDraft(texts.roles),
    ...said('warmup', warmup.trim()),
    steadyFor: texts.steadyFor.trim(),
    steadyState: texts.steadyState.map(boundDraft),
    faults: faults.map((fault, index) => faultDraft(fault, before?.faults[index])),
    ...(before?.commands === undefined ? {} : { commands: before.commands }),
    ...blastDraft(texts.blastRadius, before),
    ...(abortWhen.length === 0 ? {} : { abortWhen: abortWhen.map(boundDraft) }),
    runFor: texts.runFor.trim(),
    during: texts.during.map(boundDraft),
  };
}

/** A hypothesis in several languages is kept as it is unless somebody wrote another. */
function keptHypothesis(text: string, before: Experiment | undefined): unknown {
  const known = before?.hypothesis;
  if (known === undefined || typeof known === 'string') return text;
  return known.en === text || known['pt-BR'] === text ? known : text;
}

function boundDraft({ measure, service, min, max }: BoundTexts): unknown {
  return {
    measure,
    ...said('service', service),
    ...said('min', amount(measure, min)),
    ...said('max', amount(measure, max)),
  };
}

function rolesDraft(roles: ExperimentTexts['roles']): Record<string, unknown> {
  const named = EXPERIMENT_ROLES.flatMap((role) => {
    const person = roles[role].trim();
    return person === '' ? [] : [[role, person] as const];
  });
  return named.length === 0 ? {} : { roles: Object.fromEntries(named) };
}

function blastDraft(text: string, before: Experiment | undefined): Record<string, unknown> {
  const typed = text.trim();
  if (typed === '') return {};
  const machinesLost = Number(typed.replace(',', '.'));
  return { blastRadius: { ...before?.blastRadius, machinesLost } };
}

function faultDraft(texts: FaultTexts, before: ExperimentFault | undefined): unknown {
  const { target, kind, pick, at } = texts;
  const other = before?.kind === kind ? before.other : undefined;
  return {
    target: target.trim(),
    ...(kind === 'cut' ? {} : { kind }),
    ...(other === undefined ? {} : { other }),
    ...said('amount', texts.amount.trim() === '' ? '' : Number(texts.amount.replace(',', '.'))),
    pick,
    ...said('at', at.trim()),
    for: texts.for.trim(),
  };
}

function amount(measure: BoundTexts['measure'], text: string): number | '' {
  if (text.trim() === '') return '';
  const value = Number(text.trim().replace(',', '.'));
  return measure === 'servedFraction' ? Number((value / PERCENT).toFixed(SHARE_DIGITS)) : value;
}

function said(key: string, value: unknown): Record<string, unknown> {
  return value === '' ? {} : { [key]: value };
}
