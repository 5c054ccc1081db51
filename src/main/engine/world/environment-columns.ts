/**
 * Columns of environments: what a resource group is for, and when the clock switches its machines
 * off. A machine remembers for how long it was stopped and billed all the same.
 */
import { f64, text, u32, u8 } from './columns.ts';

export const groupEnvironmentColumns = {
  /** 0: none; else one more than the place in the list of kinds. */
  environment: u8('enum'),
  /** Minute of the day at which machines are switched off, one more; 0: no clock. */
  clockOff: u32('minute'),
  clockFrom: u32('minute'),
  clockDays: u8('days'),
  clockActs: u8('enum'),
  clockZone: text(),
  clockSerial: u32(),
  clockNextUs: f64(),
};

export const vmStoppedColumns = {
  /** Time it was stopped and billed, and since when it is; 0: it is not. */
  stoppedUs: f64(),
  stoppedSinceUs: f64(),
  isStopped: u8(),
};
