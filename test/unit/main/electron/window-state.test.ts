/**
 * Goal: a window comes back where it was, and never where it cannot be seen. Method: states and
 * screens of every kind, damaged files included, in a temporary folder.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  loadWindowState,
  parseWindowState,
  saveWindowState,
} from '../../../../src/main/electron/window-state.ts';

const folder = mkdtempSync(join(tmpdir(), 'racklab-state-'));
const path = join(folder, 'window-state.json');
const screen = { x: 0, y: 0, width: 1_920, height: 1_080 };
const bounds = { x: 100, y: 50, width: 1_000, height: 700 };

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('what is remembered', () => {
  it('comes back as it was', async () => {
    await saveWindowState(path, { bounds, maximized: true });
    expect(await loadWindowState(path, [screen])).toEqual({ bounds, maximized: true });
  });

  it.each([
    ['beyond the right edge', { ...bounds, x: 1_900 }],
    ['above the top', { ...bounds, y: -690 }],
    ['on a screen that was unplugged', { ...bounds, x: 2_500 }],
  ])('is not used %s', async (_where, lost) => {
    await saveWindowState(path, { bounds: lost, maximized: false });
    expect(await loadWindowState(path, [screen])).toEqual({ bounds: undefined, maximized: false });
  });

  it('is used on a second screen', async () => {
    const second = { x: 1_920, y: -200, width: 1_920, height: 1_080 };
    const there = { ...bounds, x: 2_500 };
    await saveWindowState(path, { bounds: there, maximized: false });
    expect((await loadWindowState(path, [screen, second])).bounds).toEqual(there);
  });

  it('is not needed', async () => {
    const missing = await loadWindowState(join(folder, 'none.json'), [screen]);
    expect(missing).toEqual({ bounds: undefined, maximized: false });
    writeFileSync(path, 'x'.repeat(20_000));
    expect((await loadWindowState(path, [screen])).bounds).toBeUndefined();
  });
});

it.each([
  '',
  'null',
  '[]',
  '7',
  '{"maximized":"yes"}',
  '{"bounds":{"x":0,"y":0,"width":900,"height":700}}',
])('reads no state from %j', (text) => {
  expect(parseWindowState(text)).toBeUndefined();
});

it.each([
  '{"maximized":true,"bounds":{"x":0.5,"y":0,"width":900,"height":700}}',
  '{"maximized":true,"bounds":{"x":0,"y":0,"width":9,"height":700}}',
  '{"maximized":true,"bounds":{"x":1e9,"y":0,"width":900,"height":700}}',
  '{"maximized":true,"bounds":null}',
  '{"maximized":true}',
])('reads no bounds from %j', (text) => {
  expect(parseWindowState(text)).toEqual({ bounds: undefined, maximized: true });
});
