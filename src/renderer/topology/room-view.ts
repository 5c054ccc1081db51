/**
 * The map as one thing: elements in the middle, painted ground below, painted words and traffic
 * above, all looking through the same view.
 *
 * It decides what has to be painted anew and when: the ground and the words when the view or the
 * room changed, the traffic in every frame while time runs. It knows no store; what it needs is
 * handed in as functions.
 */
import type { ServiceFigures } from '../../shared/views/metrics-frame.ts';
import type { DomainOverlay } from '../sets/domain-overlay.ts';
import { Brush } from './brush.ts';
import type { Box } from './box.ts';
import { createRoomMap, type MapEdge, type MapEvents, type RoomMap } from './cytoscape-adapter.ts';
import { chooseDisplay, levelFor, type Display } from './display-graph.ts';
import { contains, overlaps, visibleRect, type Rect, type Viewport } from './geometry.ts';
import type { RoomLayout } from './layout.ts';
import { paintDomainGround, paintDomainMarks, type DomainWords } from './paint-domains.ts';
import { paintGround, type GroundWords } from './paint-ground.ts';
import { paintItems, type ItemSource } from './paint-items.ts';
import { paintOwners, type OwnerOfRow } from '../responsibility/paint-owners.ts';
import { buildScene, type Scene, type SceneSource } from './scene.ts';
import type { Palette } from './style.ts';
import { paintTraffic, routesOf, type Arrival, type TrafficRoute } from './traffic.ts';

export interface RoomViewSource {
  readonly scene: () => SceneSource;
  readonly items: () => ItemSource;
  readonly words: () => GroundWords & DomainWords;
  readonly services: () => readonly ServiceFigures[];
  readonly arrivalsOf: (serviceId: string) => readonly Arrival[];
  readonly classesOf: (id: string) => string;
  readonly shadowed: () => ReadonlySet<string>;
  readonly showPower: () => boolean;
  readonly showTraffic: () => boolean;
  /** The domains of the set that is looked at, when they are shown. */
  readonly domains: () => DomainOverlay | undefined;
  /** Who looks after a thing, when that is shown. */
  readonly owners: () => OwnerOfRow | undefined;
  readonly running: () => boolean;
  readonly still: () => boolean;
}

export interface RoomCanvases {
  readonly container: HTMLElement;
  readonly ground: HTMLCanvasElement;
  readonly items: HTMLCanvasElement;
  readonly traffic: HTMLCanvasElement;
}

/** Kept free around the room: at the bottom lies the map's own toolbar. */
const FIT_PADDING_PX = { side: 26, top: 18, bottom: 62 } as const;
/** A small room is not blown up beyond its natural size. */
const FIT_ZOOM_MAX = 1.35;
const FLY_MS = 260;
/** A thing flown to is at least this wide on the screen. */
const REVEAL_MIN_PX = 60;
/** Traffic is painted at most this often: half the frames of a usual screen. */
const TRAFFIC_FRAME_MS = 32;

export class RoomView {
  readonly map: RoomMap;
  readonly #canvases: RoomCanvases;
  readonly #source: RoomViewSource;
  readonly #onView: (view: Viewport) => void;
  #palette: Palette;
  #layout: RoomLayout | undefined;
  #edges: readonly MapEdge[] = [];
  #display: Display | undefined;
  #scene: Scene | undefined;
  #routes: readonly TrafficRoute[] = [];
  #view: Viewport;
  #frame = 0;
  #paintDue = false;
  #lastTrafficMs = 0;
  #seconds = 0;
  #trafficShown = false;
  /** The view that the last fit gave: while it stands, a new size is fitted again. */
  #fitted: { zoom: number; panX: number; panY: number } | undefined;

