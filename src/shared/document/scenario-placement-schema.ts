/**
 * Entries of a scenario file for what narrows placement: proximity groups, dedicated hosts and
 * capacity reservations. Fields and figures are the commands' own.
 */
import { z } from 'zod';
import {
  dedicatedHostAddSchema,
  hostGroupAddSchema,
  proximityGroupAddSchema,
  reservationAddSchema,
} from '../commands/placement-commands.ts';
import { windows } from './scenario-window-schema.ts';
import { nameField, referencePatternSchema, repeatShape } from './scenario-word-schemas.ts';

const named = { name: nameField, ...repeatShape };
const group = referencePatternSchema
  .optional()
  .describe('Its resource group; the only one of the file when absent.');
const zone = referencePatternSchema.optional();
const tags = reservationAddSchema.shape.tags.describe('Tags, as name and value.');

export const proximityGroupEntrySchema = z.strictObject({
  ...named,
  group,
  sizes: proximityGroupAddSchema.shape.sizes.describe(
    'Sizes its members will have; the datacenter runs them all.',
  ),
  zone: zone.describe('The zone of its datacenter; only with sizes.'),
  tags,
});

export const hostGroupEntrySchema = z.strictObject({
  ...named,
  group,
  zone: zone.describe('The zone of all its hosts; regional when absent.'),
  faultDomains: hostGroupAddSchema.shape.faultDomains.describe(
    'Groups of racks its hosts are spread over; 1 when absent.',
  ),
  automaticPlacement: hostGroupAddSchema.shape.automaticPlacement.describe(
    'Chooses the host of each machine; false when absent.',
  ),
  tags,
});

export const dedicatedHostEntrySchema = z.strictObject({
  ...named,
  hostGroup: referencePatternSchema.describe('The group it belongs to.'),
  sku: dedicatedHostAddSchema.shape.sku.describe('Series and hardware, such as Dsv5-Type1.'),
  faultDomain: dedicatedHostAddSchema.shape.faultDomain.describe(
    'From 0; the one with the fewest hosts when absent.',
  ),
  host: referencePatternSchema
    .optional()
    .describe('The drawn host it stands for; the first free one when absent.'),
  windows,
  tags,
});

export const reservationEntrySchema = z.strictObject({
  ...named,
  group,
  size: reservationAddSchema.shape.size.describe('The one size it holds places for.'),
  quantity: reservationAddSchema.shape.quantity.describe('How many places.'),
  zone: zone.describe('The zone of its places; regional when absent.'),
  tags,
});
