/**
 * Columns of what a host runs machines with: what that costs, what is kept back, how far memory is
 * promised. All at 0 for hypervisors that nobody said anything about.
 */
import { u16, u32, u8 } from './columns.ts';

export const hypervisorColumns = {
  /** 1: type 2, in the operating system of the host and beside its applications. */
  hosted: u8(),
  memoryPolicy: u8('enum'),
  /** Memory promised in percent of what there is. */
  memoryPercent: u16('percent', { default: 100 }),
  reserveCores: u32('cores'),
  reserveMib: u32('MiB'),
  overheadPermille: u16('permille'),
  overheadMib: u32('MiB'),
  /** Taken for each machine beside its own memory. */
  machineOverheadMib: u32('MiB'),
};
