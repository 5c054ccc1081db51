/**
 * Rows of the topology view, read from the columns (`shared/views/topology-view.ts`).
 *
 * A reader for each table turns a slot into a plain value. Reading changes nothing.
 */
import type { RowOf, TopologyRow } from '../../../shared/views/topology-view.ts';
import {
  APP_FAULTS,
  DISK_REDUNDANCIES,
  DISK_ROLES,
  HOST_STATES,
  HOST_SYSTEMS,
  PLACE_KINDS,
  POWER_KINDS,
  POWER_STATES,
  PROVISIONING_STATES,
  SWITCH_LAYERS,
  VM_OPERATIONS,
} from '../../../shared/model/kinds.ts';
import { US_PER_MINUTE } from '../../../shared/kernel/time.ts';
import { zoneOfRack } from '../systems/place-fate.ts';
import { textIdOf, type TableName } from '../world/names.ts';
import { environmentOf } from './environment-part.ts';
import { guestPart, stolenPpm } from './guest-rows.ts';
import { hypervisorPart, nestPart } from './hypervisor-part.ts';
import {
  dedicatedHostRow,
  hostGroupRow,
  proximityGroupRow,
  reservationRow,
} from './placement-rows.ts';
import { base, cause, cloud, idOf, some, tagsOf } from './row-parts.ts';
import { buildPart } from './scale-set-parts.ts';
import { networkRow, nicRow, publicIpRow, securityGroupRow, subnetRow } from './network-rows.ts';
import { faultRow, platformRow, hostMarks, rackMarks, vmMarks } from './fault-row.ts';
import { drainHookRow, scheduledEventRow } from './event-rows.ts';
import { reliabilityRow } from './reliability-row.ts';
import { maintenanceOf } from './maintenance-row.ts';
import { windowsOf } from './window-rows.ts';
import { availabilitySetRow, memberOf, scaleSetRow } from './set-rows.ts';
import { balancerRow, dnsProfileRow, serviceRow } from './traffic-rows.ts';
import {
  galleryRow,
  imageDefinitionRow,
  managedImageRow,
  termsRow,
  vmImagePart,
} from './image-rows.ts';
import { moveRow } from './move-rows.ts';
import { snapshotRow } from './snapshot-rows.ts';
import { webAppRow } from './web-app-rows.ts';
import { workloadRow } from './workload-rows.ts';
import { diskService, quotaRow, vmService } from './service-parts.ts';
import { replicasOn, storeRow } from './store-rows.ts';
import type { World } from '../world/world.ts';

function placeRow(world: World, slot: number): RowOf<'place'> {
  const { col } = world.place;
  return {
    kind: 'place',
    ...base(world, 'place', slot),
    placeKind: PLACE_KINDS[col.kind[slot]!]!,
    ...some('parent', idOf(world, 'place', col.parent[slot]!)),
    cut: col.cut[slot] === 1,
    ...cause(col.cause[slot]!),
  };
}

function clusterRow(world: World, slot: number): RowOf<'cluster'> {
  const sizes = world.cluster.text('sizes', slot);
  return {
    kind: 'cluster',
    ...base(world, 'cluster', slot),
    sizes: sizes === '' ? [] : sizes.split('\n'),
  };
}

function rackRow(world: World, slot: number): RowOf<'rack'> {
  const { col } = world.rack;
  return {
    kind: 'rack',
    ...base(world, 'rack', slot),
    row: idOf(world, 'place', col.row[slot]!) ?? '',
    position: col.position[slot]!,
    units: col.units[slot]!,
    ...some('cluster', idOf(world, 'cluster', col.cluster[slot]!)),
    ...some('zone', idOf(world, 'place', zoneOfRack(world, slot) + 1)),
    cut: col.cut[slot] === 1,
    ...cause(col.cause[slot]!),
    ...rackMarks(world, slot),
  };
}

function powerRow(world: World, slot: number): RowOf<'power'> {
  const { col } = world.power;
  const emptyAtUs = col.batteryEmptyAtUs[slot]!;
  return {
    kind: 'power',
    ...base(world, 'power', slot),
    powerKind: POWER_KINDS[col.kind[slot]!]!,
    ...some('from', idOf(world, 'power', col.from[slot]!)),
    ...some('rack', idOf(world, 'rack', col.rack[slot]!)),
    ...some('place', idOf(world, 'place', col.place[slot]!)),
    ratingWatts: Math.round(col.ratingMilliwatt[slot]! / 1_000),
    batteryMinutes: col.batteryUs[slot]! / US_PER_MINUTE,
    cut: col.cut[slot] === 1,
    tripped: col.tripped[slot] === 1,
    energised: col.energised[slot] === 1,
    ...some('batteryEmptyAtUs', emptyAtUs === 0 ? undefined : emptyAtUs),
    ...cause(col.cause[slot]!),
  };
}

