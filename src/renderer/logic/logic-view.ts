/**
 * The logical view as one thing: elements that are pressed, and canvases for frames, ways, bodies
 * and traffic, all looking through the same view. It decides what has to be painted anew and when,
 * by the rules of the map of the room (0028); it knows no store.
 */
import type { TopologyRow } from '../../shared/views/topology-view.ts';
import type { ServiceFigures } from '../../shared/views/metrics-frame.ts';
import { Brush } from '../topology/brush.ts';
import { createRoomMap, type MapEvents, type RoomMap } from '../topology/cytoscape-adapter.ts';
import { contains, overlaps, visibleRect } from '../topology/geometry.ts';
import type { Point, Rect, Viewport } from '../topology/geometry.ts';
import { Layer } from '../topology/layer.ts';
import type { Pen } from '../topology/pen.ts';
import type { Palette } from '../topology/style.ts';
import { paintTraffic, type TrafficRoute } from '../topology/traffic.ts';
import { chooseLogic, type LogicDisplay } from './logic-display.ts';
import { logicRoutes } from './logic-flows.ts';
import type { LogicLayout } from './logic-layout.ts';
import type { LogicBox, LogicKind } from './logic-parts.ts';
import { paintFrame, type FrameScene, type FrameWords } from './paint-frames.ts';
import { paintStation, paintWays, type WayWords } from './paint-ways.ts';
import type { PoolSums } from './pool-sums.ts';

export interface LogicSourceNow {
  readonly get: (id: string) => TopologyRow | undefined;
  readonly sums: () => PoolSums;
  readonly words: () => FrameWords & WayWords;
  readonly services: () => readonly ServiceFigures[];
  readonly selected: () => ReadonlySet<string>;
  readonly related: () => ReadonlySet<string>;
  readonly showTraffic: () => boolean;
  readonly running: () => boolean;
  readonly still: () => boolean;
}

const LAYERS = ['frames', 'ways', 'bodies', 'traffic'] as const;
type LayerName = (typeof LAYERS)[number];
const STILL = ['frames', 'ways', 'bodies'] as const;
type StillLayer = (typeof STILL)[number];

export type LogicCanvases = Readonly<Record<LayerName, HTMLCanvasElement>> & {
  readonly container: HTMLElement;
};

export interface LogicState extends Viewport {
  readonly elements: number;
}

const PADDING_PX = { side: 28, top: 54, bottom: 62 } as const;
const ZOOM_MAX = 1.35;
const LOOK_ZOOM_MAX = 2;
const FLY_MS = 260;
const TRAFFIC_FRAME_MS = 32;
const FRAMES: readonly LogicKind[] = ['network', 'subnet', 'pool'];

export class LogicView {
  readonly map: RoomMap;
  readonly #source: LogicSourceNow;
  readonly #onView: (state: LogicState) => void;
  readonly #layers: Readonly<Record<LayerName, Layer>>;
  #palette: Palette;
  #layout: LogicLayout | undefined;
  #display: LogicDisplay | undefined;
  #routes: readonly TrafficRoute[] = [];
  #view: Viewport;
  #frame = 0;
  #paintDue = false;
  #elementsDue = false;
  #lastTrafficMs = 0;
  #seconds = 0;
  #trafficShown = false;
  #fitted: { zoom: number; panX: number; panY: number } | undefined;

  constructor(at: {
    canvases: LogicCanvases;
    source: LogicSourceNow;
    palette: Palette;
    events: Omit<MapEvents, 'viewChanged'>;
    onView: (state: LogicState) => void;
  }) {
    this.#source = at.source;
    this.#palette = at.palette;
    this.#onView = at.onView;
    const { container, ...canvases } = at.canvases;
    this.#layers = {
      frames: new Layer(canvases.frames),
      ways: new Layer(canvases.ways),
      bodies: new Layer(canvases.bodies),
      traffic: new Layer(canvases.traffic),
    };
    const events = { ...at.events, viewChanged: (view: Viewport) => this.#viewChanged(view) };
    this.map = createRoomMap(container, events, at.palette);
    this.#view = this.map.view();
    this.#sizeCanvases();
    this.#frame = requestAnimationFrame((now) => this.#tick(now));
  }

  /** A new arrangement; while everything was in view it stays so. */
  arrange(layout: LogicLayout): void {
    const wasFitted = this.#fitted === undefined || this.#isFitted();
    this.#layout = layout;
    if (wasFitted) this.fit(0);
    this.#choose();
    this.refresh();
  }

  /** States, words or marks changed. */
  refresh(): void {
    this.#spoil(LAYERS);
    this.refreshFigures();
  }

