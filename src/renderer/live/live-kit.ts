/**
 * What every list of moving figures is made with: the shape of a figure, what it may look at, and
 * the figure that is a part of a whole. Which figures a kind has stands beside this.
 */
import type { MetricsFrame } from '../../shared/views/metrics-frame.ts';
import type { RowOf, TopologyKind, TopologyRow } from '../../shared/views/topology-view.ts';
import type { FactTools } from '../facts/fact-kit.ts';

export interface LiveFigure {
  /** Key below `fact.` for its label; unique among the figures of a thing. */
  readonly key: string;
  /** What is drawn. */
  readonly amount: number;
  /** Writes an amount with its unit. */
  readonly show: (amount: number) => string;
  /** What stands in the list, where that is more than the amount. */
  readonly value?: string | undefined;
  readonly formula?: string | undefined;
  /** Of a whole, from 0 to 1. */
  readonly share?: number | undefined;
}

/** What figures may look at. */
export interface LiveTools extends Omit<FactTools, 'metrics'> {
  readonly metrics: FactTools['metrics'] & { readonly frame: MetricsFrame | undefined };
  readonly get: (id: string) => TopologyRow | undefined;
  readonly list: <K extends TopologyKind>(kind: K) => readonly RowOf<K>[];
  readonly nowUs: number;
}

/** A part of a whole. */
export function partOf(at: {
  tools: LiveTools;
  key: string;
  used: number;
  of: number;
  show: (amount: number) => string;
}): LiveFigure {
  const { tools, key, used, of, show } = at;
  const share = of === 0 ? 0 : used / of;
  return {
    key,
    amount: used,
    show,
    value: `${show(used)} / ${show(of)}`,
    share,
    formula: `${show(used)} ÷ ${show(of)} = ${tools.figures.share(share)}`,
  };
}
