/**
 * Columns of planned maintenance: a wave going through one set. Its row is there while the wave
 * is. Units stand in the names.
 */
import { f64, ref, text, u32, u8 } from './columns.ts';

export const maintenanceWaveColumns = {
  /** The set it goes through: one of the two. */
  availabilitySet: ref('availabilitySet'),
  scaleSet: ref('scaleSet'),
  phase: u8('enum'),
  mode: u8('enum'),
  /** The domain in hand; of waves by rack its slot. */
  domain: u32(),
  cancelled: u8(),
  endsAtUs: f64(),
  /** Raised whenever a pending phase becomes void. */
  serial: u32(),
  workUs: f64(),
  recoveryUs: f64(),
  drainUs: f64(),
  /** 0: domains are not announced. */
  noticeUs: f64(),
  /** The happening that began it; no other wave has it, so machines remember it by this. */
  cause: u32('id'),
  domainCause: u32('id'),
  /** In place of a set: one machine, or what stands on a dedicated host. */
  vm: ref('vm', { late: true }),
  dedicatedHost: ref('dedicatedHost', { late: true }),
};

/** Hours of the week in which something is done to a set, one row for each scope. */
export const maintenanceWindowColumns = {
  availabilitySet: ref('availabilitySet'),
  scaleSet: ref('scaleSet'),
  scope: u8('enum'),
  /** Bit 0 is Monday. */
  days: u8('bits'),
  atMinute: u32('minutes since midnight'),
  durationUs: f64(),
  timeZone: text(),
  /** End of the window that is open; 0 while none is. */
  openUntilUs: f64(),
  /** The happening of the last opening; machines remember by it that they were done. */
  cause: u32('id'),
  /** Raised whenever a pending event becomes void. */
  serial: u32(),
  /** In place of a set: one machine, or a dedicated host. */
  vm: ref('vm', { late: true }),
  dedicatedHost: ref('dedicatedHost', { late: true }),
};
