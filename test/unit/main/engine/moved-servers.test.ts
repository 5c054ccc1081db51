/**
 * Goal: a server of one's own becomes a machine step by step, what it costs users is counted, the
 * way back is open until it is closed, and what did not get better is computed [ENG-LS1 to
 * ENG-LS14]. Method: one server with a shop and its database, moved through the engine to another
 * site, by the figures that the drawing and the options give.
 */
import { describe, expect, it } from 'vitest';
import type { Command, CommandOf } from '../../../../src/shared/commands/index.ts';
import type { LedgerRow } from '../../../../src/shared/views/workspace-view.ts';
import { given, MINUTE, SECOND, type Scene } from '../../../support/make-engine.ts';

const PLACES: Command[] = [
  { type: 'place.add', kind: 'site', name: 'office' },
  { type: 'place.add', kind: 'room', name: 'closet', parent: 'site:office' },
  { type: 'place.add', kind: 'row', name: 'shelf', parent: 'room:closet' },
  { type: 'rack.add', name: 'own', row: 'row:shelf' },
];
const HARDWARE: Omit<CommandOf<'host.add'>, 'name'> = {
  type: 'host.add',
  rack: 'own',
  cores: 4,
  mipsPerCore: 1_000,
  memoryMib: 16_384,
  diskGib: 128,
  nicMbps: 1_000,
  system: 'operatingSystem',
  switches: ['core'],
};
const SERVERS: Command[] = [
  { ...HARDWARE, name: 'erp' },
  { ...HARDWARE, name: 'db' },
  { type: 'app.install', on: 'host:erp', application: 'shop' },
  { type: 'app.install', on: 'host:erp', application: 'chat' },
  { type: 'app.install', on: 'db', application: 'database' },
  { type: 'task.add', on: 'erp', name: 'tidy-up', cron: '0 4 * * *' },
];
const SERVICE: Command[] = [
  { type: 'balancer.add', name: 'front' },
  {
    type: 'service.add',
    name: 'web',
    balancer: 'front',
    server: 'erp',
    serviceTime: '50ms',
    calls: [{ to: 'host:db', times: 20 }],
  },
  { type: 'load.set', service: 'web', curve: { points: [{ at: '0s', perSecond: 10 }] } },
];
const LOOK: Command = { type: 'move.inventory', name: 'lift', server: 'erp' };
const MAP: Command = { type: 'move.map', move: 'lift', size: 'D2s_v5' };
const COPY: Command = { type: 'move.replicate', move: 'lift', mbps: 100, churnMibPerHour: 3_600 };

/** The root cause of a row of the ledger. */
function rootOf(row: LedgerRow | undefined): string {
  const [first] = row?.chain ?? [];
  return `${first?.kind} ${first?.subject}`;
}

function room(...more: Command[]): Scene {
  return given({}, [...PLACES, ...SERVERS, ...SERVICE, ...more]);
}

/** A server whose first copy is complete. */
function copied(): Scene {
  return room().when(LOOK, MAP, COPY).until('30m');
}

describe('[ENG-LS1, LS2] users of a server', () => {
  it('are served there by its workers, and lost while it is down, with the cause', () => {
    const at = room().until('60s');
    const before = at.service();
    expect(before.offered).toBeGreaterThan(400);
    expect(before.served + before.inFlight).toBe(before.offered);
    at.cut('host:erp').until('90s');
    const ledger = at.engine.ledger('web').filter(({ reason }) => reason === 'serverDown');
    expect(ledger.length).toBeGreaterThan(0);
    expect(rootOf(ledger[0])).toBe('decision host:erp');
    expect(at.service().lost).toBeGreaterThan(200);
    at.restore('host:erp').until('30m');
    const back = at.service();
    at.until('31m');
    expect(at.service().lost).toBe(back.lost);
  });

  it('are turned away when workers and queue are full', () => {
    const at = given({}, [
      ...PLACES,
      ...SERVERS,
      { type: 'balancer.add', name: 'front' },
      {
        type: 'service.add',
        name: 'web',
        balancer: 'front',
        server: 'erp',
        workers: 1,
        queueLimit: 1,
        serviceTime: '1s',
      },
      { type: 'load.set', service: 'web', curve: { points: [{ at: '0s', perSecond: 10 }] } },
    ]).until('60s');
    const { refused, offered, served, late } = at.service();
    expect(refused).toBeGreaterThan(offered / 2);
    expect(served + late).toBeGreaterThan(40);
    at.when({ type: 'app.stop', on: 'host:erp', app: 'shop' }).until('70s');
    expect(at.service().inFlight).toBe(0);
  });
});

