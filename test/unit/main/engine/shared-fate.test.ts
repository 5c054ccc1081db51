/**
 * Goal: redundancy that shares a parent is found at whatever level it hides [ENG-SF1..3], and the
 * machines a lost part takes are those of fact 47. Method: the small room, rewired by hand, and the
 * list worked out on paper beside each case.
 */
import { describe, expect, it } from 'vitest';
import { expectOk } from '../../../support/expect-ok.ts';
import { given, type Scene } from '../../../support/make-engine.ts';
import { givenZones, machine } from '../../../support/zone-room.ts';

/** Parts as `id taken/members`, with what looks redundant below in brackets. */
function fate(scene: Scene, of: string): string[] {
  const { parts, members } = expectOk(scene.engine.fate(of));
  return parts.map(({ id, taken, behind, batteryMinutes }) => {
    const below = behind.length > 0 ? ` [${behind.join(' ')}]` : '';
    const battery = batteryMinutes === undefined ? '' : ` after ${batteryMinutes}m`;
    return `${id} ${taken}/${members.length}${below}${battery}`;
  });
}

describe('the shared fate of a pool', () => {
  it('finds one utility behind two UPSes, and one switch above all [ENG-SF1] [ENG-SF2]', () => {
    // web-1 to web-3 go to r1-h1 (first fit: 3 x 2 of 16 cores), all of them.
    const scene = given({ machines: 3, perSecond: 0 });
    expect(fate(scene, 'web')).toEqual([
      // Each host has two cords: PDU a on feed a on UPS ua, the same with b; both on the grid.
      'utility:grid 3/3 [ups:ua ups:ub] after 5m',
      'rack:r1 3/3',
      'switch:agg 3/3',
      'switch:core 3/3',
      'switch:r1-tor 3/3',
      'host:r1-h1 3/3',
      'site:school 3/3',
      'room:room 3/3',
      'row:a 3/3',
    ]);
  });

  it('finds two feeds on one UPS, and what batteries put off [ENG-SF2]', () => {
    const scene = given({ machines: 2, perSecond: 0 });
    scene.when({ type: 'power.edit', power: 'feed:b', from: 'ups:ua' });
    const parts = fate(scene, 'balancer:lab/front');
    const first = ['ups:ua 2/2 [feed:a feed:b]', 'utility:grid 2/2 after 5m'];
    expect(parts.slice(0, 2)).toEqual(first);
    expect(parts.some((part) => part.startsWith('feed:'))).toBe(false);
  });

  it('finds two PDUs on one feed [ENG-SF2]', () => {
    const scene = given({ machines: 2, perSecond: 0 });
    scene.when({ type: 'power.edit', power: 'pdu:r1-b', from: 'feed:a' });
    expect(fate(scene, 'web').slice(0, 2)).toEqual([
      'feed:a 2/2 [pdu:r1-a pdu:r1-b]',
      'utility:grid 2/2 after 5m',
    ]);
  });

  it('finds one core above two aggregation switches [ENG-SF2]', () => {
    const scene = given({ machines: 2, perSecond: 0 }, []);
    scene.when(
      { type: 'switch.add', name: 'agg2', layer: 'aggregation', uplinks: ['core'] },
      { type: 'link.add', from: 'switch:r1-tor', to: 'switch:agg2' },
    );
    const parts = fate(scene, 'web');
    expect(parts).toContain('switch:core 2/2 [switch:agg switch:agg2]');
    expect(parts.some((part) => part.startsWith('switch:agg'))).toBe(false);
  });

  it('sees no more when a second core and a second grid are there', () => {
    const scene = given({ machines: 2, perSecond: 0 });
    scene.when(
      { type: 'power.add', kind: 'utility', name: 'grid2' },
      { type: 'power.edit', power: 'ups:ub', from: 'grid2' },
      { type: 'switch.add', name: 'core2', layer: 'core' },
      { type: 'link.add', from: 'switch:agg', to: 'switch:core2' },
    );
    const parts = fate(scene, 'web');
    expect(parts.some((part) => /^(utility|ups|feed|pdu):|^switch:core/.test(part))).toBe(false);
  });
});

describe('the shared fate of a set', () => {
  it('over three zones: only the region takes two [ENG-SF1]', () => {
    const scene = givenZones({ service: true, perSecond: 0 });
    expect(fate(scene, 'web')).toEqual(['site:region 3/3']);
  });

  it('counts storage: three zones, all disks in one unit [ENG-SF1]', () => {
    const scene = givenZones({}, [
      { type: 'balancer.add', name: 'front' },
      { ...machine('a'), host: 'r1-h1', storage: 's1', balancers: ['front'] },
      { ...machine('b'), host: 'r2-h1', storage: 's1', balancers: ['front'] },
      { ...machine('c'), host: 'r3-h1', balancers: ['front'] },
    ]);
    // s1 stands in r1 behind r1-p and f1 and g1: each of them stops a (host) and b (disk).
    expect(fate(scene, 'front')).toEqual([
      'site:region 3/3',
      'utility:g1 2/3',
      'feed:f1 2/3',
      'pdu:r1-p 2/3',
      'rack:r1 2/3',
      'storage:s1 2/3',
      'zone:z1 2/3',
      'room:room1 2/3',
      'row:row1 2/3',
    ]);
  });

  it('follows the state: on one feed, that feed takes all [ENG-SF1]', () => {
    const scene = given({ machines: 2, perSecond: 0 });
    expect(fate(scene, 'web').some((part) => part.startsWith('feed:'))).toBe(false);
    scene.cut('feed:b');
    expect(fate(scene, 'web')).toContain('feed:a 2/2');
  });

  it('is refused for what has no members', () => {
    const scene = given({ machines: 1 });
    const refused = scene.engine.fate('rack:r1');
    expect(refused.ok).toBe(false);
  });
});
