/**
 * A class: who is in it, in which group, with how much more time, and in which language each reads.
 * Trainers keep it as a table; as an object it says its format and version like every other file.
 */
import { z } from 'zod';
import { LAB_LOCALES } from './lab-words.ts';

/** Learners of one class at most. */
export const LEARNERS_MAX = 5_000;
/** Most that time can be multiplied by. */
const EXTENSION_MAX = 4;

export const rosterLearnerSchema = z.strictObject({
  id: z.string().min(1).max(100).describe('As the learner writes it when an attempt begins.'),
  name: z.string().max(200).optional().describe('Shown on the pages of results.'),
  group: z.string().max(100).optional().describe('Any word; the results carry it along.'),
  extension: z
    .number()
    .min(1)
    .max(EXTENSION_MAX)
    .optional()
    .describe('What time allowed may be multiplied by for this learner; 1 when absent.'),
  locale: z.enum(LAB_LOCALES).optional().describe('The language of the page of this learner.'),
});

export const rosterSchema = z
  .strictObject({
    $schema: z.string().max(400).optional().describe('Where this schema stands, for editors.'),
    format: z.literal('racklab.roster').describe('Says that it is a class.'),
    formatVersion: z.literal(1).describe('The version of the format.'),
    learners: z.array(rosterLearnerSchema).max(LEARNERS_MAX).describe('Everybody, each once.'),
  })
  .describe('A class for Racklab labs. A table id,name,group,extension,locale says the same.');
export type Roster = z.infer<typeof rosterSchema>;
