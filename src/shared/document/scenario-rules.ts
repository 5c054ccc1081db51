/**
 * What each section of a scenario file makes: one table from sections to commands.
 *
 * The order of the table is the order in which a start state is built, so whatever a section
 * mentions stands above it. A new kind of thing is one line here, its entry in the schema and
 * nothing else. Nothing here knows files or positions.
 */
import type { CommandType } from '../commands/index.ts';

/** Kinds of thing a file can name, by the word that stands before the colon of their ids. */
export const DECLARED_KINDS = [
  'site',
  'zone',
  'datacenter',
  'room',
  'row',
  'cluster',
  'rack',
  'utility',
  'ups',
  'feed',
  'pdu',
  'switch',
  'storage',
  'host',
  'group',
  'availabilitySet',
  'balancer',
  'vm',
  'scaleSet',
  'service',
  'dnsProfile',
  'batch',
  'store',
  'proximityGroup',
  'hostGroup',
  'dedicatedHost',
  'reservation',
  'snapshot',
  'workload',
  'network',
  'subnet',
  'securityGroup',
  'publicIp',
  'nic',
  'disk',
  'managedImage',
  'gallery',
  'imageDefinition',
  'move',
  'rule',
  'webApp',
] as const;
export type DeclaredKind = (typeof DECLARED_KINDS)[number];

const PLACES = ['site', 'zone', 'datacenter', 'room', 'row'] as const;
const POWERS = ['utility', 'ups', 'feed', 'pdu'] as const;
/** Where requests arrive: balancers, and rules of them. */
const LISTENERS = ['balancer', 'rule'] as const;
const FAULT_TARGETS = [...POWERS, 'rack', 'switch', 'host', 'storage', ...PLACES] as const;

/** What a fault of any kind may be aimed at, of the things a file declares. */
export const FAULT_PARTS = [
  ...FAULT_TARGETS,
  'vm',
  'scaleSet',
  'availabilitySet',
  'balancer',
  'rule',
] as const;

/** One section and the command its entries become. */
export interface SectionRule {
  /** Where the section stands: `['power', 'pdus']`. */
  readonly path: readonly string[];
  readonly command: CommandType;
  /** The kind its entries declare by `name`; a load declares nothing. */
  readonly declares?: DeclaredKind;
  /** Fields of the command that follow from the section. */
  readonly constant?: Readonly<Record<string, string>>;
  /** Fields with one reference, and the kinds it may mean. */
  readonly one?: Readonly<Record<string, readonly DeclaredKind[]>>;
  /** Fields with a list of references; `*` in an item stands for all that match. */
  readonly many?: Readonly<Record<string, readonly DeclaredKind[]>>;
  /** Fields of the entry that have another name in the command. */
  readonly renamed?: Readonly<Record<string, string>>;
  /** Fields of the entry that are no fields of the command. */
  readonly handled?: readonly string[];
}

/** Fields every repeated entry has and no command knows. */
export const REPEAT_FIELDS: readonly string[] = ['each', 'count', 'first'];

const parent = { parent: PLACES };
const ground = { place: PLACES };
const group = { group: ['group'] } as const;
const interfaceFields = {
  subnet: ['subnet'],
  securityGroup: ['securityGroup'],
  publicIp: ['publicIp'],
} as const;

