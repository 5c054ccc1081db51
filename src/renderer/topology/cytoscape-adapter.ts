/**
 * The only file that knows Cytoscape. It shows boxes and edges it is given, and tells what the
 * person did with them: moved the view, pressed, hovered, drew a frame around things.
 *
 * Positions are given, nothing is laid out and nothing can be dragged. There are no compound
 * nodes: their style is recomputed in every frame (facts on Cytoscape), a rack is a plain box.
 * Boxes are there to be pressed and framed; they are painted on a canvas, so that neither a state
 * nor a figure ever restyles an element. Many new elements come in portions, frame by frame.
 */
import cytoscape, { type Core, type ElementDefinition, type EventObject } from 'cytoscape';
import type { Point, Rect, Viewport } from './geometry.ts';
import { createPressPairs } from './press-pairs.ts';
import { styleSheet, type Palette } from './style.ts';

/** What can be pressed: an area with a name; its kind decides what lies above what. */
export interface MapBox extends Rect {
  readonly id: string;
  readonly kind: string;
}

export interface MapEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
}

export interface Press {
  /** Added to what is selected already. */
  readonly add: boolean;
  readonly twice: boolean;
  /** In world units. */
  readonly at: Point;
}

export interface MapEvents {
  /** The view moved or the window changed its size. */
  readonly viewChanged: (view: Viewport) => void;
  readonly pressed: (id: string | undefined, how: Press) => void;
  readonly framed: (ids: readonly string[]) => void;
  readonly hovered: (id: string | undefined) => void;
  /** The menu was asked for on a thing, before the browser event reaches the menu itself. */
  readonly menuAsked: (id: string | undefined) => void;
}

export interface RoomMap {
  /** Says what is to be there; with many new elements only the first portion comes at once. */
  show(boxes: readonly MapBox[], edges: readonly MapEdge[]): void;
  /** The next portion; false when everything is there. */
  proceed(): boolean;
  /** Classes of each edge, as one space-separated text. */
  decorate(classesOf: (id: string) => string): void;
  select(ids: readonly string[]): void;
  /** What dragging the floor does. */
  tool(name: 'hand' | 'select'): void;
  theme(palette: Palette): void;
  view(): Viewport;
  look(view: { zoom: number; panX: number; panY: number }, animateMs: number): void;
  zoomAt(point: Point, factor: number): void;
  panBy(dx: number, dy: number): void;
  resize(): void;
  count(): number;
  destroy(): void;
}

/** A campus of thousands of racks fits into a window. */
export const ZOOM_MIN = 0.004;
export const ZOOM_MAX = 6;
/** Elements that come or go in one frame. */
const PORTION = 250;

/** Makes the map inside an element that has a size. */
export function createRoomMap(
  container: HTMLElement,
  events: MapEvents,
  palette: Palette,
): RoomMap {
  const cy = cytoscape({
    container,
    style: styleSheet(palette),
    layout: { name: 'preset' },
    minZoom: ZOOM_MIN,
    maxZoom: ZOOM_MAX,
    autoungrabify: true,
    boxSelectionEnabled: true,
    selectionType: 'single',
    userZoomingEnabled: false,
    textureOnViewport: false,
    hideEdgesOnViewport: false,
  });
  listen(cy, events);
  const elements = new Elements(cy);
  return {
    show: (boxes, edges) => elements.show(boxes, edges),
    proceed: () => elements.proceed(),
    decorate: (classesOf) => decorate(cy, classesOf),
    select: (ids) => selectElements(cy, ids),
    tool: (name) => void cy.userPanningEnabled(name === 'hand'),
    theme: (next) => void cy.style(styleSheet(next)),
    view: () => viewOf(cy),
    look: (view, animateMs) => look(cy, view, animateMs),
    zoomAt: (point, factor) =>
      void cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: point.x, y: point.y } }),
    panBy: (dx, dy) => void cy.panBy({ x: dx, y: dy }),
    resize: () => void cy.resize(),
    count: () => cy.elements().length,
    destroy: () => cy.destroy(),
  };
}

function viewOf(cy: Core): Viewport {
  const pan = cy.pan();
  return { zoom: cy.zoom(), panX: pan.x, panY: pan.y, width: cy.width(), height: cy.height() };
}

function look(
  cy: Core,
  view: { zoom: number; panX: number; panY: number },
  animateMs: number,
): void {
  const target = { zoom: view.zoom, pan: { x: view.panX, y: view.panY } };
  cy.stop();
  if (animateMs === 0) cy.viewport(target);
  else cy.animate({ ...target, duration: animateMs, easing: 'ease-in-out' });
}

