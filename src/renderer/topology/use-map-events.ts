/**
 * What pressing, framing, hovering and asking for the menu on a map mean: they select. Whose box
 * was pressed the map says; what it is shown as it need not know.
 */
import { ref, type Ref } from 'vue';
import { useSelection } from '../stores/use-selection.ts';
import type { MapEvents } from './cytoscape-adapter.ts';
import type { Point } from './geometry.ts';

export interface MapMeaning {
  /** The row that a box stands for, at a place of the world if the box has several. */
  readonly rowOf: (box: string | undefined, at?: Point) => string | undefined;
  /** Shows a row larger, with what is in it. */
  readonly goIn: (row: string) => void;
  /** Which of the rows in a frame were meant; all of them, unless said otherwise. */
  readonly meant?: (rows: readonly string[]) => readonly string[];
}

export interface MapEventsHandle {
  readonly events: Omit<MapEvents, 'viewChanged'>;
  /** What the menu is about. */
  readonly menuTarget: Ref<string | undefined>;
}

/** Call inside setup. */
export function useMapEvents(meaning: MapMeaning): MapEventsHandle {
  const selection = useSelection();
  const menuTarget = ref<string>();
  const { rowOf, goIn } = meaning;
  return {
    menuTarget,
    events: {
      pressed: (box, how) => {
        const row = rowOf(box, how.at);
        if (how.twice && row !== undefined) goIn(row);
        else if (how.add && row !== undefined) selection.toggle(row);
        else selection.select(row);
      },
      framed: (boxes) => {
        const rows = boxes.flatMap((box) => rowOf(box) ?? []);
        const meant = meaning.meant?.(rows) ?? rows;
        if (meant.length > 0) selection.selectMany([...new Set(meant)]);
      },
      hovered: (box) => {
        selection.hovered = rowOf(box);
      },
      menuAsked: (box) => {
        const row = rowOf(box);
        menuTarget.value = row;
        if (row !== undefined && !selection.ids.includes(row)) selection.select(row);
      },
    },
  };
}
