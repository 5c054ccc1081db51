/**
 * The move of a server as the screen may see it: what was found and measured, which sizes are
 * suggested and why, how far the copy is, what a test showed, how long the change-over took, and
 * what it left as it was. All figures are computed; the screen adds none.
 */
import { z } from 'zod';
import { PROTOCOLS, PROCESS_STATES } from '../model/guest-kinds.ts';
import { ARCHITECTURES, HYPERVISOR_GENERATIONS, OS_KINDS } from '../model/image-kinds.ts';
import {
  MOVE_PHASES,
  MOVE_STAGES,
  MOVE_TESTS,
  REMAINS,
  SIZE_REASONS,
} from '../model/move-kinds.ts';
import { base, cause, count, id } from './row-base.ts';

const amount = z.number().min(0);

/** One way that each request of a service goes several times. */
const callSchema = z.strictObject({ to: z.string(), times: count, roundTripUs: count });

export const moveFoundSchema = z.strictObject({
  cores: count,
  mipsPerCore: count,
  memoryMib: count,
  diskGib: count,
  nicMbps: count,
  /** Alias of the image whose system is on it. */
  installed: z.string(),
  os: z.enum(OS_KINDS),
  architecture: z.enum(ARCHITECTURES),
  generation: z.enum(HYPERVISOR_GENERATIONS),
  patchLevel: count,
  rebootPending: z.boolean(),
  usedMemoryMib: count,
  usedDiskMib: count,
  applications: z.array(
    z.strictObject({
      name: z.string(),
      application: z.string(),
      state: z.enum(PROCESS_STATES),
      ports: z.array(
        z.strictObject({ protocol: z.enum(PROTOCOLS), address: z.string(), port: count }),
      ),
      paths: z.array(z.string()),
      runtimes: z.array(z.strictObject({ runtime: z.string(), version: z.string() })),
      dependsOn: z.array(z.string()),
      /** There can be one of it on a system. */
      onlyOnce: z.boolean(),
      cpuMillicores: count,
      memoryMib: count,
      memoryGrowthMibPerHour: amount,
      diskMib: count,
      diskGrowthMibPerHour: amount,
    }),
  ),
  tasks: z.array(
    z.strictObject({
      name: z.string(),
      cron: z.string(),
      cpuMillicores: count,
      memoryMib: count,
    }),
  ),
  /** Services whose users are led to it. */
  services: z.array(
    z.strictObject({
      service: id,
      port: count,
      workers: count,
      deadlineUs: count,
      calls: z.array(callSchema),
    }),
  ),
});
export type MoveFound = z.infer<typeof moveFoundSchema>;

/** A size a server could become, with the figures it was chosen by. */
export const sizeSuggestionSchema = z.strictObject({
  reason: z.enum(SIZE_REASONS),
  size: z.string(),
  vCpu: count,
  memoryMib: count,
  /** What was asked of the size. */
  wantedVCpu: count,
  wantedMemoryMib: count,
  diskTier: z.string(),
  microUsdPerMonth: count,
});
export type SizeSuggestion = z.infer<typeof sizeSuggestionSchema>;

/** One thing that did not get better, with its numbers. */
export const remainSchema = z.strictObject({
  kind: z.enum(REMAINS),
  figures: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type Remain = z.infer<typeof remainSchema>;

export const trialCheckSchema = z.strictObject({
  app: z.string(),
  state: z.enum(PROCESS_STATES),
  ok: z.boolean(),
  ports: z.array(count),
  portsMissing: z.array(count),
  code: z.string().optional(),
  line: z.string().optional(),
});

export const moveRowSchema = z.strictObject({
  kind: z.literal('move'),
  ...base,
  /** The server, which stands there no more when the move is finished. */
  server: id,
  stage: z.enum(MOVE_STAGES),
  found: moveFoundSchema,
  measured: z.strictObject({
    fromUs: count,
    meanMillicores: amount,
    peakMillicores: amount,
    peakMemoryMib: count,
    diskGrowthMibPerHour: amount,
  }),
  suggestions: z.array(sizeSuggestionSchema),
  mapping: z
    .strictObject({
      machine: z.string(),
      size: z.string(),
      image: z.string(),
      group: id,
      subnet: id.optional(),
      securityGroup: id.optional(),
      storage: id.optional(),
      osDiskGib: count,
      diskTier: z.string(),
      tags: z.record(z.string(), z.string()),
      microUsdPerMonth: count,
    })
    .optional(),
  copy: z
    .strictObject({
      mbps: count,
      churnMibPerHour: amount,
      everyUs: count,
      phase: z.enum(MOVE_PHASES),
      /** What the pass under way copies, what of it is left, and when it is done. */
      passMib: count,
      leftMib: count,
      untilUs: count,
      /** Up to when everything has arrived; absent before the first copy is complete. */
      pointUs: count.optional(),
      passes: count,
      copiedMib: count,
      /** What the last pass would copy if the server stopped now, and how long that takes. */
      pendingMib: count,
      pendingUs: count,
    })
    .optional(),
  test: z
    .strictObject({
      result: z.enum(MOVE_TESTS),
      vm: id.optional(),
      checks: z.array(trialCheckSchema),
      /** Ways to others that a network joined to nothing cannot try. */
      untried: count,
    })
    .optional(),
  cutOver: z
    .strictObject({
      beganUs: count,
      windowEndsUs: count,
      servedUs: count.optional(),
      /** From the stop of the server to the first moment its machine served, or up to now. */
      outageUs: count,
      /** Requests of its services that failed since. */
      failed: count,
    })
    .optional(),
  target: id.optional(),
  remains: z.array(remainSchema),
  rollBacks: count,
  revision: count,
  cause,
});
