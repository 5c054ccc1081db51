/**
 * What `manifest.json` of a document holds, and the part of it that every format version shares, so
 * that an older or newer document can be recognised before anything else is understood. Unknown
 * fields are kept: a newer program of the same format version may have written them. It must not
 * touch a disk; the checksum of the file is the business of src/main/persistence.
 */
import { z } from 'zod';
import type { JsonValue } from '../kernel/canonical-json.ts';

export const DOCUMENT_FORMAT = 'racklab.document';
/** The version written today; see migrations/document-format.ts for the steps that lead to it. */
export const DOCUMENT_FORMAT_VERSION = 1;

/** Titles are shown in lists; longer ones were not typed by a person. */
const TITLE_LENGTH_MAX = 200;

/** Opaque to the document layer: only the workspace knows its meaning. */
const opaque = z.custom<JsonValue>((value) => value !== undefined, { message: 'is missing' });

/** One file or folder name inside the document; never a path. */
const partName = z
  .string()
  .regex(/^[a-z][a-z0-9-]*(\.[a-z0-9-]+)*$/)
  .max(64);

const id = z.string().regex(/^[0-9a-f]{32}$/);

/** Where the parts of this document lie. A migration writes new parts under new names and then
 * replaces the manifest: that one rename is the moment of change. */
export const documentPartsSchema = z.object({
  start: partName,
  view: partName,
  journal: partName,
  keyframes: partName,
  blobs: partName,
});
export type DocumentParts = z.infer<typeof documentPartsSchema>;

/** Shared by all format versions, for ever. */
export const documentEnvelopeSchema = z.looseObject({
  format: z.literal(DOCUMENT_FORMAT),
  formatVersion: z.int().min(1),
  journalId: id,
  startDigest: z.string().regex(/^[0-9a-f]{64}$/),
  parts: documentPartsSchema,
});
export type DocumentEnvelope = z.infer<typeof documentEnvelopeSchema>;

export const documentManifestSchema = documentEnvelopeSchema.extend({
  documentId: id,
  title: z.string().max(TITLE_LENGTH_MAX),
  createdBy: z.looseObject({ name: z.string().max(100), version: z.string().max(100) }),
  /** ISO 8601, for people. */
  createdAt: z.string().max(40),
  /** Version of the engine's rules that the journaled decisions were made under. */
  behaviourVersion: z.int().min(0),
  catalogueId: z.string().max(200),
  seed: z.int(),
  /** The entry that is the present, and the names of branches; owned by the workspace. */
  head: opaque,
  branches: opaque,
});
export type DocumentManifest = z.infer<typeof documentManifestSchema>;
