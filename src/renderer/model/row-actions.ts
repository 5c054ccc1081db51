/**
 * What can be done with one thing, as a list that inspector, context menu and search share. An
 * act that makes no sense at the moment stays in the list with the reason; whether one that does
 * is accepted is the engine's decision.
 */
import { balancerActions } from './balancer-actions.ts';
import { unreachable } from '../../shared/kernel/assert.ts';
import { printDuration } from '../../shared/kernel/time.ts';
import type { RowOf, TopologyRow } from '../../shared/views/topology-view.ts';
import { announceActions, eventActions } from './event-actions.ts';
import { firstKindFor } from './fault-choices.ts';
import type { IconName } from '../ui/icon-names.ts';
import { diskActions } from './disk-actions.ts';
import { imageActions } from './image-actions.ts';
import { machineActions } from './machine-actions.ts';
import { hostActions } from './host-actions.ts';
import { groupActions } from './environment-actions.ts';
import { moveActions } from './move-actions.ts';
import { networkActions } from './network-actions.ts';
import { placementActions } from './placement-actions.ts';
import { command, form, removal, type RowAction } from './row-action.ts';
import { maintenanceActions } from './maintenance-actions.ts';
import { scaleSetActions } from './scale-set-actions.ts';
import { webAppActions, workloadActions } from './work-actions.ts';

/** The acts for one row, most useful first; what removes it stays last. */
export function actionsOf(row: TopologyRow): RowAction[] {
  const acts = ownActions(row);
  const fault = firstKindFor(row.id);
  const more = announceActions(row);
  if (fault === 'cut') return acts;
  const fail: RowAction = {
    id: 'makeFail',
    icon: 'warn',
    does: { kind: 'aim', target: row.id, fault },
    harm: true,
  };
  const at = acts.findIndex(({ id }) => id === 'remove' || id === 'deleteMachine');
  if (at < 0) return [...acts, ...more, fail];
  return [...acts.slice(0, at), ...more, fail, ...acts.slice(at)];
}

function ownActions(row: TopologyRow): RowAction[] {
  switch (row.kind) {
    case 'vm':
      return machineActions(row);
    case 'host':
      return [
        ...hostActions(row),
        ...faultActions(row),
        removal(row, { type: 'host.remove', host: row.id }),
      ];
    case 'rack':
      return [
        { id: 'addHost', icon: 'plus', does: form('host.add', { rack: row.id }) },
        ...faultActions(row),
        removal(row, { type: 'rack.remove', rack: row.id }),
      ];
    case 'power':
      return [
        ...faultActions(row),
        { id: 'edit', icon: 'wrench', does: form('power.edit', ratingOf(row)) },
        removal(row, { type: 'power.remove', power: row.id }),
      ];
    case 'switch':
      return [...faultActions(row), removal(row, { type: 'switch.remove', switch: row.id })];
    case 'link':
      return [...faultActions(row), removal(row, { type: 'link.remove', link: row.id })];
    case 'storage':
      return [...faultActions(row), removal(row, { type: 'storage.remove', storage: row.id })];
    case 'balancer':
      return balancerActions(row);
    case 'service':
      return [
        { id: 'setLoad', icon: 'activity', does: form('load.set', { service: row.id }) },
        { id: 'setSessions', icon: 'users', does: form('sessions.set', sessionsOf(row)) },
        { id: 'cloneService', icon: 'copy', does: form('environment.clone', { service: row.id }) },
        removal(row, { type: 'service.remove', service: row.id }),
      ];
    case 'place':
      return placeActions(row);
    default:
      return cloudActions(row);
  }
}

type PlantKind =
  | 'vm'
  | 'host'
  | 'rack'
  | 'power'
  | 'switch'
  | 'link'
  | 'storage'
  | 'balancer'
  | 'service'
  | 'place';

