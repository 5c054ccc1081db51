/**
 * How the machines of each pool are, as counts by tone, and the worst among them for pools,
 * subnets and networks. Counted when first asked for and again when a machine of it has changed.
 */
import type { TopologyRow } from '../../shared/views/topology-view.ts';
import { stateOf, worseTone, type Tone } from '../model/row-state.ts';
import type { LogicGraph, SubnetPart } from './logic-graph.ts';

export interface PoolSum {
  readonly machines: number;
  readonly byTone: ReadonlyMap<Tone, number>;
  readonly worst: Tone;
}

export class PoolSums {
  readonly #graph: LogicGraph;
  readonly #get: (id: string) => TopologyRow | undefined;
  readonly #pools = new Map<string, PoolSum>();

  constructor(graph: LogicGraph, get: (id: string) => TopologyRow | undefined) {
    this.#graph = graph;
    this.#get = get;
  }

  /** Forgets what a changed row belongs to. */
  touch(row: TopologyRow): void {
    const pool = this.#graph.poolOf.get(row.id);
    if (pool !== undefined) this.#pools.delete(pool);
  }

  pool(id: string): PoolSum {
    const known = this.#pools.get(id);
    if (known !== undefined) return known;
    const machines = this.#graph.pools.get(id)?.machines ?? [];
    const byTone = new Map<Tone, number>();
    let worst: Tone = 'ok';
    for (const vm of machines) {
      const row = this.#get(vm);
      if (row === undefined) continue;
      const { tone } = stateOf(row);
      byTone.set(tone, (byTone.get(tone) ?? 0) + 1);
      // A machine that somebody switched off is no trouble.
      if (tone !== 'off') worst = worseTone(worst, tone);
    }
    const made = { machines: machines.length, byTone, worst };
    this.#pools.set(id, made);
    return made;
  }

  subnet(part: SubnetPart): Tone {
    return part.pools.reduce<Tone>((worst, { id }) => worseTone(worst, this.pool(id).worst), 'ok');
  }

  /** The worst of a subnet or network, by its row. */
  worstIn(id: string): Tone {
    let worst: Tone = 'ok';
    for (const network of this.#graph.networks) {
      for (const subnet of network.subnets) {
        if (network.id === id || subnet.id === id) worst = worseTone(worst, this.subnet(subnet));
      }
    }
    return worst;
  }
}
