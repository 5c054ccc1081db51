/**
 * Commands on hypervisors: what a host runs machines with, what that costs, how far it promises
 * more than it has, and moving a machine to another host without stopping it.
 *
 * Type 1 runs on the hardware, type 2 in the operating system of the host (docs/facts.md, fact
 * 114). Figures that are left out are ours and said in SPEC.md.
 */
import { z } from 'zod';
import { HYPERVISOR_TYPES, MEMORY_POLICIES } from '../model/hypervisor-kinds.ts';
import { referenceSchema } from '../model/name-schemas.ts';

/** What can be changed later as well; what is absent stays, or is the default of the type. */
export const hypervisorShape = {
  /** vCPU promised for each core; 1 when never said. */
  vCpuPerCore: z.number().int().min(1).max(16).optional().describe('vCPU promised for each core.'),
  /** `refuse`: memory is promised once; `swap`: up to `memoryPercent` of what there is. */
  memoryPolicy: z.enum(MEMORY_POLICIES).optional().describe('Whether memory is promised once.'),
  /** With `swap`: promised in percent of what there is; 150 when never said. */
  memoryPercent: z.number().int().min(100).max(400).optional().describe('Promised with swap.'),
  /** Kept free for the host itself, beside the overhead. */
  reserveCores: z.number().int().min(0).max(4_096).optional().describe('Cores kept free.'),
  reserveMib: z.number().int().min(0).max(16_777_216).optional().describe('Memory kept free.'),
  /** Share of the processor that is lost to it, in percent. */
  cpuOverheadPercent: z.number().min(0).max(90).optional().describe('Processor lost to it.'),
  /** Memory it takes for itself, and for each machine. */
  overheadMib: z.number().int().min(0).max(16_777_216).optional().describe('Memory of its own.'),
  machineOverheadMib: z
    .number()
    .int()
    .min(0)
    .max(1_048_576)
    .optional()
    .describe('Memory it takes for each machine.'),
};

/**
 * Installs a hypervisor: type 1 in place of the operating system of the host, type 2 beside it; in
 * a machine (`vm:` and its name) as the bare-metal role of its system, or as a program.
 * Refusals: host.notFound, hypervisor.present, host.hasApplications,
 * hypervisor.memoryShort, hypervisor.swapNeedsPolicy, hypervisor.hostedSwap, vm.notFound, vm.busy,
 * guest.down, jumpbox.down, nested.unsupported, nested.tooDeep, nested.instance.
 */
export const hypervisorInstallSchema = z.strictObject({
  type: z.literal('hypervisor.install'),
  /** A host, or `vm:` and a machine whose size allows nested virtualization. */
  host: referenceSchema,
  kind: z.enum(HYPERVISOR_TYPES),
  ...hypervisorShape,
});

/**
 * Removes the hypervisor of a host or machine without machines; the host runs an operating system
 * then. Refusals: host.notFound, hypervisor.absent, host.inUse, vm.notFound, vm.busy, guest.down,
 * jumpbox.down, nested.inUse.
 */
export const hypervisorRemoveSchema = z.strictObject({
  type: z.literal('hypervisor.remove'),
  host: referenceSchema,
});

/**
 * Changes what a hypervisor promises and keeps. Refusals: host.notFound, hypervisor.absent,
 * hypervisor.promisedMore, hypervisor.memoryShort, hypervisor.swapNeedsPolicy,
 * hypervisor.hostedSwap, vm.notFound.
 */
export const hypervisorSetSchema = z.strictObject({
  type: z.literal('hypervisor.set'),
  host: referenceSchema,
  ...hypervisorShape,
});

/**
 * Moves a running machine to another host without stopping it. Refusals: vm.notFound, vm.busy,
 * vm.notRunning, host.notFound, host.noHypervisor, host.down, vm.sameHost, AllocationFailed,
 * OverconstrainedAllocationRequest, vm.migrationBound, nested.bound.
 */
export const vmMigrateSchema = z.strictObject({
  type: z.literal('vm.migrate'),
  vm: referenceSchema,
  /** Where it goes; the placement rule chooses when absent. */
  to: referenceSchema.optional(),
  /** What it writes while it is copied; the platform's figure when absent, else 240. */
  dirtyMibPerSecond: z.number().min(0).max(100_000).optional(),
});

export const hypervisorCommandSchemas = [
  hypervisorInstallSchema,
  hypervisorRemoveSchema,
  hypervisorSetSchema,
  vmMigrateSchema,
] as const;
