/**
 * Goal: the journal acknowledges only what is durable, mends only what an interrupted write
 * leaves, and stops for good at the first refusal of the disk. Method: open it over the simulated
 * disk, with refusals and spoilt files planned to the operation.
 */
import { describe, expect, it } from 'vitest';
import type { JournalEntry } from '../../../../src/main/persistence/journal-format.ts';
import {
  JOURNAL_LIMITS,
  createJournal,
  openJournal,
} from '../../../../src/main/persistence/journal.ts';
import type { JournalLimits, JournalOpening } from '../../../../src/main/persistence/journal.ts';
import { isJsonObject, toBytes, toText } from '../../../../src/main/persistence/json-text.ts';
import type { JsonValue } from '../../../../src/shared/kernel/canonical-json.ts';
import { RandomStream } from '../../../../src/shared/kernel/prng.ts';
import { err, ok } from '../../../../src/shared/kernel/result.ts';
import type { Result } from '../../../../src/shared/kernel/result.ts';
import { SimulatedDisk } from '../../../support/simulated-disk.ts';
import { SimulatedMachine } from '../../../support/simulated-machine.ts';

interface Note extends JournalEntry {
  readonly text: string;
}

const FOLDER = '/journal';
const FIRST = `${FOLDER}/000001.jsonl`;
const ID = 'b'.repeat(32);

function decodeNote(value: JsonValue): Result<Note> {
  const fields = isJsonObject(value) ? value : {};
  const { seq, text } = fields;
  if (typeof seq === 'number' && typeof text === 'string' && text !== 'unknown') {
    return ok({ seq, text });
  }
  return err({ code: 'test.unknown', message: 'no such entry' });
}

interface Desk {
  readonly disk: SimulatedDisk;
  open(options?: {
    recover?: boolean;
    limits?: JournalLimits;
  }): Promise<Result<JournalOpening<Note>>>;
}

async function newDesk(disk = new SimulatedDisk(new RandomStream(1, 'disk'))): Promise<Desk> {
  const environment = new SimulatedMachine(1).startProcess(disk);
  if (!disk.contents().has(FIRST)) {
    await environment.files.makeFolder(FOLDER);
    await createJournal({ environment, folder: FOLDER, journalId: ID });
    await environment.files.syncFolder('/');
  }
  return {
    disk,
    open: (options = {}) =>
      openJournal({
        environment,
        folder: FOLDER,
        journalId: ID,
        decodeEntry: decodeNote,
        ...options,
      }),
  };
}

async function must<T>(result: Promise<Result<T>>): Promise<T> {
  const settled = await result;
  if (!settled.ok) throw new Error(`${settled.error.code}: ${settled.error.message}`);
  return settled.value;
}

async function refusal(result: Promise<Result<unknown>>): Promise<string | undefined> {
  const settled = await result;
  return settled.ok ? undefined : settled.error.code;
}

/** A desk whose journal holds `texts`, one group each, and is closed. */
async function deskWith(texts: readonly string[], limits = JOURNAL_LIMITS): Promise<Desk> {
  const desk = await newDesk();
  const { journal } = await must(desk.open({ limits }));
  for (const [at, text] of texts.entries()) await must(journal.append({ seq: at + 1, text }));
  await journal.close();
  return desk;
}

function textOf(desk: Desk, path = FIRST): string {
  return toText(desk.disk.contents().get(path) ?? new Uint8Array(0)) ?? '';
}

async function textsOf(opening: Promise<Result<JournalOpening<Note>>>): Promise<string[]> {
  const { entries, journal } = await must(opening);
  await journal.close();
  return entries.map((entry) => entry.text);
}

