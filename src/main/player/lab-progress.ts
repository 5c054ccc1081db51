/**
 * How far one has come with the labs on this machine: one small file beside the documents, written
 * whole each time. It is for the learner alone and never part of a mark; a damaged or missing file
 * only means that the list begins empty.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { LabProgress } from '../../shared/lab/lab-view.ts';
import { progressFileSchema, type KeptProgress } from '../../shared/lab/progress-schema.ts';
import { readBoundedText } from '../lab/bounded-text.ts';
import { writeFileAtomically } from '../persistence/atomic-file.ts';
import type { PersistenceEnvironment } from '../persistence/file-layer.ts';

const PROGRESS_FILE = 'lab-progress.json';
const PROGRESS_BYTES_MAX = 1_024 * 1_024;

const NOTHING: KeptProgress = { attempts: 0, best: 0, passed: false, used: {} };

export class LabProgressBook {
  readonly #folder: string;
  readonly #environment: PersistenceEnvironment;
  #labs: Record<string, KeptProgress> | undefined;

  constructor(at: { readonly folder: string; readonly environment: PersistenceEnvironment }) {
    this.#folder = at.folder;
    this.#environment = at.environment;
  }

  /** What is known of a lab; undefined when it was never begun. */
  async of(lab: string): Promise<LabProgress | undefined> {
    const kept = (await this.#read())[lab];
    if (kept === undefined) return undefined;
    const { used: _used, ...progress } = kept;
    return progress;
  }

  /** Attempts that were begun in a mode. */
  async used(lab: string, mode: string): Promise<number> {
    return (await this.#read())[lab]?.used[mode] ?? 0;
  }

  /** An attempt was begun. */
  async begun(
    lab: string,
    at: { readonly mode: string; readonly document: string },
  ): Promise<void> {
    await this.#change(lab, (before) => ({
      ...before,
      attempts: before.attempts + 1,
      document: at.document,
      used: { ...before.used, [at.mode]: (before.used[at.mode] ?? 0) + 1 },
    }));
  }

  /** An attempt came to this. */
  async reached(lab: string, mark: { readonly score: number; passed: boolean }): Promise<void> {
    await this.#change(lab, (before) => ({
      ...before,
      best: Math.max(before.best, mark.score),
      passed: before.passed || mark.passed,
    }));
  }

  async #read(): Promise<Record<string, KeptProgress>> {
    if (this.#labs !== undefined) return this.#labs;
    const text = await readBoundedText(join(this.#folder, PROGRESS_FILE), PROGRESS_BYTES_MAX);
    this.#labs = text.ok ? labsIn(text.value) : {};
    return this.#labs;
  }

  async #change(lab: string, change: (before: KeptProgress) => KeptProgress): Promise<void> {
    // Another window may have written meanwhile.
    this.#labs = undefined;
    const labs = await this.#read();
    const next = { ...labs, [lab]: change(labs[lab] ?? NOTHING) };
    this.#labs = next;
    const text = JSON.stringify({ format: 'racklab.progress', formatVersion: 1, labs: next });
    try {
      await mkdir(this.#folder, { recursive: true });
      await writeFileAtomically(this.#environment.files, {
        path: join(this.#folder, PROGRESS_FILE),
        bytes: new TextEncoder().encode(`${text}\n`),
        uniqueId: this.#environment.newId(),
      });
    } catch {
      // The attempt itself is safe in its document; only the list forgets how far it came.
    }
  }
}

function labsIn(text: string): Record<string, KeptProgress> {
  try {
    const parsed = progressFileSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data.labs : {};
  } catch {
    return {};
  }
}
