/**
 * Goal: the sweep's short way gives the verdict of the long one, for every fault of a small room.
 * Method: a room of two racks with two feeds is swept; every fault is then run in full, with every
 * request, from the same state, and the two verdicts must be equal in every field.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createEngine, type Engine } from '../../src/main/engine/index.ts';
import type { Command } from '../../src/shared/commands/index.ts';
import type { SweepProgress } from '../../src/shared/views/sweep-view.ts';
import { loadPeakUs } from '../../src/main/sweep/load-peak.ts';
import { beginSweep, sweepWhole, type SweepPlan } from '../../src/main/sweep/sweep.ts';
import { fullRun, fullVerdict } from '../support/full-fault-run.ts';
import { RESOURCES_FOLDER, startLab } from '../support/start-lab.ts';
import { theCatalogue } from '../support/the-catalogue.ts';
import { expectOk } from '../support/expect-ok.ts';

const MINUTE = 60_000_000;
const HOUR = 60 * MINUTE;
const TRAP = 'templates/domains-two-by-two.scenario.json';
const TIMES = { forUs: 180_000_000, afterUs: 120_000_000 };

function room(perSecond: number): Command[] {
  const commands: Command[] = [
    { type: 'place.add', kind: 'site', name: 'school' },
    { type: 'place.add', kind: 'room', name: 'room', parent: 'site:school' },
    { type: 'power.add', kind: 'utility', name: 'grid' },
    { type: 'power.add', kind: 'ups', name: 'u', from: 'grid', batteryMinutes: 1 },
    { type: 'power.add', kind: 'feed', name: 'a', from: 'ups:u' },
    { type: 'power.add', kind: 'feed', name: 'b', from: 'utility:grid' },
    { type: 'switch.add', name: 'core', layer: 'core' },
    { type: 'group.add', name: 'shop' },
    { type: 'balancer.add', name: 'front' },
    { type: 'service.add', name: 'web', balancer: 'front', workers: 2 },
    {
      type: 'load.set',
      service: 'web',
      curve: {
        period: '2h',
        points: [
          { at: '0s', perSecond: 2 },
          { at: '1h', perSecond },
        ],
      },
    },
  ];
  for (const rack of ['r1', 'r2']) {
    commands.push({ type: 'rack.add', name: rack, row: 'room:room' });
    commands.push({ type: 'power.add', kind: 'pdu', name: `${rack}-a`, from: 'feed:a', rack });
    commands.push({
      type: 'switch.add',
      name: `tor-${rack}`,
      layer: 'tor',
      rack,
      uplinks: ['core'],
      pdus: [`${rack}-a`],
    });
    for (const host of ['h1', 'h2']) {
      commands.push({
        type: 'host.add',
        name: `${rack}-${host}`,
        rack,
        cores: 8,
        memoryMib: 32_768,
      });
    }
  }
  for (const host of ['r1-h1', 'r1-h2', 'r2-h1']) {
    commands.push({
      type: 'vm.create',
      name: `web-${host}`,
      size: 'D2s_v5',
      image: 'Ubuntu2204',
      host,
      balancers: ['front'],
    });
  }
  // A machine that serves nobody: its loss must count and change no request.
  commands.push({
    type: 'vm.create',
    name: 'idle',
    size: 'D2s_v5',
    image: 'Ubuntu2204',
    host: 'r2-h2',
  });
  return commands;
}

function build(perSecond: number): Engine {
  const engine = createEngine({ catalogue: theCatalogue(), seed: 5 });
  const built = engine.setup(room(perSecond));
  if (!built.ok) throw new Error(built.error.message);
  return engine;
}

function sweep(engine: Engine, plan: SweepPlan = {}): SweepProgress {
  return sweepWhole(expectOk(beginSweep(engine, { ...TIMES, untilUs: 2 * HOUR, ...plan })));
}

it('equals the full run of every fault, and says the same twice', () => {
  const found = sweep(build(30));
  expect(found.atUs).toBe(HOUR + MINUTE);
  expect(found.notSteady).toBeUndefined();
  const engine = build(30);
  engine.runUntil(HOUR + MINUTE);
  const base = engine.snapshot();
  const calm = fullRun(engine, base, { targets: [], ...TIMES });
  for (const verdict of found.verdicts) {
    const targets = verdict.target.split(' + ');
    expect(fullVerdict(engine, base, { targets, calm, ...TIMES })).toEqual(verdict);
  }
  expect(found.verdicts).toHaveLength(found.total);
  expect(sweep(build(30))).toEqual(found);
});

it('tells an outage, a shortage and a fault nobody noticed apart', () => {
  const verdicts = new Map(sweep(build(30)).verdicts.map((one) => [one.target, one]));
  // The core switch is the only way out; rack r1 leaves one machine of three for 30 a second:
  // 2 workers at 100 ms serve 20. Host r2-h2 holds the machine without a balancer.
  expect(verdicts.get('switch:core')).toMatchObject({
    verdict: 'outage',
    machinesLost: 4,
    cause: 'switch:core',
  });
  expect(verdicts.get('rack:r1')).toMatchObject({
    verdict: 'degraded',
    machinesLost: 2,
    cause: 'rack:r1',
  });
  expect(verdicts.get('host:r2-h2')).toMatchObject({ verdict: 'served', machinesLost: 1 });
  // Feed a comes from the UPS: its battery carries nothing that is cut behind it.
  expect(verdicts.get('feed:a')).toMatchObject({ verdict: 'outage', machinesLost: 4 });
});

it('tries nothing on a lab that is ill before any fault', () => {
  const found = sweep(build(500));
  expect(found).toMatchObject({ notSteady: 'service:shop/web', verdicts: [] });
});

it('finds the first moment of the highest load, also when curves repeat', () => {
  const engine = build(30);
  expect(loadPeakUs(engine.rows(), { fromUs: 0, toUs: 2 * HOUR })).toBe(HOUR);
  expect(loadPeakUs(engine.rows(), { fromUs: 2 * HOUR, toUs: 4 * HOUR })).toBe(3 * HOUR);
  expect(loadPeakUs(engine.rows(), { fromUs: 1.5 * HOUR, toUs: 4 * HOUR })).toBe(1.5 * HOUR);
});

it('tries pairs, and shows the trap of two fault and two update domains', () => {
  // Four machines of 2 × 2 domains: all of a fault domain are in one update domain. So the rack
  // that stays, and the other update domain under maintenance, take all four; the same two take
  // two.
  const text = readFileSync(join(RESOURCES_FOLDER, TRAP), 'utf8');
  const plan = { every: 'pair', kinds: ['rack', 'updateDomain'], ...TIMES } as const;
  const found = sweepWhole(expectOk(beginSweep(startLab(text), plan)));
  expect(found.total).toBe(6);
  const lost = new Map(found.verdicts.map((one) => [one.target, one.machinesLost]));
  expect(Object.fromEntries(lost)).toEqual({
    'rack:r1 + rack:r2': 4,
    'rack:r1 + updateDomain:shop/web/0': 2,
    'rack:r1 + updateDomain:shop/web/1': 4,
    'rack:r2 + updateDomain:shop/web/0': 4,
    'rack:r2 + updateDomain:shop/web/1': 2,
    'updateDomain:shop/web/0 + updateDomain:shop/web/1': 4,
  });
  const all = found.verdicts.filter(({ machinesLost }) => machinesLost === 4);
  expect(all.every(({ verdict }) => verdict === 'outage')).toBe(true);
});

it('aims kinds of fault at what they can happen to, and refuses what they cannot', () => {
  function facesOf(kinds: string[], every: 'single' | 'pair' = 'single'): string[] {
    const { faults } = expectOk(beginSweep(build(30), { every, kinds, ...TIMES }));
    return [...new Set(faults.map(({ kind, targets }) => `${kind} ${targets[0]?.split(':')[0]}`))];
  }
  expect(facesOf(['latency', 'host', 'link'])).toEqual(['latency host', 'latency link']);
  expect(facesOf(['badImage'])).toEqual(['badImage image']);
  expect(facesOf(['cooling', 'cut', 'rack'])).toEqual(['cooling rack', 'cut rack']);
  expect(facesOf(['latency'], 'pair')).toEqual(['latency rack', 'latency switch']);
  const refused = beginSweep(build(30), { kinds: ['badImage', 'host'], ...TIMES });
  expect(refused).toMatchObject({ ok: false, error: { code: 'sweep.kindsApart' } });
});

it('refuses more faults than one sweep tries', () => {
  const engine = build(30);
  const kinds = Array.from({ length: 200 }, () => 'host');
  const refused = beginSweep(engine, { every: 'pair', kinds: [...kinds, ...kinds], ...TIMES });
  expect(refused).toMatchObject({ ok: false, error: { code: 'sweep.tooMany' } });
});
