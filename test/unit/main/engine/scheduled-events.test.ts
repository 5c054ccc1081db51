/**
 * Goal: maintenance is announced, prepared for, approved and over, as docs/facts.md tells it in
 * facts 45 and 107 to 110 [ENG-E1] [ENG-E2] [ENG-E3] [ENG-E4] [ENG-E5] [ENG-E6] [ENG-M5] [ENG-M6]
 * [ENG-M7] [ENG-PR4]. Method: a set of four machines behind a balancer under load; moments and
 * documents are read off rows and happenings.
 */
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../../src/shared/commands/index.ts';
import { given, type Scene } from '../../../support/make-engine.ts';

const S = 1_000_000;

/** Four machines of a set of 2 × 2 behind a balancer; 30 requests a second. */
function room(...more: Command[]): Scene {
  const machines = [1, 2, 3, 4].map((number): Command => ({
    type: 'vm.create',
    name: `m${number}`,
    size: 'D2s_v5',
    image: 'Ubuntu2204',
    availabilitySet: 'as',
    balancers: ['lb'],
  }));
  return given({}, [
    { type: 'availabilitySet.add', name: 'as', faultDomains: 2, updateDomains: 2 },
    { type: 'balancer.add', name: 'lb' },
    { type: 'service.add', name: 'shop', balancer: 'lb' },
    { type: 'load.set', service: 'shop', curve: { points: [{ at: '0s', perSecond: 30 }] } },
    ...machines,
    ...more,
  ]).until('30s');
}

function moments(scene: Scene, kind: Parameters<Scene['happened']>[0]): number[] {
  return scene.happened(kind).map(({ atUs }) => atUs / S);
}

function events(scene: Scene) {
  return scene.engine.rows().flatMap((row) => (row.kind === 'scheduledEvent' ? [row] : []));
}

describe('a scheduled event', () => {
  it('waits for its notice, works, and disappears, with a new incarnation each time', () => {
    const scene = room();
    scene.when({ type: 'event.schedule', event: 'Reboot', target: 'm1', work: '4m' });
    expect(events(scene)[0]).toMatchObject({
      name: 'e1',
      eventType: 'Reboot',
      status: 'Scheduled',
      source: 'User',
      incarnation: 1,
      notBeforeUs: (30 + 900) * S,
      // Fact 109: every machine of the set reads of it.
      deliveredTo: ['vm:lab/m1', 'vm:lab/m2', 'vm:lab/m3', 'vm:lab/m4'],
    });
    scene.until('929s');
    expect(scene.row('vm', 'm1').operation).toBe('none');
    scene.until('16m');
    expect(events(scene)[0]).toMatchObject({ status: 'Started', incarnation: 2 });
    expect(scene.row('vm', 'm1').operation).toBe('restart');
    scene.until('20m');
    expect(events(scene)).toEqual([]);
    expect(moments(scene, 'event.ended')).toEqual([930 + 240]);
    expect(scene.row('vm', 'm1').powerState).toBe('running');
    expect(scene.world.eventDocument.col.incarnation[0]).toBe(3);
  });

  it('begins at once when it is approved, for all its machines', () => {
    const scene = room();
    scene.when({ type: 'event.schedule', event: 'Redeploy', target: 'host:r1-h1' });
    const told = events(scene)[0]?.machines.length ?? 0;
    expect(told).toBeGreaterThan(0);
    scene.when({ type: 'event.approve', event: 'e1' }).until('31s');
    expect(events(scene)[0]?.machines.map(({ state }) => state)).toEqual(
      Array.from({ length: told }, () => 'working'),
    );
  });

  it('that freezes loses nothing', () => {
    const scene = room();
    scene.when({ type: 'event.schedule', event: 'Freeze', target: 'as', work: '3s' });
    scene.when({ type: 'event.approve', event: 'e1' });
    const before = scene.service('shop');
    scene.until('31s');
    expect(scene.row('vm', 'm1').pausedUntilUs).toBe(33 * S);
    scene.until('60s');
    const after = scene.service('shop');
    // 3 s without an answer and a deadline of 2 s: some are late, none is lost.
    expect(after.lost - before.lost).toBe(0);
    expect(after.late - before.late).toBeGreaterThan(20);
    expect(scene.row('vm', 'm1').pausedUntilUs).toBeUndefined();
  });

  it('is over when it is cancelled', () => {
    const scene = room({ type: 'hook.add', target: 'm1', drain: '1m' });
    scene.when({ type: 'event.schedule', event: 'Reboot', target: 'm1' }).until('2m');
    expect(scene.row('balancer', 'lb').backends[0]?.rotation).toBe('draining');
    scene.when({ type: 'event.cancel', event: 'e1' }).until('130s');
    expect(events(scene)).toEqual([]);
    expect(scene.row('balancer', 'lb').backends[0]?.rotation).toBe('up');
    expect(scene.until('20m').happened('vm.stopping')).toEqual([]);
  });
});

