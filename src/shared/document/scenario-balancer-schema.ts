/**
 * Balancers of a scenario file, and what they have beside their own frontend, probe and rule.
 * Fields and figures are the commands' own; a file that says no more has balancers of one frontend
 * and one rule, as files have always had.
 */
import { z } from 'zod';
import {
  balancerRuleShape,
  frontendShape,
  namedProbeShape,
} from '../commands/balancer-rule-commands.ts';
import { balancerAddSchema, probeShape } from '../commands/work-commands.ts';
import { nameField, referencePatternSchema, repeatShape } from './scenario-word-schemas.ts';

const group = referencePatternSchema
  .optional()
  .describe('Its resource group; the only one of the file when absent.');
const balancer = referencePatternSchema.describe('The balancer it belongs to.');
const partName = nameField.describe('Its name; unique in its balancer.');

export const balancerEntrySchema = z.strictObject({
  name: nameField,
  ...repeatShape,
  group,
  probeInterval: probeShape.probeInterval.describe('Time between probes; 5s when absent.'),
  probeThreshold: probeShape.probeThreshold.describe(
    'Failed probes in a row until a backend counts as down; 2 when absent.',
  ),
  allDown: probeShape.allDown.describe(
    'New flows while every backend is down; refuse when absent.',
  ),
  sku: balancerAddSchema.shape.sku.describe('standard, or basic with its limits; standard.'),
  zone: referencePatternSchema
    .optional()
    .describe('The zone of its frontend; zone-redundant when absent.'),
  probeProtocol: probeShape.probeProtocol.describe(
    'tcp: a connection. http, https: a question to the application. tcp when absent.',
  ),
  probePort: probeShape.probePort.describe('The port that is asked; that of the service: 0.'),
  probePath: probeShape.probePath.describe(
    '/ checks nothing, /health the application, /ready what it needs too; / when absent.',
  ),
  distribution: probeShape.distribution.describe(
    'default: each connection anew; sourceIp: each address to one machine.',
  ),
  idleTimeout: probeShape.idleTimeout.describe(
    'A connection on which nothing moved for so long is forgotten; 4m when absent.',
  ),
  outbound: probeShape.outbound.describe(
    'How its machines call outwards: balancer, natGateway, publicIp or none; balancer.',
  ),
});

export const balancerFrontendEntrySchema = z.strictObject({
  ...repeatShape,
  name: partName,
  balancer,
  exposure: frontendShape.exposure.describe(
    'public: reached from everywhere (when absent); private: from its network alone.',
  ),
  zone: referencePatternSchema.optional().describe('Its zone; zone-redundant when absent.'),
  subnet: referencePatternSchema.optional().describe('The subnet of a private one.'),
  address: frontendShape.address.describe(
    'A private address asked for; the lowest free one when absent.',
  ),
});

export const balancerProbeEntrySchema = z.strictObject({
  ...repeatShape,
  name: partName,
  balancer,
  probeProtocol: namedProbeShape.probeProtocol.describe(
    'tcp: a connection. http, https: a question to the application. tcp when absent.',
  ),
  probePort: namedProbeShape.probePort.describe(
    'The port that is asked; 0, or absent: the backend port of the rule.',
  ),
  probePath: namedProbeShape.probePath.describe(
    '/ checks nothing, /health the application, /ready what it needs too; / when absent.',
  ),
  probeInterval: namedProbeShape.probeInterval.describe('Time between probes; 5s when absent.'),
  probeThreshold: namedProbeShape.probeThreshold.describe(
    'Failed probes in a row until a backend counts as down; 2 when absent.',
  ),
});

export const balancerRuleEntrySchema = z.strictObject({
  ...repeatShape,
  name: nameField.describe('Its name; services, machines and names mean it by this.'),
  balancer,
  frontend: balancerRuleShape.frontend.describe(
    "Name of the frontend it listens under; the balancer's own when absent.",
  ),
  port: balancerRuleShape.port.describe('The port users ask.'),
  transport: balancerRuleShape.transport.describe('tcp (when absent) or udp.'),
  backendPort: balancerRuleShape.backendPort.describe(
    'The port of the machines; the same as port when absent.',
  ),
  pool: balancerRuleShape.pool.describe(
    "Name of its pool, which rules of one balancer share; the balancer's own when absent.",
  ),
  probe: balancerRuleShape.probe.describe(
    "Name of the probe it asks by; the balancer's own when absent.",
  ),
  distribution: balancerRuleShape.distribution.describe(
    'default: each connection anew; sourceIp: each address to one machine.',
  ),
  idleTimeout: balancerRuleShape.idleTimeout.describe(
    'A connection on which nothing moved for so long is forgotten; 4m when absent.',
  ),
  allDown: balancerRuleShape.allDown.describe(
    'New flows while every backend is down; refuse when absent.',
  ),
});

export type BalancerFrontendEntry = z.infer<typeof balancerFrontendEntrySchema>;
export type BalancerProbeEntry = z.infer<typeof balancerProbeEntrySchema>;
export type BalancerRuleEntry = z.infer<typeof balancerRuleEntrySchema>;
export type BalancerEntry = z.infer<typeof balancerEntrySchema>;
