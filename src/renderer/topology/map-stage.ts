/**
 * What every map is made of: elements that are pressed, canvases below and above them, and traffic
 * that moves, all looking through the same view. It decides when something is painted anew: what
 * stands still when the view or the owner spoiled it, the traffic in every frame while time runs.
 *
 * What is painted, which elements there are and what is known of them its owner says; it knows
 * neither rows nor a store.
 */
import { Brush } from './brush.ts';
import {
  createRoomMap,
  type MapBox,
  type MapEdge,
  type MapEvents,
  type RoomMap,
} from './cytoscape-adapter.ts';
import type { Point, Rect, Viewport } from './geometry.ts';
import { Layer } from './layer.ts';
import type { Pen } from './pen.ts';
import type { Palette } from './style.ts';
import { paintTraffic, type TrafficRoute } from './traffic.ts';

/** A small map is not blown up beyond its natural size. */
const FIT_ZOOM_MAX = 1.35;
const FLY_MS = 260;
/** Traffic is painted at most this often: half the frames of a usual screen. */
const TRAFFIC_FRAME_MS = 32;

/** The canvases of a map from back to front, the elements between the two lists. */
export interface StageLayers<Still extends string> {
  readonly below: readonly Still[];
  readonly above: readonly (Still | 'traffic')[];
}

export type StageCanvases<Still extends string> = Readonly<
  Record<Still | 'traffic', HTMLCanvasElement>
> & { readonly container: HTMLElement };

/** What is painted on each canvas but that of the traffic. */
export type Draws<Still extends string> = Readonly<Record<Still, (brush: Brush) => void>>;

/** Where the view is, for everything that lies above the map. */
export interface StageState extends Viewport {
  readonly elements: number;
  /** Elements are still coming in portions. */
  readonly busy: boolean;
}

/** What a stage asks for while it paints. */
export interface StageSource {
  readonly showTraffic: () => boolean;
  readonly running: () => boolean;
  readonly still: () => boolean;
}

/** Kept free around the map: its own tools lie at the top and at the bottom. */
export interface Padding {
  readonly side: number;
  readonly top: number;
  readonly bottom: number;
}

/** Whose map it is: says what there is to see, and is told what happened. */
export interface StageOwner<Still extends string> {
  /** Undefined before there is anything. */
  draws(): Draws<Still> | undefined;
  /** Draws the elements themselves, where a pen has to and no canvas does. */
  drawElements?(brush: Brush): void;
  /** What "everything" is. */
  bounds(): Rect | undefined;
  boxOf(id: string): Rect | undefined;
  padding(): Padding;
  /** The view moved or changed its size. */
  moved(before: Viewport): void;
  /** Everything that is to be there is. */
  elementsCame(): void;
}

interface Look {
  readonly zoom: number;
  readonly panX: number;
  readonly panY: number;
}

export class MapStage<Still extends string> {
  readonly map: RoomMap;
  readonly #owner: StageOwner<Still>;
  readonly #source: StageSource;
  readonly #order: StageLayers<Still>;
  readonly #layers: ReadonlyMap<Still, Layer>;
  readonly #traffic: Layer;
  #palette: Palette;
  #routes: readonly TrafficRoute[] = [];
  #view: Viewport;
  #frame = 0;
  #paintDue = false;
  #elementsDue = false;
  #lastTrafficMs = 0;
  #seconds = 0;
  #trafficShown = false;
  /** The view that the last fit gave: while it stands, a new size is fitted again. */
  #fitted: Look | undefined;

