/**
 * The fates of the writes of a store as parts of one whole: what is kept, what was lost although
 * it had been answered, and what was never answered. The parts add up to what was offered.
 */
import type { StoreFigures } from '../../shared/views/store-view.ts';

export interface WriteFate {
  /** Key below `store.fate.`, and the class that colours it. */
  readonly key: 'kept' | 'lost' | 'inFlight' | 'unanswered' | 'refused';
  readonly writes: number;
}

/** The parts that are not empty, worst in the middle of the bar where the eye falls. */
export function fatesOf(figures: StoreFigures): WriteFate[] {
  const all: WriteFate[] = [
    { key: 'kept', writes: figures.acknowledged - figures.lost },
    { key: 'lost', writes: figures.lost },
    { key: 'inFlight', writes: figures.inFlight },
    { key: 'unanswered', writes: figures.unanswered },
    { key: 'refused', writes: figures.refused },
  ];
  return all.filter((fate) => fate.writes > 0);
}
