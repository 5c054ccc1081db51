/**
 * The only comparators of the program. Order is state: a comparison that depends on the locale or
 * on the sorting routine would give two machines two worlds. All sorts here are stable, because
 * ECMAScript promises that of Array.prototype.sort, and none changes its argument.
 */

/** Compares two texts by UTF-16 code units, as RFC 8785 sorts keys; never by locale. */
export function compareCodeUnits(left: string, right: string): number {
  if (left < right) return -1;
  return left > right ? 1 : 0;
}

/** Compares two numbers. NaN has no place in an order: the caller keeps it out. */
export function compareNumbers(left: number, right: number): number {
  if (left < right) return -1;
  return left > right ? 1 : 0;
}

/** A sorted copy; equal items keep their order. */
export function stableSort<T>(items: readonly T[], compare: (left: T, right: T) => number): T[] {
  return [...items].sort(compare);
}

/** A copy sorted by a text of each item; equal texts keep their order. */
export function sortByText<T>(items: readonly T[], textOf: (item: T) => string): T[] {
  return [...items].sort((left, right) => compareCodeUnits(textOf(left), textOf(right)));
}

/** A copy sorted by a number of each item; equal numbers keep their order. */
export function sortByNumber<T>(items: readonly T[], numberOf: (item: T) => number): T[] {
  return [...items].sort((left, right) => compareNumbers(numberOf(left), numberOf(right)));
}

/** The entries of a record in code-unit order of their keys, whatever order they were added in. */
export function sortedEntries<T>(record: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(record).sort(([left], [right]) => compareCodeUnits(left, right));
}
