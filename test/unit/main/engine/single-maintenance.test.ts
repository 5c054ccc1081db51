/**
 * Goal: planned maintenance of one machine, or of a dedicated host, gives what a set gets: a window
 * of the customer, notice, approval, and hours of its own [ENG-M11] [ENG-MW1] [ENG-MW2]
 * [ENG-MW4]. Method: the run begins on Monday 2026-01-05 at 00:00 UTC, moments are worked out from
 * the lengths the commands give (facts 58, 107, 111 and 112).
 */
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../../src/shared/commands/index.ts';
import type { Happening } from '../../../../src/shared/events/happenings.ts';
import { given, us, type Scene } from '../../../support/make-engine.ts';
import { startLab } from '../../../support/start-lab.ts';

type Configure = Extract<Command, { type: 'maintenance.configure' }>;
type Start = Extract<Command, { type: 'maintenance.start' }>;

function machine(name: string, more: Partial<Extract<Command, { type: 'vm.create' }>>): Command {
  return { type: 'vm.create', name, size: 'D2s_v5', image: 'Ubuntu2204', ...more };
}

/** Two machines on a dedicated host, one by itself, one that takes a whole host. */
function room(): Scene {
  return given({ racks: 2, hostsPerRack: 2 }, [
    { type: 'hostGroup.add', name: 'hg', automaticPlacement: true },
    { type: 'dedicatedHost.add', name: 'dh', hostGroup: 'hg', sku: 'Dsv5-Type1', host: 'r1-h1' },
    machine('d1', { hostGroup: 'hg' }),
    machine('d2', { hostGroup: 'hg' }),
    machine('alone', { host: 'r1-h2' }),
    machine('whole', { size: 'D16s_v5', host: 'r2-h1' }),
  ]);
}

const START: Start = { type: 'maintenance.start', work: '10m' };
const WINDOW: Configure = {
  type: 'maintenance.configure',
  scope: 'host',
  days: ['Monday'],
  at: '04:00',
  duration: '2h',
};

function minutes(scene: Scene, kind: Happening['kind']): number[] {
  return scene.happened(kind).map(({ atUs }) => atUs / us('1m'));
}

describe('[ENG-M11] maintenance of one machine', () => {
  it('is announced, may be approved, restarts it, and is over when the work is', () => {
    const scene = room().until('1m');
    scene.when({ ...START, vm: 'alone', notice: '15m' });
    const [event] = scene.engine.rows().filter((row) => row.kind === 'scheduledEvent');
    expect(event).toMatchObject({
      eventType: 'Reboot',
      notBeforeUs: us('16m'),
      machines: [{ vm: 'vm:lab/alone' }],
    });
    expect(scene.row('vm', 'alone').maintenance).toMatchObject({ phase: 'announced', by: 'whole' });
    scene.until('5m').when({ type: 'event.approve', event: event?.id ?? '' });
    scene.until('6m');
    expect(scene.row('vm', 'alone').maintenance?.phase).toBe('working');
    expect(scene.running()).not.toContain('alone');
    scene.until('20m');
    // Approved after 4 of 15 minutes, worked on for 10, nothing to recover for.
    expect(minutes(scene, 'maintenance.whole')).toEqual([1]);
    expect(minutes(scene, 'maintenance.ended')).toEqual([15]);
    expect(scene.running()).toContain('alone');
    expect(scene.row('vm', 'alone')).not.toHaveProperty('maintenance');
    expect(scene.chain(scene.happened('maintenance.whole')[0]?.id)[0]).toBe(
      'decision vm:lab/alone',
    );
  });

  it('is left to the customer for a while, who is not asked twice', () => {
    const scene = room()
      .until('1m')
      .when({ ...START, vm: 'alone', selfService: '2h' });
    scene.until('30m').when({ type: 'maintenance.apply', vm: 'alone' });
    scene.until('121m');
    expect(scene.happened('maintenance.applied')).toHaveLength(1);
    expect(scene.happened('maintenance.whole')).toHaveLength(0);
    expect(minutes(scene, 'maintenance.ended')).toEqual([121]);
  });

  it('finds nothing to do on one that does not run, and goes with one that is deleted', () => {
    const scene = room().when({ type: 'vm.stop', vm: 'alone' }).until('5m');
    scene.when({ ...START, vm: 'alone' }).until('6m');
    expect(scene.happened('maintenance.ended')).toHaveLength(1);
    scene.when({ ...START, vm: 'whole', selfService: '1h' }, { ...WINDOW, vm: 'whole' });
    scene.when({ type: 'vm.delete', vm: 'whole' }).until('20m');
    expect(scene.world.maintenanceWave.count).toBe(0);
    expect(scene.world.maintenanceWindow.count).toBe(0);
  });
});

