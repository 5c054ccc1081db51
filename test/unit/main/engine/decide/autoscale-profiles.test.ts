/**
 * Goal: profiles, statistics, aggregations and forecasts of an autoscaler are what the service's
 * pages say. Method: tables worked by hand, with the fact's number; a world whose measurements are
 * written by hand where time would only hide the arithmetic, and real minutes where it matters.
 */
import { describe, expect, it } from 'vitest';
import type { AutoscaleRule } from '../../../../../src/shared/commands/autoscale-commands.ts';
import type { Command } from '../../../../../src/shared/commands/index.ts';
import type { Happening } from '../../../../../src/shared/events/happenings.ts';
import { parseCalendar } from '../../../../../src/shared/model/calendar.ts';
import { METRIC_AGGREGATIONS } from '../../../../../src/shared/model/kinds.ts';
import { evaluate } from '../../../../../src/main/engine/systems/autoscale.ts';
import { forecastLoad } from '../../../../../src/main/engine/systems/autoscale-forecast.ts';
import { aggregate } from '../../../../../src/main/engine/systems/autoscale-readings.ts';
import { given, MINUTE, us, type Scene } from '../../../../support/make-engine.ts';

type Setting = Omit<Extract<Command, { type: 'autoscale.set' }>, 'type' | 'scaleSet'>;

const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const OUT: AutoscaleRule = {
  metric: 'cpu',
  operator: '>',
  threshold: 60,
  direction: 'out',
  cooldown: '1h',
};
const IN: AutoscaleRule = {
  metric: 'cpu',
  operator: '<',
  threshold: 30,
  direction: 'in',
  cooldown: '40m',
};

/** A room with a set of idle machines; measurements are written by hand. */
function sceneWith(setting: Partial<Setting>, capacity = 4): Scene {
  return given({ racks: 4, hostsPerRack: 2 }, [
    { type: 'balancer.add', name: 'b' },
    { type: 'service.add', name: 's', balancer: 'b' },
    {
      type: 'scaleSet.add',
      name: 'web',
      size: 'D2s_v5',
      image: 'Ubuntu2204',
      capacity,
      balancers: ['b'],
    },
    { type: 'autoscale.set', scaleSet: 'web', minimum: 1, maximum: 20, rules: [], ...setting },
  ]);
}

interface Minute {
  readonly cpu: number;
  readonly queue?: number;
  readonly least?: number;
  readonly most?: number;
}

/** Sets the clock, writes the minutes of the window, evaluates; gives what was decided. */
function decideAt(scene: Scene, nowUs: number, minutes: readonly Minute[]): Happening | undefined {
  const { world } = scene;
  world.nowUs = nowUs;
  for (const row of world.scaleSample.slots()) world.scaleSample.release(row);
  for (const [index, { cpu, queue = 0, least = cpu, most = cpu }] of minutes.entries()) {
    const row = world.scaleSample.allocate();
    const { col } = world.scaleSample;
    col.scaleSet[row] = 1;
    col.atUs[row] = nowUs - (minutes.length - 1 - index) * MINUTE;
    col.instances[row] = world.scaleSet.col.capacity[0]!;
    col.cpuPercent[row] = cpu;
    col.cpuLeast[row] = least;
    col.cpuMost[row] = most;
    col.queuePerInstance[row] = queue;
    col.queueLeast[row] = queue;
    col.queueMost[row] = queue;
  }
  const before = world.log.lastId;
  evaluate(world, 0);
  return world.log.after(before).find(({ kind }) => kind === 'autoscale.evaluated');
}

describe('[ENG-X3] cooldown, the published day (fact 90)', () => {
  it('out 60 min, in 40: out at 10:00 frees at 11:00, in at 13:00 holds 13:20 to 13:40', () => {
    const scene = sceneWith({ rules: [OUT, IN] });
    function outcomeAt(clock: string, cpu: number): unknown {
      return decideAt(scene, us(clock), [{ cpu }])?.details?.['outcome'];
    }
    expect(outcomeAt('10h', 90)).toBe('scaledOut');
    expect(outcomeAt('10h59m', 90)).toBe('cooldown');
    expect(outcomeAt('11h', 90)).toBe('scaledOut');
    expect(outcomeAt('13h', 10)).toBe('scaledIn');
    expect(outcomeAt('13h20m', 90)).toBe('cooldown');
    expect(outcomeAt('13h39m', 95)).toBeUndefined();
    expect(outcomeAt('13h40m', 90)).toBe('scaledOut');
  });
});