function idOf(event: EventObject): string | undefined {
  const target: unknown = event.target;
  if (target === event.cy || typeof target !== 'object' || target === null) return undefined;
  // Cytoscape types the target of every event as `any`; everything but the core has an id.
  return (target as { id(): string }).id();
}

function listen(cy: Core, events: MapEvents): void {
  cy.on('viewport resize', () => events.viewChanged(viewOf(cy)));
  const isSecond = createPressPairs();
  // Every press at once: Cytoscape's own double ones keep each waiting, and may lie anywhere.
  cy.on('tap', (event) => {
    const { shiftKey, ctrlKey, metaKey } = modifiers(event);
    const add = shiftKey || ctrlKey || metaKey;
    const { x, y } = event.renderedPosition;
    const twice = isSecond({ x, y, atMs: event.originalEvent.timeStamp }) && !add;
    events.pressed(idOf(event), { add, twice, at: event.position });
  });
  cy.on('mouseover', 'node, edge', (event) => events.hovered(idOf(event)));
  cy.on('mouseout', 'node, edge', () => events.hovered(undefined));
  cy.on('cxttapstart', (event) => events.menuAsked(idOf(event)));
  cy.on('boxend', () => {
    // The elements in the frame are selected right after this event.
    setTimeout(() => events.framed(cy.$(':selected').map((element) => element.id())), 0);
  });
}

function modifiers(event: EventObject): { shiftKey: boolean; ctrlKey: boolean; metaKey: boolean } {
  const original: unknown = event.originalEvent;
  if (original instanceof MouseEvent) return original;
  return { shiftKey: false, ctrlKey: false, metaKey: false };
}

/** What is on the map and what is still to come and go. */
class Elements {
  readonly #cy: Core;
  #coming: ElementDefinition[] = [];
  #going: string[] = [];
  #there = new Set<string>();

  constructor(cy: Core) {
    this.#cy = cy;
  }

  show(boxes: readonly MapBox[], edges: readonly MapEdge[]): void {
    const wanted = new Set<string>();
    this.#coming = [];
    for (const box of boxes) {
      wanted.add(box.id);
      if (this.#there.has(box.id)) moveTo(this.#cy.getElementById(box.id), box);
      else this.#coming.push(nodeOf(box));
    }
    for (const edge of edges) {
      wanted.add(edge.id);
      if (!this.#there.has(edge.id)) this.#coming.push(edgeOf(edge));
    }
    this.#going = [...this.#there].filter((id) => !wanted.has(id));
    this.proceed();
  }

  proceed(): boolean {
    const { going, coming } = { going: this.#going, coming: this.#coming };
    if (going.length === 0 && coming.length === 0) return false;
    // The room was left while its view still moved.
    if (this.#cy.destroyed()) return false;
    const leave = going.splice(0, PORTION);
    const come = coming.splice(0, PORTION - leave.length);
    this.#cy.batch(() => {
      if (leave.length > 0) {
        // Together with a box go its edges, whoever named them.
        const gone = this.#cy.collection();
        for (const id of leave) gone.merge(this.#cy.getElementById(id));
        for (const element of gone.remove().toArray()) this.#there.delete(element.id());
      }
      for (const element of this.#cy.add(come).toArray()) this.#there.add(element.id());
    });
    return going.length > 0 || coming.length > 0;
  }
}

function nodeOf(box: MapBox): ElementDefinition {
  return {
    group: 'nodes',
    data: { id: box.id, w: box.w, h: box.h, kind: box.kind },
    position: { x: box.x + box.w / 2, y: box.y + box.h / 2 },
  };
}

function edgeOf(edge: MapEdge): ElementDefinition {
  return { group: 'edges', data: { id: edge.id, source: edge.from, target: edge.to } };
}

function moveTo(element: ReturnType<Core['getElementById']>, box: Rect): void {
  const x = box.x + box.w / 2;
  const y = box.y + box.h / 2;
  const at = element.position();
  if (at.x !== x || at.y !== y) element.position({ x, y });
  if (element.data('w') !== box.w) element.data('w', box.w);
  if (element.data('h') !== box.h) element.data('h', box.h);
}

function decorate(cy: Core, classesOf: (id: string) => string): void {
  cy.batch(() => {
    cy.edges().forEach((edge) => {
      const classes = classesOf(edge.id());
      // Setting equal classes would still count as a change of style.
      if (edge.scratch('classes') === classes) return;
      edge.scratch('classes', classes);
      edge.classes(classes);
    });
  });
}

function selectElements(cy: Core, ids: readonly string[]): void {
  cy.batch(() => {
    const wanted = new Set(ids);
    cy.$(':selected').forEach((element) => {
      if (!wanted.has(element.id())) element.unselect();
    });
    for (const id of wanted) cy.getElementById(id).select();
  });
}