describe('[ENG-LS4] calls of a request', () => {
  it('take the ways of the drawing: short in one rack, 30 ms there and back between sites', () => {
    const at = room(LOOK);
    const [web] = at.row('move', 'lift').found.services;
    expect(web?.calls).toEqual([{ to: 'host:db', times: 20, roundTripUs: 100 }]);
    const moved = copied().when({ type: 'move.cutOver', move: 'lift' }).until('60m');
    const longer = moved.row('move', 'lift').remains.find(({ kind }) => kind === 'longWay');
    expect(longer?.figures).toMatchObject({ times: 20, beforeUs: 2_000, nowUs: 600_000 });
  });
});

describe('[ENG-LS5, LS13] the inventory', () => {
  it('finds what is on the server and what it uses, nightly tasks included', () => {
    const task: Command = {
      type: 'task.add',
      on: 'erp',
      name: 'report',
      cron: '30 0 * * *',
      lasts: '10m',
      cpuMillicores: 2_000,
      memoryMib: 4_096,
    };
    const early = room(task, LOOK).until('10m').row('move', 'lift');
    expect(early.found.applications.map(({ name }) => name)).toEqual(['shop', 'chat']);
    expect(early.found.applications[0]?.ports).toEqual([
      { protocol: 'tcp', address: '0.0.0.0', port: 80 },
    ]);
    expect(early.found.tasks.map(({ name }) => name)).toEqual(['tidy-up', 'report']);
    expect(early.measured.peakMillicores).toBe(650);
    const late = room(task, LOOK).until('2h').row('move', 'lift');
    expect(late.measured.peakMillicores).toBe(2_650);
    expect(late.measured.meanMillicores).toBeCloseTo(650 + 2_000 / 12, 6);
    expect(late.measured.peakMemoryMib).toBeGreaterThan(early.measured.peakMemoryMib + 4_000);
  });

  it('suggests sizes with what was asked of them, the cheapest that fits', () => {
    const { suggestions, measured } = room(LOOK).until('10m').row('move', 'lift');
    expect(suggestions.map(({ reason }) => reason)).toEqual(['measured', 'asItIs', 'burstable']);
    const [tight, same, saving] = suggestions;
    expect(tight?.wantedVCpu).toBe(1);
    expect(tight?.wantedMemoryMib).toBe(Math.ceil(measured.peakMemoryMib / 0.8));
    expect(same?.vCpu).toBeGreaterThanOrEqual(4);
    expect(same?.memoryMib).toBeGreaterThanOrEqual(16_384);
    expect(tight?.microUsdPerMonth).toBeLessThan(same?.microUsdPerMonth ?? 0);
    expect(saving?.size).toMatch(/^Standard_B/);
  });
});

describe('[ENG-LS6, LS7] copying', () => {
  it('takes the disk over the line, then what changed, again and again', () => {
    const at = room().when(LOOK, MAP, COPY);
    const { copy, found } = at.row('move', 'lift');
    const mib = found.usedDiskMib;
    expect(copy?.phase).toBe('initial');
    const lastsUs = (mib * 8 * 1_048_576) / 100;
    expect(Math.abs((copy?.untilUs ?? 0) - lastsUs)).toBeLessThan(0.01 * lastsUs);
    at.until('30m');
    const later = at.row('move', 'lift');
    expect(later.stage).toBe('replicated');
    expect(later.copy?.passes).toBeGreaterThan(3);
    // One MiB changes in a second, and nothing waits longer than a pass of five minutes.
    expect(later.copy?.pendingMib).toBeLessThan(700);
    const point = later.copy?.pointUs ?? 0;
    expect(at.engine.nowUs - point).toBeLessThan(11 * MINUTE);
  });

  it('waits while the server is down, and goes on where it was', () => {
    const at = room().when(LOOK, MAP, COPY).until('2m');
    const before = at.row('move', 'lift').copy?.leftMib ?? 0;
    at.cut('host:erp').until('20m');
    const paused = at.row('move', 'lift');
    expect(paused.copy?.phase).toBe('sourceDown');
    expect(paused.copy?.leftMib).toBe(before);
    expect(at.refusal({ type: 'move.rollBack', move: 'lift' }).code).toBe('move.wrongStage');
    at.restore('host:erp').until('2h');
    expect(at.row('move', 'lift').stage).toBe('replicated');
    expect(at.happened('move.paused')).toHaveLength(1);
    expect(at.happened('move.resumed')).toHaveLength(1);
  });
});