describe('[ENG-X4] flapping (fact 92)', () => {
  it('1,250 threads on 3 are 625 on 2: above 600 again, so deferred', () => {
    const rules: AutoscaleRule[] = [
      {
        ...OUT,
        metric: 'queue',
        operator: '>=',
        threshold: 600,
        statistic: 'sum',
        dividePerInstance: true,
      },
      {
        ...IN,
        metric: 'queue',
        operator: '<',
        threshold: 600,
        statistic: 'sum',
        dividePerInstance: true,
      },
    ];
    const scene = sceneWith({ rules }, 3);
    // 1,250 in all: 416.67 for each, 416.67 × 3 ÷ 2 = 625.
    const told = decideAt(scene, HOUR, [{ cpu: 0, queue: 1_250 / 3 }]);
    expect(told?.details).toMatchObject({ outcome: 'flapping', to: 2, projected: 625 });
  });

  it('30 instances at 65 %, out above 70: 28 is the first that stays, not 27', () => {
    // 65 × 30 ÷ 27 = 72.2 > 70, 65 × 30 ÷ 28 = 69.6.
    const rules: AutoscaleRule[] = [
      { ...OUT, threshold: 70 },
      { ...IN, threshold: 68, value: 3 },
    ];
    const scene = sceneWith({ rules, maximum: 40 }, 30);
    const told = decideAt(scene, HOUR, [{ cpu: 65 }]);
    expect(told?.details).toMatchObject({ outcome: 'adjusted', from: 30, to: 28, wanted: 27 });
  });

  it('a sum that nobody divides stays as it is', () => {
    const rules: AutoscaleRule[] = [
      { ...OUT, metric: 'queue', threshold: 100, statistic: 'sum' },
      { ...IN, metric: 'queue', threshold: 90, statistic: 'sum' },
    ];
    // 4 × 20 = 80 waiting, with 3 instances still 80.
    const told = decideAt(sceneWith({ rules }), HOUR, [{ cpu: 0, queue: 20 }]);
    expect(told?.details).toMatchObject({ outcome: 'scaledIn', to: 3, value: 80 });
  });
});

describe('[ENG-X7] the value of a rule (facts 88, 94)', () => {
  const minutes: Minute[] = [
    { cpu: 50, least: 10, most: 90 },
    { cpu: 70, least: 30, most: 80 },
    { cpu: 60, least: 20, most: 100 },
  ];

  it.each<[Partial<AutoscaleRule>, number]>([
    // (50 + 70 + 60) ÷ 3
    [{}, 60],
    [{ aggregation: 'maximum' }, 70],
    [{ aggregation: 'minimum' }, 50],
    [{ aggregation: 'last' }, 60],
    [{ aggregation: 'total' }, 180],
    [{ aggregation: 'count' }, 3],
    // (90 + 80 + 100) ÷ 3
    [{ statistic: 'maximum' }, 90],
    [{ statistic: 'minimum', aggregation: 'maximum' }, 30],
    // 4 instances: 200, 280, 240 a minute, 240 on average, 60 each.
    [{ statistic: 'sum' }, 240],
    [{ statistic: 'sum', dividePerInstance: true }, 60],
    [{ statistic: 'count' }, 4],
  ])('%j is %d', (how, value) => {
    const rule: AutoscaleRule = { ...OUT, operator: '==', threshold: value, ...how };
    const told = decideAt(sceneWith({ rules: [rule] }), HOUR, minutes);
    expect(told?.details).toMatchObject({ outcome: 'scaledOut', value });
    const other: AutoscaleRule = { ...rule, operator: '!=' };
    expect(decideAt(sceneWith({ rules: [other] }), HOUR, minutes)).toBeUndefined();
  });

  it('50 messages an instance with 2 instances need 100 (fact 94)', () => {
    const rule: AutoscaleRule = {
      ...OUT,
      metric: 'queue',
      operator: '>=',
      threshold: 50,
      statistic: 'sum',
      dividePerInstance: true,
    };
    const scene = sceneWith({ rules: [rule] }, 2);
    expect(decideAt(scene, HOUR, [{ cpu: 0, queue: 49.5 }])).toBeUndefined();
    expect(decideAt(scene, HOUR, [{ cpu: 0, queue: 50 }])?.details).toMatchObject({
      outcome: 'scaledOut',
      value: 50,
    });
  });

  it('every aggregation is one of the list', () => {
    expect(METRIC_AGGREGATIONS.map((how) => aggregate([1, 2, 6], how))).toEqual([3, 1, 6, 9, 3, 6]);
  });
});

/** Office days in São Paulo and a launch day, over a default of 1 to 20. */
const OFFICE: NonNullable<Setting['profiles']>[number] = {
  name: 'office',
  minimum: 6,
  maximum: 10,
  rules: [OUT],
  recurrence: {
    days: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'],
    at: '08:00',
    until: '18:00',
    timeZone: 'E. South America Standard Time',
  },
};
const LAUNCH: NonNullable<Setting['profiles']>[number] = {
  name: 'launch',
  minimum: 12,
  maximum: 12,
  rules: [],
  fixedDate: { from: '2026-01-07T12:00', to: '2026-01-07T20:00' },
};
const NIGHT: NonNullable<Setting['profiles']>[number] = {
  name: 'night',
  minimum: 2,
  maximum: 3,
  rules: [],
  recurrence: { days: ['Saturday'], at: '22:00' },
};