  constructor(at: {
    owner: StageOwner<Still>;
    source: StageSource;
    layers: StageLayers<Still>;
    canvases: StageCanvases<Still>;
    palette: Palette;
    events: Omit<MapEvents, 'viewChanged'>;
  }) {
    this.#owner = at.owner;
    this.#source = at.source;
    this.#palette = at.palette;
    this.#order = at.layers;
    const stills = [...at.layers.below, ...at.layers.above.filter(isStill<Still>)];
    this.#layers = new Map(stills.map((name) => [name, new Layer(at.canvases[name])]));
    this.#traffic = new Layer(at.canvases.traffic);
    const events = { ...at.events, viewChanged: (view: Viewport) => this.#viewChanged(view) };
    this.map = createRoomMap(at.canvases.container, events, at.palette);
    this.#view = this.map.view();
    this.#sizeCanvases();
    this.#frame = requestAnimationFrame((now) => this.#tick(now));
  }

  get view(): Viewport {
    return this.#view;
  }

  state(): StageState {
    return { ...this.#view, elements: this.map.count(), busy: this.#elementsDue };
  }

  /** Says which elements are to be there; with many of them they come frame by frame. */
  show(boxes: readonly MapBox[], edges: readonly MapEdge[]): void {
    this.map.show(boxes, edges);
    this.#elementsDue = true;
  }

  /** What the named canvases show is no longer true; without names, what all of them show. */
  spoil(names: Iterable<Still> = this.#layers.keys()): void {
    for (const name of names) this.#layers.get(name)?.spoil();
    this.#paintDue = true;
  }

  /** What moves, and how much of it. */
  flow(routes: readonly TrafficRoute[]): void {
    this.#routes = routes;
  }

  theme(palette: Palette): void {
    this.#palette = palette;
    this.map.theme(palette);
    this.spoil();
  }

  /**
   * Takes the size of its container. `fallenPx` is how far that has moved down the window: what a
   * person looks at stays where it is when something is told above the map.
   */
  resize(fallenPx = 0): void {
    const wasFitted = this.isFitted();
    this.map.resize();
    this.#view = this.map.view();
    this.#sizeCanvases();
    if (wasFitted) this.fit(0);
    else if (fallenPx !== 0) this.map.panBy(0, -fallenPx);
    this.#viewChanged(this.map.view());
    // A canvas of a new size is empty, and sizes are told after the frame was painted: painted in
    // the next one only, the map would be gone for this one.
    this.#paint();
  }

  /** Shows everything. */
  fit(animateMs: number = FLY_MS): void {
    const bounds = this.#owner.bounds();
    if (bounds === undefined || this.#view.width === 0) return;
    this.#fitted = this.lookAt(bounds, { animateMs, zoomMax: FIT_ZOOM_MAX });
  }

  /** Fits everything again, where that is what is shown. */
  refit(): void {
    if (this.isFitted()) this.fit(0);
  }

  /** Whether everything has been in view once. */
  get everFitted(): boolean {
    return this.#fitted !== undefined;
  }

  /** Whether the view is still the one of the last fit. */
  isFitted(): boolean {
    const { zoom, panX, panY } = this.#view;
    const last = this.#fitted;
    return last?.zoom === zoom && last.panX === panX && last.panY === panY;
  }

  /** Brings a rectangle of the world into view. */
  lookAt(rect: Rect, options: { animateMs?: number; zoomMax: number }): Look {
    const { width, height } = this.#view;
    const padding = this.#owner.padding();
    const room = height - padding.top - padding.bottom;
    const zoom = Math.min(
      options.zoomMax,
      (width - 2 * padding.side) / Math.max(1, rect.w),
      room / Math.max(1, rect.h),
    );
    const panX = width / 2 - (rect.x + rect.w / 2) * zoom;
    const panY = padding.top + room / 2 - (rect.y + rect.h / 2) * zoom;
    return this.#look({ zoom, panX, panY }, options.animateMs);
  }

  /** Zooms around the middle of the view. */
  zoomBy(factor: number): void {
    const { width, height } = this.#view;
    this.map.zoomAt({ x: width / 2, y: height / 2 }, factor);
  }

  /** Brings a point of the world into the middle. */
  center(at: Point, options: { zoom?: number; animateMs?: number } = {}): void {
    const { width, height } = this.#view;
    const zoom = options.zoom ?? this.#view.zoom;
    const look = { zoom, panX: width / 2 - at.x * zoom, panY: height / 2 - at.y * zoom };
    this.#look(look, options.animateMs);
  }

  /** Where a thing is on the screen, for a ring or a card beside it. */
  screenRect(id: string): Rect | undefined {
    const box = this.#owner.boxOf(id);
    if (box === undefined) return undefined;
    const { zoom, panX, panY } = this.#view;
    return { x: box.x * zoom + panX, y: box.y * zoom + panY, w: box.w * zoom, h: box.h * zoom };
  }

  /** Draws what the screen shows with another pen, back to front. */
  drawWith(pen: Pen): void {
    const draws = this.#owner.draws();
    if (draws === undefined) return;
    const brush = new Brush(pen, this.#view, { palette: this.#palette });
    for (const name of this.#order.below) draws[name](brush);
    this.#owner.drawElements?.(brush);
    for (const name of this.#order.above) {
      if (isStill(name)) draws[name](brush);
      else if (this.#source.showTraffic()) this.#drawTraffic(brush, false);
    }
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame);
    this.map.destroy();
  }

  #look(look: Look, animateMs: number = FLY_MS): Look {
    this.map.look(look, this.#source.still() ? 0 : animateMs);
    return look;
  }

  #viewChanged(view: Viewport): void {
    const before = this.#view;
    this.#view = view;
    this.#paintDue = true;
    this.#owner.moved(before);
  }

  #sizeCanvases(): void {
    for (const layer of this.#layers.values()) layer.resize(this.#view);
    this.#traffic.resize(this.#view);
    this.#paintDue = true;
  }

  #tick(nowMs: number): void {
    this.#frame = requestAnimationFrame((next) => this.#tick(next));
    if (this.#elementsDue) {
      this.#elementsDue = this.map.proceed();
      if (!this.#elementsDue) this.#owner.elementsCame();
    }
    if (this.#paintDue) {
      this.#paint();
      return;
    }
    if (nowMs - this.#lastTrafficMs < TRAFFIC_FRAME_MS) return;
    const elapsed = Math.min(100, nowMs - this.#lastTrafficMs);
    this.#lastTrafficMs = nowMs;
    if (!this.#source.running() || this.#source.still() || !this.#source.showTraffic()) return;
    this.#seconds += elapsed / 1_000;
    this.#paintTraffic();
  }

  #paint(): void {
    this.#paintDue = false;
    this.#paintStill();
    this.#paintTraffic();
  }

  #paintStill(): void {
    const draws = this.#owner.draws();
    if (draws === undefined) return;
    for (const [name, layer] of this.#layers) layer.paint(this.#view, this.#palette, draws[name]);
  }

  #paintTraffic(): void {
    const shown = this.#source.showTraffic();
    if (!shown && !this.#trafficShown) return;
    this.#trafficShown = shown;
    this.#traffic.spoil();
    const still = this.#source.still();
    this.#traffic.paint(this.#view, this.#palette, (brush) => {
      if (shown) this.#drawTraffic(brush, still);
    });
  }

  #drawTraffic(brush: Brush, still: boolean): void {
    paintTraffic(brush, { routes: this.#routes, seconds: this.#seconds, still });
  }
}

function isStill<Still extends string>(name: Still | 'traffic'): name is Still {
  return name !== 'traffic';
}