describe('[ENG-LS8] a test', () => {
  it('starts everything in a network joined to nothing, and touches no user', () => {
    const at = copied();
    const lost = at.service().lost;
    at.when({ type: 'move.test', move: 'lift' }).until('60m');
    const { test } = at.row('move', 'lift');
    expect(test?.checks.map(({ app, ok, ports }) => ({ app, ok, ports }))).toEqual([
      { app: 'shop', ok: true, ports: [80] },
      { app: 'chat', ok: true, ports: [3_000] },
    ]);
    expect(test?.untried).toBe(1);
    expect(at.service().lost).toBe(lost);
    const copy = at.row('vm', 'erp-test');
    const way = at.engine.reach({ from: copy.id, to: 'internet', port: 443 });
    expect(way.ok && way.value.reachable).toBe(false);
    at.when({ type: 'move.endTest', move: 'lift' }).until('70m');
    const kept = at.row('move', 'lift');
    expect(kept.test?.result).toBe('passed');
    expect(kept.test?.vm).toBeUndefined();
    expect(at.engine.rows(['vm'])).toHaveLength(0);
  });

  it('shows what does not start, with the line of the log', () => {
    const at = copied();
    at.when(
      { type: 'move.test', move: 'lift' },
      { type: 'app.stop', on: 'host:erp', app: 'chat' },
    ).until('50m');
    at.when({ type: 'app.stop', on: 'vm:lab/erp-test', app: 'shop' });
    at.when({ type: 'move.endTest', move: 'lift' });
    const { test } = at.row('move', 'lift');
    expect(test?.result).toBe('failed');
    expect(test?.checks.map(({ app, ok }) => ({ app, ok }))).toEqual([{ app: 'shop', ok: false }]);
  });
});

describe('[ENG-LS9] a change-over', () => {
  it('stops the server, copies the rest, and leads users to the machine', () => {
    const at = copied();
    const before = at.row('move', 'lift').copy;
    at.when({ type: 'move.cutOver', move: 'lift', window: '30m', nameTtl: '60s' });
    expect(at.refusal({ type: 'app.start', on: 'host:erp', app: 'shop' }).code).toBe(
      'move.serverHeld',
    );
    at.until('50m');
    const row = at.row('move', 'lift');
    expect(row.stage).toBe('moved');
    const [served] = at.happened('move.served');
    expect(served?.details?.['outageUs']).toBe(row.cutOver?.outageUs);
    expect(row.cutOver?.outageUs).toBeGreaterThan((before?.pendingUs ?? 0) + 10 * SECOND);
    expect(row.cutOver?.failed).toBeGreaterThan(100);
    // What has no cause is the load alone: the longer ways keep the workers busy.
    const blamed = at.engine.ledger('web').filter(({ chain }) => chain.length > 0);
    const roots = blamed.map(rootOf);
    expect(blamed.map(({ reason }) => reason)).toContain('noBackendInRotation');
    expect(new Set(roots)).toEqual(new Set(['decision move:lift']));
    const lost = at.service();
    at.until('60m');
    expect(at.service().served).toBeGreaterThan(lost.served + 3_000);
    // What came along is what it was made from, tasks and all [ENG-IM9].
    expect(at.row('vm', 'erp').drift).toBeUndefined();
    expect(at.row('vm', 'erp').guest?.applications.map(({ name }) => name)).toEqual([
      'shop',
      'chat',
    ]);
  });

  it('[ENG-LS3] loses those who still hold the old address, fewer with every second', () => {
    const quick = copied().when({ type: 'move.cutOver', move: 'lift', nameTtl: '0s' }).until('40m');
    const slow = copied().when({ type: 'move.cutOver', move: 'lift', nameTtl: '30m' }).until('70m');
    const reasons = (at: Scene) => at.engine.ledger('web').map(({ reason }) => reason);
    expect(reasons(quick)).not.toContain('dnsStale');
    expect(reasons(slow)).toContain('dnsStale');
    expect(slow.row('move', 'lift').cutOver?.failed).toBeGreaterThan(
      3 * (quick.row('move', 'lift').cutOver?.failed ?? 0),
    );
  });

  it('[ENG-LS10] is taken back when the window closes before the machine serves', () => {
    const at = copied().when({ type: 'move.cutOver', move: 'lift', window: '90s', nameTtl: '0s' });
    at.when({ type: 'fault.cut', target: 'storage:s1' }).until('60m');
    expect(at.happened('move.windowClosed')).toHaveLength(1);
    const row = at.row('move', 'lift');
    expect(row.stage).toBe('replicated');
    expect(row.rollBacks).toBe(1);
    const before = at.service();
    at.until('61m');
    expect(at.service().served).toBeGreaterThan(before.served + 500);
    expect(at.service().lost).toBe(before.lost);
  });
});

