/**
 * Goal: a map paints what was spoiled and nothing else, moves traffic only while there is
 * something to see, and keeps everything in view when its window changes. Method: a stage over an
 * adapter that only remembers, on canvases that count; frames are given one by one.
 */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { MapEvents, RoomMap } from '../../../src/renderer/topology/cytoscape-adapter.ts';
import type { Viewport } from '../../../src/renderer/topology/geometry.ts';
import { MapStage, type StageOwner } from '../../../src/renderer/topology/map-stage.ts';
import type { Pen } from '../../../src/renderer/topology/pen.ts';
import type { Palette } from '../../../src/renderer/topology/style.ts';

const fake = vi.hoisted(() => ({
  view: { zoom: 1, panX: 0, panY: 0, width: 800, height: 600 },
  toCome: 0,
  tell: (_view: Viewport): void => undefined,
}));

vi.mock('../../../src/renderer/topology/cytoscape-adapter.ts', () => ({
  createRoomMap: (_container: HTMLElement, events: MapEvents): Partial<RoomMap> => {
    fake.tell = events.viewChanged;
    return {
      view: () => ({ ...fake.view }),
      look: (look) => {
        Object.assign(fake.view, look);
        events.viewChanged({ ...fake.view });
      },
      show: (boxes) => {
        fake.toCome = boxes.length;
      },
      proceed: () => {
        fake.toCome -= 1;
        return fake.toCome > 0;
      },
      panBy: (dx, dy) => {
        fake.view.panX += dx;
        fake.view.panY += dy;
        events.viewChanged({ ...fake.view });
      },
      resize: () => undefined,
      theme: () => undefined,
      count: () => 3,
    };
  },
}));

type Name = 'ground' | 'words';
const BOUNDS = { x: -300, y: 40, w: 1_600, h: 500 };
const PADDING = { side: 20, top: 50, bottom: 70 };

let painted: string[] = [];
let came = 0;
let nowMs = 0;
let next: (nowMs: number) => void = () => undefined;
const source = { shown: true, running: true, still: false };

/** A canvas whose context tells when it is wiped and bears everything else. */
function canvasOf(name: string): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  const ctx = new Proxy(
    {},
    {
      get: (_target, key) => () => {
        if (key === 'clearRect') painted.push(name);
      },
      set: () => true,
    },
  );
  // The stage asks a canvas for its size and its context only.
  canvas.getContext = (() => ctx) as unknown as HTMLCanvasElement['getContext'];
  return canvas;
}

function makeStage(): MapStage<Name> {
  const owner: StageOwner<Name> = {
    draws: () => ({
      ground: () => painted.push('draws ground'),
      words: () => painted.push('draws words'),
    }),
    drawElements: () => painted.push('draws elements'),
    bounds: () => BOUNDS,
    boxOf: (id) => (id === 'r1' ? { x: 10, y: 20, w: 30, h: 40 } : undefined),
    padding: () => PADDING,
    moved: () => undefined,
    elementsCame: () => {
      came += 1;
    },
  };
  return new MapStage<Name>({
    owner,
    source: {
      showTraffic: () => source.shown,
      running: () => source.running,
      still: () => source.still,
    },
    layers: { below: ['ground'], above: ['traffic', 'words'] },
    canvases: {
      container: document.createElement('div'),
      ground: canvasOf('ground'),
      words: canvasOf('words'),
      traffic: canvasOf('traffic'),
    },
    // Nothing here paints with a colour.
    palette: {} as Palette,
    events: {
      pressed: () => undefined,
      framed: () => undefined,
      hovered: () => undefined,
      menuAsked: () => undefined,
    },
  });
}

/** What one more frame paints, so many milliseconds after the one before. */
function frame(afterMs = 16): string[] {
  painted = [];
  nowMs += afterMs;
  next(nowMs);
  return painted;
}

const ALL = ['ground', 'draws ground', 'words', 'draws words', 'traffic'];

beforeEach(() => {
  vi.stubGlobal('requestAnimationFrame', (callback: (nowMs: number) => void) => {
    next = callback;
    return 1;
  });
  fake.view = { zoom: 1, panX: 0, panY: 0, width: 800, height: 600 };
  Object.assign(source, { shown: true, running: true, still: false });
  [nowMs, came] = [1_000, 0];
});

