/**
 * Goal: every metric of an autoscale rule is measured, not invented [ENG-X2] [ENG-X7] [ENG-X10].
 * Method: a list of all requests is kept from outside, event by event, and each minute worked out
 * from it again; memory is summed by hand from the catalogue's figures.
 */
import { describe, expect, it } from 'vitest';
import type { AutoscaleRule } from '../../../../../src/shared/commands/autoscale-commands.ts';
import type { Command } from '../../../../../src/shared/commands/index.ts';
import { given, MINUTE, type Scene } from '../../../../support/make-engine.ts';
import { RequestWatcher } from '../../../../support/request-watcher.ts';

function room(rules: AutoscaleRule[], perSecond: number, more: Command[] = []): Scene {
  return given({ racks: 3, hostsPerRack: 1 }, [
    { type: 'balancer.add', name: 'front' },
    {
      type: 'service.add',
      name: 'web',
      balancer: 'front',
      workers: 2,
      serviceTime: '150ms',
      queueLimit: 20,
    },
    {
      type: 'scaleSet.add',
      name: 'ss',
      size: 'D2s_v5',
      image: 'Ubuntu2204',
      capacity: 2,
      balancers: ['front'],
    },
    { type: 'load.set', service: 'web', curve: { points: [{ at: '0s', perSecond }] } },
    ...more,
    {
      type: 'autoscale.set',
      scaleSet: 'ss',
      minimum: 1,
      maximum: 4,
      default: 3,
      rules,
    },
  ]);
}

const requests: AutoscaleRule = {
  metric: 'requests',
  operator: '>',
  threshold: 1_000,
  direction: 'out',
};

interface Minute {
  readonly requests: readonly number[];
  readonly responses: readonly number[];
}

/** What each instance took and answered in one minute, from the list of requests. */
function minuteOf(watched: RequestWatcher, number: number): Minute {
  const from = (number - 1) * MINUTE;
  const vms = [...new Set(watched.requests.map(({ vm }) => vm))].toSorted((a, b) => a - b);
  const inside = (us: number): boolean => us > from && us <= from + MINUTE;
  const perVm = vms.map((vm) => watched.requests.filter((one) => one.vm === vm));
  return {
    requests: perVm.map((list) => list.filter((one) => inside(one.arrivedUs)).length / 60),
    responses: perVm.flatMap((list) => {
      const done = list.filter(({ outcome }) => outcome === 'served' || outcome === 'late');
      const answered = done.filter(({ endedUs }) => inside(endedUs));
      if (answered.length === 0) return [];
      const sum = answered.reduce((total, one) => total + one.endedUs - one.arrivedUs, 0);
      return [sum / answered.length / 1_000];
    }),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

describe('what a rule looks at', () => {
  it.each([4, 22])(
    'is what instances took and how long they took, at %i requests a second',
    (load) => {
      const scene = room([requests], load);
      const watched = new RequestWatcher(scene.engine);
      watched.runUntil(4 * MINUTE);
      const { col } = scene.world.scaleSample;
      const rows = [...scene.world.scaleSample.slots()];
      expect(rows).toHaveLength(4);
      for (const [index, row] of rows.entries()) {
        const minute = minuteOf(watched, index + 1);
        expect(col.requestsPerSecond[row]).toBeCloseTo(mean(minute.requests), 9);
        expect(col.requestsLeast[row]).toBeCloseTo(Math.min(...minute.requests), 9);
        expect(col.requestsMost[row]).toBeCloseTo(Math.max(...minute.requests), 9);
        expect(col.responseMs[row]).toBeCloseTo(mean(minute.responses), 6);
        expect(col.responseMost[row]).toBeCloseTo(Math.max(...minute.responses), 6);
        expect(col.answering[row]).toBe(minute.responses.length);
      }
      expect(watched.requests.length).toBeGreaterThan(load * 200);
    },
  );

  it('is memory in use: the system and what is installed on it [ENG-O2]', () => {
    // 8 GiB: 512 MiB of the system are 6.25 %; with a shop of 1,536 MiB they are 25 %.
    const rule: AutoscaleRule = {
      metric: 'memory',
      statistic: 'maximum',
      operator: '>=',
      threshold: 25,
      direction: 'out',
    };
    const scene = room([rule], 0);
    const [first = ''] = scene.row('scaleSet', 'ss').instances;
    scene.until('90s');
    const { col } = scene.world.scaleSample;
    expect([col.memoryPercent[0], col.memoryMost[0]]).toEqual([6.25, 6.25]);
    scene.when({ type: 'app.install', on: first, application: 'shop' }).until('125s');
    const decided = scene.happened('autoscale.evaluated').at(-1)?.details;
    // Over the window of five minutes the mean of 6.25 and 25 is 15.625: nothing happens yet.
    expect(decided).toBeUndefined();
    expect([col.memoryPercent[1], col.memoryMost[1]]).toEqual([15.625, 25]);
    // At 7 minutes the window holds only minutes of 25 %.
    scene.until('7m');
    expect(scene.happened('autoscale.evaluated')[0]?.details).toMatchObject({
      outcome: 'scaledOut',
      metric: 'memory',
      value: 25,
      from: 2,
      to: 3,
    });
  });

  it('is missing where nothing was answered, which is not a response time of 0 (fact 91)', () => {
    const slow: AutoscaleRule = {
      metric: 'responseTime',
      operator: '<',
      threshold: 50,
      direction: 'in',
    };
    const scene = room([slow], 0).until('2m');
    // Below the default of 3 the set goes there, and never in.
    expect(scene.happened('autoscale.evaluated').map(({ details }) => details)).toEqual([
      { outcome: 'metricsMissing', from: 2, to: 3 },
    ]);
  });

  it('scales by requests for each instance, and says so', () => {
    const busy: AutoscaleRule = { ...requests, threshold: 8, window: '5m' };
    const scene = room([busy], 20).until('7m');
    // 20 a second over 2 instances are about 10 each, over 3 about 6.7.
    const [first] = scene.happened('autoscale.evaluated');
    expect(first?.details).toMatchObject({ outcome: 'scaledOut', metric: 'requests', to: 3 });
    expect(Number(first?.details?.['value'])).toBeGreaterThan(9);
    expect(Number(first?.details?.['value'])).toBeLessThan(11);
  });
});
