/**
 * Columns of the machine service: what a disk is beside its place, and what the service keeps of
 * a machine. They stand in the tables of disks and machines (`tables.ts`) and nowhere else.
 */
import { f64, u32, u8 } from './columns.ts';

/** Of a disk. */
export const diskServiceColumns = {
  caching: u8('enum'),
  /** Cost before `billedFromUs`, at earlier prices. */
  earlierMicroUsd: f64('micro USD'),
  /** While it is being made or changed: when that is over; 0 otherwise. */
  operationEndsAtUs: f64('us'),
  operationSerial: u32(),
};
