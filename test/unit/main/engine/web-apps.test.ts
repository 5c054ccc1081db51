/**
 * Goal: web apps serve, scale, are patched, change tier and cost as their rules say [ENG-WA1] to
 * [ENG-WA5] [INV-140]; a use is changed whole [ENG-WL15]. Method: one web app under a load set by
 * hand, as flow and request by request, looked at from outside.
 */
import { describe, expect, it } from 'vitest';
import type { Scenario } from '../../../../src/shared/document/scenario-schema.ts';
import type { Engine } from '../../../../src/main/engine/index.ts';
import { RowReferences } from '../../../../src/shared/document/row-references.ts';
import { RowTable } from '../../../../src/shared/document/row-table.ts';
import { webAppsFromRows } from '../../../../src/shared/document/web-apps-from-rows.ts';
import { workloadsFromRows } from '../../../../src/shared/document/workloads-from-rows.ts';
import type { RowOf } from '../../../../src/shared/views/topology-view.ts';
import { expectOk } from '../../../support/expect-ok.ts';
import { theCatalogue } from '../../../support/the-catalogue.ts';
import { startWork, steady, workScenario, type Use } from '../../../support/work-room.ts';

const MINUTE_US = 60_000_000;
const DAY_US = 86_400_000_000;

const SITE = { name: 'site', tier: 'P0v3' } as const;
const SCALING = { ...SITE, autoscale: { minimum: 1, maximum: 4 } };

type WebApps = NonNullable<Scenario['webApps']>;

/** A room with one web app and one use on it; what operations take is measured. */
function start(
  change: { app?: WebApps[number]; use?: Partial<Use>; actions?: Scenario['actions'] } = {},
): Engine {
  const use = { kind: 'requests' as const, name: 'shop', curve: steady(40), ...change.use };
  const scenario = workScenario([use], { actions: change.actions ?? [] });
  const { machines: _machines, ...told } = scenario.workloads?.[0] ?? { machines: [] };
  return startWork({
    ...scenario,
    operations: 'measured',
    webApps: [change.app ?? SITE],
    workloads: [{ ...told, name: 'shop', kind: 'requests', webApp: 'site' }],
  });
}

function app(engine: Engine): RowOf<'webApp'> {
  const [row] = engine.rows(['webApp']);
  if (row?.kind !== 'webApp') throw new Error('There is no web app');
  return row;
}

function shop(engine: Engine) {
  const found = engine.summary().workloads?.find(({ name }) => name === 'shop');
  if (found === undefined) throw new Error('There is no use');
  return found;
}

function send(engine: Engine, command: Parameters<Engine['propose']>[0]): void {
  engine.commit(expectOk(engine.propose(command)));
}

/** Runs event by event for a while, every invariant held at each. */
function runWatched(engine: Engine, untilUs: number): void {
  while (engine.nowUs < untilUs) {
    engine.runUntil(untilUs, { maxEvents: 997 });
    expect(engine.checkInvariants()).toEqual([]);
  }
}

