/**
 * What every row of the room has, and what every cloud resource has beside it. Rows are built from
 * these, so that a screen can treat them alike.
 */
import { z } from 'zod';
import { PROVISIONING_STATES } from '../model/kinds.ts';

export const id = z.string();
export const count = z.number().int().min(0);
export const cause = z.number().int().min(1).optional();
/** Every row: its text id, its name, and the slot that metric columns use for it. */
export const base = { id, name: z.string(), slot: count };
/** Every cloud resource, as a REST surface will show it. */
export const cloud = {
  ...base,
  group: z.string(),
  location: z.string(),
  tags: z.record(z.string(), z.string()),
  revision: count,
  provisioningState: z.enum(PROVISIONING_STATES),
};
