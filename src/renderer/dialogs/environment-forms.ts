/**
 * Forms of copies of a service: what is copied and how large, and when the clock switches it off.
 * What is left empty is as in the original.
 */
import { CLOCK_ACTS, ENVIRONMENT_KINDS } from '../../shared/model/environment-kinds.ts';
import { TIME_ZONES } from '../../shared/model/calendar.ts';
import { only, rowsOf, wordsOf } from './form-choices.ts';
import { freeName, type FormChoice, type FormContext, type FormSpec } from './form-spec.ts';

function sizes(context: FormContext): FormChoice[] {
  return (context.catalogue?.sizes ?? []).map(({ name }) => ({ value: name, label: name }));
}

/** Groups that are for something. */
function environments(context: FormContext): FormChoice[] {
  return context
    .list('group')
    .filter(({ environment }) => environment !== undefined)
    .map(({ id, name }) => ({ value: id, label: name }));
}

/** All forms about environments. */
export const environmentForms: readonly FormSpec[] = [
  {
    id: 'environment.clone',
    icon: 'copy',
    fields: [
      { name: 'name', label: 'name', kind: 'text', required: true },
      {
        name: 'service',
        label: 'service',
        kind: 'choice',
        required: true,
        choices: rowsOf('service'),
      },
      {
        name: 'kind',
        label: 'environment',
        kind: 'choice',
        required: true,
        choices: wordsOf('environment', ENVIRONMENT_KINDS),
      },
      { name: 'machines', label: 'machines', kind: 'number', hint: 'copyMachines' },
      { name: 'size', label: 'size', kind: 'choice', hint: 'copySize', choices: sizes },
      {
        name: 'priority',
        label: 'priority',
        kind: 'choice',
        choices: wordsOf('copyPriority', ['regular', 'spot']),
      },
    ],
    begin: (context) => ({
      name: freeName('dev-', context.list('group')),
      service: only(context, 'service'),
      kind: 'development',
    }),
  },
  {
    id: 'environment.clock',
    icon: 'clock',
    fields: [
      { name: 'group', label: 'group', kind: 'choice', required: true, choices: environments },
      { name: 'off', label: 'clockOff', kind: 'text', required: true },
      {
        name: 'acts',
        label: 'clockActs',
        kind: 'choice',
        hint: 'clockActs',
        choices: wordsOf('clockAct', CLOCK_ACTS),
      },
      {
        name: 'timeZone',
        label: 'timeZone',
        kind: 'choice',
        choices: () => TIME_ZONES.map(({ name }) => ({ value: name, label: name })),
      },
      { name: 'from', label: 'clockFrom', kind: 'text', hint: 'clockFrom' },
    ],
    begin: () => ({ off: '19:00', acts: 'deallocate' }),
  },
];
