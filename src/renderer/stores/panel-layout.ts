/**
 * Where the panels stand around the map: which edge each is docked to, how an edge is shared by
 * those that meet there, and how far an edge may grow so that the map keeps room to be worked in.
 * Values only; what a panel shows it must not know.
 */

/** The panels, named by where each stands to begin with: outline, inspector, time. */
export const PANELS = ['left', 'right', 'dock'] as const;
export type PanelName = (typeof PANELS)[number];

export const EDGES = ['left', 'right', 'bottom'] as const;
export type PanelEdge = (typeof EDGES)[number];

export interface PanelLayout {
  readonly edges: Record<PanelName, PanelEdge>;
  /** How much of its edge a panel takes, in pixels, where another one stands behind it. */
  readonly lengths: Record<PanelName, number>;
  /** The tab each panel was left at. */
  readonly tabs: Record<PanelName, string>;
}

/** How large an edge is, away from the border of the window, in pixels. */
export type EdgeSizes = Record<PanelEdge, number>;

const USUAL_SIZES: EdgeSizes = { left: 248, right: 312, bottom: 212 };
/** The window those are for; of a larger one each takes so much of every pixel more. */
const USUAL_WINDOW = { width: 1280, height: 800 } as const;
const USUAL_SHARE: EdgeSizes = { left: 0.08, right: 0.14, bottom: 0.36 };
/** What an edge may be at all; what it may be in a window is less, see `edgeLimits`. */
const SIZE_LIMITS = { min: 150, max: 720 } as const;
/** A panel along an edge is never shorter. */
export const LENGTH_MIN_PX = 150;
/** What a panel gets of an edge that it comes to share. */
const USUAL_LENGTHS = { left: 290, right: 290, bottom: 440 } as const;
/** What the map keeps between the panels, in each direction. */
const MAP_MIN = { width: 420, height: 200 } as const;
/** The bars above and below the map. */
const BARS_PX = 190;
/** How wide each panel is at a side, at least, at most, and when it comes there. */
const WIDTHS = {
  left: { min: 200, max: 460, usual: 248 },
  right: { min: 260, max: 520, usual: 312 },
  dock: { min: 300, max: 720, usual: 380 },
} as const;
/** The side across the map. */
export const OTHER_SIDE = { left: 'right', right: 'left' } as const;
const HEIGHTS = { min: 150, max: 460, usual: 212 } as const;

/** The layout nobody changed yet. */
export function usualLayout(): PanelLayout {
  return {
    edges: { left: 'left', right: 'right', dock: 'bottom' },
    lengths: { left: USUAL_LENGTHS.left, right: USUAL_LENGTHS.right, dock: USUAL_LENGTHS.bottom },
    tabs: { left: '', right: '', dock: '' },
  };
}

/** The sizes nobody changed yet. */
export function usualSizes(): EdgeSizes {
  return { ...USUAL_SIZES };
}

function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return Reflect.get(value, name);
}

/** What was stored, checked panel by panel; what cannot be read is as usual. */
export function readPanelLayout(stored: unknown): PanelLayout {
  const layout = usualLayout();
  for (const panel of PANELS) {
    const edge = fieldOf(fieldOf(stored, 'edges'), panel);
    const length = fieldOf(fieldOf(stored, 'lengths'), panel);
    const tab = fieldOf(fieldOf(stored, 'tabs'), panel);
    layout.edges[panel] = EDGES.find((one) => one === edge) ?? layout.edges[panel];
    if (typeof length === 'number' && Number.isFinite(length)) {
      layout.lengths[panel] = Math.max(LENGTH_MIN_PX, Math.round(length));
    }
    if (typeof tab === 'string' && tab.length <= 40) layout.tabs[panel] = tab;
  }
  return layout;
}

