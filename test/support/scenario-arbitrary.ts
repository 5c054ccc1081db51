/**
 * Random scenarios whose references hold: for property tests of reading, writing and building.
 * Every section may be there or not, entries repeat in every way there is, texts hold what JSON
 * has to escape. The engine may still refuse one (a full rack, no room for a machine); tests that
 * run scenarios take those from the templates.
 */
import * as fc from 'fast-check';
import type { ScenarioAction } from '../../src/shared/document/scenario-action-schema.ts';
import type { Scenario } from '../../src/shared/document/scenario-schema.ts';

const title: fc.Arbitrary<Scenario['title']> = fc.oneof(
  fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }).filter((text) => text !== ''),
  fc.record({
    en: fc.constantFrom('A "room"', 'Two\nlines', 'Tab\there'),
    'pt-BR': fc.constant('Sala ç'),
  }),
);

const duration = fc.constantFrom('10s', '1m30s', '24h', '1d2h', '250ms', '90m', 'PT1H');
const watts = fc.option(fc.nat(100_000), { nil: undefined });
const tags = fc.option(
  fc.dictionary(
    fc.constantFrom('tier', 'owner', 'Cost centre', 'ação'),
    fc.string({ maxLength: 9 }),
  ),
  { nil: undefined },
);

/** Leaves out what is undefined, as a file does. */
function trimmed<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return arbitrary.map((value) => JSON.parse(JSON.stringify(value)) as T);
}

function maybe<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(arbitrary, { nil: undefined });
}

const room = fc.record({
  racks: fc.integer({ min: 1, max: 9 }),
  unitsText: fc.constantFrom('1-4', '1-31/2', '1-3,7-9', '5'),
  feeds: fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1 }),
  ratingWatts: watts,
  batteryMinutes: maybe(fc.double({ min: 0, max: 100, noNaN: true })),
});

function roomOf(drawn: {
  racks: number;
  unitsText: string;
  feeds: string[];
  ratingWatts: number | undefined;
  batteryMinutes: number | undefined;
}): Partial<Scenario> {
  const { racks, unitsText, feeds, ratingWatts, batteryMinutes } = drawn;
  return {
    places: {
      sites: [{ name: 'lab' }],
      rooms: [{ name: 'hall', parent: 'site:lab' }],
      rows: [{ name: 'row', parent: 'hall' }],
    },
    racks: [{ name: 'r{n:02}', count: racks, row: 'row' }],
    power: {
      utilities: [{ name: 'grid', ratingWatts }],
      upses: [{ name: 'u-{side}', each: { side: feeds }, from: 'grid', batteryMinutes }],
      feeds: [{ name: '{side}', each: { side: feeds }, from: 'u-{side}' }],
      pdus: [
        { name: '{rack}-{feed}', each: { rack: 'r*', feed: '*' }, from: '{feed}', rack: '{rack}' },
      ],
    },
    network: {
      switches: [
        {
          name: '{rack}-tor',
          each: { rack: '*' },
          layer: 'tor',
          rack: '{rack}',
          pdus: ['{rack}-*'],
          uplinks: ['core-*'],
        },
        { name: 'core-{n}', count: 2, layer: 'core' },
      ],
    },
    hosts: [
      {
        name: '{rack}-h{unit:02}',
        each: { rack: '*' },
        rack: '{rack}',
        units: unitsText,
        cores: 8,
        memoryMib: 65_536,
      },
    ],
  };
}

const work = fc.record({
  machines: fc.integer({ min: 1, max: 5 }),
  power: maybe(fc.constantFrom('running' as const, 'stopped' as const, 'deallocated' as const)),
  threshold: maybe(fc.double({ min: 0, max: 1, noNaN: true })),
  rate: fc.double({ min: 0, max: 1_000, noNaN: true }),
  constant: fc.boolean(),
  tags,
});

function workOf(drawn: {
  machines: number;
  power: 'running' | 'stopped' | 'deallocated' | undefined;
  threshold: number | undefined;
  rate: number;
  constant: boolean;
  tags: Record<string, string> | undefined;
}): Partial<Scenario> {
  const { machines, power, threshold, rate, constant } = drawn;
  return {
    groups: [{ name: 'shop', tags: drawn.tags }],
    availabilitySets: [{ name: 'web-set', faultDomains: 2 }],
    balancers: [{ name: 'web', group: 'shop' }],
    machines: [
      {
        name: 'web-{i}',
        each: { half: ['x', 'y'] },
        count: machines,
        size: 'D2s_v5',
        image: 'Ubuntu2204',
        power,
        balancers: ['web'],
        tags: drawn.tags,
      },
    ],
    applications: { services: [{ name: 'shop', balancer: 'balancer:shop/web', threshold }] },
    load: [
      constant
        ? { service: 'shop', perSecond: rate }
        : {
            service: 'shop',
            period: '24h',
            points: [
              { at: '0s', perSecond: rate },
              { at: '12h', perSecond: 1 },
            ],
          },
    ],
  };
}

const actions = fc.array(
  fc.constantFrom<ScenarioAction>(
    { at: '10m', do: 'fault.cut', target: 'rack:r01' },
    { at: '10m', do: 'fault.restore', target: 'rack:r01', afterEvents: 3 },
    { at: '5m', do: 'vm.stop', vm: 'shop/web-1', by: 'guest' },
    {
      at: '1h',
      do: 'load.set',
      service: 'shop',
      curve: { points: [{ at: '0s', perSecond: 2 }] },
    },
    { at: '0s', do: 'group.add', name: 'later' },
  ),
  { maxLength: 5 },
);

/** A whole scenario; with work it has a room too. */
export const anyScenario: fc.Arbitrary<Scenario> = trimmed(
  fc
    .record({
      title,
      duration,
      seed: fc.nat(4_294_967_295),
      room: maybe(room),
      work: maybe(work),
      actions: maybe(actions),
      positions: maybe(
        fc.dictionary(
          fc.constantFrom('rack:r01', 'host:x', 'a'),
          fc.record({ x: fc.double({ noNaN: true, noDefaultInfinity: true }), y: fc.integer() }),
        ),
      ),
    })
    .map((drawn): Scenario => ({
      format: 'racklab.scenario',
      formatVersion: 1,
      title: drawn.title,
      catalogue: 'azure-2026-11',
      seed: drawn.seed,
      duration: drawn.duration,
      ...(drawn.room === undefined ? {} : roomOf(drawn.room)),
      ...(drawn.room === undefined || drawn.work === undefined ? {} : workOf(drawn.work)),
      ...(drawn.room === undefined || drawn.work === undefined || drawn.actions === undefined
        ? {}
        : { actions: drawn.actions }),
      ...(drawn.positions === undefined ? {} : { map: { positions: drawn.positions } }),
    })),
);
