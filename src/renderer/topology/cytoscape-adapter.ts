/**
 * The only file that knows Cytoscape. It shows boxes and edges it is given, and tells what the
 * person did with them: moved the view, pressed, hovered, drew a frame around things.
 *
 * Positions are given, nothing is laid out and nothing can be dragged. There are no compound
 * nodes: their style is recomputed in every frame (facts on Cytoscape), a rack is a plain box.
 * Elements never become reactive values.
 */
import cytoscape, { type Core, type ElementDefinition, type EventObject } from 'cytoscape';
import type { Box } from './box.ts';
import type { Point, Rect, Viewport } from './geometry.ts';
import { styleSheet, type Palette } from './style.ts';

export interface MapEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
}

export interface MapEvents {
  /** The view moved or the window changed its size. */
  readonly viewChanged: (view: Viewport) => void;
  readonly pressed: (id: string | undefined, how: { add: boolean; twice: boolean }) => void;
  readonly framed: (ids: readonly string[]) => void;
  readonly hovered: (id: string | undefined) => void;
  /** The menu was asked for on a thing, before the browser event reaches the menu itself. */
  readonly menuAsked: (id: string | undefined) => void;
}

export interface RoomMap {
  show(boxes: readonly Box[], edges: readonly MapEdge[]): void;
  /** Classes of each shown element, as one space-separated text. */
  decorate(classesOf: (id: string) => string): void;
  select(ids: readonly string[]): void;
  theme(palette: Palette): void;
  view(): Viewport;
  look(view: { zoom: number; panX: number; panY: number }, animateMs: number): void;
  zoomAt(point: Point, factor: number): void;
  panBy(dx: number, dy: number): void;
  resize(): void;
  count(): number;
  destroy(): void;
}

export const ZOOM_MIN = 0.03;
export const ZOOM_MAX = 6;

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
  return {
    show: (boxes, edges) => showElements(cy, { boxes, edges }),
    decorate: (classesOf) => decorate(cy, classesOf),
    select: (ids) => selectElements(cy, ids),
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
  cy.on('onetap', (event) => {
    const { shiftKey, ctrlKey, metaKey } = modifiers(event);
    events.pressed(idOf(event), { add: shiftKey || ctrlKey || metaKey, twice: false });
  });
  cy.on('dbltap', (event) => events.pressed(idOf(event), { add: false, twice: true }));
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

function showElements(
  cy: Core,
  wanted: { boxes: readonly Box[]; edges: readonly MapEdge[] },
): void {
  cy.batch(() => {
    const keep = new Set<string>();
    const added: ElementDefinition[] = [];
    for (const box of wanted.boxes) {
      keep.add(box.id);
      const existing = cy.getElementById(box.id);
      if (existing.empty()) added.push(nodeOf(box));
      else moveTo(existing, box);
    }
    for (const edge of wanted.edges) {
      if (!keep.has(edge.from) || !keep.has(edge.to)) continue;
      keep.add(edge.id);
      if (cy.getElementById(edge.id).empty()) {
        added.push({ group: 'edges', data: { id: edge.id, source: edge.from, target: edge.to } });
      }
    }
    cy.elements()
      .filter((element) => !keep.has(element.id()))
      .remove();
    cy.add(added);
  });
}

function nodeOf(box: Box): ElementDefinition {
  return {
    group: 'nodes',
    data: { id: box.id, w: box.w, h: box.h, kind: box.kind },
    position: { x: box.x + box.w / 2, y: box.y + box.h / 2 },
    classes: box.kind,
  };
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
    cy.elements().forEach((element) => {
      const kind: unknown = element.data('kind');
      const classes = `${typeof kind === 'string' ? kind : ''} ${classesOf(element.id())}`;
      // Setting equal classes would still count as a change of style.
      if (element.scratch('classes') === classes) return;
      element.scratch('classes', classes);
      element.classes(classes);
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
