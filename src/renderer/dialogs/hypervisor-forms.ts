/**
 * Forms of hypervisors: installing one, what it promises and keeps back, and moving a machine by
 * hand. What is left empty is what the type of hypervisor usually takes.
 */
import { HYPERVISOR_TYPES, MEMORY_POLICIES } from '../../shared/model/hypervisor-kinds.ts';
import { only, rowsOf, wordsOf } from './form-choices.ts';
import type { FormContext, FormField, FormSpec } from './form-spec.ts';

const FIGURES: readonly FormField[] = [
  { name: 'vCpuPerCore', label: 'vCpuPerCore', kind: 'number', hint: 'vCpuPerCore' },
  {
    name: 'memoryPolicy',
    label: 'memoryPolicy',
    kind: 'choice',
    hint: 'memoryPolicy',
    choices: wordsOf('memoryPolicy', MEMORY_POLICIES),
  },
  {
    name: 'memoryPercent',
    label: 'memoryPercent',
    kind: 'number',
    unit: '%',
    when: ({ memoryPolicy }) => memoryPolicy === 'swap',
  },
  { name: 'reserveCores', label: 'keptCores', kind: 'number' },
  { name: 'reserveMib', label: 'keptMemory', kind: 'number', unit: 'MiB' },
  { name: 'cpuOverheadPercent', label: 'cpuOverhead', kind: 'number', unit: '%' },
];

/** Hosts with a hypervisor, or without one. */
function hosts(hasOne: boolean) {
  return function choices(context: FormContext) {
    return context
      .list('host')
      .filter(({ hypervisor }) => (hypervisor !== undefined) === hasOne)
      .map(({ id, name }) => ({ value: id, label: name }));
  };
}

/** Hosts, and machines that stand on one, with a hypervisor or without. */
function grounds(hasOne: boolean) {
  return function choices(context: FormContext) {
    const machines = context
      .list('vm')
      .filter((vm) => vm.inside === undefined && vm.scaleSet === undefined)
      .filter(({ hypervisor }) => (hypervisor !== undefined) === hasOne);
    const found = machines.map(({ id, name }) => ({ value: id, label: name }));
    return [...hosts(hasOne)(context), ...found];
  };
}

/** All forms about hypervisors. */
export const hypervisorForms: readonly FormSpec[] = [
  {
    id: 'hypervisor.install',
    icon: 'machine',
    fields: [
      { name: 'host', label: 'host', kind: 'choice', required: true, choices: grounds(false) },
      {
        name: 'kind',
        label: 'hypervisorType',
        kind: 'choice',
        required: true,
        hint: 'hypervisorType',
        choices: wordsOf('hypervisorType', HYPERVISOR_TYPES),
      },
      ...FIGURES,
    ],
    begin: () => ({ kind: 'hosted', memoryPolicy: 'refuse' }),
  },
  {
    id: 'hypervisor.set',
    icon: 'machine',
    fields: [
      { name: 'host', label: 'host', kind: 'choice', required: true, choices: grounds(true) },
      ...FIGURES,
    ],
    begin: () => ({}),
  },
  {
    id: 'vm.migrate',
    icon: 'arrowRight',
    fields: [
      { name: 'vm', label: 'machine', kind: 'choice', required: true, choices: rowsOf('vm') },
      { name: 'to', label: 'toHost', kind: 'choice', hint: 'toHost', choices: hosts(true) },
      {
        name: 'dirtyMibPerSecond',
        label: 'dirtyMibPerSecond',
        kind: 'number',
        unit: 'MiB/s',
        hint: 'dirtyMibPerSecond',
      },
    ],
    begin: (context) => ({ vm: only(context, 'vm') }),
  },
];
