/**
 * Goal: a name leads its users to a balancer that works, as late as its checks and the answers they
 * keep make it. Method: two balancers of two machines each under a seeded load; one side loses its
 * rack, and the moments of failover are worked out from interval, tolerance and TTL.
 */
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../../src/shared/commands/index.ts';
import { beginSweep, sweepWhole } from '../../../../src/main/sweep/sweep.ts';
import { expectOk } from '../../../support/expect-ok.ts';
import { given, SECOND, type Scene } from '../../../support/make-engine.ts';
import { RequestWatcher } from '../../../support/request-watcher.ts';

type Profile = Partial<Extract<Command, { type: 'dnsProfile.add' }>>;

function machine(name: string, host: string, balancer: string): Command {
  const kind = { type: 'vm.create', size: 'D2s_v5', image: 'Ubuntu2204' } as const;
  return { ...kind, name, host, balancers: [balancer] };
}

/** `west` on rack 1 and `east` on rack 2, one name, 40 requests a second. */
function scene(profile: Profile = {}): Scene {
  return given({}, [
    { type: 'balancer.add', name: 'west' },
    { type: 'balancer.add', name: 'east' },
    { type: 'service.add', name: 'web', balancer: 'west' },
    machine('w1', 'r1-h1', 'west'),
    machine('w2', 'r1-h2', 'west'),
    machine('e1', 'r2-h1', 'east'),
    machine('e2', 'r2-h2', 'east'),
    {
      type: 'dnsProfile.add',
      name: 'shop',
      service: 'web',
      endpoints: [{ balancer: 'west' }, { balancer: 'east' }],
      probeInterval: '10s',
      toleratedFailures: 1,
      ttl: '40s',
      ...profile,
    },
    { type: 'load.set', service: 'web', curve: { points: [{ at: '0s', perSecond: 40 }] } },
  ]);
}

function endpoint(of: Scene, balancer: string) {
  const row = of.row('dnsProfile', 'shop');
  return row.endpoints.find((one) => one.balancer === `balancer:lab/${balancer}`);
}

/** Failed requests since the start, by reason. */
function failures(of: Scene): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { reason, count } of of.engine.ledger('web')) {
    sums[reason] = (sums[reason] ?? 0) + count;
  }
  return sums;
}

describe('[ENG-DN2] the checks of a name', () => {
  it('bear the failures tolerated and no more, and forget them at one answer', () => {
    const it = scene().until('12s').cut('rack:r1');
    // Checks at 20 and 30 s fail; one failure is borne, the second is not.
    it.until('20s');
    expect(endpoint(it, 'west')).toMatchObject({ health: 'online', failures: 1 });
    it.until('30s');
    expect(endpoint(it, 'west')).toMatchObject({ health: 'degraded', failures: 2 });
    const [down] = it.happened('dns.endpointDown');
    expect(down?.details).toMatchObject({ failures: 2, detectionUs: 20 * SECOND });
    expect(it.chain(down?.id).slice(0, 2)).toEqual(['decision rack:r1', 'part.cut rack:r1']);
    it.restore('rack:r1').until('20m');
    expect(endpoint(it, 'west')).toMatchObject({ health: 'online', failures: 0 });
    expect(it.happened('dns.endpointUp')).toHaveLength(1);
  });
});

