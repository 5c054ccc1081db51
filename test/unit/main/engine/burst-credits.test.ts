/**
 * Goal: the credits of burstable machines follow the sheet's formula minute by minute, with floor
 * and cap, and a machine without any gets its base [ENG-BC1] [ENG-BC2] [ENG-BC3]. Method: a day of
 * three shapes of load on sizes of both kinds of formula, against the formula worked out beside the
 * engine; the sheet's published day of B16ms; jobs and requests on a throttled machine.
 */
import { describe, expect, it } from 'vitest';
import {
  balanceAfter,
  baseMillicores,
  creditsEarned,
} from '../../../../src/shared/model/burst-balance.ts';
import type { Command } from '../../../../src/shared/commands/index.ts';
import { findSize } from '../../../../src/shared/model/catalogue-lookup.ts';
import { expectOk } from '../../../support/expect-ok.ts';
import { given, type Scene } from '../../../support/make-engine.ts';
import { theCatalogue } from '../../../support/the-catalogue.ts';

const VM = 'vm:lab/m';
const MINUTE_US = 60_000_000;
const DAY_MINUTES = 1_440;

/** Demand in thousandths of a vCPU, by minute of the day. */
interface Shape {
  readonly name: string;
  readonly tasks: readonly { readonly cron: string; readonly lasts: string; readonly of: number }[];
  readonly demand: (minute: number, vCpu: number) => number;
  /** The ends of the bank it comes to within the day. */
  readonly meets: { readonly floor: boolean; readonly cap: boolean };
}

const SHAPES: readonly Shape[] = [
  { name: 'idle: the cap', tasks: [], demand: () => 0, meets: { floor: false, cap: true } },
  {
    name: 'all out: the floor',
    tasks: [{ cron: '1 0 * * *', lasts: '24h', of: 1 }],
    demand: (minute, vCpu) => (minute >= 1 ? vCpu * 1_000 : 0),
    meets: { floor: true, cap: false },
  },
  {
    name: 'office hours: both ways',
    tasks: [{ cron: '0 9 * * *', lasts: '8h', of: 0.95 }],
    demand: (minute, vCpu) => (minute >= 540 && minute < 1_020 ? vCpu * 950 : 0),
    meets: { floor: true, cap: false },
  },
];

function machine(size: string, shape: Shape): Scene {
  const { vCpu } = expectOk(findSize(theCatalogue(), size));
  const create: Command = { type: 'vm.create', name: 'm', size, image: 'Ubuntu2204' };
  const tasks = shape.tasks.map(({ cron, lasts, of }, index): Command => ({
    type: 'task.add',
    on: VM,
    name: `t${index}`,
    cron,
    lasts,
    cpuMillicores: Math.round(of * vCpu * 1_000),
    memoryMib: 0,
  }));
  return given({ operations: 'instant' }, [create, ...tasks]);
}

describe('[ENG-BC1] the formula', () => {
  it('gives the published hours of B16ms (D27)', () => {
    const credits = expectOk(findSize(theCatalogue(), 'B16ms')).credits;
    if (credits === undefined) throw new Error('B16ms has credits');
    const used = [
      0, 0, 0, 0, 0, 0, 270, 1280, 1280, 270, 100, 50, 100, 100, 50, 100, 100, 1600, 270, 270, 50,
      50, 0, 0,
    ];
    const published = [
      642, 804, 966, 1128, 1290, 1452, 1452, 846, 240, 240, 342, 474, 576, 678, 810, 912, 1014, 216,
      216, 216, 348, 480, 642, 804,
    ];
    let balance = credits.initial;
    const base = baseMillicores(credits, 16);
    const balances = used.map((percent) => {
      const usedMillicores = percent * 10;
      const earned = creditsEarned({ baseMillicores: base, usedMillicores, us: 60 * MINUTE_US });
      balance = balanceAfter(balance, { earned, max: credits.maxBanked });
      return balance;
    });
    expect(balances).toEqual(published);
  });

  it('gives the examples of the second series (D25)', () => {
    const small = expectOk(findSize(theCatalogue(), 'B2ts_v2'));
    const large = expectOk(findSize(theCatalogue(), 'B32s_v2'));
    function perMinute(size: typeof small, percent: number): number {
      if (size.credits === undefined) throw new Error('it has credits');
      const base = baseMillicores(size.credits, size.vCpu);
      const usedMillicores = percent * 10 * size.vCpu;
      return creditsEarned({ baseMillicores: base, usedMillicores, us: MINUTE_US });
    }
    expect(perMinute(small, 10)).toBeCloseTo(0.2, 12);
    expect(perMinute(large, 60)).toBeCloseTo(-6.4, 12);
  });
});

