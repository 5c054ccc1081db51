/**
 * Tables as text that table programs read (RFC 4180). Whatever is written out as a table goes
 * through here, so that nothing in a name can become a formula on somebody's machine.
 */

/** Rows with a line end after each; a field a table program would take for a formula is tamed. */
export function csvText(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(csvField).join(',')}\r\n`).join('');
}

function csvField(text: string): string {
  const tame = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(?:\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame;
}
