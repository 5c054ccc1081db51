/**
 * The part of the contract about experiments and about branches beside each other. Experiments
 * belong to the open document; trying one never touches the room itself.
 */
import { z } from 'zod';
import { nameSchema } from '../model/name-schemas.ts';
import { branchComparisonSchema } from '../views/branch-view.ts';
import {
  experimentRunSchema,
  experimentSchema,
  experimentsViewSchema,
  trialAskedSchema,
} from '../views/experiment-view.ts';
import { playbackViewSchema } from '../views/workspace-view.ts';
import { call } from './define.ts';

export const experimentCalls = {
  /** The experiments of the document, and every run. */
  'experiments.list': call({ input: z.strictObject({}), output: experimentsViewSchema }),
  /** Writes one down; with `replace` over the one of that name. */
  'experiments.define': call({
    input: z.strictObject({ experiment: experimentSchema, replace: z.boolean().optional() }),
    output: experimentsViewSchema,
  }),
  'experiments.remove': call({
    input: z.strictObject({ name: nameSchema }),
    output: experimentsViewSchema,
  }),
  /** Tries an experiment or an aimed fault on a copy; a prediction is on the disk before. */
  'experiments.try': call({ input: trialAskedSchema, output: experimentRunSchema }),
  /** The same figures of two branches at the same moments, run again on copies. */
  'branches.compare': call({
    input: z.strictObject({ left: z.string().max(32), right: z.string().max(32) }),
    output: branchComparisonSchema,
  }),
  'branches.drop': call({
    input: z.strictObject({ branch: z.string().max(32) }),
    output: playbackViewSchema,
  }),
} as const;
