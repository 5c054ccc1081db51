/**
 * Goal: the ways of requests on the map never run through a service, a balancer, a switch or the
 * rack of another machine, so that no name of theirs is struck through. Method: rooms with any
 * number of balancers and switches above their racks through the real layout, each segment of each
 * way against each box.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layOut, type RoomLayout } from '../../../src/renderer/topology/layout.ts';
import { sortRoom, type RoomRows } from '../../../src/renderer/topology/room-rows.ts';
import { routesOf, type TrafficRoute } from '../../../src/renderer/topology/traffic.ts';
import type { ServiceFigures } from '../../../src/shared/views/metrics-frame.ts';
import type { RowOf, TopologyKind } from '../../../src/shared/views/topology-view.ts';
import { count } from '../../support/counts.ts';
import { syntheticRoom } from '../../support/synthetic-room.ts';

const sizes = fc.record({
  racks: fc.integer({ min: 1, max: 9 }),
  racksPerRow: fc.integer({ min: 1, max: 5 }),
  balancers: fc.integer({ min: 1, max: 7 }),
  switches: fc.integer({ min: 0, max: 5 }),
});

/** Only what the layout and the ways read of a balancer. */
function balancer(number: number): RowOf<'balancer'> {
  const backends = [{ vm: `vm:lab/vm-${number}`, rotation: 'up' }];
  return { kind: 'balancer', id: `balancer:${number}`, name: `lb-${number}`, backends } as never;
}

function service(number: number): RowOf<'service'> {
  const names = { id: `service:${number}`, name: `s-${number}`, balancer: `balancer:${number}` };
  return { kind: 'service', ...names } as never;
}

interface Ways {
  readonly layout: RoomLayout;
  readonly rows: RoomRows;
  readonly routes: readonly TrafficRoute[];
}

function waysOf(size: {
  racks: number;
  racksPerRow: number;
  balancers: number;
  switches: number;
}): Ways {
  const room = syntheticRoom({ ...size, hostsPerRack: 2, machines: size.balancers });
  function list<K extends TopologyKind>(kind: K): RowOf<K>[] {
    return room.filter((row): row is RowOf<K> => row.kind === kind);
  }
  const [model] = list('switch');
  const cores = Array.from({ length: size.switches }, (_, index) => ({
    ...model,
    id: `switch:core-${index}`,
    name: `core-${index}`,
    layer: index % 2 === 0 ? 'core' : 'aggregation',
    rack: undefined,
  }));
  const balancers = Array.from({ length: size.balancers }, (_, index) => balancer(index + 1));
  const rows = sortRoom({
    places: list('place'),
    racks: list('rack'),
    hosts: list('host'),
    // A switch of the room without its rack.
    switches: [...list('switch'), ...(cores as RowOf<'switch'>[])],
    powers: list('power'),
    machines: list('vm'),
    balancers,
    services: balancers.map((_, index) => service(index + 1)),
    storages: [],
  });
  const layout = layOut(rows);
  const services = balancers.map((_, index) => ({
    id: `service:${index + 1}`,
    backendsUp: 1,
    offeredPerSecond: 5,
    servedPerSecond: 5,
    failedPerSecond: 0,
  })) as readonly Partial<ServiceFigures>[] as readonly ServiceFigures[];
  const routes = routesOf({
    layout,
    services,
    arrivalsOf: (id) => {
      const found = balancers.find((one) => one.id === id.replace('service', 'balancer'));
      return found === undefined ? [] : [{ balancer: found, share: 1 }];
    },
    rackOf: (vm) => rows.homeOf(vm)?.rack,
  });
  return { layout, rows, routes };
}

describe('ways of requests', () => {
  it('keep clear of everything but the rack they lead to', () => {
    fc.assert(
      fc.property(sizes, (size) => {
        const { layout, routes } = waysOf(size);
        const serving = routes.filter(({ kind }) => kind === 'serving');
        expect(serving).toHaveLength(size.balancers);
        const above = layout.boxes.lanes().filter((box) => box.y < 0);
        for (const { points } of serving) {
          const [endX, endY] = points.at(-1) ?? [0, 0];
          // The rack of the machine is entered; every other one is in the way.
          const racks = [...layout.boxes.outer()].filter((box) => {
            const isInside = endX > box.x && endX < box.x + box.w;
            return box.kind === 'rack' && !(isInside && endY > box.y && endY < box.y + box.h);
          });
          const boxes = [...above, ...racks];
          points.slice(1).forEach(([x, y], index) => {
            const [fromX, fromY] = points[index] ?? [x, y];
            const struck = boxes.find(
              (box) =>
                Math.max(x, fromX) > box.x &&
                Math.min(x, fromX) < box.x + box.w &&
                Math.max(y, fromY) > box.y &&
                Math.min(y, fromY) < box.y + box.h,
            );
            expect(struck?.id).toBeUndefined();
          });
        }
      }),
      { numRuns: count('propertyRuns') },
    );
  });
});
