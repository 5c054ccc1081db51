/**
 * What the painters show on each box: its words, its state, its figures. Built from the rows for
 * the boxes that are on the map, so that painting a frame reads plain values and asks nobody.
 */
import type { Shadow } from '../../shared/views/workspace-view.ts';
import type { RowOf, TopologyRow } from '../../shared/views/topology-view.ts';
import { stateOf, worseTone, type RowState, type Tone } from '../model/row-state.ts';
import type { Box } from './box.ts';

/** What one box shows. */
export interface SceneItem {
  readonly box: Box;
  readonly row: TopologyRow;
  readonly state: RowState;
  readonly label: string;
  /** Which feed of the room a power part belongs to, from 0; undefined when none. */
  readonly feed?: number | undefined;
}

/** What a rack shows when its hosts are not drawn, and the lamp in its head when they are. */
export interface RackSummary {
  readonly hosts: number;
  readonly hostsUp: number;
  readonly machines: number;
  readonly cores: number;
  readonly coresCommitted: number;
  readonly worst: Tone;
  /** One state for each feed that reaches it, in the order of the PDUs. */
  readonly power: readonly { readonly feed: number | undefined; readonly on: boolean }[];
}

export interface Scene {
  readonly items: readonly SceneItem[];
  readonly racks: ReadonlyMap<string, RackSummary>;
  /** Machines on a host, for hosts whose tiles are not drawn. */
  readonly machinesOnHost: ReadonlyMap<string, number>;
  readonly feedOf: ReadonlyMap<string, number>;
  readonly tilesShown: boolean;
}

export interface SceneSource {
  readonly get: (id: string) => TopologyRow | undefined;
  readonly racks: readonly RowOf<'rack'>[];
  readonly hosts: readonly RowOf<'host'>[];
  readonly machines: readonly RowOf<'vm'>[];
  readonly powers: readonly RowOf<'power'>[];
  readonly feeds: readonly RowOf<'power'>[];
}

/** Builds what the shown boxes display. O(rows + boxes). */
export function buildScene(at: {
  boxes: readonly Box[];
  source: SceneSource;
  tilesShown: boolean;
}): Scene {
  const feedOf = feedsOf(at.source);
  const machinesOnHost = new Map<string, number>();
  for (const vm of at.source.machines) {
    if (vm.host !== undefined) machinesOnHost.set(vm.host, (machinesOnHost.get(vm.host) ?? 0) + 1);
  }
  const rackNames = new Map(at.source.racks.map((rack) => [rack.id, rack.name]));
  const items: SceneItem[] = [];
  for (const box of at.boxes) {
    const row = at.source.get(box.id);
    if (row === undefined) continue;
    const label = shortName(
      row.name,
      box.rack === row.id ? undefined : rackNames.get(box.rack ?? ''),
    );
    items.push({ box, row, state: stateOf(row), label, feed: feedOf.get(row.id) });
  }
  const racks = summariseRacks(at.source, { feedOf, machinesOnHost });
  return { items, racks, machinesOnHost, feedOf, tilesShown: at.tilesShown };
}

/** `r1-h03` inside rack `r1` is shown as `h03`: the rack says the rest. */
function shortName(name: string, rack: string | undefined): string {
  const prefix = `${rack ?? ''}-`;
  return rack !== undefined && name.startsWith(prefix) ? name.slice(prefix.length) : name;
}

/** Every part of the power graph → the number of the feed it belongs to, upstream and down. */
function feedsOf(source: SceneSource): Map<string, number> {
  const feedOf = new Map<string, number>();
  source.feeds.forEach((feed, index) => {
    feedOf.set(feed.id, index);
    if (feed.from !== undefined && !feedOf.has(feed.from)) feedOf.set(feed.from, index);
  });
  for (const row of source.powers) {
    const feed = row.from === undefined ? undefined : feedOf.get(row.from);
    if (row.powerKind === 'pdu' && feed !== undefined) feedOf.set(row.id, feed);
  }
  return feedOf;
}

function summariseRacks(
  source: SceneSource,
  known: { feedOf: ReadonlyMap<string, number>; machinesOnHost: ReadonlyMap<string, number> },
): Map<string, RackSummary> {
  const racks = new Map<string, MutableSummary>();
  for (const rack of source.racks) {
    const worst: Tone = rack.cut ? 'harm' : 'ok';
    const empty = { hosts: 0, hostsUp: 0, machines: 0, cores: 0, coresCommitted: 0 };
    racks.set(rack.id, { ...empty, worst, power: [] });
  }
  for (const host of source.hosts) {
    const rack = racks.get(host.rack);
    if (rack === undefined) continue;
    rack.hosts += 1;
    if (host.state === 'up') rack.hostsUp += 1;
    rack.machines += known.machinesOnHost.get(host.id) ?? 0;
    rack.cores += host.cores;
    rack.coresCommitted += host.vCpuCommitted;
    rack.worst = worseTone(rack.worst, stateOf(host).tone);
  }
  for (const row of source.powers) {
    const rack = row.rack === undefined ? undefined : racks.get(row.rack);
    rack?.power.push({ feed: known.feedOf.get(row.id), on: row.energised });
  }
  return racks;
}

interface MutableSummary {
  hosts: number;
  hostsUp: number;
  machines: number;
  cores: number;
  coresCommitted: number;
  worst: Tone;
  power: { feed: number | undefined; on: boolean }[];
}

/** Everything a shadow covers, as one set. */
export function shadowedIds(shadow: Shadow | undefined): ReadonlySet<string> {
  if (shadow === undefined) return new Set();
  const { target, hosts, switches, powers, vms, ailing } = shadow;
  return new Set([target, ...hosts, ...switches, ...powers, ...vms, ...ailing]);
}
