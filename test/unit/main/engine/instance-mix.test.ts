/**
 * Goal: a set of several sizes makes each instance of the size its strategy puts first among those
 * that have room (fact 83) [ENG-K6]. Method: one host of 16 cores and 64 GiB, worked out by hand
 * beside each row; sizes are E2s_v5 (2 cores, 16 GiB, 0.126 USD/h), F4s_v2 (4, 8, 0.169), F2s_v2
 * (2, 4, 0.0846).
 */
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../../src/shared/commands/index.ts';
import { given, type Scene } from '../../../support/make-engine.ts';

type Mix = NonNullable<Extract<Command, { type: 'scaleSet.add' }>['mix']>;
type Add = Extract<Command, { type: 'scaleSet.add' }>;

function add(mix: Mix, more: Partial<Add> = {}): Command {
  return {
    type: 'scaleSet.add',
    name: 'ss',
    size: mix.sizes[0] ?? '',
    image: 'Ubuntu2204',
    capacity: 6,
    mix,
    ...more,
  };
}

function room(more: Command[]): Scene {
  return given({ racks: 1, hostsPerRack: 1 }, more);
}

function letter(size: string): string {
  return size.replace('Standard_', '')[0] ?? '';
}

/** First letters of the sizes of the instances, in the order they were made. */
function made(scene: Scene): string {
  const rows = scene.engine.rows(['vm']).flatMap((row) => (row.kind === 'vm' ? [row] : []));
  return rows
    .filter((row) => row.scaleSet !== undefined)
    .toSorted((left, right) => (left.instance ?? 0) - (right.instance ?? 0))
    .map((row) => letter(row.size))
    .join('');
}

const occupant: Command = {
  type: 'vm.create',
  name: 'other',
  size: 'D2s_v5',
  image: 'Ubuntu2204',
};

describe('the size of the next instance', () => {
  it.each([
    // Cheapest first: E2s at 0.126 < F4s at 0.169. Four take the 64 GiB, and nothing is left.
    ['lowestPrice', ['F4s_v2', 'E2s_v5'], [], 'EEEE'],
    // F2s at 0.0846 is cheapest; eight would fit, six are asked for.
    [undefined, ['E2s_v5', 'F2s_v2'], [], 'FFFFFF'],
    // In the order given: four of 4 cores take all 16.
    ['prioritized', ['F4s_v2', 'E2s_v5'], [], 'FFFF'],
    // 14 cores and 56 GiB: E E E leave 8 cores and 8 GiB, room for two F2s.
    ['prioritized', ['E2s_v5', 'F2s_v2'], [occupant], 'EEEFF'],
    // Places left for E and F: 4:4 (E stands first), 3:3 (E), 2:3, 1:2, 1:1 (E), 0:0.
    ['capacityOptimized', ['E2s_v5', 'F4s_v2'], [], 'EEFFE'],
    // The same in the other order: 4:4 (F), then F has 3 of 12 cores and E 3 of 56 GiB (F),
    // 2:3 of 48 GiB (E), F 1 of 6 cores and E 2 of 32 GiB (E), 1:1 (F), 0:0.
    ['capacityOptimized', ['F4s_v2', 'E2s_v5'], [], 'FFEEF'],
  ] as const)('%s of %j', (strategy, sizes, others, expected) => {
    const mix: Mix = { sizes: [...sizes], ...(strategy === undefined ? {} : { strategy }) };
    const scene = room([...others, add(mix)]);
    expect(made(scene)).toBe(expected);
    const row = scene.row('scaleSet', 'ss');
    expect(row.capacity).toBe(expected.length);
    expect(row.mix?.sizes.map(({ size, instances }) => [letter(size), instances])).toEqual(
      sizes.map((size) => [size[0], [...expected].filter((one) => one === size[0]).length]),
    );
  });

  it('is asked anew for each instance that is added', () => {
    const mix: Mix = { sizes: ['E2s_v5', 'F2s_v2'], strategy: 'prioritized' };
    const scene = room([add(mix, { capacity: 1 })]);
    scene.when(
      { type: 'scaleSet.policy', scaleSet: 'ss', mix: { ...mix, sizes: ['F2s_v2', 'E2s_v5'] } },
      { type: 'scaleSet.scale', scaleSet: 'ss', capacity: 3 },
    );
    // What is there is never converted.
    expect(made(scene)).toBe('EFF');
  });

  it('stays what it is through an upgrade, and costs what its own size costs', () => {
    const mix: Mix = { sizes: ['E2s_v5', 'F2s_v2'], strategy: 'prioritized' };
    const scene = room([occupant, add(mix, { capacity: 5, upgrade: { mode: 'automatic' } })]);
    scene.when({ type: 'scaleSet.update', scaleSet: 'ss', build: { version: 'v2' } }).until('30m');
    expect(made(scene)).toBe('EEEFF');
    const prices = scene.engine.rows(['vm']).flatMap((row) => {
      return row.kind === 'vm' && row.scaleSet !== undefined ? [row.microUsdPerHour] : [];
    });
    expect(prices).toEqual([126_000, 126_000, 126_000, 84_600, 84_600]);
    expect(scene.row('scaleSet', 'ss').behind).toBe(0);
  });
});
