/**
 * What a row looks like: one tone, one shape and one word for every state there is.
 *
 * Colour is never alone: each state has a shape that the map draws, the outline shows and a word
 * the locale files translate. Nothing is computed here that the engine knows better; this only
 * chooses how to show what the row says.
 */
import { unreachable } from '../../shared/kernel/assert.ts';
import type { RowOf, TopologyRow } from '../../shared/views/topology-view.ts';
import { guestTrouble } from '../guest/guest-state.ts';

/** How worried a person should be; the order is the order of inheritance, worst last. */
export const TONES = ['off', 'ok', 'change', 'warn', 'harm'] as const;
export type Tone = (typeof TONES)[number];

/** The drawing that stands for a state where colour cannot be seen. */
export type StateShape = 'disc' | 'ring' | 'half' | 'triangle' | 'cross' | 'bolt' | 'unlinked';

export interface RowState {
  readonly tone: Tone;
  readonly shape: StateShape;
  /** Key below `state.` in the locale files. */
  readonly word: string;
}

const OK: RowState = { tone: 'ok', shape: 'disc', word: 'working' };
const NO_POWER: RowState = { tone: 'harm', shape: 'bolt', word: 'noPower' };
const CUT: RowState = { tone: 'harm', shape: 'cross', word: 'cut' };
const NO_NETWORK: RowState = { tone: 'harm', shape: 'unlinked', word: 'noNetwork' };
const PRESENT: RowState = { tone: 'ok', shape: 'disc', word: 'present' };

/** The worse of two tones. */
export function worseTone(a: Tone, b: Tone): Tone {
  return TONES.indexOf(a) >= TONES.indexOf(b) ? a : b;
}

/** How one row is shown. */
export function stateOf(row: TopologyRow): RowState {
  switch (row.kind) {
    case 'place':
      return row.cut ? CUT : PRESENT;
    case 'rack':
      return row.cut ? { ...CUT, word: 'rackCut' } : OK;
    case 'power':
      return powerState(row);
    case 'switch':
      if (row.cut) return CUT;
      if (!row.powered) return NO_POWER;
      return row.connected ? OK : NO_NETWORK;
    case 'link':
      if (row.cut) return CUT;
      return row.up ? OK : { tone: 'warn', shape: 'unlinked', word: 'linkDown' };
    case 'storage':
      if (row.cut) return CUT;
      return row.up ? OK : { tone: 'harm', shape: 'cross', word: 'unavailable' };
    case 'host':
      return hostState(row);
    case 'vm':
      return machineState(row);
    case 'balancer':
      return balancerState(row);
    case 'batch':
      return row.done < row.count
        ? { tone: 'change', shape: 'half', word: 'computing' }
        : { tone: 'ok', shape: 'disc', word: 'done' };
    case 'dnsProfile':
      return nameState(row);
    case 'availabilitySet':
      return maintenanceState(row);
    case 'dedicatedHost':
    case 'proximityGroup':
    case 'reservation':
    case 'hostGroup':
      return placementState(row);
    case 'scaleSet':
      return scalingState(row);
    case 'store':
      return storeState(row);
    case 'fault':
      return row.phase === 'active'
        ? { tone: 'harm', shape: 'cross', word: 'faultActive' }
        : { tone: 'warn', shape: 'triangle', word: 'faultWaiting' };
    case 'scheduledEvent':
      return row.status === 'Started'
        ? { tone: 'change', shape: 'half', word: 'maintained' }
        : { tone: 'change', shape: 'ring', word: 'eventScheduled' };
    case 'reliability':
      return row.failed > 0 ? { tone: 'warn', shape: 'triangle', word: 'wearing' } : PRESENT;
    case 'managedImage':
    case 'imageDefinition':
      return imageState(row);
    case 'move':
      return moveState(row);
    case 'webApp':
      return row.instances.some(({ state }) => state !== 'ready')
        ? { tone: 'change', shape: 'half', word: 'scaling' }
        : PRESENT;
    default:
      return isPlain(row) ? PRESENT : unreachable(row);
  }
}