function cloudActions(row: Exclude<TopologyRow, { kind: PlantKind }>): RowAction[] {
  switch (row.kind) {
    case 'cluster':
      return [removal(row, { type: 'cluster.remove', cluster: row.id })];
    case 'group':
      return groupActions(row);
    case 'availabilitySet':
      return setActions(row);
    case 'proximityGroup':
    case 'hostGroup':
    case 'dedicatedHost':
    case 'reservation':
      return placementActions(row);
    case 'scaleSet':
      return scaleSetActions(row);
    case 'disk':
      return diskActions(row);
    case 'nic':
    case 'network':
    case 'subnet':
    case 'securityGroup':
    case 'publicIp':
      return networkActions(row);
    case 'dnsProfile':
      return [
        { id: 'edit', icon: 'wrench', does: form('dnsProfile.edit', nameOf(row)) },
        removal(row, { type: 'dnsProfile.remove', dnsProfile: row.id }),
      ];
    case 'store':
      return storeActions(row);
    case 'workload':
      return workloadActions(row);
    case 'webApp':
      return webAppActions(row);
    case 'snapshot':
      return [removal(row, { type: 'snapshot.delete', snapshot: row.id })];
    case 'managedImage':
    case 'gallery':
    case 'imageDefinition':
    case 'terms':
      return imageActions(row);
    case 'fault':
    case 'scheduledEvent':
    case 'drainHook':
    case 'reliability':
    case 'platform':
      return troubleActions(row);
    case 'quota':
      return [
        {
          id: 'edit',
          icon: 'wrench',
          does: form('quota.set', {
            location: row.location,
            family: row.family,
            vCpus: String(row.limit),
          }),
        },
        removal(row, { type: 'quota.clear', quota: row.id }),
      ];
    case 'batch':
      return [];
    case 'move':
      return moveActions(row);
    default:
      return unreachable(row);
  }
}

type TroubleRow = RowOf<'fault' | 'scheduledEvent' | 'drainHook' | 'reliability' | 'platform'>;

/** Acts on what goes wrong, and on who does something about it. */
function troubleActions(row: TroubleRow): RowAction[] {
  switch (row.kind) {
    case 'fault':
      return [
        { id: 'mend', icon: 'restore', does: command({ type: 'fault.clear', target: row.id }) },
      ];
    case 'scheduledEvent':
      return eventActions(row);
    case 'drainHook':
      return [removal(row, { type: 'hook.remove', hook: row.id })];
    case 'reliability':
      return [removal(row, { type: 'reliability.remove', reliability: row.id })];
    case 'platform':
      return [{ id: 'edit', icon: 'wrench', does: form('platform.set', {}) }];
    default:
      return unreachable(row);
  }
}

/** What feeds a part and what it carries now, for a form that changes it. */
function ratingOf(row: RowOf<'power'>): Record<string, string> {
  return { power: row.id, from: row.from ?? '', ratingWatts: String(row.ratingWatts) };
}

/** What a name is now, for a form that changes it. */
function nameOf(row: RowOf<'dnsProfile'>): Record<string, string> {
  return {
    dnsProfile: row.id,
    routing: row.routing,
    ttl: printDuration(row.ttlUs),
    probeInterval: printDuration(row.probeIntervalUs),
    toleratedFailures: String(row.toleratedFailures),
  };
}

type Breakable = RowOf<'place' | 'rack' | 'host' | 'power' | 'switch' | 'link' | 'storage'>;

function faultActions(row: Breakable): RowAction[] {
  const tripped = row.kind === 'power' && row.tripped;
  const target = row.id;
  return row.cut || tripped
    ? [{ id: 'restore', icon: 'restore', does: command({ type: 'fault.restore', target }) }]
    : [{ id: 'cut', icon: 'cut', does: { kind: 'aim', target }, harm: true }];
}

function placeActions(row: RowOf<'place'>): RowAction[] {
  const add: RowAction =
    row.placeKind === 'row' || row.placeKind === 'room'
      ? { id: 'addRack', icon: 'plus', does: form('rack.add', { row: row.id }) }
      : { id: 'addPlace', icon: 'plus', does: form('place.add', { parent: row.id }) };
  return [add, ...faultActions(row), removal(row, { type: 'place.remove', place: row.id })];
}

