/**
 * Goal: what a probe finds out is decided by how deep it asks, and by the rules of its protocol.
 * Method: two machines under a seeded load, broken in each way and probed in each way; moments are
 * worked out from the interval of 5 s and the threshold (docs/facts.md, fact 100).
 */
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../../src/shared/commands/index.ts';
import { given, type RoomOptions, type Scene } from '../../../support/make-engine.ts';

type Probe = NonNullable<RoomOptions['balancer']>;

function scene(balancer: Probe, service: RoomOptions['service'] = {}): Scene {
  return given({ machines: 2, perSecond: 40, balancer, service });
}

function backend(of: Scene, vm = 'web-1') {
  return of.row('balancer', 'front').backends.find((one) => one.vm === `vm:lab/${vm}`);
}

function broken(as: 'failing' | 'hung' | 'crashed'): Command {
  return { type: 'application.break', vm: 'web-1', as };
}

const TCP: Probe = { probeThreshold: 2 };
const SYSTEM: Probe = { probePort: 22 };
const ROOT: Probe = { probeProtocol: 'http' };
const HEALTH: Probe = { probeProtocol: 'http', probePath: '/health' };

describe('[ENG-S12] the depth of a probe', () => {
  // Broken at 6 s, probed at 10 and 15 s: which probe sees what.
  it.each([
    ['the system port', SYSTEM, 'failing', 'up', 'up'],
    ['the system port', SYSTEM, 'hung', 'up', 'up'],
    ['the system port', SYSTEM, 'crashed', 'up', 'up'],
    ['a connection', TCP, 'failing', 'up', 'up'],
    ['a connection', TCP, 'hung', 'up', 'up'],
    ['a connection', TCP, 'crashed', 'down', 'down'],
    ['a path that checks nothing', ROOT, 'failing', 'up', 'up'],
    ['a path that checks nothing', ROOT, 'hung', 'up', 'down'],
    ['a path that checks nothing', ROOT, 'crashed', 'down', 'down'],
    ['the health of the application', HEALTH, 'failing', 'down', 'down'],
    ['the health of the application', HEALTH, 'hung', 'up', 'down'],
    ['the health of the application', HEALTH, 'crashed', 'down', 'down'],
  ] as const)('%s, application %s %s: %s after one probe, %s after two', (...row) => {
    const [, probe, as, first, second] = row;
    const it = scene(probe).until('6s').when(broken(as));
    it.until('10s');
    expect(backend(it)?.rotation).toBe(first);
    it.until('15s');
    expect(backend(it)?.rotation).toBe(second);
    const { lost, offered } = it.service();
    it.until('35s');
    const more = it.service();
    // A machine that stays in rotation loses half of the next 20 s, one that is out nothing.
    const share = (more.lost - lost) / (more.offered - offered);
    if (second === 'up') expect(Math.abs(share - 0.5)).toBeLessThan(0.1);
    else expect(share).toBe(0);
  });

  it('says what it heard, and why the member is out', () => {
    const it = scene(HEALTH).until('6s').when(broken('failing')).until('10s');
    expect(backend(it)).toMatchObject({ rotation: 'down', answer: 'error' });
    expect(it.chain(backend(it)?.cause)).toEqual([
      'decision vm:lab/web-1',
      'application.broken vm:lab/web-1',
      'backend.down vm:lab/web-1',
    ]);
  });
});

describe('[ENG-S11] the way back', () => {
  it('takes so many answers over TCP as it takes silences', () => {
    const it = scene({ probeThreshold: 3 }).until('6s').when(broken('crashed')).until('11s');
    it.when({ type: 'application.restore', vm: 'web-1' });
    it.until('24999999us');
    expect(backend(it)?.rotation).toBe('down');
    // Answers at 15, 20 and 25 s.
    it.until('25s');
    expect(backend(it)?.rotation).toBe('up');
  });

  it('takes one answer of 200 over HTTP', () => {
    const it = scene({ ...HEALTH, probeThreshold: 3 })
      .until('6s')
      .when(broken('failing'));
    it.until('11s').when({ type: 'application.restore', vm: 'web-1' });
    it.until('15s');
    expect(backend(it)?.rotation).toBe('up');
  });
});

describe('[ENG-S13] a probe nobody can answer', () => {
  it.each([
    ['portClosed', { probePort: 8080 }, 'closed'],
    ['pathUnknown', { probeProtocol: 'http', probePath: '/helth' }, 'notFound'],
    ['noHttpThere', { probeProtocol: 'http', probePort: 22 }, 'error'],
  ] as const)('is shown as %s, and takes everything out', (warning, probe, answer) => {
    const it = scene(probe).until('1s');
    expect(it.row('balancer', 'front')).toMatchObject({ probeWarning: warning });
    expect(backend(it)).toMatchObject({ rotation: 'down', answer });
    expect(it.service().refused).toBe(it.service().offered);
  });

  it('has no warning when it asks where the service listens', () => {
    const it = scene({ probePort: 8080 }, { port: 8080 }).until('1s');
    expect(it.row('balancer', 'front').probeWarning).toBeUndefined();
    expect(backend(it)?.rotation).toBe('up');
  });
});

