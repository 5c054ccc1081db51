/**
 * The logical view on its map: which boxes can be pressed at a zoom, and what is painted of frames,
 * ways and what stands at their ends. When something is painted the stage decides, by the rules of
 * the map of the room (0028); it knows no store.
 */
import type { TopologyRow } from '../../shared/views/topology-view.ts';
import type { ServiceFigures } from '../../shared/views/metrics-frame.ts';
import type { Brush } from '../topology/brush.ts';
import type { MapEvents } from '../topology/cytoscape-adapter.ts';
import { centerOf, contains, overlaps, visibleRect } from '../topology/geometry.ts';
import type { Rect, Viewport } from '../topology/geometry.ts';
import { MapStage, type Draws, type Padding, type StageOwner } from '../topology/map-stage.ts';
import type { StageCanvases, StageLayers, StageSource, StageState } from '../topology/map-stage.ts';
import type { Palette } from '../topology/style.ts';
import { chooseLogic, type LogicDisplay } from './logic-display.ts';
import { logicRoutes } from './logic-flows.ts';
import type { LogicLayout } from './logic-layout.ts';
import type { LogicBox, LogicKind } from './logic-parts.ts';
import { paintFrame, type FrameScene, type FrameWords } from './paint-frames.ts';
import { paintStation, paintWays, type WayWords } from './paint-ways.ts';
import type { PoolSums } from './pool-sums.ts';

export interface LogicSourceNow extends StageSource {
  readonly get: (id: string) => TopologyRow | undefined;
  readonly sums: () => PoolSums;
  readonly words: () => FrameWords & WayWords;
  readonly services: () => readonly ServiceFigures[];
  readonly selected: () => ReadonlySet<string>;
  readonly related: () => ReadonlySet<string>;
}

type LogicStill = 'frames' | 'ways' | 'bodies';
export type LogicCanvases = StageCanvases<LogicStill>;

export const LOGIC_LAYERS: StageLayers<LogicStill> = {
  below: ['frames', 'ways'],
  above: ['bodies', 'traffic'],
};

const PADDING_PX: Padding = { side: 28, top: 24, bottom: 62 };
const LOOK_ZOOM_MAX = 2;
const FRAMES: readonly LogicKind[] = ['network', 'subnet', 'pool'];

export class LogicView implements StageOwner<LogicStill> {
  readonly stage: MapStage<LogicStill>;
  readonly #source: LogicSourceNow;
  readonly #onView: (state: StageState) => void;
  #layout: LogicLayout | undefined;
  #display: LogicDisplay | undefined;

  constructor(at: {
    canvases: LogicCanvases;
    source: LogicSourceNow;
    palette: Palette;
    events: Omit<MapEvents, 'viewChanged'>;
    onView: (state: StageState) => void;
  }) {
    this.#source = at.source;
    this.#onView = at.onView;
    const { canvases, source, palette, events } = at;
    this.stage = new MapStage({
      owner: this,
      layers: LOGIC_LAYERS,
      canvases,
      source,
      palette,
      events,
    });
  }

  /** A new arrangement; while everything was in view it stays so. */
  arrange(layout: LogicLayout): void {
    const wasFitted = !this.stage.everFitted || this.stage.isFitted();
    this.#layout = layout;
    if (wasFitted) this.stage.fit(0);
    this.#choose();
    this.refresh();
  }

  /** States, words or marks changed. */
  refresh(): void {
    this.stage.spoil();
    this.refreshFigures();
  }

