/**
 * Who looks after what: layers of a computer room by the four ways to use one (docs/facts.md,
 * fact 113 and the matrix it stands under, version of January 2026).
 *
 * One table serves the map, the list of incidents and the page of layers. It must not know words
 * or colours.
 */
import type { FaultKind } from './fault-kinds.ts';

/** From all of it in one's own room to a program that is only used. */
export const SERVICE_MODELS = ['ownRoom', 'iaas', 'paas', 'saas'] as const;
export type ServiceModel = (typeof SERVICE_MODELS)[number];

export const OWNERS = ['you', 'shared', 'provider'] as const;
export type Owner = (typeof OWNERS)[number];

/** From what is always the customer's down to the building. */
export const LAYERS = [
  'customerData',
  'configurations',
  'identities',
  'clientDevices',
  'applications',
  'networkControls',
  'operatingSystem',
  'physicalHosts',
  'physicalNetwork',
  'physicalDatacenter',
] as const;
export type Layer = (typeof LAYERS)[number];

type Owners = Readonly<Record<ServiceModel, Owner>>;

const ALWAYS_YOU: Owners = { ownRoom: 'you', iaas: 'you', paas: 'you', saas: 'you' };
const PHYSICAL: Owners = {
  ownRoom: 'you',
  iaas: 'provider',
  paas: 'provider',
  saas: 'provider',
};

const MATRIX: Readonly<Record<Layer, Owners>> = {
  customerData: ALWAYS_YOU,
  configurations: ALWAYS_YOU,
  identities: ALWAYS_YOU,
  clientDevices: { ...ALWAYS_YOU, saas: 'shared' },
  applications: { ownRoom: 'you', iaas: 'you', paas: 'shared', saas: 'shared' },
  networkControls: { ownRoom: 'you', iaas: 'you', paas: 'shared', saas: 'provider' },
  operatingSystem: { ownRoom: 'you', iaas: 'you', paas: 'provider', saas: 'provider' },
  physicalHosts: PHYSICAL,
  physicalNetwork: PHYSICAL,
  physicalDatacenter: PHYSICAL,
};

/** Who looks after a layer in one of the ways to use a computer room. */
export function ownerOf(layer: Layer, model: ServiceModel): Owner {
  return MATRIX[layer][model];
}

/** What is asked of a link in a chain of causes. */
export interface CauseLink {
  readonly kind: string;
  readonly subject: string;
  readonly details?: Readonly<Record<string, string | number>> | undefined;
}

/** Layers by the first word of an id, or by the kind of a row; the rest are settings. */
const LAYER_OF_THING: Readonly<Record<string, Layer>> = {
  place: 'physicalDatacenter',
  site: 'physicalDatacenter',
  zone: 'physicalDatacenter',
  datacenter: 'physicalDatacenter',
  room: 'physicalDatacenter',
  row: 'physicalDatacenter',
  rack: 'physicalDatacenter',
  power: 'physicalDatacenter',
  utility: 'physicalDatacenter',
  ups: 'physicalDatacenter',
  feed: 'physicalDatacenter',
  pdu: 'physicalDatacenter',
  switch: 'physicalNetwork',
  link: 'physicalNetwork',
  host: 'physicalHosts',
  storage: 'physicalHosts',
  platform: 'physicalHosts',
  vm: 'operatingSystem',
  balancer: 'networkControls',
  nic: 'networkControls',
  dns: 'networkControls',
  dnsProfile: 'networkControls',
  virtualNetwork: 'networkControls',
  subnet: 'networkControls',
  securityGroup: 'networkControls',
  publicIp: 'networkControls',
  service: 'applications',
  batch: 'applications',
  workload: 'applications',
  webApp: 'applications',
  disk: 'customerData',
  store: 'customerData',
  snapshot: 'customerData',
};

/** The layer a thing of the room belongs to, by the kind of its row. */
export function layerOfThing(kind: string): Layer {
  return LAYER_OF_THING[kind] ?? 'configurations';
}

/** Where a fault strikes, whatever it was aimed at; those that depend on the target are absent. */
const LAYER_OF_FAULT: Readonly<Partial<Record<FaultKind, Layer>>> = {
  cpuSlow: 'physicalHosts',
  hostFailing: 'physicalHosts',
  cooling: 'physicalDatacenter',
  diskFailed: 'physicalHosts',
  diskSlow: 'physicalHosts',
  diskFull: 'operatingSystem',
  machineHang: 'operatingSystem',
  kernelPanic: 'operatingSystem',
  weakness: 'operatingSystem',
  appCrash: 'applications',
  appHang: 'applications',
  memoryLeak: 'applications',
  badDeployment: 'applications',
  badImage: 'applications',
  dnsFailed: 'networkControls',
  dataDeleted: 'customerData',
  certificateExpired: 'configurations',
  credentialLost: 'identities',
};

/** Layers by the first word of a happening; the rest go by what it happened to. */
const LAYER_OF_HAPPENING: Readonly<Record<string, Layer>> = {
  app: 'applications',
  application: 'applications',
  build: 'applications',
  rollout: 'applications',
  os: 'operatingSystem',
  task: 'operatingSystem',
  backend: 'networkControls',
  dns: 'networkControls',
  spot: 'configurations',
  scaleSet: 'configurations',
  autoscale: 'configurations',
  action: 'configurations',
  maintenance: 'physicalHosts',
  event: 'physicalHosts',
  platform: 'physicalHosts',
  sessions: 'customerData',
};

/**
 * The layer in which an incident began: that of the first link of its chain that is not the act of
 * making a fault. Without a chain the load alone is to blame, and how much there is room for is a
 * setting.
 */
export function layerOfIncident(chain: readonly CauseLink[]): Layer {
  return rootOfIncident(chain)?.layer ?? 'configurations';
}

/** Where an incident began, and in which layer; undefined when the load alone is to blame. */
export function rootOfIncident(
  chain: readonly CauseLink[],
): { readonly layer: Layer; readonly subject: string } | undefined {
  for (const link of chain) {
    const layer = layerOfHappening(link);
    if (layer !== undefined) return { layer, subject: link.subject };
  }
  return undefined;
}

function layerOfHappening({ kind, subject, details }: CauseLink): Layer | undefined {
  if (kind === 'decision') {
    // Whoever pulls a plug here plays the part of chance; every other command is the customer's.
    return String(details?.['command']).startsWith('fault.') ? undefined : 'configurations';
  }
  if (kind === 'fault.began') return layerOfFault(String(details?.['faultKind']), subject);
  if (kind === 'store.dataDeleted') return 'customerData';
  const [family] = kind.split('.');
  return LAYER_OF_HAPPENING[family ?? ''] ?? layerOfThing(wordOf(subject));
}

function layerOfFault(kind: string, subject: string): Layer {
  const fixed = Object.entries(LAYER_OF_FAULT).find(([name]) => name === kind)?.[1];
  if (fixed !== undefined) return fixed;
  const word = wordOf(subject);
  const isNetwork = ['latency', 'loss', 'partition', 'nicDown'].includes(kind);
  if (isNetwork) return word === 'vm' ? 'networkControls' : 'physicalNetwork';
  return layerOfThing(word);
}

function wordOf(id: string): string {
  return id.slice(0, Math.max(0, id.indexOf(':')));
}
