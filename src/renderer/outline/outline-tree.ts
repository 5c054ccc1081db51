/**
 * The room as a tree of lines for the outline: places and racks with what stands in them, then
 * power, services and the rest in groups of their own.
 *
 * Branches are put into order when they are first opened, and a line knows only what it takes to
 * be found and told; what a row says, and the worst state below it, is asked for by the few lines
 * that are in view. So a room of a hundred thousand things opens as fast as one of ten.
 */
import type { TopologyKind, TopologyRow } from '../../shared/views/topology-view.ts';
import { parentOf } from '../model/parents.ts';
import { byName } from '../topology/name-order.ts';

/** Groups without a thing of their own; their id begins with `group-`. */
export const OUTLINE_GROUPS = [
  'room',
  'power',
  'network',
  'traffic',
  'cloud',
  'state',
  'faults',
] as const;
export type OutlineGroup = (typeof OUTLINE_GROUPS)[number];

/** One visible line. */
export interface OutlineLine {
  readonly id: string;
  readonly group: OutlineGroup | undefined;
  readonly depth: number;
  readonly expandable: boolean;
  readonly expanded: boolean;
  /** Position among its siblings and their number, for screen readers. */
  readonly position: number;
  readonly siblings: number;
}

export interface OutlineSource {
  readonly list: (kind: TopologyKind) => readonly TopologyRow[];
  readonly get: (id: string) => TopologyRow | undefined;
  readonly idsIn: (id: string) => readonly string[];
}

export type RowOrder = (a: TopologyRow, b: TopologyRow) => number;

/** Nesting deeper than this is cut off; the room itself never nests this deep. */
const DEPTH_MAX = 12;

/** Kinds at the top of the groups; links stay out, each is found at its ends. */
const GROUP_OF_KIND: Readonly<Partial<Record<TopologyKind, OutlineGroup>>> = {
  place: 'room',
  power: 'power',
  switch: 'network',
  balancer: 'traffic',
  store: 'state',
  snapshot: 'state',
  platform: 'faults',
  reliability: 'faults',
  fault: 'faults',
  scheduledEvent: 'faults',
  drainHook: 'faults',
};
/** Within a group kinds stand in this order; those that are not named come last, by their kind. */
const TOP_ORDER: readonly TopologyKind[] = [
  'platform',
  'reliability',
  'fault',
  'scheduledEvent',
  'drainHook',
  'store',
  'snapshot',
  'group',
  'cluster',
  'availabilitySet',
  'scaleSet',
  'proximityGroup',
  'hostGroup',
  'reservation',
  'vm',
  'storage',
  'disk',
  'network',
  'securityGroup',
  'publicIp',
  'nic',
  'gallery',
  'managedImage',
  'terms',
  'quota',
  'batch',
  'workload',
];
/** Never at the top: they are told by what they belong to. */
const HIDDEN_TOPS: ReadonlySet<TopologyKind> = new Set([
  'link',
  'rack',
  'host',
  'service',
  'subnet',
  'dnsProfile',
  'dedicatedHost',
  'imageDefinition',
]);

/** The group a thing without a parent stands in; undefined for what is not listed. */
export function groupOf(row: TopologyRow): OutlineGroup | undefined {
  if (HIDDEN_TOPS.has(row.kind)) return undefined;
  return GROUP_OF_KIND[row.kind] ?? 'cloud';
}

/** Id of what a line stands under: another thing, or its group. */
export function outlineParent(row: TopologyRow): string | undefined {
  const parent = parentOf(row);
  if (parent !== undefined) return parent;
  const group = groupOf(row);
  return group === undefined ? undefined : `group-${group}`;
}

/** The tree of one structure of the room; made anew when things come, go or move. */
export class OutlineTree {
  readonly groups: readonly { readonly id: string; readonly group: OutlineGroup }[];
  readonly #source: OutlineSource;
  readonly #order: RowOrder | undefined;
  readonly #tops = new Map<string, string[]>();
  readonly #sorted = new Map<string, readonly string[]>();

