/**
 * Goal: what is written out as a table or a page says exactly what it was given, and nothing in it
 * can act. Method: tables are read back with a reader that is not ours, over random texts; pages
 * are searched for what could begin a tag.
 */
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileNameOf } from '../../../../src/renderer/exports/save-file.ts';
import { reportPage } from '../../../../src/renderer/exports/report-page.ts';
import { csvText } from '../../../../src/shared/kernel/csv-text.ts';
import { htmlText } from '../../../../src/shared/kernel/html-text.ts';
import { count } from '../../../support/counts.ts';

const texts = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('a,b', 'say "no"', 'two\r\nlines', '', 'ção', '-3.5', '12'),
);

describe('a table as text', () => {
  it('is read back as it was given', () => {
    const tables = fc
      .integer({ min: 1, max: 5 })
      .chain((width) =>
        fc.array(fc.array(texts, { minLength: width, maxLength: width }), { minLength: 1 }),
      );
    fc.assert(
      fc.property(tables, (rows) => {
        const read = parse(csvText(rows), { record_delimiter: '\r\n' });
        const tamed = rows.map((row) =>
          row.map((text) =>
            /^[=+\-@\t\r]/.test(text) && !/^-?\d+(?:\.\d+)?$/.test(text) ? `'${text}` : text,
          ),
        );
        expect(read).toEqual(tamed);
      }),
      { numRuns: count('propertyRuns') },
    );
  });

  it.each(['=1+1', '+cmd', '@sum', '-x'])('keeps %s from becoming a formula', (text) => {
    expect(csvText([[text]])).toBe(`'${text}\r\n`);
  });

  it('leaves a negative number a number', () => {
    expect(csvText([['-3.5']])).toBe('-3.5\r\n');
  });
});

describe('text inside a page', () => {
  it('can neither end what it stands in nor begin a tag', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(htmlText(text)).not.toMatch(/[<>"]/);
        expect(htmlText(text).replaceAll(/&(?:amp|lt|gt|quot);/g, '')).not.toContain('&');
      }),
      { numRuns: count('propertyRuns') },
    );
  });
});

describe('a report', () => {
  const nasty = '"><script>alert(1)</script>';
  const page = reportPage({
    language: 'en',
    title: nasty,
    subtitle: nasty,
    picture: undefined,
    pictureName: nasty,
    tables: [
      { title: 'Full', columns: [nasty, 'Down'], rows: [[nasty, '3 min']], none: 'none' },
      { title: 'Empty', columns: ['Name'], rows: [], none: 'Nothing here' },
    ],
    footer: nasty,
  });

  it('carries no script and asks for nothing from outside', () => {
    expect(page).not.toMatch(/<script|https?:|<link|<img/);
  });

  it('says its figures, and says so where there are none', () => {
    expect(page).toContain('<td>3 min</td>');
    expect(page).toContain('Nothing here');
  });
});

describe('a file name', () => {
  it.each([
    ['Loja: dia 2', '.csv', 'loja-dia-2.csv'],
    ['../../etc/passwd', '.png', 'etc-passwd.png'],
    ['çã', '.csv', 'c-a.csv'],
    ['日本', '.csv', 'racklab.csv'],
  ])('of %j is one that every file system takes', (title, rest, name) => {
    expect(fileNameOf(title, rest)).toBe(name);
  });
});
