/**
 * Columns of what is wrong: injected faults, and the marks they leave on hosts, racks and machines.
 *
 * A fault names what it was aimed at by table and slot, because it may be anything; it goes with
 * its target (`fault-rows.ts`). Marks that follow from faults alone are derived
 * (`impairment-index.ts`), not kept here.
 */
import { f64, text, u16, u32, u8 } from './columns.ts';

/** Faults that were injected and not taken back, those still to come included. */
export const faultColumns = {
  name: text(),
  kind: u8('enum'),
  /** Table of the target, 1 + its place in FAULT_TABLES, and 1 + its slot; 0: see `scope`. */
  table: u8('enum'),
  slot: u32('slot + 1'),
  otherTable: u8('enum'),
  otherSlot: u32('slot + 1'),
  /** `tag:KEY=VALUE` or `image:NAME`, where the target is a shared property. */
  scope: text(),
  amount: f64('of the kind'),
  phase: u8('enum'),
  startedUs: f64(),
  /** When it begins or ends next; 0: not by itself. */
  nextUs: f64(),
  lastsUs: f64(),
  everyUs: f64(),
  /** Times left after this one; 2^32 - 1: for ever. */
  timesLeft: u32(),
  serial: u32(),
  cause: u32('id'),
};

/** Marks on a host. */
export const hostHealthColumns = {
  /** Speed of its cores beside that of its model. */
  speedPermille: u16('permille', { default: 1_000 }),
  /** 1: it shut itself down for heat and stays down until it is cool. */
  tooHot: u8(),
  /** Raised whenever the platform's plan for its machines becomes void. */
  healSerial: u32(),
};

/** Air at the intake of a rack, and marks on a machine. */
export const rackHealthColumns = {
  inletMilliC: u32('milli °C', { default: 22_000 }),
  /** 1: its air is looked at again and again until it is as cool as it should be. */
  airTicks: u8(),
};

export const vmHealthColumns = {
  /** 1: nothing on it answers, as of the last settling. */
  silent: u8(),
  /** 1: it makes no progress. */
  stalled: u8(),
  /** Frozen with its memory until then; 0: not. */
  pausedUntilUs: f64(),
  leakedKib: f64('KiB'),
  /** The fault that hangs it, slot + 1; a restart cures it. */
  hungBy: u32('slot + 1'),
  /** Raised whenever the platform's next attempt to heal it becomes void. */
  healSerial: u32(),
};

/** What the platform does by itself; one row, or none where nobody acts. */
export const platformColumns = {
  name: text(),
  healing: u8(),
  liveMigration: u8(),
  /** What machines write while they are copied. */
  dirtyMibPerSecond: f64('MiB/s'),
  /** Which host with room a machine goes to. */
  placement: u8('enum'),
};
