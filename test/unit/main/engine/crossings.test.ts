/**
 * Goal: bytes between machines that cross a border are counted and cost what the catalogue says
 * [ENG-TF1] [ENG-TF2] [ENG-TF3]. Method: one use asks another over every kind of border, at a rate
 * that can be counted by hand, and a store copies its log.
 */
import { describe, expect, it } from 'vitest';
import type { Engine } from '../../../../src/main/engine/index.ts';
import type { Scenario } from '../../../../src/shared/document/scenario-schema.ts';
import type { CostView } from '../../../../src/shared/views/cost-view.ts';
import { expectOk } from '../../../support/expect-ok.ts';
import { startWork, steady, workScenario } from '../../../support/work-room.ts';

const SECOND_US = 1_000_000;
/** Sent and received by one request of the use that is asked. */
const KIB = 500;

interface Ends {
  /** Location of the groups of the machine that asks and of the one that is asked. */
  readonly locations?: readonly [string, string];
  /** Each in a network of its own, and these joined. */
  readonly peered?: boolean;
  readonly zones?: boolean;
}

/** One use on machine `a` that asks another on machine `b`. */
function room({ locations = ['lab', 'lab'], peered = false, zones = false }: Ends = {}): Engine {
  const scenario = workScenario([]);
  const [rack] = scenario.racks ?? [];
  const [host] = scenario.hosts ?? [];
  const networks: Partial<Scenario> = {
    virtualNetworks: ['a', 'b'].map((name, at) => ({ name, ranges: [`10.${at + 1}.0.0/16`] })),
    peerings: [{ network: 'a', with: 'b' }],
    subnets: ['a', 'b'].map((name, at) => {
      return { name: `${name}-1`, network: name, range: `10.${at + 1}.1.0/24` };
    }),
  };
  const split: Partial<Scenario> = {
    places: {
      sites: [{ name: 'lab' }],
      zones: [1, 2].map((zone) => ({ name: `z${zone}`, parent: 'lab' })),
      rooms: [1, 2].map((zone) => ({ name: `hall-${zone}`, parent: `z${zone}` })),
      rows: [1, 2].map((zone) => ({ name: `row-${zone}`, parent: `hall-${zone}` })),
    },
    racks: [1, 2].map((zone) => ({ ...rack, name: `r${zone}`, row: `row-${zone}` })),
    hosts: [1, 2].map((zone) => ({
      ...host!,
      name: `h${zone}`,
      rack: `r${zone}`,
    })),
  };
  return startWork({
    ...scenario,
    ...(zones ? split : {}),
    groups: ['a', 'b'].map((name, at) => ({ name: `g-${name}`, location: locations[at] ?? '' })),
    ...(peered ? inGroup(networks) : {}),
    machines: ['a', 'b'].map((name, at) => ({
      name,
      group: `g-${name}`,
      size: 'box',
      image: 'Ubuntu2204',
      ...(zones ? { host: `h${at + 1}` } : {}),
      ...(peered ? { subnet: `${name}-1` } : {}),
    })),
    workloads: [
      {
        name: 'asked',
        group: 'g-b',
        kind: 'requests',
        machines: ['b'],
        curve: steady(0),
        networkKib: KIB,
      },
      {
        name: 'asks',
        group: 'g-a',
        kind: 'requests',
        machines: ['a'],
        curve: steady(10),
        calls: { on: 'asked' },
      },
    ],
  });
}

function inGroup(networks: Partial<Scenario>): Partial<Scenario> {
  return {
    ...networks,
    virtualNetworks: networks.virtualNetworks?.map((one) => ({ ...one, group: 'g-a' })),
  };
}

function run(engine: Engine, seconds = 30): { costs: CostView; asked: number } {
  engine.runUntil(engine.nowUs + seconds * SECOND_US);

  const figures = engine.summary().workloads?.find(({ name }) => name === 'asked');
  const asked = figures?.offered ?? 0;
  expect(engine.checkInvariants()).toEqual([]);
  return { costs: engine.costs(), asked };
}

function trafficOf(engine: Engine) {
  const { costs, asked } = run(engine);
  expect(asked).toBeGreaterThan(250);
  const bytes = asked * KIB * 1_024;
  expect(costs.traffic.map((one) => one.bytes)).toEqual([bytes]);
  return { costs, gb: bytes / 1e9, line: costs.traffic[0] };
}

describe('bytes between machines', () => {
  it('[ENG-TF1] over a peering cost in each direction', () => {
    const { costs, gb, line } = trafficOf(room({ peered: true }));
    expect(line).toMatchObject({
      crossing: 'peering',
      from: 'network:g-a/a',
      to: 'network:g-a/b',
      group: 'g-a',
      microUsdPerGb: 10_000,
      times: 2,
      assumed: false,
    });
    expect(line?.microUsd).toBeCloseTo(gb * 20_000, 6);
    const sum = costs.byKind.find(({ kind }) => kind === 'traffic');
    expect(sum?.microUsd).toBe(line?.microUsd);
    const parts = costs.byKind.reduce((total, { microUsd }) => total + microUsd, 0);
    expect(costs.microUsd).toBeCloseTo(parts, 3);
  });

  it('[ENG-TF1] to another region cost once, and over a peering in each direction', () => {
    const regional = trafficOf(room({ locations: ['westeurope', 'northeurope'] }));
    expect(regional.line).toMatchObject({ crossing: 'region', from: 'westeurope', times: 1 });
    expect(regional.line?.microUsd).toBeCloseTo(regional.gb * 20_000, 6);
    const peered = trafficOf(room({ locations: ['westeurope', 'northeurope'], peered: true }));
    expect(peered.line).toMatchObject({ crossing: 'globalPeering', times: 2, assumed: true });
    expect(peered.line?.microUsd).toBeCloseTo(peered.gb * 70_000, 6);
  });

  it('[ENG-TF1] between zones cost nothing and are shown, inside one are not', () => {
    const { costs, line } = trafficOf(room({ zones: true }));
    expect(line).toMatchObject({ crossing: 'zone', microUsdPerGb: 0, microUsd: 0 });
    expect(costs.byKind.find(({ kind }) => kind === 'traffic')?.microUsd).toBe(0);
    expect(run(room()).costs.traffic).toEqual([]);
  });

  it('[ENG-TF2] [ENG-TF3] are found anew where something moved, and stay paid for', () => {
    const engine = room({ peered: true });
    const before = trafficOf(engine);
    engine.commit(expectOk(engine.propose({ type: 'network.unpeer', network: 'a', with: 'b' })));
    const { costs, asked } = run(engine);
    expect(asked * KIB * 1_024).toBeGreaterThan(before.gb * 1e9);
    expect(costs.traffic).toEqual(before.costs.traffic);
  });

  it('[ENG-TF2] the same run in slices carries the same, and so does one that was restored', () => {
    const whole = room({ peered: true });
    const cut = room({ peered: true });
    for (let part = 0; part < 10; part += 1) cut.runUntil(cut.nowUs + 7 * SECOND_US);
    const kept = cut.snapshot();
    const other = room({ peered: true });
    expectOk(other.restore(kept));
    for (const engine of [whole, cut, other]) engine.runUntil(100 * SECOND_US);
    expect(cut.hash()).toBe(whole.hash());
    expect(other.hash()).toBe(whole.hash());
    expect(other.costs().traffic).toEqual(whole.costs().traffic);
  });
});
