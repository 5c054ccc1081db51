/**
 * Goal: what is inside operating systems survives an export: a room that has been through
 * collisions begins again with the same applications, runtimes and tasks, and what cannot be
 * carried is named. Method: a server is brought into disorder, written as a scenario, read and
 * started.
 */
import { describe, expect, it } from 'vitest';
import { startEngine } from '../../../../src/main/workspace/start-engine.ts';
import type { Command } from '../../../../src/shared/commands/index.ts';
import { expandScenario } from '../../../../src/shared/document/expand-scenario.ts';
import { readScenario } from '../../../../src/shared/document/parse-scenario.ts';
import { printScenario } from '../../../../src/shared/document/print-scenario.ts';
import { scenarioFromRows } from '../../../../src/shared/document/scenario-from-rows.ts';
import type { GuestView } from '../../../../src/shared/views/guest-view.ts';
import type { Engine } from '../../../../src/main/engine/index.ts';
import { given } from '../../../support/make-engine.ts';
import { theCatalogue } from '../../../support/the-catalogue.ts';

const EMPTY = `{
  "format": "racklab.scenario", "formatVersion": 1, "title": { "en": "From here" },
  "catalogue": "azure-2026-11", "seed": 7, "duration": "1h"
}`;

function app(application: string, more: object = {}): Command {
  return { type: 'app.install', on: 'host:bare', application, ...more };
}

function guestOf(engine: Engine): GuestView {
  const row = engine.rows().find((one) => one.id === 'host:bare');
  if (row?.kind !== 'host' || row.guest === undefined) throw new Error('no system');
  return row.guest;
}

/** What has to be the same again. */
function lasting(guest: GuestView): unknown {
  return {
    runtimes: guest.runtimes.map((one) => `${one.runtime} ${one.version}`).toSorted(),
    tasks: guest.tasks.map(({ name, cron, lastsUs, memoryMib }) => [
      name,
      cron,
      lastsUs,
      memoryMib,
    ]),
    applications: Object.fromEntries(
      guest.applications.map(({ name, changes, needs, state }) => [
        name,
        { changes, needs, runs: state === 'running' },
      ]),
    ),
  };
}

describe('an export of the inside of systems', () => {
  it('begins with the same applications, runtimes and tasks', () => {
    const bare: Command = {
      type: 'host.add',
      name: 'bare',
      rack: 'r1',
      cores: 4,
      memoryMib: 16_384,
      system: 'operatingSystem',
    };
    const scene = given({ racks: 1 }, [bare, app('reports', { start: false }), app('shop')]).when(
      app('payroll', { ports: { http: 8_088 }, replaceRuntimes: true, memoryMib: 512 }),
      app('database', { name: 'db', memoryMib: 2_048 }),
      { type: 'app.start', on: 'bare', app: 'reports' },
      app('chat', { paths: { uploads: '/srv/c' }, memoryGrowthMibPerHour: 100_000 }),
      { type: 'task.add', on: 'bare', name: 'n', cron: '0 3 * * 1', lasts: '2m', memoryMib: 9 },
      { type: 'os.patch', on: 'bare', reboot: false },
    );
    scene.until('10m');
    expect(guestOf(scene.engine).applications.map(({ state }) => state)).toContain('killed');
    const outcome = readScenario(EMPTY);
    if (!outcome.ok) throw new Error(outcome.error.message);
    const { scenario, notCarried } = scenarioFromRows({
      atUs: scene.engine.nowUs,
      rows: scene.engine.rows(),
      requestsInFlight: 0,
      start: outcome.value.scenario,
      durationUs: 3_600_000_000,
      catalogue: theCatalogue(),
      coming: [],
    });
    const again = readScenario(printScenario(scenario));
    if (!again.ok) throw new Error(`${again.error.message} ${again.error.hint}`);
    const expanded = expandScenario(again.value.scenario);
    const begun = startEngine({
      scenario: again.value.scenario,
      expanded,
      catalogue: theCatalogue(),
    });
    if (!begun.ok) throw new Error(begun.error.message);
    expect(lasting(guestOf(begun.value))).toEqual(lasting(guestOf(scene.engine)));
    const losses = notCarried.join('\n');
    expect(losses).toMatch(/Patch levels.*host:bare/);
    expect(losses).toMatch(/killed or failed begin stopped: chat on host:bare/);
  });
});
