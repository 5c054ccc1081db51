/**
 * How fast the journal acknowledges, on the disk under the folder of temporary files: one writer
 * that waits for each answer, writers side by side, and a flood limited only by the queue. Each
 * case prints one line with acknowledged appends per second and the time from append to answer.
 * Besides, the cost of a keyframe and of opening a long journal. Read ratios, not absolutes.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDocument } from '../../src/main/persistence/document-opening.ts';
import { createDocument } from '../../src/main/persistence/document-store.ts';
import type { JournalEntry } from '../../src/main/persistence/journal-format.ts';
import { isJsonObject } from '../../src/main/persistence/json-text.ts';
import { createNodeEnvironment } from '../../src/main/persistence/node-environment.ts';
import type { OpenDocument } from '../../src/main/persistence/open-document.ts';
import type { JsonValue } from '../../src/shared/kernel/canonical-json.ts';
import { ok } from '../../src/shared/kernel/result.ts';
import type { Result } from '../../src/shared/kernel/result.ts';

/** An entry of the size that commands have: about 200 bytes on the disk. */
interface BenchEntry extends JournalEntry {
  readonly kind: string;
  readonly atUs: number;
}

const CASES = [
  { name: 'one', writers: 1, entries: 300 },
  { name: 'ten', writers: 10, entries: 3_000 },
  { name: 'flood', writers: 5_000, entries: 100_000 },
] as const;
const KEYFRAME_BYTES = [10_000, 1_000_000, 10_000_000] as const;
const KEYFRAME_RUNS = 5;

function decode(value: JsonValue): Result<BenchEntry> {
  const fields = isJsonObject(value) ? value : {};
  return ok({ seq: Number(fields['seq']), kind: 'bench', atUs: Number(fields['atUs']) });
}

function print(fields: Readonly<Record<string, string | number>>): void {
  const words = Object.entries(fields).map(([key, value]) => `${key}=${value}`);
  console.log(`peer=racklab ${words.join(' ')}`);
}

function quantile(sorted: readonly number[], part: number): string {
  return (sorted[Math.floor(part * (sorted.length - 1))] ?? 0).toFixed(2);
}

async function must<T>(result: Promise<Result<T>>): Promise<T> {
  const settled = await result;
  if (!settled.ok) throw new Error(`${settled.error.code}: ${settled.error.message}`);
  return settled.value;
}

/** Keeps `writers` appends under way until all entries are acknowledged. */
async function appendAll(
  document: OpenDocument<BenchEntry>,
  load: { writers: number; entries: number },
): Promise<number[]> {
  const latenciesMs: number[] = [];
  const last = document.durableSeq + load.entries;
  let seq = document.durableSeq;
  async function writer(): Promise<void> {
    while (seq < last) {
      seq += 1;
      const startedMs = performance.now();
      await must(document.append({ seq, kind: 'vm.start', atUs: seq * 1_000_000 }));
      latenciesMs.push(performance.now() - startedMs);
    }
  }
  await Promise.all(Array.from({ length: load.writers }, writer));
  return latenciesMs;
}

async function timeAppends(document: OpenDocument<BenchEntry>): Promise<void> {
  for (const { name, writers, entries } of CASES) {
    const startedMs = performance.now();
    const latenciesMs = await appendAll(document, { writers, entries });
    const seconds = (performance.now() - startedMs) / 1_000;
    latenciesMs.sort((left, right) => left - right);
    print({
      case: `journal-${name}`,
      wall_s: seconds.toFixed(3),
      appends: entries,
      appends_per_s: Math.round(entries / seconds),
      p50_ms: quantile(latenciesMs, 0.5),
      p99_ms: quantile(latenciesMs, 0.99),
      max_ms: quantile(latenciesMs, 1),
    });
  }
}

async function timeKeyframes(document: OpenDocument<BenchEntry>): Promise<void> {
  for (const bytes of KEYFRAME_BYTES) {
    const timesMs: number[] = [];
    for (let run = 0; run < KEYFRAME_RUNS; run += 1) {
      const at = { entrySeq: document.durableSeq, atUs: run, afterEvent: bytes };
      const startedMs = performance.now();
      await must(document.writeKeyframe({ ...at, bytes: new Uint8Array(bytes) }));
      timesMs.push(performance.now() - startedMs);
    }
    timesMs.sort((left, right) => left - right);
    print({
      case: `keyframe-${bytes}`,
      p50_ms: quantile(timesMs, 0.5),
      max_ms: quantile(timesMs, 1),
    });
  }
}

const folder = await mkdtemp(join(tmpdir(), 'racklab-bench-'));
try {
  const environment = await createNodeEnvironment();
  const path = join(folder, 'bench.racklab');
  const made = createDocument({
    environment,
    path,
    decodeEntry: decode,
    startScenarioText: '{}\n',
    manifest: {
      title: 'Bench',
      behaviourVersion: 1,
      catalogueId: 'none',
      seed: 1,
      createdBy: { name: 'bench', version: '1' },
      head: 0,
      branches: [],
    },
  });
  const document = await must(made);
  await timeAppends(document);
  await timeKeyframes(document);
  await document.close();
  const startedMs = performance.now();
  const again = await must(openDocument({ environment, path, decodeEntry: decode }));
  const openedMs = performance.now() - startedMs;
  print({ case: 'open', entries: again.entries.length, wall_ms: openedMs.toFixed(0) });
  await again.close();
} finally {
  await rm(folder, { recursive: true, force: true });
}