/** All sections in the order in which a start state is built. */
export const SECTION_RULES: readonly SectionRule[] = [
  {
    path: ['places', 'sites'],
    command: 'place.add',
    declares: 'site',
    constant: { kind: 'site' },
  },
  {
    path: ['places', 'zones'],
    command: 'place.add',
    declares: 'zone',
    constant: { kind: 'zone' },
    one: parent,
  },
  {
    path: ['places', 'datacenters'],
    command: 'place.add',
    declares: 'datacenter',
    constant: { kind: 'datacenter' },
    one: parent,
  },
  {
    path: ['places', 'rooms'],
    command: 'place.add',
    declares: 'room',
    constant: { kind: 'room' },
    one: parent,
  },
  {
    path: ['places', 'rows'],
    command: 'place.add',
    declares: 'row',
    constant: { kind: 'row' },
    one: parent,
  },
  { path: ['clusters'], command: 'cluster.add', declares: 'cluster' },
  {
    path: ['racks'],
    command: 'rack.add',
    declares: 'rack',
    one: { row: PLACES, cluster: ['cluster'] },
    handled: ['position'],
  },
  {
    path: ['power', 'utilities'],
    command: 'power.add',
    declares: 'utility',
    constant: { kind: 'utility' },
    one: ground,
  },
  {
    path: ['power', 'upses'],
    command: 'power.add',
    declares: 'ups',
    constant: { kind: 'ups' },
    one: { from: POWERS, ...ground },
  },
  {
    path: ['power', 'feeds'],
    command: 'power.add',
    declares: 'feed',
    constant: { kind: 'feed' },
    one: { from: POWERS, ...ground },
  },
  {
    path: ['power', 'pdus'],
    command: 'power.add',
    declares: 'pdu',
    constant: { kind: 'pdu' },
    one: { from: POWERS, rack: ['rack'], ...ground },
  },
  {
    path: ['network', 'switches'],
    command: 'switch.add',
    declares: 'switch',
    one: { rack: ['rack'], ...ground },
    many: { pdus: ['pdu'], uplinks: ['switch'] },
  },
  {
    path: ['storage'],
    command: 'storage.add',
    declares: 'storage',
    one: { rack: ['rack'], ...ground },
  },
  {
    path: ['hosts'],
    command: 'host.add',
    declares: 'host',
    one: { rack: ['rack'] },
    many: { pdus: ['pdu'], switches: ['switch'] },
    handled: ['units', 'hypervisor'],
  },
  {
    path: ['network', 'links'],
    command: 'link.add',
    one: { from: ['host', 'switch'], to: ['host', 'switch'] },
  },
  {
    path: ['groups'],
    command: 'group.add',
    declares: 'group',
    handled: ['environment', 'clock'],
  },
  {
    path: ['availabilitySets'],
    command: 'availabilitySet.add',
    declares: 'availabilitySet',
    one: group,
    handled: ['windows'],
  },
  {
    path: ['balancers'],
    command: 'balancer.add',
    declares: 'balancer',
    one: { ...group, zone: ['zone'] },
  },
  {
    path: ['proximityGroups'],
    command: 'proximityGroup.add',
    declares: 'proximityGroup',
    one: { ...group, zone: ['zone'] },
  },
  {
    path: ['hostGroups'],
    command: 'hostGroup.add',
    declares: 'hostGroup',
    one: { ...group, zone: ['zone'] },
  },
  {
    path: ['dedicatedHosts'],
    command: 'dedicatedHost.add',
    declares: 'dedicatedHost',
    one: { hostGroup: ['hostGroup'], host: ['host'] },
    handled: ['windows'],
  },
  {
    path: ['reservations'],
    command: 'reservation.add',
    declares: 'reservation',
    one: { ...group, zone: ['zone'] },
  },
  {
    path: ['virtualNetworks'],
    command: 'network.add',
    declares: 'network',
    one: group,
  },
  {
    path: ['peerings'],
    command: 'network.peer',
    one: { network: ['network'], with: ['network'] },
  },
  {
    path: ['securityGroups'],
    command: 'securityGroup.add',
    declares: 'securityGroup',
    one: group,
  },
  {
    path: ['subnets'],
    command: 'subnet.add',
    declares: 'subnet',
    one: { network: ['network'], securityGroup: ['securityGroup'] },
  },
  {
    path: ['balancerFrontends'],
    command: 'balancerFrontend.add',
    one: { balancer: ['balancer'], zone: ['zone'], subnet: ['subnet'] },
  },
  {
    path: ['balancerProbes'],
    command: 'balancerProbe.set',
    one: { balancer: ['balancer'] },
  },
  {
    path: ['balancerRules'],
    command: 'balancerRule.add',
    declares: 'rule',
    one: { balancer: ['balancer'] },
  },
  { path: ['publicIps'], command: 'publicIp.add', declares: 'publicIp', one: group },
  { path: ['terms'], command: 'image.acceptTerms' },
  {
    path: ['images'],
    command: 'image.upload',
    declares: 'managedImage',
    one: { ...group, host: ['host'] },
  },
  { path: ['galleries'], command: 'gallery.add', declares: 'gallery', one: group },
  {
    path: ['imageDefinitions'],
    command: 'imageDefinition.add',
    declares: 'imageDefinition',
    one: { gallery: ['gallery'] },
  },
  {
    path: ['imageVersions'],
    command: 'imageVersion.add',
    one: { imageDefinition: ['imageDefinition'], managedImage: ['managedImage'] },
  },
  {
    path: ['machines'],
    command: 'vm.create',
    declares: 'vm',
    one: {
      ...group,
      host: ['host'],
      inside: ['vm'],
      on: ['host', 'vm'],
      storage: ['storage'],
      availabilitySet: ['availabilitySet'],
      zone: ['zone'],
      proximityGroup: ['proximityGroup'],
      hostGroup: ['hostGroup'],
      dedicatedHost: ['dedicatedHost'],
      reservation: ['reservation'],
      ...interfaceFields,
    },
    many: { balancers: LISTENERS },
    handled: ['power', 'windows', 'hypervisor'],
  },
  { path: ['quotas'], command: 'quota.set' },
  {
    path: ['disks'],
    command: 'disk.create',
    declares: 'disk',
    one: { ...group, storage: ['storage'], zone: ['zone'] },
    handled: ['attachTo', 'caching'],
  },
  {
    path: ['nics'],
    command: 'nic.add',
    declares: 'nic',
    one: { ...group, ...interfaceFields },
    handled: ['vm'],
  },
  {
    path: ['routes'],
    command: 'subnet.setOutbound',
    one: { subnet: ['subnet'], appliance: ['vm'] },
  },
  {
    path: ['scaleSets'],
    command: 'scaleSet.add',
    declares: 'scaleSet',
    one: { ...group, subnet: ['subnet'], securityGroup: ['securityGroup'] },
    many: { balancers: LISTENERS, zones: ['zone'] },
    handled: ['autoscale', 'windows'],
  },
  {
    path: ['applications', 'installed'],
    command: 'app.install',
    one: { on: ['host', 'vm'] },
  },
  { path: ['applications', 'tasks'], command: 'task.add', one: { on: ['host', 'vm'] } },
  {
    path: ['applications', 'services'],
    command: 'service.add',
    declares: 'service',
    one: { ...group, balancer: LISTENERS, server: ['host'] },
    handled: ['dependsOn', 'calls'],
  },
  {
    path: ['dnsProfiles'],
    command: 'dnsProfile.add',
    declares: 'dnsProfile',
    one: { ...group, service: ['service'] },
    handled: ['endpoints'],
  },
  {
    path: ['load'],
    command: 'load.set',
    one: { service: ['service'] },
    handled: ['perSecond', 'period', 'points'],
  },
  {
    path: ['stores'],
    command: 'store.add',
    declares: 'store',
    one: { ...group, witnessStorage: ['storage'], service: ['service'] },
    many: { replicas: ['vm'] },
    handled: ['backup'],
  },
  { path: ['snapshots'], command: 'snapshot.create', declares: 'snapshot', one: group },
  {
    path: ['sessions'],
    command: 'sessions.set',
    one: { service: ['service'], store: ['store'] },
  },
  { path: ['webApps'], command: 'webApp.add', declares: 'webApp', one: group },
  {
    path: ['workloads'],
    command: 'workload.add',
    declares: 'workload',
    one: { ...group, webApp: ['webApp'] },
    many: { machines: ['vm'], manages: ['vm'] },
  },
  {
    path: ['moves'],
    command: 'move.inventory',
    declares: 'move',
    one: { server: ['host'] },
    handled: ['map', 'replicate'],
  },
  {
    path: ['batches'],
    command: 'batch.submit',
    declares: 'batch',
    one: group,
    renamed: { jobs: 'count' },
    handled: ['machines'],
  },
];

