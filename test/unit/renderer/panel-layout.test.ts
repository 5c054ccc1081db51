/**
 * Goal: panels stand where a person docked them, whatever was stored, and never leave the map
 * without room to be worked in. Method: what is stored is damaged in each place; limits are asked
 * for the windows the screen is made for.
 */
import { describe, expect, it } from 'vitest';
import {
  EDGES,
  edgeSize,
  ownSize,
  panelsAt,
  PANELS,
  readEdgeSizes,
  readPanelLayout,
  sizeWith,
  usualLayout,
  usualSizes,
} from '../../../src/renderer/stores/panel-layout.ts';

describe('what was stored of the panels', () => {
  it('comes back as it was', () => {
    const layout = usualLayout();
    layout.edges.dock = 'right';
    layout.edges.left = 'bottom';
    layout.lengths.right = 333;
    layout.tabs.dock = 'console';
    const text: unknown = JSON.parse(JSON.stringify(layout));
    expect(readPanelLayout(text)).toEqual(layout);
    expect(readEdgeSizes({ left: 300, right: 400, bottom: 250 })).toEqual({
      left: 300,
      right: 400,
      bottom: 250,
    });
  });

  it('is as usual where it cannot be read, panel by panel', () => {
    for (const stored of [undefined, null, 7, 'x', {}, { edges: 1, lengths: [], tabs: null }]) {
      expect(readPanelLayout(stored)).toEqual(usualLayout());
      expect(readEdgeSizes(stored)).toEqual(usualSizes());
    }
    const damaged = {
      edges: { left: 'top', right: 'left', dock: {} },
      lengths: { left: Number.NaN, right: -4, dock: '9' },
      tabs: { left: 5, right: 'why', dock: 'x'.repeat(99) },
    };
    const layout = readPanelLayout(damaged);
    expect(layout.edges).toEqual({ left: 'left', right: 'left', dock: 'bottom' });
    expect(layout.lengths).toEqual({ ...usualLayout().lengths, right: 150 });
    expect(layout.tabs).toEqual({ left: '', right: 'why', dock: '' });
  });

  it('knows the height of the time panel by its earlier name, and bounds every size', () => {
    expect(readEdgeSizes({ dock: 320 }).bottom).toBe(320);
    expect(readEdgeSizes({ dock: 320, bottom: 240 }).bottom).toBe(240);
    expect(readEdgeSizes({ left: 5, right: 99_999 })).toMatchObject({ left: 150, right: 720 });
  });
});

describe('the edges', () => {
  it('hold their panels in one order, wherever these were docked', () => {
    const layout = usualLayout();
    for (const edge of EDGES) {
      for (const panel of PANELS) layout.edges[panel] = edge;
      expect(panelsAt(layout, edge)).toEqual(['left', 'right', 'dock']);
    }
  });

  it('leave the map its width in a small window, whatever was wished for', () => {
    const layout = usualLayout();
    const open = { left: true, right: true, dock: true };
    const window = { width: 1280, height: 800 };
    for (const [left, right] of [
      [248, 312],
      [150, 720],
      [720, 150],
      [720, 720],
      [460, 520],
    ] as const) {
      for (const edge of EDGES) {
        layout.edges.dock = edge;
        const on = { layout, sizes: { left, right, bottom: 700 }, open, window, growth: 1 };
        const sides = edgeSize('left', on) + edgeSize('right', on);
        expect(window.width - sides, `${left}, ${right}, ${edge}`).toBeGreaterThanOrEqual(420);
        expect(edgeSize('bottom', on)).toBeLessThanOrEqual(410);
      }
    }
  });

  it('take no room when nothing is open there, and more of it for an audience', () => {
    const layout = usualLayout();
    const on = { layout, sizes: usualSizes(), window: { width: 1280, height: 800 } };
    const open = { left: true, right: false, dock: false };
    expect(EDGES.map((edge) => edgeSize(edge, { ...on, open, growth: 1 }))).toEqual([248, 0, 0]);
    expect(edgeSize('left', { ...on, open, growth: 1.5 })).toBe(372);
  });

  it('follow the window until a person gives them a size', () => {
    const open = { left: true, right: true, dock: true };
    const on = { layout: usualLayout(), open, growth: 1 };
    const sizesIn = (width: number, height: number, sizes = usualSizes()): number[] =>
      EDGES.map((edge) => edgeSize(edge, { ...on, sizes, window: { width, height } }));
    expect(sizesIn(1280, 800)).toEqual([248, 312, 212]);
    expect(sizesIn(1024, 700)).toEqual([248, 312, 212]);
    expect(sizesIn(1920, 1080)).toEqual([299, 402, 313]);
    const own = { left: 220, right: 300, bottom: 180 };
    expect(sizesIn(1920, 1080, own)).toEqual([220, 300, 180]);
    expect(sizesIn(5120, 2880)).toEqual([460, 520, 460]);
    expect(EDGES.map((edge) => ownSize(edge, usualSizes()[edge]))).toEqual([249, 313, 213]);
    expect(ownSize('left', 300)).toBe(300);
  });

  it('grow for a panel that needs more, and keep what a person gave them', () => {
    expect(sizeWith('dock', { edge: 'left', size: 248 })).toBeGreaterThan(300);
    expect(sizeWith('dock', { edge: 'left', size: 600 })).toBe(600);
    expect(sizeWith('left', { edge: 'bottom', size: 212 })).toBe(212);
  });
});
