/**
 * Goal: a lost connection is said, tried again and resynchronised, and a tab that cannot come back
 * says what to do. Method: a session whose line the test cuts, refuses and restores, over the real
 * workspace.
 */
import { createPinia, setActivePinia } from 'pinia';
import { mount } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTranslator } from '../../support/translator.ts';
import ConnectionState from '../../../src/renderer/shell/ConnectionState.vue';
import { useLive } from '../../../src/renderer/stores/use-live.ts';
import { useNotices } from '../../../src/renderer/stores/use-notices.ts';
import { useSession, type RacklabClient } from '../../../src/renderer/stores/use-session.ts';
import { useTopology } from '../../../src/renderer/stores/use-topology.ts';
import { useWorkspace } from '../../../src/renderer/stores/use-workspace.ts';
import { err, ok, type AppError } from '../../../src/shared/kernel/result.ts';
import { expectOk } from '../../support/expect-ok.ts';
import { IN_PROCESS, type WorkspaceLine } from '../../support/workspace-lines.ts';

const PATIENCE = { timeout: 60_000, interval: 20 };

let line: WorkspaceLine;
let clients: RacklabClient[];
let refusal: AppError | undefined;
let cutAt: 'before' | 'after' | undefined;

beforeEach(async () => {
  localStorage.clear();
  sessionStorage.clear();
  line = await IN_PROCESS.start();
  clients = [];
  refusal = undefined;
  cutAt = undefined;
  const pinia = createPinia();
  setActivePinia(pinia);
  mount(ConnectionState, {
    attachTo: document.body,
    global: { plugins: [pinia, createTranslator('en')] },
  });
  const workspace = useWorkspace();
  await useSession().start(async () => {
    if (refusal !== undefined) return err(refusal);
    const client = cuttable(await line.connect());
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

/** A client whose line breaks at the next command, before or after the engine has heard of it. */
function cuttable(client: RacklabClient): RacklabClient {
  return {
    ...client,
    async call(name, input, options) {
      const when = name === 'workspace.execute' ? cutAt : undefined;
      if (when === undefined) return client.call(name, input, options);
      cutAt = undefined;
      if (when === 'after') await client.call(name, input, options);
      client.close();
      return err({ code: 'ipc.closed', message: 'Cut off.' });
    },
  };
}

async function cutsMade(): Promise<number> {
  const other = await line.connect();
  const history = expectOk(await other.call('workspace.history', {}));
  other.close();
  return history.filter(({ command }) => command.type === 'fault.cut').length;
}

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
    expect(answer).toMatchObject({ ok: false, error: { code: 'ipc.notDone' } });
    expect(useNotices().shown.map((one) => one.refusal?.code)).toContain('ipc.notDone');
  });

  it('does a command once that was cut off after it was carried out', async () => {
    cutAt = 'after';
    const answer = await useWorkspace().execute({ type: 'fault.cut', target: 'rack:r1' });
    expect(expectOk(answer).seq).toBeGreaterThan(0);
    expect(await cutsMade()).toBe(1);
  });

  it('says of a command that was cut off before that it was not carried out', async () => {
    cutAt = 'before';
    const answer = await useWorkspace().execute({ type: 'fault.cut', target: 'rack:r1' });
    expect(answer).toMatchObject({ ok: false, error: { code: 'ipc.notDone' } });
    expect(await cutsMade()).toBe(0);
  });

  it('opens the room again that its host has lost, as it was', async () => {
    await useWorkspace().execute({ type: 'fault.cut', target: 'rack:r1' });
    const other = await line.connect();
    refusal = { code: 'ipc.closed', message: 'Gone.' };
    clients.at(-1)?.close();
    await other.call('documents.close', {});
    other.close();
    refusal = undefined;
    await vi.waitFor(() => expect(useWorkspace().reopened).toBe(true), PATIENCE);
    await vi.waitFor(() => expect(useLive().inTouch).toBe(true), PATIENCE);
    expect(useTopology().getOf('rack', 'rack:r1')?.cut).toBe(true);
    expect(useTopology().list('vm')).toHaveLength(6);
    expect(await cutsMade()).toBe(1);
  });
});
