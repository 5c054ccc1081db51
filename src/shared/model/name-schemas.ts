/**
 * Names and references, as schemas.
 *
 * A thing is created under a `name` and afterwards mentioned by a `reference`: its name, or its
 * full text id (`rack:r1`, `vm:shop/web-1`) where a name alone would be ambiguous. What a
 * reference means is decided by the engine, which knows what exists; here only its shape is fixed.
 */
import { z } from 'zod';

/** Longest name a thing may carry, in characters; the service's own limit for Linux machines. */
export const NAME_LENGTH_MAX = 64;

/** A name: letters, digits, `.`, `_`, `-`; starts and ends with a letter or digit. */
export const nameSchema = z
  .string()
  .min(1)
  .max(NAME_LENGTH_MAX)
  .regex(/^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/, {
    message: 'use letters, digits, ".", "_" and "-", starting and ending with a letter or digit',
  });

/** A reference: a name, `group/name`, or a full id such as `vm:shop/web-1`. */
export const referenceSchema = z
  .string()
  .min(1)
  .max(200)
  .regex(/^(?:[a-z][A-Za-z]*:)?[A-Za-z0-9._-]+(?:\/[A-Za-z0-9._-]+)?$/, {
    message: 'write a name, group/name, or kind:name',
  });

/** Tags of a cloud resource: at most 50 pairs, as the service allows. */
export const tagsSchema = z
  .record(z.string().min(1).max(512), z.string().max(256))
  .refine((tags) => Object.keys(tags).length <= 50, { message: 'at most 50 tags' });

export type Name = z.infer<typeof nameSchema>;
export type Reference = z.infer<typeof referenceSchema>;
export type Tags = z.infer<typeof tagsSchema>;
