/**
 * Goal: what was wanted, what was up and what each downtime was due to, to the microsecond.
 * Method: small rooms with faults at known moments; sums are compared with the meters, which count
 * on their own.
 */
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../../../src/shared/commands/index.ts';
import { readMeter } from '../../../../../src/main/engine/systems/meters.ts';
import { given, MINUTE, us, type Scene } from '../../../../support/make-engine.ts';

function member(name: string, host: string): Command {
  return { type: 'vm.create', name, size: 'D2s_v5', image: 'Ubuntu2204', host };
}

function slotOf(scene: Scene, name: string): number {
  return scene.row('vm', name).slot;
}

describe('[ENG-Y1] the meter of a machine', () => {
  it('runs from its first running until nobody wants it any more', () => {
    const scene = given({}, [member('m', 'r1-h1')]).until('10m');
    const vm = slotOf(scene, 'm');
    expect(readMeter(scene.world, { owner: 'vm', slot: vm })).toEqual({
      meteredUs: 10 * MINUTE,
      upUs: 10 * MINUTE,
      openUs: 0,
    });
    scene.when({ type: 'vm.stop', vm: 'm' }).until('30m');
    expect(readMeter(scene.world, { owner: 'vm', slot: vm }).meteredUs).toBe(10 * MINUTE);
    scene.when({ type: 'vm.start', vm: 'm' });
    scene.until('40m');
    const again = readMeter(scene.world, { owner: 'vm', slot: vm });
    expect(again.upUs).toBe(again.meteredUs);
    expect(again.meteredUs).toBeLessThan(20 * MINUTE);
    expect(again.meteredUs).toBeGreaterThan(19 * MINUTE);
  });

  it('counts the time without its ground as down, and the way back with it [ENG-Y2]', () => {
    const scene = given({}, [member('m', 'r1-h1')])
      .until('10m')
      .cut('host:r1-h1')
      .until('15m');
    const vm = slotOf(scene, 'm');
    expect(readMeter(scene.world, { owner: 'vm', slot: vm })).toEqual({
      meteredUs: 15 * MINUTE,
      upUs: 10 * MINUTE,
      openUs: 5 * MINUTE,
    });
    scene.restore('host:r1-h1').until('60m');
    const { meteredUs, upUs } = readMeter(scene.world, { owner: 'vm', slot: vm });
    const rows = scene.engine.measures().incidents.filter((row) => row.owner === 'vm:lab/m');
    expect(rows).toHaveLength(1);
    expect(rows[0]?.downUs).toBe(meteredUs - upUs);
    expect(rows[0]?.spans).toBe(1);
    expect(rows[0]?.chain[0]).toMatchObject({ kind: 'decision' });
    expect(rows[0]?.chain.map(({ kind }) => kind)).toContain('part.cut');
  });
});

describe('[ENG-Y1] the meter of a set', () => {
  const pair: Command[] = [
    { type: 'availabilitySet.add', name: 'as', faultDomains: 2, updateDomains: 2 },
    { ...member('a', 'r1-h1'), availabilitySet: 'as' } as Command,
    { ...member('b', 'r2-h1'), availabilitySet: 'as' } as Command,
  ];

  it('is down only while both are (fact 49)', () => {
    const scene = given({}, pair).until('10m').cut('rack:r1').until('20m').cut('rack:r2');
    scene.until('25m').restore('rack:r1').until('60m');
    const row = scene.engine.measures().groups.find(({ id }) => id === 'availabilitySet:lab/as');
    const down = scene.engine.measures().incidents.filter(({ owner }) => owner === row?.id);
    // Down from 20 min until a came back: 5 min of outage and its own way up.
    expect(row?.meteredUs).toBe(60 * MINUTE);
    expect(down).toHaveLength(1);
    expect(down[0]?.downUs).toBe((row?.meteredUs ?? 0) - (row?.upUs ?? 0));
    expect(down[0]?.downUs).toBeGreaterThanOrEqual(5 * MINUTE);
    expect(down[0]?.downUs).toBeLessThan(25 * MINUTE);
    // The second rack took the set down, not the first.
    expect(down[0]?.chain.some(({ subject }) => subject === 'rack:r2')).toBe(true);
  });

  it('counts nothing before the second is deployed', () => {
    const scene = given({}, pair.slice(0, 2)).until('10m').cut('rack:r1').until('20m');
    expect(scene.engine.measures().groups.find(({ kind }) => kind === 'availabilitySet')).toEqual(
      expect.objectContaining({ meteredUs: 0, upUs: 0 }),
    );
  });
});

describe('[ENG-Y3] the seconds of a service', () => {
  it('have one root cause each, and their sum is the time it was down', () => {
    const other: Command = { ...member('web-3', 'r2-h1'), balancers: ['front'] } as Command;
    const scene = given({ machines: 2, perSecond: 40 }, [other]).until('3m').cut('rack:r1');
    scene.until('4m').cut('rack:r2').until('6m').restore('rack:r2').until('40m');
    const service = scene.service();
    const rows = scene.engine.measures().incidents.filter(({ owner }) => owner === service.id);
    const sum = rows.reduce((total, { downUs }) => total + downUs, 0);
    expect(service.secondsDown).toBeGreaterThan(120);
    expect(sum).toBe(service.secondsDown * us('1s'));
    const subjects = rows.map(({ chain }) => chain[1]?.subject);
    expect(subjects).toContain('rack:r1');
    expect(subjects).toContain('rack:r2');
  });
});
