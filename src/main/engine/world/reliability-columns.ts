/**
 * Columns of what fails by itself: the rules somebody set, and the clocks that follow from them.
 * A clock stands for one part, or for all parts of a rule whose cause is common.
 */
import { f64, ref, text, u32, u8 } from './columns.ts';

export const reliabilityColumns = {
  name: text(),
  /** Kind of part; empty: the clocks name the parts. */
  of: text(),
  mtbfUs: f64(),
  mttrUs: f64(),
  together: u8(),
};

export const wearClockColumns = {
  rule: ref('reliability'),
  /** Ids of its parts, one a line. */
  parts: text(),
  /** 1: its parts have failed and are being repaired. */
  failed: u8(),
  serial: u32(),
  failures: u32(),
};
