/**
 * Goal: the frame of a map hands over one canvas for each name, in the order in which they lie, and
 * turns wheel, pinch and pad into moves of the view; the commands of the screen reach the map that
 * was looked at last, the buttons on a map reach that map. Method: two frames over stages that only
 * remember.
 */
import { mount, type VueWrapper } from '@vue/test-utils';
import { TooltipProvider } from 'reka-ui';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { h } from 'vue';
import { createTranslator } from '../../support/translator.ts';
import { useMapCommands } from '../../../src/renderer/stores/use-map-commands.ts';
import { useSelection } from '../../../src/renderer/stores/use-selection.ts';
import type { Rect } from '../../../src/renderer/topology/geometry.ts';
import MapFrame from '../../../src/renderer/topology/MapFrame.vue';
import MapZoom from '../../../src/renderer/topology/MapZoom.vue';
import type { StageCanvases } from '../../../src/renderer/topology/map-stage.ts';

type Name = 'ground' | 'words';

let asked: string[] = [];
let made: StageCanvases<Name> | undefined;
let frames: VueWrapper[] = [];

function show(name: string): VueWrapper {
  const stage = {
    map: {
      zoomAt: (_at: unknown, factor: number) => asked.push(`${name} zoom ${factor.toFixed(2)}`),
      panBy: (dx: number, dy: number) => asked.push(`${name} pan ${dx} ${dy}`),
    },
    fit: () => asked.push(`${name} fit`),
    zoomBy: (factor: number) => asked.push(`${name} by ${factor}`),
    screenRect: (): Rect => ({ x: 14, y: 24, w: 30, h: 40 }),
  };
  const props = {
    stage,
    layers: { below: ['ground'], above: ['traffic', 'words'] },
    state: { zoom: 0.5, panX: 0, panY: 0, width: 1, height: 1, elements: 7, busy: false },
    help: 'help',
    menuTarget: undefined,
    onMade: (canvases: StageCanvases<Name>) => {
      made = canvases;
    },
  };
  const frame = mount(MapFrame, {
    // The frame asks its stage for no more than what stands above.
    props: props as never,
    attrs: { 'aria-label': name },
    attachTo: document.body,
    global: { plugins: [createTranslator('en')] },
  });
  frames.push(frame);
  return frame;
}

beforeEach(() => {
  setActivePinia(createPinia());
  [asked, made, frames] = [[], undefined, []];
});
afterEach(() => {
  for (const frame of frames) frame.unmount();
});

describe('the frame of a map', () => {
  it('has its canvases back to front, the elements between', () => {
    const inner = show('room').get('.frame').element;
    const { ground, words, traffic, container } = made ?? {};
    expect([...inner.children]).toEqual([ground, container, traffic, words]);
    expect(inner.getAttribute('aria-label')).toBe('room');
    expect(inner.getAttribute('data-elements')).toBe('7');
    const help = document.getElementById(inner.getAttribute('aria-describedby') ?? '');
    expect(help?.textContent).toBe('help');
  });

  it('zooms by the notch and by the pinch, and moves by the pad', async () => {
    const inner = show('room').get('.frame');
    await inner.trigger('wheel', { deltaX: 0, deltaY: -100 });
    await inner.trigger('wheel', { deltaX: 0, deltaY: -10, ctrlKey: true });
    await inner.trigger('wheel', { deltaX: 4, deltaY: 9 });
    expect(asked).toEqual(['room zoom 1.17', 'room zoom 1.10', 'room pan -4 -9']);
  });

  it('gives commands to the map that was looked at last', async () => {
    const [, logic] = [show('room'), show('logic')];
    const map = useMapCommands();
    map.fitAll();
    await logic.get('.frame').trigger('focus');
    map.fitAll();
    map.zoomBy(2);
    map.zoomToWhole();
    logic.unmount();
    map.fitAll();
    // It stands at half its size.
    expect(asked).toEqual(['room fit', 'logic fit', 'logic by 2', 'logic by 2', 'room fit']);
  });

  it('rings what is selected while it has the focus', async () => {
    const room = show('room');
    useSelection().select('rack:r1');
    expect(room.find('.ring').exists()).toBe(false);
    await room.get('.frame').trigger('focus');
    expect(room.get('.ring').attributes('style')).toContain('translate(10px, 20px)');
    await room.get('.frame').trigger('blur');
    expect(room.find('.ring').exists()).toBe(false);
  });
});

describe('the menu of a map', () => {
  function ask(where: Element | undefined, button: number): void {
    const at = { clientX: 33, clientY: 44, button };
    where?.dispatchEvent(new MouseEvent('contextmenu', { ...at, bubbles: true, cancelable: true }));
  }

  it('opens over elements that refuse menus, and offers what a room allows anywhere', async () => {
    show('room');
    made?.container.addEventListener('contextmenu', (event) => event.preventDefault());
    ask(made?.container, 2);
    await vi.waitFor(() => expect(document.querySelector('[role=menu]')).not.toBeNull());
    const entries = [...document.querySelectorAll('[role=menuitem]')];
    expect(entries.map(({ textContent }) => textContent).join()).toContain('Create a machine');
  });

  it('asked for by a key is about what is selected, wherever the pointer is', () => {
    const room = show('room');
    useSelection().select('rack:r1');
    ask(made?.container, 2);
    expect(room.emitted('update:menuTarget')).toBeUndefined();
    ask(made?.container, 0);
    expect(room.emitted('update:menuTarget')).toEqual([['rack:r1']]);
  });
});

describe('the zoom of a map', () => {
  it('says how near it is, and moves the map it lies on', async () => {
    await show('logic').get('.frame').trigger('focus');
    const stage = {
      zoomBy: (factor: number) => asked.push(`room by ${factor}`),
      fit: () => asked.push('room fit'),
    };
    const zoom = mount(() => h(TooltipProvider, () => h(MapZoom, { stage, zoom: 0.57 })), {
      global: { plugins: [createTranslator('en')] },
    });
    frames.push(zoom);
    expect(zoom.get('.percent').text()).toBe('57%');
    for (const button of zoom.findAll('button')) await button.trigger('click');
    expect(asked).toEqual(['room by 0.8', 'room by 1.25', 'room fit']);
  });
});
