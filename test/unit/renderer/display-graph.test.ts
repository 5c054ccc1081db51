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
  return chooseDisplay({ layout, zoom, view, previous, edges: [] });
}

describe('what the map draws', () => {
  it('stays below the limit at every zoom', () => {
    for (let zoom = 0.004; zoom < 6; zoom *= 1.15) {
      const { boxes, edges } = lookAt(zoom);
      expect(boxes.length + edges.length).toBeLessThanOrEqual(ELEMENTS_MAX);
    }
  });

  it('draws lines only between what is shown, and none where they would be too many', () => {
    const [from, to] = ['rack:r109', 'rack:r110'];
    const edge = { id: 'link:one', from, to };
    const far = { id: 'link:far', from, to: 'host:r1-h1' };
    const near = lookAt(0.3);
    const view = { ...near.area };
    const shown = chooseDisplay({ layout, zoom: 0.3, view, previous: near, edges: [edge, far] });
    expect(shown.edges).toEqual([edge]);
    const many = Array.from({ length: 500 }, (_, index) => ({ ...edge, id: `link:${index}` }));
    expect(chooseDisplay({ layout, zoom: 0.3, view, previous: near, edges: many }).edges).toEqual(
      [],
    );
  });

  it('shows halls from afar, racks from nearer, and machines from near', () => {
    expect(lookAt(0.02).level).toBe('region');
    expect(lookAt(0.02).boxes.some((box) => box.kind === 'place')).toBe(true);
    const cells = lookAt(0.08);
    expect(cells.level).toBe('zone');
    expect(cells.boxes.every((box) => box.kind !== 'host')).toBe(true);
    const near = lookAt(2);
    expect(near.level).toBe('host');
    expect(near.boxes.some((box) => box.kind === 'vm')).toBe(true);
    expect(lookAt(5).level).toBe('machine');
  });

  it('holds a level until it is left clearly', () => {
    const threshold = 54 / 140;
    expect(levelFor(threshold + 0.001, undefined)).toBe('host');
    expect(levelFor(threshold - 0.02, undefined)).toBe('rack');
    expect(levelFor(threshold - 0.02, 'host')).toBe('host');
    expect(levelFor(threshold * 0.8, 'host')).toBe('rack');
  });

  it('takes the finer level only where it clearly fits, and stays with it while panning', () => {
    const crowded = lookAt(0.6);
    expect(crowded.wanted).toBe('host');
    expect(crowded.level).not.toBe('host');
    expect(lookAt(0.6, crowded).level).toBe(crowded.level);
    expect(lookAt(0.61, crowded).wanted).toBe('host');
  });
});