describe('writing', () => {
  it('writes one line a person can read for each entry, chained to the one before', async () => {
    const desk = await deskWith(['one', 'two']);
    const header = '"format":"racklab.journal","formatVersion":1';
    const place = `"journalId":"${ID}","segment":1,"firstSeq":1,"prev":"${ID}"`;
    const first = '{"entry":{"seq":1,"text":"one"},"durable":0,"prev":"c8c68e006b67381b"';
    const second = '{"entry":{"seq":2,"text":"two"},"durable":1,"prev":"b19dc3eb60bca64e"';
    // Literal on purpose: documents of released versions depend on these very bytes.
    expect(textOf(desk).split('\n')).toEqual([
      `{${header},${place},"sum":"c8c68e006b67381b"}`,
      `${first},"sum":"b19dc3eb60bca64e"}`,
      `${second},"sum":"77c6097ccb115413"}`,
      '',
    ]);
  });

  it('answers only after the sync of the group returned', async () => {
    const desk = await newDesk();
    const { journal } = await must(desk.open());
    const synced: number[] = [];
    desk.disk.setPlan({
      refuse: ({ name, index }) => {
        if (name === 'sync') synced.push(index);
        return undefined;
      },
    });
    const order: string[] = [];
    const appended = journal
      .append({ seq: 1, text: 'a' })
      .then(() => order.push(`${synced.length}`));
    expect(journal.durableSeq).toBe(0);
    await appended;
    expect(order).toEqual(['1']);
    expect(journal.durableSeq).toBe(1);
  });

  it('commits entries of one turn as one group, up to its limits', async () => {
    const desk = await newDesk();
    const { journal } = await must(desk.open({ limits: { ...JOURNAL_LIMITS, batchEntries: 10 } }));
    let syncs = 0;
    desk.disk.setPlan({
      refuse: ({ name }) => {
        if (name === 'sync') syncs += 1;
        return undefined;
      },
    });
    const group = Array.from({ length: 25 }, (_, at) => journal.append({ seq: at + 1, text: 'x' }));
    expect((await Promise.all(group)).every((result) => result.ok)).toBe(true);
    expect(syncs).toBe(3);
    await journal.close();
    expect(await textsOf(desk.open())).toHaveLength(25);
  });

  it('goes on when the disk takes only some bytes at a time', async () => {
    const desk = await newDesk();
    const { journal } = await must(desk.open());
    desk.disk.setPlan({ writeBytesMax: 7 });
    await must(journal.append({ seq: 1, text: 'a long text in small bites' }));
    await journal.close();
    expect(await textsOf(desk.open())).toEqual(['a long text in small bites']);
  });

  it('begins a new segment when one is full, and reads them in order', async () => {
    const texts = Array.from({ length: 40 }, (_, at) => `text ${at}`);
    const desk = await deskWith(texts, { ...JOURNAL_LIMITS, segmentBytes: 700 });
    const names = [...desk.disk.contents().keys()];
    expect(names).toContain(`${FOLDER}/000004.jsonl`);
    expect(await textsOf(desk.open())).toEqual(texts);
  });

  it('takes the next number only; another is a bug', async () => {
    const desk = await newDesk();
    const { journal } = await must(desk.open());
    expect(() => journal.append({ seq: 2, text: '' })).toThrow('without gaps');
  });

  it('refuses what is too large, too deep, too much at once, or too late', async () => {
    const limits = { ...JOURNAL_LIMITS, entryBytes: 200, pendingEntries: 2 };
    const desk = await newDesk();
    const { journal } = await must(desk.open({ limits }));
    expect(await refusal(journal.append({ seq: 1, text: 'x'.repeat(200) }))).toBe(
      'journal.entryTooLarge',
    );
    const deep = { seq: 1, text: '', nest: JSON.parse('['.repeat(127) + ']'.repeat(127)) };
    expect(await refusal(journal.append(deep))).toBe('journal.entryTooLarge');
    expect(journal.nextSeq).toBe(1);
    const taken = [journal.append({ seq: 1, text: 'a' }), journal.append({ seq: 2, text: 'b' })];
    expect(await refusal(journal.append({ seq: 3, text: 'c' }))).toBe('journal.busy');
    expect((await Promise.all(taken)).every((result) => result.ok)).toBe(true);
    await must(journal.append({ seq: 3, text: 'c' }));
    await journal.close();
    await journal.close();
    expect(await refusal(journal.append({ seq: 4, text: 'd' }))).toBe('journal.closed');
    expect(await textsOf(desk.open())).toEqual(['a', 'b', 'c']);
  });
});

