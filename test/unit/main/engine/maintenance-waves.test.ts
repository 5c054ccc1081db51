/**
 * Goal: planned maintenance goes through scale sets as through availability sets, by the domains
 * each kind has, and leaves alone what the customer began early [ENG-M1] [ENG-M6] [ENG-M8]
 * [ENG-M9] [ENG-M10] [INV-11]. Method: small rooms in which the order of the domains is worked
 * out by hand beside each table; lengths are given, so that every moment is a sum.
 */
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../../src/shared/commands/index.ts';
import { given, type Scene } from '../../../support/make-engine.ts';

type Happened = 'maintenance.domain' | 'maintenance.faultDomain' | 'maintenance.rack';

function scaleSet(more: Partial<Extract<Command, { type: 'scaleSet.add' }>>): Command {
  return {
    type: 'scaleSet.add',
    name: 'ss',
    size: 'D2s_v5',
    image: 'Ubuntu2204',
    capacity: 7,
    overprovision: false,
    ...more,
  };
}

/** The moments and domains a wave has reached, in minutes. */
function turns(scene: Scene, kind: Happened, by: string): [number, unknown][] {
  return scene
    .happened(kind)
    .map(({ atUs, details }) => [atUs / 60_000_000, details?.[by]] as [number, unknown]);
}

function wave(more: Partial<Extract<Command, { type: 'maintenance.start' }>> = {}): Command {
  return { type: 'maintenance.start', scaleSet: 'ss', work: '5m', recovery: '10m', ...more };
}

describe('a wave through a scale set', () => {
  it('restarts a uniform set by its five update domains (facts 45 and 66)', () => {
    // Seven instances: update domains 0 1 2 3 4 0 1. A domain takes 5 + 10 minutes.
    const scene = given({ racks: 5, hostsPerRack: 1 }, [scaleSet({ orchestration: 'uniform' })]);
    scene.when(wave()).until('6m');
    expect(scene.row('scaleSet', 'ss').maintenance).toMatchObject({
      phase: 'recovering',
      by: 'updateDomain',
      domains: [
        { domain: 0, members: 2, state: 'now' },
        { domain: 1, members: 2, state: 'waiting' },
        { domain: 2, members: 1, state: 'waiting' },
        { domain: 3, members: 1, state: 'waiting' },
        { domain: 4, members: 1, state: 'waiting' },
      ],
    });
    scene.until('80m');
    expect(turns(scene, 'maintenance.domain', 'updateDomain')).toEqual([
      [0, 0],
      [15, 1],
      [30, 2],
      [45, 3],
      [60, 4],
    ]);
    expect(scene.happened('maintenance.ended')[0]?.atUs).toBe(75 * 60_000_000);
    expect(scene.row('scaleSet', 'ss').maintenance).toBeUndefined();
    expect(scene.running()).toHaveLength(7);
  });

  it('goes through a flexible set by fault domain: it has no update domains (fact 66)', () => {
    // Fixed spreading over 3 fault domains: instances in 0 1 2 0.
    const scene = given({ racks: 3, hostsPerRack: 1 }, [
      scaleSet({ faultDomains: 3, capacity: 4 }),
    ]);
    scene.when(wave()).until('60m');
    expect(turns(scene, 'maintenance.faultDomain', 'faultDomain')).toEqual([
      [0, 0],
      [15, 1],
      [30, 2],
    ]);
  });

  it('goes rack by rack where a set is spread over as many as there are (fact 65)', () => {
    // Max spreading over three racks of which the second is full of something else.
    const scene = given({ racks: 3, hostsPerRack: 1 }, [
      { type: 'vm.create', name: 'big', size: 'D16s_v5', image: 'Ubuntu2204', host: 'r2-h1' },
      scaleSet({ capacity: 3 }),
    ]);
    scene.when(wave()).until('60m');
    expect(turns(scene, 'maintenance.rack', 'rack')).toEqual([
      [0, 'r1'],
      [15, 'r3'],
    ]);
  });

  it('without restarts pauses a uniform set by fault domain', () => {
    const scene = given({ racks: 5, hostsPerRack: 1 }, [scaleSet({ orchestration: 'uniform' })]);
    scene.when(wave({ mode: 'noReboot', work: '10s', recovery: '1m' })).until('10m');
    // Seven instances over fault domains 0 1 2 3 4 0 1: each takes 10 s and a minute.
    expect(turns(scene, 'maintenance.faultDomain', 'faultDomain').map(([, by]) => by)).toEqual([
      0, 1, 2, 3, 4,
    ]);
    expect(scene.happened('maintenance.faultDomain')[4]?.atUs).toBe(4 * 70_000_000);
    expect(scene.happened('vm.stopping')).toEqual([]);
  });

  it('goes with its set', () => {
    const scene = given({ racks: 5, hostsPerRack: 1 }, [scaleSet({ orchestration: 'uniform' })]);
    scene.when(wave({ notice: '15m' })).until('1m');
    const rows = scene.engine.rows(['vm']);
    for (const { id } of rows) scene.when({ type: 'vm.delete', vm: id });
    scene.until('5m').when({ type: 'scaleSet.remove', scaleSet: 'ss' }).until('3h');
    expect(scene.engine.rows(['scheduledEvent'])).toEqual([]);
    expect(scene.happened('maintenance.ended')).toEqual([]);
  });
});

