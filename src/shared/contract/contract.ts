/**
 * The contract: every call and every stream between a screen and a workspace, with schemas.
 *
 * There is no second list. Client and handler types are mapped from this object, both ends check
 * what crosses with it, and its hash tells an old tab from a new host. Names are `area.verb`.
 * A call that can be refused answers `{ok:false, error}` inside its reply (see `define.ts`).
 */
import { z } from 'zod';
import { applicationSchema, runtimeSchema } from '../model/application.ts';
import { OPERATION_NAMES } from '../model/catalogue-compute.ts';
import { commandSchema } from '../commands/index.ts';
import { happeningSchema } from '../events/happenings.ts';
import { fateSchema } from '../views/fate-view.ts';
import { followQuerySchema, followViewSchema } from '../views/follow-view.ts';
import { reachQuerySchema, reachViewSchema } from '../views/virtual-network-view.ts';
import {
  comparisonAskedSchema,
  serviceComparisonSchema,
} from '../views/service-comparison-view.ts';
import { metricsFrameSchema, serviceSeriesSchema } from '../views/metrics-frame.ts';
import { COST_LINES_MAX, costViewSchema } from '../views/cost-view.ts';
import { measuresViewSchema } from '../views/measures-view.ts';
import { monteCarloAskedSchema, monteCarloProgressSchema } from '../views/monte-carlo-view.ts';
import { slaViewSchema } from '../views/sla-view.ts';
import { diskTierOptionSchema, sizeServiceShape } from '../views/service-view.ts';
import { openingViewSchema } from '../views/opening-view.ts';
import { sweepAskedSchema, sweepPlanSchema, sweepProgressSchema } from '../views/sweep-view.ts';
import { topologyPatchSchema } from '../views/topology-view.ts';
import {
  aimSchema,
  historyEntrySchema,
  ledgerRowSchema,
  playbackViewSchema,
  runSummarySchema,
  shadowSchema,
  speedSchema,
} from '../views/workspace-view.ts';
import { call, stream } from './define.ts';
import { experimentCalls } from './experiment-calls.ts';
import { courseCalls } from './course-calls.ts';
import { authorCalls } from './author-calls.ts';
import { labCalls } from './lab-calls.ts';
import { warningSchema } from './frame.ts';

const count = z.number().int().min(0);
const nothing = z.strictObject({});
const localized = z.record(z.string(), z.string());
/** A document is named, never pathed: no client can reach outside the documents folder. */
const documentName = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]*$/u, { message: 'letters, digits, spaces, ".", "_", "-"' });

export const documentEntrySchema = z.strictObject({
  name: z.string(),
  title: z.string(),
  modifiedMs: z.number(),
  lockedBy: z.string().optional(),
  problem: z.string().optional(),
});
export type DocumentEntry = z.infer<typeof documentEntrySchema>;

export const templateEntrySchema = z.strictObject({
  id: z.string(),
  title: localized,
  summary: localized,
  racks: count,
  hosts: count,
  machines: count,
});
export type TemplateEntry = z.infer<typeof templateEntrySchema>;

/** Told when a document was opened; `recovered` says what had to be mended, never silently. */
export const openedSchema = z.strictObject({
  name: z.string(),
  title: z.string(),
  recovered: z
    .strictObject({
      code: z.string(),
      message: z.string(),
      droppedBytes: count,
      droppedEntries: count,
    })
    .optional(),
});

