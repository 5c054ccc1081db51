/**
 * What survives what is done to a machine: the service's matrix as data (rule ENG-SV1;
 * docs/facts.md, facts 9, 28 and 34). Screen and tests read the same cells, and the tests hold each
 * of them against the engine.
 */

import type { OperationName } from './catalogue-compute.ts';

/** What is done to a machine, mildest first. */
export const SURVIVAL_ACTS = [
  'restart',
  'stopStart',
  'liveMigration',
  'resize',
  'reimage',
  'redeploy',
  'healing',
  'deallocateStart',
] as const;
export type SurvivalAct = (typeof SURVIVAL_ACTS)[number];

/** What a machine has. */
export const SURVIVAL_THINGS = [
  'osDisk',
  'dataDisks',
  'tempDisk',
  'node',
  'privateIp',
  'publicIp',
  'credits',
] as const;
export type SurvivalThing = (typeof SURVIVAL_THINGS)[number];

/**
 * `kept`: as it was. `lost`: gone; of credits, the initial ones again. `replaced`: another one.
 * `withNode`: kept while the machine stays on its node, else lost. `mayChange`: perhaps another.
 */
export const SURVIVAL_FATES = ['kept', 'lost', 'replaced', 'withNode', 'mayChange'] as const;
export type SurvivalFate = (typeof SURVIVAL_FATES)[number];

/** The operations of the catalogue that an act is made of, one after the other. */
export const SURVIVAL_OPERATIONS: Readonly<Record<SurvivalAct, readonly OperationName[]>> = {
  restart: ['restart'],
  stopStart: ['powerOff', 'start'],
  liveMigration: ['liveMigrationFreeze'],
  resize: ['resize'],
  reimage: ['reimage'],
  redeploy: ['redeploy'],
  healing: ['recover'],
  deallocateStart: ['deallocate', 'start'],
};

type Row = Readonly<Record<SurvivalThing, SurvivalFate>>;

const KEPT: Row = {
  osDisk: 'kept',
  dataDisks: 'kept',
  tempDisk: 'kept',
  node: 'kept',
  privateIp: 'kept',
  publicIp: 'kept',
  credits: 'kept',
};

/**
 * The matrix. A public address is meant that is dynamic; a static one is always kept. Where the
 * sheet says that a temporary disk may be lost on the same node, the engine keeps it.
 */
export const SURVIVAL: Readonly<Record<SurvivalAct, Row>> = {
  restart: KEPT,
  stopStart: KEPT,
  liveMigration: { ...KEPT, node: 'replaced' },
  resize: { ...KEPT, tempDisk: 'withNode', node: 'mayChange', credits: 'withNode' },
  reimage: { ...KEPT, osDisk: 'replaced' },
  redeploy: { ...KEPT, tempDisk: 'lost', node: 'replaced', credits: 'lost' },
  healing: { ...KEPT, tempDisk: 'lost', node: 'replaced', credits: 'lost' },
  deallocateStart: {
    ...KEPT,
    tempDisk: 'lost',
    node: 'mayChange',
    publicIp: 'lost',
    credits: 'lost',
  },
};