function setActions(row: RowOf<'availabilitySet'>): RowAction[] {
  const availabilitySet = row.id;
  const removeSet = { type: 'availabilitySet.remove', availabilitySet } as const;
  return [...maintenanceActions(row, { availabilitySet }), removal(row, removeSet)];
}

/** Icon of a row by its kind, the same in outline, search and inspector. */
export function iconOf(row: TopologyRow): IconName {
  if (row.kind === 'move') return 'arrowRight';
  switch (row.kind) {
    case 'power':
      return row.powerKind === 'pdu' ? 'pdu' : row.powerKind === 'ups' ? 'battery' : 'feed';
    case 'vm':
      return 'machine';
    case 'place':
      return row.placeKind === 'site' || row.placeKind === 'datacenter' ? 'building' : 'place';
    case 'rack':
    case 'host':
    case 'switch':
    case 'balancer':
    case 'disk':
    case 'group':
      return row.kind;
    case 'storage':
      return 'disk';
    case 'nic':
    case 'network':
    case 'subnet':
      return 'network';
    case 'securityGroup':
      return 'shield';
    case 'publicIp':
      return 'globe';
    case 'link':
      return 'cable';
    case 'dnsProfile':
      return 'link';
    case 'service':
      return 'users';
    case 'store':
    case 'snapshot':
      return 'disk';
    case 'managedImage':
    case 'imageDefinition':
    case 'gallery':
      return 'group';
    case 'terms':
      return 'file';
    case 'dedicatedHost':
      return 'host';
    case 'reservation':
    case 'quota':
      return 'lock';
    case 'proximityGroup':
    case 'hostGroup':
    case 'cluster':
    case 'availabilitySet':
    case 'scaleSet':
      return 'group';
    case 'batch':
    case 'workload':
      return 'cpu';
    case 'webApp':
      return 'globe';
    case 'fault':
      return 'warn';
    case 'scheduledEvent':
      return 'clock';
    case 'reliability':
      return 'activity';
    case 'drainHook':
    case 'platform':
      return 'wrench';
    default:
      return unreachable(row);
  }
}

/** Key below `kind.` that names what a row is, finer than its kind where that helps. */
export function kindWord(row: TopologyRow): string {
  if (row.kind === 'place') return row.placeKind;
  if (row.kind === 'balancer' && row.rule !== undefined) return 'rule';
  if (row.kind === 'power') return row.powerKind;
  return row.kind === 'switch' ? row.layer : row.kind;
}

function storeActions(row: RowOf<'store'>): RowAction[] {
  const store = row.id;
  const rates = {
    writesPerSecond: String(row.writesPerSecond),
    readsPerSecond: String(row.readsPerSecond),
  };
  return [
    { id: 'editStore', icon: 'wrench', does: form('store.edit', rulesOf(row)) },
    { id: 'setStoreLoad', icon: 'activity', does: form('store.load', { store, ...rates }) },
    { id: 'addReplica', icon: 'plus', does: form('store.join', { store }) },
    { id: 'setBackup', icon: 'copy', does: form('store.setBackup', { store }) },
    { id: 'backUp', icon: 'file', does: command({ type: 'store.backUp', store }) },
    { id: 'restoreBackup', icon: 'restore', does: form('store.restore', { store }) },
    { id: 'deleteData', icon: 'cut', does: form('store.deleteData', { store }), harm: true },
    removal(row, { type: 'store.remove', store }),
  ];
}

/** What the rules of a store are now, for a form that changes them. */
function rulesOf(row: RowOf<'store'>): Record<string, string> {
  return {
    store: row.id,
    replication: row.replication,
    partnerMissing: row.partnerMissing,
    quorum: row.quorum,
    witness: row.witness,
    witnessStorage: row.witnessStorage ?? '',
    failover: row.failover,
  };
}

/** Where a service keeps its sessions now, for a form that changes it. */
function sessionsOf(row: RowOf<'service'>): Record<string, string> {
  const { sessions } = row;
  if (sessions === undefined) return { service: row.id };
  return {
    service: row.id,
    keptIn: sessions.keptIn,
    store: sessions.store ?? '',
    perSecond: String(sessions.perSecond),
  };
}