const catalogueOptions = z.strictObject({
  id: z.string(),
  date: z.string(),
  sizes: z.array(
    z.strictObject({
      name: z.string(),
      family: z.string(),
      vCpu: count,
      memoryMib: count,
      maxDataDisks: count,
      linuxMicroUsdPerHour: count,
      assumed: z.boolean(),
      ...sizeServiceShape,
    }),
  ),
  diskTiers: z.array(diskTierOptionSchema),
  images: z.array(
    z.strictObject({
      alias: z.string(),
      urn: z.string(),
      os: z.enum(['linux', 'windows']),
      osDiskGib: count,
      distribution: z.string(),
      exactVersion: z.string(),
      architecture: z.string(),
      generation: z.string(),
      minMemoryMib: count,
      /** Publisher of the plan it is sold with. */
      plan: z.string().optional(),
      endOfLife: z.boolean(),
    }),
  ),
  dedicatedHosts: z.array(z.strictObject({ sku: z.string(), series: z.string() })),
  webPlans: z.array(
    z.strictObject({
      tier: z.string(),
      title: z.string(),
      vCpu: count,
      memoryMib: count,
      maxInstances: count,
      autoscale: z.boolean(),
      microUsdPerHour: count,
      assumed: z.boolean(),
    }),
  ),
  hostModels: z.array(
    z.strictObject({
      name: z.string(),
      title: z.string(),
      cores: count,
      memoryMib: count,
      heightUnits: count,
      idleWatts: count,
      fullWatts: count,
    }),
  ),
  /** How long operations were measured to take; below ten samples that is marked. */
  operations: z.array(
    z.strictObject({
      name: z.enum(OPERATION_NAMES),
      samples: count,
      medianMs: count,
      p90Ms: count,
      fewSamples: z.boolean(),
      assumed: z.boolean(),
    }),
  ),
  /** What can be installed on an operating system, and the runtimes that needs. */
  applications: z.array(applicationSchema.omit({ sources: true, assumed: true })),
  runtimes: z.array(runtimeSchema.omit({ sources: true, assumed: true })),
});
export type CatalogueOptions = z.infer<typeof catalogueOptions>;

const executed = z.strictObject({ seq: count, rev: count, atUs: count });
/** What something was, or would be, accepted with; most often nothing. */
const accepted = z.strictObject({ warnings: z.array(warningSchema).readonly() });

