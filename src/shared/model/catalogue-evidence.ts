/**
 * Where the figures of a catalogue come from: the shapes that every record of it shares.
 *
 * A figure either stands on a dated source or carries an `assumed` mark with date and reason. The
 * topics say what a source is able to back, so that a price cannot hide behind a page about disks.
 * Which field belongs to which topic is decided in catalogue-check.ts.
 */
import { z } from 'zod';

/** What a source can stand for. */
export const EVIDENCE_TOPICS = [
  'size.shape',
  'size.network',
  'size.io',
  'size.linuxPrice',
  'size.windowsPrice',
  'size.credits',
  'series.features',
  'series.quota',
  'generation',
  'image.identity',
  'image.version',
  'image.disk',
  'image.memory',
  'image.plan',
  'disk.rule',
  'disk.performance',
  'disk.price',
  'charge',
  'duration',
  'sla.promise',
  'sla.credit',
  'host.shape',
  'host.network',
  'host.power',
  'dedicatedHost.shape',
  'dedicatedHost.price',
  'plant',
  'responsibility',
  'equivalents',
  'choice',
  'reliability',
  'application',
  'webPlan',
] as const;
export type EvidenceTopic = (typeof EVIDENCE_TOPICS)[number];

/** Name of a record inside its list: letters, digits and hyphens. */
export const catalogueKeySchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/, {
  message: 'use letters, digits and "-", at most 64',
});

/** A day, a month or a year, as exactly as it is known. */
export const catalogueDateSchema = z.string().regex(/^\d{4}(?:-\d{2}(?:-\d{2})?)?$/, {
  message: 'write 2026-11-22, 2026-11 or 2026',
});

/** A text of one line for the readers of the file; the screen has words of its own, by key. */
export const titleSchema = z.string().min(1).max(300);

/** A page, recording or list that figures were taken from. */
export const sourceSchema = z.strictObject({
  id: catalogueKeySchema,
  title: titleSchema,
  date: catalogueDateSchema.describe('Date of the source itself, unless dateIs says otherwise.'),
  dateIs: z
    .literal('read')
    .optional()
    .describe('The source carries no date; the date is the day it was read.'),
  backs: z.array(z.enum(EVIDENCE_TOPICS)).min(1),
});

/** Why a figure was taken although no source has it; many figures share one reason. */
export const assumptionSchema = z.strictObject({
  id: catalogueKeySchema,
  date: catalogueDateSchema.describe('Day the value was chosen.'),
  reason: titleSchema,
});

/** The part of a record that says where its figures come from. */
export const evidenceShape = {
  sources: z.array(catalogueKeySchema).describe('Ids of sources[] that back the figures here.'),
  assumed: z
    .record(
      z.string().regex(/^[A-Za-z0-9]+(?:\.[A-Za-z0-9]+)*$/),
      catalogueKeySchema.describe('Id of assumptions[].'),
    )
    .optional()
    .describe(
      'Figures no source backs: path inside this record (a path covers what lies below it) to ' +
        'the id of the assumption that gives date and reason. The value stands in its place.',
    ),
};

/** What every record offers to whoever asks where a figure comes from. */
export interface Evidenced {
  readonly sources: readonly string[];
  readonly assumed?: Readonly<Record<string, string>> | undefined;
}
