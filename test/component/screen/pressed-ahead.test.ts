/**
 * Goal: what a person does ahead of the screen is neither lost nor turned round: lines sent one
 * after the other are carried out in their order and what is being typed stays; a press on a task
 * that opened by itself under the finger leaves it open. Method: the panels over the real engine;
 * the instants of presses are given, so that no clock decides.
 */
import { afterEach, describe, expect, it } from 'vitest';
import LabConsole from '../../../src/renderer/console/LabConsole.vue';
import TasksPanel from '../../../src/renderer/lab/TasksPanel.vue';
import { useLab } from '../../../src/renderer/stores/use-lab.ts';
import { startScreen, type ScreenRig } from '../screen-rig.ts';

let rig: ScreenRig;
afterEach(() => rig.stop());

function texts(selector: string): string[] {
  return [...document.querySelectorAll(selector)].map(({ textContent }) => textContent.trim());
}

describe('the console', () => {
  function box(): HTMLInputElement {
    const input = document.querySelector('form input');
    if (!(input instanceof HTMLInputElement)) throw new Error('no line to type');
    return input;
  }

  function type(line: string): void {
    box().value = line;
    box().dispatchEvent(new Event('input', { bubbles: true }));
  }

  function send(line: string): void {
    type(line);
    document.querySelector('form')?.dispatchEvent(new Event('submit', { bubbles: true }));
  }

  it('carries lines out in their order and leaves alone what is typed meanwhile', async () => {
    rig = await startScreen({ template: 'first-room' });
    rig.show(LabConsole);
    send('fault.cut target=rack:r2');
    send('fault.restore target=rack:r2');
    type('host.add name=');
    await rig.eventually(() =>
      expect(texts('.lines code')).toEqual([
        'fault.cut target=rack:r2',
        'fault.restore target=rack:r2',
      ]),
    );
    await rig.eventually(() => expect(box().value).toBe('host.add name='));
  });

  it('puts a refused line back to be corrected', async () => {
    rig = await startScreen({ template: 'first-room' });
    rig.show(LabConsole);
    send('fault.cut target=rack:r99');
    await rig.eventually(() => expect(texts('.refusal')).toHaveLength(1));
    expect(box().value).toBe('fault.cut target=rack:r99');
  });
});

describe('a task of a lab', () => {
  function head(): Element {
    const found = document.querySelector('.task .head');
    if (found === null) throw new Error('no task');
    return found;
  }

  function pressAt(ms: number): void {
    const event = new MouseEvent('click', { bubbles: true });
    Object.defineProperty(event, 'timeStamp', { value: ms });
    head().dispatchEvent(event);
  }

  it('stays as it has just become by itself, and folds at a later press', async () => {
    rig = await startScreen();
    const lab = useLab();
    expect(await lab.begin({ lab: '01-one-system', mode: 'practice', salt: 'ahead' })).toBe(true);
    rig.show(TasksPanel);
    await rig.eventually(() => expect(head().getAttribute('aria-expanded')).toBe('true'));
    const openedMs = performance.now();
    pressAt(0);
    await Promise.resolve();
    expect(head().getAttribute('aria-expanded')).toBe('true');
    pressAt(openedMs + 1_000);
    await rig.eventually(() => expect(head().getAttribute('aria-expanded')).toBe('false'));
    pressAt(openedMs + 2_000);
    await rig.eventually(() => expect(head().getAttribute('aria-expanded')).toBe('true'));
  });
});
