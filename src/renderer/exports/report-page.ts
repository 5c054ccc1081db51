/**
 * The report of a room and its run as one page that stands for itself: no script, no other file,
 * made for paper. What it says is handed in as words and figures; it works nothing out.
 */
import { htmlText } from '../../shared/kernel/html-text.ts';

export interface ReportTable {
  readonly title: string;
  readonly columns: readonly string[];
  /** The first column holds names, the others figures. */
  readonly rows: readonly (readonly string[])[];
  /** Said instead of a table without rows. */
  readonly none: string;
  /** What the figures mean or come from. */
  readonly note?: string | undefined;
}

export interface ReportPage {
  readonly language: string;
  readonly title: string;
  readonly subtitle: string;
  /** As a data address; without it the report has no picture. */
  readonly picture: string | undefined;
  readonly pictureName: string;
  readonly tables: readonly ReportTable[];
  readonly footer: string;
}

/** A page of A4 with room for words in either language. */
const STYLE = `
@page { size: A4; margin: 14mm; }
* { box-sizing: border-box; }
body { max-width: 182mm; margin: 0 auto; padding: 6mm 0; color: #16202c; background: #fff;
  font: 10pt/1.4 system-ui, "Segoe UI", "Liberation Sans", sans-serif; }
h1 { margin: 0; font-size: 18pt; line-height: 1.2; }
.sub { margin: 1mm 0 5mm; color: #4a5766; }
img { display: block; max-width: 100%; max-height: 92mm; margin: 0 auto;
  border: 0.3mm solid #c9d1da; border-radius: 1.5mm; }
h2 { margin: 5mm 0 1mm; font-size: 11pt; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 0.8mm 1.5mm; border-bottom: 0.2mm solid #dde3ea; text-align: right;
  vertical-align: top; }
th { color: #4a5766; font-weight: 600; font-size: 8.5pt; }
th:first-child, td:first-child { padding-left: 0; text-align: left; }
tr { break-inside: avoid; }
.note, footer { margin: 1mm 0 0; color: #4a5766; font-size: 8.5pt; }
footer { margin-top: 6mm; padding-top: 2mm; border-top: 0.3mm solid #c9d1da; }
`;

/** The whole page as text. */
export function reportPage(report: ReportPage): string {
  const { language, title, subtitle, picture, pictureName, tables, footer } = report;
  const image =
    picture === undefined ? '' : `<img src="${htmlText(picture)}" alt="${htmlText(pictureName)}">`;
  return (
    `<!doctype html>\n<html lang="${htmlText(language)}"><head><meta charset="utf-8">` +
    `<meta name="viewport" content="width=device-width"><title>${htmlText(title)}</title>` +
    `<style>${STYLE}</style></head><body>\n<h1>${htmlText(title)}</h1>` +
    `<p class="sub">${htmlText(subtitle)}</p>\n${image}\n${tables.map(tableHtml).join('\n')}\n` +
    `<footer>${htmlText(footer)}</footer>\n</body></html>\n`
  );
}

function tableHtml({ title, columns, rows, none, note }: ReportTable): string {
  const said = note === undefined ? '' : `<p class="note">${htmlText(note)}</p>`;
  if (rows.length === 0) return `<h2>${htmlText(title)}</h2><p class="note">${htmlText(none)}</p>`;
  const head = columns.map((column) => `<th scope="col">${htmlText(column)}</th>`).join('');
  const body = rows
    .map((row) => `<tr>${row.map((cell) => `<td>${htmlText(cell)}</td>`).join('')}</tr>`)
    .join('\n');
  const table = `<table><thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table>`;
  return `<h2>${htmlText(title)}</h2>${table}${said}`;
}