describe('[ENG-X6] the profile in force (fact 87)', () => {
  const start = parseCalendar('2026-01-05T00:00');
  const startUs = start.ok ? start.value : 0;

  function profileAt(scene: Scene, moment: string): string | undefined {
    const wanted = parseCalendar(moment);
    if (!wanted.ok) throw new Error(moment);
    decideAt(scene, wanted.value - startUs, [{ cpu: 50 }]);
    return scene.row('scaleSet', 'web').autoscale?.profile;
  }

  it.each([
    // 08:00 in São Paulo is 11:00 UTC; the default profile is in force from 18:00 (21:00) on.
    ['2026-01-05T10:59', 'night'],
    ['2026-01-05T11:00', 'office'],
    ['2026-01-05T20:59', 'office'],
    ['2026-01-05T21:00', 'default'],
    // The fixed date goes before the days of the week, and ends on its minute.
    ['2026-01-07T11:59', 'office'],
    ['2026-01-07T12:00', 'launch'],
    ['2026-01-07T19:59', 'launch'],
    ['2026-01-07T20:00', 'office'],
    // A profile without an end lasts until the next one begins: Saturday 22:00 to Monday 11:00.
    ['2026-01-10T21:59', 'default'],
    ['2026-01-10T22:00', 'night'],
    ['2026-01-12T10:59', 'night'],
    ['2026-01-12T11:00', 'office'],
  ])('at %s UTC is %s', (moment, profile) => {
    const scene = sceneWith({ rules: [OUT], profiles: [OFFICE, LAUNCH, NIGHT] });
    expect(profileAt(scene, moment)).toBe(profile);
  });

  it('brings the count inside its limits, and says which profile it is', () => {
    const scene = sceneWith({ rules: [OUT, IN], profiles: [OFFICE] }, 2);
    scene.until('11h').until('11h30m');
    expect(scene.happened('autoscale.profile').at(-1)?.details).toMatchObject({
      profile: 'office',
      before: 'default',
      minimum: 6,
      maximum: 10,
    });
    expect(scene.row('scaleSet', 'web').capacity).toBe(6);
    const clamped = scene.happened('autoscale.evaluated').find(({ atUs }) => atUs >= us('11h'));
    expect(clamped?.details).toMatchObject({ outcome: 'clamped', to: 6, profile: 'office' });
  });
});

describe('[ENG-X8] a forecast (fact 96)', () => {
  const setting: Partial<Setting> = {
    rules: [OUT, IN],
    forecast: { mode: 'enabled', lookAhead: '10m' },
  };

  /** So many past days with this load in every five minutes, up to now. */
  function remember(scene: Scene, days: number, busyAt: (spanOfDay: number) => number): void {
    const { world } = scene;
    const now = Math.floor(world.nowUs / (5 * MINUTE));
    for (let bucket = now - days * 288; bucket < now; bucket += 1) {
      const row = world.scaleLoad.allocate();
      world.scaleLoad.col.scaleSet[row] = 1;
      world.scaleLoad.col.bucket[row] = bucket;
      world.scaleLoad.col.busy[row] = busyAt(((bucket % 288) + 288) % 288);
      world.scaleLoad.col.minutes[row] = 1;
    }
  }

  it('is the mean of the same minutes of the days known, and needs seven of them', () => {
    const scene = sceneWith(setting);
    scene.world.nowUs = 20 * DAY;
    remember(scene, 6, () => 3);
    expect(forecastLoad(scene.world, 0)).toEqual({ known: undefined, days: 6 });
    const longer = sceneWith(setting);
    longer.world.nowUs = 20 * DAY;
    remember(longer, 15, (span) => (span === 2 ? 6 : 1));
    // 20 d + 10 min is span 2 of its day; at 0:00 span 0 would say 1.
    expect(forecastLoad(longer.world, 0)).toEqual({
      known: { busy: 6, days: 15, atUs: 20 * DAY + 10 * MINUTE },
    });
  });

  it('scales out to the smallest count that stands it, and keeps what it needs', () => {
    const scene = sceneWith(setting);
    scene.world.nowUs = 20 * DAY;
    remember(scene, 8, () => 4.5);
    // 4.5 busy on 4 would be 112 %, on 7 64.3 > 60, on 8 56.25: 8, at 20 % now.
    const told = decideAt(scene, 20 * DAY, [{ cpu: 20 }]);
    expect(told?.details).toMatchObject({
      outcome: 'predicted',
      from: 4,
      to: 8,
      value: 112.5,
      projected: 56.25,
      days: 8,
    });
    // 10 % asks for 7, but the forecast would have 64.3 % there: not scaled in.
    const later = decideAt(scene, 20 * DAY + 2 * HOUR, [{ cpu: 10 }]);
    expect(later?.details).toMatchObject({ outcome: 'flapping', to: 7, projected: 64.29 });
  });

  it('only tells where it may only tell, and says so once when it knows too little', () => {
    const only = { ...setting, forecast: { mode: 'forecastOnly' as const, lookAhead: '10m' } };
    const scene = sceneWith(only);
    scene.world.nowUs = 20 * DAY;
    remember(scene, 8, () => 4.5);
    const told = decideAt(scene, 20 * DAY, [{ cpu: 40 }]);
    expect(told?.details).toMatchObject({ outcome: 'forecast', ahead: 8, to: 4 });
    expect(decideAt(scene, 20 * DAY + MINUTE, [{ cpu: 40 }])).toBeUndefined();
    const young = sceneWith(setting);
    expect(decideAt(young, DAY, [{ cpu: 40 }])?.details).toMatchObject({
      outcome: 'noForecast',
      days: 0,
      daysNeeded: 7,
    });
    expect(decideAt(young, DAY + MINUTE, [{ cpu: 40 }])).toBeUndefined();
  });

  it('grows its history from what is measured', () => {
    const scene = sceneWith(setting).until('30m');
    const { busy, minutes } = scene.world.scaleLoad.col;
    const rows = [...scene.world.scaleLoad.slots()];
    expect(rows.length).toBe(6);
    expect(rows.map((row) => [busy[row], minutes[row]])).toEqual(rows.map(() => [0, 5]));
  });
});

