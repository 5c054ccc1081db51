/**
 * Columns of planned maintenance: a wave going through one set. Its row is there while the wave
 * is. Units stand in the names.
 */
import { f64, ref, u32, u8 } from './columns.ts';

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
};