describe('[ENG-LS11] going back', () => {
  it('gives the users to the server again, and says what was written meanwhile', () => {
    const at = copied().when({ type: 'move.cutOver', move: 'lift' }).until('60m');
    at.when({ type: 'move.rollBack', move: 'lift' });
    const [told] = at.happened('move.rolledBack');
    const servedUs = at.happened('move.served')[0]?.atUs ?? 0;
    expect(told?.details?.['sinceUs']).toBe(60 * MINUTE - servedUs);
    expect(told?.details?.['lostMib']).toBe(Math.ceil((60 * MINUTE - servedUs) / SECOND));
    at.until('90m');
    expect(at.engine.rows(['vm'])).toHaveLength(0);
    const lost = at.service().lost;
    at.until('91m');
    expect(at.service().lost).toBe(lost);
    expect(at.row('host', 'erp').guest?.applications.map(({ state }) => state)).toEqual([
      'running',
      'running',
    ]);
    at.when({ type: 'move.cutOver', move: 'lift' }).until('3h');
    expect(at.row('move', 'lift').stage).toBe('moved');
  });
});

describe('[ENG-LS12, LS14] afterwards', () => {
  it('the server is empty, there is no way back, and what stayed as it was is listed', () => {
    const at = copied().when({ type: 'move.cutOver', move: 'lift' }).until('60m');
    at.when({ type: 'move.finish', move: 'lift' });
    expect(at.refusal({ type: 'move.rollBack', move: 'lift' }).code).toBe('move.finished');
    at.when({ type: 'host.remove', host: 'erp' });
    const { remains, stage } = at.row('move', 'lift');
    expect(stage).toBe('finished');
    const kinds = remains.map(({ kind }) => kind);
    for (const kind of [
      'oneMachine',
      'promise',
      'noScaling',
      'patchLevel',
      'oneSystem',
      'memoryGrows',
      'diskGrows',
      'localData',
      'coreSpeed',
      'longWay',
      'noCopy',
      'paidIdle',
    ]) {
      expect(kinds).toContain(kind);
    }
    expect(remains.find(({ kind }) => kind === 'oneSystem')?.figures).toEqual({ applications: 2 });
    at.when({ type: 'os.patch', on: 'vm:lab/erp' });
    at.when({ type: 'snapshot.create', name: 'copy', disk: 'erp-os' }).until('2h');
    const now = at.row('move', 'lift').remains.map(({ kind }) => kind);
    expect(now).not.toContain('patchLevel');
    expect(now).not.toContain('noCopy');
  });

  it('who called the server calls its machine', () => {
    const at = room().when(
      { type: 'move.inventory', name: 'data', server: 'db' },
      { type: 'move.map', move: 'data', size: 'D4s_v5' },
      { type: 'move.replicate', move: 'data', mbps: 1_000 },
    );
    at.until('30m').when({ type: 'move.cutOver', move: 'data' }).until('60m');
    at.when(LOOK);
    const [far] = at.row('move', 'lift').found.services;
    expect(far?.calls[0]?.roundTripUs).toBe(30_000);
    at.when({ type: 'move.finish', move: 'data' });
    const [after] = at.row('move', 'lift').found.services;
    expect(after?.calls[0]).toEqual({ to: 'vm:lab/db', times: 20, roundTripUs: 30_000 });
  });
});
