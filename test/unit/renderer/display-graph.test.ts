/**
 * Goal: the map never draws more elements than it can, and a level does not flicker while zooming.
 * Method: rooms up to 4,000 hosts with 20,000 machines, looked at from near and far.
 */
import { describe, expect, it } from 'vitest';
import {
  chooseDisplay,
  ELEMENTS_MAX,
  levelFor,
  type Display,
} from '../../../src/renderer/topology/display-graph.ts';
import { layOut } from '../../../src/renderer/topology/layout.ts';
import { sortRoom } from '../../../src/renderer/topology/room-rows.ts';
import type { RowOf, TopologyKind } from '../../../src/shared/views/topology-view.ts';
import { syntheticRoom } from '../../support/synthetic-room.ts';

const rows = syntheticRoom({ racks: 200, racksPerRow: 20, hostsPerRack: 20, machines: 20_000 });

function list<K extends TopologyKind>(kind: K): RowOf<K>[] {
  return rows.filter((row): row is RowOf<K> => row.kind === kind);
}

const layout = layOut(
  sortRoom({
    places: list('place'),
    racks: list('rack'),
    hosts: list('host'),
    switches: list('switch'),
    powers: list('power'),
    machines: list('vm'),
    balancers: [],
    services: [],
    storages: [],
  }),
);

function lookAt(zoom: number, previous?: Display): Display {
  const rack = layout.boxes.get('rack:r110');
  const view = {
    x: (rack?.x ?? 0) - 450 / zoom,
    y: (rack?.y ?? 0) - 300 / zoom,
    w: 900 / zoom,
    h: 600 / zoom,
  };
  return chooseDisplay({ layout, zoom, view, previous: previous?.level, edges: 0 });
}

describe('what the map draws', () => {
  it('stays below the limit at every zoom', () => {
    for (let zoom = 0.02; zoom < 6; zoom *= 1.15) {
      expect(lookAt(zoom).boxes.length).toBeLessThanOrEqual(ELEMENTS_MAX);
    }
  });

  it('counts the edges too', () => {
    const shown = chooseDisplay({
      layout,
      zoom: 1,
      view: layout.bounds,
      previous: undefined,
      edges: ELEMENTS_MAX - 10,
    });
    expect(shown.boxes.length).toBeLessThanOrEqual(10);
  });

  it('shows all racks from afar and machines from near', () => {
    const far = lookAt(0.05);
    expect(far.level).toBe('cells');
    expect(lookAt(0.05).boxes.every((box) => box.kind !== 'host')).toBe(true);
    const near = lookAt(2);
    expect(near.level).toBe('machines');
    expect(near.boxes.some((box) => box.kind === 'vm')).toBe(true);
  });

  it('holds a level until it is left clearly', () => {
    const threshold = 54 / 140;
    expect(levelFor(threshold + 0.001, undefined)).toBe('machines');
    expect(levelFor(threshold - 0.02, undefined)).toBe('hosts');
    expect(levelFor(threshold - 0.02, 'machines')).toBe('machines');
    expect(levelFor(threshold * 0.8, 'machines')).toBe('hosts');
  });
});
