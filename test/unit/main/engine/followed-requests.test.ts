/**
 * Goal: a request that is followed tells each hop, what was decided there by which rule, and how it
 * ended, without the room being touched [ENG-FR1 to ENG-FR5]. Method: rooms in which one thing at a
 * time is amiss, so that the hop at which a request fails is known beforehand.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../../src/shared/commands/index.ts';
import {
  FOLLOW_WITHIN_MAX_US,
  followViewSchema,
  type FollowView,
  type FollowWhich,
} from '../../../../src/shared/views/follow-view.ts';
import {
  RULE_OF_HOP,
  WHERE_IT_FAILS,
} from '../../../../src/main/engine/projections/follow-trace.ts';
import { expectOk } from '../../../support/expect-ok.ts';
import { given, makeEngine, MINUTE, Scene, SECOND } from '../../../support/make-engine.ts';
import { storeRoom } from '../../../support/store-room.ts';

function follow(at: Scene, which: FollowWhich = 'next'): FollowView {
  const before = at.engine.hash();
  const view = expectOk(at.engine.follow({ of: 'web', which }));
  expect(at.engine.hash()).toBe(before);
  return followViewSchema.parse(view);
}

/** Hops in a line, such as `users balancer machine work answer`. */
function way(view: FollowView): string {
  return view.hops.map(({ hop }) => hop).join(' ');
}

/** What the last hop says. */
function last(view: FollowView): unknown {
  const { hop, verdict, reason, rule, at } = view.hops.at(-1) ?? {};
  return { hop, verdict, reason, rule, at };
}

describe('[ENG-FR1] a request that is followed', () => {
  it('is the next one that arrives, and fares as was said', () => {
    const it = given({ machines: 3, perSecond: 40 }).until('10s');
    const offered = it.service().offered;
    const view = follow(it);
    expect(view).toMatchObject({ number: offered + 1, which: 'next', outcome: 'served' });
    it.engine.runUntil(view.sentUs);
    expect(it.service().offered).toBe(view.number);
    expect(it.engine.eventCount).toBeGreaterThanOrEqual(view.sentEvent);
    const machine = view.hops.find(({ hop }) => hop === 'work')?.at;
    const taken = (): number => it.row('vm', (machine ?? '').slice('vm:lab/'.length)).slot;
    expect(it.world.request.col.running.some((running) => running === 1)).toBe(true);
    expect(taken()).toBeGreaterThanOrEqual(0);
    const { served } = it.service();
    expect(
      it.engine.runToPlace({ atUs: view.endedUs ?? 0, eventCount: view.endedEvent ?? 0 }),
    ).toBe(true);
    expect(it.service().served).toBeGreaterThan(served);
  });

  it('is followed through what a script still brings', () => {
    const cut = {
      atUs: 25 * SECOND,
      command: { type: 'fault.cut', target: 'rack:r1' },
    } as const;
    const service = { serviceTime: '900s', deadline: '1h' };
    const room = given({ racks: 1, machines: 2, perSecond: 1, service, script: [cut] });
    room.until('10s');
    const view = follow(room, 'failing');
    expect(view).toMatchObject({ outcome: 'lost', reason: 'machineLost' });
    expect(view.hops.at(-1)).toMatchObject({ hop: 'machine', verdict: 'lost', rule: 'ENG-S5' });
    expect(view.chain.map(({ kind }) => kind)).toContain('part.cut');
    expect(view.endedUs).toBe(cut.atUs);
    expect(room.engine.lastHappeningId).toBeLessThan(view.cause ?? 0);
  });

  it('is not there where nobody asks, and none fails where all are served', () => {
    const idle = given({ machines: 1, perSecond: 0 });
    const none = idle.engine.follow({ of: 'web' });
    expect(none).toMatchObject({ ok: false, error: { code: 'follow.nothingArrives' } });
    const quiet = given({ machines: 3, perSecond: 5 }).until('10s');
    const fine = quiet.engine.follow({ of: 'web', which: 'failing', withinUs: 20 * SECOND });
    expect(fine).toMatchObject({ ok: false, error: { code: 'follow.nothingFails' } });
    const unknown = quiet.engine.follow({ of: 'wbe' });
    expect(unknown).toMatchObject({ ok: false, error: { code: 'service.notFound' } });
  });
});

