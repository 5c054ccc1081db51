/**
 * A hop of a way through the networks in words: the key of its line and what is put in. The words
 * stand in the locale files below `hop.`; nothing is decided here.
 */
import type { ReachHop } from '../../shared/views/virtual-network-view.ts';

/** Key and values of the line for a hop. */
export function hopTitle(hop: ReachHop): {
  readonly key: string;
  readonly values: Record<string, string>;
} {
  const { found = '', rule } = hop;
  switch (hop.hop) {
    case 'rules':
      return {
        key: `hop.rule.${rule?.access ?? 'deny'}`,
        values: { priority: String(rule?.priority ?? ''), rule: rule?.name ?? '' },
      };
    case 'machine':
      return { key: hop.open ? 'hop.machine' : `hop.machineNot.${found}`, values: {} };
    case 'outbound':
      return { key: `hop.outbound.${found}`, values: {} };
    case 'route':
      return { key: `hop.route.${found}`, values: {} };
    case 'publicAddress':
      return { key: hop.open ? 'hop.publicAddress' : 'hop.noPublicAddress', values: { found } };
    case 'wire':
      return { key: hop.open ? 'hop.wire' : 'hop.noWire', values: {} };
    case 'balancer':
      return { key: `hop.balancer.${found}`, values: {} };
    default:
      return listening(hop);
  }
}

/** Who listens: the system, the machine by itself, nobody, or an application by its name. */
function listening(hop: ReachHop): { key: string; values: Record<string, string> } {
  const { found = '' } = hop;
  const known = ['system', 'itself', 'nothing', 'crashed'].includes(found);
  return { key: `hop.listening.${known ? found : 'application'}`, values: { found } };
}