describe('what is painted', () => {
  it('is everything at first, then what was spoiled', () => {
    const stage = makeStage();
    expect(frame()).toEqual(ALL);
    source.running = false;
    expect(frame(50)).toEqual([]);
    stage.spoil(['words']);
    expect(frame()).toEqual(['words', 'draws words', 'traffic']);
    stage.theme({} as Palette);
    expect(frame()).toEqual(ALL);
  });

  it('is the traffic alone while time runs, in every second frame', () => {
    makeStage();
    frame();
    expect([frame(40), frame(10), frame(25)]).toEqual([['traffic'], [], ['traffic']]);
    source.still = true;
    expect(frame(40)).toEqual([]);
  });

  it('is everything at once in another size, whose canvases are empty', () => {
    const stage = makeStage();
    frame();
    painted = [];
    stage.resize();
    expect(painted).toEqual(ALL);
    source.running = false;
    expect(frame()).toEqual([]);
  });

  it('is no traffic once it is not shown, and what was there is wiped', () => {
    const stage = makeStage();
    frame();
    source.shown = false;
    expect(frame(40)).toEqual([]);
    stage.spoil([]);
    expect([frame(), frame(40)]).toEqual([['traffic'], []]);
  });

  it('goes from back to front with another pen, the elements between', () => {
    const stage = makeStage();
    painted = [];
    stage.drawWith({} as Pen);
    expect(painted).toEqual(['draws ground', 'draws elements', 'draws words']);
  });
});

describe('the view', () => {
  it('holds everything within its margins, and does so again in another window', () => {
    const stage = makeStage();
    stage.fit();
    for (const size of [
      { width: 800, height: 600 },
      { width: 500, height: 900 },
    ]) {
      Object.assign(fake.view, size);
      stage.resize();
      const { zoom, panX, panY } = stage.view;
      expect(BOUNDS.x * zoom + panX).toBeGreaterThanOrEqual(PADDING.side - 1e-9);
      expect((BOUNDS.x + BOUNDS.w) * zoom + panX).toBeLessThanOrEqual(size.width - 20 + 1e-9);
      expect(BOUNDS.y * zoom + panY).toBeGreaterThanOrEqual(PADDING.top - 1e-9);
      expect((BOUNDS.y + BOUNDS.h) * zoom + panY).toBeLessThanOrEqual(size.height - 70 + 1e-9);
    }
    fake.tell({ ...fake.view, panX: fake.view.panX + 5 });
    const moved = stage.view;
    Object.assign(fake.view, moved, { width: 400 });
    stage.resize();
    expect(stage.view).toMatchObject({ zoom: moved.zoom, panX: moved.panX });
  });

  it('leaves things where they are in the window when something comes above the map', () => {
    const stage = makeStage();
    fake.tell({ ...fake.view, panX: 7, panY: 30 });
    Object.assign(fake.view, { panX: 7, panY: 30, height: 560 });
    stage.resize(40);
    expect(stage.view).toMatchObject({ panX: 7, panY: -10 });
    stage.fit();
    const { panY } = stage.view;
    stage.resize(40);
    // What is shown as a whole stays in view as a whole.
    expect(stage.view.panY).toBe(panY);
  });

  it('tells where a thing is on the screen', () => {
    const stage = makeStage();
    fake.tell({ zoom: 2, panX: 100, panY: -10, width: 800, height: 600 });
    expect(stage.screenRect('r1')).toEqual({ x: 120, y: 30, w: 60, h: 80 });
    expect(stage.screenRect('r2')).toBeUndefined();
  });

  it('is busy until every element has come', () => {
    const stage = makeStage();
    const box = { id: 'r1', kind: 'rack', x: 0, y: 0, w: 1, h: 1 };
    stage.show([box, { ...box, id: 'r2' }], []);
    frame();
    expect([stage.state().busy, came]).toEqual([true, 0]);
    frame();
    frame();
    expect([stage.state().busy, came]).toEqual([false, 1]);
  });
});
