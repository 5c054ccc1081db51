/**
 * Goal: arrow keys on the map go where the eye expects. Method: a hand-drawn plan of two racks with
 * hosts, walked in all four directions.
 */
import { describe, expect, it } from 'vitest';
import type { Box, BoxKind } from '../../../src/renderer/topology/box.ts';
import {
  directionOf,
  neighbourOf,
  type Direction,
} from '../../../src/renderer/topology/neighbours.ts';

function box(id: string, kind: BoxKind, at: [number, number, number, number]): Box {
  const [x, y, w, h] = at;
  return { id, kind, x, y, w, h };
}

const plan = [
  box('r1', 'rack', [0, 0, 100, 200]),
  box('r1-h2', 'host', [10, 20, 80, 40]),
  box('r1-h1', 'host', [10, 70, 80, 40]),
  box('vm-1', 'vm', [50, 75, 30, 20]),
  box('r2', 'rack', [120, 0, 100, 200]),
  box('r2-h1', 'host', [130, 70, 80, 40]),
];

function walk(from: string, direction: Direction): string | undefined {
  const start = plan.find((one) => one.id === from);
  return start === undefined ? undefined : neighbourOf(start, plan, direction)?.id;
}

describe('the neighbour of a thing', () => {
  it('lies where an arrow leads, and no other key leads anywhere', () => {
    expect(['ArrowUp', 'ArrowLeft', 'Enter', 'a'].map(directionOf)).toEqual([
      'up',
      'left',
      undefined,
      undefined,
    ]);
  });

  it('is of its own kind where there is one', () => {
    expect(walk('r1', 'right')).toBe('r2');
    expect(walk('r2', 'left')).toBe('r1');
    expect(walk('r1-h1', 'right')).toBe('r2-h1');
    expect(walk('r1-h1', 'up')).toBe('r1-h2');
    expect(walk('r1-h2', 'down')).toBe('r1-h1');
  });

  it('is never what it stands in or what stands in it', () => {
    for (const direction of ['left', 'right', 'up', 'down'] as const) {
      expect(walk('vm-1', direction)).not.toBe('r1-h1');
      expect(walk('r1', direction)).not.toBe('r1-h2');
    }
  });

  it('is nothing at the edge', () => {
    expect(walk('r1', 'left')).toBeUndefined();
    expect(walk('r1', 'up')).toBeUndefined();
  });
});
