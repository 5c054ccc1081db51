/**
 * Sharing a processor in proportion to weights, nobody getting more than asked for (rule ENG-O8;
 * facts/azure, fact 115). What one does not need is shared among the others, so the outcome is
 * the weighted max-min fair one.
 */

/** One that asks for a share. */
export interface ShareDemand {
  readonly demand: number;
  /** Above 0. */
  readonly weight: number;
}

/**
 * What each gets of a capacity, in the order given. The sum is the smaller of capacity and
 * demand. O(n log n).
 */
export function shareOut(demands: readonly ShareDemand[], capacity: number): number[] {
  const granted = demands.map(() => 0);
  const order = demands
    .map((_, index) => index)
    .sort((a, b) => perWeight(demands[a]!) - perWeight(demands[b]!) || a - b);
  let left = capacity;
  let weights = demands.reduce((sum, one) => sum + one.weight, 0);
  // Those with least demand for their weight are served in full while a fair share covers them;
  // from the first that is not, everybody gets the fair share of what is left.
  for (const index of order) {
    const { demand, weight } = demands[index]!;
    const fair = (left * weight) / weights;
    const share = demand < fair ? demand : fair;
    granted[index] = share;
    left -= share;
    weights -= weight;
  }
  return granted;
}

function perWeight(one: ShareDemand): number {
  return one.demand / one.weight;
}
