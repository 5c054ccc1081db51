/**
 * A learner at the screen, without the screen: a served session on real files, with the calls a
 * screen makes and the view it is shown. The session can be left without a word, as a kill does,
 * and another begun on the same files.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import {
  createSessionHandlers,
  type ServedSession,
} from '../../src/main/player/session-handlers.ts';
import type { Contract } from '../../src/shared/contract/contract.ts';
import type { CallInput, CallName, CallOutput } from '../../src/shared/contract/define.ts';
import { createCancelSource } from '../../src/shared/contract/cancellation.ts';
import { parseDuration } from '../../src/shared/kernel/time.ts';
import type { Result } from '../../src/shared/kernel/result.ts';
import type { LabActions } from '../../src/shared/lab/actions-schema.ts';
import { stepCommands } from '../../src/main/lab/play-actions.ts';
import type { Values } from '../../src/shared/lab/draw.ts';
import type { ProofProgress } from '../../src/shared/lab/author-view.ts';
import type { AttemptView, CheckView } from '../../src/shared/lab/lab-view.ts';
import { RESOURCES_FOLDER } from './start-lab.ts';
import { expectOk } from './expect-ok.ts';

const PATIENCE = { timeout: 60_000, interval: 20 };
const SESSION = '0123456789abcdef0123456789abcdef';

export class Learner {
  readonly documentsRoot = mkdtempSync(join(tmpdir(), 'racklab-learner-'));
  #served: ServedSession | undefined;
  #view: AttemptView | undefined;

  /** Begins a session on the learner's files; what was there before is left as it stands. */
  async arrive(): Promise<void> {
    const served = await createSessionHandlers({
      resourcesDir: RESOURCES_FOLDER,
      documentsRoot: this.documentsRoot,
      host: 'test',
      version: '1.2.3',
      session: SESSION,
    });
    this.#served = served;
    const sink = { connectionId: 'learner', end: () => undefined, notify: () => pull() };
    const source = expectOk(served.handlers['labs.view']({}, sink));
    const pull = (): void => {
      if (this.#served === served) this.#view = source.pull()?.attempt;
    };
    pull();
  }

  /** The attempt as it is shown. */
  get view(): AttemptView {
    if (this.#view === undefined) throw new Error('no attempt is shown');
    return this.#view;
  }

  get isShown(): boolean {
    return this.#view !== undefined;
  }

  call<N extends CallName<Contract>>(
    name: N,
    input: CallInput<Contract, N>,
  ): Promise<Result<CallOutput<Contract, N>>> {
    if (this.#served === undefined) throw new Error('the learner has not arrived');
    const context = { signal: createCancelSource().signal, connectionId: 'learner' };
    const handler = this.#served.handlers[name] as unknown as (
      given: typeof input,
      context: object,
    ) => Promise<Result<CallOutput<Contract, N>>>;
    return Promise.resolve(handler(input, context));
  }

  async do<N extends CallName<Contract>>(
    name: N,
    input: CallInput<Contract, N>,
  ): Promise<CallOutput<Contract, N>> {
    return expectOk(await this.call(name, input));
  }

  /** Takes written steps, each at its moment; those for which `skip` is true are left out. */
  async take(
    steps: LabActions,
    given: {
      readonly values: Values;
      readonly skip?: (step: LabActions['steps'][number]) => boolean;
    },
  ): Promise<void> {
    for (const step of steps.steps) {
      if (given.skip?.(step) === true) continue;
      await this.do('workspace.runUntil', { toUs: expectOk(parseDuration(step.at)) });
      if ('answer' in step) {
        const value = expectOk(stepCommands(step, given.values)).answer;
        await this.do('labs.answer', { check: step.answer, value: value ?? '' });
      } else if ('hint' in step) await this.do('labs.hint', { task: step.hint });
      else {
        for (const command of expectOk(stepCommands(step, given.values)).commands) {
          await this.do('workspace.execute', { command });
        }
      }
    }
    await this.do('workspace.runUntil', { toUs: expectOk(parseDuration(steps.until)) });
  }

  check(id: string): CheckView {
    const found = this.view.tasks.flatMap(({ checks }) => checks).find((one) => one.id === id);
    if (found === undefined) throw new Error(`there is no check ${id}`);
    return found;
  }

  /** States of all checks by id. */
  states(): Record<string, string> {
    const checks = this.view.tasks.flatMap((task) => task.checks);
    return Object.fromEntries(checks.map(({ id, state }) => [id, state]));
  }

  /** Waits until the checks have nothing more to do. */
  async settled(): Promise<void> {
    await vi.waitFor(() => expect(this.view.checking).toBe(false), PATIENCE);
  }

  async until(check: () => void): Promise<void> {
    await vi.waitFor(check, PATIENCE);
  }

  /** Listens to a proof to its end. */
  async proof(lab: string): Promise<ProofProgress> {
    if (this.#served === undefined) throw new Error('the learner has not arrived');
    let latest: ProofProgress | undefined;
    const sink = {
      connectionId: 'learner',
      end: () => undefined,
      notify: () => {
        latest = source.pull() ?? latest;
      },
    };
    const asked = { lab, drawsMax: 3 };
    const source = expectOk(this.#served.handlers['author.prove'](asked, sink));
    await vi.waitFor(() => expect(latest?.isFinished).toBe(true), PATIENCE);
    source.dispose();
    if (latest === undefined) throw new Error('the proof said nothing');
    return latest;
  }

  /** Goes for good. */
  async leave(): Promise<void> {
    await this.#served?.close();
    rmSync(this.documentsRoot, { recursive: true, force: true, maxRetries: 3 });
  }
}