describe('[ENG-DN4] a failover', () => {
  it('takes the detection and then the TTL, and says which part was which', () => {
    const it = scene().until('12s').cut('rack:r1');
    // West is known to be down at 30 s; an answer given just before then would be 40 s old at 70 s.
    // Here they were given in the first ten seconds or so, and are asked for again from 40 s on.
    it.until('30s');
    const atDetection = failures(it);
    expect(atDetection['dnsStale']).toBeUndefined();
    expect(atDetection['noBackendInRotation']).toBeGreaterThan(100);
    it.until('70s');
    const atEnd = failures(it);
    expect(atEnd['dnsStale']).toBeGreaterThan(200);
    expect(atEnd['noBackendInRotation']).toBe(atDetection['noBackendInRotation']);
    it.until('3m');
    expect(failures(it)).toEqual(atEnd);
    const row = it.engine.ledger('web').find(({ reason }) => reason === 'dnsStale');
    expect(row?.chain.map(({ kind }) => kind)).toEqual([
      'decision',
      'part.cut',
      'host.lostPower',
      'vm.lost',
      'backend.down',
      'dns.endpointDown',
    ]);
    expect(row?.lastAtUs).toBeLessThanOrEqual(70 * SECOND);
    expect(row?.lastAtUs).toBeGreaterThan(50 * SECOND);
  });

  it('without a TTL is over when it was noticed', () => {
    const it = scene({ ttl: '0s' }).until('12s').cut('rack:r1').until('30s');
    const before = failures(it);
    it.until('2m');
    expect(failures(it)).toEqual(before);
    expect(before['dnsStale']).toBeUndefined();
  });
});

describe('[ENG-DN1] resolvers', () => {
  it('keep their answers and are counted where these lead', () => {
    const it = scene({ resolvers: 10 }).until('20s');
    expect([endpoint(it, 'west')?.holders, endpoint(it, 'east')?.holders]).toEqual([10, 0]);
    it.when({ type: 'dnsProfile.switch', dnsProfile: 'shop', balancer: 'west', enabled: false });
    it.until('2m');
    expect([endpoint(it, 'west')?.holders, endpoint(it, 'east')?.holders]).toEqual([0, 10]);
    // Switched by hand while west still works: nobody was turned away.
    expect(it.service()).toMatchObject({ refused: 0, lost: 0 });
  });
});

describe('[ENG-DN3] routing', () => {
  it('by weight draws among the good answers', () => {
    const it = scene({
      routing: 'weighted',
      ttl: '0s',
      endpoints: [
        { balancer: 'west', weight: 3 },
        { balancer: 'east', weight: 1 },
      ],
    });
    const watcher = new RequestWatcher(it.engine);
    watcher.runUntil(60 * SECOND);
    const west = watcher.requests.filter((request) => request.vm < 2).length;
    // Three of four of about 2 400, give or take five deviations of 21.
    expect(Math.abs(west - watcher.requests.length * 0.75)).toBeLessThan(110);
  });

  it('answers with what is switched on when nothing is good', () => {
    const it = scene({ ttl: '0s' }).until('12s').cut('switch:core').until('60s');
    expect(endpoint(it, 'west')?.health).toBe('degraded');
    expect(endpoint(it, 'east')?.health).toBe('degraded');
    const before = failures(it);
    it.until('70s');
    expect(failures(it)['dnsStale']).toBeUndefined();
    expect(failures(it)['noBackendInRotation']).toBeGreaterThan(before['noBackendInRotation'] ?? 0);
  });
});

describe('[ENG-DN5] a service with a name', () => {
  it('is one service over all its balancers', () => {
    const it = scene().until('10s');
    expect(it.service()).toMatchObject({ backends: 4, backendsUp: 4 });
    expect(it.refusal({ type: 'balancer.remove', balancer: 'east' }).code).toBe('balancer.inUse');
    const shadow = it.engine.shadow('rack:r1');
    expect(shadow.ok && shadow.value.services[0]).toMatchObject({ backends: 4, backendsLeft: 2 });
  });

  it('takes its name with it, and without a name is known by its own balancer', () => {
    const it = scene().until('10s').when({ type: 'dnsProfile.remove', dnsProfile: 'shop' });
    const watcher = new RequestWatcher(it.engine);
    watcher.runUntil(20 * SECOND);
    expect(watcher.requests.every(({ vm }) => vm < 2)).toBe(true);
    it.when({
      type: 'dnsProfile.add',
      name: 'again',
      service: 'web',
      endpoints: [{ balancer: 'west' }],
    });
    it.when({ type: 'service.remove', service: 'web' }).until('1m');
    expect(it.engine.rows().filter(({ kind }) => kind === 'dnsProfile')).toEqual([]);
    it.when({ type: 'balancer.remove', balancer: 'east' });
  });
});

