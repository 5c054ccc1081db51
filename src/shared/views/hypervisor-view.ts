/**
 * What a host runs machines with, as the screen sees it: kind, costs, what is kept back. What it
 * offers with all that is worked out already.
 */
import { z } from 'zod';
import { HYPERVISOR_TYPES, MEMORY_POLICIES } from '../model/hypervisor-kinds.ts';
import { count, id } from './row-base.ts';

export const hypervisorViewSchema = z.strictObject({
  kind: z.enum(HYPERVISOR_TYPES),
  memoryPolicy: z.enum(MEMORY_POLICIES),
  /** Memory promised in percent of what there is. */
  memoryPercent: count,
  reserveCores: count,
  reserveMib: count,
  cpuOverheadPercent: z.number().min(0),
  overheadMib: count,
  machineOverheadMib: count,
  /** What it promises to machines in all. */
  vCpuOffered: count,
  memoryOfferedMib: count,
  /** What it has promised, its overhead for each machine included. */
  memoryPromisedMib: count,
  /** Memory of running machines that is on the disk. */
  swappedMib: count,
});

/** As that of a host, of a machine whose operating system has one. */
export const nestViewSchema = z.strictObject({
  ...hypervisorViewSchema.shape,
  vCpuPerCore: count,
  vCpuPromised: count,
  /** The machines inside, whatever they are doing. */
  machines: z.array(id),
});

export type NestView = z.infer<typeof nestViewSchema>;
export type HypervisorView = z.infer<typeof hypervisorViewSchema>;
