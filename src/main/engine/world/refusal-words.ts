/**
 * The English words a refusal uses for what is written otherwise in commands and ids: kinds of
 * things, and what a machine is busy with. The screen says the same in its own language, from the
 * raw values that stand in the details of the refusal.
 */
import type { VmOperation } from '../../../shared/model/kinds.ts';

/** Kinds of rows, and words of ids that name no table of their own. */
export const KIND_WORDS = {
  place: 'place',
  cluster: 'cluster',
  rack: 'rack',
  power: 'part of the power graph',
  switch: 'switch',
  link: 'link',
  storage: 'storage unit',
  host: 'host',
  group: 'resource group',
  availabilitySet: 'availability set',
  scaleSet: 'scale set',
  vm: 'machine',
  disk: 'disk',
  nic: 'network card',
  balancer: 'load balancer',
  service: 'service',
  dnsProfile: 'name of a service',
  batch: 'batch',
  fault: 'fault',
  platform: 'platform',
  scheduledEvent: 'scheduled event',
  drainHook: 'drain hook',
  store: 'store',
  snapshot: 'snapshot',
  quota: 'quota',
  proximityGroup: 'proximity placement group',
  hostGroup: 'host group',
  dedicatedHost: 'dedicated host',
  reservation: 'capacity reservation',
  reliability: 'rule of reliability',
  workload: 'workload',
  webApp: 'web app',
  network: 'virtual network',
  subnet: 'subnet',
  securityGroup: 'security group',
  publicIp: 'public address',
  managedImage: 'image of your own',
  gallery: 'gallery',
  imageDefinition: 'image definition',
  terms: 'accepted terms',
  move: 'move of a server',
  datacenter: 'data center',
  ups: 'UPS',
  pdu: 'PDU',
  rule: 'rule of a balancer',
  dns: 'servers of all names',
} as const;
const saidOf: ReadonlyMap<string, string> = new Map(Object.entries<string>(KIND_WORDS));

/** The name a refusal uses for a kind, or for a word that begins an id. */
export function kindSaid(word: string): string {
  return saidOf.get(word) ?? word;
}

/** What a machine is in the middle of; it stands behind the name of the machine. */
export const OPERATION_SAID: Readonly<Record<VmOperation, string>> = {
  none: 'is at rest',
  create: 'is being created',
  start: 'is starting',
  powerOff: 'is being switched off',
  guestShutdown: 'is shutting down',
  deallocate: 'is being deallocated',
  restart: 'is restarting',
  guestRestart: 'is restarting',
  delete: 'is being deleted',
  recover: 'is coming back',
  maintain: 'is under maintenance',
  upgrade: 'is being upgraded',
  reimage: 'is being given a new system disk',
  redeploy: 'is being redeployed',
  reapply: 'is being reapplied',
  migrate: 'is moving to another host',
  freeze: 'is standing still for a moment',
  resize: 'is being resized',
  update: 'is being changed',
};
