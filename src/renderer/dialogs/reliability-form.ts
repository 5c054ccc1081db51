/**
 * The form of a rule by which parts fail by themselves: a kind of part with mean times, each part
 * on its own or all of one cause. Bounds come from the schemas of the commands.
 */
import { WEARING_KINDS } from '../../shared/model/kinds.ts';
import { freeName, type FormSpec } from './form-spec.ts';

export const reliabilityForm: FormSpec = {
  id: 'reliability.add',
  icon: 'activity',
  fields: [
    { name: 'name', label: 'name', kind: 'text', required: true },
    {
      name: 'of',
      label: 'wearOf',
      kind: 'choice',
      required: true,
      choices: (context) =>
        WEARING_KINDS.map((kind) => ({ value: kind, label: context.words(`kind.${kind}`) })),
    },
    { name: 'mtbf', label: 'mtbf', kind: 'text', hint: 'mtbf' },
    { name: 'mttr', label: 'mttr', kind: 'text', hint: 'mttr' },
    {
      name: 'together',
      label: 'together',
      kind: 'choice',
      hint: 'together',
      choices: (context) =>
        ['each', 'all'].map((value) => ({ value, label: context.words(`together.${value}`) })),
    },
  ],
  begin: (context) => ({
    name: freeName('wear-', context.list('reliability')),
    of: 'host',
    together: 'each',
  }),
  finish: ({ together, ...rest }) => (together === 'all' ? { ...rest, together: true } : rest),
};