describe('[ENG-FR2] the hops', () => {
  it('name rules that there are, for every hop and every reason', () => {
    const spec = readFileSync('src/main/engine/SPEC.md', 'utf8');
    const failing = Object.values(WHERE_IT_FAILS).map(({ rule }) => rule);
    for (const rule of [...Object.values(RULE_OF_HOP), ...failing]) {
      expect(spec).toContain(`**[${rule}]**`);
    }
  });

  it('tell the machines in rotation, and what the chosen one has in hand', () => {
    const view = follow(given({ machines: 3, perSecond: 40 }).until('10s'));
    expect(way(view)).toBe('users balancer machine work answer');
    expect(view.hops[1]).toMatchObject({
      at: 'balancer:lab/front',
      up: 3,
      members: 3,
      choice: 'even',
    });
    expect(view.hops[2]).toMatchObject({ workers: 4, waiting: 0, rule: 'ENG-S10' });
  });

  it('end at a balancer without machines, with what took the last one', () => {
    const it = given({ machines: 1, perSecond: 40 }).until('8s').cut('rack:r1').until('40s');
    const view = follow(it);
    expect(last(view)).toMatchObject({ hop: 'balancer', verdict: 'refused', rule: 'ENG-S6' });
    expect(view.chain[0]?.kind).toBe('decision');
    const [row] = it.engine.ledger('web').filter(({ reason }) => reason === view.reason);
    expect(row?.chain.map(({ id }) => id)).toEqual(view.chain.map(({ id }) => id));
  });

  it.each([
    ['hung', 'appHung'],
    ['failing', 'appFailing'],
    ['crashed', 'appCrashed'],
  ] as const)('end at a machine whose application is %s', (as, reason) => {
    const it = given({ machines: 1, perSecond: 40 }).until('6s');
    const view = follow(it.when({ type: 'application.break', vm: 'web-1', as }));
    expect(last(view)).toEqual({
      hop: 'machine',
      verdict: 'lost',
      reason,
      rule: 'ENG-W1',
      at: 'vm:lab/web-1',
    });
  });

  it('pass machines that are full until one has room, or none has', () => {
    const service = { workers: 1, queueLimit: 0, serviceTime: '20s', deadline: '1h' };
    const it = given({ machines: 2, perSecond: 20, service }).until('20s');
    const view = follow(it);
    expect(way(view)).toBe('users balancer full full');
    expect(last(view)).toMatchObject({ verdict: 'refused', reason: 'noRoom', rule: 'ENG-S3' });
  });

  it('stop at the rule of a network, and say which', () => {
    const more: Command[] = [
      { type: 'network.add', name: 'net', ranges: ['10.1.0.0/16'] },
      { type: 'subnet.add', network: 'net', name: 'front', range: '10.1.0.0/24' },
    ];
    const it = given({ machines: 1, perSecond: 40 }, more).until('8s');
    it.when(
      { type: 'securityGroup.add', name: 'guard' },
      { type: 'securityGroup.attach', securityGroup: 'guard', nic: it.row('vm', 'web-1').nics[0] },
    );
    const view = follow(it);
    expect(last(view)).toMatchObject({ hop: 'network', reason: 'blockedByRule', rule: 'ENG-VN11' });
    expect(view.hops.at(-1)?.network).toMatchObject({ open: false, rule: { access: 'deny' } });
  });

  it('lead through the name, the store, and what a service needs', () => {
    const it = new Scene(
      makeEngine(
        storeRoom({
          more: [
            { type: 'balancer.add', name: 'front' },
            { type: 'balancer.join', balancer: 'front', vm: 'db-1' },
            {
              type: 'service.add',
              name: 'web',
              balancer: 'front',
              dependsOn: [{ on: 'vm:db-2' }],
            },
            { type: 'store.remove', store: 'db' },
            { type: 'store.add', name: 'kept', replicas: ['db-1'], service: 'web' },
            {
              type: 'dnsProfile.add',
              name: 'shop',
              service: 'web',
              endpoints: [{ balancer: 'front' }],
            },
            { type: 'load.set', service: 'web', curve: { points: [{ at: '0s', perSecond: 20 }] } },
          ],
        }),
      ),
    ).until('10s');
    const view = follow(it);
    expect(way(view)).toBe('users name balancer machine needs store work answer');
    expect(view.hops[1]).toMatchObject({ leadsTo: 'balancer:lab/front', rule: 'ENG-DN1' });
    it.when({ type: 'vm.stop', vm: 'db-2' }).until('14s');
    expect(last(follow(it))).toMatchObject({ hop: 'needs', reason: 'dependencyDown' });
  });

  it('lead to a server of one’s own, and its queue', () => {
    const it = given({}, [
      {
        type: 'host.add',
        name: 'erp',
        rack: 'r1',
        cores: 4,
        memoryMib: 16_384,
        system: 'operatingSystem',
      },
      { type: 'app.install', on: 'host:erp', application: 'shop' },
      { type: 'balancer.add', name: 'front' },
      {
        type: 'service.add',
        name: 'web',
        balancer: 'front',
        server: 'erp',
        serviceTime: '30s',
        deadline: '1s',
        workers: 1,
        queueLimit: 9,
      },
      { type: 'load.set', service: 'web', curve: { points: [{ at: '0s', perSecond: 1 }] } },
    ]).until('5s');
    const view = follow(it);
    expect(way(view)).toBe('users server queue work answer');
    expect(view).toMatchObject({ outcome: 'late', reason: 'late' });
    expect(last(follow(it.cut('host:erp')))).toMatchObject({ hop: 'server', reason: 'serverDown' });
  });
});

