/**
 * The ways that requests take on the logical view just now: from who asks to the balancer, and
 * from there to each pool by its share of the machines in rotation. What a gate stops takes none.
 */
import type { ServiceFigures } from '../../shared/views/metrics-frame.ts';
import type { TopologyRow } from '../../shared/views/topology-view.ts';
import type { TrafficRoute } from '../topology/traffic.ts';
import type { LogicLayout } from './logic-layout.ts';

/** Ways drawn at most, the busiest first. */
const ROUTES_MAX = 120;

interface Flowing {
  readonly services: readonly ServiceFigures[];
  readonly get: (id: string) => TopologyRow | undefined;
}

/** All of them. O(tiers + machines in rotation). */
export function logicRoutes(layout: LogicLayout, at: Flowing): TrafficRoute[] {
  const figuresOf = new Map(at.services.map((figures) => [figures.id, figures]));
  const edges = new Map(layout.edges.map((edge) => [edge.id, edge]));
  const routes = layout.graph.tiers.flatMap((tier) =>
    tier.services.flatMap((service): TrafficRoute[] => {
      const figures = figuresOf.get(service.id);
      const ask = edges.get(`ask:${service.id}`);
      if (figures === undefined || ask === undefined) return [];
      const asking: TrafficRoute = {
        kind: 'asking',
        points: ask.points,
        perSecond: figures.offeredPerSecond,
        failedPerSecond: figures.failedPerSecond,
      };
      const inRotation = rotationByPool(layout, at, service.balancer);
      const all = [...inRotation.values()].reduce((sum, count) => sum + count, 0);
      const serving = [...inRotation].flatMap(([pool, count]): TrafficRoute[] => {
        const edge = edges.get(`pool:${tier.balancer.id}>${pool}`);
        if (edge === undefined || edge.shut) return [];
        const perSecond = (figures.servedPerSecond * count) / Math.max(1, all);
        return [{ kind: 'serving', points: edge.points, perSecond, failedPerSecond: 0 }];
      });
      return [asking, ...serving];
    }),
  );
  if (routes.length <= ROUTES_MAX) return routes;
  return routes
    .toSorted((a, b) => b.perSecond + b.failedPerSecond - a.perSecond - a.failedPerSecond)
    .slice(0, ROUTES_MAX);
}

function rotationByPool(
  layout: LogicLayout,
  at: Flowing,
  balancer: string,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const row = at.get(balancer);
  if (row?.kind !== 'balancer') return counts;
  for (const { vm, rotation } of row.backends) {
    const pool = layout.graph.poolOf.get(vm);
    if (rotation === 'up' && pool !== undefined) counts.set(pool, (counts.get(pool) ?? 0) + 1);
  }
  return counts;
}
