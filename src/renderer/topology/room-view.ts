/**
 * The room on its map: which boxes and edges there are at a zoom, and what is painted of them.
 *
 * When something is painted the stage decides; here stand the levels of detail, the scene that the
 * painters read and what spoils which canvas. It knows no store; what it needs is handed in as
 * functions.
 */
import type { Brush } from './brush.ts';
import type { Box } from './box.ts';
import type { MapEdge, MapEvents } from './cytoscape-adapter.ts';
import { chooseDisplay, levelFor, type Display } from './display-graph.ts';
import { centerOf, contains, overlaps, visibleRect } from './geometry.ts';
import type { Point, Rect } from './geometry.ts';
import type { RoomLayout } from './layout.ts';
import { MapStage, type Draws, type Padding, type StageOwner } from './map-stage.ts';
import { paintBodies } from './paint-bodies.ts';
import { paintDomainGround, paintDomainMarks } from './paint-domains.ts';
import { paintGround } from './paint-ground.ts';
import { paintItems } from './paint-items.ts';
import { paintLinks } from './paint-links.ts';
import { paintLive } from './paint-live.ts';
import { paintPlaces } from './paint-places.ts';
import { paintFolds, paintRowNames } from './paint-row-names.ts';
import { paintLens } from '../lens/paint-lens.ts';
import { paintIncidents } from '../responsibility/paint-incidents.ts';
import { paintOwners } from '../responsibility/paint-owners.ts';
import { ROOM_LAYERS, type RoomCanvases, type RoomStill } from './room-view-source.ts';
import type { RoomViewSource, ViewState } from './room-view-source.ts';
import { buildScene, type Scene } from './scene.ts';
import type { Palette } from './style.ts';
import { routesOf } from './traffic.ts';

const FIT_PADDING_PX = { side: 26, top: 16, bottom: 58 } as const;
/** A thing flown to is at least this wide on the screen. */
const REVEAL_MIN_PX = 60;
const REVEAL_ZOOM_MAX = 3;

export class RoomView implements StageOwner<RoomStill> {
  readonly stage: MapStage<RoomStill>;
  readonly #source: RoomViewSource;
  readonly #onView: (state: ViewState) => void;
  #layout: RoomLayout | undefined;
  #edges: readonly MapEdge[] = [];
  #display: Display | undefined;
  #scene: Scene | undefined;
  #sceneDue = false;

  constructor(at: {
    canvases: RoomCanvases;
    source: RoomViewSource;
    palette: Palette;
    events: Omit<MapEvents, 'viewChanged'>;
    onView: (state: ViewState) => void;
  }) {
    this.#source = at.source;
    this.#onView = at.onView;
    const { canvases, source, palette, events } = at;
    this.stage = new MapStage({
      owner: this,
      layers: ROOM_LAYERS,
      canvases,
      source,
      palette,
      events,
    });
  }

  /** A new arrangement of the room; the first one is fitted into the window. */
  arrange(layout: RoomLayout, edges: readonly MapEdge[]): void {
    this.#layout = layout;
    this.#edges = edges;
    const wasFitted = this.stage.isFitted();
    const isGrowing = this.#source.arriving() && wasFitted;
    if (!this.stage.everFitted || isGrowing) this.stage.fit(0);
    // Who looks at everything goes on doing so when something comes that stands further out.
    else if (wasFitted && !contains(visibleRect(this.stage.view), layout.bounds)) this.stage.fit();
    this.#choose();
    this.stage.spoil();
  }

  /** States changed: words, bodies and ways follow with the next frame. */
  refresh(): void {
    this.#sceneDue = true;
    this.stage.spoil(['ground', 'bodies', 'items']);
    this.refreshFigures();
  }

  /** What is selected, related or in a shadow changed. */
  refreshMarks(): void {
    this.stage.spoil(['bodies', 'items']);
  }