/** Kinds whose things live in a resource group. */
export const GROUPED_KINDS: ReadonlySet<DeclaredKind> = new Set([
  'availabilitySet',
  'balancer',
  'vm',
  'scaleSet',
  'dnsProfile',
  'service',
  'batch',
  'store',
  'proximityGroup',
  'hostGroup',
  'dedicatedHost',
  'reservation',
  'snapshot',
  'network',
  'subnet',
  'securityGroup',
  'publicIp',
  'nic',
  'disk',
  'managedImage',
  'gallery',
  'rule',
  'webApp',
]);

/**
 * What the fields of commands that make nothing refer to, by the field's name. Disks, network
 * interfaces and links get their names while running, so a file cannot be held against them.
 */
export const TARGET_FIELDS: Readonly<Record<string, readonly DeclaredKind[]>> = {
  place: PLACES,
  cluster: ['cluster'],
  rack: ['rack'],
  row: PLACES,
  power: POWERS,
  from: [...POWERS, 'host', 'switch'],
  to: ['host', 'switch'],
  switch: ['switch'],
  device: ['host', 'switch'],
  pdu: ['pdu'],
  storage: ['storage'],
  zone: ['zone'],
  proximityGroup: ['proximityGroup'],
  hostGroup: ['hostGroup'],
  dedicatedHost: ['dedicatedHost'],
  reservation: ['reservation'],
  host: ['host'],
  group: ['group'],
  availabilitySet: ['availabilitySet'],
  vm: ['vm'],
  scaleSet: ['scaleSet'],
  balancer: LISTENERS,
  rule: ['rule'],
  dnsProfile: ['dnsProfile'],
  service: ['service'],
  store: ['store'],
  snapshot: ['snapshot'],
  managedImage: ['managedImage'],
  gallery: ['gallery'],
  imageDefinition: ['imageDefinition'],
  network: ['network'],
  subnet: ['subnet'],
  securityGroup: ['securityGroup'],
  publicIp: ['publicIp'],
  webApp: ['webApp'],
  move: ['move'],
  server: ['host'],
  appliance: ['vm'],
  witnessStorage: ['storage'],
  target: FAULT_TARGETS,
};

