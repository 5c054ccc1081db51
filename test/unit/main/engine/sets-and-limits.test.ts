/**
 * Goal: sets keep their hands off what is not theirs, and storage has an end with a name. Method:
 * a wave over members that are busy or stopped, names that people took first, and an event store
 * that is told it is full.
 */
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../../src/shared/commands/index.ts';
import {
  EventRecords,
  PENDING_EVENTS_MAX,
} from '../../../../src/main/engine/queue/event-records.ts';
import { given } from '../../../support/make-engine.ts';

function member(name: string): Command {
  return {
    type: 'vm.create',
    name,
    size: 'D2s_v5',
    image: 'Ubuntu2204',
    availabilitySet: 'as',
  };
}

describe('[ENG-M4] a wave', () => {
  it('leaves alone a member that is stopped, and one that is busy', () => {
    const scene = given({}, [
      { type: 'availabilitySet.add', name: 'as', faultDomains: 1, updateDomains: 1 },
      member('stopped'),
      member('busy'),
      member('runs'),
      { type: 'vm.stop', vm: 'stopped' },
    ]);
    scene.when(
      { type: 'vm.restart', vm: 'busy' },
      { type: 'maintenance.start', availabilitySet: 'as', work: '10m', recovery: '1m' },
    );
    scene.until('1s');
    expect(scene.row('vm', 'stopped')).toMatchObject({ powerState: 'stopped', operation: 'none' });
    expect(scene.row('vm', 'busy').operation).toBe('restart');
    expect(scene.row('vm', 'runs').operation).toBe('maintain');
    scene.until('20m');
    expect(scene.running()).toEqual(['busy', 'runs']);
  });
});

describe('[ENG-D5] an instance of a scale set', () => {
  it('passes over a name that a person took first', () => {
    const scene = given({}, [
      { type: 'vm.create', name: 'ss_1', size: 'D2s_v5', image: 'Ubuntu2204' },
      {
        type: 'scaleSet.add',
        name: 'ss',
        size: 'D2s_v5',
        image: 'Ubuntu2204',
        capacity: 3,
        orchestration: 'uniform',
        faultDomains: 1,
      },
    ]);
    const names = scene.engine.rows().flatMap((row) => (row.kind === 'vm' ? [row.name] : []));
    expect(names).toEqual(['ss_1', 'ss_0', 'ss_2', 'ss_3']);
  });
});

describe('[ENG-Q7] pending events', () => {
  it('have a limit with a name', () => {
    const records = new EventRecords();
    // Filling it for real takes half a gigabyte; it is told how far it has come instead.
    Object.assign(records, { end: PENDING_EVENTS_MAX });
    expect(() => records.allocate(0, 0, 1, 0, 0, 0)).toThrow('Too many events are pending');
  });
});

describe('[ENG-V4] revisions', () => {
  it('of a balancer rise with its probe and its pool, of a service with its load', () => {
    const scene = given({ machines: 2 });
    const before = scene.row('balancer', 'front').revision;
    scene.when(
      { type: 'balancer.edit', balancer: 'front', probeThreshold: 3 },
      { type: 'balancer.leave', balancer: 'front', vm: 'web-1' },
      { type: 'balancer.join', balancer: 'front', vm: 'web-1' },
    );
    expect(scene.row('balancer', 'front').revision).toBe(before + 3);
    const load = scene.row('service', 'web').revision;
    scene.when({
      type: 'load.set',
      service: 'web',
      curve: { points: [{ at: '0s', perSecond: 1 }] },
    });
    expect(scene.row('service', 'web').revision).toBe(load + 1);
  });
});
