/**
 * What a security group says to the requests of a tier. It reads the rules in the order in which
 * everybody reads them (one shared function) and names the one that decides; whether a packet
 * arrives in the end also depends on power and wires, which the question of reachability answers.
 */
import type { RowOf } from '../../shared/views/topology-view.ts';
import { ruleFits, rulesInOrder } from '../../shared/model/security-rules.ts';
import type { Tier } from './logic-graph.ts';
import type { Gate } from './logic-parts.ts';

const HTTP_PORT = 80;

/** The port at which requests of a tier arrive at its machines, and where they come from. */
export interface TierFlow {
  readonly port: number;
  readonly seen: 'internet' | 'network';
  /** Addresses, where they are known. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** What the requests of a tier are to its machines. */
export function flowOf(tier: Tier): TierFlow {
  const [service] = tier.services;
  const rule = tier.rules.find(({ id }) => id === service?.balancer)?.rule;
  const isPrivate = rule?.exposure === 'private';
  const port = rule?.backendPort ?? service?.port ?? HTTP_PORT;
  return { port, seen: isPrivate ? 'network' : 'internet' };
}

/** The gate a group is on a way; without a flow it says how many rules it has. */
export function gateOf(group: RowOf<'securityGroup'>, flow: TierFlow | undefined): Gate {
  const { id, rules } = group;
  if (flow === undefined) return { group: id, rules: rules.length, verdict: undefined };
  const { port, seen } = flow;
  const asked = {
    direction: 'inbound',
    protocol: 'tcp',
    port,
    source: { seen, address: flow.from },
    destination: { seen: 'network', address: flow.to },
  } as const;
  const decides = rulesInOrder(rules, 'inbound').find((rule) => ruleFits(rule, asked));
  const verdict = {
    open: decides?.access === 'allow',
    rule: decides?.name ?? '',
    port,
  };
  return { group: id, rules: rules.length, verdict };
}
