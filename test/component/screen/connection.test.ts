/**
 * Goal: a lost connection is said, tried again and resynchronised, and a tab that cannot come back
 * says what to do. Method: a session whose line the test cuts, refuses and restores, over the real
 * workspace.
 */
import { createPinia, setActivePinia } from 'pinia';
import { mount } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTranslator } from '../../../src/renderer/i18n/i18n.ts';
import ConnectionState from '../../../src/renderer/shell/ConnectionState.vue';
import { useSession, type RacklabClient } from '../../../src/renderer/stores/use-session.ts';
import { useTopology } from '../../../src/renderer/stores/use-topology.ts';
import { useWorkspace } from '../../../src/renderer/stores/use-workspace.ts';
import { err, ok, type AppError } from '../../../src/shared/kernel/result.ts';
import { IN_PROCESS, type WorkspaceLine } from '../../support/workspace-lines.ts';

const PATIENCE = { timeout: 8_000, interval: 20 };

let line: WorkspaceLine;
let clients: RacklabClient[];
let refusal: AppError | undefined;

beforeEach(async () => {
  localStorage.clear();
  line = await IN_PROCESS.start();
  clients = [];
  refusal = undefined;
  const pinia = createPinia();
  setActivePinia(pinia);
  mount(ConnectionState, {
    attachTo: document.body,
    global: { plugins: [pinia, createTranslator('en')] },
  });
  const workspace = useWorkspace();
  await useSession().start(async () => {
    if (refusal !== undefined) return err(refusal);
    const client = await line.connect();
    clients.push(client);
    return ok(client);
  });
  await workspace.create('first-room', { run: false });
  await vi.waitFor(() => expect(useTopology().list('vm')).toHaveLength(6), PATIENCE);
});

afterEach(async () => {
  useSession().end();
  document.body.replaceChildren();
  await line.stop();
});

function page(): string {
  return document.body.textContent ?? '';
}

describe('a lost connection', () => {
  it('is said, keeps the room in sight, and comes back with what changed meanwhile', async () => {
    refusal = { code: 'ipc.closed', message: 'Racklab does not answer.', retryable: true };
    clients.at(-1)?.close();
    await vi.waitFor(
      () => expect(page()).toContain('The connection to the engine is lost'),
      PATIENCE,
    );
    expect(useTopology().list('vm')).toHaveLength(6);
    const other = await line.connect();
    await other.call('workspace.execute', { command: { type: 'fault.cut', target: 'rack:r1' } });
    refusal = undefined;
    await vi.waitFor(
      () => expect(useTopology().getOf('rack', 'rack:r1')?.cut).toBe(true),
      PATIENCE,
    );
    expect(page()).not.toContain('lost');
    other.close();
  });

  it('that trying again cannot cure asks for a reload', async () => {
    refusal = {
      code: 'ipc.tokenRefused',
      message: 'Racklab was started anew.',
      hint: 'Close this tab.',
    };
    clients.at(-1)?.close();
    await vi.waitFor(() => expect(page()).toContain('Racklab was started anew.'), PATIENCE);
    expect(page()).toContain('Close this tab.');
    expect(page()).not.toContain('Try now');
  });

  it('refuses what is asked for meanwhile as a value', async () => {
    refusal = { code: 'ipc.closed', message: 'Gone.' };
    clients.at(-1)?.close();
    await vi.waitFor(() => expect(useSession().status).toBe('lost'), PATIENCE);
    const answer = await useWorkspace().execute({ type: 'fault.cut', target: 'rack:r1' });
    expect(answer).toMatchObject({ ok: false, error: { code: 'ipc.closed' } });
  });
});