describe('[ENG-M11] maintenance of a dedicated host', () => {
  it('takes all that stands on it at once, and what was begun early not again', () => {
    const scene = room().until('1m');
    scene.when({ ...START, dedicatedHost: 'dh', selfService: '1h', notice: '15m' });
    scene.until('10m').when({ type: 'maintenance.apply', vm: 'd1' });
    expect(scene.refusal({ type: 'maintenance.apply', vm: 'alone' }).code).toBe(
      'maintenance.noSelfService',
    );
    scene.until('62m');
    expect(scene.row('dedicatedHost', 'dh').maintenance).toMatchObject({
      phase: 'announced',
      applied: ['vm:lab/d1'],
      domains: [{ members: 1, state: 'now' }],
    });
    scene.until('77m');
    expect(scene.running()).toEqual(expect.arrayContaining(['d1', 'alone', 'whole']));
    expect(scene.running()).not.toContain('d2');
    scene.until('90m');
    expect(minutes(scene, 'maintenance.ended')).toEqual([86]);
  });
});

describe('[ENG-MW4] a window of scope host', () => {
  it('holds maintenance back until it opens, for hosts and for whole machines alike', () => {
    const scene = room().when({ ...WINDOW, dedicatedHost: 'dh' }, { ...WINDOW, vm: 'whole' });
    scene.until('1h').when({ ...START, dedicatedHost: 'dh' }, { ...START, vm: 'whole' });
    expect(scene.row('vm', 'whole').maintenance?.phase).toBe('window');
    scene.until('239m');
    expect(scene.running()).toHaveLength(4);
    scene.until('4h');
    // Monday 04:00 of the run, two hours and more: both begin, each as a whole.
    expect(minutes(scene, 'maintenance.whole')).toEqual([240, 240]);
    expect(scene.running()).toEqual(['alone']);
    scene.until('5h').when({ ...START, dedicatedHost: 'dh' });
    expect(minutes(scene, 'maintenance.whole')).toEqual([240, 240, 300]);
  });

  it('does not hold back what the customer begins, nor what was cancelled', () => {
    const scene = room()
      .when({ ...WINDOW, dedicatedHost: 'dh' })
      .until('1h');
    scene.when({ ...START, dedicatedHost: 'dh', selfService: '1h' });
    scene.when({ type: 'maintenance.apply', vm: 'd1' }).until('2h');
    expect(scene.row('dedicatedHost', 'dh').maintenance?.phase).toBe('window');
    scene.when({ type: 'maintenance.cancel', dedicatedHost: 'dh' }).until('5h');
    expect(scene.happened('maintenance.whole')).toHaveLength(0);
    expect(minutes(scene, 'maintenance.ended')).toEqual([240]);
  });

  it('is for those who have their hardware for themselves', () => {
    const scene = room();
    const codes = [
      { ...WINDOW, vm: 'alone' },
      { ...WINDOW, dedicatedHost: 'dh', scope: 'guest', duration: '2h' } as const,
      { ...WINDOW, vm: 'alone', scope: 'osImage', duration: '5h' } as const,
    ].map((command) => scene.refusal(command).code);
    expect(codes).toEqual([
      'maintenance.windowScope',
      'maintenance.windowScope',
      'maintenance.windowScope',
    ]);
    expect(scene.refusal({ ...WINDOW, vm: 'whole', duration: '1h59m' }).code).toBe(
      'maintenance.windowLength',
    );
  });
});

describe('[ENG-MW2] a window for the system of one machine', () => {
  it('patches it and no other', () => {
    const scene = room().when({ ...WINDOW, vm: 'alone', scope: 'guest', duration: '90m' });
    scene.until('6h');
    expect(scene.happened('maintenance.patching').map(({ subject }) => subject)).toEqual([
      'vm:lab/alone',
    ]);
    expect(minutes(scene, 'maintenance.windowOpened')).toEqual([240]);
  });
});

describe('windows of machines and hosts', () => {
  const hours = { days: ['Sunday'], at: '03:00', duration: '2h' };

  it('stand in a scenario and come out of it again', () => {
    const file = {
      format: 'racklab.scenario',
      formatVersion: 1,
      title: 'x',
      catalogue: 'azure-2026-11',
      seed: 1,
      duration: '1h',
      places: {
        sites: [{ name: 's' }],
        rooms: [{ name: 'r', parent: 's' }],
        rows: [{ name: 'a', parent: 'r' }],
      },
      racks: [{ name: 'k', row: 'a' }],
      hosts: ['h1', 'h2'].map((name) => ({ name, rack: 'k', cores: 16, memoryMib: 65_536 })),
      groups: [{ name: 'g' }],
      hostGroups: [{ name: 'hg', automaticPlacement: true }],
      dedicatedHosts: [
        {
          name: 'dh',
          hostGroup: 'hg',
          sku: 'Dsv5-Type1',
          host: 'h1',
          windows: [{ scope: 'host', ...hours }],
        },
      ],
      machines: [
        {
          name: 'one',
          size: 'D2s_v5',
          image: 'Ubuntu2204',
          host: 'h2',
          power: 'stopped',
          windows: [{ scope: 'guest', ...hours }],
        },
      ],
    };
    const rows = startLab(JSON.stringify(file)).rows();
    const windows = rows.flatMap((row) =>
      row.kind === 'vm' || row.kind === 'dedicatedHost' ? [[row.id, ...(row.windows ?? [])]] : [],
    );
    expect(windows).toMatchObject([
      ['vm:g/one', { scope: 'guest', ...hours, timeZone: 'UTC' }],
      ['dedicatedHost:g/dh', { scope: 'host', ...hours, timeZone: 'UTC' }],
    ]);
  });
});
