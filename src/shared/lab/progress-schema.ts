/**
 * The file in which a machine keeps how far one has come with its labs. It says what such a file
 * may hold; where it lies and when it is written, it must not know.
 */
import { z } from 'zod';
import { labProgressSchema } from './lab-view.ts';

export const progressFileSchema = z.object({
  format: z.literal('racklab.progress'),
  formatVersion: z.literal(1),
  labs: z.record(
    z.string(),
    /** With the attempts that were begun in each mode. */
    labProgressSchema.extend({ used: z.record(z.string(), z.number().int().min(0)) }),
  ),
});
/** What is kept of one lab. */
export type KeptProgress = z.infer<typeof progressFileSchema>['labs'][string];