/** Figures of the sheet (facts 32 and 33), and its formula for each form of percentages. */
interface Sheet {
  readonly size: string;
  readonly vCpu: number;
  readonly basePercent: number;
  readonly initial: number;
  readonly bankedAtMost: number;
  /** Credits a minute at a use in per cent, of one vCPU summed or averaged over the vCPUs. */
  readonly perMinute: (basePercent: number, usedPercent: number) => number;
  /** What so many thousandths of a vCPU are in those per cent. */
  readonly percentOf: (millicores: number) => number;
}

function summed(basePercent: number, usedPercent: number): number {
  return (basePercent - usedPercent) / 100;
}

const SHEETS: readonly Sheet[] = [
  {
    size: 'B1s',
    vCpu: 1,
    basePercent: 10,
    initial: 30,
    bankedAtMost: 144,
    perMinute: summed,
    percentOf: (millicores) => millicores / 10,
  },
  {
    size: 'B2ms',
    vCpu: 2,
    basePercent: 60,
    initial: 60,
    bankedAtMost: 864,
    perMinute: summed,
    percentOf: (millicores) => millicores / 10,
  },
  {
    size: 'B2s_v2',
    vCpu: 2,
    basePercent: 40,
    initial: 60,
    bankedAtMost: 24 * 48,
    perMinute: (basePercent, usedPercent) => ((basePercent - usedPercent) * 2) / 100,
    percentOf: (millicores) => millicores / 10 / 2,
  },
];

describe('[ENG-BC2] a day, minute by minute', () => {
  for (const sheet of SHEETS) {
    it.each(SHAPES)(`${sheet.size}, $name`, (shape) => {
      const at = machine(sheet.size, shape);
      const { basePercent, bankedAtMost } = sheet;
      let balance = sheet.initial;
      const touched = { floor: false, cap: false };
      for (let minute = 0; minute < DAY_MINUTES; minute += 1) {
        const asked = sheet.percentOf(shape.demand(minute, sheet.vCpu));
        // Without credits at the beginning of a minute it gets its base in it.
        const used = balance === 0 ? Math.min(asked, basePercent) : asked;
        const moved = balance + sheet.perMinute(basePercent, used);
        balance = Math.min(bankedAtMost, Math.max(0, moved));
        at.engine.runUntil((minute + 1) * MINUTE_US);
        expect(at.world.vm.col.credits[0]).toBeCloseTo(balance, 6);
        touched.floor ||= balance === 0;
        touched.cap ||= balance === bankedAtMost;
      }
      at.holds();
      expect(touched).toEqual(shape.meets);
    });
  }

  it('an idle day fills the bank and no more', () => {
    const [idle] = SHAPES;
    if (idle === undefined) throw new Error('there is a shape');
    const at = machine('B1ls', idle).until('24h');
    expect(at.row('vm', 'm').credits).toMatchObject({ max: 72, throttled: false });
    at.until('48h');
    expect(at.row('vm', 'm').credits?.balance).toBe(72);
  });
});

