/**
 * The machine service in a scenario file: disks as resources of their own, beside those that come
 * with a machine. As elsewhere, fields and figures are the commands' own.
 */
import { z } from 'zod';
import { cachingSchema, diskShape } from '../commands/disk-commands.ts';
import { quotaShape } from '../commands/service-commands.ts';
import { tagsSchema } from '../model/name-schemas.ts';
import { nameField, referencePatternSchema, repeatShape } from './scenario-word-schemas.ts';

export const diskEntrySchema = z.strictObject({
  name: nameField,
  ...repeatShape,
  group: referencePatternSchema
    .optional()
    .describe('Its resource group; the only one of the file when absent.'),
  sizeGib: diskShape.sizeGib.describe('Size in GiB; it never becomes smaller.'),
  tier: diskShape.tier.describe(
    'A tier of the catalogue; the smallest premium one that holds it when absent.',
  ),
  redundancy: diskShape.redundancy.describe(
    'Kept in one storage unit (lrs, when absent) or copied to three zones (zrs).',
  ),
  role: diskShape.role.describe('os: an operating system is on it; data when absent.'),
  bursting: diskShape.bursting.describe(
    'Whether it bursts on demand, for a fee and by the transaction; premium tiers from P30 on.',
  ),
  storage: referencePatternSchema.optional().describe('The storage unit it lives in.'),
  zone: referencePatternSchema.optional().describe('The zone it is pinned to.'),
  attachTo: referencePatternSchema
    .optional()
    .describe('The machine that uses it from the start; none when absent.'),
  caching: cachingSchema.optional().describe('How that machine caches it; none when absent.'),
  tags: tagsSchema.optional().describe('Tags, as on any resource.'),
});
export type DiskEntry = z.infer<typeof diskEntrySchema>;

export const quotaEntrySchema = z.strictObject({
  location: quotaShape.location.describe('Location of resource groups; lab when absent.'),
  family: quotaShape.family.describe(
    'cores (the whole region), lowPriorityCores (spot), or a family of the catalogue.',
  ),
  vCpus: quotaShape.vCpus.describe('vCPUs the region gives.'),
});
export type QuotaEntry = z.infer<typeof quotaEntrySchema>;
