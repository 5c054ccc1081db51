/**
 * Addresses and ranges of version 4, as whole numbers: what a person writes, what overlaps, what is
 * inside what. Everything here is arithmetic; who has which address is decided elsewhere.
 */

const BITS = 32;
/** All addresses there are. */
const ALL = 4_294_967_296;
/** The longest prefix a shift of 32 bits can tell from no prefix at all. */
const SHIFT_MAX = 30;
const OCTET = 256;
/** Addresses of a subnet that the service keeps: the first four and the last. */
export const RESERVED_FIRST = 4;
export const RESERVED_LAST = 1;
/** Smallest and largest subnet the service takes ([GEN]: /29 and /2). */
export const SUBNET_PREFIX_MAX = 29;
export const SUBNET_PREFIX_MIN = 2;

/** A range of addresses: `10.1.0.0/16`. */
export interface AddressRange {
  readonly first: number;
  readonly prefix: number;
}

/** An address as a number below 2^32; undefined when it is none. */
export function parseAddress(text: string): number | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let value = 0;
  for (const part of parts) {
    if (!/^(?:0|[1-9]\d{0,2})$/.test(part) || Number(part) >= OCTET) return undefined;
    value = value * OCTET + Number(part);
  }
  return value;
}

/** `10.1.0.4`. */
export function printAddress(address: number): string {
  const parts = [address >>> 24, (address >>> 16) & 255, (address >>> 8) & 255, address & 255];
  return parts.join('.');
}

/** How many addresses a range has. */
export function rangeSize(range: AddressRange): number {
  const { prefix } = range;
  return prefix > SHIFT_MAX ? BITS + 1 - prefix : ALL / (1 << prefix);
}

/** A range; undefined when it is none, or when its address is not the first one of it. */
export function parseRange(text: string): AddressRange | undefined {
  const slash = text.indexOf('/');
  const first = parseAddress(slash < 0 ? text : text.slice(0, slash));
  const bits = slash < 0 ? String(BITS) : text.slice(slash + 1);
  if (first === undefined || !/^(?:\d|[12]\d|3[0-2])$/.test(bits)) return undefined;
  const range = { first, prefix: Number(bits) };
  return first % rangeSize(range) === 0 ? range : undefined;
}

/** `10.1.0.0/16`. */
export function printRange(range: AddressRange): string {
  return `${printAddress(range.first)}/${range.prefix}`;
}

/** True when an address lies in a range. */
export function inRange(range: AddressRange, address: number): boolean {
  return address >= range.first && address < range.first + rangeSize(range);
}

/** True when two ranges share an address. */
export function rangesOverlap(left: AddressRange, right: AddressRange): boolean {
  return left.first < right.first + rangeSize(right) && right.first < left.first + rangeSize(left);
}

/** True when a range lies wholly in another. */
export function rangeInside(inner: AddressRange, outer: AddressRange): boolean {
  return inner.prefix >= outer.prefix && inRange(outer, inner.first);
}

/** Addresses of a subnet that can be given to somebody. */
export function usableAddresses(range: AddressRange): number {
  return Math.max(0, rangeSize(range) - RESERVED_FIRST - RESERVED_LAST);
}

/** True when the service keeps an address of a subnet for itself. */
export function isReserved(range: AddressRange, address: number): boolean {
  const offset = address - range.first;
  return offset < RESERVED_FIRST || offset >= rangeSize(range) - RESERVED_LAST;
}