function switchRow(world: World, slot: number): RowOf<'switch'> {
  const { col } = world.switch;
  return {
    kind: 'switch',
    ...base(world, 'switch', slot),
    layer: SWITCH_LAYERS[col.layer[slot]!]!,
    ...some('rack', idOf(world, 'rack', col.rack[slot]!)),
    ...some('place', idOf(world, 'place', col.place[slot]!)),
    pdus: world.plant
      .cordsOfSwitch(slot)
      .map((cord) => textIdOf(world, 'power', world.cord.ref('pdu', cord))),
    watts: Math.round(col.milliwatt[slot]! / 1_000),
    powered: col.powered[slot] === 1,
    connected: col.connected[slot] === 1,
    cut: col.cut[slot] === 1,
    ...cause(col.cause[slot]!),
  };
}

function linkRow(world: World, slot: number): RowOf<'link'> {
  const { col } = world.link;
  const from = idOf(world, 'host', col.host[slot]!) ?? idOf(world, 'switch', col.lower[slot]!);
  return {
    kind: 'link',
    ...base(world, 'link', slot),
    from: from ?? '',
    to: idOf(world, 'switch', col.upper[slot]!) ?? '',
    gbps: col.gbps[slot]!,
    cut: col.cut[slot] === 1,
    up: col.up[slot] === 1,
  };
}

function storageRow(world: World, slot: number): RowOf<'storage'> {
  const { col } = world.storage;
  return {
    kind: 'storage',
    ...base(world, 'storage', slot),
    ...some('rack', idOf(world, 'rack', col.rack[slot]!)),
    ...some('place', idOf(world, 'place', col.place[slot]!)),
    capacityGib: col.capacityGib[slot]!,
    usedGib: col.usedGib[slot]!,
    up: col.up[slot] === 1,
    cut: col.cut[slot] === 1,
    ...cause(col.cause[slot]!),
  };
}

function hostRow(world: World, slot: number): RowOf<'host'> {
  const { col } = world.host;
  return {
    kind: 'host',
    ...base(world, 'host', slot),
    rack: idOf(world, 'rack', col.rack[slot]!) ?? '',
    unit: col.unit[slot]!,
    heightUnits: col.heightUnits[slot]!,
    ...some('dedicated', idOf(world, 'dedicatedHost', col.dedicated[slot]!)),
    model: world.host.text('model', slot),
    cores: col.cores[slot]!,
    vCpuPerCore: col.vCpuPerCore[slot]!,
    mipsPerCore: col.mipsPerCore[slot]!,
    memoryMib: col.memoryMib[slot]!,
    diskGib: col.diskGib[slot]!,
    nicMbps: col.nicMbps[slot]!,
    idleWatts: Math.round(col.idleMilliwatt[slot]! / 1_000),
    fullWatts: Math.round(col.fullMilliwatt[slot]! / 1_000),
    system: HOST_SYSTEMS[col.system[slot]!]!,
    ...some('installed', world.host.text('installed', slot) || undefined),
    state: HOST_STATES[col.state[slot]!]!,
    pdus: world.plant
      .cordsOfHost(slot)
      .map((cord) => textIdOf(world, 'power', world.cord.ref('pdu', cord))),
    powered: col.powered[slot] === 1,
    connected: col.connected[slot] === 1,
    cut: col.cut[slot] === 1,
    vCpuCommitted: col.vCpuCommitted[slot]!,
    memoryCommittedMib: col.memoryCommittedMib[slot]!,
    ...hypervisorPart(world, slot),
    ...guestPart(world, { table: 'host', slot }),
    ...cause(col.cause[slot]!),
    ...hostMarks(world, slot),
  };
}

function groupRow(world: World, slot: number): RowOf<'group'> {
  return {
    kind: 'group',
    ...base(world, 'group', slot),
    location: world.group.text('location', slot),
    tags: tagsOf(world.group.text('tags', slot)),
    revision: world.group.col.revision[slot]!,
    ...some('environment', environmentOf(world, slot)),
  };
}