export const contract = {
  'app.info': call({
    input: nothing,
    output: z.strictObject({
      version: z.string(),
      behaviourVersion: count,
      host: z.enum(['electron', 'server', 'test']),
      catalogue: z.string(),
    }),
  }),
  'app.catalogue': call({ input: nothing, output: catalogueOptions }),

  'documents.list': call({ input: nothing, output: z.array(documentEntrySchema) }),
  'documents.templates': call({ input: nothing, output: z.array(templateEntrySchema) }),
  /** Makes a document from a template and opens it; a free name is found when none is given. */
  'documents.create': call({
    input: z.strictObject({
      template: z.string(),
      name: documentName.optional(),
      /** Language of its title, where the scenario has one in it. */
      locale: z.enum(['en', 'pt-BR']).optional(),
    }),
    output: openedSchema,
  }),
  'documents.open': call({
    input: z.strictObject({ name: documentName, recover: z.boolean().optional() }),
    output: openedSchema,
  }),
  /** Makes a document from the text of a scenario file and opens it. */
  'documents.import': call({
    input: z.strictObject({ text: z.string().max(64_000_000), name: documentName.optional() }),
    output: openedSchema,
  }),
  /** The open document as a scenario file; `atUs` gives the state at that time instead. */
  'documents.export': call({
    input: z.strictObject({ atUs: count.optional() }),
    output: z.strictObject({
      fileName: z.string(),
      text: z.string(),
      notCarried: z.array(z.string()),
    }),
  }),
  /** How far the document is that is being opened; a call that is cancelled opens nothing. */
  'documents.opening': stream({ params: nothing, event: openingViewSchema }),
  'documents.saveAs': call({ input: z.strictObject({ name: documentName }), output: openedSchema }),
  'documents.close': call({ input: nothing, output: nothing }),

  /** Carries out a command at the present moment. Acknowledged means: it is on the disk. */
  'workspace.execute': call({
    input: z.strictObject({ command: commandSchema, mark: z.string().max(64).optional() }),
    output: executed.extend(accepted.shape),
  }),
  /** Says whether a command would be accepted; nothing changes. */
  'workspace.check': call({
    input: z.strictObject({ command: commandSchema }),
    output: accepted,
  }),
  'workspace.undo': call({ input: nothing, output: executed }),
  'workspace.redo': call({ input: nothing, output: executed }),
  /** Goes to any simulated moment of this branch. Long ways report progress on `playback`. */
  'workspace.rewind': call({ input: z.strictObject({ toUs: count }), output: playbackViewSchema }),
  /** Goes back to just before one decision (the offer that comes with a refused undo). */
  'workspace.rewindBefore': call({
    input: z.strictObject({ seq: count }),
    output: playbackViewSchema,
  }),
  'workspace.fork': call({
    input: z.strictObject({ name: z.string().min(1).max(64) }),
    output: playbackViewSchema,
  }),
  'workspace.switchBranch': call({
    input: z.strictObject({ branch: z.string() }),
    output: playbackViewSchema,
  }),
  'workspace.history': call({ input: nothing, output: z.array(historyEntrySchema) }),
  'workspace.play': call({
    input: z.strictObject({ running: z.boolean().optional(), speed: speedSchema.optional() }),
    output: playbackViewSchema,
  }),
  /** One event, or one simulated minute. */
  'workspace.step': call({
    input: z.strictObject({ what: z.enum(['event', 'minute']) }),
    output: playbackViewSchema,
  }),
  /** Runs to a moment as fast as possible; cancel stops it where it is. */
  'workspace.runUntil': call({
    input: z.strictObject({ toUs: count }),
    output: playbackViewSchema,
  }),
  'workspace.explain': call({
    input: z.strictObject({ happening: z.number().int().min(1) }),
    output: z.array(happeningSchema),
  }),
  'workspace.ledger': call({
    input: z.strictObject({ service: z.string().optional() }),
    output: z.array(ledgerRowSchema),
  }),
  'workspace.shadow': call({ input: aimSchema, output: shadowSchema }),
  'workspace.fate': call({ input: z.strictObject({ of: z.string() }), output: fateSchema }),
  'workspace.reach': call({ input: reachQuerySchema, output: reachViewSchema }),
  /** What becomes of one request, hop by hop, found out on a copy of the room. */
  'workspace.follow': call({ input: followQuerySchema, output: followViewSchema }),
  /** The same application on a machine and on a web app, measured on copies. */
  'workspace.compareServices': call({
    input: comparisonAskedSchema,
    output: serviceComparisonSchema,
  }),
  'workspace.series': call({
    input: z.strictObject({ service: z.string(), fromUs: count, toUs: count }),
    output: serviceSeriesSchema,
  }),
  'workspace.summary': call({ input: nothing, output: runSummarySchema }),
  /** What was up, what was down and why; promised, expected and measured; what it costs. */
  'workspace.measures': call({
    input: z.strictObject({ of: z.string().max(200).optional() }),
    output: measuresViewSchema,
  }),
  'workspace.sla': call({
    input: z.strictObject({ of: z.string().max(200).optional(), machines: z.boolean().optional() }),
    output: slaViewSchema,
  }),
  'workspace.costs': call({
    input: z.strictObject({ lines: z.number().int().min(0).max(COST_LINES_MAX) }),
    output: costViewSchema,
  }),
  /** Presentation only (map positions, open panels): kept beside the document, never in history. */
  'view.load': call({ input: nothing, output: z.record(z.string(), z.unknown()) }),
  'view.save': call({ input: z.record(z.string(), z.unknown()), output: nothing }),

  /** What a sweep would try, and about how long it would take. */
  'workspace.sweepPlan': call({ input: sweepAskedSchema, output: sweepPlanSchema }),
  /** Tries every fault, or pair, on copies of the lab as it stands; ends when all are tried. */
  'workspace.sweep': stream({
    params: sweepAskedSchema,
    event: sweepProgressSchema,
  }),
  /** Runs the lab with many seeds, from its start with what was decided since; ends when done. */
  'workspace.monteCarlo': stream({
    params: monteCarloAskedSchema,
    event: monteCarloProgressSchema,
  }),
  'workspace.topology': stream({ params: nothing, event: topologyPatchSchema }),
  'workspace.metrics': stream({ params: nothing, event: metricsFrameSchema }),
  'workspace.playback': stream({ params: nothing, event: playbackViewSchema }),
  /** New happenings; `reset` first, after a rewind and after an undo. */
  'workspace.timeline': stream({
    params: nothing,
    event: z.strictObject({ reset: z.boolean(), items: z.array(happeningSchema) }),
  }),
  ...experimentCalls,
  ...courseCalls,
  ...labCalls,
  ...authorCalls,
} as const;

export type Contract = typeof contract;
