/**
 * "Did you mean": the known words closest to one that is not known.
 *
 * Closeness is the number of single edits, ignoring case; only near misses are offered, so that a
 * refusal never sends somebody to an unrelated thing.
 */
import { compareCodeUnits } from './order.ts';

/** Words offered at most. */
const OFFERED_MAX = 3;
/** Known words looked at; a refusal must stay quick in a room of 100,000 machines. */
const LOOKED_AT_MAX = 2_000;
const WORD_LENGTH_MAX = 80;

/** Up to three known words within a third of the wanted word's length, closest first. */
export function nearestWords(input: { wanted: string; known: readonly string[] }): string[] {
  const wanted = input.wanted.slice(0, WORD_LENGTH_MAX).toLowerCase();
  const limit = Math.max(1, Math.floor(wanted.length / 3));
  const scored: { word: string; distance: number }[] = [];
  for (const word of input.known.slice(0, LOOKED_AT_MAX)) {
    const distance = editDistance(wanted, word.slice(0, WORD_LENGTH_MAX).toLowerCase());
    if (distance <= limit) scored.push({ word, distance });
  }
  scored.sort((a, b) => a.distance - b.distance || compareCodeUnits(a.word, b.word));
  return scored.slice(0, OFFERED_MAX).map((entry) => entry.word);
}

/** Insertions, deletions, replacements and swaps of neighbours that turn one word into the other
 * (optimal string alignment, after Damerau 1964): a swap is what fingers do most. */
function editDistance(from: string, to: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const same = from[row - 1] === to[column - 1] ? 0 : 1;
      const replaced = (previous[column - 1] ?? 0) + same;
      const moved = Math.min((previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1);
      const isSwap = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      const swapped = isSwap ? (beforePrevious[column - 2] ?? replaced) + 1 : replaced;
      current.push(Math.min(replaced, moved, swapped));
    }
    beforePrevious = previous;
    previous = current;
  }
  return previous[to.length] ?? 0;
}