/** Kinds that are there and nothing more. */
const PLAIN = [
  'gallery',
  'terms',
  'drainHook',
  'platform',
  'quota',
  'service',
  'disk',
  'snapshot',
  'workload',
  'nic',
  'network',
  'subnet',
  'securityGroup',
  'publicIp',
  'group',
  'cluster',
] as const;

function isPlain(row: TopologyRow): row is RowOf<(typeof PLAIN)[number]> {
  return PLAIN.some((kind) => kind === row.kind);
}

/** Where a move stands; its server being away is what people must see. */
function moveState(row: RowOf<'move'>): RowState {
  if (row.copy?.phase === 'sourceDown') {
    return { tone: 'warn', shape: 'triangle', word: 'moveWaits' };
  }
  switch (row.stage) {
    case 'cuttingOver':
      return { tone: 'change', shape: 'half', word: 'movingOver' };
    case 'replicating':
      return { tone: 'change', shape: 'ring', word: 'moveCopying' };
    case 'moved':
    case 'finished':
      return { tone: 'ok', shape: 'disc', word: 'moved' };
    default:
      return PRESENT;
  }
}

/** An image that is still being made, or copied to a region. */
function imageState(row: RowOf<'managedImage' | 'imageDefinition'>): RowState {
  const isReady =
    row.kind === 'managedImage'
      ? row.ready
      : row.versions.every(({ replicas }) => replicas.every(({ ready }) => ready));
  return isReady ? PRESENT : { tone: 'change', shape: 'half', word: 'imageCopying' };
}

/** A dedicated host that does not work, members apart, more machines than places. */
function placementState(
  row: RowOf<'dedicatedHost' | 'proximityGroup' | 'reservation' | 'hostGroup'>,
): RowState {
  if (row.kind === 'dedicatedHost') {
    const broken: RowState = { tone: 'harm', shape: 'cross', word: 'investigated' };
    return row.state === 'available' ? OK : broken;
  }
  const apart = row.kind === 'proximityGroup' && row.colocation === 'notAligned';
  if (apart) return { tone: 'warn', shape: 'triangle', word: 'notAligned' };
  const beyond = row.kind === 'reservation' && row.overallocated > 0;
  return beyond ? { tone: 'warn', shape: 'triangle', word: 'overallocated' } : PRESENT;
}

function powerState(row: RowOf<'power'>): RowState {
  if (row.cut) return CUT;
  if (row.tripped) return { tone: 'harm', shape: 'cross', word: 'tripped' };
  if (!row.energised) return NO_POWER;
  if (row.batteryEmptyAtUs !== undefined) {
    return { tone: 'warn', shape: 'triangle', word: 'onBattery' };
  }
  return OK;
}

function hostState(row: RowOf<'host'>): RowState {
  if (row.cut) return CUT;
  if (!row.powered) return NO_POWER;
  if (row.state === 'booting') return { tone: 'change', shape: 'half', word: 'booting' };
  if (row.tooHot === true) return { tone: 'harm', shape: 'cross', word: 'tooHot' };
  if (row.state === 'down') return { tone: 'harm', shape: 'cross', word: 'down' };
  if (!row.connected) return NO_NETWORK;
  if (row.failing === true) return { tone: 'warn', shape: 'triangle', word: 'failingSoon' };
  if (row.speedPermille !== undefined) return { tone: 'warn', shape: 'triangle', word: 'slow' };
  return guestTrouble(row.guest) ?? OK;
}

function machineState(row: RowOf<'vm'>): RowState {
  if (row.operation === 'maintain') return { tone: 'change', shape: 'half', word: 'maintained' };
  if (row.operation === 'recover') return { tone: 'change', shape: 'half', word: 'recovering' };
  switch (row.powerState) {
    case 'running':
      if (row.silent === true) return { tone: 'harm', shape: 'triangle', word: 'silent' };
      if (row.pausedUntilUs !== undefined) return { tone: 'change', shape: 'half', word: 'paused' };
      if (row.operation === 'migrate') return { tone: 'change', shape: 'half', word: 'migrating' };
      return applicationState(row);
    case 'creating':
    case 'starting':
    case 'stopping':
    case 'deallocating':
      return { tone: 'change', shape: 'half', word: row.powerState };
    case 'stopped':
      return row.lost
        ? { tone: 'harm', shape: 'cross', word: 'lost' }
        : { tone: 'off', shape: 'ring', word: 'stopped' };
    case 'deallocated':
      return row.provisioningState === 'Failed'
        ? { tone: 'harm', shape: 'triangle', word: 'failed' }
        : { tone: 'off', shape: 'ring', word: 'deallocated' };
    default:
      return unreachable(row.powerState);
  }
}