describe('[ENG-FR3] the times of the hops', () => {
  it('add up to what the user waited, with the latency of a fault', () => {
    const it = given({ machines: 1, perSecond: 40 }).until('10s');
    it.when({ type: 'fault.inject', kind: 'latency', target: 'vm:lab/web-1', amount: 80 });
    const view = follow(it);
    const sum = view.hops.reduce((all, { tookUs }) => all + tookUs, 0);
    expect(sum).toBe(view.tookUs);
    expect(view.hops.at(-1)).toMatchObject({ hop: 'answer', latencyUs: 80_000, tookUs: 80_000 });
  });
});

describe('[ENG-FR4] a request that is sent now', () => {
  it('is one more than would come, and leaves those that come alone', () => {
    const it = given({ machines: 2, perSecond: 40 }).until('10s');
    const twin = given({ machines: 2, perSecond: 40 }).until('10s');
    const view = follow(it, 'now');
    expect(view).toMatchObject({ sentUs: 10 * SECOND, number: it.service().offered + 1 });
    it.until('30s');
    twin.until('30s');
    expect(it.engine.hash()).toBe(twin.engine.hash());
  });

  it('needs no load', () => {
    const view = follow(given({ machines: 1, perSecond: 0 }).until('6s'), 'now');
    expect(view).toMatchObject({ sentUs: 6 * SECOND, number: 1, outcome: 'served' });
  });
});

describe('[ENG-FR5] how far is looked', () => {
  it('is as far as asked, and a request without an end by then is under way', () => {
    const service = { serviceTime: '2h', deadline: '5h' };
    const it = given({ machines: 1, perSecond: 1, service }).until('10s');
    const view = expectOk(it.engine.follow({ of: 'web', withinUs: MINUTE }));
    expect(view).toMatchObject({ outcome: 'inFlight' });
    expect(view.endedUs).toBeUndefined();
    expect(view.hops.at(-1)).toMatchObject({ verdict: 'underWay' });
    expect(FOLLOW_WITHIN_MAX_US).toBe(24 * 60 * MINUTE);
  });
});
