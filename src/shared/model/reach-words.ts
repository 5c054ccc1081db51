/**
 * The answer to a question of reachability as a sentence, for the command line and for messages; the
 * screen has its own words by hop.
 */
import type { ReachHop } from '../views/virtual-network-view.ts';

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
      return hop.found === 'noMembers'
        ? `${at} has no machines behind it.`
        : `The frontend of ${at} is down.`;
    default:
      return `No route leads there.`;
  }
}

/** One line for each hop, for the command line. */
export function lineOfHop(hop: ReachHop): string {
  const mark = hop.open ? 'ok     ' : 'BLOCKED';
  const { rule } = hop;
  const parts = [
    hop.hop,
    hop.at ?? '',
    hop.found ?? '',
    rule === undefined
      ? ''
      : `${rule.access} by rule ${rule.priority} ${rule.name} (${rule.direction}, ` +
        `${rule.source} -> ${rule.destination}, ports ${rule.ports}, ${rule.protocol}) ` +
        `at ${hop.guards ?? ''}`,
  ];
  return `${mark}  ${parts.filter((part) => part !== '').join('  ')}`;
}
