/**
 * Leads the ways of the logical view: from the outside to who asks, to balancers and on to pools,
 * through the gates of security groups; what a service leans on, which networks are joined. Gates
 * are placed where a way crosses the edge of what they guard.
 */
import type { Tier } from './logic-graph.ts';
import { flowOf, gateOf } from './logic-gates.ts';
import {
  ENTRY,
  GATE_SIZE,
  INTERNET_ID,
  type Gate,
  type LogicBox,
  type LogicEdge,
  type Placing,
} from './logic-parts.ts';

/** Ways side by side keep this distance. */
const LANE = 7;
const LANES = 5;
const LEFT_LANE_PX = 16;
const RIGHT_LANE_PX = 20;

type Point = readonly [number, number];

/** All ways, with their gates placed. O(tiers + pools + what leans on what). */
export function leadWays(placing: Placing): LogicEdge[] {
  const entries = new Map<string, number>();
  const edges = placing.graph.tiers.flatMap((tier, index) =>
    tierWays(placing, { tier, index, entries }),
  );
  return [
    ...edges,
    ...addressWays(placing, entries),
    ...placing.graph.tiers.flatMap((tier) => needWays(placing, tier)),
    ...storeWays(placing),
    ...peerWays(placing),
  ];
}

function leftOf(box: LogicBox): Point {
  return [box.x, box.y + box.h / 2];
}

function rightOf(box: LogicBox): Point {
  return [box.x + box.w, box.y + box.h / 2];
}

/** With one corner in a lane between two columns. */
function elbow(from: Point, to: Point, laneX: number): Point[] {
  if (Math.abs(from[1] - to[1]) < 0.5) return [from, to];
  return [from, [laneX, from[1]], [laneX, to[1]], to];
}

function tierWays(
  placing: Placing,
  at: { tier: Tier; index: number; entries: Map<string, number> },
): LogicEdge[] {
  const { tier } = at;
  const balancer = placing.boxes.get(tier.balancer.id);
  if (balancer === undefined) return [];
  const edges: LogicEdge[] = [];
  const outside = placing.boxes.get(INTERNET_ID);
  for (const row of tier.services) {
    const service = placing.boxes.get(row.id);
    if (service === undefined) continue;
    const target = placing.boxes.get(row.balancer) ?? balancer;
    const lane = balancer.x - 28 + (at.index % 3) * LANE;
    edges.push({
      id: `ask:${row.id}`,
      kind: 'ask',
      from: row.id,
      to: target.id,
      points: elbow(rightOf(service), leftOf(target), lane),
      shut: false,
    });
    // Private frontends are asked from inside, and pages further right would be crossed.
    const isFirstPage = outside !== undefined && service.x < outside.x + 400;
    if (isFirstPage && flowOf(tier).seen === 'internet') {
      const points = elbow(rightOf(outside), leftOf(service), outside.x + outside.w + 14);
      edges.push({
        id: `outside:${row.id}`,
        kind: 'public',
        from: INTERNET_ID,
        to: row.id,
        points,
        shut: false,
      });
    }
  }
  for (const name of tier.names) edges.push(...nameWays(placing, name));
  const flow = flowOf(tier);
  for (const pool of tier.pools) {
    const lane = balancer.x + balancer.w + 16 + (at.index % LANES) * LANE;
    const edge = intoPool(placing, {
      id: `pool:${tier.balancer.id}>${pool}`,
      kind: 'pool',
      from: tier.balancer.id,
      start: rightOf(balancer),
      pool,
      lane,
      entries: at.entries,
      gateOf: (group) => gateOf(group, flow),
    });
    if (edge !== undefined) edges.push(edge);
  }
  return edges;
}

/** A name's other answers; the first is its service's own balancer. */
function nameWays(placing: Placing, name: Tier['names'][number]): LogicEdge[] {
  const from = placing.boxes.get(name.id);
  if (from === undefined) return [];
  return name.endpoints.flatMap(({ balancer }) => {
    const to = placing.boxes.get(balancer);
    if (to === undefined) return [];
    const points = elbow(rightOf(from), leftOf(to), to.x - 34);
    return [
      {
        id: `name:${name.id}>${balancer}`,
        kind: 'name' as const,
        from: name.id,
        to: balancer,
        points,
        shut: false,
      },
    ];
  });
}

