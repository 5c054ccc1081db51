/**
 * Computes where everything stands on the logical view: who asks on the left, balancers beside
 * them, networks with their subnets and pools in the middle, what is leant on at the right. A room
 * with many tiers is laid out in pages side by side, so that it stays as wide as a window is; a
 * network that goes on over several pages has a frame on each. Nothing is laid out by forces.
 */
import { unionOf, type Rect } from '../topology/geometry.ts';
import type { LogicGraph, NetworkPart, SubnetPart, Tier } from './logic-graph.ts';
import { leadWays } from './logic-ways.ts';
import {
  ADDRESS,
  BALANCER,
  cellRects,
  COLUMN,
  INTERNET,
  INTERNET_ID,
  NAME,
  NETWORK,
  PAGE_GAP,
  POOL,
  poolHeight,
  SERVICE,
  STORE,
  SUBNET,
  TIER_GAP,
  type LogicBox,
  type LogicEdge,
  type Placing,
} from './logic-parts.ts';

/** Width to height of the view in a usual window. */
const WINDOW_SHAPE = 1.3;
/** Fewer tiers than this never fill more than one page. */
const ONE_PAGE_TIERS = 8;

export interface LogicLayout {
  readonly graph: LogicGraph;
  readonly boxes: ReadonlyMap<string, LogicBox>;
  readonly edges: readonly LogicEdge[];
  readonly bounds: Rect;
}

/** Lays the view out. O(rows). */
export function layOutLogic(graph: LogicGraph): LogicLayout {
  const placing: Placing = { graph, boxes: new Map() };
  const hasEnd = graph.source.stores.length + graph.source.webApps.length > 0;
  const pageWidth = (hasEnd ? COLUMN.end + STORE.w : COLUMN.end) + PAGE_GAP;
  const pages = pagesOf(graph, pageWidth);
  pages.forEach((page, index) => placePage(placing, { page, left: index * pageWidth, index }));
  placeEnds(placing);
  const bodies = [...placing.boxes.values()];
  if (bodies.length > 0 && graph.tiers.length + graph.publicOf.size > 0) {
    const all = unionOf(bodies);
    put(placing, {
      id: INTERNET_ID,
      kind: 'internet',
      row: undefined,
      x: COLUMN.internet,
      y: all.y + all.h / 2 - INTERNET.h / 2,
      w: INTERNET.w,
      h: INTERNET.h,
    });
  }
  const edges = leadWays(placing);
  const bounds = unionOf([...placing.boxes.values()]);
  return { graph, boxes: placing.boxes, edges, bounds };
}

function put(placing: Placing, box: LogicBox): void {
  placing.boxes.set(box.id, box);
}

interface Page {
  readonly networks: readonly NetworkPart[];
  readonly tiers: readonly Tier[];
  /** Machines with a public address of their own, in this page's pools. */
  readonly addresses: readonly string[];
}

