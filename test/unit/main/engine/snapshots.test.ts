/**
 * Goal: a snapshot of a disk costs what is used of it for as long as it exists [ENG-SN1]. Method:
 * the price of the catalogue worked out by hand, before and after the disk and the snapshot go.
 */
import { describe, expect, it } from 'vitest';
import { given } from '../../../support/make-engine.ts';

/** 100 GiB are 107.3741824 GB; at 0.05 $ a GB and month of 730 h. */
const MICRO_USD_PER_HOUR = (107.3741824 * 50_000) / 730;

describe('[ENG-SN1] a snapshot', () => {
  it('is billed for what is used, and outlives its disk', () => {
    const at = given({ machines: 1, perSecond: 0 }).until('10h');
    at.when({
      type: 'vm.create',
      name: 'big',
      size: 'D2s_v5',
      image: 'Ubuntu2204',
      dataDisks: [{ sizeGib: 512 }],
    }).until('11h');
    const disk = at.row('vm', 'big').disks.find((id) => id.includes('data')) ?? '';
    at.when({ type: 'snapshot.create', name: 'kept', disk, usedGib: 100 });
    expect(at.row('snapshot', 'kept')).toMatchObject({
      disk,
      usedGib: 100,
      sizeGib: 512,
      microUsdPerHour: Math.round(MICRO_USD_PER_HOUR),
    });
    at.when({ type: 'vm.delete', vm: 'big' }).until('12h');
    at.when({ type: 'disk.delete', disk }).until('21h');
    const line = at.engine.costs().lines.find(({ name }) => name === 'kept');
    expect(line?.microUsd).toBeCloseTo(10 * MICRO_USD_PER_HOUR, 6);
    expect(line?.assumed).toBe(false);
    at.when({ type: 'snapshot.delete', snapshot: 'kept' }).until('30h');
    const gone = at.engine.costs().gone.find(({ kind }) => kind === 'snapshot');
    expect(gone?.microUsd).toBeCloseTo(10 * MICRO_USD_PER_HOUR, 6);
  });
});