  refreshFigures(): void {
    if (this.#layout === undefined) return;
    const routes = this.#source.showTraffic()
      ? logicRoutes(this.#layout, { services: this.#source.services(), get: this.#source.get })
      : [];
    this.stage.flow(routes);
    this.stage.spoil(['bodies']);
  }

  /** Brings a thing into view, as large as it can be read. */
  lookAt(id: string): void {
    const box = this.boxOf(id);
    if (box !== undefined) this.stage.lookAt(box, { zoomMax: LOOK_ZOOM_MAX });
  }

  /** Flies to a thing unless it is in view already. */
  reveal(id: string): void {
    const box = this.boxOf(id);
    if (box === undefined || contains(visibleRect(this.stage.view), box)) return;
    this.stage.center(centerOf(box));
  }

  /** The box of a row: the one of its id, or the first that means it. */
  boxOf(id: string): LogicBox | undefined {
    const own = this.#layout?.boxes.get(id);
    if (own !== undefined) return own;
    for (const box of this.#layout?.boxes.values() ?? []) if (box.row === id) return box;
    return undefined;
  }

  rowOf(boxId: string | undefined): string | undefined {
    return boxId === undefined ? undefined : this.#layout?.boxes.get(boxId)?.row;
  }

  /** What can be walked to with the arrows. */
  shown(): readonly LogicBox[] {
    const view = visibleRect(this.stage.view);
    return (this.#display?.boxes ?? []).filter(
      (box) => box.row !== undefined && overlaps(box, view),
    );
  }

  /** Ends of the ways that leave a row or arrive at it, as rows. */
  connections(id: string): readonly string[] {
    const layout = this.#layout;
    if (layout === undefined) return [];
    const pool = layout.graph.poolOf.get(id);
    const mine = new Set([id, pool].filter((one) => one !== undefined));
    const ends = layout.edges.flatMap(({ from, to }) => {
      if (mine.has(from)) return [to];
      return mine.has(to) ? [from] : [];
    });
    const rows = ends.flatMap((end) => layout.graph.pools.get(end)?.machines[0] ?? this.rowOf(end));
    return [...new Set(rows.filter((row) => row !== undefined))];
  }

  bounds(): Rect | undefined {
    return this.#layout?.bounds;
  }

  padding(): Padding {
    return PADDING_PX;
  }

  moved(before: Viewport): void {
    const { view } = this.stage;
    const area = this.#display?.area;
    const zoomed = view.zoom !== before.zoom;
    if (zoomed || area === undefined || !contains(area, visibleRect(view))) this.#choose();
    this.#onView(this.stage.state());
  }

  elementsCame(): void {
    this.#onView(this.stage.state());
  }

  draws(): Draws<LogicStill> | undefined {
    const layout = this.#layout;
    if (layout === undefined) return undefined;
    const words = this.#source.words();
    const scene: FrameScene = {
      get: this.#source.get,
      sums: this.#source.sums(),
      boxOf: (id) => layout.boxes.get(id),
      poolOf: (id) => layout.graph.pools.get(id),
      words,
      selected: this.#source.selected(),
      related: this.#source.related(),
    };
    const boxes = [...layout.boxes.values()];
    function isMarked(id: string): boolean {
      const row = layout?.boxes.get(id)?.row;
      return row !== undefined && scene.selected.has(row);
    }
    return {
      frames: (brush) => {
        floor(brush);
        for (const kind of FRAMES) {
          for (const box of boxes) if (box.kind === kind) paintFrame(brush, { box, scene });
        }
      },
      ways: (brush) => {
        const related = new Set(
          layout.edges.filter(({ from, to }) => isMarked(from) || isMarked(to)),
        );
        paintWays(brush, { edges: layout.edges, words, related });
      },
      bodies: (brush) => {
        for (const box of boxes) {
          if (box.kind !== 'vm' && !FRAMES.includes(box.kind)) {
            paintStation(brush, { box, scene, words });
          }
        }
      },
    };
  }

  #choose(): void {
    if (this.#layout === undefined) return;
    const { view } = this.stage;
    const { boxes } = this.#layout;
    const display = chooseLogic({
      boxes: boxes.values(),
      view: visibleRect(view),
      zoom: view.zoom,
    });
    this.#display = display;
    this.stage.show(display.boxes, []);
  }
}

function floor(brush: Brush): void {
  const { x, y, w, h } = brush.seen;
  brush.block({ x, y, w, h }, 'floor');
}
