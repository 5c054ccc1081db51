/**
 * The forms of faults and of the platform's reactions, for whoever comes from the palette: there
 * the kind is chosen first, and then what it can happen to. Bounds come from the schemas of the
 * commands.
 */
import { FAULT_KINDS, FAULT_RULES } from '../../shared/model/fault-kinds.ts';
import { PLACEMENT_RULES } from '../../shared/model/hypervisor-kinds.ts';
import { beginning, FAULT_ROW_KINDS, faultKindOf, targetChoices } from '../model/fault-choices.ts';
import { wordsOf } from './form-choices.ts';
import type { FormChoice, FormContext, FormSpec } from './form-spec.ts';

type Values = Readonly<Record<string, string>>;

function kindIn(values: Values) {
  return faultKindOf(values['kind'] ?? '') ?? 'machineHang';
}

function targets(context: FormContext, values: Values): FormChoice[] {
  const rows = FAULT_ROW_KINDS.flatMap((kind) => context.list(kind));
  return targetChoices(kindIn(values), rows, (word) => context.words(`kind.${word}`));
}

function kinds(context: FormContext): FormChoice[] {
  return FAULT_KINDS.map((kind) => ({
    value: kind,
    label: beginning(context.words(`faultKind.${kind}`)),
    note: context.words(`faultFamily.${FAULT_RULES[kind].family}`),
  }));
}

function lasts(values: Values): boolean {
  return FAULT_RULES[kindIn(values)].instant !== true;
}

function onOff(context: FormContext): FormChoice[] {
  return ['on', 'off'].map((value) => ({ value, label: context.words(`platform.${value}`) }));
}

/** What the fields of the platform mean as a command. */
function platformCommand(command: Record<string, unknown>): Record<string, unknown> {
  const { healing, liveMigration, ...rest } = command;
  return {
    ...rest,
    ...(healing === undefined ? {} : { healing: healing === 'on' }),
    ...(liveMigration === undefined ? {} : { liveMigration: liveMigration === 'on' }),
  };
}

export const faultForms: readonly FormSpec[] = [
  {
    id: 'fault.inject',
    icon: 'cut',
    fields: [
      { name: 'kind', label: 'faultKind', kind: 'choice', required: true, choices: kinds },
      { name: 'target', label: 'faultTarget', kind: 'choice', required: true, choices: targets },
      {
        name: 'other',
        label: 'faultOther',
        kind: 'choice',
        hint: 'faultOther',
        when: (values) => FAULT_RULES[kindIn(values)].pair === true,
        choices: targets,
      },
      {
        name: 'amount',
        label: 'faultAmountMs',
        kind: 'number',
        unit: 'ms',
        when: (values) => FAULT_RULES[kindIn(values)].amount?.unit === 'ms',
      },
      {
        name: 'amount',
        label: 'faultAmountPercent',
        kind: 'number',
        unit: '%',
        when: (values) => FAULT_RULES[kindIn(values)].amount?.unit === 'percent',
      },
      {
        name: 'amount',
        label: 'faultAmountLeak',
        kind: 'number',
        unit: 'MiB',
        when: (values) => FAULT_RULES[kindIn(values)].amount?.unit === 'mibPerThousand',
      },
      { name: 'for', label: 'faultFor', kind: 'text', hint: 'faultFor', when: lasts },
      { name: 'in', label: 'faultIn', kind: 'text', hint: 'faultIn' },
      { name: 'every', label: 'faultEvery', kind: 'text', hint: 'faultEvery' },
      { name: 'times', label: 'faultTimes', kind: 'number' },
    ],
    begin: () => ({ kind: 'machineHang', for: '5m' }),
  },
  {
    id: 'platform.set',
    icon: 'wrench',
    fields: [
      { name: 'healing', label: 'healing', kind: 'choice', hint: 'healing', choices: onOff },
      {
        name: 'liveMigration',
        label: 'liveMigration',
        kind: 'choice',
        hint: 'liveMigration',
        choices: onOff,
      },
      {
        name: 'dirtyMibPerSecond',
        label: 'dirtyMibPerSecond',
        kind: 'number',
        unit: 'MiB/s',
        hint: 'dirtyMibPerSecond',
      },
      {
        name: 'placement',
        label: 'placement',
        kind: 'choice',
        hint: 'placement',
        choices: wordsOf('placement', PLACEMENT_RULES),
      },
    ],
    begin: (context) => {
      const row = context.list('platform')[0];
      return {
        healing: row?.healing === true ? 'on' : 'off',
        liveMigration: row?.liveMigration === true ? 'on' : 'off',
        placement: row?.placement ?? 'firstFit',
      };
    },
    finish: platformCommand,
  },
];
