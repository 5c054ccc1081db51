/**
 * Goal: a scenario file reads well and differs little. Method: the canonical form of one scenario,
 * whole, and the difference that one changed machine makes.
 */
import { describe, expect, it } from 'vitest';
import { printScenario } from '../../../../src/shared/document/print-scenario.ts';
import type { Scenario } from '../../../../src/shared/document/scenario-schema.ts';

const SCENARIO: Scenario = {
  map: { positions: { 'rack:r2': { y: 2, x: 1 }, 'rack:r1': { x: 0, y: 0 } } },
  actions: [
    { target: 'rack:r2', do: 'fault.cut', at: '10m' },
    { at: '5m', do: 'vm.stop', vm: 'web-1' },
    { at: '10m', do: 'fault.restore', target: 'rack:r2' },
  ],
  machines: [
    { image: 'Ubuntu2204', size: 'D2s_v5', count: 3, name: 'web-{n}', tags: { b: '2', a: '1' } },
    {
      name: 'database',
      size: 'Standard_E8s_v5',
      image: 'Ubuntu2204',
      osDisk: { tier: 'P30', sizeGib: 1024 },
      dataDisks: [{ sizeGib: 512 }, { sizeGib: 512 }],
    },
  ],
  racks: [{ row: 'row', name: '{side}{n}', each: { side: ['b', 'a'], half: ['y', 'x'] } }],
  places: { rows: [{ name: 'row', parent: 'hall' }] },
  duration: '24h',
  seed: 7,
  catalogue: 'azure-2026-11',
  title: { 'pt-BR': 'Sala', en: 'Room' },
  formatVersion: 1,
  format: 'racklab.scenario',
};

describe('the canonical form', () => {
  it('has the order of the schema, one thing a line, and short things on their line', () => {
    expect(printScenario(SCENARIO)).toMatchInlineSnapshot(`
      "{
        "format": "racklab.scenario",
        "formatVersion": 1,
        "title": { "en": "Room", "pt-BR": "Sala" },
        "catalogue": "azure-2026-11",
        "seed": 7,
        "duration": "24h",
        "places": {
          "rows": [
            { "name": "row", "parent": "hall" }
          ]
        },
        "racks": [
          { "name": "{side}{n}", "each": { "side": ["b", "a"], "half": ["y", "x"] }, "row": "row" }
        ],
        "machines": [
          {
            "name": "web-{n}",
            "count": 3,
            "size": "D2s_v5",
            "image": "Ubuntu2204",
            "tags": { "a": "1", "b": "2" }
          },
          {
            "name": "database",
            "size": "Standard_E8s_v5",
            "image": "Ubuntu2204",
            "osDisk": { "sizeGib": 1024, "tier": "P30" },
            "dataDisks": [
              { "sizeGib": 512 },
              { "sizeGib": 512 }
            ]
          }
        ],
        "actions": [
          { "at": "5m", "do": "vm.stop", "vm": "web-1" },
          { "at": "10m", "do": "fault.cut", "target": "rack:r2" },
          { "at": "10m", "do": "fault.restore", "target": "rack:r2" }
        ],
        "map": { "positions": { "rack:r1": { "x": 0, "y": 0 }, "rack:r2": { "x": 1, "y": 2 } } }
      }
      "
    `);
  });

  it('changes by one line when one machine changes', () => {
    const machines = Array.from({ length: 40 }, (_, index) => {
      return { name: `m${index}`, size: 'D2s_v5', image: 'Ubuntu2204' };
    });
    const before = printScenario({ ...SCENARIO, machines }).split('\n');
    const changed = machines.map((one) => (one.name === 'm17' ? { ...one, size: 'B2s' } : one));
    const after = printScenario({ ...SCENARIO, machines: changed }).split('\n');
    expect(after).toHaveLength(before.length);
    expect(after.filter((line, index) => line !== before[index])).toEqual([
      '    { "name": "m17", "size": "B2s", "image": "Ubuntu2204" },',
    ]);
  });

  it('leaves out what is undefined', () => {
    const text = printScenario({ ...SCENARIO, summary: undefined, expect: undefined });
    expect(text).toBe(printScenario(SCENARIO));
  });
});
