/**
 * Goal: a look at the room tells the counters of the engine and the state of the moment, and leaves
 * no trace. Method: one of two equal runs is looked at again and again, a rack is cut on the way,
 * and looks are held against the summary, the figures and each other.
 */
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../../src/shared/commands/index.ts';
import { given, SECOND, type Scene } from '../../../support/make-engine.ts';

function machine(name: string, host: string): Command {
  return {
    type: 'vm.create',
    name,
    size: 'D2s_v5',
    image: 'Ubuntu2204',
    host,
    balancers: ['front'],
  };
}

function scene(services = 1): Scene {
  const more = Array.from({ length: services - 1 }, (_, index): Command[] => [
    { type: 'balancer.add', name: `front-${index}` },
    { type: 'service.add', name: `more-${index}`, balancer: `front-${index}` },
  ]).flat();
  return given({}, [
    { type: 'balancer.add', name: 'front' },
    { type: 'service.add', name: 'web', balancer: 'front' },
    ...more,
    machine('a', 'r1-h1'),
    machine('b', 'r2-h1'),
    {
      type: 'load.set',
      service: 'web',
      curve: { points: [{ at: '0s', perSecond: 40 }] },
    },
  ]);
}

describe('[ENG-Y9] a look at the room', () => {
  it('tells what was counted since the start, and what stands at the moment', () => {
    const { engine } = scene().until('20s').cut('rack:r1').until('40s');
    const look = engine.look();
    const [service] = look.services;
    const counted = engine.summary().services[0];
    expect(service).toMatchObject({
      offered: counted?.offered,
      served: counted?.served,
      failed: (counted?.late ?? 0) + (counted?.refused ?? 0) + (counted?.lost ?? 0),
    });
    expect(service?.failed).toBeGreaterThan(0);
    const answered = service?.answerTimes.reduce((sum, [, count]) => sum + count, 0);
    expect(answered).toBe((counted?.served ?? 0) + (counted?.late ?? 0));
    expect(service?.answerTimes.every(([, count]) => count > 0)).toBe(true);
    expect([service?.backendsUp, service?.backends, look.machines]).toEqual([1, 2, 1]);
    expect(look.atUs).toBe(40 * SECOND);
    const { microUsd, microUsdPerHour } = engine.costs();
    expect(look).toMatchObject({ microUsd, microUsdPerHour });
  });

  it('gives with another what happened between, whoever was looking', () => {
    const watched = scene();
    const alone = scene();
    const served: number[] = [];
    for (let second = 10; second <= 30; second += 10) {
      watched.until(`${second}s`);
      served.push(watched.engine.look().services[0]?.served ?? 0);
    }
    alone.until('30s');
    expect(served.every((count, place) => count > (served[place - 1] ?? 0))).toBe(true);
    expect(served.at(-1)).toBe(alone.engine.look().services[0]?.served);
    expect(watched.engine.hash()).toBe(alone.engine.hash());
    expect(watched.engine.revision).toBe(alone.engine.revision);
  });

  it('has a course for the first sixteen services', () => {
    const look = scene(18).engine.look();
    expect(look.services).toHaveLength(16);
    expect(look.services[0]?.name).toBe('web');
  });
});
