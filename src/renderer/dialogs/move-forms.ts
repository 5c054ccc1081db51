/**
 * Forms of moving a server of one's own: which one, what it becomes, over which line it is copied,
 * and in which window it changes over. What is left empty is what the engine usually takes.
 */
import { only, rowsOf } from './form-choices.ts';
import type { FormChoice, FormContext, FormField, FormSpec } from './form-spec.ts';

const MOVE: FormField = {
  name: 'move',
  label: 'move',
  kind: 'choice',
  required: true,
  choices: rowsOf('move'),
};

/** Hosts that run an operating system and are not looked at yet. */
function servers(context: FormContext): FormChoice[] {
  const moved = new Set(context.list('move').map(({ server }) => server));
  return context
    .list('host')
    .filter(({ id, system }) => system === 'operatingSystem' && !moved.has(id))
    .map(({ id, name }) => ({ value: id, label: name }));
}

/** Sizes, those that are suggested for the move first, with what a month costs. */
function sizes(context: FormContext, values: Readonly<Record<string, string>>): FormChoice[] {
  const move = context.list('move').find(({ id }) => id === values['move']);
  const suggested = (move?.suggestions ?? []).map(({ size, reason, microUsdPerMonth }) => ({
    value: size,
    label: size,
    note: `${context.words(`sizeReason.${reason}`)} · ${dollars(microUsdPerMonth)}`,
  }));
  const known = new Set(suggested.map(({ value }) => value));
  const others = (context.catalogue?.sizes ?? [])
    .filter(({ name }) => !known.has(name))
    .map(({ name }) => ({ value: name, label: name }));
  return [...new Map([...suggested, ...others].map((one) => [one.value, one])).values()];
}

function dollars(microUsd: number): string {
  return `${Math.round(microUsd / 1_000_000)} USD`;
}

/** Images of the catalogue. */
function images(context: FormContext): FormChoice[] {
  return (context.catalogue?.images ?? []).map(({ alias }) => ({ value: alias, label: alias }));
}

/** All forms about moving servers. */
export const moveForms: readonly FormSpec[] = [
  {
    id: 'move.inventory',
    icon: 'arrowRight',
    fields: [
      { name: 'name', label: 'name', kind: 'text', required: true },
      { name: 'server', label: 'server', kind: 'choice', required: true, choices: servers },
    ],
    begin: (context) => {
      const [first] = servers(context);
      return first === undefined ? {} : { server: first.value, name: first.label };
    },
  },
  {
    id: 'move.map',
    icon: 'machine',
    fields: [
      MOVE,
      { name: 'size', label: 'size', kind: 'choice', required: true, choices: sizes },
      { name: 'image', label: 'image', kind: 'choice', hint: 'moveImage', choices: images },
      { name: 'osDiskGib', label: 'osDisk', kind: 'number', unit: 'GiB', hint: 'moveDisk' },
      { name: 'machine', label: 'machineName', kind: 'text', hint: 'moveMachine' },
      { name: 'group', label: 'group', kind: 'choice', choices: rowsOf('group') },
      { name: 'subnet', label: 'subnet', kind: 'choice', choices: rowsOf('subnet') },
      {
        name: 'securityGroup',
        label: 'securityGroup',
        kind: 'choice',
        choices: rowsOf('securityGroup'),
      },
    ],
    begin: (context) => ({ move: only(context, 'move'), group: only(context, 'group') }),
  },
  {
    id: 'move.replicate',
    icon: 'copy',
    fields: [
      MOVE,
      { name: 'mbps', label: 'lineMbps', kind: 'number', unit: 'Mbit/s', hint: 'lineMbps' },
      {
        name: 'churnMibPerHour',
        label: 'churn',
        kind: 'number',
        unit: 'MiB/h',
        hint: 'churn',
      },
      { name: 'every', label: 'copyEvery', kind: 'text', hint: 'copyEvery' },
    ],
    begin: (context) => ({ move: only(context, 'move') }),
  },
  {
    id: 'move.cutOver',
    icon: 'arrowRight',
    fields: [
      MOVE,
      { name: 'window', label: 'window', kind: 'text', hint: 'moveWindow' },
      { name: 'nameTtl', label: 'nameTtl', kind: 'text', hint: 'nameTtl' },
    ],
    begin: (context) => ({ move: only(context, 'move') }),
  },
];