  constructor(source: OutlineSource, kinds: readonly TopologyKind[], order?: RowOrder) {
    this.#source = source;
    this.#order = order;
    for (const kind of kinds) {
      if (HIDDEN_TOPS.has(kind)) continue;
      for (const row of source.list(kind)) {
        if (parentOf(row) !== undefined) continue;
        const id = `group-${groupOf(row) ?? 'cloud'}`;
        const known = this.#tops.get(id);
        if (known === undefined) this.#tops.set(id, [row.id]);
        else known.push(row.id);
      }
    }
    this.groups = OUTLINE_GROUPS.map((group) => ({ id: `group-${group}`, group })).filter(
      ({ id }) => this.#tops.has(id),
    );
  }

  hasChildren(id: string): boolean {
    return (this.#tops.get(id) ?? this.#source.idsIn(id)).length > 0;
  }

  /** What stands under a line, in order. */
  childrenOf(id: string): readonly string[] {
    const known = this.#sorted.get(id);
    if (known !== undefined) return known;
    const tops = this.#tops.get(id);
    const ids =
      tops === undefined ? this.#ordered(id, this.#source.idsIn(id)) : this.#ordered(id, tops);
    this.#sorted.set(id, ids);
    return ids;
  }

  /** Ids of the branches above a thing, from the top, so that it can be brought to light. */
  pathTo(id: string): string[] | undefined {
    const path: string[] = [];
    let row = this.#source.get(id);
    while (row !== undefined && path.length <= DEPTH_MAX) {
      const parent = outlineParent(row);
      if (parent === undefined) return undefined;
      path.unshift(parent);
      if (parent.startsWith('group-')) return path;
      row = this.#source.get(parent);
    }
    return undefined;
  }

  #ordered(id: string, ids: readonly string[]): string[] {
    const rows = ids.flatMap((child) => this.#source.get(child) ?? []);
    const parent = this.#source.get(id);
    if (this.#order !== undefined) rows.sort(this.#order);
    else if (parent === undefined) rows.sort((a, b) => topRank(a) - topRank(b));
    // Hosts are listed as they stand, from the top of the rack; everything else by name.
    else if (parent.kind === 'rack') {
      rows.sort((a, b) => rackOrder(b) - rackOrder(a) || byName(a.name, b.name));
    } else rows.sort((a, b) => byName(a.name, b.name));
    return rows.map((row) => row.id);
  }
}

function topRank(row: TopologyRow): number {
  const rank = TOP_ORDER.indexOf(row.kind);
  return rank < 0 ? TOP_ORDER.length : rank;
}

function rackOrder(row: TopologyRow): number {
  if (row.kind === 'switch') return 1_000;
  return row.kind === 'host' ? row.unit : 0;
}

/** Which branches are open, and what is left of the tree by the filter. */
export interface OutlineChoice {
  readonly isExpanded: (id: string) => boolean;
  /** Ids that match, when there is a filter; their branches are open and the rest is left out. */
  readonly matches: ReadonlySet<string> | undefined;
}

/** The lines that are visible. O(visible lines + matches). */
export function outlineLines(tree: OutlineTree, choice: OutlineChoice): OutlineLine[] {
  const lines: OutlineLine[] = [];
  const kept = choice.matches === undefined ? undefined : withPaths(tree, choice.matches);
  function visit(ids: readonly string[], depth: number): void {
    const shown = kept === undefined ? ids : ids.filter((id) => kept.has(id));
    shown.forEach((id, index) => {
      const expandable = tree.hasChildren(id);
      const expanded =
        expandable && depth < DEPTH_MAX && (kept !== undefined || choice.isExpanded(id));
      const group = depth === 0 ? tree.groups.find((one) => one.id === id)?.group : undefined;
      const siblings = shown.length;
      lines.push({ id, group, depth, expandable, expanded, position: index + 1, siblings });
      if (expanded) visit(tree.childrenOf(id), depth + 1);
    });
  }
  visit(
    tree.groups.map(({ id }) => id),
    0,
  );
  return lines;
}

/** Matches with everything above them. */
function withPaths(tree: OutlineTree, matches: ReadonlySet<string>): ReadonlySet<string> {
  const kept = new Set<string>();
  for (const id of matches) {
    const path = tree.pathTo(id);
    if (path === undefined) continue;
    kept.add(id);
    for (const above of path) kept.add(above);
  }
  return kept;
}
