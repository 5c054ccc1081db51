/**
 * Security rules: which rule of a group decides over a flow (docs/facts.md, fact 104).
 *
 * Rules are read by priority, lowest first, and the first that fits decides; behind them stand six
 * that cannot be removed. The engine and the screen ask here, so that both name the same rule.
 */
import { inRange, parseRange, type AddressRange } from './ip-addresses.ts';
import type { ReachProtocol, RuleAccess, RuleDirection, RuleProtocol } from './network-kinds.ts';

const PORT_MAX = 65_535;
/** Words that stand for many addresses. */
const SERVICE_TAGS = ['VirtualNetwork', 'AzureLoadBalancer', 'Internet'] as const;

/** One rule as it is read. */
export interface SecurityRule {
  readonly name: string;
  readonly priority: number;
  readonly direction: RuleDirection;
  readonly access: RuleAccess;
  readonly protocol: RuleProtocol;
  /** `*`, a tag, an address or a range. */
  readonly source: string;
  readonly destination: string;
  /** `*`, or ports and ranges of ports: `80,443,8000-8010`. */
  readonly ports: string;
}

/** One end of a flow as rules see it. */
export interface FlowEnd {
  /** Absent: somewhere outside, no address in particular. */
  readonly address?: number | undefined;
  /** In the virtual network of the machine that is guarded; the probe of a balancer; or outside. */
  readonly seen: 'network' | 'probe' | 'internet';
}

export interface Flow {
  readonly direction: RuleDirection;
  readonly protocol: ReachProtocol;
  readonly port: number;
  readonly source: FlowEnd;
  readonly destination: FlowEnd;
}

function defaultRule(
  priority: number,
  name: string,
  rule: Pick<SecurityRule, 'direction' | 'access'> & { source?: string; destination?: string },
): SecurityRule {
  const any = { source: '*', destination: '*', protocol: 'any', ports: '*' } as const;
  return { ...any, name, priority, ...rule };
}

/** The rules every group ends with; they cannot be removed (docs/facts.md, fact 104). */
export const DEFAULT_RULES: readonly SecurityRule[] = [
  defaultRule(65_000, 'AllowVnetInBound', {
    direction: 'inbound',
    access: 'allow',
    source: 'VirtualNetwork',
    destination: 'VirtualNetwork',
  }),
  defaultRule(65_001, 'AllowAzureLoadBalancerInBound', {
    direction: 'inbound',
    access: 'allow',
    source: 'AzureLoadBalancer',
  }),
  defaultRule(65_500, 'DenyAllInBound', { direction: 'inbound', access: 'deny' }),
  defaultRule(65_000, 'AllowVnetOutBound', {
    direction: 'outbound',
    access: 'allow',
    source: 'VirtualNetwork',
    destination: 'VirtualNetwork',
  }),
  defaultRule(65_001, 'AllowInternetOutBound', {
    direction: 'outbound',
    access: 'allow',
    destination: 'Internet',
  }),
  defaultRule(65_500, 'DenyAllOutBound', { direction: 'outbound', access: 'deny' }),
];

/** Ports as ranges; undefined when the text is none, or names a port that does not exist. */
export function parsePorts(text: string): readonly (readonly [number, number])[] | undefined {
  if (text === '*') return [[0, PORT_MAX]];
  const ranges: [number, number][] = [];
  for (const part of text.split(',')) {
    const found = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(part.trim());
    if (found === null) return undefined;
    const from = Number(found[1]);
    const to = Number(found[2] ?? found[1]);
    if (from > to || to > PORT_MAX) return undefined;
    ranges.push([from, to]);
  }
  return ranges;
}

/** True for `*`, a tag, an address or a range. */
export function isAddressWord(text: string): boolean {
  if (text === '*' || SERVICE_TAGS.some((tag) => tag === text)) return true;
  return parseRange(text) !== undefined;
}

function endFits(word: string, end: FlowEnd): boolean {
  switch (word) {
    case '*':
      return true;
    case 'VirtualNetwork':
      return end.seen === 'network';
    case 'AzureLoadBalancer':
      return end.seen === 'probe';
    case 'Internet':
      return end.seen === 'internet';
    default:
      return isInRange(parseRange(word), end);
  }
}

function isInRange(range: AddressRange | undefined, end: FlowEnd): boolean {
  if (range === undefined) return false;
  // Everywhere is written 0.0.0.0/0, which an end without an address lies in as well.
  if (range.prefix === 0) return true;
  return end.address !== undefined && inRange(range, end.address);
}

/** True when a rule speaks about a flow. */
export function ruleFits(rule: SecurityRule, flow: Flow): boolean {
  if (rule.direction !== flow.direction) return false;
  if (rule.protocol !== 'any' && rule.protocol !== flow.protocol) return false;
  const ports = parsePorts(rule.ports) ?? [];
  if (!ports.some(([from, to]) => flow.port >= from && flow.port <= to)) return false;
  return endFits(rule.source, flow.source) && endFits(rule.destination, flow.destination);
}

/** All rules of one direction in the order in which they are read, defaults last. */
export function rulesInOrder(
  rules: readonly SecurityRule[],
  direction: RuleDirection,
): SecurityRule[] {
  return [...rules, ...DEFAULT_RULES]
    .filter((rule) => rule.direction === direction)
    .sort((left, right) => left.priority - right.priority);
}