function vmRow(world: World, slot: number): RowOf<'vm'> {
  const { col } = world.vm;
  const operation = VM_OPERATIONS[col.operation[slot]!]!;
  const pools = world.pools.backendsOfVm(slot);
  return {
    kind: 'vm',
    ...cloud(world, 'vm', slot),
    provisioningState: PROVISIONING_STATES[col.provisioningState[slot]!]!,
    size: world.vm.text('size', slot),
    vCpu: col.vCpu[slot]!,
    memoryMib: col.memoryMib[slot]!,
    image: world.vm.text('image', slot),
    exactImage: world.vm.text('exactImage', slot),
    ...some('host', idOf(world, 'host', col.host[slot]!)),
    powerState: POWER_STATES[col.powerState[slot]!]!,
    operation,
    lost: col.lost[slot] === 1,
    ...some('operationEndsAtUs', operation === 'none' ? undefined : col.operationEndsAtUs[slot]!),
    disks: world.cloud.disksOfVm(slot).map((disk) => textIdOf(world, 'disk', disk)),
    nics: world.cloud.nicsOfVm(slot).map((nic) => textIdOf(world, 'nic', nic)),
    balancers: pools.map((backend) =>
      textIdOf(world, 'balancer', world.backend.ref('balancer', backend)),
    ),
    microUsdPerHour: col.microUsdPerHour[slot]!,
    ...some('zone', idOf(world, 'place', col.zone[slot]!)),
    ...some('proximityGroup', idOf(world, 'proximityGroup', col.proximityGroup[slot]!)),
    ...some('hostGroup', idOf(world, 'hostGroup', col.hostGroup[slot]!)),
    ...some('dedicatedHost', idOf(world, 'dedicatedHost', col.dedicatedHost[slot]!)),
    ...some('reservation', idOf(world, 'reservation', col.reservation[slot]!)),
    ...memberOf(world, slot),
    ...some('replicaOf', replicasOn(world, slot)),
    ...some('stealPpm', stolenPpm(world, slot) || undefined),
    ...some('cpuWeight', col.cpuWeight[slot] === 100 ? undefined : col.cpuWeight[slot]!),
    ...some('maintenance', maintenanceOf(world, { table: 'vm', slot })),
    ...some('windows', windowsOf(world, { table: 'vm', slot })),
    ...guestPart(world, { table: 'vm', slot }),
    ...nestPart(world, slot),
    ...buildPart(world, slot),
    ...vmImagePart(world, slot),
    ...some('application', APP_FAULTS[col.appState[slot]! - 1]),
    ...vmService(world, slot),
    ...cause(col.cause[slot]!),
    ...vmMarks(world, slot),
  };
}

function diskRow(world: World, slot: number): RowOf<'disk'> {
  const { col } = world.disk;
  return {
    kind: 'disk',
    ...cloud(world, 'disk', slot),
    role: DISK_ROLES[col.role[slot]!]!,
    sizeGib: col.sizeGib[slot]!,
    tier: world.disk.text('tier', slot),
    ...some('vm', idOf(world, 'vm', col.vm[slot]!)),
    ...some('storage', idOf(world, 'storage', col.storage[slot]!)),
    redundancy: DISK_REDUNDANCIES[col.redundancy[slot]!]!,
    ...some('zone', idOf(world, 'place', col.zone[slot]!)),
    ...diskService(world, slot),
  };
}

function batchRow(world: World, slot: number): RowOf<'batch'> {
  const { col } = world.batch;
  return {
    kind: 'batch',
    ...cloud(world, 'batch', slot),
    count: col.count[slot]!,
    done: col.done[slot]!,
    interrupted: col.interrupted[slot]!,
    ...some('lastFinishUs', col.done[slot] === 0 ? undefined : col.lastFinishUs[slot]!),
  };
}

const READERS: Readonly<Record<TableName, (world: World, slot: number) => TopologyRow>> = {
  place: placeRow,
  cluster: clusterRow,
  rack: rackRow,
  power: powerRow,
  switch: switchRow,
  link: linkRow,
  storage: storageRow,
  host: hostRow,
  group: groupRow,
  availabilitySet: availabilitySetRow,
  scaleSet: scaleSetRow,
  vm: vmRow,
  disk: diskRow,
  nic: nicRow,
  balancer: balancerRow,
  service: serviceRow,
  dnsProfile: dnsProfileRow,
  batch: batchRow,
  store: storeRow,
  snapshot: snapshotRow,
  workload: workloadRow,
  managedImage: managedImageRow,
  gallery: galleryRow,
  imageDefinition: imageDefinitionRow,
  terms: termsRow,
  fault: faultRow,
  platform: platformRow,
  reliability: reliabilityRow,
  scheduledEvent: scheduledEventRow,
  drainHook: drainHookRow,
  proximityGroup: proximityGroupRow,
  hostGroup: hostGroupRow,
  dedicatedHost: dedicatedHostRow,
  reservation: reservationRow,
  quota: quotaRow,
  network: networkRow,
  subnet: subnetRow,
  securityGroup: securityGroupRow,
  publicIp: publicIpRow,
  move: moveRow,
  webApp: webAppRow,
};

/** The row of a living slot. */
export function rowOf(world: World, table: TableName, slot: number): TopologyRow {
  return READERS[table](world, slot);
}
