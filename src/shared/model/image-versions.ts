/**
 * Versions of gallery images: three whole numbers, ordered number by number and not letter by
 * letter. It knows nothing of galleries.
 */

/** Below 0 when the first version is older. Both are checked by their schema already. */
export function compareVersions(left: string, right: string): number {
  const first = left.split('.').map(Number);
  const second = right.split('.').map(Number);
  for (const [at, number] of first.entries()) {
    const difference = number - (second[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
