/**
 * Goal: every measure says what its formula says. Method: one run with known figures, read by
 * every measure with every selector that fits it.
 */
import { describe, expect, it } from 'vitest';
import { MEASURE_NAMES } from '../../../../src/shared/model/measures.ts';
import {
  readMeasure,
  type MeasuredRun,
  type MeasureQuery,
} from '../../../../src/shared/model/read-measure.ts';

const RUN: MeasuredRun = {
  machines: { running: 4, stopped: 1, deallocated: 0 },
  applications: { running: 3, killed: 1 },
  services: [
    {
      name: 'a',
      p95Ms: 250,
      offered: 110,
      served: 80,
      late: 5,
      refused: 10,
      lost: 5,
      inFlight: 10,
      availability: 0.9,
      slaAvailability: 0.95,
    },
    {
      name: 'b',
      offered: 50,
      served: 50,
      late: 0,
      refused: 0,
      lost: 0,
      inFlight: 0,
      availability: 1,
      slaAvailability: 1,
    },
    {
      name: 'c',
      offered: 3,
      served: 0,
      late: 0,
      refused: 0,
      lost: 0,
      inFlight: 3,
      availability: 1,
      slaAvailability: 0.97,
    },
  ],
  batches: [
    { name: 'x', done: 7, interrupted: 2, lastFinishUs: 1_500_000 },
    { name: 'y', done: 0, interrupted: 1 },
  ],
  workloads: [
    {
      name: 'w',
      offered: 50,
      served: 40,
      refused: 6,
      lost: 4,
      throughputPerSecond: 2,
      meanMs: 12,
      p95Ms: 30,
      limitedShare: 0.25,
      duplicates: 3,
    },
    {
      name: 'v',
      offered: 10,
      served: 10,
      refused: 0,
      lost: 0,
      throughputPerSecond: 1,
      meanMs: 20,
      p95Ms: 25,
      limitedShare: 0,
      writesLost: 7,
    },
  ],
  stores: [
    {
      name: 's',
      offered: 100,
      acknowledged: 80,
      refused: 12,
      unanswered: 8,
      lost: 5,
      diverged: 3,
      readsMissing: 2,
      readsStale: 4,
      downSeconds: 15,
      failovers: 1,
      recoveryPointSeconds: 120,
      recoveryTimeSeconds: 869,
    },
    {
      name: 't',
      offered: 10,
      acknowledged: 10,
      refused: 0,
      unanswered: 0,
      lost: 0,
      diverged: 0,
      readsMissing: 0,
      readsStale: 1,
      downSeconds: 0,
      failovers: 2,
    },
  ],
  costMicroUsd: 1_234_500,
  totalCostMicroUsd: 2_000_000,
  images: { sharedIdentities: 3, driftedMachines: 2 },
};

const VALUES: readonly (readonly [MeasureQuery, number | undefined])[] = [
  [{ measure: 'applications' }, 4],
  [{ measure: 'applications', state: 'killed' }, 1],
  [{ measure: 'applications', state: 'failed' }, 0],
  [{ measure: 'offered' }, 163],
  [{ measure: 'served', service: 'a' }, 80],
  [{ measure: 'late' }, 5],
  [{ measure: 'refused' }, 10],
  [{ measure: 'lost', service: 'b' }, 0],
  [{ measure: 'inFlight' }, 13],
  [{ measure: 'servedFraction', service: 'a' }, 0.8],
  [{ measure: 'servedFraction', service: 'c' }, 1],
  [{ measure: 'servedFraction' }, 130 / 150],
  [{ measure: 'availability' }, 0.9],
  [{ measure: 'availability', service: 'b' }, 1],
  [{ measure: 'availability', service: 'z' }, undefined],
  [{ measure: 'machines' }, 5],
  [{ measure: 'machines', state: 'running' }, 4],
  [{ measure: 'machines', state: 'toString' }, 0],
  [{ measure: 'jobsDone' }, 7],
  [{ measure: 'jobsInterrupted' }, 3],
  [{ measure: 'lastFinish' }, 1.5],
  [{ measure: 'lastFinish', batch: 'y' }, undefined],
  [{ measure: 'cost' }, 1.2345],
  [{ measure: 'slaAvailability' }, 0.95],
  [{ measure: 'slaAvailability', service: 'b' }, 1],
  [{ measure: 'totalCost' }, 2],
  [{ measure: 'sharedIdentities' }, 3],
  [{ measure: 'driftedMachines' }, 2],
  [{ measure: 'p95' }, 250],
  [{ measure: 'p95', service: 'b' }, undefined],
  [{ measure: 'workOffered' }, 60],
  [{ measure: 'workServed', workload: 'w' }, 40],
  [{ measure: 'workRefused' }, 6],
  [{ measure: 'workLost' }, 4],
  [{ measure: 'workThroughput' }, 3],
  [{ measure: 'workMean' }, 20],
  [{ measure: 'workP95' }, 30],
  [{ measure: 'workP95', workload: 'nobody' }, undefined],
  [{ measure: 'workLimitedShare' }, 0.25],
  [{ measure: 'workDuplicates' }, 3],
  [{ measure: 'workWritesLost', workload: 'v' }, 7],
  [{ measure: 'writesOffered' }, 110],
  [{ measure: 'writesAcknowledged', store: 's' }, 80],
  [{ measure: 'writesRefused' }, 12],
  [{ measure: 'writesUnanswered' }, 8],
  [{ measure: 'writesLost', store: 't' }, 0],
  [{ measure: 'writesDiverged' }, 3],
  [{ measure: 'readsMissing' }, 2],
  [{ measure: 'readsStale' }, 5],
  [{ measure: 'storeDownSeconds' }, 15],
  [{ measure: 'failovers' }, 3],
  [{ measure: 'failovers', store: 'nobody' }, undefined],
  [{ measure: 'recoveryPoint' }, 120],
  [{ measure: 'recoveryTime', store: 't' }, undefined],
  [{ measure: 'recoveryTime' }, 869],
];

describe('a measure', () => {
  it.each(VALUES)('%j is %s', (query, value) => {
    expect(readMeasure(RUN, query)).toBe(value);
  });

  it('of every name was read above', () => {
    const read = new Set(VALUES.map(([query]) => query.measure));
    expect(MEASURE_NAMES.filter((name) => !read.has(name))).toEqual([]);
  });
});