describe('[INV-70] [ENG-S2] with a name', () => {
  it('every request is counted once, at every event, and every answer where it leads', () => {
    const it = scene({ resolvers: 7, ttl: '3s' });
    const watcher = new RequestWatcher(it.engine);
    watcher.runUntil(9 * SECOND, () => it.holds());
    it.cut('rack:r1');
    watcher.look();
    watcher.runUntil(40 * SECOND, () => it.holds());
    expect(it.service()).toMatchObject({
      offered: watcher.requests.length,
      served: watcher.count('served'),
      refused: watcher.count('refused'),
      lost: watcher.count('lost'),
      inFlight: watcher.count('inFlight'),
    });
    expect(watcher.count('refused')).toBeGreaterThan(100);
  });
});

describe('[ENG-DN7] a name whose servers fail', () => {
  const SHARED = { type: 'fault.inject', kind: 'dnsFailed', target: 'dns:all', for: '2m' } as const;

  it('goes on working for whoever still keeps an answer, and then for nobody', () => {
    const it = scene().until('20s').when(SHARED);
    // Answers are 40 s old at most: those given just before 20 s last until 60 s.
    const [began] = it.happened('fault.began');
    expect(failures(it)['nameUnresolved']).toBeUndefined();
    it.until('60s');
    const some = failures(it)['nameUnresolved'] ?? 0;
    expect(some).toBeGreaterThan(100);
    const { served } = it.service();
    it.until('2m');
    expect(it.service().served - served).toBeLessThanOrEqual(2);
    it.until('140s');
    const all = failures(it)['nameUnresolved'];
    it.until('5m');
    expect(failures(it)['nameUnresolved']).toBe(all);
    const row = it.engine.ledger('web').find(({ reason }) => reason === 'nameUnresolved');
    expect(row?.chain.map(({ kind }) => kind)).toEqual(['decision', 'fault.began']);
    expect(row?.chain.at(-1)?.id).toBe(began?.id);
  });

  it('is predicted: the machines stay, and nobody finds them', () => {
    const it = scene().until('20s');
    const aim = { target: 'dnsProfile:lab/shop', kind: 'dnsFailed' } as const;
    const shadow = it.engine.shadow(aim);
    const [web] = expectOk(shadow).services;
    expect(web).toMatchObject({ backends: 4, backendsLeft: 4, capacityLeftPerSecond: 0 });
    expect(expectOk(shadow).vms).toEqual([]);
  });

  it('is refused without a name, and of anything else', () => {
    const bare = given({});
    for (const target of ['dns:all', 'dns:other', 'host:r1-h1']) {
      const refused = bare.engine.propose({ ...SHARED, target });
      const code = target === 'host:r1-h1' ? 'fault.wrongTarget' : 'fault.nobodyHit';
      expect(refused).toMatchObject({ ok: false, error: { code } });
    }
    const other = scene().engine.propose({ ...SHARED, target: 'dns:other' });
    expect(other).toMatchObject({ ok: false, error: { code: 'fault.nobodyHit' } });
  });

  it('can be tried in a sweep, alone and together', () => {
    const minute = 60 * SECOND;
    const plan = { kinds: ['dnsFailed'], forUs: 2 * minute, afterUs: minute };
    const found = sweepWhole(expectOk(beginSweep(scene().engine, plan)));
    const seen = found.verdicts.map(({ target, verdict, cause }) => [target, verdict, cause]);
    expect(seen).toEqual([
      ['dnsProfile:lab/shop', 'outage', 'dnsProfile:lab/shop'],
      ['dns:all', 'outage', 'dns:all'],
    ]);
  });
});
