/**
 * All tables of the world and the texts they share: the part of a world that is rows and nothing
 * else. Names and indexes are built from it alone, so they know no clock, queue or chance.
 */
import type { TableDeclaration } from './columns.ts';
import { scaleModelColumns, scaleSetSizeColumns } from './scale-set-columns.ts';
import * as events from './event-columns.ts';
import * as faults from './fault-columns.ts';
import * as moves from './move-columns.ts';
import * as networks from './network-tables.ts';
import * as images from './image-columns.ts';
import * as sessions from './session-tables.ts';
import * as stores from './store-tables.ts';
import { StringTable } from './string-table.ts';
import { Table } from './table.ts';
import * as autoscale from './autoscale-columns.ts';
import * as measures from './measure-columns.ts';
import { nestColumns } from './nested-columns.ts';
import * as guests from './guest-columns.ts';
import * as placement from './placement-columns.ts';
import * as wear from './reliability-columns.ts';
import * as tables from './tables.ts';
import * as webApps from './web-app-tables.ts';
import * as workloads from './workload-tables.ts';
import { quotaColumns } from './service-columns.ts';
import { maintenanceWaveColumns, maintenanceWindowColumns } from './wave-columns.ts';
import {
  dependencyColumns,
  dnsCacheColumns,
  dnsEndpointColumns,
  dnsProfileColumns,
  portWindowColumns,
  balancerFrontendColumns,
  balancerProbeColumns,
  balancerRuleColumns,
} from './traffic-tables.ts';

/** A table as the generic parts see it: saved, restored and hashed without knowing its columns. */
export type AnyTable = Pick<
  Table<TableDeclaration>,
  | 'name'
  | 'columns'
  | 'slotEnd'
  | 'alive'
  | 'allocate'
  | 'generation'
  | 'addTo'
  | 'adopt'
  | 'mark'
  | 'rollback'
  | 'dirty'
  | 'count'
  | 'slots'
  | 'isAlive'
>;

export class WorldTables {
  private readonly made: AnyTable[] = [];
  readonly strings = new StringTable();
  readonly place = this.make('place', tables.placeColumns);
  readonly cluster = this.make('cluster', tables.clusterColumns);
  readonly rack = this.make('rack', tables.rackColumns);
  readonly power = this.make('power', tables.powerColumns);
  readonly switch = this.make('switch', tables.switchColumns);
  readonly link = this.make('link', tables.linkColumns);
  readonly cord = this.make('cord', tables.cordColumns);
  readonly storage = this.make('storage', tables.storageColumns);
  readonly host = this.make('host', tables.hostColumns);
  readonly group = this.make('group', tables.groupColumns);
  readonly availabilitySet = this.make('availabilitySet', tables.availabilitySetColumns);
  readonly scaleSet = this.make('scaleSet', tables.scaleSetColumns);
  readonly scaleModel = this.make('scaleModel', scaleModelColumns);
  readonly scaleSetSize = this.make('scaleSetSize', scaleSetSizeColumns);
  readonly scaleSetPool = this.make('scaleSetPool', tables.scaleSetPoolColumns);
  readonly scaleSetZone = this.make('scaleSetZone', tables.scaleSetZoneColumns);
  readonly scaleProfile = this.make('scaleProfile', autoscale.scaleProfileColumns);
  readonly scaleRule = this.make('scaleRule', autoscale.scaleRuleColumns);
  readonly scaleSample = this.make('scaleSample', autoscale.scaleSampleColumns);
  readonly scaleLoad = this.make('scaleLoad', autoscale.scaleLoadColumns);
  readonly vm = this.make('vm', tables.vmColumns);
  readonly disk = this.make('disk', tables.diskColumns);
  readonly nic = this.make('nic', tables.nicColumns);
  readonly balancer = this.make('balancer', tables.balancerColumns);
  readonly backend = this.make('backend', tables.backendColumns);
  readonly service = this.make('service', tables.serviceColumns);
  readonly dependency = this.make('dependency', dependencyColumns);
  readonly dnsProfile = this.make('dnsProfile', dnsProfileColumns);
  readonly dnsEndpoint = this.make('dnsEndpoint', dnsEndpointColumns);
  readonly dnsCache = this.make('dnsCache', dnsCacheColumns);
  readonly portWindow = this.make('portWindow', portWindowColumns);
  readonly ratePoint = this.make('ratePoint', tables.ratePointColumns);
  readonly window = this.make('window', tables.windowColumns);
  readonly request = this.make('request', tables.requestColumns);
  readonly ledger = this.make('ledger', tables.ledgerColumns);
  readonly batch = this.make('batch', tables.batchColumns);
  readonly job = this.make('job', tables.jobColumns);
  readonly downtime = this.make('downtime', measures.downtimeColumns);
  readonly closedCost = this.make('closedCost', measures.closedCostColumns);
  readonly fault = this.make('fault', faults.faultColumns);
  readonly platform = this.make('platform', faults.platformColumns);
  readonly maintenanceWave = this.make('maintenanceWave', maintenanceWaveColumns);
  readonly maintenanceWindow = this.make('maintenanceWindow', maintenanceWindowColumns);
  readonly scheduledEvent = this.make('scheduledEvent', events.scheduledEventColumns);
  readonly eventMachine = this.make('eventMachine', events.eventMachineColumns);
  readonly drainHook = this.make('drainHook', events.drainHookColumns);
  readonly eventDocument = this.make('eventDocument', events.eventDocumentColumns);
  readonly store = this.make('store', stores.storeColumns);
  readonly replica = this.make('replica', stores.replicaColumns);
  readonly reign = this.make('reign', stores.reignColumns);
  readonly backup = this.make('backup', stores.backupColumns);
  readonly damage = this.make('damage', stores.damageColumns);
  readonly snapshot = this.make('snapshot', stores.snapshotColumns);
  readonly quota = this.make('quota', quotaColumns);
  readonly sessionPool = this.make('sessionPool', sessions.sessionPoolColumns);
  readonly session = this.make('session', sessions.sessionColumns);
  readonly sessionLoss = this.make('sessionLoss', sessions.sessionLossColumns);

