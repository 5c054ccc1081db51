/**
 * Goal: machines inside machines survive an export, in whatever state the outer one is: the file
 * begins with the same storeys, promises and wishes, and means the same read again [ENG-NV2]
 * [ENG-NV4]. Method: rooms with an outer machine that runs, is stopped or deallocated, written as a
 * scenario, read and started.
 */
import { describe, expect, it } from 'vitest';
import { startEngine } from '../../../../src/main/workspace/start-engine.ts';
import type { Command } from '../../../../src/shared/commands/index.ts';
import { expandScenario } from '../../../../src/shared/document/expand-scenario.ts';
import { readScenario } from '../../../../src/shared/document/parse-scenario.ts';
import { printScenario } from '../../../../src/shared/document/print-scenario.ts';
import { scenarioFromRows } from '../../../../src/shared/document/scenario-from-rows.ts';
import type { Engine } from '../../../../src/main/engine/index.ts';
import { expectOk } from '../../../support/expect-ok.ts';
import { given } from '../../../support/make-engine.ts';
import { theCatalogue } from '../../../support/the-catalogue.ts';

const EMPTY = `{
  "format": "racklab.scenario", "formatVersion": 1, "title": { "en": "From here" },
  "catalogue": "azure-2026-11", "seed": 7, "duration": "1h"
}`;

function vm(name: string, more: Partial<Extract<Command, { type: 'vm.create' }>>): Command {
  return { type: 'vm.create', name, size: 'D2s_v5', image: 'Ubuntu2204', ...more };
}

const storeys: Command[] = [
  vm('outer', { size: 'D8s_v5' }),
  { type: 'hypervisor.install', host: 'vm:outer', kind: 'hosted', vCpuPerCore: 2, reserveMib: 700 },
  ...['a', 'b', 'c'].map((name) => vm(name, { inside: 'outer' })),
  { type: 'vm.stop', vm: 'b' },
  { type: 'vm.deallocate', vm: 'c' },
];

/** Whom each machine is inside of, what it is to be, and what its hypervisor promises. */
function storeysOf(engine: Engine): unknown[] {
  return engine.rows().flatMap((row) => {
    if (row.kind !== 'vm') return [];
    const { name, inside, powerState, lost, microUsdPerHour, hypervisor } = row;
    return [{ name, inside, powerState, lost, microUsdPerHour, hypervisor }];
  });
}

function sorted(all: readonly unknown[]): string[] {
  return all.map((one) => JSON.stringify(one)).toSorted();
}

/** The scenario that begins with the rows of an engine, started. */
function again(engine: Engine): Engine {
  const catalogue = theCatalogue();
  const { scenario } = scenarioFromRows({
    atUs: 0,
    rows: engine.rows(),
    requestsInFlight: 0,
    start: expectOk(readScenario(EMPTY)).scenario,
    durationUs: 3_600_000_000,
    catalogue,
    coming: [],
  });
  const read = expectOk(readScenario(printScenario(scenario))).scenario;
  return expectOk(startEngine({ scenario: read, expanded: expandScenario(read), catalogue }));
}

describe('an export of machines inside machines', () => {
  it.each([
    ['runs', []],
    ['is stopped', [{ type: 'vm.stop', vm: 'outer' }]],
    ['is deallocated', [{ type: 'vm.deallocate', vm: 'outer' }]],
  ] satisfies [string, Command[]][])('begins alike when the outer machine %s', (_when, acts) => {
    const { engine } = given({}, [...storeys, ...acts]);
    const copy = again(engine);
    expect(copy.checkInvariants()).toEqual([]);
    expect(sorted(storeysOf(copy))).toEqual(sorted(storeysOf(engine)));
  });
});
