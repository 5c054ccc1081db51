/**
 * The test's side: starts the built Electron program over the shim in a process of its own and
 * talks to it as a person would act.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleWorker } from '../bundle-worker.ts';
import type { ShimRequests } from './shim-control.ts';

const ROOT = resolve(import.meta.dirname, '..', '..', '..');
const REGISTER = pathToFileURL(join(ROOT, 'test/support/electron-shim/register.mjs')).href;
const ANSWER_TIMEOUT_MS = 30_000;

interface Waiting {
  settle(answer: unknown): void;
  fail(error: Error): void;
}

export interface ShimStart {
  /** Folder of the application's own files; kept between starts that should remember. */
  readonly userData: string;
  readonly documents: string;
  readonly locale?: string;
  /** The built program; `out/` of the repository when not given. */
  readonly outFolder?: string;
}

let shimModule: Promise<URL> | undefined;

/** A running application. */
export class ShimDriver {
  readonly exited: Promise<number | null>;
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  stderr = '';
  #asked = 0;

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.stderr?.on('data', (chunk) => (this.stderr += String(chunk)));
    child.on('message', (message: { id: number; ok: boolean; answer: unknown; error: string }) => {
      const waiting = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      if (message.ok) waiting?.settle(message.answer);
      else waiting?.fail(new Error(message.error));
    });
    this.exited = new Promise((done) => {
      child.once('exit', (code) => {
        for (const waiting of this.#waiting.values()) {
          waiting.fail(new Error(`the program ended with ${String(code)}: ${this.stderr}`));
        }
        done(code);
      });
    });
  }

  static async start(options: ShimStart): Promise<ShimDriver> {
    shimModule ??= bundleWorker('test/support/electron-shim/electron.ts');
    const outFolder = options.outFolder ?? join(ROOT, 'out');
    const child = spawn(
      process.execPath,
      ['--import', REGISTER, join(outFolder, 'main/electron.js')],
      {
        cwd: tmpdir(),
        stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
        env: {
          ...process.env,
          RACKLAB_SHIM_MODULE: (await shimModule).href,
          RACKLAB_SHIM_USER_DATA: options.userData,
          RACKLAB_SHIM_LOCALE: options.locale ?? 'en-US',
          RACKLAB_DOCUMENTS: options.documents,
        },
      },
    );
    return new ShimDriver(child);
  }

  ask<N extends keyof ShimRequests>(
    name: N,
    ask: ShimRequests[N]['ask'],
  ): Promise<ShimRequests[N]['answer']> {
    this.#asked += 1;
    const id = this.#asked;
    return new Promise((done, fail) => {
      const timer = setTimeout(() => {
        fail(new Error(`no answer to ${name} within ${ANSWER_TIMEOUT_MS} ms: ${this.stderr}`));
      }, ANSWER_TIMEOUT_MS);
      this.#waiting.set(id, {
        settle: (answer) => {
          clearTimeout(timer);
          done(answer);
        },
        fail: (error) => {
          clearTimeout(timer);
          fail(error);
        },
      });
      this.#child.send({ id, name, ask });
    });
  }

  /** Runs an expression in the page. */
  page(expression: string): Promise<unknown> {
    return this.ask('evaluate', { expression });
  }

  /** Closes the window, as a person does, and waits until the program has ended. */
  async close(): Promise<number | null> {
    await this.ask('closeWindow', {}).catch(() => undefined);
    return this.exited;
  }

  /** Ends the program whatever it is doing; for the end of a test. */
  kill(): void {
    if (this.#child.exitCode === null) this.#child.kill('SIGKILL');
  }
}

/** Folders for one test, removed by `remove`. */
export function shimFolders(): { userData: string; documents: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'racklab-shim-'));
  return {
    userData: join(folder, 'user'),
    documents: join(folder, 'documents'),
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }),
  };
}
