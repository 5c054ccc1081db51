/**
 * The forms of scheduled events and of the hooks that prepare for them. Bounds come from the
 * schemas of the commands.
 */
import { ANNOUNCED_TYPES } from '../../shared/model/scheduled-event-kinds.ts';
import { rowsOf, wordsOf } from './form-choices.ts';
import type { FormSpec } from './form-spec.ts';

/** What the field of the hook means as a command. */
function hookCommand(command: Record<string, unknown>): Record<string, unknown> {
  const { approve, ...rest } = command;
  return approve === undefined ? rest : { ...rest, approve: approve === 'on' };
}

export const eventForms: readonly FormSpec[] = [
  {
    id: 'event.schedule',
    icon: 'clock',
    fields: [
      {
        name: 'event',
        label: 'eventType',
        kind: 'choice',
        required: true,
        choices: wordsOf('eventType', ANNOUNCED_TYPES),
      },
      {
        name: 'target',
        label: 'eventTarget',
        kind: 'choice',
        required: true,
        choices: rowsOf('vm', 'host', 'rack', 'availabilitySet', 'scaleSet'),
      },
      { name: 'notice', label: 'notice', kind: 'text', hint: 'eventNotice' },
      { name: 'work', label: 'work', kind: 'text', hint: 'work' },
    ],
    begin: () => ({ event: 'Reboot', notice: '15m' }),
  },
  {
    id: 'hook.add',
    icon: 'wrench',
    fields: [
      {
        name: 'target',
        label: 'hookTarget',
        kind: 'choice',
        required: true,
        choices: rowsOf('vm', 'availabilitySet', 'scaleSet', 'balancer'),
      },
      { name: 'drain', label: 'hookDrain', kind: 'text', required: true, hint: 'hookDrain' },
      {
        name: 'approve',
        label: 'hookApprove',
        kind: 'choice',
        hint: 'hookApprove',
        choices: wordsOf('platform', ['on', 'off']),
      },
    ],
    begin: () => ({ drain: '1m', approve: 'on' }),
    finish: hookCommand,
  },
];