/** Two machines that need the machine `db` for a fifth of their requests. */
function withDatabase(balancer: Probe): Scene {
  return given({}, [
    { type: 'vm.create', name: 'db', size: 'D2s_v5', image: 'Ubuntu2204' },
    { type: 'balancer.add', name: 'front', ...balancer },
    {
      type: 'service.add',
      name: 'web',
      balancer: 'front',
      dependsOn: [{ on: 'vm:lab/db', share: 0.2 }],
    },
    ...['web-1', 'web-2'].map((name): Command => ({
      type: 'vm.create',
      name,
      size: 'D2s_v5',
      image: 'Ubuntu2204',
      balancers: ['front'],
    })),
    { type: 'load.set', service: 'web', curve: { points: [{ at: '0s', perSecond: 50 }] } },
  ]);
}

describe('[ENG-W3] what a service needs', () => {
  it('fails the share of requests that need it, and the ledger says for want of what', () => {
    const it = withDatabase(HEALTH).until('6s');
    it.when({ type: 'application.break', vm: 'db', as: 'crashed' }).until('46s');
    const [row] = it.engine.ledger('web');
    expect(row?.reason).toBe('dependencyDown');
    // A fifth of 40 s × 50 / s: 400, give or take five deviations of 18.
    expect(Math.abs((row?.count ?? 0) - 400)).toBeLessThan(90);
    expect(row?.chain.map(({ kind }) => kind)).toEqual(['decision', 'application.broken']);
    it.when({ type: 'application.restore', vm: 'db' });
    const { lost } = it.service();
    it.until('60s');
    expect(it.service().lost).toBe(lost);
  });

  it('may be another service, and what that one needs', () => {
    const it = withDatabase(TCP);
    it.when(
      { type: 'balancer.add', name: 'outer' },
      { type: 'service.add', name: 'shop', balancer: 'outer', dependsOn: [{ on: 'service:web' }] },
      { type: 'balancer.join', balancer: 'outer', vm: 'web-1' },
      { type: 'load.set', service: 'shop', curve: { points: [{ at: '0s', perSecond: 50 }] } },
    );
    it.until('6s').when({ type: 'vm.delete', vm: 'db' }).until('5m');
    const row = it.engine.ledger('shop').find(({ reason }) => reason === 'dependencyDown');
    const { offered } = it.service('shop');
    expect((row?.count ?? 0) / offered).toBeGreaterThan(0.1);
    expect((row?.count ?? 0) / offered).toBeLessThan(0.25);
    expect(it.row('service', 'web').dependsOn).toEqual([{ share: 0.2 }]);
  });

  it('is down behind a balancer when no machine in rotation serves', () => {
    const it = withDatabase(TCP);
    it.when(
      { type: 'balancer.add', name: 'outer' },
      { type: 'service.add', name: 'shop', balancer: 'outer', dependsOn: [{ on: 'front' }] },
      { type: 'vm.create', name: 'edge', size: 'D2s_v5', image: 'Ubuntu2204' },
      { type: 'balancer.join', balancer: 'outer', vm: 'edge' },
      { type: 'load.set', service: 'shop', curve: { points: [{ at: '0s', perSecond: 20 }] } },
    );
    it.until('3m').when(broken('hung')).until('200s');
    expect(it.service('shop').lost).toBe(0);
    it.when({ type: 'application.break', vm: 'web-2', as: 'hung' }).until('220s');
    const { lost, offered } = it.service('shop');
    it.until('240s');
    expect(it.service('shop').lost - lost).toBe(it.service('shop').offered - offered);
  });
});

describe('[ENG-W4] a probe that asks for everything', () => {
  it('takes all machines out for what a fifth of the requests needs', () => {
    const shallow = withDatabase(HEALTH).until('6s');
    const deep = withDatabase({ ...HEALTH, probePath: '/ready' }).until('6s');
    for (const it of [shallow, deep]) {
      it.when({ type: 'application.break', vm: 'db', as: 'crashed' }).until('66s');
    }
    expect(shallow.row('balancer', 'front').backends.map(({ rotation }) => rotation)).toEqual([
      'up',
      'up',
    ]);
    expect(deep.row('balancer', 'front').backends.map(({ rotation }) => rotation)).toEqual([
      'down',
      'down',
    ]);
    expect(shallow.service().servedFraction).toBeGreaterThan(0.75);
    expect(deep.service().servedFraction).toBeLessThan(0.25);
    expect(deep.engine.ledger('web')[0]?.chain.map(({ kind }) => kind)).toEqual([
      'decision',
      'application.broken',
      'backend.down',
    ]);
  });
});