/** A machine that runs is as well as what it serves. */
function applicationState(row: RowOf<'vm'>): RowState {
  switch (row.application) {
    case undefined:
      return guestTrouble(row.guest) ?? { tone: 'ok', shape: 'disc', word: 'running' };
    case 'failing':
      return { tone: 'harm', shape: 'triangle', word: 'appFailing' };
    case 'hung':
      return { tone: 'harm', shape: 'triangle', word: 'appHung' };
    case 'crashed':
      return { tone: 'harm', shape: 'triangle', word: 'appCrashed' };
    default:
      return unreachable(row.application);
  }
}

function balancerState(row: RowOf<'balancer'>): RowState {
  if (row.backends.length === 0) return { tone: 'warn', shape: 'triangle', word: 'noBackends' };
  const now = row.backends.map(({ rotation }) => rotation);
  if (now.includes('up') && now.includes('down')) {
    return { tone: 'warn', shape: 'triangle', word: 'someDown' };
  }
  // Who was not asked yet is neither well nor ill.
  if (now.includes('unknown')) return { tone: 'change', shape: 'half', word: 'probing' };
  if (!now.includes('up')) return { tone: 'harm', shape: 'cross', word: 'noneInRotation' };
  return now.includes('draining') ? { tone: 'change', shape: 'half', word: 'someDraining' } : OK;
}

/** A name is well while its first choice is, and does its work while any answer is good. */
function nameState(row: RowOf<'dnsProfile'>): RowState {
  const good = row.endpoints.filter(({ enabled, health }) => enabled && health !== 'degraded');
  if (good.length === 0) return { tone: 'harm', shape: 'cross', word: 'dnsDegraded' };
  return good.length === row.endpoints.length
    ? OK
    : { tone: 'warn', shape: 'triangle', word: 'dnsFailedOver' };
}

function maintenanceState(row: RowOf<'availabilitySet'> | RowOf<'scaleSet'>): RowState {
  const phase = row.maintenance?.phase;
  if (phase === undefined) return PRESENT;
  const word = phase === 'working' ? 'maintained' : phase;
  return { tone: 'change', shape: 'half', word };
}

function scalingState(row: RowOf<'scaleSet'>): RowState {
  if (row.rollout?.state === 'rollingForward')
    return { tone: 'change', shape: 'half', word: 'upgrading' };
  if (row.maintenance !== undefined) return maintenanceState(row);
  if (row.unhealthy > 0) return { tone: 'warn', shape: 'triangle', word: 'unhealthy' };
  if ((row.spot?.evicted ?? 0) > 0) return { tone: 'warn', shape: 'triangle', word: 'evicted' };
  if (row.instances.length === row.capacity) return PRESENT;
  return { tone: 'change', shape: 'half', word: 'scaling' };
}

/** Two primaries are worse than none: both take writes that one will lose. */
function storeState(row: RowOf<'store'>): RowState {
  if (row.primaries > 1) return { tone: 'harm', shape: 'triangle', word: 'splitBrain' };
  if (row.replicas.some(({ state }) => state === 'promoting')) {
    return { tone: 'change', shape: 'half', word: 'failingOver' };
  }
  if (row.restore !== undefined) return { tone: 'change', shape: 'half', word: 'restoring' };
  if (row.damage !== undefined) return { tone: 'harm', shape: 'triangle', word: 'damaged' };
  if (!row.accepting) return { tone: 'harm', shape: 'cross', word: 'noWrites' };
  const whole = row.replicas.every(({ state }) => state === 'primary' || state === 'following');
  return whole ? OK : { tone: 'warn', shape: 'triangle', word: 'replicaMissing' };
}
