/**
 * Goal: what a maintenance configuration names is done in its hours and in no others (fact 112)
 * [ENG-MW1] [ENG-MW2] [ENG-MW3]. Method: the run begins on Monday 2026-01-05 at 00:00 UTC, so
 * every opening is worked out by hand beside its table.
 */
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../../src/shared/commands/index.ts';
import type { Happening } from '../../../../src/shared/events/happenings.ts';
import { given, us, type Scene } from '../../../support/make-engine.ts';
import { startLab } from '../../../support/start-lab.ts';

type Configure = Extract<Command, { type: 'maintenance.configure' }>;
const HOUR = us('1h');

const members: Command[] = ['a', 'b', 'c', 'd'].map((name) => ({
  type: 'vm.create',
  name,
  size: 'D2s_v5',
  image: 'Ubuntu2204',
  availabilitySet: 'as',
}));

function window(more: Partial<Configure> = {}): Configure {
  return {
    type: 'maintenance.configure',
    availabilitySet: 'as',
    scope: 'guest',
    days: ['Monday'],
    at: '02:00',
    duration: '1h30m',
    ...more,
  };
}

function room(): Scene {
  return given({ racks: 2, hostsPerRack: 2 }, [
    { type: 'availabilitySet.add', name: 'as' },
    ...members,
  ]);
}

function hours(scene: Scene, kind: Happening['kind']): number[] {
  return scene.happened(kind).map(({ atUs }) => atUs / HOUR);
}

describe('a window opens', () => {
  it.each([
    // Monday 02:00, and a week later.
    [{}, [2, 170]],
    // Wednesday and Sunday: 2 and 6 days on.
    [{ days: ['Wednesday', 'Sunday'] }, [50, 146]],
    // 02:00 in Brasília is 05:00 UTC.
    [{ timeZone: 'E. South America Standard Time' }, [5, 173]],
    // It has to be 15 minutes ahead: 00:10 is not, 00:20 is.
    [{ at: '00:10' }, [168 + 1 / 6]],
    [{ at: '00:20' }, [1 / 3, 168 + 1 / 3]],
  ] as const)('%j at these hours of the run [ENG-MW1]', (more, expected) => {
    const { days, ...rest } = { days: ['Monday'] as const, ...more };
    const scene = room().when(window({ ...rest, days: [...days] }));
    scene.until('176h');
    expect(hours(scene, 'maintenance.windowOpened')).toEqual(expected);
    const shown = scene.row('availabilitySet', 'as').windows;
    expect(shown).toHaveLength(1);
    expect(shown?.[0]?.opensAtUs).toBeGreaterThan(us('176h'));
  });
});