/** The sizes that were stored, edge by edge; the bottom was called `dock` once. */
export function readEdgeSizes(stored: unknown): EdgeSizes {
  const sizes = usualSizes();
  for (const edge of EDGES) {
    const size = fieldOf(stored, edge) ?? (edge === 'bottom' ? fieldOf(stored, 'dock') : undefined);
    if (typeof size !== 'number' || !Number.isFinite(size)) continue;
    sizes[edge] = Math.min(SIZE_LIMITS.max, Math.max(SIZE_LIMITS.min, Math.round(size)));
  }
  return sizes;
}

/** The panels at an edge in the order in which they stand there. */
export function panelsAt(layout: PanelLayout, edge: PanelEdge): readonly PanelName[] {
  return PANELS.filter((panel) => layout.edges[panel] === edge);
}

/** What decides how large an edge may be. */
export interface EdgeGround {
  readonly layout: PanelLayout;
  readonly sizes: EdgeSizes;
  readonly open: Readonly<Record<PanelName, boolean>>;
  readonly window: { readonly width: number; readonly height: number };
  /** How much larger bars and side panels are than their size, for an audience. */
  readonly growth: number;
}

/** How small and large an edge may be in this window, so that the map keeps what it needs. */
export function edgeLimits(
  edge: PanelEdge,
  on: EdgeGround,
): { readonly min: number; readonly max: number } {
  if (edge === 'bottom') {
    const room = on.window.height - BARS_PX * on.growth - MAP_MIN.height;
    return { min: HEIGHTS.min, max: Math.max(HEIGHTS.min, Math.min(HEIGHTS.max, room)) };
  }
  const widths = panelsAt(on.layout, edge).map((panel) => WIDTHS[panel]);
  const min = Math.max(SIZE_LIMITS.min, ...widths.map((one) => one.min));
  const max = Math.max(SIZE_LIMITS.min, ...widths.map((one) => one.max));
  const room = on.window.width - widthOf(OTHER_SIDE[edge], on) - MAP_MIN.width;
  return { min, max: Math.max(min, Math.min(max, Math.floor(room / on.growth))) };
}

/** What a side would like to take of the window. */
function widthOf(edge: 'left' | 'right', on: EdgeGround): number {
  const panels = panelsAt(on.layout, edge);
  if (!panels.some((panel) => on.open[panel])) return 0;
  return on.growth * Math.max(wishedSize(edge, on), ...panels.map((panel) => WIDTHS[panel].min));
}

/**
 * What an edge is meant to be, in pixels of a person's own choice. What nobody changed grows with
 * the window; before an audience the type does that already.
 */
export function wishedSize(edge: PanelEdge, on: EdgeGround): number {
  const size = on.sizes[edge];
  if (size !== USUAL_SIZES[edge] || on.growth > 1) return size;
  const { width, height } = on.window;
  const more = edge === 'bottom' ? height - USUAL_WINDOW.height : width - USUAL_WINDOW.width;
  return size + Math.round(Math.max(0, more) * USUAL_SHARE[edge]);
}

/** A size that a person chose, by a pixel beside the one that follows the window. */
export function ownSize(edge: PanelEdge, size: number): number {
  return size === USUAL_SIZES[edge] ? size + 1 : size;
}

/** What an edge takes of the window, in pixels; nothing when no panel is open there. */
export function edgeSize(edge: PanelEdge, on: EdgeGround): number {
  if (!panelsAt(on.layout, edge).some((panel) => on.open[panel])) return 0;
  const { min, max } = edgeLimits(edge, on);
  const size = Math.min(max, Math.max(min, wishedSize(edge, on)));
  return edge === 'bottom' ? size : size * on.growth;
}

/** The size an edge takes when a panel comes there, larger if it needs more. */
export function sizeWith(panel: PanelName, at: { edge: PanelEdge; size: number }): number {
  const usual = at.edge === 'bottom' ? HEIGHTS.usual : WIDTHS[panel].usual;
  return Math.max(at.size, usual);
}

/** What a panel takes of an edge that it comes to share. */
export function usualLength(edge: PanelEdge): number {
  return USUAL_LENGTHS[edge];
}
