/**
 * The forms of state: stores, their rules, their replicas. What each rule costs and saves is said
 * by the engine when it is tried; a form only collects.
 */
import {
  FAILOVER_MODES,
  PARTNER_MISSING,
  QUORUM_RULES,
  READ_FROM,
  REPLICATION_MODES,
  SESSION_PLACES,
  WITNESS_KINDS,
} from '../../shared/model/kinds.ts';
import { NAME, only, rowsOf, wordsOf } from './form-choices.ts';
import {
  freeName,
  type FormChoice,
  type FormContext,
  type FormField,
  type FormSpec,
} from './form-spec.ts';

const STORE: FormField = {
  name: 'store',
  label: 'store',
  kind: 'choice',
  required: true,
  choices: rowsOf('store'),
};

/** The rules, in the order in which they matter. */
const RULES: readonly FormField[] = [
  {
    name: 'replication',
    label: 'replication',
    kind: 'choice',
    choices: wordsOf('replication', REPLICATION_MODES),
  },
  {
    name: 'partnerMissing',
    label: 'partnerMissing',
    kind: 'choice',
    choices: wordsOf('partnerMissing', PARTNER_MISSING),
    when: ({ replication }) => replication === 'synchronous',
  },
  { name: 'quorum', label: 'quorum', kind: 'choice', choices: wordsOf('quorum', QUORUM_RULES) },
  {
    name: 'witness',
    label: 'witness',
    kind: 'choice',
    hint: 'witness',
    choices: wordsOf('witness', WITNESS_KINDS),
    when: ({ quorum }) => quorum !== 'none',
  },
  {
    name: 'witnessStorage',
    label: 'witnessStorage',
    kind: 'choice',
    choices: rowsOf('storage'),
    when: ({ quorum, witness }) => quorum !== 'none' && witness === 'disk',
  },
  {
    name: 'failover',
    label: 'failover',
    kind: 'choice',
    choices: wordsOf('failover', FAILOVER_MODES),
  },
  { name: 'detectAfter', label: 'detectAfter', kind: 'text', hint: 'detectAfter' },
  { name: 'promoteTime', label: 'promoteTime', kind: 'text' },
  { name: 'readFrom', label: 'readFrom', kind: 'choice', choices: wordsOf('readFrom', READ_FROM) },
];

const RATES: readonly FormField[] = [
  { name: 'writesPerSecond', label: 'writesPerSecond', kind: 'number', unit: '/s' },
  { name: 'readsPerSecond', label: 'readsPerSecond', kind: 'number', unit: '/s' },
];

function machine(name: string, required = false): FormField {
  return { name, label: name, kind: 'choice', required, choices: rowsOf('vm') };
}

/** Three machines of a form become the list that the command wants. */
function withReplicas(command: Record<string, unknown>): Record<string, unknown> {
  const { firstReplica, secondReplica, thirdReplica, ...rest } = command;
  const replicas = [firstReplica, secondReplica, thirdReplica].filter((vm) => vm !== undefined);
  return replicas.length === 0 ? rest : { ...rest, replicas };
}

/** Machines that have a replica of the store chosen, the primary not among them. */
function secondaries(context: FormContext, values: Readonly<Record<string, string>>): FormChoice[] {
  const store = context.list('store').find(({ id }) => id === values['store']);
  return (store?.replicas ?? [])
    .filter(({ state }) => state !== 'primary' && state !== 'refusing')
    .map(({ vm }) => ({ value: vm, label: vm.slice(vm.indexOf('/') + 1) }));
}

