/**
 * Goal: queues agree with closed forms [ENG-WL3] [ENG-WL7]: M/M/2 and M/G/1 with processor sharing,
 * three loads each. Method: the scenario file is run by `racklab run` with one seed after the
 * other, a few seeds a case; the closed form lies inside the 99 % interval of the means (Student),
 * which in the long run is at most 2 % wide to each side.
 */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { racklab } from '../support/cli-harness.ts';
import { count, isLongRun } from '../support/counts.ts';
import { RESOURCES_FOLDER } from '../support/start-lab.ts';

const FILE = join(RESOURCES_FOLDER, 'templates', 'waiting-in-line.scenario.json');
/** Seeds that one case runs: each case stays well below the limit of a single test. */
const SEEDS_A_CASE = 10;
const SLOW_MS = 240_000;
const SERVICE_MS = 20;
/** 99.5 % points of Student's distribution: reduced and long numbers of seeds, less one. */
const STUDENT = isLongRun ? 2.626 : 3.499;
const HALF_WIDTH_MAX = 0.02;

const outputSchema = z.object({
  workloads: z.array(
    z.object({ name: z.string(), meanMs: z.number(), p50Ms: z.number(), p95Ms: z.number() }),
  ),
});

/** The mean time of an answer: exponential times on two servers, any on a shared core. */
function closedForm(name: string): number {
  const [kind, percent] = name.split('-');
  const use = Number(percent) / 100;
  return kind === 'served' ? SERVICE_MS / (1 - use * use) : SERVICE_MS / (1 - use);
}

const cases = Array.from(
  { length: Math.ceil(count('monteCarloBases') / SEEDS_A_CASE) },
  (_, at) => ({
    first: at * SEEDS_A_CASE + 1,
    last: Math.min((at + 1) * SEEDS_A_CASE, count('monteCarloBases')),
  }),
);

describe('queues of uses', () => {
  const means = new Map<string, number[]>();

  it.each(cases)(
    'run with seeds $first to $last',
    async ({ first, last }) => {
      const until = isLongRun ? [] : ['--until', '3m'];
      for (let seed = first; seed <= last; seed += 1) {
        const given = ['--json', '--seed', String(seed), ...until];
        const { code, out } = await racklab('run', FILE, ...given);
        expect(code).toBe(0);
        for (const one of outputSchema.parse(JSON.parse(out)).workloads) {
          expect(one.p50Ms).toBeLessThan(one.p95Ms);
          means.set(one.name, [...(means.get(one.name) ?? []), one.meanMs]);
        }
      }
    },
    SLOW_MS,
  );

  it('[ENG-WL3] [ENG-WL7] agree with closed forms over many seeds', () => {
    expect(means.size).toBe(6);
    for (const [name, all] of means) {
      expect(all).toHaveLength(count('monteCarloBases'));
      const mean = all.reduce((sum, one) => sum + one, 0) / all.length;
      const squares = all.reduce((sum, one) => sum + (one - mean) * (one - mean), 0);
      const half = STUDENT * Math.sqrt(squares / (all.length - 1) / all.length);
      const exact = closedForm(name);
      if (isLongRun) expect(half / exact).toBeLessThanOrEqual(HALF_WIDTH_MAX);
      expect(Math.abs(mean - exact), `${name}: ${mean} against ${exact} ± ${half}`).toBeLessThan(
        half,
      );
    }
  });
});
