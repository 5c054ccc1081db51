/**
 * The forms of the machine service: disks made, attached, changed; quotas; tags. Whether a change
 * is allowed while the machine runs is said by the engine when it is tried; a form only collects.
 */
import { DISK_CACHINGS } from '../../shared/model/kinds.ts';
import { withUnit } from '../i18n/with-unit.ts';
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
const BURSTING: FormField = {
  name: 'bursting',
  label: 'bursting',
  kind: 'choice',
  hint: 'bursting',
  choices: wordsOf('answer', ['no', 'yes']),
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

const MIB_PER_GIB = 1_024;

function tiers(context: FormContext): FormChoice[] {
  return (context.catalogue?.diskTiers ?? []).map(({ tier, sizeGib, iops }) => ({
    value: tier,
    label: `${tier} (${context.memory(sizeGib * MIB_PER_GIB)})`,
    note: withUnit(String(iops), 'IOPS'),
  }));
}

function families(context: FormContext): FormChoice[] {
  const all = (context.catalogue?.sizes ?? []).map(({ quotaFamily }) => quotaFamily);
  const totals = ['cores', 'lowPriorityCores'].map((value) => ({
    value,
    label: context.words(`quotaTotal.${value}`),
  }));
  return [...totals, ...[...new Set(all)].map((value) => ({ value, label: value }))];
}

const tagged = rowsOf('vm', 'disk', 'nic', 'balancer', 'service', 'scaleSet', 'group', 'store');

/** The answer to whether a disk bursts on demand; nothing said leaves it as it is. */
function withBursting({ bursting, ...command }: Record<string, unknown>): Record<string, unknown> {
  return bursting === undefined ? command : { ...command, bursting: bursting === 'yes' };
}

/** `owner=ann, tier=web` as pairs; a word without a sign has an empty value. */
function pairsOf(text: string): Record<string, string> {
  const pairs = text.split(',').flatMap((part): [string, string][] => {
    const at = part.indexOf('=');
    const key = (at < 0 ? part : part.slice(0, at)).trim();
    return key === '' ? [] : [[key, at < 0 ? '' : part.slice(at + 1).trim()]];
  });
  return Object.fromEntries(pairs);
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
      BURSTING,
      { name: 'zone', label: 'zone', kind: 'choice', choices: zones },
    ],
    begin: (context) => ({
      name: freeName('disk-', context.list('disk')),
      group: only(context, 'group'),
      sizeGib: '128',
    }),
    finish: (command) => withBursting(command),
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
  {
    id: 'quota.set',
    icon: 'lock',
    fields: [
      { name: 'location', label: 'location', kind: 'text', required: true },
      { name: 'family', label: 'quotaFamily', kind: 'choice', required: true, choices: families },
      { name: 'vCpus', label: 'quotaLimit', kind: 'number', unit: 'vCPU', required: true },
    ],
    begin: (context) => ({
      location: context.list('group')[0]?.location ?? 'lab',
      family: 'cores',
      vCpus: '10',
    }),
  },
  {
    id: 'tag.set',
    icon: 'lock',
    fields: [
      { name: 'resource', label: 'resource', kind: 'choice', required: true, choices: tagged },
      { name: 'tags', label: 'tags', kind: 'text', hint: 'tags' },
    ],
    begin: () => ({}),
    finish: ({ tags, ...command }) => ({
      ...command,
      tags: pairsOf(typeof tags === 'string' ? tags : ''),
    }),
  },
  {
    id: 'disk.edit',
    icon: 'wrench',
    fields: [DISK, SIZE, TIER, CACHING, BURSTING],
    begin: () => ({}),
    finish: (command) => withBursting(command),
  },
];
