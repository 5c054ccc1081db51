/**
 * Goal: what is told of a decision is true for as long as it is told: only the last one is offered
 * to be undone, and none that was undone, that lies ahead of where time went back to, or that was
 * made in another room. Method: the stores with views given as the engine gives them.
 */
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import { nextTick } from 'vue';
import { useNotices } from '../../../src/renderer/stores/use-notices.ts';
import { usePlayback } from '../../../src/renderer/stores/use-playback.ts';
import { useWorkspace } from '../../../src/renderer/stores/use-workspace.ts';
import type { PlaybackView } from '../../../src/shared/views/workspace-view.ts';

const VIEW: PlaybackView = {
  document: 'room',
  title: 'Room',
  nowUs: 500,
  durationUs: 1_000,
  eventCount: 20,
  running: true,
  speed: 60,
  reachedSpeed: 60,
  tipUs: 500,
  branch: 'main',
  branches: [],
  canUndo: true,
  canRedo: false,
  savedSeq: 3,
};

async function show(change: Partial<PlaybackView>): Promise<void> {
  usePlayback().apply({ ...VIEW, ...change });
  await nextTick();
}

function decide(title: string, atUs: number): void {
  useNotices().tellDecision({ title, act: { label: 'action.undo', run: () => undefined }, atUs });
}

function told(): string[] {
  return useNotices().shown.map(({ title }) => title);
}

beforeEach(async () => {
  setActivePinia(createPinia());
  useWorkspace();
  await show({});
});

describe('the notice of a decision', () => {
  it('gives way to that of the next one, and leaves other notices alone', () => {
    decide('r1 was cut', 500);
    useNotices().tell({ tone: 'info', title: 'Copied' });
    decide('r2 was cut', 500);
    expect(told()).toEqual(['Copied', 'r2 was cut']);
  });

  it('stays while time runs on', async () => {
    decide('r2 was cut', 510);
    await show({ nowUs: 520, eventCount: 30 });
    await show({ nowUs: 540, eventCount: 31 });
    expect(told()).toEqual(['r2 was cut']);
  });

  it.each<[what: string, change: Partial<PlaybackView>]>([
    ['it was undone', { canRedo: true }],
    ['time went back to before it', { nowUs: 300, eventCount: 12 }],
    ['time went back to just before it', { nowUs: 510, eventCount: 19 }],
    ['another room is open', { document: 'desk' }],
  ])('goes once %s', async (_what, change) => {
    decide('r2 was cut', 510);
    await show(change);
    expect(told()).toEqual([]);
  });

  it('goes with its room', async () => {
    decide('r2 was cut', 510);
    usePlayback().clear();
    await nextTick();
    expect(told()).toEqual([]);
  });
});
