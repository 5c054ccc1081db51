/**
 * Goal: several rooms are open side by side: each tab keeps its document, a room that is left
 * stands still and goes on, a document is open once, and a reload finds the tabs. Method: the
 * stores over two real workspaces, one for each place.
 */
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { usePlayback } from '../../../src/renderer/stores/use-playback.ts';
import { useRooms } from '../../../src/renderer/stores/use-rooms.ts';
import { useSession } from '../../../src/renderer/stores/use-session.ts';
import { useTopology } from '../../../src/renderer/stores/use-topology.ts';
import { useWorkspace } from '../../../src/renderer/stores/use-workspace.ts';
import { ensure } from '../../../src/shared/kernel/assert.ts';
import { ok } from '../../../src/shared/kernel/result.ts';
import { IN_PROCESS, type WorkspaceLine } from '../../support/workspace-lines.ts';

const PATIENCE = { timeout: 60_000, interval: 20 };

let lines: WorkspaceLine[];

async function startPage(): Promise<void> {
  setActivePinia(createPinia());
  useWorkspace();
  useRooms();
  await useSession().start(async (place) =>
    ok(await ensure(lines[place - 1], 'There are two places').connect()),
  );
}

beforeEach(async () => {
  localStorage.clear();
  sessionStorage.clear();
  lines = [await IN_PROCESS.start(), await IN_PROCESS.start()];
  await startPage();
});
afterEach(async () => {
  useSession().end();
  for (const line of lines) await line.stop();
});

async function racks(count: number): Promise<void> {
  await vi.waitFor(() => expect(useTopology().list('rack')).toHaveLength(count), PATIENCE);
}

it('a tab keeps its room, stands still while another is shown, and outlives a reload', async () => {
  const rooms = useRooms();
  await useWorkspace().create('first-room', { run: true });
  await racks(6);
  await rooms.add();
  expect(useSession().place).toBe(2);
  await vi.waitFor(() => expect(useWorkspace().isOpen).toBe(false), PATIENCE);
  expect(rooms.tabs.map(({ title, goesOn }) => [title, goesOn])).toEqual([
    ['First room', true],
    [undefined, false],
  ]);
  await useWorkspace().create('empty-room', { run: false });
  await racks(0);

  await useWorkspace().open(ensure(rooms.tabs[0]?.document, 'It has a name'));
  expect(useSession().place).toBe(1);
  await racks(6);
  await vi.waitFor(() => expect(usePlayback().running).toBe(true), PATIENCE);

  useSession().end();
  await startPage();
  expect(useRooms().tabs.map(({ place }) => place)).toEqual([1, 2]);
  await racks(6);
  await useRooms().close(1);
  expect(useRooms().tabs.map(({ place }) => place)).toEqual([2]);
  expect(useSession().place).toBe(2);
  await racks(0);
});
