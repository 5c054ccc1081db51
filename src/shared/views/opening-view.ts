/**
 * How far a document is that is being opened, for the screen that waits. Which step is under way
 * and how much of it is done; what a step does, the workspace knows.
 */
import { z } from 'zod';

/** The steps in their order: the file is checked, the room built, written, and run to its head. */
export const OPENING_STEPS = ['check', 'build', 'write', 'replay'] as const;
export type OpeningStep = (typeof OPENING_STEPS)[number];

export const openingViewSchema = z.strictObject({
  /** Absent while nothing is being opened. */
  step: z.enum(OPENING_STEPS).optional(),
  /** Of this step, from 0 to 1. */
  share: z.number().min(0).max(1),
});
export type OpeningView = z.infer<typeof openingViewSchema>;
