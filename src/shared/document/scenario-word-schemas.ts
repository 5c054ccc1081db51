/**
 * The small words of a scenario file: texts in two languages, names with placeholders, references,
 * and the fields by which one entry stands for many.
 * A placeholder is `{n}` or, padded with zeros to a width, `{n:02}`. What a placeholder means is
 * decided by `repeat-entries.ts`; here only the shape is fixed.
 */
import { z } from 'zod';
import { NAME_LENGTH_MAX } from '../model/name-schemas.ts';
import { COPIES_MAX, EACH_VALUES_MAX } from './scenario-limits.ts';

/** A name that may hold placeholders: `web-{n:02}`. What it becomes must be a valid name. */
export const namePatternSchema = z
  .string()
  .min(1)
  .max(2 * NAME_LENGTH_MAX)
  .regex(/^(?:[A-Za-z0-9._-]|\{[a-z][A-Za-z]*(?::0[1-9])?\})+$/, {
    message: 'use letters, digits, ".", "_", "-" and placeholders such as {n} or {n:02}',
  });

/** A reference that may hold placeholders: `{rack}-a`, `vm:shop/web-{n}`. */
export const referencePatternSchema = z
  .string()
  .min(1)
  .max(400)
  .regex(/^(?:[A-Za-z0-9._:/-]|\{[a-z][A-Za-z]*(?::0[1-9])?\})+$/, {
    message: 'write a name, group/name or kind:name, with placeholders such as {rack} if needed',
  });

/** One item of a list of references: as above, and `*` stands for any run of characters. */
export const referenceListSchema = z
  .array(
    z
      .string()
      .min(1)
      .max(400)
      .regex(/^(?:[A-Za-z0-9._:/*-]|\{[a-z][A-Za-z]*(?::0[1-9])?\})+$/, {
        message: 'write names, group/name or kind:name; "*" stands for any characters',
      }),
  )
  .max(1_000);

const eachValuesSchema = z.union([
  z.string().min(1).max(400),
  z
    .array(
      z
        .string()
        .min(1)
        .max(2 * NAME_LENGTH_MAX),
    )
    .min(1)
    .max(EACH_VALUES_MAX),
]);

/** The variables of an entry and their values; the order of the keys is that of nested loops. */
export const eachSchema = z.record(z.string().regex(/^[a-z][A-Za-z]*$/), eachValuesSchema);

/** Fields that let one entry stand for many; spread into every section whose entries may repeat. */
export const repeatShape = {
  each: eachSchema
    .optional()
    .describe(
      'Repeats the entry for every value of the named variables; {rack} then stands for the ' +
        'value. A value list is written out, or is a pattern over things of that kind declared ' +
        'above ("r*"), or a range of numbers ("1-6"). The last variable changes fastest.',
    ),
  count: z
    .number()
    .int()
    .min(1)
    .max(COPIES_MAX)
    .optional()
    .describe(
      'Repeats the entry so many times (for each combination of "each"); {n} is the number of ' +
        'the copy, {i} counts on over all copies of the entry.',
    ),
  first: z
    .number()
    .int()
    .min(0)
    .max(COPIES_MAX)
    .optional()
    .describe('What {n} and {i} begin with; 1 when absent.'),
};

/** `{"each": …, "count": …, "first": …}` as a value. */
export interface Repeat {
  readonly each?: Readonly<Record<string, string | readonly string[]>> | undefined;
  readonly count?: number | undefined;
  readonly first?: number | undefined;
}

/** The name of an entry. */
export const nameField = namePatternSchema.describe('Its name; unique among things of its kind.');
