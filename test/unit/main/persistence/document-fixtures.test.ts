/**
 * Goal: documents of every released format open for ever. Method: fixtures written by the program
 * of their time, pinned by digest because they are evidence and never edited, are read in place,
 * and a copy of each is opened for writing and worked on.
 */
import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDocument } from '../../../../src/main/persistence/document-opening.ts';
import type { JournalEntry } from '../../../../src/main/persistence/journal-format.ts';
import { isJsonObject } from '../../../../src/main/persistence/json-text.ts';
import { createNodeEnvironment } from '../../../../src/main/persistence/node-environment.ts';
import { DOCUMENT_FORMAT_VERSION } from '../../../../src/shared/document/document-manifest.ts';
import type { JsonValue } from '../../../../src/shared/kernel/canonical-json.ts';
import { ok } from '../../../../src/shared/kernel/result.ts';
import type { Result } from '../../../../src/shared/kernel/result.ts';

const ROOT = resolve(import.meta.dirname, '../../../fixtures/documents');

/** Never change a digest: a fixture that differs is no evidence any more. Add a new one instead. */
const FIXTURES = [
  {
    name: 'v1/two-segments.racklab',
    digest: 'ece7e66ea571f2f9bdf9c73aaa58140ace1ab84a57c170047e31065c3ddc21ec',
    entries: 6,
    keyframes: [4, 0],
    title: 'Two segments – sala de aula',
  },
] as const;

interface AnyEntry extends JournalEntry {
  readonly command: JsonValue;
}

function decode(value: JsonValue): Result<AnyEntry> {
  const fields = isJsonObject(value) ? value : {};
  return ok({ seq: Number(fields['seq']), command: fields['command'] });
}

/** One digest over names and bytes of everything in a folder. */
async function digestOf(folder: string): Promise<string> {
  const hash = createHash('sha256');
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = found.filter((entry) => entry.isFile()).map((e) => join(e.parentPath, e.name));
  for (const path of paths.sort()) {
    hash.update(`${relative(folder, path).replaceAll('\\', '/')}\0`);
    hash.update(await readFile(path));
  }
  return hash.digest('hex');
}

async function must<T>(result: Promise<Result<T>>): Promise<T> {
  const settled = await result;
  if (!settled.ok) throw new Error(`${settled.error.code}: ${settled.error.message}`);
  return settled.value;
}

describe('released documents', () => {
  it('have a fixture for every version of the format, and no folder is forgotten', async () => {
    const versions = (await readdir(ROOT)).sort();
    const expected = Array.from({ length: DOCUMENT_FORMAT_VERSION }, (_, at) => `v${at + 1}`);
    expect(versions).toEqual(expected);
    const folders = await Promise.all(
      versions.map(async (version) =>
        (await readdir(join(ROOT, version))).map((name) => `${version}/${name}`),
      ),
    );
    expect(folders.flat().sort()).toEqual(FIXTURES.map((fixture) => fixture.name).sort());
  });

  it.each(FIXTURES)('$name is as it was written, and can be read in place', async (fixture) => {
    const path = join(ROOT, fixture.name);
    expect(await digestOf(path)).toBe(fixture.digest);
    const environment = await createNodeEnvironment();
    const request = { environment, path, decodeEntry: decode, access: 'read' } as const;
    const document = await must(openDocument(request));
    expect(document.notices).toEqual([]);
    expect(document.entries).toHaveLength(fixture.entries);
    expect(document.manifest.title).toBe(fixture.title);
    expect(document.keyframes().map((keyframe) => keyframe.entrySeq)).toEqual(fixture.keyframes);
    for (const keyframe of document.keyframes()) await must(document.readKeyframe(keyframe));
    expect(await must(document.readView())).toBeDefined();
    expect(await digestOf(path)).toBe(fixture.digest);
  });

  it.each(FIXTURES)('$name can be worked on', async (fixture) => {
    const folder = await mkdtemp(join(tmpdir(), 'racklab-fixture-'));
    try {
      const path = join(folder, 'copy.racklab');
      await cp(join(ROOT, fixture.name), path, { recursive: true });
      const environment = await createNodeEnvironment();
      const document = await must(openDocument({ environment, path, decodeEntry: decode }));
      const seq = fixture.entries + 1;
      await must(document.append({ seq, command: { type: 'test' } }));
      await document.close();
      const again = await must(openDocument({ environment, path, decodeEntry: decode }));
      expect(again.entries).toHaveLength(seq);
      await again.close();
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
