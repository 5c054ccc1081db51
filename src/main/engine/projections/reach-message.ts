/**
 * The answer to a question of reachability as one sentence: reached, or what stopped the packet
 * where. The command line and refusals show it; the screen has its own words for each hop.
 */
import type { ReachHop } from '../../../shared/views/virtual-network-view.ts';

/** One sentence: reached, or what stopped the packet where. */
export function messageOf(hops: readonly ReachHop[], to: string): string {
  const closed = hops.find(({ open }) => !open);
  if (closed === undefined) return `${to} can be reached.`;
  return sentenceOf(closed);
}

function sentenceOf(hop: ReachHop): string {
  const at = hop.at ?? '';
  switch (hop.hop) {
    case 'rules': {
      const { rule, guards } = hop;
      if (rule === undefined) return `Blocked by ${at}.`;
      return (
        `Blocked by rule ${rule.priority} (${rule.name}) of ${at}, ` +
        `${rule.direction} at ${guards ?? ''}.`
      );
    }
    case 'outbound':
      return `${at} has no way outwards: its subnet is private and nothing else leads out.`;
    case 'publicAddress':
      return `${at} has no public address, and the sender is in another network.`;
    case 'machine':
      return `${at} does not answer: it is ${hop.found ?? 'down'}.`;
    case 'wire':
      return `The network of the room does not lead to ${at}.`;
    case 'listening':
      return `Nothing listens there on ${at}.`;
    case 'balancer':
      if (hop.found === 'private') return `The frontend of ${at} is private.`;
      if (hop.found === 'noRule') return `${at} does not take this port.`;
      return hop.found === 'noMembers'
        ? `${at} has no machines behind it.`
        : `The frontend of ${at} is down.`;
    default:
      return `No route leads there.`;
  }
}
