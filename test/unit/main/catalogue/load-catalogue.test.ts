/**
 * Goal: a catalogue is read whole or refused with place, reason and next step, and never throws.
 * Method: the committed folder, then files written into a folder of their own, each wrong in one
 * way.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  DEFAULT_CATALOGUE_ID,
  listCatalogues,
  loadCatalogue,
  parseCatalogue,
} from '../../../../src/main/catalogue/load-catalogue.ts';
import type { AppError } from '../../../../src/shared/kernel/result.ts';
import { CATALOGUE_FOLDER } from '../../../support/the-catalogue.ts';

const text = readFileSync(join(CATALOGUE_FOLDER, `${DEFAULT_CATALOGUE_ID}.json`), 'utf8');
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'racklab-catalogue-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(id: string, content: string): void {
  writeFileSync(join(folder, `${id}.json`), content);
}

function refusal(id: string): AppError {
  const loaded = loadCatalogue({ folder, id });
  if (loaded.ok) throw new Error('expected a refusal');
  return loaded.error;
}

describe('a sound catalogue', () => {
  it('is listed, read once, and cannot be changed by a reader', () => {
    expect(listCatalogues(CATALOGUE_FOLDER)).toContain(DEFAULT_CATALOGUE_ID);
    const place = { folder: CATALOGUE_FOLDER, id: DEFAULT_CATALOGUE_ID };
    const first = loadCatalogue(place);
    const second = loadCatalogue(place);
    if (!first.ok || !second.ok) throw new Error('the committed catalogue must load');
    expect(second.value).toBe(first.value);
    expect(first.value.id).toBe(DEFAULT_CATALOGUE_ID);
    expect(Object.isFrozen(first.value)).toBe(true);
    expect(Object.isFrozen(first.value.sizes[0]?.io.uncached)).toBe(true);
  });

  it('may stand in any folder that an entry names', () => {
    write('copy-1', text.replace(`"id": "${DEFAULT_CATALOGUE_ID}"`, '"id": "copy-1"'));
    const loaded = loadCatalogue({ folder, id: 'copy-1' });
    expect(loaded.ok).toBe(true);
  });
});

describe('what is refused', () => {
  it('an id that is not there, with the nearest', () => {
    const loaded = loadCatalogue({ folder: CATALOGUE_FOLDER, id: 'azure-2026-12' });
    if (loaded.ok) throw new Error('expected a refusal');
    expect(loaded.error).toMatchObject({
      code: 'catalogue.notFound',
      message: expect.stringContaining('There is no catalogue "azure-2026-12"'),
      hint: `Name one that is there: ${DEFAULT_CATALOGUE_ID}.`,
    });
  });

  it.each(['../azure-2026-11', 'a/b', '..', '', 'Azure-2026-11', 'a'.repeat(64), 'x\0y'])(
    'the id "%s", which is no file name of ours',
    (id) => {
      expect(refusal(id).code).toBe('catalogue.notFound');
    },
  );

  it('a folder that does not exist', () => {
    const loaded = loadCatalogue({ folder: join(folder, 'nowhere'), id: 'any' });
    if (loaded.ok) throw new Error('expected a refusal');
    expect(loaded.error.code).toBe('catalogue.notFound');
    expect(loaded.error.hint).toContain('no catalogue at all');
    expect(listCatalogues(join(folder, 'nowhere'))).toEqual([]);
  });

  it('a folder where the file should be', () => {
    mkdirSync(join(folder, 'folder.json'));
    expect(refusal('folder')).toMatchObject({
      code: 'catalogue.unreadable',
      details: { reason: 'EISDIR' },
    });
  });

  it('a file beyond the limit, unread', () => {
    write('huge', ' '.repeat(8 * 1024 * 1024 + 1));
    expect(refusal('huge')).toMatchObject({
      code: 'catalogue.tooLarge',
      details: { bytes: 8_388_609, bytesMax: 8_388_608 },
    });
  });

  it('text cut in the middle, naming the place', () => {
    write('torn', text.slice(0, 5_000));
    const error = refusal('torn');
    expect(error.code).toBe('catalogue.invalid');
    expect(error.message).toMatch(/1 fault: it is not JSON: .*(position|column|line|end)/i);
  });

  it.each([
    ['null', 'null'],
    ['a list', '[]'],
    ['another format', '{"format":"racklab.scenario","formatVersion":1}'],
  ])('%s, which is not ours', (_what, content) => {
    write('stranger', content);
    expect(refusal('stranger').code).toBe('catalogue.notOurFile');
  });

  it('a newer format', () => {
    write('newer', text.replace('"formatVersion": 1', '"formatVersion": 2'));
    expect(refusal('newer')).toMatchObject({
      code: 'catalogue.newerFormat',
      message: 'The catalogue newer is of format 2; this Racklab reads up to 1.',
    });
  });

  it('another id inside than outside', () => {
    write('renamed', text);
    expect(refusal('renamed').message).toContain(`id: it says "${DEFAULT_CATALOGUE_ID}"`);
  });

  it.each([
    ['a wrong type', '"vCpu": 1,', '"vCpu": "one",', 'sizes.0.vCpu: '],
    ['an unknown field', '"vCpu": 1,', '"vCpu": 1, "vCPU": 1,', 'sizes.0: '],
    ['a falling quantile', '"medianMs": 54018', '"medianMs": 1', 'must not fall'],
    ['a few-samples mark on many', '"n": 191,', '"n": 191, "fewSamples": true,', 'n < 10'],
    ['a series that is not there', '"series": "Bv1"', '"series": "Bv9"', '"Bv9" is not in the'],
  ])('%s, naming the place', (_what, from, to, place) => {
    const parsed = parseCatalogue({ text: text.replace(from, to), id: DEFAULT_CATALOGUE_ID });
    if (parsed.ok) throw new Error('expected a refusal');
    expect(parsed.error.code).toBe('catalogue.invalid');
    expect(parsed.error.message).toContain(place);
  });

  it('many faults at once, counting them and showing the first', () => {
    const broken = text.replaceAll('"maxNics": 2', '"maxNics": 0');
    const parsed = parseCatalogue({ text: broken, id: DEFAULT_CATALOGUE_ID });
    if (parsed.ok) throw new Error('expected a refusal');
    expect(parsed.error.message).toMatch(/has \d\d faults: .*; and \d\d more\.$/);
    expect(parsed.error.details?.['problems']).toHaveLength(5);
  });
});
