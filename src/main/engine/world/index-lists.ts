/**
 * Lists of rows by the row they belong to: what every index of the world is made of. Built in slot
 * order, so that two worlds with the same rows have the same lists.
 */

export const NOBODY: readonly number[] = [];

/** Lists by slot of one table, filled in slot order of another. */
export type Lists = readonly (readonly number[] | undefined)[];

/** The rows of a table by their owner. */
export function collect(input: {
  end: number;
  alive: Uint8Array;
  /** Slot the row belongs to, below 0 for none. */
  owner: (slot: number) => number;
}): (number[] | undefined)[] {
  const lists: number[][] = [];
  for (let slot = 0; slot < input.end; slot += 1) {
    if (input.alive[slot] === 0) continue;
    const owner = input.owner(slot);
    if (owner < 0) continue;
    (lists[owner] ??= []).push(slot);
  }
  return lists;
}
