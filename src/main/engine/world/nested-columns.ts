/**
 * Columns of hypervisors in machines and of the machines inside them. A machine inside another one
 * stands on the host of that one and takes nothing of it; what it takes is counted by its outer
 * machine's hypervisor (0046).
 */
import { ref, u16, u32, u8 } from './columns.ts';

/** Hypervisors in the operating systems of machines; at most one each. */
export const nestColumns = {
  vm: ref('vm'),
  /** 1: a program in the system, 0: the bare-metal role of that system. */
  hosted: u8(),
  vCpuPerCore: u8('vCPU', { default: 1 }),
  reserveCores: u32('cores'),
  reserveMib: u32('MiB'),
  overheadPermille: u16('permille'),
  overheadMib: u32('MiB'),
  /** Taken for each machine beside its own memory. */
  machineOverheadMib: u32('MiB'),
};

/** What every machine says of it. */
export const vmNestColumns = {
  /** The machine it runs inside; none: it stands on its host. */
  inside: ref('vm', { late: true }),
  /** Its own hypervisor, if one is installed. */
  nest: ref('nest', { late: true }),
};