interface IntoPool {
  readonly id: string;
  readonly kind: 'pool' | 'public';
  readonly from: string;
  readonly start: Point;
  readonly pool: string;
  readonly lane: number;
  readonly entries: Map<string, number>;
  readonly gateOf: (group: NonNullable<ReturnType<Placing['graph']['guards']['get']>>) => Gate;
}

function intoPool(placing: Placing, at: IntoPool): LogicEdge | undefined {
  const box = placing.boxes.get(at.pool);
  const pool = placing.graph.pools.get(at.pool);
  if (box === undefined || pool === undefined) return undefined;
  const nth = at.entries.get(at.pool) ?? 0;
  at.entries.set(at.pool, nth + 1);
  const y = box.y + Math.min(box.h - 6, ENTRY.first + nth * ENTRY.step);
  const subnet = placing.boxes.get(box.inside ?? '');
  const around = placing.graph.source.subnets.find(({ id }) => id === pool.subnet);
  const met = [
    { group: around?.securityGroup, x: subnet?.x },
    ...pool.guards.map((group, index) => ({ group, x: box.x - index * (GATE_SIZE + 2) })),
  ];
  let shut = false;
  for (const { group, x } of met) {
    const row = placing.graph.guards.get(group ?? '');
    if (row === undefined || x === undefined) continue;
    const gate = at.gateOf(row);
    shut ||= gate.verdict?.open === false;
    putGate(placing, { id: `gate:${row.id}>${at.id}`, gate, x, y });
  }
  const points = elbow(at.start, [box.x, y], at.lane);
  return { id: at.id, kind: at.kind, from: at.from, to: at.pool, points, shut };
}

/** From the outside to machines with an address of their own. */
function addressWays(placing: Placing, entries: Map<string, number>): LogicEdge[] {
  const outside = placing.boxes.get(INTERNET_ID);
  return [...placing.graph.publicOf].flatMap(([vm, address], index) => {
    const box = placing.boxes.get(address.id);
    const pool = placing.graph.poolOf.get(vm);
    if (box === undefined || pool === undefined) return [];
    const into = intoPool(placing, {
      id: `public:${address.id}`,
      kind: 'public',
      from: address.id,
      start: rightOf(box),
      pool,
      lane: box.x + box.w + 16 + (index % LANES) * LANE,
      entries,
      gateOf: (group) => gateOf(group, undefined),
    });
    const from =
      outside === undefined || box.x > outside.x + 600
        ? []
        : [
            {
              id: `outside:${address.id}`,
              kind: 'public' as const,
              from: INTERNET_ID,
              to: address.id,
              points: elbow(rightOf(outside), leftOf(box), outside.x + outside.w + 14),
              shut: false,
            },
          ];
    return into === undefined ? from : [...from, into];
  });
}

/** What a service needs: another service round the left, anything else round the right. */
function needWays(placing: Placing, tier: Tier): LogicEdge[] {
  return tier.services.flatMap((service) => {
    const box = placing.boxes.get(service.id);
    const [firstPool] = tier.pools;
    const pool = placing.boxes.get(firstPool ?? '');
    return (service.dependsOn ?? []).flatMap(({ on, share, port }, index) => {
      const target = placing.boxes.get(on ?? '');
      if (box === undefined || target === undefined || on === undefined) return [];
      const shared = share < 1 ? { share } : {};
      const base = { id: `needs:${service.id}>${on}`, kind: 'needs' as const };
      if (target.kind === 'service') {
        const lane = Math.min(box.x, target.x) - LEFT_LANE_PX - (index % LANES) * LANE;
        const points = elbow(leftOf(box), leftOf(target), lane);
        return [{ ...base, from: service.id, to: on, points, shut: false, ...shared }];
      }
      if (target.kind === 'vm' && pool !== undefined) {
        return [needOfMachine(placing, { base, from: pool, target, port, shared, index })];
      }
      const from = pool ?? box;
      const isEnd = target.kind === 'store' || target.kind === 'webApp';
      const end = isEnd ? leftOf(target) : rightOf(target);
      const lane = Math.max(from.x + from.w, isEnd ? 0 : target.x + target.w) + RIGHT_LANE_PX;
      const points = elbow(rightOf(from), end, lane + (index % LANES) * LANE);
      return [{ ...base, from: from.id, to: on, points, shut: false, ...shared }];
    });
  });
}