describe('a machine that prepares', () => {
  it('leaves the rotation, is ready, approves, and comes back without a lost request', () => {
    const scene = room({ type: 'hook.add', target: 'as', drain: '40s', approve: true });
    scene.when({ type: 'event.schedule', event: 'Reboot', target: 'm1', work: '2m' });
    // Read within 10 s, ready 40 s later: 80 s instead of 930 s.
    scene.until('45s');
    expect(events(scene)[0]?.machines).toEqual([
      { vm: 'vm:lab/m1', state: 'draining', prepares: true },
    ]);
    scene.until('10m');
    expect(moments(scene, 'event.started')).toEqual([80]);
    expect(scene.service('shop').lost).toBe(0);
    expect(scene.row('balancer', 'lb').backends.map(({ rotation }) => rotation)).toEqual([
      'up',
      'up',
      'up',
      'up',
    ]);
  });

  it('is one of all: the event waits for the slowest', () => {
    const scene = room(
      { type: 'hook.add', target: 'm1', drain: '20s', approve: true },
      { type: 'hook.add', target: 'm2', drain: '90s' },
    );
    scene.when({ type: 'event.schedule', event: 'Freeze', target: 'as' }).until('10m');
    // Told at 30 s, read at 40 s, the slower one ready at 130 s.
    expect(moments(scene, 'event.started')).toEqual([130]);
  });

  it('saves requests that one taken by surprise loses', () => {
    const surprised = room();
    surprised.when({ type: 'event.schedule', event: 'Reboot', target: 'm1', work: '2m' });
    surprised.until('20m');
    expect(surprised.service('shop').lost).toBeGreaterThan(20);
  });
});

describe('a wave', () => {
  it('announces each domain, and an approval hastens it', () => {
    const scene = room();
    scene.when({
      type: 'maintenance.start',
      availabilitySet: 'as',
      work: '2m',
      recovery: '1m',
      notice: '15m',
    });
    expect(scene.row('availabilitySet', 'as').maintenance?.phase).toBe('announced');
    expect(events(scene)[0]).toMatchObject({ source: 'Platform', wave: 'availabilitySet:lab/as' });
    scene.until('5m').when({ type: 'event.approve', event: 'e1' }).until('301s');
    expect(scene.row('availabilitySet', 'as').maintenance?.phase).toBe('working');
    // 5 min + 2 min of work + 1 min of recovery, then 15 min of notice for the second domain.
    scene.until('23m10s');
    expect(moments(scene, 'event.started')).toEqual([300, 300 + 180 + 900]);
    scene.until('40m');
    expect(scene.row('availabilitySet', 'as').maintenance).toBeUndefined();
    expect(events(scene)).toEqual([]);
  });

  it('without restarts pauses one fault domain after the other', () => {
    const scene = room();
    scene.when({
      type: 'maintenance.start',
      availabilitySet: 'as',
      mode: 'noReboot',
      work: '1s',
      recovery: '2m',
    });
    scene.until('10m');
    expect(scene.happened('vm.stopping')).toEqual([]);
    expect(moments(scene, 'maintenance.faultDomain')).toEqual([30, 30 + 1 + 120]);
    expect(moments(scene, 'vm.paused').length).toBe(4);
  });

  it('without restarts waits while a service behind the set fails', () => {
    const scene = room();
    scene.when({
      type: 'maintenance.start',
      availabilitySet: 'as',
      mode: 'noReboot',
      work: '1s',
      recovery: '1m',
    });
    scene.until('40s');
    // Half of the requests are lost on the way: the service is in a bad time.
    scene.when({ type: 'fault.inject', kind: 'loss', target: 'rack:r1', amount: 100, for: '10m' });
    scene.until('3m');
    expect(scene.row('availabilitySet', 'as').maintenance?.phase).toBe('halted');
    scene.until('20m');
    expect(scene.happened('maintenance.faultDomain').length).toBe(2);
    expect(moments(scene, 'maintenance.ended').length).toBe(1);
  });
});
