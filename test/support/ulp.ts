/**
 * How far two doubles are apart, counted in doubles: the measure for functions that should be right
 * to the last bits. Equal values, and any two NaNs, are 0 apart; 0 and -0 are too.
 */
const cell = new Float64Array(1);
const bits = new BigInt64Array(cell.buffer);

/** The place of a double among all doubles in order. */
function placeOf(value: number): bigint {
  cell[0] = value;
  const raw = bits[0]!;
  return raw < 0n ? -(raw & 0x7fff_ffff_ffff_ffffn) : raw;
}

/**
 * The number of steps from one double to the other.
 * @returns Infinity when only one of them is NaN
 */
export function ulpsApart(left: number, right: number): number {
  if (Number.isNaN(left) || Number.isNaN(right)) {
    return Number.isNaN(left) && Number.isNaN(right) ? 0 : Infinity;
  }
  const distance = placeOf(left) - placeOf(right);
  return Number(distance < 0n ? -distance : distance);
}

/** The double that has these 64 bits. */
export function doubleOf(raw: bigint): number {
  bits[0] = BigInt.asIntN(64, raw);
  return cell[0]!;
}