describe('the window of the customer', () => {
  const members: Command[] = ['a', 'b', 'c'].map((name) => ({
    type: 'vm.create',
    name,
    size: 'D2s_v5',
    image: 'Ubuntu2204',
    availabilitySet: 'as',
  }));
  const start: Command = {
    type: 'maintenance.start',
    availabilitySet: 'as',
    work: '5m',
    recovery: '10m',
    selfService: '1h',
  };

  function room(): Scene {
    const set: Command = { type: 'availabilitySet.add', name: 'as', faultDomains: 3 };
    return given({ racks: 3, hostsPerRack: 1 }, [set, ...members]);
  }

  it('comes before the wave, which does what was not begun [ENG-M9] (fact 111)', () => {
    const scene = room().when(start).until('10m');
    expect(scene.row('availabilitySet', 'as').maintenance).toMatchObject({
      phase: 'selfService',
      endsAtUs: 3_600_000_000,
      applied: [],
    });
    scene.when({ type: 'maintenance.apply', vm: 'b' }).until('20m');
    // A machine begun early is away for minutes, not for the work of the wave (fact 11).
    const begun = scene.happened('maintenance.applied')[0];
    expect(scene.happened('vm.running').at(-1)).toMatchObject({ subject: 'vm:lab/b' });
    expect(scene.chain(begun?.id)[0]).toMatch(/^decision/);
    expect(scene.row('availabilitySet', 'as').maintenance?.applied).toEqual(['vm:lab/b']);
    expect(scene.running()).toEqual(['a', 'b', 'c']);
    scene.until('3h');
    // At the hour domain 0 (a), then 15 minutes later domain 2 (c); domain 1 was b alone.
    expect(turns(scene, 'maintenance.domain', 'updateDomain')).toEqual([
      [60, 0],
      [75, 2],
    ]);
    expect(scene.happened('maintenance.ended')[0]?.atUs).toBe(90 * 60_000_000);
  });

  it('leaves nothing to do when every machine was begun early [ENG-M9]', () => {
    const scene = room().when(start);
    for (const name of ['a', 'b', 'c']) scene.when({ type: 'maintenance.apply', vm: name });
    scene.until('2h');
    expect(scene.happened('maintenance.domain')).toEqual([]);
    expect(scene.happened('maintenance.ended')[0]?.atUs).toBe(3_600_000_000);
  });

  it('is open to each wave anew [ENG-M9]', () => {
    const scene = room().when(start, { type: 'maintenance.apply', vm: 'a' }).until('3h');
    scene.when(start);
    expect(scene.row('availabilitySet', 'as').maintenance?.applied).toEqual([]);
  });
});
