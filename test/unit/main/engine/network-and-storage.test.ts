/**
 * Goal: who is connected follows the drawing, and who is not is stopped and explained. Method: the
 * room's tree core, agg, one switch in each rack, cut in one place after the other; then drawings
 * with a second way, and disks on a storage unit.
 */
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../../src/shared/commands/index.ts';
import { given, makeEngine, Scene } from '../../../support/make-engine.ts';

function machine(name: string, host: string, storage?: string): Command {
  return {
    type: 'vm.create',
    name,
    size: 'D2s_v5',
    image: 'Ubuntu2204',
    host,
    ...(storage === undefined ? {} : { storage }),
  };
}

const twoMachines = [machine('m', 'r1-h1'), machine('n', 'r2-h1')];

describe('[ENG-N1] [ENG-N3] a cut in the tree', () => {
  it('of the core switch isolates everything, each part blaming the one before it', () => {
    const scene = given({}, twoMachines).cut('switch:core');
    expect(scene.running()).toEqual([]);
    expect(scene.row('host', 'r1-h1')).toMatchObject({ state: 'up', connected: false });
    expect(scene.chain(scene.row('vm', 'm').cause)).toEqual([
      'decision switch:core',
      'part.cut switch:core',
      'switch.lost switch:agg',
      'switch.lost switch:r1-tor',
      'host.lostNetwork host:r1-h1',
      'vm.lost vm:lab/m',
    ]);
  });

  it('of a rack switch or its link isolates that rack alone', () => {
    for (const target of ['switch:r1-tor', 'link:r1-tor--agg']) {
      const scene = given({}, twoMachines).cut(target);
      expect(scene.running()).toEqual(['n']);
      const chain = scene.chain(scene.row('vm', 'm').cause);
      expect(chain.slice(0, 2)).toEqual([`decision ${target}`, `part.cut ${target}`]);
    }
  });

  it('of the link of one host isolates that host', () => {
    const scene = given({}, twoMachines).cut('link:r1-h1--r1-tor');
    expect(scene.running()).toEqual(['n']);
    expect(scene.row('host', 'r1-h2').connected).toBe(true);
    expect(scene.row('link', 'r1-h1--r1-tor').up).toBe(false);
  });

  it('heals with its restore: no boot, the machines recover', () => {
    const scene = given({}, twoMachines).cut('switch:core').until('10s').restore('switch:core');
    expect(scene.row('host', 'r1-h1')).toMatchObject({ state: 'up', connected: true });
    expect(scene.row('vm', 'm')).toMatchObject({ powerState: 'starting', operation: 'recover' });
    scene.until('20m');
    expect(scene.running()).toEqual(['m', 'n']);
  });
});

describe('[ENG-N4] causes do not depend on the order of drawing', () => {
  it('explains switches that were drawn before the one they hang on', () => {
    const commands: Command[] = [
      { type: 'place.add', kind: 'site', name: 's' },
      { type: 'place.add', kind: 'room', name: 'r', parent: 'site:s' },
      { type: 'rack.add', name: 'k', row: 'room:r' },
      { type: 'switch.add', name: 'tor', layer: 'tor', rack: 'k' },
      { type: 'host.add', name: 'h', rack: 'k', cores: 4, memoryMib: 8_192 },
      { type: 'switch.add', name: 'agg', layer: 'aggregation' },
      { type: 'switch.add', name: 'core', layer: 'core' },
      { type: 'link.add', from: 'tor', to: 'agg' },
      { type: 'link.add', from: 'agg', to: 'core' },
    ];
    const scene = new Scene(makeEngine(commands)).cut('switch:core');
    expect(scene.chain(scene.row('host', 'h').cause)).toEqual([
      'decision switch:core',
      'part.cut switch:core',
      'switch.lost switch:agg',
      'switch.lost switch:tor',
      'host.lostNetwork host:h',
    ]);
  });

  it('tells of no return of a switch that was only now added', () => {
    const scene = given({}, twoMachines)
      .when({ type: 'switch.add', name: 'wired', layer: 'tor', uplinks: ['core'] })
      .when({ type: 'switch.add', name: 'loose', layer: 'tor' })
      .when({ type: 'link.add', from: 'loose', to: 'core' });
    expect(scene.happened('switch.back')).toEqual([]);
    for (const name of ['wired', 'loose']) {
      expect(scene.row('switch', name).connected).toBe(true);
    }
    scene.when({ type: 'link.remove', link: 'loose--core' });
    scene.when({ type: 'link.add', from: 'loose', to: 'core' });
    expect(scene.happened('switch.back')).toMatchObject([{ subject: 'switch:loose' }]);
  });

  it('blames the decision that took a link away', () => {
    const scene = given({}, twoMachines).when({ type: 'link.remove', link: 'agg--core' });
    expect(scene.chain(scene.row('vm', 'm').cause).slice(0, 2)).toEqual([
      'decision link:agg--core',
      'switch.lost switch:agg',
    ]);
  });

  it('asks anew what keeps a restored switch isolated', () => {
    const scene = given().cut('switch:r1-tor').cut('switch:core').restore('switch:r1-tor');
    expect(scene.chain(scene.row('switch', 'r1-tor').cause).slice(0, 2)).toEqual([
      'decision switch:core',
      'part.cut switch:core',
    ]);
  });
});

