/**
 * The room as a tree of lines for the outline: places and racks with what stands in them, then
 * power, services and the rest in groups of their own. Branches inherit the worst state below
 * them, so an alarm shows on a folded line.
 */
import type { TopologyKind, TopologyRow } from '../../shared/views/topology-view.ts';
import { stateOf, worseTone, type Tone } from '../model/row-state.ts';

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

export interface OutlineNode {
  readonly id: string;
  /** The thing, or undefined for a group heading. */
  readonly row: TopologyRow | undefined;
  readonly group: OutlineGroup | undefined;
  readonly children: readonly OutlineNode[];
}

/** One visible line. */
export interface OutlineLine {
  readonly id: string;
  readonly row: TopologyRow | undefined;
  readonly group: OutlineGroup | undefined;
  readonly depth: number;
  readonly expandable: boolean;
  readonly expanded: boolean;
  readonly worst: Tone;
  /** Position among its siblings and their number, for screen readers. */
  readonly position: number;
  readonly siblings: number;
}

export interface OutlineSource {
  readonly list: (kind: TopologyKind) => readonly TopologyRow[];
  readonly children: (id: string) => readonly TopologyRow[];
}

/** Nesting deeper than this is cut off; the room itself never nests this deep. */
const DEPTH_MAX = 12;

const collator = new Intl.Collator('en', { numeric: true });

function byName(a: TopologyRow, b: TopologyRow): number {
  return collator.compare(a.name, b.name);
}

/** The whole tree. Links stay out: there are as many as hosts, and each is found at its ends. */
export function outlineTree(source: OutlineSource): OutlineNode[] {
  const tops: Readonly<Record<OutlineGroup, readonly TopologyRow[]>> = {
    room: source.list('place').filter((row) => row.kind === 'place' && row.parent === undefined),
    power: source.list('power').filter((row) => row.kind === 'power' && row.from === undefined),
    network: source.list('switch').filter((row) => row.kind === 'switch' && row.rack === undefined),
    traffic: source.list('balancer'),
    cloud: [
      ...source.list('group'),
      ...source.list('cluster'),
      ...source.list('availabilitySet'),
      ...source.list('scaleSet'),
      ...source.list('proximityGroup'),
      ...source.list('hostGroup'),
      ...source.list('reservation'),
      ...source.list('vm').filter((row) => row.kind === 'vm' && row.host === undefined),
      ...source.list('storage').filter((row) => row.kind === 'storage' && row.rack === undefined),
      ...source.list('disk').filter((row) => row.kind === 'disk' && row.vm === undefined),
      ...source.list('network'),
      ...source.list('securityGroup'),
      ...source.list('publicIp'),
      ...source.list('nic').filter((row) => row.kind === 'nic' && row.vm === undefined),
      ...source.list('gallery'),
      ...source.list('managedImage'),
      ...source.list('terms'),
      ...source.list('quota'),
      ...source.list('batch'),
      ...source.list('webApp'),
      ...source.list('workload'),
      ...source.list('move'),
    ],
    state: [...source.list('store'), ...source.list('snapshot')],
    faults: [
      ...source.list('platform'),
      ...source.list('reliability'),
      ...source.list('fault'),
      ...source.list('scheduledEvent'),
      ...source.list('drainHook'),
    ],
  };
  return OUTLINE_GROUPS.filter((group) => tops[group].length > 0).map((group) => ({
    id: `group-${group}`,
    row: undefined,
    group,
    children: [...tops[group]].map((row) => nodeOf(source, row, 0)),
  }));
}

function nodeOf(source: OutlineSource, row: TopologyRow, depth: number): OutlineNode {
  const inside = depth < DEPTH_MAX ? [...source.children(row.id)] : [];
  // Hosts are listed as they stand, from the top of the rack; everything else by name.
  if (row.kind === 'rack') inside.sort((a, b) => rackOrder(b) - rackOrder(a) || byName(a, b));
  else inside.sort(byName);
  return {
    id: row.id,
    row,
    group: undefined,
    children: inside.map((child) => nodeOf(source, child, depth + 1)),
  };
}

function rackOrder(row: TopologyRow): number {
  if (row.kind === 'switch') return 1_000;
  return row.kind === 'host' ? row.unit : 0;
}

/** The lines that are visible when `isExpanded` says which branches are open. O(nodes). */
export function outlineLines(
  nodes: readonly OutlineNode[],
  choice: {
    isExpanded: (id: string) => boolean;
    matches: (row: TopologyRow) => boolean;
    filtered: boolean;
  },
): OutlineLine[] {
  const lines: OutlineLine[] = [];
  function visit(level: readonly OutlineNode[], depth: number): boolean {
    const kept = choice.filtered ? level.filter((node) => hasMatch(node, choice.matches)) : level;
    kept.forEach((node, index) => {
      const expandable = node.children.length > 0;
      const expanded = expandable && (choice.filtered || choice.isExpanded(node.id));
      lines.push({
        id: node.id,
        row: node.row,
        group: node.group,
        depth,
        expandable,
        expanded,
        worst: worstOf(node),
        position: index + 1,
        siblings: kept.length,
      });
      if (expanded) visit(node.children, depth + 1);
    });
    return kept.length > 0;
  }
  visit(nodes, 0);
  return lines;
}

function hasMatch(node: OutlineNode, matches: (row: TopologyRow) => boolean): boolean {
  if (node.row !== undefined && matches(node.row)) return true;
  return node.children.some((child) => hasMatch(child, matches));
}

function worstOf(node: OutlineNode): Tone {
  let worst: Tone = node.row === undefined ? 'ok' : stateOf(node.row).tone;
  for (const child of node.children) worst = worseTone(worst, worstOf(child));
  return worst;
}

/** Ids of the branches above a thing, so that it can be brought to light. */
export function pathTo(nodes: readonly OutlineNode[], id: string): string[] | undefined {
  for (const node of nodes) {
    if (node.id === id) return [];
    const below = pathTo(node.children, id);
    if (below !== undefined) return [node.id, ...below];
  }
  return undefined;
}
