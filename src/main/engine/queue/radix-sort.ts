/**
 * A stable sort of numbers by a word each, byte by byte from the least. Time grows only with the
 * count, and bytes in which all keys agree are skipped, which for times of one run are most.
 */

const BYTES = 256;

/** Sorts `values` by the key at the same place; equal keys keep their order. Sorts `keys` too. */
export function sortByKeys(values: Uint32Array, keys: Uint32Array): void {
  const differing = differingBits(keys);
  let fromValues = values;
  let fromKeys = keys;
  let toValues: Uint32Array = new Uint32Array(differing === 0 ? 0 : values.length);
  let toKeys: Uint32Array = new Uint32Array(toValues.length);
  for (let shift = 0; shift < 32; shift += 8) {
    if (((differing >>> shift) & 0xff) === 0) continue;
    const places = startOfEachByte(fromKeys, shift);
    for (let i = 0; i < fromKeys.length; i += 1) {
      const key = fromKeys[i]!;
      const byte = (key >>> shift) & 0xff;
      const place = places[byte]!;
      places[byte] = place + 1;
      toKeys[place] = key;
      toValues[place] = fromValues[i]!;
    }
    [fromValues, toValues] = [toValues, fromValues];
    [fromKeys, toKeys] = [toKeys, fromKeys];
  }
  if (fromValues !== values) {
    values.set(fromValues);
    keys.set(fromKeys);
  }
}

/** The bits in which not all keys agree. */
function differingBits(keys: Uint32Array): number {
  const first = keys[0] ?? 0;
  let differing = 0;
  for (let i = 1; i < keys.length; i += 1) differing |= keys[i]! ^ first;
  return differing;
}

/** For each byte value the place where its first key goes. */
function startOfEachByte(keys: Uint32Array, shift: number): Uint32Array {
  const places = new Uint32Array(BYTES);
  for (let i = 0; i < keys.length; i += 1) {
    const byte = (keys[i]! >>> shift) & 0xff;
    places[byte] = places[byte]! + 1;
  }
  let start = 0;
  for (let byte = 0; byte < BYTES; byte += 1) {
    const count = places[byte]!;
    places[byte] = start;
    start += count;
  }
  return places;
}