describe('[ENG-X9] settings that cannot be', () => {
  it('a second setting under another name is refused, the same name replaces', () => {
    const scene = sceneWith({ name: 'first', rules: [OUT] });
    const base = { type: 'autoscale.set' as const, scaleSet: 'web', minimum: 1, maximum: 5 };
    const refused = scene.refusal({ ...base, name: 'second', rules: [IN] });
    expect(refused).toMatchObject({ code: 'autoscale.conflict', details: { present: 'first' } });
    scene.when({ ...base, name: 'first', rules: [IN] });
    expect(scene.row('scaleSet', 'web').autoscale?.rules).toHaveLength(1);
  });

  it.each<[string, Partial<Setting>]>([
    ['autoscale.cooldown', { rules: [{ ...OUT, cooldown: '0s' }] }],
    ['autoscale.cooldown', { rules: [{ ...OUT, cooldown: '8d' }] }],
    ['autoscale.range', { profiles: [{ ...NIGHT, minimum: 9 }] }],
    [
      'autoscale.schedule',
      {
        profiles: [{ ...LAUNCH, fixedDate: { from: '2026-01-07T12:00', to: '2026-01-07T11:00' } }],
      },
    ],
    [
      'autoscale.schedule',
      {
        profiles: [{ ...LAUNCH, fixedDate: { from: '2026-01-07T12:00', to: '2027-02-01T00:00' } }],
      },
    ],
    [
      'autoscale.schedule',
      { profiles: [{ ...NIGHT, recurrence: { days: ['Monday'], at: '08:00', until: '08:00' } }] },
    ],
    [
      'autoscale.past',
      {
        profiles: [{ ...LAUNCH, fixedDate: { from: '2025-12-24T00:00', to: '2025-12-27T00:00' } }],
      },
    ],
    [
      'autoscale.timeZone',
      {
        profiles: [
          {
            ...NIGHT,
            recurrence: { days: ['Monday'], at: '08:00', timeZone: 'E. South America Time' },
          },
        ],
      },
    ],
    ['autoscale.forecast', { rules: [{ ...OUT, metric: 'queue' }], forecast: { mode: 'enabled' } }],
    ['autoscale.forecast', { rules: [OUT], warmUp: '2h' }],
  ])('%s', (code, more) => {
    const scene = sceneWith({ rules: [OUT] });
    const refused = scene.refusal({
      type: 'autoscale.set',
      scaleSet: 'web',
      minimum: 1,
      maximum: 5,
      rules: [OUT],
      ...more,
    });
    expect(refused.code).toBe(code);
  });
});

describe('[ENG-X2] warm-up', () => {
  it('leaves a machine out of the figures until it has run that long', () => {
    const scene = sceneWith({ rules: [OUT], warmUp: '10m' }).until('9m');
    expect(scene.world.scaleSample.count).toBe(0);
    scene.until('12m');
    expect(scene.world.scaleSample.count).toBeGreaterThan(0);
  });
});
