/**
 * Goal: a balancer's rules of traffic do what they say: addresses stick to machines, a person's
 * word goes before the probe, connections end where the service ends them. Method: seeded loads on
 * small pools; shares are compared with the ones the hash gives, counts with what was watched.
 */
import { describe, expect, it } from 'vitest';
import { hashOfClient } from '../../../../src/main/engine/systems/client-hash.ts';
import { given, SECOND, type RoomOptions, type Scene } from '../../../support/make-engine.ts';
import { RequestWatcher } from '../../../support/request-watcher.ts';

function scene(options: RoomOptions): Scene {
  return given({ machines: 3, perSecond: 60, ...options });
}

function backend(of: Scene, vm = 'web-1') {
  return of.row('balancer', 'front').backends.find((one) => one.vm === `vm:lab/${vm}`);
}

const WIDE = { workers: 1_000, queueLimit: 1_000 };

describe('[ENG-S14] a distribution by address', () => {
  it('leads each user to one machine, and each machine gets the share of its users', () => {
    const it = scene({
      balancer: { distribution: 'sourceIp' },
      service: { ...WIDE, clients: 12, largestClientShare: 0.4 },
    });
    const watcher = new RequestWatcher(it.engine);
    watcher.runUntil(60 * SECOND);
    // By hand: user 0 asks 40 %, each of the other eleven 60 ÷ 11 %; who goes where says the hash.
    const expected = [0, 0, 0];
    for (let user = 0; user < 12; user += 1) {
      const place = hashOfClient(user, 1) % 3;
      expected[place] = (expected[place] ?? 0) + (user === 0 ? 0.4 : 0.6 / 11);
    }
    const shares = it.row('balancer', 'front').backends.map(({ sharePpm = 0 }) => sharePpm);
    expect(shares).toEqual(expected.map((share) => Math.round(share * 1_000_000)));
    expect(Math.max(...shares)).toBeGreaterThan(400_000);
    for (const [place, share] of expected.entries()) {
      const sent = watcher.requests.filter((request) => request.vm === place).length;
      expect(Math.abs(sent / watcher.requests.length - share)).toBeLessThan(0.04);
    }
  });

  it('moves users when the membership changes, and refuses those of a machine that is full', () => {
    const it = scene({
      balancer: { distribution: 'sourceIpProtocol' },
      service: { clients: 1, workers: 1, queueLimit: 0, serviceTime: '1s', deadline: '1h' },
    }).until('20s');
    const [first] = it.row('balancer', 'front').backends.filter(({ sharePpm }) => sharePpm === 1e6);
    expect(it.engine.ledger('web')).toMatchObject([{ reason: 'noRoom' }]);
    it.when({ type: 'balancer.leave', balancer: 'front', vm: first?.vm ?? '' });
    const [second] = it
      .row('balancer', 'front')
      .backends.filter(({ sharePpm }) => sharePpm === 1e6);
    expect(second?.vm).not.toBe(first?.vm);
  });
});

describe('[ENG-S15] users', () => {
  it('who all come from other addresses are spread evenly, whatever the distribution', () => {
    const it = scene({ balancer: { distribution: 'sourceIp' }, service: WIDE });
    const watcher = new RequestWatcher(it.engine);
    watcher.runUntil(60 * SECOND);
    expect(backend(it)?.sharePpm).toBeUndefined();
    for (const vm of [0, 1, 2]) {
      const sent = watcher.requests.filter((request) => request.vm === vm).length;
      expect(Math.abs(sent / watcher.requests.length - 1 / 3)).toBeLessThan(0.04);
    }
  });
});

