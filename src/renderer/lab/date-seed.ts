/**
 * A date as the seed of a room: `2026-11-22`, in the time zone of whoever looks at it. The window
 * has a clock and offers it; what is drawn follows from the text alone, whoever wrote it.
 */

/** The day of a moment, as people write it to each other. */
export function dateSeed(date: Date): string {
  const parts = [date.getFullYear(), date.getMonth() + 1, date.getDate()];
  return parts.map((part) => String(part).padStart(2, '0')).join('-');
}
