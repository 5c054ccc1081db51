/**
 * The forms of disks as resources: made, attached, changed. Whether a change is allowed while the
 * machine runs is said by the engine when it is tried; a form only collects.
 */
import { DISK_CACHINGS } from '../../shared/model/kinds.ts';
import { NAME, only, rowsOf, wordsOf, zones } from './form-choices.ts';
import {
  freeName,
  type FormChoice,
  type FormContext,
  type FormField,
  type FormSpec,
} from './form-spec.ts';

const CACHING: FormField = {
  name: 'caching',
  label: 'caching',
  kind: 'choice',
  choices: wordsOf('caching', DISK_CACHINGS),
};
const TIER: FormField = {
  name: 'tier',
  label: 'diskTier',
  kind: 'choice',
  hint: 'diskTier',
  choices: tiers,
};
const SIZE: FormField = { name: 'sizeGib', label: 'size', kind: 'number', unit: 'GiB' };
const DISK: FormField = {
  name: 'disk',
  label: 'disk',
  kind: 'choice',
  required: true,
  choices: rowsOf('disk'),
};

function tiers(context: FormContext): FormChoice[] {
  return (context.catalogue?.diskTiers ?? []).map(({ tier, sizeGib, iops }) => ({
    value: tier,
    label: `${tier} (${sizeGib} GiB)`,
    note: `${iops} IOPS`,
  }));
}

/** Every form of this file. */
export const diskForms: readonly FormSpec[] = [
  {
    id: 'disk.create',
    icon: 'disk',
    fields: [
      NAME,
      { name: 'group', label: 'group', kind: 'choice', required: true, choices: rowsOf('group') },
      { ...SIZE, required: true },
      TIER,
      { name: 'zone', label: 'zone', kind: 'choice', choices: zones },
    ],
    begin: (context) => ({
      name: freeName('disk-', context.list('disk')),
      group: only(context, 'group'),
      sizeGib: '128',
    }),
  },
  {
    id: 'disk.attach',
    icon: 'link',
    fields: [
      DISK,
      { name: 'vm', label: 'machine', kind: 'choice', required: true, choices: rowsOf('vm') },
      CACHING,
    ],
    begin: (context) => ({ vm: only(context, 'vm') }),
  },
  { id: 'disk.edit', icon: 'wrench', fields: [DISK, SIZE, TIER, CACHING], begin: () => ({}) },
];