describe('[ENG-S16] when the last member goes out', () => {
  function stalled(balancer: NonNullable<RoomOptions['balancer']>, machines: number): Scene {
    // Long requests under way; the probe then asks where nobody listens.
    const it = scene({ machines, balancer, service: { ...WIDE, serviceTime: '30s' } });
    it.until('20s');
    return it.when({ type: 'balancer.edit', balancer: 'front', probePort: 8080 }).until('20s');
  }

  it('a Standard balancer keeps what stands', () => {
    const it = stalled({}, 3);
    const rotations = it.row('balancer', 'front').backends.map(({ rotation }) => rotation);
    expect(rotations).toEqual(['down', 'down', 'down']);
    expect(it.service().lost).toBe(0);
    expect(it.service().inFlight).toBeGreaterThan(300);
  });

  it.each([
    ['a Basic balancer', { sku: 'basic' } as const, 1],
    ['a pool of one', {}, 1],
  ])('%s ends it', (_, balancer, machines) => {
    const it = stalled(balancer, machines);
    expect(it.service().inFlight).toBe(0);
    const row = it.engine.ledger('web').find(({ reason }) => reason === 'flowsCut');
    expect(row?.count).toBe(it.service().lost);
    expect(row?.count).toBeGreaterThan(300);
  });
});

describe('[ENG-S17] the idle timeout', () => {
  it('loses a request that takes longer, although it is answered in the end', () => {
    const it = scene({
      perSecond: 5,
      balancer: { idleTimeout: '5m' },
      service: { ...WIDE, serviceTime: '5m', deadline: '2h' },
    });
    it.until('20m');
    it.when({ type: 'load.set', service: 'web', curve: { points: [{ at: '0s', perSecond: 0 }] } });
    it.until('3h');
    const { offered, served, lost, late } = it.service();
    expect(served + lost + late).toBe(offered);
    expect(late).toBe(0);
    // Exponential with a mean of the timeout: e^-1 of them take longer.
    expect(Math.abs(lost / offered - 0.368)).toBeLessThan(0.03);
    expect(it.engine.ledger('web')).toMatchObject([{ reason: 'idleTimeout', count: lost }]);
  });
});

describe('[ENG-S18] what a person says of a member', () => {
  it('drains it: nothing new, what it holds is answered, and then it says so', () => {
    const it = scene({ service: { ...WIDE, serviceTime: '2s', deadline: '2m' } }).until('20s');
    it.when({ type: 'balancer.admit', balancer: 'front', vm: 'web-1', state: 'down' });
    expect(it.happened('backend.drained')).toEqual([]);
    it.until('80s');
    const [drained] = it.happened('backend.drained');
    expect(drained?.subject).toBe('vm:lab/web-1');
    expect(it.chain(drained?.id)).toEqual([
      'decision vm:lab/web-1',
      'backend.admin vm:lab/web-1',
      'backend.drained vm:lab/web-1',
    ]);
    it.when({ type: 'vm.deallocate', vm: 'web-1' }).until('2m');
    expect(it.service()).toMatchObject({ lost: 0, refused: 0 });
  });

  it('sends it requests whatever the probe says, until the probe decides again', () => {
    const it = scene({ machines: 2 }).until('6s');
    it.when({ type: 'balancer.admit', balancer: 'front', vm: 'web-1', state: 'up' });
    it.when({ type: 'application.break', vm: 'web-1', as: 'crashed' }).until('20s');
    expect(backend(it)).toMatchObject({ rotation: 'down', admin: 'up', answer: 'closed' });
    const before = it.service().lost;
    it.until('30s');
    expect(it.service().lost - before).toBeGreaterThan(200);
    it.when({ type: 'balancer.admit', balancer: 'front', vm: 'web-1', state: 'none' });
    const after = it.service().lost;
    it.until('40s');
    expect(it.service().lost).toBe(after);
  });
});

describe('[ENG-S19] the pool of a Basic balancer', () => {
  it('takes machines of one availability set and no other', () => {
    const it = given({}, [
      { type: 'availabilitySet.add', name: 'as' },
      { type: 'availabilitySet.add', name: 'other' },
      { type: 'balancer.add', name: 'old', sku: 'basic' },
    ]);
    const member = { type: 'vm.create', size: 'D2s_v5', image: 'Ubuntu2204' } as const;
    it.when({ ...member, name: 'a', availabilitySet: 'as', balancers: ['old'] });
    it.when({ ...member, name: 'b', availabilitySet: 'as', balancers: ['old'] });
    const refusal = it.refusal({
      ...member,
      name: 'c',
      availabilitySet: 'other',
      balancers: ['old'],
    });
    expect(refusal.code).toBe('balancer.basicPool');
  });
});