describe('a refusal of the disk', () => {
  const cases = [
    { code: 'ENOSPC', operation: 'write' },
    { code: 'EIO', operation: 'sync' },
    { code: 'EIO', operation: 'write' },
    { code: 'EDQUOT', operation: 'create' },
  ];
  it.each(cases)('$code at a $operation stops the journal and applies nothing', async (refused) => {
    const desk = await newDesk();
    const { journal } = await must(desk.open({ limits: { ...JOURNAL_LIMITS, segmentBytes: 400 } }));
    await must(journal.append({ seq: 1, text: 'safe '.repeat(40) }));
    let armed = true;
    desk.disk.setPlan({
      refuse: ({ name }) => {
        if (!armed || name !== refused.operation) return undefined;
        armed = false;
        return refused.code;
      },
    });
    const group = [
      journal.append({ seq: 2, text: 'lost' }),
      journal.append({ seq: 3, text: 'lost' }),
    ];
    const results = await Promise.all(group);
    expect(results.map((result) => (result.ok ? 'ok' : result.error.code))).toEqual([
      'journal.writeFailed',
      'journal.writeFailed',
    ]);
    expect(results[0]).toMatchObject({
      error: { details: { systemCode: refused.code, durableSeq: 1, isCutBack: true } },
    });
    // The disk works again, the journal does not: a later sync proves nothing about lost pages.
    expect(await refusal(journal.append({ seq: 2, text: 'later' }))).toBe('journal.writeFailed');
    await journal.close();
    expect(await textsOf(desk.open())).toEqual(['safe '.repeat(40)]);
    const after = await newDesk(desk.disk.cutPower());
    expect(await textsOf(after.open())).toEqual(['safe '.repeat(40)]);
  });

  it('that goes on says that the end of the journal is uncertain', async () => {
    const desk = await newDesk();
    const { journal } = await must(desk.open());
    desk.disk.setPlan({ refuse: ({ name }) => (name === 'write' ? undefined : 'EIO') });
    const result = await journal.append({ seq: 1, text: 'maybe' });
    expect(result).toMatchObject({
      error: { code: 'journal.writeFailed', details: { isCutBack: false, durableSeq: 0 } },
    });
    expect(result.ok ? '' : result.error.message).toContain('may or may not be there');
  });

  it('at opening is journal.writeFailed or journal.unreadable', async () => {
    const desk = await deskWith(['one']);
    desk.disk.setPlan({ refuse: () => 'EROFS' });
    expect(await refusal(desk.open())).toBe('journal.writeFailed');
    desk.disk.setPlan({});
    const environment = new SimulatedMachine(1).startProcess(desk.disk);
    const nowhere = { environment, folder: '/nowhere', journalId: ID, decodeEntry: decodeNote };
    expect(await refusal(openJournal(nowhere))).toBe('journal.unreadable');
  });
});

describe('a torn tail', () => {
  it('is cut and reported with place, bytes and entry', async () => {
    const desk = await deskWith(['one', 'two', 'three']);
    const whole = textOf(desk);
    const fragment = whole.length - 20;
    desk.disk.spoil(FIRST, (content) => content.subarray(0, fragment));
    const { entries, notices, journal } = await must(desk.open());
    const goodBytes = whole.slice(0, fragment).lastIndexOf('\n') + 1;
    expect(entries.map((entry) => entry.text)).toEqual(['one', 'two']);
    expect(notices).toMatchObject([
      {
        code: 'journal.tornTail',
        details: {
          file: '000001.jsonl',
          line: 4,
          offsetBytes: goodBytes,
          lostBytes: fragment - goodBytes,
          lostLines: 1,
          firstLostSeq: 3,
        },
      },
    ]);
    expect(textOf(desk)).toBe(whole.slice(0, goodBytes));
    await must(journal.append({ seq: 3, text: 'again' }));
    await journal.close();
    expect(await textsOf(desk.open())).toEqual(['one', 'two', 'again']);
  });

  it('that took the header of a new segment is mended as well', async () => {
    const desk = await deskWith(['one', 'two'], { ...JOURNAL_LIMITS, segmentBytes: 250 });
    const second = `${FOLDER}/000002.jsonl`;
    desk.disk.spoil(second, (content) => content.subarray(0, 30));
    const { notices, journal } = await must(desk.open());
    expect(notices).toMatchObject([
      { code: 'journal.tornTail', details: { line: 1, file: '000002.jsonl' } },
    ]);
    await must(journal.append({ seq: 2, text: 'again' }));
    await journal.close();
    expect(await textsOf(desk.open())).toEqual(['one', 'again']);
  });
});

