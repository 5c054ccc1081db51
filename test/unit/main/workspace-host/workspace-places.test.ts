/**
 * Goal: each tab of a screen has a workspace of its own, and no other number leads anywhere.
 * Method: places over hosts that note who asked; every way in which a place is named.
 */
import { expect, it } from 'vitest';
import { placeAt } from '../../../../src/main/server/guard.ts';
import { createMemoryTransports } from '../../../../src/main/workspace-host/memory-transport.ts';
import { startWorkspacePlaces } from '../../../../src/main/workspace-host/workspace-places.ts';
import { placeIn } from '../../../../src/shared/contract/port-handover.ts';

it('starts a workspace when somebody first goes to its place, and stops them all', async () => {
  const happened: string[] = [];
  const places = startWorkspacePlaces((place) => {
    happened.push(`start ${place}`);
    return {
      open(encoding) {
        happened.push(`open ${place} ${encoding}`);
        return createMemoryTransports()[0];
      },
      async stop() {
        happened.push(`stop ${place}`);
      },
    };
  });
  places.open('wire');
  places.open('wire', 3);
  places.open('clone', 3);
  await places.stop();
  expect(happened).toEqual([
    'start 1',
    'open 1 wire',
    'start 3',
    'open 3 wire',
    'open 3 clone',
    'stop 1',
    'stop 3',
  ]);
});

it('reads a place from the path of a socket and from a word, and nothing else', () => {
  const paths = ['/socket', '/socket/1', '/socket/6'].map((path) => placeAt(path));
  expect(paths).toEqual([1, 1, 6]);
  for (const path of [
    '/socket/0',
    '/socket/7',
    '/socket/22',
    '/socket/',
    '/socket/2/x',
    '',
    '/x',
  ]) {
    expect(placeAt(path)).toBeUndefined();
  }
  expect(placeAt(undefined)).toBeUndefined();
  expect([1, 6].map(placeIn)).toEqual([1, 6]);
  for (const value of [0, 7, 1.5, Number.NaN, '2', undefined, {}]) {
    expect(placeIn(value)).toBeUndefined();
  }
});
