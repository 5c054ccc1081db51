/**
 * A number and its unit, which no line may part. Every figure that has its unit behind a space is
 * put together here, or in the texts of a language with the same space between the two.
 */

/** A space at which no line ends. */
const NO_BREAK = '\u00A0';

/** `4 GiB`, its space kept together. */
export function withUnit(value: string, unit: string): string {
  return `${value}${NO_BREAK}${unit}`;
}
