/**
 * Text in columns, as programs of a terminal print it: left for words, right for figures, two
 * spaces between, nothing after the last. It knows nothing of what the cells mean, so every
 * program of the console can print with it.
 */

export interface Column {
  readonly head: string;
  readonly right?: boolean;
}

/** Lines of a table, its head first; every column as wide as its widest cell. */
export function inColumns(
  columns: readonly Column[],
  rows: readonly (readonly (string | number)[])[],
): string[] {
  const cells = [columns.map(({ head }) => head), ...rows.map((row) => row.map(String))];
  const widths = columns.map((_, at) => Math.max(...cells.map((row) => row[at]?.length ?? 0)));
  return cells.map((row) =>
    row
      .map((cell, at) => {
        const width = widths[at] ?? 0;
        return columns[at]?.right === true ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd(),
  );
}