  readonly guest = this.make('guest', guests.guestColumns);
  readonly guestApp = this.make('guestApp', guests.guestAppColumns);
  readonly guestRuntime = this.make('guestRuntime', guests.guestRuntimeColumns);
  readonly guestTask = this.make('guestTask', guests.guestTaskColumns);
  readonly proximityGroup = this.make('proximityGroup', placement.proximityGroupColumns);
  readonly hostGroup = this.make('hostGroup', placement.hostGroupColumns);
  readonly dedicatedHost = this.make('dedicatedHost', placement.dedicatedHostColumns);
  readonly reservation = this.make('reservation', placement.reservationColumns);
  readonly reservedPlace = this.make('reservedPlace', placement.reservedPlaceColumns);
  readonly reliability = this.make('reliability', wear.reliabilityColumns);
  readonly wearClock = this.make('wearClock', wear.wearClockColumns);
  readonly network = this.make('network', networks.virtualNetworkColumns);
  readonly peering = this.make('peering', networks.peeringColumns);
  readonly subnet = this.make('subnet', networks.subnetColumns);
  readonly securityGroup = this.make('securityGroup', networks.securityGroupColumns);
  readonly securityRule = this.make('securityRule', networks.securityRuleColumns);
  readonly publicIp = this.make('publicIp', networks.publicIpColumns);
  readonly managedImage = this.make('managedImage', images.managedImageColumns);
  readonly gallery = this.make('gallery', images.galleryColumns);
  readonly imageDefinition = this.make('imageDefinition', images.imageDefinitionColumns);
  readonly imageVersion = this.make('imageVersion', images.imageVersionColumns);
  readonly imageReplica = this.make('imageReplica', images.imageReplicaColumns);
  readonly terms = this.make('terms', images.termsColumns);
  readonly workload = this.make('workload', workloads.workloadColumns);
  readonly workStep = this.make('workStep', workloads.workStepColumns);
  readonly workRate = this.make('workRate', workloads.workRateColumns);
  readonly workTarget = this.make('workTarget', workloads.workTargetColumns);
  readonly workPlace = this.make('workPlace', workloads.workPlaceColumns);
  readonly workLimit = this.make('workLimit', workloads.workLimitColumns);
  readonly workGround = this.make('workGround', workloads.workGroundColumns);
  readonly workRequest = this.make('workRequest', workloads.workRequestColumns);
  readonly latency = this.make('latency', workloads.latencyColumns);
  readonly workClock = this.make('workClock', workloads.workClockColumns);
  readonly move = this.make('move', moves.moveColumns);
  readonly serviceCall = this.make('serviceCall', moves.serviceCallColumns);
  readonly balancerFrontend = this.makeLate('balancerFrontend', balancerFrontendColumns);
  readonly balancerProbe = this.makeLate('balancerProbe', balancerProbeColumns);
  readonly balancerRule = this.makeLate('balancerRule', balancerRuleColumns);
  readonly webApp = this.make('webApp', webApps.webAppColumns);
  readonly webInstance = this.make('webInstance', webApps.webInstanceColumns);
  readonly nest = this.makeLate('nest', nestColumns);
  readonly crossing = this.makeLate('crossing', networks.crossingColumns);

  /** Tables in the order they are saved and hashed. */
  tables(): readonly AnyTable[] {
    return this.made;
  }

  private make<D extends TableDeclaration>(name: string, declaration: D): Table<D> {
    const table = new Table({ name, declaration, strings: this.strings });
    this.made.push(table);
    return table;
  }

  /** A table that does not change the hash of rooms without rows in it. */
  private makeLate<D extends TableDeclaration>(name: string, declaration: D): Table<D> {
    const table = new Table({ name, declaration, strings: this.strings, late: true });
    this.made.push(table);
    return table;
  }
}
