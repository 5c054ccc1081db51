/**
 * The priority that is suggested for a new security rule: the first step that no rule of its
 * direction has, with room between the steps. Whether it may be taken is the engine's decision.
 */
import {
  PRIORITY_MAX,
  PRIORITY_MIN,
  type RuleDirection,
} from '../../shared/model/network-kinds.ts';
import type { SecurityRuleView } from '../../shared/views/virtual-network-view.ts';

/** Steps between suggested priorities. */
const STEP = 100;

/** A free priority as text for a form; empty when every step is taken. */
export function freePriority(
  rules: readonly Pick<SecurityRuleView, 'priority' | 'direction'>[],
  direction: RuleDirection,
): string {
  const taken = rules.filter((rule) => rule.direction === direction);
  for (let next = PRIORITY_MIN; next <= PRIORITY_MAX; next += STEP)
    if (!taken.some(({ priority }) => priority === next)) return String(next);
  return '';
}
