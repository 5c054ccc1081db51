/**
 * Where everything in the room stands, kept up to date: sorted rows, their layout, and sums by
 * place. A change of structure lays out anew, but while a large room arrives in many parts not
 * more often than the work takes; a change of state only forgets the sums it touches.
 */
import { onBeforeUnmount, shallowRef, watch, type ShallowRef } from 'vue';
import type { TopologyKind } from '../../shared/views/topology-view.ts';
import { useTopology, type TopologyChange } from '../stores/use-topology.ts';
import { LayoutPace } from './layout-pace.ts';
import { layOut, type RoomLayout } from './layout.ts';
import { sortRoom, type RoomRows, type RoomSource } from './room-rows.ts';
import { RoomSums } from './room-sums.ts';

/** Kinds that have a place on the map. */
const PLACED: readonly TopologyKind[] = [
  'place',
  'rack',
  'host',
  'switch',
  'power',
  'vm',
  'balancer',
  'service',
  'storage',
];

export interface LaidOutRoom {
  readonly rows: Readonly<ShallowRef<RoomRows>>;
  readonly layout: Readonly<ShallowRef<RoomLayout>>;
  readonly sums: Readonly<ShallowRef<RoomSums>>;
}

/** Lays out now and after every change; call inside setup. */
export function useRoomLayout(): LaidOutRoom {
  const topology = useTopology();
  const rows = shallowRef(sortRoom(sourceOf(topology)));
  const layout = shallowRef(layOut(rows.value));
  const sums = shallowRef(sumsOf(rows.value));
  const pace = new LayoutPace(arrange);
  /** Whether all that has changed since the last layout came on top of what was there. */
  let isOnlyGrown = true;

  function sumsOf(sorted: RoomRows): RoomSums {
    return new RoomSums(sorted, (id) => topology.rows.get(id));
  }

  function arrange(): void {
    rows.value = sortRoom(sourceOf(topology));
    sums.value = isOnlyGrown ? sums.value.grown(rows.value) : sumsOf(rows.value);
    isOnlyGrown = true;
    layout.value = layOut(rows.value);
  }

  watch(
    () => topology.structureOf(PLACED),
    () => pace.ask(),
  );
  const stop = topology.whenChanged((change: TopologyChange) => {
    for (const row of change.upserted) sums.value.touch(row);
    isOnlyGrown &&= !change.shifted;
  });
  onBeforeUnmount(() => {
    pace.stop();
    stop();
  });
  return { rows, layout, sums };
}

function sourceOf(topology: ReturnType<typeof useTopology>): RoomSource {
  return {
    places: topology.list('place'),
    racks: topology.list('rack'),
    hosts: topology.list('host'),
    switches: topology.list('switch'),
    powers: topology.list('power'),
    machines: topology.list('vm'),
    balancers: topology.list('balancer'),
    services: topology.list('service'),
    storages: topology.list('storage'),
  };
}