  /** Only figures changed. */
  refreshFigures(): void {
    if (this.#layout === undefined) return;
    const { rows } = this.#source.scene();
    const routes = this.#source.showTraffic()
      ? routesOf({
          layout: this.#layout,
          services: this.#source.services(),
          arrivalsOf: this.#source.arrivalsOf,
          rackOf: (vm) => rows.homeOf(vm)?.rack,
        })
      : [];
    this.stage.flow(routes);
    this.stage.spoil(['live']);
  }

  /** Flies to a thing unless it is on the screen and large enough already. */
  reveal(id: string): void {
    const box = this.boxOf(id);
    if (box === undefined) return;
    const { view } = this.stage;
    const large = box.w * view.zoom >= REVEAL_MIN_PX;
    if (large && contains(visibleRect(view), box)) return;
    const zoom = Math.min(REVEAL_ZOOM_MAX, Math.max(view.zoom, REVEAL_MIN_PX / box.w));
    this.stage.center(centerOf(box), { zoom });
  }

  /** What was pressed: where a row stands for its racks, the rack at that place. */
  pick(id: string | undefined, at: Point | undefined): string | undefined {
    if (id === undefined || at === undefined || this.#display?.level !== 'zone') return id;
    const spot = { x: at.x, y: at.y, w: 1, h: 1 };
    const [rack] = this.#layout?.boxes.within(spot, 'racks') ?? [];
    return rack?.id ?? id;
  }

  /** What is shown at the moment, for moving between neighbours. */
  shown(): readonly Box[] {
    const view = visibleRect(this.stage.view);
    return this.#display?.boxes.filter((box) => overlaps(box, view)) ?? [];
  }

  /** What lies at the middle of the view, and at which level it is shown. */
  state(): ViewState {
    return { ...this.stage.state(), level: this.#display?.level };
  }

  /** An empty room is never fitted: the first thing in it would be. */
  bounds(): Rect | undefined {
    const size = this.#layout?.boxes.size ?? 0;
    return size === 0 ? undefined : this.#layout?.bounds;
  }

  boxOf(id: string): Box | undefined {
    return this.#layout?.boxes.get(id);
  }

  padding(): Padding {
    const { side, top, bottom } = FIT_PADDING_PX;
    return { side, top, bottom: bottom + this.#source.footPx() };
  }

  moved(): void {
    const { view } = this.stage;
    const shown = this.#display;
    const wanted = levelFor(view.zoom, shown?.wanted);
    if (shown === undefined || wanted !== shown.wanted || !contains(shown.area, this.#seen())) {
      this.#choose();
    }
    this.#onView(this.state());
  }

  /** New elements get their marks. */
  elementsCame(): void {
    const { map } = this.stage;
    map.decorate(this.#source.classesOf);
    map.select([...this.#source.selected()]);
    this.#onView(this.state());
  }

  draws(): Draws<RoomStill> | undefined {
    if (this.#sceneDue) this.#buildScene();
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
        paintFolds(brush, { layout, scene, words });
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
        paintRowNames(brush, { layout, scene, words, tabbed: overlay?.fault === true });
        paintItems(brush, { scene, source: items, shadowed, filled, overlay });
        if (ownerOf !== undefined) {
          paintOwners(brush, { scene, ownerOf });
          paintIncidents(brush, { scene, flags: source.flags(), words: source.flagWords });
        }
        if (overlay !== undefined) paintDomainMarks(brush, { scene, overlay, words });
      },
    };
  }

  drawElements(brush: Brush): void {
    const display = this.#display;
    if (display === undefined) return;
    const boxes = new Map(display.boxes.map((box) => [box.id, box]));
    paintLinks(brush, { edges: display.edges, boxes, classesOf: this.#source.classesOf });
  }

  /** The visible part of the room; the empty floor around it needs no boxes. */
  #seen(): Rect {
    const view = visibleRect(this.stage.view);
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
    const { view } = this.stage;
    this.#display = chooseDisplay({
      layout: this.#layout,
      zoom: view.zoom,
      view: visibleRect(view),
      previous: before,
      edges: this.#edges,
    });
    this.stage.show(this.#display.boxes, this.#display.edges);
    this.stage.map.decorate(this.#source.classesOf);
    this.#sceneDue = true;
    // At the same level what is on the canvases is still true; only more comes into view.
    if (before?.level !== this.#display.level) this.stage.spoil();
  }

  #buildScene(): void {
    if (this.#display === undefined) return;
    const { boxes, level } = this.#display;
    this.#scene = buildScene({ boxes, source: this.#source.scene(), level });
    this.stage.map.decorate(this.#source.classesOf);
    this.#sceneDue = false;
  }
}
