/**
 * Columns of what narrows placement: proximity placement groups, dedicated host groups with their
 * hosts, and capacity reservations with the places they hold (docs/facts.md, facts 57 to 59).
 * Units stand in the names.
 */
import { f64, ref, text, u32, u8 } from './columns.ts';

/** `sizes` is the intent, one name per line; a zone only with one. */
export const proximityGroupColumns = {
  name: text(),
  group: ref('group'),
  sizes: text(),
  zone: ref('place'),
  tags: text(),
  revision: u32(),
};

export const hostGroupColumns = {
  name: text(),
  group: ref('group'),
  zone: ref('place'),
  faultDomains: u8('count'),
  automatic: u8(),
  tags: text(),
  revision: u32(),
};

/** A drawn host that one host group has for itself. */
export const dedicatedHostColumns = {
  name: text(),
  group: ref('group'),
  hostGroup: ref('hostGroup'),
  host: ref('host'),
  sku: text(),
  series: text(),
  faultDomain: u8('enum'),
  microUsdPerHour: u32(),
  billedFromUs: f64('us'),
  tags: text(),
  revision: u32(),
};

export const reservationColumns = {
  name: text(),
  group: ref('group'),
  size: text(),
  vCpu: u32(),
  memoryMib: u32('MiB'),
  zone: ref('place'),
  microUsdPerHour: u32(),
  /** Time its unused places were paid for, in all, up to `billedAtUs`. */
  unusedUs: f64('us'),
  billedAtUs: f64('us'),
  tags: text(),
  revision: u32(),
};

/** A place a reservation holds on a host: for nobody, or for the machine that uses it. */
export const reservedPlaceColumns = {
  reservation: ref('reservation'),
  host: ref('host'),
  vm: ref('vm'),
};