describe('[ENG-BC3] without credits', () => {
  const busy: Command = {
    type: 'task.add',
    on: VM,
    name: 't',
    cron: '1 0 * * *',
    lasts: '2h',
    cpuMillicores: 1_000,
    memoryMib: 0,
  };

  it('a machine gets its base, says so, and recovers', () => {
    const create: Command = { type: 'vm.create', name: 'm', size: 'B1s', image: 'Ubuntu2204' };
    const at = given({ operations: 'instant' }, [create, busy]).until('1h');
    expect(at.row('vm', 'm').credits).toMatchObject({ balance: 0, throttled: true });
    expect(at.row('vm', 'm').guest).toMatchObject({ grantedMillicores: 100 });
    expect(at.happened('credits.throttled')).toHaveLength(1);
    // 30.1 credits after the first minute, then 0.9 a minute.
    expect(at.happened('credits.throttled')[0]?.atUs).toBe(35 * MINUTE_US);
    at.until('4h');
    expect(at.row('vm', 'm').credits?.throttled).toBe(false);
    expect(at.happened('credits.recovered')).toHaveLength(1);
  });

  it('jobs get the base too, and what they use counts', () => {
    const create: Command = { type: 'vm.create', name: 'm', size: 'B1s', image: 'Ubuntu2204' };
    // Two hours of one core at 1,000 MIPS.
    const batch: Command = {
      type: 'batch.submit',
      name: 'b',
      machines: [VM],
      count: 1,
      work: { baseMi: 7_200_000 },
    };
    const at = given({ operations: 'instant' }, [create, batch]).until('40m');
    expect(at.row('vm', 'm').credits).toMatchObject({ balance: 0, throttled: true });
    // 34 minutes at full speed, the rest at a tenth of it.
    at.until('14h');
    expect(at.row('batch', 'b').done).toBe(0);
    at.until('15h');
    expect(at.row('batch', 'b').done).toBe(1);
    expect(at.row('batch', 'b').lastFinishUs).toBe((34 + 86 * 10) * MINUTE_US);
  });

  it.each(['flow', 'requests'] as const)('uses spend credits, simulated as %s', (mode) => {
    const create: Command = { type: 'vm.create', name: 'm', size: 'B1s', image: 'Ubuntu2204' };
    const use: Command = {
      type: 'workload.add',
      name: 'w',
      kind: 'requests',
      machines: [VM],
      cpu: '500ms',
      shape: 'fixed',
      curve: { points: [{ at: '0s', perSecond: 1 }] },
      mode,
    };
    const at = given({ operations: 'instant' }, [create, use]).until('30m');
    // Half a core of one: 30 credits at the start, 0.1 − 0.5 a minute. Arrivals are by chance.
    const balance = at.row('vm', 'm').credits?.balance ?? 0;
    expect(Math.abs(balance - 18)).toBeLessThan(mode === 'flow' ? 0.01 : 1);
    // 75 minutes spend all of them. A tenth of a core then answers one every five seconds.
    at.until('100m');
    expect(at.happened('credits.throttled')).toHaveLength(1);
    expect(at.row('vm', 'm').credits).toMatchObject({ balance: 0, throttled: true });
    const served = () => at.engine.summary().workloads?.[0];
    const before = served();
    at.until('110m');
    const after = served();
    const answered = (figures: typeof before) => (figures?.served ?? 0) + (figures?.late ?? 0);
    expect((answered(after) - answered(before)) / 600).toBeCloseTo(0.2, 1);
  });

  it('requests take as much longer, and their use counts', () => {
    const at = given({ operations: 'instant' }, [
      { type: 'balancer.add', name: 'front' },
      {
        type: 'service.add',
        name: 'web',
        balancer: 'front',
        workers: 1,
        serviceTime: '100ms',
        queueLimit: 1_000,
        deadline: '60s',
      },
      { type: 'vm.create', name: 'm', size: 'B1s', image: 'Ubuntu2204', balancers: ['front'] },
      { type: 'load.set', service: 'web', curve: { points: [{ at: '0s', perSecond: 8 }] } },
    ]).until('30m');
    const early = at.service().served;
    expect(at.row('vm', 'm').credits?.throttled).toBe(false);
    at.until('90m');
    const start = at.service().served;
    at.until('150m');
    // One worker at a tenth of its speed: about one request a second, where it served eight.
    expect(early / 1_800).toBeGreaterThan(7);
    expect((at.service().served - start) / 3_600).toBeLessThan(2);
  });
});
