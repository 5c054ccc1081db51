/**
 * Goal: promised, expected and measured availability of a room are what its shape says. Method:
 * small rooms worked by hand from the lifetimes of the catalogue; the single points of failure of
 * the structure are compared with what really falls when each part is cut.
 */
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../../../src/shared/commands/index.ts';
import type { SlaEntry } from '../../../../../src/shared/views/sla-view.ts';
import { given, type Scene } from '../../../../support/make-engine.ts';
import { theCatalogue } from '../../../../support/the-catalogue.ts';

function entry(scene: Scene, id: string): SlaEntry {
  const found = scene.engine.sla().entries.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no entry ${id}`);
  return found;
}

function downShare(kind: string): number {
  const part = theCatalogue().components?.find((one) => one.kind === kind);
  if (part === undefined) throw new Error(`no lifetime of ${kind}`);
  return part.mttrHours / (part.mtbfHours + part.mttrHours);
}

function vm(name: string, more: Partial<Extract<Command, { type: 'vm.create' }>> = {}): Command {
  return { type: 'vm.create', name, size: 'D2s_v5', image: 'Ubuntu2204', ...more };
}

describe('[ENG-Y5] what is promised', () => {
  it('two lone machines behind a balancer: 0.9999 × (1 − 0.001²)', () => {
    const scene = given({ machines: 2, perSecond: 0 });
    const { promised } = entry(scene, 'service:lab/web');
    expect(promised.share).toBeCloseTo(0.9999 * (1 - 0.001 * 0.001), 12);
    expect(promised.terms.map(({ sla }) => sla)).toEqual([
      'loadBalancerStandard',
      'singlePremium',
      'singlePremium',
    ]);
    expect(promised.formula).toContain('balancer:lab/front 99.99% × (1 − ');
  });

  it('a pair in an availability set: 0.9999 × 0.9995', () => {
    const scene = given({ machines: 0 }, [
      { type: 'availabilitySet.add', name: 'as' },
      { type: 'balancer.add', name: 'front' },
      { type: 'service.add', name: 'web', balancer: 'front' },
      vm('a', { availabilitySet: 'as', balancers: ['front'] }),
      vm('b', { availabilitySet: 'as', balancers: ['front'] }),
    ]);
    expect(entry(scene, 'service:lab/web').promised.share).toBeCloseTo(0.9999 * 0.9995, 12);
    expect(entry(scene, 'availabilitySet:lab/as').promised.share).toBe(0.9995);
  });

  it('one backend: nothing is promised for the balancer, so nothing for the service', () => {
    const scene = given({ machines: 1, perSecond: 0 });
    const found = entry(scene, 'service:lab/web');
    expect(found.promised.share).toBeUndefined();
    expect(found.promised.formula).toContain('nothing is promised');
    expect(found.budget).toBeUndefined();
    expect(entry(scene, 'vm:lab/web-1').promised.share).toBe(0.999);
  });

  it('a mixed machine takes its worst disk (fact 48)', () => {
    const scene = given({}, [vm('m', { dataDisks: [{ sizeGib: 128, tier: 'S10' }] })]);
    expect(entry(scene, 'vm:lab/m').promised.share).toBe(0.95);
  });
});

describe('[ENG-Y6] what is to be expected', () => {
  it('of one machine, worked by hand', () => {
    const scene = given({ racks: 1, hostsPerRack: 1, ups: false }, [vm('m')]);
    const { expected } = entry(scene, 'vm:lab/m');
    const q = downShare;
    // In a row: site, room, rack, host, its own system, its link, three switches and two links
    // between them, one utility; in parallel: feed and PDU on side a or on side b.
    const side = (1 - q('feed')) * (1 - q('pdu'));
    const row =
      (1 - q('site')) *
      (1 - q('room')) *
      (1 - q('rack')) *
      (1 - q('host')) *
      (1 - q('machine')) *
      (1 - q('link')) ** 3 *
      (1 - q('switch')) ** 3 *
      (1 - q('utility'));
    const power = 1 - (1 - side) ** 2;
    expect(expected?.availability).toBeCloseTo(row * power, 12);
    expect(expected?.assumedParts).toBe(expected?.parts);
    expect(expected?.cutSets[0]?.parts).toEqual(['utility:grid']);
  });

  it('a battery takes away what is over before it is empty', () => {
    const without = given({ racks: 1, hostsPerRack: 1, ups: false }, [vm('m')]);
    const long = given({ racks: 1, hostsPerRack: 1, batteryMinutes: 60 }, [vm('m')]);
    const before = entry(without, 'vm:lab/m').expected?.cutSets;
    const after = entry(long, 'vm:lab/m').expected?.cutSets;
    function ofUtility(sets: typeof before): number {
      return sets?.find(({ parts }) => parts[0] === 'utility:grid')?.unavailability ?? 0;
    }
    // One mean repair time of 1 h: e^-1 of it is left.
    expect(ofUtility(after) / ofUtility(before)).toBeCloseTo(Math.exp(-1), 9);
  });

  it('single points of failure are what really takes every machine down', () => {
    const scene = given({ racks: 3, hostsPerRack: 1, machines: 0, ups: false }, [
      { type: 'balancer.add', name: 'front' },
      { type: 'service.add', name: 'web', balancer: 'front' },
      ...['r1', 'r2', 'r3'].map((rack) => vm(rack, { host: `${rack}-h1`, balancers: ['front'] })),
    ]);
    const told = new Set(
      entry(scene, 'service:lab/web')
        .expected?.cutSets.filter(({ parts }) => parts.length === 1)
        .flatMap(({ parts }) => parts),
    );
    const targets = scene.engine.rows().flatMap((row) => ('cut' in row ? [row.id] : []));
    const fatal = targets.filter((target) => {
      const shadow = scene.engine.shadow(target);
      return shadow.ok && shadow.value.vms.length === 3;
    });
    expect(fatal.length).toBeGreaterThan(2);
    for (const target of fatal.filter((id) => !id.startsWith('row:'))) {
      expect([...told]).toContain(target);
    }
  });

  it('a rule of the room goes before the catalogue, and a common cause takes both at once', () => {
    const pair = ['r1', 'r2'].map((rack) => vm(rack, { host: `${rack}-h1`, balancers: ['front'] }));
    const front: Command[] = [
      { type: 'balancer.add', name: 'front' },
      { type: 'service.add', name: 'web', balancer: 'front' },
    ];
    const apart = given({ racks: 2, ups: false }, [...front, ...pair]);
    const parts = ['host:r1-h1', 'host:r2-h1'];
    // Both at once, 1 h in 99 h + 1 h: a hundredth of the time.
    const rule: Command = {
      type: 'reliability.add',
      name: 'bad-batch',
      parts,
      mtbf: '99h',
      mttr: '1h',
      together: true,
    };
    const shared = given({ racks: 2, ups: false }, [...front, ...pair, rule]);
    const before = entry(apart, 'service:lab/web').expected?.availability ?? 0;
    const after = entry(shared, 'service:lab/web').expected;
    expect(after?.availability).toBeCloseTo(before * 0.99, 12);
    expect(after?.cutSets[0]).toMatchObject({ parts: ['reliability:bad-batch'] });
    const own = given({ racks: 2, ups: false }, [
      ...front,
      ...pair,
      { type: 'reliability.add', name: 'old', parts: ['host:r1-h1'], mtbf: '1h', mttr: '1h' },
    ]);
    const worn = entry(own, 'vm:lab/r1').expected?.availability ?? 0;
    const fresh = entry(own, 'vm:lab/r2').expected?.availability ?? 0;
    expect(worn / fresh).toBeCloseTo(0.5 / (1 - downShare('host')), 9);
  });

  it('more machines needed is less to expect', () => {
    const scene = given({ racks: 3, machines: 4, perSecond: 100 });
    const { expected, expectedAtPeak } = entry(scene, 'service:lab/web');
    expect(expected?.needed).toBe(1);
    // 4 workers at 100 ms are 40 a second each: 100 a second need 3.
    expect(expectedAtPeak?.needed).toBe(3);
    expect(expectedAtPeak?.availability).toBeLessThan(expected?.availability ?? 0);
  });
});

describe('[ENG-Y7] budget, burn and credit', () => {
  it('30 min of outage use up part of the budget of a lone machine, and pay nothing yet', () => {
    const scene = given({ hostsPerRack: 1, racks: 1 }, [vm('m')])
      .until('60m')
      .cut('host:r1-h1');
    scene.until('90m');
    const { budget, credit, measured } = entry(scene, 'vm:lab/m');
    expect(measured.downMinutes).toBeCloseTo(30, 9);
    // 99.9 % of 30 days leaves 43.2 min.
    expect(budget?.usedShare).toBeCloseTo(30 / 43.2, 9);
    // 1 − 30 / 43,200 = 0.99931 is above 99.9 %.
    expect(credit).toEqual({
      sla: 'singlePremium',
      monthAvailability: 1 - 30 / 43_200,
      percent: 0,
    });
    scene.until('120m');
    // 60 min: 0.99861 is below 99.9 %.
    expect(entry(scene, 'vm:lab/m').credit?.percent).toBe(10);
  });

  it('burns by the requests of the last minutes', () => {
    const scene = given({ machines: 2, perSecond: 20 }).until('10m').cut('rack:r1').until('15m');
    const { burn, promised } = entry(scene, 'service:lab/web');
    const allowed = 1 - (promised.share ?? 0);
    expect(burn?.lastFiveMinutes).toBeGreaterThan(0.95 / allowed);
    expect(burn?.lastHour).toBeLessThan(burn?.lastFiveMinutes ?? 0);
    expect(burn?.run).toBeGreaterThan(0);
  });
});
