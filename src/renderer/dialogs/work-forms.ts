/**
 * Forms of uses of machines and of web apps. A kind of use brings every figure; the form asks for
 * where it runs and what comes, and shows the rest, with the figures of the kind in grey, to
 * whoever wants to replace one. What is right is decided by the schema and the engine.
 */
import { printDuration } from '../../shared/kernel/time.ts';
import {
  DURABILITIES,
  WORK_MODES,
  WORK_SHAPES,
  WORKLOAD_FIGURES,
  WORKLOAD_KINDS,
  type WorkloadFigures,
  type WorkloadKind,
  type WorkloadSource,
} from '../../shared/model/workload-kinds.ts';
import { curveFrom, namesFrom, spikeFrom } from '../model/workload-values.ts';
import { equipmentNote, NAME, only, rowsOf, wordsOf } from './form-choices.ts';
import {
  freeName,
  toNumber,
  type FormChoice,
  type FormContext,
  type FormField,
  type FormSpec,
} from './form-spec.ts';

type Values = Readonly<Record<string, string>>;

function kindOf(values: Values): WorkloadKind | undefined {
  return WORKLOAD_KINDS.find((kind) => kind === values['kind']);
}

function comesFrom(...sources: WorkloadSource[]) {
  return (values: Values): boolean => {
    const kind = kindOf(values);
    return kind !== undefined && sources.includes(WORKLOAD_FIGURES[kind].source);
  };
}

/** What the kind brings for a figure, for the empty field. */
function brought(read: (figures: WorkloadFigures) => string) {
  return (values: Values): string => {
    const kind = kindOf(values);
    return kind === undefined ? '' : read(WORKLOAD_FIGURES[kind]);
  };
}

/** Keys below `field.` for the labels of figures. */
const LABELS: Readonly<Record<string, string>> = {
  cpu: 'workCpu',
  shape: 'workShape',
  threads: 'workThreads',
  connections: 'workConnections',
  memoryMib: 'workMemoryMib',
  queueLimit: 'workQueueLimit',
  deadline: 'workDeadline',
  reads: 'workReads',
  writes: 'workWrites',
  writeShare: 'workWriteShare',
  ioKib: 'workIoKib',
  cachedReads: 'workCachedReads',
  networkKib: 'workNetworkKib',
  wait: 'workWait',
  hitShare: 'workHitShare',
  lock: 'workLock',
  writers: 'workWriters',
  durability: 'workDurability',
  flushEvery: 'workFlushEvery',
};

/** A figure that the kind brings: asked for only by whoever opens the rest. */
function figure(
  name: keyof WorkloadFigures,
  more: Partial<FormField> = {},
  read: (figures: WorkloadFigures) => string = (figures) => String(figures[name]),
): FormField {
  return {
    name,
    label: LABELS[name] ?? name,
    kind: 'number',
    rare: true,
    placeholder: brought(read),
    ...more,
  };
}

/** A figure that is a time. */
function time(name: string, column: keyof WorkloadFigures & `${string}Us`): FormField {
  return {
    name,
    label: LABELS[name] ?? name,
    kind: 'text',
    rare: true,
    placeholder: brought((figures) => printDuration(figures[column])),
  };
}

const GROUND: readonly FormField[] = [
  {
    name: 'kind',
    label: 'workKind',
    kind: 'choice',
    required: true,
    choices: wordsOf('workKind', WORKLOAD_KINDS),
  },
  {
    name: 'machines',
    label: 'workMachines',
    kind: 'text',
    hint: 'workMachines',
    when: ({ webApp = '' }) => webApp.trim() === '',
  },
  {
    name: 'webApp',
    label: 'webApp',
    kind: 'choice',
    hint: 'workWebApp',
    choices: rowsOf('webApp'),
    when: (values) => comesFrom('open')(values) && (values['machines'] ?? '').trim() === '',
  },
];

const SOURCE: readonly FormField[] = [
  { name: 'curve', label: 'workCurve', kind: 'text', hint: 'workCurve', when: comesFrom('open') },
  {
    name: 'period',
    label: 'workPeriod',
    kind: 'text',
    hint: 'workPeriod',
    when: comesFrom('open'),
  },
  { name: 'spike', label: 'workSpike', kind: 'text', hint: 'workSpike', when: comesFrom('open') },
  { name: 'users', label: 'workUsers', kind: 'number', when: comesFrom('closed') },
  { name: 'think', label: 'workThink', kind: 'text', when: comesFrom('closed') },
  { name: 'jobs', label: 'workJobs', kind: 'number', when: comesFrom('batch', 'cron', 'polling') },
  { name: 'cron', label: 'workCron', kind: 'text', hint: 'workCron', when: comesFrom('cron') },
  {
    name: 'lease',
    label: 'workLease',
    kind: 'choice',
    hint: 'workLease',
    choices: wordsOf('workLease', ['no', 'yes']),
    when: comesFrom('cron'),
  },
  { name: 'every', label: 'workEvery', kind: 'text', when: comesFrom('polling') },
  {
    name: 'calls',
    label: 'workCalls',
    kind: 'choice',
    hint: 'workCalls',
    choices: others,
    when: comesFrom('open'),
  },
  {
    name: 'manages',
    label: 'workManages',
    kind: 'text',
    hint: 'workMachines',
    when: ({ kind }) => kind === 'jumpbox',
  },
];

/** Workloads that another may ask: not itself. */
function others(context: FormContext, values: Values): FormChoice[] {
  return rowsOf('workload')(context).filter(({ value }) => value !== values['workload']);
}

