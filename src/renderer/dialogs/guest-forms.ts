/**
 * The form of what is inside operating systems: scheduled tasks. Applications have a dialog of
 * their own, which foretells what they collide with.
 */
import { NAME, rowsOf } from './form-choices.ts';
import type { FormSpec } from './form-spec.ts';

const MIB_DEFAULT = '256';
const MILLICORES_DEFAULT = '1000';

/** All forms about operating systems. */
export const guestForms: readonly FormSpec[] = [
  {
    id: 'task.add',
    icon: 'clock',
    fields: [
      {
        name: 'on',
        label: 'on',
        kind: 'choice',
        required: true,
        choices: (context) => [
          ...rowsOf('vm')(context),
          ...context
            .list('host')
            .filter(({ system }) => system === 'operatingSystem')
            .map(({ id, name }) => ({ value: id, label: name })),
        ],
      },
      NAME,
      { name: 'cron', label: 'cron', kind: 'text', hint: 'cron', required: true },
      { name: 'lasts', label: 'lasts', kind: 'text', hint: 'lasts' },
      { name: 'cpuMillicores', label: 'cpuMillicores', kind: 'number', unit: 'm' },
      { name: 'memoryMib', label: 'memory', kind: 'number', unit: 'MiB' },
    ],
    begin: () => ({
      cron: '0 2 * * *',
      cpuMillicores: MILLICORES_DEFAULT,
      memoryMib: MIB_DEFAULT,
    }),
  },
];
