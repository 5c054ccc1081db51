/**
 * What a larger machine gains, and where it ends: Amdahl's law for the part of the work that only
 * one processor can do, and the largest size a machine can become without being made again
 * (docs/facts.md, facts 12 and 15; Amdahl 1967). Pure; whether the present hardware has the room is
 * the engine's to say.
 */

/**
 * How many times as fast work becomes on so many processors when a share of it is serial:
 * 1 ÷ (s + (1 − s) ÷ n).
 */
export function amdahlSpeedup(serialShare: number, processors: number): number {
  return 1 / (serialShare + (1 - serialShare) / processors);
}

/** What it tends to with any number of processors; Infinity when nothing is serial. */
export function amdahlLimit(serialShare: number): number {
  return serialShare === 0 ? Infinity : 1 / serialShare;
}

/** A size as far as growing is concerned. */
export interface GrowthSize {
  readonly name: string;
  readonly series: string;
  readonly vCpu: number;
  readonly memoryMib: number;
  readonly tempDiskMib: number;
}

/** The largest size of the series of a machine: where growing within the family ends. */
export function familyCeiling<S extends GrowthSize>(sizes: readonly S[], of: S): S {
  return largest(sizes.filter(({ series }) => series === of.series)) ?? of;
}

/** The largest size a machine can become at all: the temporary disk stays, or stays away. */
export function machineCeiling<S extends GrowthSize>(sizes: readonly S[], of: S): S {
  const hasTemp = of.tempDiskMib > 0;
  return largest(sizes.filter(({ tempDiskMib }) => tempDiskMib > 0 === hasTemp)) ?? of;
}

function largest<S extends GrowthSize>(sizes: readonly S[]): S | undefined {
  let most: S | undefined;
  for (const size of sizes) {
    if (most === undefined || size.vCpu > most.vCpu) most = size;
    else if (size.vCpu === most.vCpu && size.memoryMib > most.memoryMib) most = size;
  }
  return most;
}
