/**
 * What can be done with a balancer and with a rule of one, in the words of `row-actions.ts`, and
 * what either is now for the form that changes it. Whether an act is possible is left to the
 * engine.
 */
import { printDuration } from '../../shared/kernel/time.ts';
import type { RowOf } from '../../shared/views/topology-view.ts';
import { ruleValues } from '../dialogs/balancer-forms.ts';
import { form, removal, type RowAction } from './row-action.ts';

/** A balancer, or a rule of one, which is changed and removed as such. */
export function balancerActions(row: RowOf<'balancer'>): RowAction[] {
  const balancer = row.id;
  const join: RowAction = {
    id: 'addMember',
    icon: 'link',
    does: form('balancer.join', { balancer }),
  };
  if (row.rule !== undefined) {
    return [
      join,
      { id: 'edit', icon: 'wrench', does: form('balancerRule.edit', ruleValues(row)) },
      removal(row, { type: 'balancerRule.remove', rule: row.id }),
    ];
  }
  return [
    join,
    { id: 'edit', icon: 'wrench', does: form('balancer.edit', probeOf(row)) },
    { id: 'addBalancerRule', icon: 'plus', does: form('balancerRule.add', { balancer }) },
    { id: 'addFrontend', icon: 'globe', does: form('balancerFrontend.add', { balancer }) },
    { id: 'setProbe', icon: 'activity', does: form('balancerProbe.set', { balancer }) },
    removal(row, { type: 'balancer.remove', balancer }),
  ];
}

/** What a balancer is now, for a form that changes it. */
function probeOf(row: RowOf<'balancer'>): Record<string, string> {
  return {
    balancer: row.id,
    probeProtocol: row.probeProtocol,
    probePath: row.probePath ?? '/',
    probePort: row.probePort === undefined ? '' : String(row.probePort),
    probeInterval: printDuration(row.probeIntervalUs),
    probeThreshold: String(row.probeThreshold),
    allDown: row.allDown,
    distribution: row.distribution,
    outbound: row.outbound,
    idleTimeout: printDuration(row.idleTimeoutUs),
  };
}
