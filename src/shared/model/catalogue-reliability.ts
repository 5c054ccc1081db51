/**
 * How often the parts of a room fail: mean time between failures and mean time to repair, as a
 * catalogue gives them. What follows from them is worked out in `expected-availability.ts` and by
 * whoever draws faults at random.
 */
import { z } from 'zod';
import { evidenceShape, titleSchema } from './catalogue-evidence.ts';

/** Kinds of part that fail by themselves. */
export const COMPONENT_KINDS = [
  'utility',
  'ups',
  'feed',
  'pdu',
  'rack',
  'switch',
  'link',
  'host',
  'storage',
  'machine',
  'room',
  'datacenter',
  'zone',
  'site',
] as const;
export type ComponentKind = (typeof COMPONENT_KINDS)[number];

export const componentSchema = z.strictObject({
  kind: z.enum(COMPONENT_KINDS),
  title: titleSchema,
  mtbfHours: z.number().positive().describe('Mean time from a repair to the next failure.'),
  mttrHours: z.number().positive().describe('Mean time from a failure to its repair.'),
  ...evidenceShape,
});

export type Component = z.infer<typeof componentSchema>;
