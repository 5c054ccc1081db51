/**
 * Tables people keep in a spreadsheet: names in the first line, one thing a line below. A column
 * that is not known is named and not passed over, because a mistyped name would otherwise take
 * somebody's extra time away in silence.
 */
import { parse } from 'csv-parse/sync';
import { nearestWords } from '../../shared/kernel/nearest-words.ts';
import { err, ok, type AppError, type Result } from '../../shared/kernel/result.ts';

/** Lines of one table at most. */
const ROWS_MAX = 20_000;

/** The rows of a table, every column there, empty where nothing stands. */
export function readTable<C extends string>(
  text: string,
  wanted: { readonly columns: readonly C[]; readonly needed: readonly C[] },
): Result<Record<C, string>[]> {
  let lines: string[][];
  try {
    lines = parse(text, { bom: true, skip_empty_lines: true, trim: true, to: ROWS_MAX + 2 });
  } catch (error) {
    return err(bad(error instanceof Error ? error.message : String(error)));
  }
  const [head = [], ...rows] = lines;
  if (rows.length > ROWS_MAX) return err(bad(`it has more than ${ROWS_MAX} lines`));
  const problem = headProblem(head, wanted);
  if (problem !== undefined) return err(bad(problem));
  return ok(
    rows.map((row) => {
      const cells = wanted.columns.map((name) => [name, row[head.indexOf(name)] ?? '']);
      // Every column is put in: the object has exactly these names.
      return Object.fromEntries(cells) as Record<C, string>;
    }),
  );
}

function headProblem(
  head: readonly string[],
  wanted: { readonly columns: readonly string[]; readonly needed: readonly string[] },
): string | undefined {
  const { columns, needed } = wanted;
  const twice = head.find((name, index) => head.indexOf(name) !== index);
  if (twice !== undefined) return `the column ${twice} stands in it twice`;
  const missing = needed.find((name) => !head.includes(name));
  if (missing !== undefined) return `its first line has no column ${missing}`;
  const stray = head.find((name) => !columns.includes(name));
  if (stray === undefined) return undefined;
  const close = nearestWords({ wanted: stray, known: columns });
  const hint = close.length > 0 ? `, did you mean ${close.join(' or ')}` : '';
  return `the column ${stray} is not known${hint}`;
}

function bad(why: string): AppError {
  return { code: 'roster.invalid', message: why };
}
