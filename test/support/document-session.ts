/**
 * A working session on a document, written down as it goes, and the judge of what a crash left of
 * it. The session notes what it is about to do and what was acknowledged; the judge opens the
 * document again and holds it against those notes. It runs over any file layer, in this process or
 * in one that will be killed, and knows only the public side of persistence.
 */
import { openDocument } from '../../src/main/persistence/document-opening.ts';
import { createDocument } from '../../src/main/persistence/document-store.ts';
import type { PersistenceEnvironment } from '../../src/main/persistence/file-layer.ts';
import { isJsonObject } from '../../src/main/persistence/json-text.ts';
import { JOURNAL_LIMITS } from '../../src/main/persistence/journal.ts';
import type { JournalLimits } from '../../src/main/persistence/journal.ts';
import type { OpenDocument } from '../../src/main/persistence/open-document.ts';
import { defineDocumentFormat } from '../../src/shared/document/migrations/document-format.ts';
import type { JsonValue } from '../../src/shared/kernel/canonical-json.ts';
import { RandomStream } from '../../src/shared/kernel/prng.ts';
import { err, ok } from '../../src/shared/kernel/result.ts';
import type { Result } from '../../src/shared/kernel/result.ts';

/** An entry in its first shape, and with `shape: 2` after the migration of these tests. */
export interface SessionEntry {
  readonly seq: number;
  readonly note: string;
  readonly shape?: 2;
}

/** Small segments and groups, so that a short session crosses every border. */
export const SMALL_LIMITS: JournalLimits = {
  ...JOURNAL_LIMITS,
  segmentBytes: 3_000,
  batchEntries: 4,
};

/** The text of entry `seq`: known to the judge without being told; some fill several sectors. */
export function noteFor(seq: number): string {
  const words = ['rack', 'façade', '電源', '"quoted"', 'a\nb'];
  return `${words[seq % words.length] ?? ''} ${seq} ${'x'.repeat((seq * 173) % 1_400)}`;
}

/** A format with one step, which changes every entry and the view. */
export const raisedFormat = defineDocumentFormat({
  currentVersion: 2,
  steps: [
    {
      from: 1,
      migrate(image) {
        const entries = image.entries.map((entry) =>
          isJsonObject(entry) ? { ...entry, shape: 2 } : entry,
        );
        const view = image.view === undefined ? undefined : { raised: image.view };
        return ok({ ...image, entries, view });
      },
    },
  ],
});

/** Reads entries of one shape and refuses the other, so that a mixture is found. */
export function decodeShape(shape: 1 | 2) {
  return (value: JsonValue): Result<SessionEntry> => {
    const fields = new Map(Object.entries(value ?? {}));
    const seq: unknown = fields.get('seq');
    const note: unknown = fields.get('note');
    if (typeof seq !== 'number' || typeof note !== 'string') {
      return err({ code: 'test.shape', message: 'not an entry of these tests' });
    }
    if ((fields.get('shape') ?? 1) !== shape) {
      return err({ code: 'test.shape', message: `an entry that has not shape ${shape}` });
    }
    return ok(shape === 2 ? { seq, note, shape } : { seq, note });
  };
}

export interface SessionPlan {
  readonly environment: PersistenceEnvironment;
  readonly path: string;
  readonly seed: number;
  /** Acts before the migration, and again after it. */
  readonly acts: number;
  /** Called with one line of the protocol at a time; see SessionNotes. */
  readonly note: (line: string) => void;
}

interface SessionState {
  readonly document: OpenDocument<SessionEntry>;
  readonly random: RandomStream;
  readonly note: (line: string) => void;
  nextSeq: number;
}

/** Unwraps a result that this session cannot do without. */
function must<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(`${result.error.code}: ${result.error.message}`);
}

/** Creates the document, works on it, closes it, raises its format, works again, closes it. */
export async function runSession(plan: SessionPlan): Promise<void> {
  const { environment, path, note } = plan;
  const random = new RandomStream(plan.seed, 'session');
  note('create-try');
  const document = must(
    await createDocument({
      environment,
      path,
      decodeEntry: decodeShape(1),
      limits: SMALL_LIMITS,
      startScenarioText: START_TEXT,
      view: { step: 0 },
      manifest: {
        title: 'Session',
        behaviourVersion: 1,
        catalogueId: 'test',
        seed: 7,
        createdBy: { name: 'test', version: '1' },
        head: 0,
        branches: [],
      },
    }),
  );
  note('created');
  await work({ document, random, note, nextSeq: 1 }, plan.acts);
  await document.close();
  note('migrate-try');
  const raised = must(await openRaised(environment, path));
  note('migrated');
  await work({ document: raised, random, note, nextSeq: raised.durableSeq + 1 }, plan.acts);
  await raised.close();
  note('done');
}

export const START_TEXT = '{"format":"racklab.scenario","formatVersion":1}\n';

/** Opens for writing in the raised format. */
export function openRaised(
  environment: PersistenceEnvironment,
  path: string,
): Promise<Result<OpenDocument<SessionEntry>>> {
  const decodeEntry = decodeShape(2);
  return openDocument({
    environment,
    path,
    decodeEntry,
    limits: SMALL_LIMITS,
    format: raisedFormat,
  });
}

async function work(state: SessionState, acts: number): Promise<void> {
  const { document, random, note } = state;
  const shape = document.manifest.formatVersion === 2 ? { shape: 2 as const } : {};
  for (let act = 0; act < acts; act += 1) {
    const group: Promise<void>[] = [];
    for (let count = 1 + random.nextBelow(6); count > 0; count -= 1) {
      const seq = state.nextSeq;
      state.nextSeq += 1;
      note(`submit ${seq}`);
      const appended = document.append({ seq, note: noteFor(seq), ...shape });
      group.push(appended.then((result) => note(result.ok ? `acked ${seq}` : `refused ${seq}`)));
    }
    // Some acts happen while the group is still being written.
    if (random.nextBelow(3) > 0) await Promise.all(group);
    await otherAct(state);
    await Promise.all(group);
  }
}

async function otherAct(state: SessionState): Promise<void> {
  const { document, random, note } = state;
  const seq = document.durableSeq;
  switch (random.nextBelow(5)) {
    case 0:
      note(`keyframe-try ${seq}`);
      must(
        await document.writeKeyframe({ entrySeq: seq, ...momentOf(seq), bytes: payloadFor(seq) }),
      );
      note(`keyframe ${seq}`);
      break;
    case 1:
      note(`head-try ${seq}`);
      must(await document.updateManifest({ head: seq }));
      note(`head ${seq}`);
      break;
    case 2:
      note(`view-try ${seq}`);
      must(await document.writeView({ step: seq }));
      note(`view ${seq}`);
      break;
    case 3: {
      const oldest = document.keyframes().at(-1);
      if (oldest === undefined) break;
      note(`unkeyframe-try ${oldest.entrySeq}`);
      must(await document.removeKeyframe(oldest));
      break;
    }
    default:
      break;
  }
}

/** Time and event count at which the keyframe after entry `seq` is taken. */
export function momentOf(seq: number): { atUs: number; afterEvent: number } {
  return { atUs: seq * 1_000_000, afterEvent: seq * 11 };
}

/** The bytes of the keyframe after entry `seq`. */
export function payloadFor(seq: number): Uint8Array {
  return Uint8Array.from({ length: 100 + ((seq * 331) % 2_000) }, (_, at) => (at * 7 + seq) % 256);
}