function subnetHeight(subnet: SubnetPart, graph: LogicGraph): number {
  const pools = subnet.pools.map((pool) =>
    poolHeight(graph.pools.get(pool.id)?.machines.length ?? 0),
  );
  const inside = pools.length === 0 ? SUBNET.empty : sumOf(pools) + (pools.length - 1) * POOL.gap;
  return SUBNET.head + inside + SUBNET.pad;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** Cuts the networks into pages of about equal height, pool by pool. */
function pagesOf(graph: LogicGraph, pageWidth: number): Page[] {
  const heights = graph.networks.map((network) =>
    sumOf(network.subnets.map((subnet) => subnetHeight(subnet, graph) + SUBNET.gap)),
  );
  const tiersHeight = sumOf(graph.tiers.map((tier) => tierHeight(tier) + TIER_GAP));
  const height = Math.max(sumOf(heights), tiersHeight);
  const wanted = Math.round(Math.sqrt((WINDOW_SHAPE * height) / pageWidth));
  const isSmall = graph.tiers.length <= ONE_PAGE_TIERS && graph.pools.size <= ONE_PAGE_TIERS;
  const count = isSmall ? 1 : Math.max(1, wanted);
  const cuts = cutNetworks(graph, { count, height: height / count });
  return cuts.map((networks, index) => {
    const pools = networks.flatMap(({ subnets }) => subnets.flatMap((subnet) => subnet.pools));
    const ids = new Set(pools.map(({ id }) => id));
    const isLast = index === cuts.length - 1;
    return {
      networks,
      tiers: graph.tiers.filter((tier) => {
        const [first] = tier.pools;
        return first === undefined ? isLast : ids.has(first);
      }),
      addresses: pools.flatMap(({ machines }) => machines.filter((vm) => graph.publicOf.has(vm))),
    };
  });
}

function cutNetworks(graph: LogicGraph, at: { count: number; height: number }): NetworkPart[][] {
  const pages: NetworkPart[][] = [[]];
  let used = 0;
  for (const network of graph.networks) {
    if (network.subnets.length === 0) {
      pages.at(-1)?.push(network);
      used += NETWORK.head + SUBNET.empty;
    }
    for (const subnet of network.subnets) {
      const parts = subnet.pools.length === 0 ? [undefined] : subnet.pools;
      for (const pool of parts) {
        const machines = pool === undefined ? 0 : (graph.pools.get(pool.id)?.machines.length ?? 0);
        const tier = graph.tiers.find(({ pools }) => pools[0] === pool?.id);
        const own = Math.max(
          poolHeight(machines) + POOL.gap,
          tier === undefined ? 0 : tierHeight(tier) + TIER_GAP,
        );
        if (used > 0 && used + own / 2 > at.height && pages.length < at.count) {
          pages.push([]);
          used = 0;
        }
        addPart(pages.at(-1) ?? [], { network, subnet, pool });
        used += own;
      }
    }
  }
  return pages;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function addPart(
  page: NetworkPart[],
  part: {
    network: NetworkPart;
    subnet: SubnetPart;
    pool: SubnetPart['pools'][number] | undefined;
  },
): void {
  let network = page.find(({ id }) => id === part.network.id);
  if (network === undefined) {
    network = { ...part.network, subnets: [] };
    page.push(network);
  }
  let subnet = network.subnets.find(({ id }) => id === part.subnet.id);
  if (subnet === undefined) {
    subnet = { ...part.subnet, pools: [] };
    // A part is a copy of this function's own making.
    (network as Mutable<NetworkPart>).subnets = [...network.subnets, subnet];
  }
  if (part.pool !== undefined) {
    // So is a part of a part.
    (subnet as Mutable<SubnetPart>).pools = [...subnet.pools, part.pool];
  }
}

function placePage(placing: Placing, at: { page: Page; left: number; index: number }): void {
  const { page, left } = at;
  const suffix = at.index === 0 ? '' : `#${at.index + 1}`;
  let y = 0;
  for (const network of page.networks) {
    y = placeNetwork(placing, { network, x: left + COLUMN.network, y, suffix }) + NETWORK.gap;
  }
  placeTiers(placing, { page, left });
}

/** Places a network with what is in it; returns its lower edge. */
function placeNetwork(
  placing: Placing,
  at: { network: NetworkPart; x: number; y: number; suffix: string },
): number {
  const { network, x, y, suffix } = at;
  const w = POOL.w + 2 * SUBNET.pad + 2 * NETWORK.pad;
  let below = y + NETWORK.head;
  // Things in a frame stand after it, so that a press finds them first.
  const id = `${network.id === '' ? 'network:' : network.id}${suffix}`;
  put(placing, frame({ id, kind: 'network', row: network.id, x, y, w, h: 0 }));
  for (const subnet of network.subnets) {
    below = placeSubnet(placing, { subnet, x: x + NETWORK.pad, y: below, suffix }) + SUBNET.gap;
  }
  const empty = network.subnets.length === 0 ? SUBNET.empty : NETWORK.pad - SUBNET.gap;
  put(placing, frame({ id, kind: 'network', row: network.id, x, y, w, h: below + empty - y }));
  return below + empty;
}

function frame(box: Omit<LogicBox, 'row'> & { row: string }): LogicBox {
  return { ...box, row: box.row === '' ? undefined : box.row };
}

function placeSubnet(
  placing: Placing,
  at: { subnet: SubnetPart; x: number; y: number; suffix: string },
): number {
  const { subnet, x, y } = at;
  const w = POOL.w + 2 * SUBNET.pad;
  const id = `${subnet.id === '' ? 'subnet:' : subnet.id}${at.suffix}`;
  const h = subnetHeight(subnet, placing.graph);
  // Machines that are in no subnet have no frame of one.
  if (subnet.id !== '') put(placing, { id, kind: 'subnet', row: subnet.id, x, y, w, h });
  let below = y + SUBNET.head;
  for (const { id: poolId } of subnet.pools) {
    const pool = placing.graph.pools.get(poolId);
    if (pool === undefined) continue;
    const place = { x: x + SUBNET.pad, y: below, w: POOL.w, h: poolHeight(pool.machines.length) };
    put(placing, { id: poolId, kind: 'pool', row: undefined, inside: id, ...place });
    cellRects(place, pool.machines.length).forEach((rect, index) => {
      const vm = pool.machines[index];
      if (vm !== undefined) put(placing, { id: vm, kind: 'vm', row: vm, inside: poolId, ...rect });
    });
    below += place.h + POOL.gap;
  }
  return y + h;
}

/** Height of a tier's left part: who asks it, or the balancer with its lines. */
function tierHeight(tier: Tier): number {
  const services = tier.services.length * (SERVICE.h + SERVICE.gap) - SERVICE.gap;
  const names = tier.names.length * (NAME.h + NAME.gap);
  return Math.max(services + names, balancerHeight(tier));
}

function balancerHeight(tier: Tier): number {
  const lines = (tier.balancer.frontends?.length ?? 0) + tier.rules.length;
  return BALANCER.head + lines * BALANCER.line + (lines > 0 ? 6 : 0);
}

/** Tiers and addresses beside their pools, as near as they can be without touching. */
function placeTiers(placing: Placing, at: { page: Page; left: number }): void {
  const { page, left } = at;
  const items = [
    ...page.tiers.map((tier) => ({
      wanted: middleOf(placing, tier.pools),
      h: tierHeight(tier),
      place: (y: number) => placeTier(placing, { tier, left, y }),
    })),
    ...page.addresses.map((vm) => ({
      wanted: middleOf(placing, [vm]),
      h: ADDRESS.h,
      place: (y: number) => placeAddress(placing, { vm, left, y }),
    })),
  ].toSorted((a, b) => a.wanted - b.wanted);
  let bottom = Number.NEGATIVE_INFINITY;
  for (const item of items) {
    const y = Math.max(bottom, item.wanted - item.h / 2);
    item.place(y);
    bottom = y + item.h + TIER_GAP;
  }
}

function middleOf(placing: Placing, ids: readonly string[]): number {
  const boxes = ids.flatMap((id) => placing.boxes.get(id) ?? []);
  if (boxes.length === 0) {
    const all = unionOf([...placing.boxes.values()]);
    return all.y + all.h;
  }
  return sumOf(boxes.map((box) => box.y + box.h / 2)) / boxes.length;
}

function placeTier(placing: Placing, at: { tier: Tier; left: number; y: number }): void {
  const { tier, left, y } = at;
  const h = tierHeight(tier);
  const own = balancerHeight(tier);
  const x = left + COLUMN.balancer;
  const top = y + (h - own) / 2;
  const { id } = tier.balancer;
  put(placing, { id, kind: 'balancer', row: id, x, y: top, w: BALANCER.w, h: own });
  let line = top + BALANCER.head;
  const inner = { x: x + 6, w: BALANCER.w - 12, h: BALANCER.line - 2 };
  for (const { name } of tier.balancer.frontends ?? []) {
    put(placing, { id: `frontend:${id}/${name}`, kind: 'frontend', row: id, ...inner, y: line });
    line += BALANCER.line;
  }
  for (const rule of tier.rules) {
    put(placing, { id: rule.id, kind: 'rule', row: rule.id, ...inner, y: line });
    line += BALANCER.line;
  }
  const names = tier.names.length * (NAME.h + NAME.gap);
  const services = tier.services.length * (SERVICE.h + SERVICE.gap) - SERVICE.gap;
  let serviceY = y + (h - names - services) / 2;
  for (const name of tier.names) {
    const place = { x: left + COLUMN.service, y: serviceY, w: NAME.w, h: NAME.h };
    put(placing, { id: name.id, kind: 'dnsProfile', row: name.id, ...place });
    serviceY += NAME.h + NAME.gap;
  }
  for (const service of tier.services) {
    const place = { x: left + COLUMN.service, y: serviceY, w: SERVICE.w, h: SERVICE.h };
    put(placing, { id: service.id, kind: 'service', row: service.id, ...place });
    serviceY += SERVICE.h + SERVICE.gap;
  }
}

function placeAddress(placing: Placing, at: { vm: string; left: number; y: number }): void {
  const address = placing.graph.publicOf.get(at.vm);
  if (address === undefined) return;
  const place = { x: at.left + COLUMN.balancer, y: at.y, w: ADDRESS.w, h: ADDRESS.h };
  put(placing, { id: address.id, kind: 'publicIp', row: address.id, ...place });
}

/** Stores and web apps at the right end, and addresses that nobody uses below everything. */
function placeEnds(placing: Placing): void {
  const { stores, webApps, publicIps } = placing.graph.source;
  const all = unionOf([...placing.boxes.values()]);
  const x = stores.length + webApps.length === 0 ? 0 : Math.max(COLUMN.end, all.x + all.w + 60);
  let y = all.y;
  for (const row of [...stores, ...webApps]) {
    put(placing, { id: row.id, kind: row.kind, row: row.id, x, y, w: STORE.w, h: STORE.h });
    y += STORE.h + STORE.gap;
  }
  let below = all.y + all.h + TIER_GAP;
  for (const address of publicIps) {
    if (placing.boxes.has(address.id)) continue;
    const place = { x: COLUMN.balancer, y: below, w: ADDRESS.w, h: ADDRESS.h };
    put(placing, { id: address.id, kind: 'publicIp', row: address.id, ...place });
    below += ADDRESS.h + NAME.gap;
  }
}
