/**
 * The small words of lab files: ids, texts in several languages, expressions, selectors by shape.
 * What an expression or a selector means is decided where it is used; here it is only bounded.
 */
import { z } from 'zod';
import { EXPRESSION_LENGTH_MAX } from './expression-parser.ts';

/** Languages a lab may be written in; English is always there. */
export const LAB_LOCALES = ['en', 'pt-BR'] as const;
export type LabLocale = (typeof LAB_LOCALES)[number];

const TEXT_LENGTH_MAX = 4_000;
const PATH_LENGTH_MAX = 200;

export const labIdSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, { message: 'use small letters, digits and "-"' });

/** A text for the learner, in each language of the lab. */
export const labTextSchema = z
  .strictObject({
    en: z.string().min(1).max(TEXT_LENGTH_MAX),
    'pt-BR': z.string().min(1).max(TEXT_LENGTH_MAX).optional(),
  })
  .describe('A text for the learner, one for each language of the lab.');
export type LabText = z.infer<typeof labTextSchema>;

export const expressionSchema = z
  .string()
  .min(1)
  .max(EXPRESSION_LENGTH_MAX)
  .describe('An expression over variables and the room: numbers, texts, operators, calls.');

/** A number, or an expression that comes to one. */
export const amountSchema = z
  .union([z.number(), expressionSchema])
  .describe('A number, or an expression that comes to one.');

/** A file inside the lab, below its folder. */
export const labPathSchema = z
  .string()
  .min(1)
  .max(PATH_LENGTH_MAX)
  .regex(/^(?!\/)(?!.*(?:^|\/)\.{1,2}(?:\/|$))(?:[A-Za-z0-9._/-]|\{locale\})+$/, {
    message: 'name a file inside the lab, without leading "/" and without ".."',
  });

export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, {
  message: 'write a SHA-256 as 64 hexadecimal digits',
});