/** A machine that is needed stands behind the gates of its own subnet and interface. */
function needOfMachine(
  placing: Placing,
  at: {
    base: { readonly id: string; readonly kind: 'needs' };
    from: LogicBox;
    target: LogicBox;
    port: number | undefined;
    shared: { readonly share?: number };
    index: number;
  },
): LogicEdge {
  const { base, from, target } = at;
  const { graph, boxes } = placing;
  const pool = graph.pools.get(target.inside ?? '');
  const poolBox = boxes.get(target.inside ?? '');
  const subnet = boxes.get(poolBox?.inside ?? '');
  const y = target.y + target.h / 2;
  const asking = graph.pools.get(from.id)?.machines[0];
  const flow =
    at.port === undefined
      ? undefined
      : {
          port: at.port,
          seen: 'network' as const,
          from: graph.addressOf.get(asking ?? ''),
          to: graph.addressOf.get(target.id),
        };
  const around = graph.source.subnets.find(({ id }) => id === pool?.subnet)?.securityGroup;
  const met = [
    { group: around, box: subnet },
    ...(pool?.guards ?? []).map((group) => ({ group, box: poolBox })),
  ];
  let shut = false;
  for (const { group, box } of met) {
    const row = graph.guards.get(group ?? '');
    if (row === undefined || box === undefined) continue;
    const gate = gateOf(row, flow);
    shut ||= gate.verdict?.open === false;
    putGate(placing, { id: `gate:${row.id}>${base.id}`, gate, x: box.x + box.w, y });
  }
  const right = Math.max(from.x + from.w, subnet === undefined ? 0 : subnet.x + subnet.w);
  const lane = right + RIGHT_LANE_PX + (at.index % LANES) * LANE;
  const points = elbow(rightOf(from), [target.x + target.w, y], lane);
  return { ...base, from: from.id, to: target.id, points, shut, ...at.shared };
}

function putGate(placing: Placing, at: { id: string; gate: Gate; x: number; y: number }): void {
  placing.boxes.set(at.id, {
    id: at.id,
    kind: 'gate',
    row: at.gate.group,
    gate: at.gate,
    x: at.x - GATE_SIZE / 2,
    y: at.y - GATE_SIZE / 2,
    w: GATE_SIZE,
    h: GATE_SIZE,
  });
}

/** A store and the pools that hold its replicas. */
function storeWays(placing: Placing): LogicEdge[] {
  return placing.graph.source.stores.flatMap((store, index) => {
    const box = placing.boxes.get(store.id);
    if (box === undefined) return [];
    const pools = new Set(store.replicas.flatMap(({ vm }) => placing.graph.poolOf.get(vm) ?? []));
    return [...pools].flatMap((id) => {
      const pool = placing.boxes.get(id);
      if (pool === undefined) return [];
      const lane = box.x - 24 - (index % LANES) * LANE;
      const from: Point = [pool.x + pool.w, pool.y + pool.h - 10];
      return [
        {
          id: `replica:${store.id}>${id}`,
          kind: 'replica' as const,
          from: store.id,
          to: id,
          points: elbow(from, leftOf(box), lane),
          shut: false,
        },
      ];
    });
  });
}

/** Joined networks, each pair once. */
function peerWays(placing: Placing): LogicEdge[] {
  let nth = 0;
  return placing.graph.networks.flatMap((network) => {
    const from = placing.boxes.get(network.id);
    return network.peers.flatMap((peer) => {
      const to = placing.boxes.get(peer);
      if (from === undefined || to === undefined || network.id > peer) return [];
      const lane = Math.max(from.x + from.w, to.x + to.w) + RIGHT_LANE_PX + nth * LANE;
      nth += 1;
      return [
        {
          id: `peer:${network.id}>${peer}`,
          kind: 'peer' as const,
          from: network.id,
          to: peer,
          points: elbow(rightOf(from), rightOf(to), lane),
          shut: false,
        },
      ];
    });
  });
}