export const stateForms: readonly FormSpec[] = [
  {
    id: 'store.add',
    icon: 'disk',
    fields: [
      NAME,
      { name: 'group', label: 'group', kind: 'choice', choices: rowsOf('group') },
      machine('firstReplica', true),
      machine('secondReplica'),
      machine('thirdReplica'),
      ...RULES,
      { name: 'dataGib', label: 'dataGib', kind: 'number', unit: 'GiB' },
      { name: 'sendEvery', label: 'sendEvery', kind: 'text', hint: 'sendEvery' },
      ...RATES,
      {
        name: 'service',
        label: 'service',
        kind: 'choice',
        hint: 'writeService',
        choices: rowsOf('service'),
      },
    ],
    begin: (context) => ({
      name: freeName('db-', context.list('store')),
      group: only(context, 'group'),
      replication: 'asynchronous',
      partnerMissing: 'continue',
      quorum: 'majority',
      witness: 'none',
      failover: 'automatic',
      detectAfter: '10s',
      promoteTime: '5s',
      readFrom: 'primary',
      dataGib: '100',
      writesPerSecond: '20',
      readsPerSecond: '0',
    }),
    finish: withReplicas,
  },
  {
    id: 'store.edit',
    icon: 'wrench',
    fields: [STORE, ...RULES],
    begin: (context) => ({ store: only(context, 'store') }),
  },
  {
    id: 'store.load',
    icon: 'activity',
    fields: [STORE, ...RATES],
    begin: (context) => ({ store: only(context, 'store') }),
  },
  {
    id: 'store.join',
    icon: 'plus',
    fields: [
      STORE,
      { name: 'vm', label: 'machine', kind: 'choice', required: true, choices: rowsOf('vm') },
    ],
    begin: (context) => ({ store: only(context, 'store') }),
  },
  {
    id: 'store.failover',
    icon: 'restart',
    fields: [
      STORE,
      { name: 'vm', label: 'replica', kind: 'choice', required: true, choices: secondaries },
      { name: 'force', label: 'force', kind: 'choice', choices: wordsOf('force', ['no', 'yes']) },
    ],
    begin: (context) => ({ store: only(context, 'store'), force: 'no' }),
    finish: ({ force, ...rest }) => (force === 'yes' ? { ...rest, force: true } : rest),
  },
  {
    id: 'store.setBackup',
    icon: 'copy',
    fields: [
      STORE,
      { name: 'every', label: 'backupEvery', kind: 'text', required: true },
      { name: 'keep', label: 'backupKeep', kind: 'number' },
      { name: 'mbPerSecond', label: 'backupSpeed', kind: 'number', unit: 'MB/s' },
      {
        name: 'storage',
        label: 'backupStorage',
        kind: 'choice',
        hint: 'backupStorage',
        choices: rowsOf('storage'),
      },
      { name: 'logEvery', label: 'logEvery', kind: 'text', hint: 'logEvery' },
    ],
    begin: (context) => ({
      store: only(context, 'store'),
      every: '1h',
      keep: '7',
      mbPerSecond: '200',
    }),
  },
  {
    id: 'store.deleteData',
    icon: 'cut',
    fields: [STORE, { name: 'share', label: 'deletedShare', kind: 'number', hint: 'deletedShare' }],
    begin: (context) => ({ store: only(context, 'store') }),
  },
  {
    id: 'store.restore',
    icon: 'restore',
    fields: [STORE, { name: 'to', label: 'restoreTo', kind: 'text', hint: 'restoreTo' }],
    begin: (context) => ({ store: only(context, 'store') }),
  },
  {
    id: 'sessions.set',
    icon: 'users',
    fields: [
      {
        name: 'service',
        label: 'service',
        kind: 'choice',
        required: true,
        choices: rowsOf('service'),
      },
      {
        name: 'keptIn',
        label: 'keptIn',
        kind: 'choice',
        required: true,
        choices: wordsOf('keptIn', SESSION_PLACES),
      },
      {
        name: 'store',
        label: 'store',
        kind: 'choice',
        choices: rowsOf('store'),
        when: ({ keptIn }) => keptIn === 'store',
      },
      { name: 'perSecond', label: 'logins', kind: 'number', unit: '/s', required: true },
      { name: 'lifetime', label: 'lifetime', kind: 'text' },
    ],
    begin: (context) => ({
      service: only(context, 'service'),
      keptIn: 'machine',
      perSecond: '1',
      lifetime: '30m',
    }),
  },
  {
    id: 'snapshot.create',
    icon: 'copy',
    fields: [
      NAME,
      { name: 'disk', label: 'disk', kind: 'choice', required: true, choices: rowsOf('disk') },
      { name: 'usedGib', label: 'usedGib', kind: 'number', unit: 'GiB', hint: 'usedGib' },
    ],
    begin: (context) => ({ name: freeName('snap-', context.list('snapshot')) }),
  },
];