  refreshFigures(): void {
    if (this.#layout === undefined) return;
    this.#routes = this.#source.showTraffic()
      ? logicRoutes(this.#layout, { services: this.#source.services(), get: this.#source.get })
      : [];
    this.#spoil(['bodies']);
  }

  theme(palette: Palette): void {
    this.#palette = palette;
    this.map.theme(palette);
    this.#spoil(LAYERS);
  }

  resize(): void {
    const wasFitted = this.#isFitted();
    this.map.resize();
    this.#view = this.map.view();
    this.#sizeCanvases();
    if (wasFitted) this.fit(0);
    this.#viewChanged(this.map.view());
  }

  fit(animateMs: number = FLY_MS): void {
    if (this.#layout === undefined || this.#view.width === 0) return;
    this.#fitted = this.#lookAt(this.#layout.bounds, { animateMs, zoomMax: ZOOM_MAX });
  }

  /** Brings a thing into view, as large as it can be read. */
  lookAt(id: string): void {
    const box = this.boxOf(id);
    if (box === undefined) return;
    this.#lookAt(box, { animateMs: FLY_MS, zoomMax: LOOK_ZOOM_MAX });
  }

  /** Flies to a thing unless it is in view already. */
  reveal(id: string): void {
    const box = this.boxOf(id);
    if (box === undefined || contains(visibleRect(this.#view), box)) return;
    const { zoom, width, height } = this.#view;
    const panX = width / 2 - (box.x + box.w / 2) * zoom;
    const panY = height / 2 - (box.y + box.h / 2) * zoom;
    this.map.look({ zoom, panX, panY }, this.#source.still() ? 0 : FLY_MS);
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

  screenRect(id: string): Rect | undefined {
    const box = this.boxOf(id);
    if (box === undefined) return undefined;
    const { zoom, panX, panY } = this.#view;
    return { x: box.x * zoom + panX, y: box.y * zoom + panY, w: box.w * zoom, h: box.h * zoom };
  }

  /** What can be walked to with the arrows. */
  shown(): readonly LogicBox[] {
    const view = visibleRect(this.#view);
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

  destroy(): void {
    cancelAnimationFrame(this.#frame);
    this.map.destroy();
  }

  state(): LogicState {
    return { ...this.#view, elements: this.map.count() };
  }

  #lookAt(
    rect: Rect,
    options: { animateMs: number; zoomMax: number },
  ): { zoom: number; panX: number; panY: number } {
    const { width, height } = this.#view;
    const room = height - PADDING_PX.top - PADDING_PX.bottom;
    const zoom = Math.min(
      options.zoomMax,
      (width - 2 * PADDING_PX.side) / Math.max(1, rect.w),
      room / Math.max(1, rect.h),
    );
    const panX = width / 2 - (rect.x + rect.w / 2) * zoom;
    const panY = PADDING_PX.top + room / 2 - (rect.y + rect.h / 2) * zoom;
    this.map.look({ zoom, panX, panY }, this.#source.still() ? 0 : options.animateMs);
    return { zoom, panX, panY };
  }

  #isFitted(): boolean {
    const { zoom, panX, panY } = this.#view;
    const last = this.#fitted;
    return last?.zoom === zoom && last.panX === panX && last.panY === panY;
  }

  #spoil(names: readonly LayerName[]): void {
    for (const name of names) this.#layers[name].spoil();
    this.#paintDue = true;
  }

  #viewChanged(view: Viewport): void {
    const zoomed = view.zoom !== this.#view.zoom;
    this.#view = view;
    this.#paintDue = true;
    const area = this.#display?.area;
    if (zoomed || area === undefined || !contains(area, visibleRect(view))) this.#choose();
    this.#onView(this.state());
  }

  #choose(): void {
    if (this.#layout === undefined) return;
    const { zoom } = this.#view;
    const view = visibleRect(this.#view);
    this.#display = chooseLogic({ boxes: this.#layout.boxes.values(), view, zoom });
    this.map.show(this.#display.boxes, []);
    this.#elementsDue = true;
  }

  #sizeCanvases(): void {
    for (const name of LAYERS) this.#layers[name].resize(this.#view);
    this.#paintDue = true;
  }

  #tick(nowMs: number): void {
    this.#frame = requestAnimationFrame((next) => this.#tick(next));
    if (this.#elementsDue) {
      this.#elementsDue = this.map.proceed();
      if (!this.#elementsDue) this.#onView(this.state());
    }
    if (this.#paintDue) {
      this.#paintDue = false;
      this.#paintStill();
      this.#paintFlow();
      return;
    }
    if (nowMs - this.#lastTrafficMs < TRAFFIC_FRAME_MS) return;
    const elapsed = Math.min(100, nowMs - this.#lastTrafficMs);
    this.#lastTrafficMs = nowMs;
    if (!this.#source.running() || this.#source.still() || !this.#source.showTraffic()) return;
    this.#seconds += elapsed / 1_000;
    this.#paintFlow();
  }

  #paint(name: LayerName, draw: (brush: Brush) => void): void {
    this.#layers[name].paint(this.#view, this.#palette, draw);
  }

  /** What is painted on each canvas but that of the traffic. */
  #draws(): Readonly<Record<StillLayer, (brush: Brush) => void>> | undefined {
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

  #paintStill(): void {
    const draws = this.#draws();
    for (const name of STILL) if (draws !== undefined) this.#paint(name, draws[name]);
  }

  /** Draws what the screen shows with another pen, back to front. */
  drawWith(pen: Pen): void {
    const draws = this.#draws();
    const brush = new Brush(pen, this.#view, { palette: this.#palette });
    for (const name of STILL) draws?.[name](brush);
    if (this.#source.showTraffic()) {
      paintTraffic(brush, { routes: this.#routes, seconds: this.#seconds, still: false });
    }
  }

  #paintFlow(): void {
    const shown = this.#source.showTraffic();
    if (!shown && !this.#trafficShown) return;
    this.#trafficShown = shown;
    this.#layers.traffic.spoil();
    const still = this.#source.still();
    this.#paint('traffic', (brush) => {
      if (shown) paintTraffic(brush, { routes: this.#routes, seconds: this.#seconds, still });
    });
  }

  /** Brings a point of the world into the middle. */
  center(at: Point): void {
    const { zoom, width, height } = this.#view;
    this.map.look({ zoom, panX: width / 2 - at.x * zoom, panY: height / 2 - at.y * zoom }, 0);
  }
}

function floor(brush: Brush): void {
  const { x, y, w, h } = brush.seen;
  brush.block({ x, y, w, h }, 'floor');
}
