/**
 * Goal: a room that is exported amid faults begins with what is left of them, with its platform and
 * with who prepares for events. Method: a room is run to a moment, its rows become a scenario, and
 * the room that begins there is compared with it.
 */
import { describe, expect, it } from 'vitest';
import {
  hooksInForce,
  injectedFaults,
  platformFromRows,
} from '../../../../src/shared/document/faults-from-rows.ts';
import { RowTable } from '../../../../src/shared/document/row-table.ts';
import { given } from '../../../support/make-engine.ts';

describe('faults and the platform', () => {
  it('are carried with what is left of their times', () => {
    const scene = given({ machines: 2 }, [
      { type: 'platform.set', healing: true },
      { type: 'hook.add', target: 'balancer:lab/front', drain: '45s', approve: true },
    ]).when(
      { type: 'fault.inject', kind: 'loss', target: 'rack:r1', amount: 20, for: '10m' },
      {
        type: 'fault.inject',
        kind: 'partition',
        target: 'rack:r1',
        other: 'rack:r2',
        in: '5m',
        for: '1m',
        every: '20m',
        times: 3,
      },
      { type: 'fault.inject', kind: 'cut', target: 'feed:a', in: '30m' },
    );
    scene.until('4m');
    const table = new RowTable(scene.engine.rows());
    expect(injectedFaults(table, scene.engine.nowUs)).toEqual([
      { at: '0s', do: 'fault.inject', kind: 'loss', target: 'rack:r1', amount: 20, for: '6m' },
      {
        at: '0s',
        do: 'fault.inject',
        kind: 'partition',
        target: 'rack:r1',
        other: 'rack:r2',
        for: '1m',
        in: '1m',
        every: '20m',
        times: 3,
      },
      { at: '0s', do: 'fault.inject', kind: 'cut', target: 'feed:a', in: '26m' },
    ]);
    expect(hooksInForce(table)).toEqual([
      { at: '0s', do: 'hook.add', target: 'balancer:lab/front', drain: '45s', approve: true },
    ]);
    expect(platformFromRows(table)).toEqual({
      platform: { healing: true, liveMigration: false, dirtyMibPerSecond: 240 },
    });
  });
});