const KIND_WORDS: ReadonlyMap<DeclaredKind, string> = new Map([
  ['vm', 'machine'],
  ['storage', 'storage unit'],
  ['group', 'resource group'],
  ['availabilitySet', 'availability set'],
  ['scaleSet', 'scale set'],
  ['dnsProfile', 'name of a service'],
  ['ups', 'UPS'],
  ['pdu', 'PDU'],
  ['proximityGroup', 'proximity placement group'],
  ['hostGroup', 'host group'],
  ['dedicatedHost', 'dedicated host'],
  ['reservation', 'capacity reservation'],
  ['managedImage', 'image of your own'],
  ['imageDefinition', 'image definition'],
  ['network', 'virtual network'],
  ['securityGroup', 'security group'],
  ['publicIp', 'public address'],
  ['nic', 'network card'],
  ['rule', 'rule of a balancer'],
  ['webApp', 'web app'],
]);

/** Some kinds in words, for a refusal: `host or switch`; all places together are `place`. */
export function printKinds(kinds: readonly DeclaredKind[]): string {
  if (PLACES.every((kind) => kinds.includes(kind))) return 'place';
  if (kinds.length > 2 && POWERS.every((kind) => kinds.includes(kind))) {
    return kinds.length > POWERS.length ? 'part' : 'part of the power graph';
  }
  return kinds.map((kind) => KIND_WORDS.get(kind) ?? kind).join(' or ');
}