describe('a window for systems', () => {
  it('patches and restarts the running machines one after the other [ENG-MW2]', () => {
    const scene = room().when(window(), { type: 'vm.stop', vm: 'd' });
    let most = 0;
    while (scene.engine.nowUs < us('3h')) {
      const busy = scene.world.vm
        .slots()
        .filter((vm) => scene.engine.nowUs > us('1h') && scene.world.vm.col.operation[vm] !== 0);
      most = Math.max(most, busy.length);
      scene.engine.runUntil(scene.engine.nowUs + us('5s'));
    }
    expect(most).toBe(1);
    expect(scene.happened('maintenance.patching').map(({ subject }) => subject)).toEqual([
      'vm:lab/a',
      'vm:lab/b',
      'vm:lab/c',
    ]);
    // Patches take effect with the restart; the one that was stopped has none.
    expect(scene.happened('os.patched')).toHaveLength(3);
    expect(scene.chain(scene.happened('os.patchInstalled')[0]?.id)[0]).toBe(
      'maintenance.windowOpened availabilitySet:lab/as',
    );
    // In the last ten minutes nothing begins: what starts then waits for the next window.
    scene.until('3h15m').when({ type: 'vm.start', vm: 'd' }).until('4h');
    expect(scene.happened('maintenance.patching')).toHaveLength(3);
    expect(scene.happened('maintenance.windowClosed')[0]).toMatchObject({
      atUs: us('3h30m'),
      details: { machines: 1 },
    });
    scene.until('171h');
    expect(
      scene
        .happened('maintenance.patching')
        .slice(3)
        .map(({ subject }) => subject),
    ).toEqual(['vm:lab/a', 'vm:lab/b', 'vm:lab/c', 'vm:lab/d']);
  });

  it('is replaced by another one, and goes with its configuration or its set', () => {
    const scene = room()
      .when(window(), window({ at: '05:00' }))
      .until('4h');
    expect(scene.happened('maintenance.windowOpened')).toEqual([]);
    scene.when({ type: 'maintenance.unconfigure', availabilitySet: 'as', scope: 'guest' });
    scene.until('8h');
    expect(scene.happened('maintenance.windowOpened')).toEqual([]);
    scene.when(window({ days: ['Tuesday'] }));
    for (const name of ['a', 'b', 'c', 'd']) scene.when({ type: 'vm.delete', vm: name });
    scene.until('9h').when({ type: 'availabilitySet.remove', availabilitySet: 'as' });
    scene.until('48h');
    expect(scene.happened('maintenance.windowOpened')).toEqual([]);
  });
});

describe('a window for images', () => {
  it('lets batches begin while it is open and holds them back while it is not [ENG-MW3]', () => {
    const version: Extract<Command, { type: 'imageVersion.add' }> = {
      type: 'imageVersion.add',
      imageDefinition: 'de',
      version: '1.0.0',
      disk: { base: 'Ubuntu2204' },
    };
    const scene = given({ racks: 3, hostsPerRack: 1 }, [
      { type: 'gallery.add', name: 'ga' },
      {
        type: 'imageDefinition.add',
        name: 'de',
        gallery: 'ga',
        os: 'linux',
        generation: 'V2',
        state: 'generalized',
      },
      version,
      {
        type: 'scaleSet.add',
        name: 'ss',
        size: 'D2s_v5',
        image: 'de',
        capacity: 5,
        health: 'application',
        upgrade: { mode: 'rolling', pause: '2h' },
        automaticImageUpgrade: true,
      },
      {
        type: 'maintenance.configure',
        scaleSet: 'ss',
        scope: 'osImage',
        days: ['Tuesday'],
        at: '22:00',
        duration: '5h',
      },
    ]);
    scene.when({ ...version, version: '1.1.0' }).until('10d');
    // Tuesday 22:00 is hour 46. floor(5 × 20 / 100) = 1 of 5 at a time, two hours apart: 46,
    // 48, 50; the fourth at 52 is beyond 51 and waits for hour 46 + 168 = 214, the fifth 216.
    const begun = hours(scene, 'rollout.batch').map(Math.floor);
    expect(begun).toEqual([46, 48, 50, 214, 216]);
    expect(scene.row('scaleSet', 'ss').behind).toBe(0);
  });
});

it('windows stand in a scenario with their sets', () => {
  const engine = startLab(
    JSON.stringify({
      format: 'racklab.scenario',
      formatVersion: 1,
      title: 'x',
      catalogue: 'azure-2026-11',
      seed: 1,
      duration: '1h',
      groups: [{ name: 'g' }],
      availabilitySets: [
        {
          name: 'as',
          windows: [{ scope: 'guest', days: ['Friday'], at: '03:00', duration: '2h' }],
        },
      ],
    }),
  );
  const [row] = engine.rows(['availabilitySet']);
  expect(row?.kind === 'availabilitySet' ? row.windows : undefined).toEqual([
    {
      scope: 'guest',
      days: ['Friday'],
      at: '03:00',
      duration: '2h',
      timeZone: 'UTC',
      opensAtUs: (4 * 24 + 3) * HOUR,
    },
  ]);
});