describe('a web app', () => {
  it('[ENG-WA2] [ENG-WL1] serves as a machine with its cores does', () => {
    const engine = start({ use: { mode: 'requests', cpu: '10ms' } });
    runWatched(engine, 2 * MINUTE_US);
    const { offered, served, inFlight, meanMs } = shop(engine);
    expect(offered).toBeGreaterThan(4_400);
    expect(served + inFlight).toBe(offered);
    // One core, exponential work of 10 ms, used to 40 %: 10 ÷ (1 − 0.4) ms, and a little network.
    expect(meanMs).toBeGreaterThan(15);
    expect(meanMs).toBeLessThan(19);
  });

  it.each(['requests', 'flow'] as const)(
    '[ENG-WA3] [ENG-WA5] [INV-140] scales by itself, out and back in, as %s',
    (mode) => {
      const engine = start({
        app: SCALING,
        use: { mode, cpu: '20ms', curve: steady(mode === 'flow' ? 130 : 60) },
      });
      const most = mode === 'flow' ? 4 : 2;
      runWatched(engine, 30 * MINUTE_US);
      expect(app(engine)).toMatchObject({ capacity: most, scaledOut: most - 1, scaledIn: 0 });
      send(engine, {
        type: 'workload.load',
        workload: 'shop',
        curve: { points: [{ at: '0s', perSecond: 2 }] },
      });
      runWatched(engine, 60 * MINUTE_US);
      expect(app(engine)).toMatchObject({ capacity: 1, scaledIn: most - 1 });
      expect(app(engine).instances).toHaveLength(1);
      // Whoever left answered what it had in hand.
      expect(shop(engine).lost).toBe(0);
    },
  );

  it('[ENG-WA4] is patched by the provider, and loses nothing by it', () => {
    const engine = start({ app: { ...SITE, instances: 2 }, use: { mode: 'flow' } });
    const before = app(engine).instances.map(({ number }) => number);
    engine.runUntil(10 * DAY_US - 1);
    expect(app(engine).patches).toBe(0);
    engine.runUntil(10 * DAY_US + 5 * MINUTE_US);
    const after = app(engine);
    expect(after).toMatchObject({ patches: 1, capacity: 2 });
    expect(after.instances.map(({ number }) => number)).toEqual([3, 4]);
    expect(before).toEqual([1, 2]);
    expect(shop(engine).lost).toBe(0);
    expect(engine.happenings(0).filter(({ kind }) => kind === 'webApp.patched')).toHaveLength(1);
    engine.runUntil(41 * DAY_US);
    expect(app(engine).patches).toBe(2);
  });

  it('[ENG-WA5] comes to another tier with the old instances until the new ones are ready', () => {
    const engine = start({ use: { mode: 'requests' } });
    engine.runUntil(MINUTE_US);
    send(engine, { type: 'webApp.tier', webApp: 'site', tier: 'P2v3' });
    expect(app(engine).instances.map(({ state }) => state)).toEqual(['ready', 'starting']);
    runWatched(engine, 3 * MINUTE_US);
    const { instances, vCpu, memoryMib } = app(engine);
    expect({ instances: instances.length, vCpu, memoryMib }).toEqual({
      instances: 1,
      vCpu: 4,
      memoryMib: 16_384,
    });
    expect(shop(engine)).toMatchObject({ lost: 0, refused: 0 });
  });

  it('[ENG-WA1] costs the instances asked for, at the price of each time', () => {
    const engine = start({ app: { ...SITE, instances: 2 }, use: { mode: 'flow' } });
    const hourUs = 60 * MINUTE_US;
    engine.runUntil(hourUs);
    send(engine, { type: 'webApp.scale', webApp: 'site', instances: 3 });
    engine.runUntil(2 * hourUs);
    send(engine, { type: 'webApp.tier', webApp: 'site', tier: 'P1v3' });
    engine.runUntil(3 * hourUs);
    const cost = (): number =>
      engine.costs().byKind.find(({ kind }) => kind === 'webApp')?.microUsd ?? 0;
    // 77,500 and 155,000 millionths of a dollar an hour and instance.
    expect(cost()).toBeCloseTo(2 * 77_500 + 3 * 77_500 + 3 * 155_000, 3);
    send(engine, { type: 'workload.remove', workload: 'shop' });
    send(engine, { type: 'webApp.remove', webApp: 'site' });
    engine.runUntil(9 * hourUs);
    expect(cost()).toBeCloseTo(852_500, 3);
    expect(engine.checkInvariants()).toEqual([]);
  });

  it('[ENG-T8] goes on after a restore as if nothing had been, while leaving too', () => {
    const engine = start({ app: SCALING, use: { mode: 'requests', cpu: '20ms' } });
    engine.runUntil(7 * MINUTE_US);
    send(engine, { type: 'webApp.tier', webApp: 'site', tier: 'P1v3' });
    engine.runUntil(8 * MINUTE_US);
    const copy = start({ app: SCALING, use: { mode: 'requests', cpu: '20ms' } });
    expectOk(copy.restore(engine.snapshot()));
    engine.runUntil(14 * MINUTE_US);
    copy.runUntil(14 * MINUTE_US);
    expect(copy.hash()).toBe(engine.hash());
  });

  it('is carried by an export with its scaling and what runs on it', () => {
    const engine = start({ app: SCALING });
    const rows = engine.rows();
    const source = {
      table: new RowTable(rows),
      references: new RowReferences(rows),
      catalogue: theCatalogue(),
    };
    expect(webAppsFromRows(source).webApps).toEqual([{ ...SCALING, group: 'g', tier: 'P0v3' }]);
    const [use] = workloadsFromRows(source).workloads ?? [];
    expect(use).toMatchObject({ name: 'shop', webApp: 'site' });
    expect(use?.machines).toBeUndefined();
  });
});

describe('a use that is changed', () => {
  it('[ENG-WL15] begins anew under its name, and others keep theirs', () => {
    const engine = start({ use: { mode: 'requests' } });
    engine.runUntil(MINUTE_US);
    expect(shop(engine).offered).toBeGreaterThan(2_000);
    send(engine, {
      type: 'workload.edit',
      workload: 'shop',
      kind: 'reverseProxy',
      machines: ['vm-1'],
      curve: { points: [{ at: '0s', perSecond: 1 }] },
    });
    expect(shop(engine)).toMatchObject({ kind: 'reverseProxy', offered: 0 });
    runWatched(engine, 2 * MINUTE_US);
    expect(shop(engine).served).toBeGreaterThan(20);
    expect(app(engine).instances).toHaveLength(1);
  });
});
