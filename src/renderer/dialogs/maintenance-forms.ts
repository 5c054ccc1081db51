/**
 * The forms of planned maintenance: a wave through a set, and the hours of the week in which its
 * systems are patched or its images upgraded. What fits is judged by the engine.
 */
import { WEEKDAYS } from '../../shared/model/calendar.ts';
import { MAINTENANCE_MODES, WINDOW_SCOPES } from '../../shared/model/scheduled-event-kinds.ts';
import { rowsOf, wordsOf } from './form-choices.ts';
import type { FormChoice, FormContext, FormField, FormSpec } from './form-spec.ts';

/** Machines that are in no set; those in one are maintained with it. */
function singles(context: FormContext): FormChoice[] {
  return context
    .list('vm')
    .filter(({ availabilitySet, scaleSet }) => (availabilitySet ?? scaleSet) === undefined)
    .map((row) => ({ value: row.id, label: row.name }));
}

/** What a maintenance is for: one of the four. */
const SETS: readonly FormField[] = [
  {
    name: 'availabilitySet',
    label: 'availabilitySet',
    kind: 'choice',
    hint: 'maintained',
    choices: rowsOf('availabilitySet'),
  },
  { name: 'scaleSet', label: 'scaleSet', kind: 'choice', choices: rowsOf('scaleSet') },
  { name: 'vm', label: 'machine', kind: 'choice', choices: singles },
  {
    name: 'dedicatedHost',
    label: 'dedicatedHost',
    kind: 'choice',
    choices: rowsOf('dedicatedHost'),
  },
];

const ALL_DAYS = 'everyDay';

/** One day, or all of them. */
function withDays(command: Record<string, unknown>): Record<string, unknown> {
  const { days } = command;
  return { ...command, days: days === ALL_DAYS ? [...WEEKDAYS] : [days] };
}

/** All of them. */
export const maintenanceForms: readonly FormSpec[] = [
  {
    id: 'maintenance.start',
    icon: 'wrench',
    fields: [
      ...SETS,
      { name: 'mode', label: 'mode', kind: 'choice', choices: wordsOf('mode', MAINTENANCE_MODES) },
      { name: 'notice', label: 'notice', kind: 'text', hint: 'notice' },
      { name: 'work', label: 'work', kind: 'text', hint: 'work' },
      { name: 'recovery', label: 'recovery', kind: 'text', hint: 'recovery' },
      { name: 'drain', label: 'drain', kind: 'text', hint: 'drain' },
      { name: 'selfService', label: 'selfService', kind: 'text', hint: 'selfService' },
    ],
    begin: () => ({ mode: 'reboot', drain: '0s' }),
  },
  {
    id: 'maintenance.configure',
    icon: 'clock',
    fields: [
      ...SETS,
      {
        name: 'scope',
        label: 'windowScope',
        kind: 'choice',
        required: true,
        choices: wordsOf('windowScope', WINDOW_SCOPES),
      },
      {
        name: 'days',
        label: 'windowDays',
        kind: 'choice',
        required: true,
        choices: (context) => [
          { value: ALL_DAYS, label: context.words('window.everyDay') },
          ...wordsOf('weekday', WEEKDAYS)(context),
        ],
      },
      { name: 'at', label: 'windowAt', kind: 'text', required: true, hint: 'windowAt' },
      {
        name: 'duration',
        label: 'windowDuration',
        kind: 'text',
        required: true,
        hint: 'windowDuration',
      },
      { name: 'timeZone', label: 'timeZone', kind: 'text', hint: 'timeZone' },
    ],
    begin: () => ({ scope: 'guest', days: ALL_DAYS, at: '02:00', duration: '2h' }),
    finish: withDays,
  },
];
