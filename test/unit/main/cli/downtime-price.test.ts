/**
 * Goal: `racklab downtime-price` tells what an hour of downtime avoided costs. Method: a room of
 * chance in series and in parallel, which are up A² and 1 − (1 − A)² of the time by their closed
 * forms; the price is worked out here from what `sla` and `run` print of each.
 */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { racklab } from '../../../support/cli-harness.ts';
import { RESOURCES_FOLDER } from '../../../support/start-lab.ts';

const SERIES = join(RESOURCES_FOLDER, 'templates', 'chance-series.scenario.json');
const PARALLEL = join(RESOURCES_FOLDER, 'templates', 'chance-parallel.scenario.json');
const EMPTY = join(RESOURCES_FOLDER, 'templates', 'empty-room.scenario.json');

interface Printed {
  from: { microUsdPerMonth: number };
  to: { microUsdPerMonth: number };
  services: { id: string; basis: string; from: number; to: number; price: Price }[];
}
interface Price {
  verdict: string;
  extraMicroUsdPerMonth: number;
  hoursAvoidedPerMonth: number;
  microUsdPerHourAvoided?: number;
}

/** What a file is expected to be up, as `sla` prints it. */
async function expected(file: string): Promise<number> {
  const { out } = await racklab('sla', file, '--json', '--until', '1h');
  // A cast at the border: what the command prints is text.
  const entries = (
    JSON.parse(out) as { entries: { kind: string; expected?: { availability: number } }[] }
  ).entries;
  return entries.find(({ kind }) => kind === 'service')?.expected?.availability ?? Number.NaN;
}

async function price(a: string, b: string, ...more: string[]): Promise<Printed> {
  const { out, code } = await racklab('downtime-price', a, b, '--json', ...more);
  expect(code).toBe(0);
  // A cast at the border, as above.
  return JSON.parse(out) as Printed;
}

describe('the price of an hour of downtime avoided', () => {
  it('is the extra cost over the hours, by what both are expected to be up', async () => {
    const printed = await price(SERIES, PARALLEL, '--until', '1h');
    const [shop] = printed.services;
    const [was, is] = [await expected(SERIES), await expected(PARALLEL)];
    expect(shop).toMatchObject({ basis: 'expected', from: was, to: is });
    expect(is).toBeGreaterThan(was);
    const extra = printed.to.microUsdPerMonth - printed.from.microUsdPerMonth;
    const hours = (is - was) * 730;
    expect(shop?.price.hoursAvoidedPerMonth).toBeCloseTo(hours, 9);
    expect(shop?.price.extraMicroUsdPerMonth).toBe(extra);
    if (extra > 0) expect(shop?.price.microUsdPerHourAvoided).toBeCloseTo(extra / hours, 3);
    else expect(shop?.price.verdict).toBe('saves');
    const { out } = await racklab('downtime-price', SERIES, PARALLEL, '--until', '1h');
    expect(out).toContain('less downtime a month');
  });

  it('is nothing between a design and itself', async () => {
    const { services } = await price(PARALLEL, PARALLEL, '--until', '1h');
    expect(services.map((one) => one.price.verdict)).toEqual(['same']);
  });

  it('is refused where nothing is in both', async () => {
    const { err, code } = await racklab('downtime-price', PARALLEL, EMPTY, '--until', '1m');
    expect(err).toContain('[cli.nothingShared]');
    expect(code).toBe(2);
  });
});