describe('[ENG-N2] a second way', () => {
  it('keeps a host connected through another switch', () => {
    const second: Command[] = [
      { type: 'switch.add', name: 'x', layer: 'aggregation', uplinks: ['core'] },
      { type: 'link.add', from: 'r1-h1', to: 'x' },
    ];
    const scene = given({}, [...second, ...twoMachines]).cut('switch:agg');
    expect(scene.running()).toEqual(['m']);
    scene.cut('switch:x');
    expect(scene.running()).toEqual([]);
  });

  it('leads over a switch of the same layer too', () => {
    const ring: Command[] = [
      { type: 'link.add', from: 'r1-tor', to: 'r2-tor' },
      { type: 'switch.add', name: 'agg2', layer: 'aggregation', uplinks: ['core'] },
      { type: 'link.add', from: 'r2-tor', to: 'agg2' },
    ];
    const scene = given({}, [...ring, ...twoMachines]).cut('switch:agg');
    expect(scene.running()).toEqual(['m', 'n']);
    scene.cut('link:r1-tor--r2-tor');
    expect(scene.running()).toEqual(['n']);
  });

  it('is not needed where no switch is drawn at all', () => {
    const commands: Command[] = [
      { type: 'place.add', kind: 'site', name: 's' },
      { type: 'place.add', kind: 'room', name: 'r', parent: 'site:s' },
      { type: 'rack.add', name: 'k', row: 'room:r' },
      { type: 'host.add', name: 'h', rack: 'k', cores: 4, memoryMib: 8_192 },
    ];
    const scene = new Scene(makeEngine(commands));
    expect(scene.row('host', 'h').connected).toBe(true);
    scene.when({ type: 'switch.add', name: 'core', layer: 'core' });
    expect(scene.row('host', 'h').connected).toBe(false);
  });

  it('counts one link between two devices, whichever way it is asked for', () => {
    const scene = given().when({ type: 'link.add', from: 'r1-tor', to: 'r2-tor' });
    expect(scene.refusal({ type: 'link.add', from: 'r2-tor', to: 'r1-tor' })).toMatchObject({
      code: 'link.exists',
      details: { link: 'link:r1-tor--r2-tor' },
    });
  });
});

describe('[ENG-N5] a storage unit', () => {
  const disks: Command[] = [
    { type: 'storage.add', name: 's2', rack: 'r2', capacityGib: 1_000 },
    machine('m', 'r1-h1', 's2'),
    machine('n', 'r1-h1', 's1'),
  ];

  it('that is cut stops the machines whose disks it holds, wherever they run', () => {
    const scene = given({}, disks).cut('storage:s2');
    expect(scene.running()).toEqual(['n']);
    expect(scene.chain(scene.row('vm', 'm').cause)).toEqual([
      'decision storage:s2',
      'part.cut storage:s2',
      'vm.lost vm:lab/m',
    ]);
    scene.restore('storage:s2').until('20m');
    expect(scene.running()).toEqual(['m', 'n']);
  });

  it('shares the power of its rack', () => {
    const scene = given({}, disks).cut('rack:r2');
    expect(scene.row('storage', 's2').up).toBe(false);
    expect(scene.running()).toEqual(['n']);
    expect(scene.chain(scene.row('vm', 'm').cause)).toEqual([
      'decision rack:r2',
      'part.cut rack:r2',
      'storage.lost storage:s2',
      'vm.lost vm:lab/m',
    ]);
  });

  it('goes on with one PDU of its rack, and falls with both', () => {
    const scene = given({}, disks).cut('pdu:r2-a');
    expect(scene.row('storage', 's2').up).toBe(true);
    scene.cut('pdu:r2-b');
    expect(scene.row('storage', 's2').up).toBe(false);
  });

  it('is explained by its rack when only its own fault was repaired', () => {
    const scene = given({}, disks).cut('storage:s2').cut('rack:r2').restore('storage:s2');
    expect(scene.chain(scene.row('storage', 's2').cause)).toEqual([
      'decision rack:r2',
      'part.cut rack:r2',
    ]);
  });

  it('counts the disks on it, and gives their room back', () => {
    const scene = given({}, disks);
    // 30 GiB for the OS disk of the image.
    expect(scene.row('storage', 's2').usedGib).toBe(30);
    scene.when({ type: 'vm.delete', vm: 'm', withResources: true }).until('1m');
    expect(scene.row('storage', 's2').usedGib).toBe(0);
  });
});
