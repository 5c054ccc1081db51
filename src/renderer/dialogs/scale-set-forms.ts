/**
 * The forms of scale sets beyond their making: model, policies, members, evictions, and the version
 * on a single machine. A field named `upgrade.pause` fills the field `pause` of `upgrade`.
 */
import {
  HEALTH_SOURCES,
  REPAIR_ACTIONS,
  SCALE_IN_POLICIES,
  UPGRADE_MODES,
} from '../../shared/model/kinds.ts';
import { only, rowsOf, sizes, wordsOf } from './form-choices.ts';
import type { FormChoice, FormContext, FormField, FormSpec } from './form-spec.ts';
import { MIX_FIELDS, nested, nestedMix, yesNo } from './spot-fields.ts';

const SET: FormField = {
  name: 'scaleSet',
  label: 'scaleSet',
  kind: 'choice',
  required: true,
  choices: rowsOf('scaleSet'),
};
const MACHINE: FormField = {
  name: 'vm',
  label: 'machine',
  kind: 'choice',
  required: true,
  choices: rowsOf('vm'),
};

function images(context: FormContext): FormChoice[] {
  return (context.catalogue?.images ?? []).map(({ alias }) => ({ value: alias, label: alias }));
}

/** Automatic repairs are off, or a policy. */
function withRepairs(command: Record<string, unknown>): Record<string, unknown> {
  const off = command['repairs.action'] === 'off';
  const { 'repairs.action': _action, 'repairs.grace': _grace, ...others } = command;
  return off ? { ...nestedMix(others), repairs: 'off' } : nestedMix(command);
}

function rolls({ 'upgrade.mode': mode }: Readonly<Record<string, string>>): boolean {
  return mode === 'rolling';
}

const PERCENTS = ['batchPercent', 'maxUnhealthyPercent', 'maxUnhealthyUpgradedPercent'] as const;
const SWITCHES = ['prioritizeUnhealthy', 'maxSurge', 'rollback'] as const;

const ROLLING: readonly FormField[] = [
  ...PERCENTS.map((name): FormField => ({
    name: `upgrade.${name}`,
    label: name,
    kind: 'number',
    unit: '%',
    when: rolls,
  })),
  { name: 'upgrade.pause', label: 'pause', kind: 'text', hint: 'duration', when: rolls },
  ...SWITCHES.map((name): FormField => ({
    name: `upgrade.${name}`,
    label: name,
    kind: 'choice',
    choices: yesNo,
    when: rolls,
  })),
];

const BUILD: readonly FormField[] = [
  { name: 'build.version', label: 'version', kind: 'text' },
  {
    name: 'build.faulty',
    label: 'faulty',
    kind: 'choice',
    hint: 'faulty',
    choices: yesNo,
    when: (values) => (values['build.version'] ?? '') !== '',
  },
];

/** All of them. */
export const scaleSetForms: readonly FormSpec[] = [
  {
    id: 'scaleSet.update',
    icon: 'wrench',
    fields: [
      SET,
      { name: 'size', label: 'size', kind: 'choice', choices: sizes },
      { name: 'image', label: 'image', kind: 'choice', choices: images },
      ...BUILD,
    ],
    begin: (context) => ({ scaleSet: only(context, 'scaleSet') }),
    finish: nested,
  },
  {
    id: 'scaleSet.policy',
    icon: 'wrench',
    fields: [
      SET,
      {
        name: 'health',
        label: 'health',
        kind: 'choice',
        hint: 'health',
        choices: wordsOf('healthSource', HEALTH_SOURCES),
      },
      {
        name: 'upgrade.mode',
        label: 'upgrade',
        kind: 'choice',
        choices: wordsOf('upgradeMode', UPGRADE_MODES),
      },
      ...ROLLING,
      {
        name: 'repairs.action',
        label: 'repairs',
        kind: 'choice',
        choices: wordsOf('repairAction', ['off', ...REPAIR_ACTIONS]),
      },
      {
        name: 'repairs.grace',
        label: 'grace',
        kind: 'text',
        hint: 'grace',
        when: (values) => !['', ' ', 'off'].includes(values['repairs.action'] ?? ''),
      },
      {
        name: 'scaleIn',
        label: 'scaleIn',
        kind: 'choice',
        choices: wordsOf('scaleIn', SCALE_IN_POLICIES),
      },
      {
        name: 'terminateNotice',
        label: 'terminateNotice',
        kind: 'text',
        hint: 'terminateNotice',
      },
      {
        name: 'singlePlacementGroup',
        label: 'singlePlacementGroup',
        kind: 'choice',
        choices: (context) => [{ value: 'false', label: context.words('policy.leaveGroup') }],
      },
      {
        name: 'overprovision',
        label: 'overprovision',
        kind: 'choice',
        hint: 'overprovision',
        choices: yesNo,
      },
      ...MIX_FIELDS,
    ],
    begin: (context) => ({ scaleSet: only(context, 'scaleSet') }),
    finish: withRepairs,
  },
  {
    id: 'scaleSet.evict',
    icon: 'unlink',
    fields: [
      SET,
      { name: 'count', label: 'evicted', kind: 'number', hint: 'evicted' },
      { name: 'for', label: 'spotShort', kind: 'text', hint: 'spotShort' },
    ],
    begin: (context) => ({ scaleSet: only(context, 'scaleSet'), for: '30m' }),
  },
  {
    id: 'scaleSet.attach',
    icon: 'link',
    fields: [MACHINE, SET],
    begin: (context) => ({ scaleSet: only(context, 'scaleSet') }),
  },
  {
    id: 'build.deploy',
    icon: 'wrench',
    fields: [
      MACHINE,
      { name: 'version', label: 'version', kind: 'text', required: true },
      { name: 'faulty', label: 'faulty', kind: 'choice', hint: 'faulty', choices: yesNo },
    ],
    begin: () => ({ faulty: 'false' }),
    finish: nested,
  },
];