describe('damage', () => {
  async function damaged(spoil: (desk: Desk) => void): Promise<Desk> {
    const texts = Array.from({ length: 12 }, (_, at) => `text ${at + 1}`);
    const desk = await deskWith(texts, { ...JOURNAL_LIMITS, segmentBytes: 600 });
    spoil(desk);
    return desk;
  }

  function flip(desk: Desk, path: string, offset: number): void {
    desk.disk.spoil(path, (content) =>
      content.map((byte, at) => (at === offset ? byte ^ 4 : byte)),
    );
  }

  it('is refused with file, line and reason, and nothing is changed', async () => {
    const desk = await damaged((spoilt) => {
      flip(
        spoilt,
        `${FOLDER}/000002.jsonl`,
        textOf(spoilt, `${FOLDER}/000002.jsonl`).indexOf('text'),
      );
    });
    const before = desk.disk.contents();
    const refused = await desk.open();
    expect(refused).toMatchObject({
      error: {
        code: 'journal.damaged',
        details: { file: '000002.jsonl', line: 2, reason: 'the checksum does not fit the line' },
      },
    });
    expect(desk.disk.contents()).toEqual(before);
  });

  it('is recovered when asked: the readable part stays, the rest is set aside', async () => {
    const second = `${FOLDER}/000002.jsonl`;
    const desk = await damaged((spoilt) =>
      flip(spoilt, second, textOf(spoilt, second).indexOf('text')),
    );
    const spoiltText = textOf(desk, second);
    const third = textOf(desk, `${FOLDER}/000003.jsonl`);
    const { entries, notices, journal } = await must(desk.open({ recover: true }));
    expect(notices).toMatchObject([
      {
        code: 'journal.recovered',
        details: { asideFiles: ['000002.jsonl.damaged-1', '000003.jsonl.damaged-1'] },
      },
    ]);
    const { lostBytes, lostLines } = notices[0]?.details ?? {};
    const aside = textOf(desk, `${second}.damaged-1`) + third;
    expect(lostBytes).toBe(toBytes(aside).length);
    // One line fewer than newlines: the third segment's header is no entry.
    expect(lostLines).toBe(aside.split('\n').length - 2);
    expect(textOf(desk, second) + textOf(desk, `${second}.damaged-1`)).toBe(spoiltText);
    expect(textOf(desk, `${FOLDER}/000003.jsonl.damaged-1`)).toBe(third);
    const seq = entries.length + 1;
    await must(journal.append({ seq, text: 'after' }));
    await journal.close();
    expect((await textsOf(desk.open())).at(-1)).toBe('after');
  });

  it('survives a crash at every operation of the recovery', async () => {
    const second = `${FOLDER}/000002.jsonl`;
    const whole = await damaged((spoilt) => flip(spoilt, second, 300));
    whole.disk.setPlan({});
    const kept = await textsOf(whole.open({ recover: true }));
    const { operations } = whole.disk;
    expect(operations).toBeGreaterThan(8);
    for (let crashAt = 1; crashAt <= operations; crashAt += 1) {
      const desk = await damaged((spoilt) => flip(spoilt, second, 300));
      desk.disk.setPlan({ crashAt });
      await Promise.race([desk.open({ recover: true }), desk.disk.crashed]);
      const after = await newDesk(desk.disk.cutPower());
      const texts = await textsOf(after.open({ recover: true }));
      expect({ crashAt, texts }).toEqual({ crashAt, texts: kept });
    }
  });

  it.each([
    { name: 'a missing first segment', file: '000001.jsonl', reason: 'the file is missing' },
    { name: 'a missing middle segment', file: '000002.jsonl', reason: 'the file is missing' },
  ])('$name is found', async ({ file, reason }) => {
    const desk = await damaged(() => undefined);
    const environment = new SimulatedMachine(2).startProcess(desk.disk);
    await environment.files.removeFile(`${FOLDER}/${file}`);
    expect(await desk.open()).toMatchObject({
      error: { code: 'journal.damaged', details: { file, reason } },
    });
    const { journal } = await must(desk.open({ recover: true }));
    await must(journal.append({ seq: journal.nextSeq, text: 'on' }));
    await journal.close();
    expect((await textsOf(desk.open())).at(-1)).toBe('on');
  });

  it('is also a segment of another journal, and an entry that means nothing here', async () => {
    const foreign = await damaged((spoilt) =>
      spoilt.disk.spoil(
        `${FOLDER}/000002.jsonl`,
        () => spoilt.disk.contents().get(FIRST) ?? new Uint8Array(0),
      ),
    );
    expect(await foreign.open()).toMatchObject({
      error: { code: 'journal.damaged', details: { file: '000002.jsonl', line: 1 } },
    });
    const unknown = await deskWith(['known', 'unknown', 'known']);
    expect(await unknown.open()).toMatchObject({
      error: { code: 'journal.damaged', details: { line: 3, firstLostSeq: 2 } },
    });
    const { entries, journal } = await must(unknown.open({ recover: true }));
    expect(entries.map((entry) => entry.text)).toEqual(['known']);
    await must(journal.append({ seq: 2, text: 'on' }));
    await journal.close();
    expect(textOf(unknown, `${FIRST}.damaged-1`)).toContain('unknown');
  });

  it('of an unterminated line in a segment that is not the last is not torn', async () => {
    const desk = await damaged((spoilt) =>
      spoilt.disk.spoil(FIRST, (content) => content.subarray(0, content.length - 10)),
    );
    expect(await refusal(desk.open())).toBe('journal.damaged');
  });

  it('is foreign text, deep nesting and a file of nothing but newlines', async () => {
    for (const text of ['no journal\n', `${'['.repeat(10_000)}\n`, '\n\n\n', '\u0000\u0001\n']) {
      const desk = await damaged((spoilt) => spoilt.disk.spoil(FIRST, () => toBytes(text)));
      expect(await refusal(desk.open())).toBe('journal.damaged');
    }
  });
});
