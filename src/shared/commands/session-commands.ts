/**
 * Commands on sessions: who stays logged in where, which decides what a lost machine costs users.
 * What is lost is counted by the engine.
 */
import { z } from 'zod';
import { referenceSchema } from '../model/name-schemas.ts';
import { durationSchema } from '../model/quantities.ts';
import { SESSION_PLACES } from '../model/kinds.ts';

export const sessionShape = {
  /** In the machine that let the user in, in a store, or in a cookie the user keeps. */
  keptIn: z.enum(SESSION_PLACES),
  /** The store, where they are kept in one. */
  store: referenceSchema.optional(),
  /** Users who log in. */
  perSecond: z.number().min(0).max(1_000),
  /** How long a session lasts; 30m when absent. */
  lifetime: durationSchema.optional(),
};

/**
 * Says where a service keeps its sessions and how many begin, in place of what was said before;
 * sessions under way end with the old rule. Refusals: service.notFound, store.notFound,
 * sessions.place.
 */
export const sessionsSetSchema = z.strictObject({
  type: z.literal('sessions.set'),
  service: referenceSchema,
  ...sessionShape,
});

/** Takes the sessions of a service away. Refusals: service.notFound, sessions.none. */
export const sessionsClearSchema = z.strictObject({
  type: z.literal('sessions.clear'),
  service: referenceSchema,
});

export const sessionCommandSchemas = [sessionsSetSchema, sessionsClearSchema] as const;
