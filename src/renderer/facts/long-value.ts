/**
 * Whether a value is too long to stand beside its name. A value without blanks, such as the full
 * name of an image, would be broken anywhere; it gets a line of its own below the name.
 */

/** Signs up to which a value stands beside its name. */
const BESIDE_MAX = 28;

/** Whether it has no blank to break at and is too long for half a line. */
export function isLongValue(value: string): boolean {
  return value.length > BESIDE_MAX && !value.includes(' ');
}
