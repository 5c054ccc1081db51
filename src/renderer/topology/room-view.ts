/**
 * The map as one thing: elements in the middle, painted ground below, painted words and traffic
 * above, all looking through the same view.
 *
 * It decides what has to be painted anew and when: the ground and the words when the view or the
 * room changed, the traffic in every frame while time runs. It knows no store; what it needs is
 * handed in as functions.
 */
import { Brush } from './brush.ts';
import type { Box } from './box.ts';
import { createRoomMap, type MapEdge, type MapEvents, type RoomMap } from './cytoscape-adapter.ts';
import { chooseDisplay, levelFor, type Display } from './display-graph.ts';
import { contains, overlaps, visibleRect } from './geometry.ts';
import type { Point, Rect, Viewport } from './geometry.ts';
import { Layer } from './layer.ts';
import type { RoomLayout } from './layout.ts';
import { paintBodies } from './paint-bodies.ts';
import { paintDomainGround, paintDomainMarks } from './paint-domains.ts';
import { paintGround } from './paint-ground.ts';
import { paintItems } from './paint-items.ts';
import { paintLinks } from './paint-links.ts';
import { paintLive } from './paint-live.ts';
import { paintPlaces } from './paint-places.ts';
import { paintLens } from '../lens/paint-lens.ts';
import { paintIncidents } from '../responsibility/paint-incidents.ts';
import { paintOwners } from '../responsibility/paint-owners.ts';
import type { Pen } from './pen.ts';
import { LAYERS, type LayerName, type RoomCanvases } from './room-view-source.ts';
import type { RoomViewSource, ViewState } from './room-view-source.ts';
import { buildScene, type Scene } from './scene.ts';
import type { Palette } from './style.ts';
import { paintTraffic, routesOf, type TrafficRoute } from './traffic.ts';

type StillLayer = Exclude<LayerName, 'traffic'>;

/** Kept free around the room: the map's own tools lie at the top and at the bottom. */
const FIT_PADDING_PX = { side: 26, top: 46, bottom: 62 } as const;
/** A small room is not blown up beyond its natural size. */
const FIT_ZOOM_MAX = 1.35;
const FLY_MS = 260;
/** A thing flown to is at least this wide on the screen. */
const REVEAL_MIN_PX = 60;
/** Traffic is painted at most this often: half the frames of a usual screen. */
const TRAFFIC_FRAME_MS = 32;

