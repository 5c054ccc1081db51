/**
 * Goal: who only asks how many there are is told when one comes or goes, and is left alone when one
 * changes its state. Method: patches of a small room, and a counter in what reads the count.
 */
import { createPinia, setActivePinia } from 'pinia';
import { expect, it } from 'vitest';
import { computed } from 'vue';
import { useTopology } from '../../../src/renderer/stores/use-topology.ts';
import type { RowOf, TopologyRow } from '../../../src/shared/views/topology-view.ts';
import { syntheticRoom } from '../../support/synthetic-room.ts';

const rows = syntheticRoom({ racks: 2, racksPerRow: 2, hostsPerRack: 3, machines: 4 });
const hosts = rows.filter((row): row is RowOf<'host'> => row.kind === 'host');

it('a count follows what is there, and nothing else', () => {
  setActivePinia(createPinia());
  const topology = useTopology();
  let rev = 0;
  function patch(change: { reset?: boolean; upserted?: TopologyRow[]; removed?: string[] }): void {
    const { reset = false, upserted = [], removed = [] } = change;
    topology.applyPatch({ reset, fromRev: rev, toRev: rev + 1, upserted, removed });
    rev += 1;
  }
  let asked = 0;
  const count = computed(() => {
    asked += 1;
    return topology.countOf('host');
  });
  expect(count.value).toBe(0);
  patch({ reset: true, upserted: rows });
  expect([count.value, asked]).toEqual([6, 2]);
  patch({ upserted: hosts.map((host) => ({ ...host, state: 'down', powered: false })) });
  expect([count.value, asked]).toEqual([6, 2]);
  patch({ removed: hosts.slice(0, 2).map(({ id }) => id) });
  expect([count.value, asked]).toEqual([4, 3]);
  expect(count.value).toBe(topology.list('host').length);
});