  constructor(at: {
    canvases: RoomCanvases;
    source: RoomViewSource;
    palette: Palette;
    events: Omit<MapEvents, 'viewChanged'>;
    onView: (view: Viewport) => void;
  }) {
    this.#canvases = at.canvases;
    this.#source = at.source;
    this.#palette = at.palette;
    this.#onView = at.onView;
    const events = { ...at.events, viewChanged: (view: Viewport) => this.#viewChanged(view) };
    this.map = createRoomMap(at.canvases.container, events, at.palette);
    this.#view = this.map.view();
    this.#sizeCanvases();
    this.#frame = requestAnimationFrame((now) => this.#tick(now));
  }

  /** A new arrangement of the room; the first one is fitted into the window. */
  arrange(layout: RoomLayout, edges: readonly MapEdge[]): void {
    this.#layout = layout;
    this.#edges = edges;
    this.#display = undefined;
    if (this.#fitted === undefined) this.fit(0);
    this.#choose();
  }

  /** States changed: classes, words and ways follow. */
  refresh(): void {
    if (this.#layout === undefined || this.#display === undefined) return;
    this.#scene = buildScene({
      boxes: this.#display.boxes,
      source: this.#source.scene(),
      tilesShown: this.#display.level === 'machines',
    });
    this.map.decorate(this.#source.classesOf);
    this.refreshFigures();
  }

  /** Only figures changed. */
  refreshFigures(): void {
    if (this.#layout === undefined) return;
    this.#routes = routesOf({
      layout: this.#layout,
      services: this.#source.services(),
      arrivalsOf: this.#source.arrivalsOf,
    });
    this.#paintDue = true;
  }

  theme(palette: Palette): void {
    this.#palette = palette;
    this.map.theme(palette);
    this.#paintDue = true;
  }

  resize(): void {
    this.map.resize();
    this.#view = this.map.view();
    this.#sizeCanvases();
    const { zoom, panX, panY } = this.#view;
    const last = this.#fitted;
    if (last?.zoom === zoom && last.panX === panX && last.panY === panY) this.fit(0);
    this.#viewChanged(this.map.view());
  }

  /** Shows everything. */
  fit(animateMs: number = FLY_MS): void {
    const size = this.#layout?.boxes.size ?? 0;
    if (this.#layout === undefined || size === 0 || this.#view.width === 0) return;
    this.#fitted = this.lookAt(this.#layout.bounds, { animateMs, zoomMax: FIT_ZOOM_MAX });
  }

  /** Brings a rectangle of the world into view. */
  lookAt(
    rect: Rect,
    options: { animateMs?: number; zoomMax: number },
  ): { zoom: number; panX: number; panY: number } {
    const { width, height } = this.#view;
    const room = height - FIT_PADDING_PX.top - FIT_PADDING_PX.bottom;
    const zoom = Math.min(
      options.zoomMax,
      (width - 2 * FIT_PADDING_PX.side) / Math.max(1, rect.w),
      room / Math.max(1, rect.h),
    );
    const panX = width / 2 - (rect.x + rect.w / 2) * zoom;
    const panY = FIT_PADDING_PX.top + room / 2 - (rect.y + rect.h / 2) * zoom;
    const animateMs = this.#source.still() ? 0 : (options.animateMs ?? FLY_MS);
    this.map.look({ zoom, panX, panY }, animateMs);
    return { zoom, panX, panY };
  }

  /** Flies to a thing unless it is on the screen and large enough already. */
  reveal(id: string): void {
    const box = this.#layout?.boxes.get(id);
    if (box === undefined) return;
    const large = box.w * this.#view.zoom >= REVEAL_MIN_PX;
    if (large && contains(visibleRect(this.#view), box)) return;
    const zoom = Math.min(3, Math.max(this.#view.zoom, REVEAL_MIN_PX / box.w));
    const panX = this.#view.width / 2 - (box.x + box.w / 2) * zoom;
    const panY = this.#view.height / 2 - (box.y + box.h / 2) * zoom;
    this.map.look({ zoom, panX, panY }, this.#source.still() ? 0 : FLY_MS);
  }

  /** Where a thing is on the screen, for a ring or a card beside it. */
  screenRect(id: string): Rect | undefined {
    const box = this.#layout?.boxes.get(id);
    if (box === undefined) return undefined;
    const { zoom, panX, panY } = this.#view;
    return { x: box.x * zoom + panX, y: box.y * zoom + panY, w: box.w * zoom, h: box.h * zoom };
  }

  /** What is shown at the moment, for moving between neighbours. */
  shown(): readonly Box[] {
    const view = visibleRect(this.#view);
    return this.#display?.boxes.filter((box) => overlaps(box, view)) ?? [];
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame);
    this.map.destroy();
  }

  #viewChanged(view: Viewport): void {
    this.#view = view;
    this.#paintDue = true;
    const shown = this.#display;
    const level = levelFor(view.zoom, shown?.level);
    if (shown === undefined || level !== shown.level || !contains(shown.area, this.#seen())) {
      this.#choose();
    }
    this.#onView(view);
  }

  /** The visible part of the room; the empty floor around it needs no boxes. */
  #seen(): Rect {
    const view = visibleRect(this.#view);
    const bounds = this.#layout?.bounds ?? view;
    const x = Math.max(view.x, bounds.x);
    const y = Math.max(view.y, bounds.y);
    const w = Math.max(0, Math.min(view.x + view.w, bounds.x + bounds.w) - x);
    const h = Math.max(0, Math.min(view.y + view.h, bounds.y + bounds.h) - y);
    return w === 0 || h === 0 ? { x: view.x, y: view.y, w: 0, h: 0 } : { x, y, w, h };
  }

  #choose(): void {
    if (this.#layout === undefined) return;
    this.#display = chooseDisplay({
      layout: this.#layout,
      zoom: this.#view.zoom,
      view: visibleRect(this.#view),
      previous: this.#display?.level,
      edges: this.#edges.length,
    });
    this.map.show(this.#display.boxes, this.#edges);
    this.refresh();
  }

  #sizeCanvases(): void {
    const ratio = window.devicePixelRatio;
    for (const canvas of [this.#canvases.ground, this.#canvases.items, this.#canvases.traffic]) {
      canvas.width = Math.round(this.#view.width * ratio);
      canvas.height = Math.round(this.#view.height * ratio);
    }
    this.#paintDue = true;
  }

  #tick(nowMs: number): void {
    this.#frame = requestAnimationFrame((next) => this.#tick(next));
    if (this.#paintDue) {
      this.#paintDue = false;
      this.#paintStill();
      this.#paintTraffic();
      return;
    }
    if (nowMs - this.#lastTrafficMs < TRAFFIC_FRAME_MS) return;
    const elapsed = Math.min(100, nowMs - this.#lastTrafficMs);
    this.#lastTrafficMs = nowMs;
    if (!this.#source.running() || this.#source.still() || !this.#source.showTraffic()) return;
    this.#seconds += elapsed / 1_000;
    this.#paintTraffic();
  }

  #brush(canvas: HTMLCanvasElement): Brush | undefined {
    const ctx = canvas.getContext('2d');
    if (ctx === null) return undefined;
    const ratio = window.devicePixelRatio;
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.clearRect(0, 0, this.#view.width, this.#view.height);
    return new Brush(ctx, this.#view, this.#palette);
  }

  #paintStill(): void {
    const layout = this.#layout;
    const scene = this.#scene;
    if (layout === undefined || scene === undefined) return;
    const ground = this.#brush(this.#canvases.ground);
    const items = this.#brush(this.#canvases.items);
    if (ground === undefined || items === undefined) return;
    const showPower = this.#source.showPower();
    paintGround(ground, { layout, scene, words: this.#source.words(), showPower });
    const shadowed = this.#source.shadowed();
    paintItems(items, { scene, source: this.#source.items(), shadowed });
    const ownerOf = this.#source.owners();
    if (ownerOf !== undefined) paintOwners(items, { scene, ownerOf });
    const overlay = this.#source.domains();
    if (overlay === undefined) return;
    paintDomainGround(ground, { scene, overlay });
    paintDomainMarks(items, { scene, overlay, words: this.#source.words() });
  }

  #paintTraffic(): void {
    const shown = this.#source.showTraffic();
    if (!shown && !this.#trafficShown) return;
    this.#trafficShown = shown;
    const brush = this.#brush(this.#canvases.traffic);
    if (brush === undefined || !shown) return;
    const still = this.#source.still();
    paintTraffic(brush, { routes: this.#routes, seconds: this.#seconds, still });
  }
}
