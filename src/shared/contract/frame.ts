/**
 * The messages that cross between a screen and a workspace.
 *
 * Eight kinds, all plain data. `hello` comes first in both directions; ids are chosen by the
 * client, rise strictly, and are shared by calls and subscriptions. A `reply` is the last word on
 * an id: the answer of a call, or the end of a subscription. Nothing here knows what the payloads
 * mean; their schemas are in the contract.
 */
import { z } from 'zod';
import type { AppError, Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import { ipcError, refusalOf } from './ipc-error.ts';
import { UnreadableMessage } from './transport.ts';

/** Reply id for refusals that belong to no call: frames that could not be read. */
export const CONNECTION_ID = 0;

/** Longest name of a call or stream, in characters. */
const NAME_LENGTH_MAX = 80;
/** Longest text in an error that crosses, in characters. */
const ERROR_TEXT_LENGTH_MAX = 4_000;
/** Longest version or hash text, in characters. */
const VERSION_LENGTH_MAX = 100;

const idSchema = z.int().positive();
const nameSchema = z.string().min(1).max(NAME_LENGTH_MAX);
const versionSchema = z.string().min(1).max(VERSION_LENGTH_MAX);
const errorTextSchema = z.string().max(ERROR_TEXT_LENGTH_MAX);

const errorDetailSchema = z.union([
  errorTextSchema,
  z.number(),
  z.boolean(),
  z.array(errorTextSchema),
  z.array(z.number()),
]);

/** A refusal as it crosses; the same shape as `AppError`. */
export const appErrorSchema = z.strictObject({
  code: z.string().min(1).max(NAME_LENGTH_MAX),
  message: errorTextSchema,
  hint: errorTextSchema.exactOptional(),
  details: z.record(z.string(), errorDetailSchema).exactOptional(),
  retryable: z.boolean().exactOptional(),
});

/** A warning as it crosses; the same shape as `Warning`. */
export const warningSchema = z.strictObject({
  code: appErrorSchema.shape.code,
  message: errorTextSchema,
  hint: errorTextSchema,
  details: z.record(z.string(), z.union([errorTextSchema, z.number()])),
});

const replySchema = z.discriminatedUnion('ok', [
  z.strictObject({
    kind: z.literal('reply'),
    id: idSchema.or(z.literal(CONNECTION_ID)),
    ok: z.literal(true),
    value: z.unknown().optional(),
  }),
  z.strictObject({
    kind: z.literal('reply'),
    id: idSchema.or(z.literal(CONNECTION_ID)),
    ok: z.literal(false),
    error: appErrorSchema,
  }),
]);

const frameSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('hello'),
    contractHash: versionSchema,
    appVersion: versionSchema,
  }),
  z.strictObject({
    kind: z.literal('call'),
    id: idSchema,
    name: nameSchema,
    input: z.unknown().optional(),
  }),
  z.strictObject({ kind: z.literal('cancel'), id: idSchema }),
  z.strictObject({
    kind: z.literal('sub'),
    id: idSchema,
    name: nameSchema,
    params: z.unknown().optional(),
  }),
  z.strictObject({ kind: z.literal('unsub'), id: idSchema }),
  z.strictObject({
    kind: z.literal('event'),
    id: idSchema,
    serial: z.int().positive(),
    value: z.unknown().optional(),
  }),
  z.strictObject({ kind: z.literal('ack'), id: idSchema, serial: z.int().positive() }),
  replySchema,
]);

/** Any message, checked in shape but not in payload. */
export type Frame = z.infer<typeof frameSchema>;
export type FrameOf<K extends Frame['kind']> = Extract<Frame, { kind: K }>;

/** Reads a message. Refuses with `ipc.invalid`, naming the path and the reason. */
export function parseFrame(raw: unknown): Result<Frame> {
  if (raw instanceof UnreadableMessage) return err(unreadable(raw.reason));
  const parsed = frameSchema.safeParse(raw);
  if (parsed.success) return ok(parsed.data);
  return err(refusalOf({ what: 'The message', issues: parsed.error.issues }));
}

function unreadable(reason: string): AppError {
  return ipcError('ipc.invalid', {
    message: `The message has the wrong shape: (whole): ${reason}.`,
    details: { path: '(whole)', reason },
  });
}

/**
 * The id a refusal of an unreadable message should be sent under: the message's own when it was a
 * call or a subscription with a usable id, else the connection's.
 */
export function replyIdOf(raw: unknown): number {
  const claim = z.looseObject({ kind: z.enum(['call', 'sub']), id: idSchema }).safeParse(raw);
  return claim.success ? claim.data.id : CONNECTION_ID;
}

/** An error as it may cross: texts cut to their limits, nothing but the known keys. */
export function portableError(error: AppError): AppError {
  const parsed = appErrorSchema.safeParse(error);
  if (parsed.success) return error;
  return ipcError('internal.bug', {
    message: 'Racklab refused, but could not say why: its error was not in the agreed shape.',
  });
}
