/**
 * Reachability once more, slow and obvious: straight from the rows a person sees, with addresses as
 * texts of bits and rules tried one by one. It shares nothing with the engine but the rows.
 */
import type { RowOf, TopologyRow } from '../../src/shared/views/topology-view.ts';

type Nic = RowOf<'nic'>;
type Rule = RowOf<'securityGroup'>['rules'][number];

/** One end of a packet: an address in bits, and where it counts as being. */
interface End {
  readonly bits: string;
  readonly tag: 'VirtualNetwork' | 'Internet';
}

export interface TwinAnswer {
  readonly reachable: boolean;
  /** Names of the rules that were met, in order; the last one kept the packet out, if any did. */
  readonly rules: string[];
}

function bitsOf(address: string): string {
  return address
    .split('.')
    .map((part) => Number(part).toString(2).padStart(8, '0'))
    .join('');
}

function standing(direction: 'inbound' | 'outbound'): Rule[] {
  const any = { protocol: 'any', ports: '*', source: '*', destination: '*', direction } as const;
  const network = { source: 'VirtualNetwork', destination: 'VirtualNetwork' };
  return direction === 'inbound'
    ? [
        { ...any, ...network, name: 'AllowVnetInBound', priority: 65_000, access: 'allow' },
        {
          ...any,
          source: 'AzureLoadBalancer',
          name: 'AllowAzureLoadBalancerInBound',
          priority: 65_001,
          access: 'allow',
        },
        { ...any, name: 'DenyAllInBound', priority: 65_500, access: 'deny' },
      ]
    : [
        { ...any, ...network, name: 'AllowVnetOutBound', priority: 65_000, access: 'allow' },
        {
          ...any,
          destination: 'Internet',
          name: 'AllowInternetOutBound',
          priority: 65_001,
          access: 'allow',
        },
        { ...any, name: 'DenyAllOutBound', priority: 65_500, access: 'deny' },
      ];
}

function isEnd(word: string, end: End): boolean {
  if (word === '*' || word === end.tag) return true;
  if (!/^\d/.test(word)) return false;
  const [address = '', length = '32'] = word.split('/');
  return end.bits !== '' && end.bits.startsWith(bitsOf(address).slice(0, Number(length)));
}

function isPort(word: string, port: number): boolean {
  return word.split(',').some((part) => {
    const [from = '', to = from] = part.split('-');
    return part === '*' || (port >= Number(from) && port <= Number(to));
  });
}

/** Rooms as their rows tell them. */
export class ReachTwin {
  private readonly rows: ReadonlyMap<string, TopologyRow>;

  constructor(rows: readonly TopologyRow[]) {
    this.rows = new Map(rows.map((row) => [row.id, row]));
  }

  private row<K extends TopologyRow['kind']>(kind: K, id: string | undefined) {
    const row = id === undefined ? undefined : this.rows.get(id);
    // The kind was compared.
    return row?.kind === kind ? (row as RowOf<K>) : undefined;
  }

  private nics(vm: string): Nic[] {
    return (this.row('vm', vm)?.nics ?? []).flatMap((id) => this.row('nic', id) ?? []);
  }

  private network(nic: Nic): string {
    return this.row('subnet', nic.subnet)?.network ?? 'shared';
  }

  /** The groups of an interface, its own first. */
  private groups(nic: Nic): RowOf<'securityGroup'>[] {
    const subnet = this.row('subnet', nic.subnet);
    return [nic.securityGroup, subnet?.securityGroup].flatMap(
      (id) => this.row('securityGroup', id) ?? [],
    );
  }

  private pass(
    nic: Nic,
    packet: { direction: 'inbound' | 'outbound'; port: number; source: End; destination: End },
  ): TwinAnswer {
    const { direction, port, source, destination } = packet;
    const groups = this.groups(nic);
    if (direction === 'inbound') groups.reverse();
    const met: string[] = [];
    for (const group of groups) {
      const own = group.rules.filter((rule) => rule.direction === direction);
      const all = [...own, ...standing(direction)];
      all.sort((left, right) => left.priority - right.priority);
      for (const rule of all) {
        const speaks = rule.protocol === 'any' || rule.protocol === 'tcp';
        if (!speaks || !isPort(rule.ports, port)) continue;
        if (!isEnd(rule.source, source) || !isEnd(rule.destination, destination)) continue;
        met.push(rule.name);
        if (rule.access === 'deny') return { reachable: false, rules: met };
        break;
      }
    }
    return { reachable: true, rules: met };
  }

  private leaves(nic: Nic, port: number): TwinAnswer {
    const source = { bits: bitsOf(nic.privateAddress), tag: 'VirtualNetwork' } as const;
    const destination = { bits: '', tag: 'Internet' } as const;
    const out = this.pass(nic, { direction: 'outbound', port, source, destination });
    const subnet = this.row('subnet', nic.subnet);
    const ways = [
      subnet === undefined,
      subnet?.appliance !== undefined,
      subnet?.outbound === 'natGateway',
      subnet?.outbound === 'default',
      nic.publicIp !== undefined,
    ];
    return { reachable: out.reachable && ways.includes(true), rules: out.rules };
  }

  private enters(nic: Nic, port: number): TwinAnswer {
    if (this.row('publicIp', nic.publicIp)?.address === undefined) {
      return { reachable: false, rules: [] };
    }
    const source = { bits: '', tag: 'Internet' } as const;
    const destination = { bits: bitsOf(nic.privateAddress), tag: 'VirtualNetwork' } as const;
    return this.pass(nic, { direction: 'inbound', port, source, destination });
  }

  /** Whether a machine, or somebody outside, reaches another one over TCP. */
  reach(from: string, to: string, port: number): TwinAnswer {
    const goals = this.nics(to);
    const primary = goals.find((nic) => nic.primary);
    if (from === to || primary === undefined) return { reachable: true, rules: [] };
    if (from === 'internet') return this.enters(primary, port);
    const start = this.nics(from).find((nic) => nic.primary);
    if (start === undefined) return { reachable: true, rules: [] };
    const home = this.network(start);
    const joined = this.row('network', home)?.peers ?? [];
    const near =
      goals.find((nic) => this.network(nic) === home) ??
      goals.find((nic) => joined.includes(this.network(nic)));
    if (near === undefined) {
      const out = this.leaves(start, port);
      if (!out.reachable) return out;
      const into = this.enters(primary, port);
      return { reachable: into.reachable, rules: [...out.rules, ...into.rules] };
    }
    const source = { bits: bitsOf(start.privateAddress), tag: 'VirtualNetwork' } as const;
    const destination = { bits: bitsOf(near.privateAddress), tag: 'VirtualNetwork' } as const;
    const out = this.pass(start, { direction: 'outbound', port, source, destination });
    if (!out.reachable) return out;
    const into = this.pass(near, { direction: 'inbound', port, source, destination });
    return { reachable: into.reachable, rules: [...out.rules, ...into.rules] };
  }
}