export class RoomView {
  readonly map: RoomMap;
  readonly #source: RoomViewSource;
  readonly #onView: (state: ViewState) => void;
  readonly #layers: Readonly<Record<LayerName, Layer>>;
  #palette: Palette;
  #layout: RoomLayout | undefined;
  #edges: readonly MapEdge[] = [];
  #display: Display | undefined;
  #scene: Scene | undefined;
  #routes: readonly TrafficRoute[] = [];
  #view: Viewport;
  #frame = 0;
  #paintDue = false;
  #elementsDue = false;
  #sceneDue = false;
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
    onView: (state: ViewState) => void;
  }) {
    this.#source = at.source;
    this.#palette = at.palette;
    this.#onView = at.onView;
    const { container, ...canvases } = at.canvases;
    this.#layers = {
      ground: new Layer(canvases.ground),
      bodies: new Layer(canvases.bodies),
      traffic: new Layer(canvases.traffic),
      live: new Layer(canvases.live),
      items: new Layer(canvases.items),
    };
    const events = { ...at.events, viewChanged: (view: Viewport) => this.#viewChanged(view) };
    this.map = createRoomMap(container, events, at.palette);
    this.#view = this.map.view();
    this.#sizeCanvases();
    this.#frame = requestAnimationFrame((now) => this.#tick(now));
  }

  /** A new arrangement of the room; the first one is fitted into the window. */
  arrange(layout: RoomLayout, edges: readonly MapEdge[]): void {
    this.#layout = layout;
    this.#edges = edges;
    if (this.#fitted === undefined || (this.#source.arriving() && this.#isFitted())) this.fit(0);
    this.#choose();
    this.#spoil(LAYERS);
  }

  /** States changed: words, bodies and ways follow with the next frame. */
  refresh(): void {
    this.#sceneDue = true;
    this.#spoil(['ground', 'bodies', 'items']);
    this.refreshFigures();
  }

  /** What is selected, related or in a shadow changed. */
  refreshMarks(): void {
    this.#spoil(['bodies', 'items']);
  }

  /** Only figures changed. */
  refreshFigures(): void {
    if (this.#layout === undefined) return;
    const { rows } = this.#source.scene();
    this.#routes = this.#source.showTraffic()
      ? routesOf({
          layout: this.#layout,
          services: this.#source.services(),
          arrivalsOf: this.#source.arrivalsOf,
          rackOf: (vm) => rows.homeOf(vm)?.rack,
        })
      : [];
    this.#spoil(['live']);
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

  /** Fits the whole room again, where that is what is shown. */
  refit(): void {
    if (this.#isFitted()) this.fit(0);
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
    const room = height - FIT_PADDING_PX.top - FIT_PADDING_PX.bottom - this.#source.footPx();
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

  /** Brings a point of the world into the middle. */
  center(at: Point): void {
    const { zoom, width, height } = this.#view;
    this.map.look({ zoom, panX: width / 2 - at.x * zoom, panY: height / 2 - at.y * zoom }, 0);
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

  /** What was pressed: where a row stands for its racks, the rack at that place. */
  pick(id: string | undefined, at: Point): string | undefined {
    if (id === undefined || this.#display?.level !== 'zone') return id;
    const spot = { x: at.x, y: at.y, w: 1, h: 1 };
    const [rack] = this.#layout?.boxes.within(spot, 'racks') ?? [];
    return rack?.id ?? id;
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

  /** What lies at the middle of the view, and at which level it is shown. */
  state(): ViewState {
    return {
      ...this.#view,
      level: this.#display?.level,
      elements: this.map.count(),
      busy: this.#elementsDue,
    };
  }

  #viewChanged(view: Viewport): void {
    this.#view = view;
    this.#paintDue = true;
    const shown = this.#display;
    const wanted = levelFor(view.zoom, shown?.wanted);
    if (shown === undefined || wanted !== shown.wanted || !contains(shown.area, this.#seen())) {
      this.#choose();
    }
    this.#onView(this.state());
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
    const before = this.#display;
    this.#display = chooseDisplay({
      layout: this.#layout,
      zoom: this.#view.zoom,
      view: visibleRect(this.#view),
      previous: before,
      edges: this.#edges,
    });
    this.map.show(this.#display.boxes, this.#display.edges);
    this.map.decorate(this.#source.classesOf);
    this.#elementsDue = true;
    this.#sceneDue = true;
    // At the same level what is on the canvases is still true; only more comes into view.
    if (before?.level !== this.#display.level) this.#spoil(LAYERS);
  }

  #buildScene(): void {
    if (this.#display === undefined) return;
    const { boxes, level } = this.#display;
    this.#scene = buildScene({ boxes, source: this.#source.scene(), level });
    this.map.decorate(this.#source.classesOf);
    this.#sceneDue = false;
  }

  #sizeCanvases(): void {
    for (const name of LAYERS) this.#layers[name].resize(this.#view);
    this.#paintDue = true;
  }

  #tick(nowMs: number): void {
    this.#frame = requestAnimationFrame((next) => this.#tick(next));
    if (this.#elementsDue) {
      this.#elementsDue = this.map.proceed();
      if (!this.#elementsDue) this.#elementsCame();
    }
    if (this.#paintDue) {
      this.#paintDue = false;
      if (this.#sceneDue) this.#buildScene();
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

  /** Everything that is to be there is: new elements get their marks. */
  #elementsCame(): void {
    this.map.decorate(this.#source.classesOf);
    this.map.select([...this.#source.selected()]);
    this.#onView(this.state());
  }

  #paint(name: LayerName, draw: (brush: Brush) => void): void {
    this.#layers[name].paint(this.#view, this.#palette, draw);
  }

  /** What is painted on each canvas but that of the traffic. */
  #draws(): Readonly<Record<StillLayer, (brush: Brush) => void>> | undefined {
    const layout = this.#layout;
    const scene = this.#scene;
    if (layout === undefined || scene === undefined) return undefined;
    const source = this.#source;
    const words = source.words();
    const items = source.items();
    const overlay = source.domains();
    const ownerOf = source.owners();
    const lens = source.lens();
    const filled = lens === undefined;
    const shadowed = source.shadowed();
    const marks = { selected: source.selected(), related: source.related(), shadowed };
    return {
      ground: (brush) => {
        paintGround(brush, { layout, scene, words, showPower: source.showPower() });
        if (overlay !== undefined) paintDomainGround(brush, { scene, overlay });
      },
      bodies: (brush) => {
        paintPlaces(brush, { scene, layout, words, filled });
        paintBodies(brush, { scene, marks });
      },
      live: (brush) => {
        if (lens !== undefined) paintLens(brush, { scene, layout, lens });
        paintLive(brush, { scene, source: items, filled });
      },
      items: (brush) => {
        paintItems(brush, { scene, source: items, shadowed, filled });
        if (ownerOf !== undefined) {
          paintOwners(brush, { scene, ownerOf });
          paintIncidents(brush, { scene, flags: source.flags(), words: source.flagWords });
        }
        if (overlay !== undefined) paintDomainMarks(brush, { scene, overlay, words });
      },
    };
  }

  #paintStill(): void {
    const draws = this.#draws();
    for (const name of ['ground', 'bodies', 'live', 'items'] as const) {
      if (draws !== undefined) this.#paint(name, draws[name]);
    }
  }

  /** Draws what the screen shows with another pen, back to front. */
  drawWith(pen: Pen): void {
    const draws = this.#draws();
    const display = this.#display;
    if (draws === undefined || display === undefined) return;
    const brush = new Brush(pen, this.#view, { palette: this.#palette });
    draws.ground(brush);
    const boxes = new Map(display.boxes.map((box) => [box.id, box]));
    paintLinks(brush, { edges: display.edges, boxes, classesOf: this.#source.classesOf });
    draws.bodies(brush);
    if (this.#source.showTraffic()) {
      paintTraffic(brush, { routes: this.#routes, seconds: this.#seconds, still: false });
    }
    draws.live(brush);
    draws.items(brush);
  }

  #paintTraffic(): void {
    const shown = this.#source.showTraffic();
    if (!shown && !this.#trafficShown) return;
    this.#trafficShown = shown;
    this.#layers.traffic.spoil();
    const still = this.#source.still();
    this.#paint('traffic', (brush) => {
      if (shown) paintTraffic(brush, { routes: this.#routes, seconds: this.#seconds, still });
    });
  }
}
