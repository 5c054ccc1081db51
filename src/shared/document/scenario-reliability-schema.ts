/**
 * The section of what fails by itself: mean times by kind of part, or for parts that are named. Its
 * entries have the fields of the command that sets such a rule.
 */
import { z } from 'zod';
import { reliabilityShape } from '../commands/reliability-commands.ts';
import { nameSchema } from '../model/name-schemas.ts';

export const reliabilityEntrySchema = z.strictObject({
  name: nameSchema.describe('What the rule is called.'),
  of: reliabilityShape.of.describe('Every part of this kind, each with a clock of its own.'),
  parts: reliabilityShape.parts.describe('These parts, by name or id, instead of a kind.'),
  mtbf: reliabilityShape.mtbf.describe(
    "Mean time from a repair to the next failure; the catalogue's for the kind when absent.",
  ),
  mttr: reliabilityShape.mttr.describe(
    "Mean time from a failure to its repair; the catalogue's for the kind when absent.",
  ),
  together: reliabilityShape.together.describe(
    'One clock for all: a common cause takes them together.',
  ),
});
