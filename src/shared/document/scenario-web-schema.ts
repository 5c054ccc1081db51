/**
 * Web apps as a scenario file tells them: the plan each has and how it scales. What runs on one
 * stands among the workloads, which name it as they would name machines.
 */
import { z } from 'zod';
import { webAppShape } from '../commands/web-app-commands.ts';
import { nameField, referencePatternSchema, repeatShape } from './scenario-word-schemas.ts';

export const webAppEntrySchema = z.strictObject({
  name: nameField,
  ...repeatShape,
  group: referencePatternSchema
    .optional()
    .describe('Its resource group; the only one of the file when absent.'),
  tier: webAppShape.tier.describe('Tier of its plan, as the catalogue has it: B1, S1, P0v3.'),
  instances: webAppShape.instances.describe('Instances it begins with; 1, or the minimum.'),
  autoscale: webAppShape.autoscale.describe('How it scales by itself; not at all when absent.'),
  tags: webAppShape.tags.describe('Tags, as name and value.'),
});

export type WebAppEntry = z.infer<typeof webAppEntrySchema>;
