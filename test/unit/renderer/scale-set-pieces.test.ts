/**
 * Goal: what the panel of a scale set shows and what its forms send follow from the row alone.
 * Method: rows by hand for the bar of a roll-out and the values of forms; the values of a form give
 * back the policies they were made from.
 */
import { describe, expect, it } from 'vitest';
import { commandFrom } from '../../../src/renderer/dialogs/form-spec.ts';
import { scaleSetForms } from '../../../src/renderer/dialogs/scale-set-forms.ts';
import { nested, withSpot } from '../../../src/renderer/dialogs/spot-fields.ts';
import { modelValues, policyValues } from '../../../src/renderer/sets/policy-values.ts';
import { slicesOf, toneOf } from '../../../src/renderer/sets/rollout-view.ts';
import { scaleSetActions } from '../../../src/renderer/model/scale-set-actions.ts';
import { commandSchema } from '../../../src/shared/commands/index.ts';
import type { RowOf } from '../../../src/shared/views/topology-view.ts';
import { given } from '../../support/make-engine.ts';

type Row = RowOf<'scaleSet'>;

function rowOf(more: object = {}): Row {
  const room = given({ racks: 2, machines: 0 }, [
    {
      type: 'scaleSet.add',
      name: 'web',
      size: 'D2s_v5',
      image: 'Ubuntu2204',
      capacity: 2,
      ...more,
    },
  ]);
  return room.row('scaleSet', 'web');
}

function commandOf(id: string, values: Record<string, string>): unknown {
  const spec = scaleSetForms.find((one) => one.id === id);
  if (spec === undefined) throw new Error(`no form ${id}`);
  return commandSchema.parse(commandFrom(spec, values));
}

describe('the bar of a roll-out', () => {
  const rollout = { phase: 'working', batch: 2, successful: 3, failed: 1, inProgress: 2 } as const;

  it('has a part for whatever is not empty, the worst first', () => {
    const slices = slicesOf({ ...rollout, state: 'rollingForward', pending: 0 });
    expect(slices).toEqual([
      { part: 'failed', count: 1 },
      { part: 'successful', count: 3 },
      { part: 'inProgress', count: 2 },
    ]);
  });

  it.each([
    ['rollingForward', 'change'],
    ['faulted', 'harm'],
    ['completed', 'ok'],
    ['cancelled', 'off'],
  ] as const)('is %s: %s', (state, tone) => {
    expect(toneOf({ ...rollout, state, pending: 0 })).toBe(tone);
  });
});

describe('the forms of a scale set', () => {
  it('put dotted fields into objects and say yes and no', () => {
    expect(nested({ type: 't', 'upgrade.mode': 'rolling', 'upgrade.maxSurge': 'true' })).toEqual({
      type: 't',
      upgrade: { mode: 'rolling', maxSurge: true },
    });
  });

  it('begin with the policies a set has, and send them back unchanged', () => {
    const upgrade = { mode: 'rolling', batchPercent: 50, pause: '5m', rollback: true } as const;
    const repairs = { action: 'reimage', grace: '20m' } as const;
    const set = rowOf({ health: 'application', upgrade, repairs });
    const command = commandOf('scaleSet.policy', policyValues(set));
    expect(command).toMatchObject({ health: 'application', scaleIn: 'default', upgrade, repairs });
  });

  it('turn repairs off, and leave out what a manual policy has no use for', () => {
    const command = commandOf('scaleSet.policy', policyValues(rowOf()));
    expect(command).toMatchObject({ upgrade: { mode: 'manual' }, repairs: 'off' });
    expect(command).not.toHaveProperty('overprovision');
  });

  it('ask for spot instances only where they are wanted', () => {
    expect(withSpot({ type: 't', spotWanted: 'false' })).toEqual({ type: 't' });
    expect(withSpot({ type: 't', spotWanted: 'true' })).toEqual({ type: 't', spot: {} });
    const mix = { type: 't', spotWanted: 'true', 'spot.base': 2, 'spot.eviction': 'delete' };
    expect(withSpot(mix)).toEqual({ type: 't', spot: { base: 2, eviction: 'delete' } });
  });

  it('begin with the model a set has', () => {
    const set = rowOf({ build: { version: '7', faulty: true } });
    expect(commandOf('scaleSet.update', modelValues(set))).toMatchObject({
      size: 'D2s_v5',
      image: 'Ubuntu2204',
      build: { version: '7', faulty: true },
    });
  });
});

describe('the acts of a scale set', () => {
  it('offer joining to flexible sets only', () => {
    expect(scaleSetActions(rowOf()).map(({ id }) => id)).toContain('attach');
    const uniform = rowOf({ orchestration: 'uniform', faultDomains: 1 });
    expect(scaleSetActions(uniform).map(({ id }) => id)).not.toContain('attach');
  });
});