const FIGURES: readonly FormField[] = [
  time('cpu', 'cpuUs'),
  figure(
    'shape',
    { kind: 'choice', choices: wordsOf('workShape', WORK_SHAPES) },
    (figures) => figures.shape,
  ),
  figure('threads'),
  figure('connections'),
  figure('memoryMib', { unit: 'MiB' }),
  figure('queueLimit'),
  time('deadline', 'deadlineUs'),
  figure('reads'),
  figure('writes'),
  figure('writeShare'),
  figure('ioKib', { unit: 'KiB' }),
  figure('cachedReads'),
  figure('networkKib', { unit: 'KiB' }),
  time('wait', 'waitUs'),
  figure('hitShare'),
  time('lock', 'lockUs'),
  figure('writers'),
  figure('durability', { kind: 'choice', choices: wordsOf('durability', DURABILITIES) }),
  time('flushEvery', 'flushUs'),
  {
    name: 'mode',
    label: 'workMode',
    kind: 'choice',
    rare: true,
    choices: wordsOf('workMode', WORK_MODES),
  },
];

/** Texts of the form become the parts that the command wants. */
function finishWork(command: Record<string, unknown>): Record<string, unknown> {
  const { machines, manages, curve, period, spike, lease, calls, ...rest } = command;
  return {
    ...rest,
    ...(machines === undefined ? {} : { machines: namesFrom(machines) }),
    ...(manages === undefined ? {} : { manages: namesFrom(manages) }),
    ...(curve === undefined ? {} : { curve: curveFrom(curve, period) }),
    ...(spike === undefined ? {} : { spike: spikeFrom(spike) }),
    ...(lease === 'yes' ? { lease: true } : {}),
    ...(calls === undefined ? {} : { calls: { on: calls } }),
  };
}

const WORKLOAD: FormField = {
  name: 'workload',
  label: 'workload',
  kind: 'choice',
  required: true,
  choices: rowsOf('workload'),
};
const WEB_APP: FormField = {
  name: 'webApp',
  label: 'webApp',
  kind: 'choice',
  required: true,
  choices: rowsOf('webApp'),
};
const SCALING: readonly FormField[] = [
  { name: 'minimum', label: 'minimum', kind: 'number', required: true },
  { name: 'maximum', label: 'maximum', kind: 'number', required: true },
  { name: 'outAbove', label: 'outAbove', kind: 'number', unit: '%', hint: 'outAbove' },
  { name: 'inBelow', label: 'inBelow', kind: 'number', unit: '%', hint: 'inBelow' },
];

/** Tiers of plans, each with what an instance has and costs. */
function tiers(context: FormContext): FormChoice[] {
  return (context.catalogue?.webPlans ?? []).map((plan) => ({
    value: plan.tier,
    label: plan.tier,
    note: `${equipmentNote(context, plan)} · ≤ ${plan.maxInstances}`,
  }));
}

const TIER: FormField = {
  name: 'tier',
  label: 'webTier',
  kind: 'choice',
  hint: 'webTier',
  required: true,
  choices: tiers,
};

/** All forms about uses of machines and web apps. */
export const workForms: readonly FormSpec[] = [
  {
    id: 'workload.add',
    icon: 'cpu',
    fields: [NAME, ...GROUND, ...SOURCE, ...FIGURES],
    begin: (context) => ({
      name: freeName('use-', context.list('workload')),
      kind: 'requests',
      machines: context.list('vm').length === 1 ? (context.list('vm')[0]?.name ?? '') : '',
      curve: '40',
    }),
    finish: finishWork,
  },
  {
    id: 'workload.edit',
    icon: 'wrench',
    fields: [WORKLOAD, ...GROUND, ...SOURCE, ...FIGURES],
    begin: (context) => ({ workload: only(context, 'workload') }),
    finish: finishWork,
  },
  {
    id: 'workload.load',
    icon: 'activity',
    fields: [
      WORKLOAD,
      { name: 'curve', label: 'workCurve', kind: 'text', hint: 'workCurve', required: true },
      { name: 'period', label: 'workPeriod', kind: 'text', hint: 'workPeriod' },
    ],
    begin: (context) => ({ workload: only(context, 'workload') }),
    finish: finishWork,
  },
  {
    id: 'webApp.add',
    icon: 'globe',
    fields: [
      NAME,
      TIER,
      { name: 'instances', label: 'webInstances', kind: 'number' },
      { name: 'maximum', label: 'webMost', kind: 'number', hint: 'webMost' },
    ],
    begin: (context) => ({
      name: freeName('app-', context.list('webApp')),
      tier: context.catalogue?.webPlans.find(({ autoscale }) => autoscale)?.tier ?? '',
      instances: '1',
    }),
    finish: withScaling,
  },
  {
    id: 'webApp.scale',
    icon: 'plus',
    fields: [WEB_APP, { name: 'instances', label: 'webInstances', kind: 'number', required: true }],
    begin: (context) => ({ webApp: only(context, 'webApp') }),
  },
  {
    id: 'webApp.tier',
    icon: 'wrench',
    fields: [WEB_APP, TIER],
    begin: (context) => ({ webApp: only(context, 'webApp') }),
  },
  {
    id: 'webApp.autoscale',
    icon: 'activity',
    fields: [WEB_APP, ...SCALING],
    begin: (context) => ({ webApp: only(context, 'webApp') }),
  },
];

/** With a highest number it scales by itself, from the number it begins with. */
function withScaling(command: Record<string, unknown>): Record<string, unknown> {
  const { maximum, ...rest } = command;
  if (maximum === undefined) return rest;
  const minimum = rest['instances'] ?? toNumber('1');
  return { ...rest, autoscale: { minimum, maximum } };
}
