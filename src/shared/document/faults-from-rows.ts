/**
 * Injected faults and the reactions of the platform, written as a scenario that begins where they
 * stand: a fault that is under way lasts what is left of it, one to come comes when it would have.
 * What cannot be carried is listed as a loss.
 */
import type { CommandOf } from '../commands/index.ts';
import { printDuration } from '../kernel/time.ts';
import type { RowOf } from '../views/topology-view.ts';
import { actionOf } from './action-command.ts';
import type { RowTable } from './row-table.ts';
import type { ScenarioAction } from './scenario-action-schema.ts';
import type { Scenario } from './scenario-schema.ts';

/** The `platform` section, when the room has one. */
export function platformFromRows(table: RowTable): Pick<Scenario, 'platform'> {
  const row = table.of('platform')[0];
  if (row === undefined) return {};
  const { healing, liveMigration, dirtyMibPerSecond, placement } = row;
  const rule = placement === 'firstFit' ? {} : { placement };
  return { platform: { healing, liveMigration, dirtyMibPerSecond, ...rule } };
}

/** The faults of the room as the first things that happen. Cuts stand with the cut parts. */
export function injectedFaults(table: RowTable, atUs: number): ScenarioAction[] {
  return table
    .of('fault')
    .filter((row) => row.faultKind !== 'cut' || row.phase !== 'active')
    .map((row) => actionOf(injectionOf(row, atUs), { at: '0s' }));
}

function injectionOf(row: RowOf<'fault'>, atUs: number): CommandOf<'fault.inject'> {
  const { faultKind: kind, target, other, amount, everyUs, timesLeft, lastsUs } = row;
  const active = row.phase === 'active';
  const leftUs = row.nextUs === undefined ? undefined : row.nextUs - atUs;
  const length = active ? leftUs : lastsUs;
  // One that is under way ends once more; what is left of its rhythm begins anew with it.
  const rhythm = active || everyUs === undefined ? undefined : everyUs;
  return {
    type: 'fault.inject',
    kind,
    target,
    ...(other === undefined ? {} : { other }),
    ...(amount === undefined ? {} : { amount }),
    ...(length === undefined ? {} : { for: printDuration(length) }),
    ...(active || leftUs === undefined ? {} : { in: printDuration(leftUs) }),
    ...(rhythm === undefined ? {} : { every: printDuration(rhythm) }),
    ...(rhythm === undefined || timesLeft === undefined ? {} : { times: timesLeft + 1 }),
  };
}

/** Who prepares for events, as the first things that happen. */
export function hooksInForce(table: RowTable): ScenarioAction[] {
  return table.of('drainHook').map(({ target, drainUs, approves }) =>
    actionOf(
      {
        type: 'hook.add',
        target,
        drain: printDuration(drainUs),
        ...(approves ? { approve: true } : {}),
      },
      { at: '0s' },
    ),
  );
}
