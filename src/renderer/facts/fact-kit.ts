/**
 * What every list of facts is made with: the shape of a fact, and the few ways to write one. What a
 * kind of thing has to tell stands in the files beside this one.
 */
import type { TopologyRow } from '../../shared/views/topology-view.ts';
import type { useFigures } from '../i18n/use-figures.ts';
import { splitId } from '../i18n/use-words.ts';
import type { useMetrics } from '../stores/use-metrics.ts';

export interface Fact {
  /** Key below `fact.` for its label; unique within a row. */
  readonly key: string;
  readonly value: string;
  /** How it was computed, with the numbers put in. */
  readonly formula?: string | undefined;
  /** Another thing it names, to be selected by a click. */
  readonly link?: string | undefined;
  /** Telling enough for the small card at the pointer. */
  readonly short?: boolean;
  /** Shown as a bar too, from 0 to 1. */
  readonly share?: number | undefined;
}

/** What a list of facts may look at. */
export interface FactTools {
  readonly words: (key: string, values?: Record<string, unknown>) => string;
  readonly figures: ReturnType<typeof useFigures>;
  readonly metrics: Pick<ReturnType<typeof useMetrics>, 'machine' | 'powerMilliwatts' | 'service'>;
  readonly children: (id: string) => readonly TopologyRow[];
  /** Whether the drawing has zones at all. */
  readonly hasZones: () => boolean;
}

/** The name of another thing, as a way there; nothing when there is none. */
export function linkFact(key: string, id: string | undefined): Fact[] {
  return id === undefined ? [] : [{ key, value: splitId(id).name, link: id }];
}

/** A part of a whole, with its share as bar and formula. */
export function usageFact(at: {
  tools: FactTools;
  key: string;
  used: number;
  of: number;
  show: (value: number) => string;
}): Fact {
  const { key, used, of, show } = at;
  const share = of === 0 ? 0 : used / of;
  const formula = `${show(used)} ÷ ${show(of)} = ${at.tools.figures.share(share)}`;
  return { key, value: `${show(used)} / ${show(of)}`, share, formula, short: true };
}
