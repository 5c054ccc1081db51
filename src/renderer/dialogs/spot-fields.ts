/**
 * The fields by which a scale set gets spot instances, several sizes and newer images, and how
 * dotted fields of a form become the objects a command wants. A set has its spot instances for
 * good, so they are asked for when it is made.
 */
import { EVICTION_POLICIES, MIX_STRATEGIES } from '../../shared/model/kinds.ts';
import { wordsOf } from './form-choices.ts';
import type { FormChoice, FormContext, FormField } from './form-spec.ts';

/** Yes and no, as a choice. */
export function yesNo(context: FormContext): FormChoice[] {
  return ['true', 'false'].map((value) => ({ value, label: context.words(`yesNo.${value}`) }));
}

/** Fields named with a dot become fields of an object, and yes and no become truth. */
export function nested(command: Record<string, unknown>): Record<string, unknown> {
  const made: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(command)) {
    const plain = value === 'true' ? true : value === 'false' ? false : value;
    const [outer = name, inner] = name.split('.');
    if (inner === undefined) made[outer] = plain;
    else made[outer] = { ...objectOf(made[outer]), [inner]: plain };
  }
  return made;
}

/** Sizes typed after each other become the list a mix wants; without any there is no mix. */
function withSizes(mix: unknown): Record<string, unknown> {
  const { sizes, ...rest }: { sizes?: unknown } = objectOf(mix);
  const typed = typeof sizes === 'string' ? sizes.split(/[\s,;]+/).filter(Boolean) : [];
  return typed.length === 0 ? {} : { mix: { ...rest, sizes: typed } };
}

/** As `nested`, for commands that may mix sizes. */
export function nestedMix(command: Record<string, unknown>): Record<string, unknown> {
  const { mix, ...rest } = nested(command);
  return { ...rest, ...withSizes(mix) };
}

function mixes({ 'mix.sizes': sizes }: Readonly<Record<string, string>>): boolean {
  return (sizes ?? '').trim() !== '';
}

/** Several sizes in one set, and upgrades of its image that begin by themselves. */
export const MIX_FIELDS: readonly FormField[] = [
  {
    name: 'mix.sizes',
    label: 'mixSizes',
    kind: 'text',
    hint: 'mixSizes',
    when: (values) => values['orchestration'] !== 'uniform',
  },
  {
    name: 'mix.strategy',
    label: 'mixStrategy',
    kind: 'choice',
    choices: wordsOf('mixStrategy', MIX_STRATEGIES),
    when: mixes,
  },
  {
    name: 'automaticImageUpgrade',
    label: 'imageUpgrade',
    kind: 'choice',
    hint: 'imageUpgrade',
    choices: yesNo,
  },
];

function objectOf(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}

function isSpot({ spotWanted }: Readonly<Record<string, string>>): boolean {
  return spotWanted === 'true';
}

/** Whether there are any, how many are regular all the same, and what an eviction does. */
export const SPOT_FIELDS: readonly FormField[] = [
  { name: 'spotWanted', label: 'spotWanted', kind: 'choice', hint: 'spotWanted', choices: yesNo },
  {
    name: 'spot.base',
    label: 'spotBase',
    kind: 'number',
    when: (values) => isSpot(values) && values['orchestration'] !== 'uniform',
  },
  {
    name: 'spot.regularPercent',
    label: 'spotPercent',
    kind: 'number',
    unit: '%',
    when: (values) => isSpot(values) && values['orchestration'] !== 'uniform',
  },
  {
    name: 'spot.eviction',
    label: 'eviction',
    kind: 'choice',
    choices: wordsOf('spot', EVICTION_POLICIES),
    when: isSpot,
  },
  { name: 'spot.restore', label: 'restore', kind: 'text', hint: 'restore', when: isSpot },
];

/** The command of a new set: spot instances only where they are wanted. */
export function withSpot(command: Record<string, unknown>): Record<string, unknown> {
  const { spotWanted, ...rest } = command;
  const made = nestedMix(rest);
  return spotWanted === 'true' ? { ...made, spot: objectOf(made['spot']) } : made;
}
