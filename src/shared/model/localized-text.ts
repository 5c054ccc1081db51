/**
 * Texts for people in files: one string, or one for each language. Which one is shown is decided
 * by whoever shows it; nothing here knows a screen.
 */
import { z } from 'zod';

const TEXT_LENGTH_MAX = 4_000;

/** A text for people: plain, or one for each language. */
export const localizedTextSchema = z
  .union([
    z.string().min(1).max(TEXT_LENGTH_MAX),
    z.strictObject({
      en: z.string().min(1).max(TEXT_LENGTH_MAX).describe('The text in English.'),
      'pt-BR': z
        .string()
        .min(1)
        .max(TEXT_LENGTH_MAX)
        .optional()
        .describe('The same text in Brazilian Portuguese.'),
    }),
  ])
  .describe('A text for people: one string, or one for each language (en, pt-BR).');
export type LocalizedText = z.infer<typeof localizedTextSchema>;
