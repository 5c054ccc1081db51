/**
 * How a happening is marked on the track and in the list: tone, shape and the filter it falls
 * under. A table and not a guess from names, so that a new kind must be given a place.
 */
import type { Happening, HappeningKind } from '../../shared/events/happenings.ts';
import type { MarkedEvent } from '../model/event-marks.ts';
import { TONES, type StateShape, type Tone } from '../model/row-state.ts';

/** The filters of the list. */
export const HAPPENING_FILTERS = ['fault', 'machine', 'service', 'user'] as const;
export type HappeningFilter = (typeof HAPPENING_FILTERS)[number];

export interface HappeningLook {
  readonly tone: Tone;
  readonly shape: StateShape;
  readonly filter: HappeningFilter;
}

function bad(filter: HappeningFilter, shape: StateShape = 'cross'): HappeningLook {
  return { tone: 'harm', shape, filter };
}

function good(filter: HappeningFilter): HappeningLook {
  return { tone: 'ok', shape: 'disc', filter };
}

function under(filter: HappeningFilter): HappeningLook {
  return { tone: 'change', shape: 'half', filter };
}

export const happeningLooks: Readonly<Record<HappeningKind, HappeningLook>> = {
  decision: { tone: 'off', shape: 'ring', filter: 'user' },
  'action.refused': { tone: 'warn', shape: 'triangle', filter: 'user' },
  'part.cut': bad('fault'),
  'part.restored': good('fault'),
  'power.lost': bad('fault', 'bolt'),
  'power.back': good('fault'),
  'power.onBattery': { tone: 'warn', shape: 'triangle', filter: 'fault' },
  'power.batteryEmpty': bad('fault', 'bolt'),
  'power.tripped': bad('fault', 'bolt'),
  'switch.lost': bad('fault', 'unlinked'),
  'switch.back': good('fault'),
  'storage.lost': bad('fault'),
  'storage.back': good('fault'),
  'host.lostPower': bad('fault', 'bolt'),
  'host.lostNetwork': bad('fault', 'unlinked'),
  'host.crashed': bad('fault'),
  'host.booting': under('fault'),
  'host.up': good('fault'),
  'vm.created': under('machine'),
  'vm.starting': under('machine'),
  'vm.running': good('machine'),
  'vm.stopping': under('machine'),
  'vm.stopped': { tone: 'off', shape: 'ring', filter: 'machine' },
  'vm.deallocated': { tone: 'off', shape: 'ring', filter: 'machine' },
  'vm.deleted': { tone: 'off', shape: 'ring', filter: 'machine' },
  'vm.lost': bad('machine'),
  'vm.recovering': under('machine'),
  'vm.operationFailed': { tone: 'harm', shape: 'triangle', filter: 'machine' },
  'backend.up': good('service'),
  'backend.down': bad('service'),
  'service.failing': bad('service'),
  'service.recovered': good('service'),
  'batch.done': good('machine'),
  'workload.ranTwice': bad('machine', 'triangle'),
  'webApp.scaled': under('machine'),
  'webApp.patched': good('machine'),
  'maintenance.started': under('machine'),
  'maintenance.domain': under('machine'),
  'maintenance.ended': good('machine'),
  'scaleSet.scaled': under('machine'),
  'scaleSet.allocationFailed': bad('machine', 'triangle'),
  'scaleSet.surplusDeleted': { tone: 'off', shape: 'ring', filter: 'machine' },
  'scaleSet.attached': under('machine'),
  'scaleSet.detached': under('machine'),
  'repair.begun': under('machine'),
  'repair.suspended': bad('machine', 'triangle'),
  'spot.notice': under('machine'),
  'spot.evicted': bad('machine'),
  'spot.restored': good('machine'),
  'scaleSet.modelChanged': under('machine'),
  'rollout.started': under('machine'),
  'rollout.batch': under('machine'),
  'rollout.ended': under('machine'),
  'rollout.rolledBack': { tone: 'harm', shape: 'triangle', filter: 'machine' },
  'build.deployed': under('machine'),
  'autoscale.evaluated': { tone: 'off', shape: 'ring', filter: 'machine' },
  'autoscale.profile': { tone: 'off', shape: 'ring', filter: 'machine' },
  'application.broken': bad('fault'),
  'application.restored': good('fault'),
  'fault.began': bad('fault'),
  'fault.ended': good('fault'),
  'host.tooHot': bad('fault'),
  'vm.panicked': bad('machine'),
  'vm.outOfMemory': bad('machine'),
  'vm.paused': under('machine'),
  'vm.migrating': under('machine'),
  'vm.migrated': good('machine'),
  'vm.migrationFailed': { tone: 'harm', shape: 'triangle', filter: 'machine' },
  'vm.reapplied': good('machine'),
  'vm.resizing': under('machine'),
  'vm.resized': good('machine'),
  'vm.updated': good('machine'),
  'vm.tempDiskLost': bad('machine'),
  'disk.ready': good('machine'),
  'disk.attached': good('machine'),
  'disk.detached': under('machine'),
  'disk.changed': good('machine'),
  'disk.burstSpent': bad('machine'),
  'disk.burstBack': good('machine'),
  'vm.reimaged': under('machine'),
  'credits.throttled': bad('machine'),
  'credits.recovered': good('machine'),
  'platform.healing': under('fault'),
  'platform.healed': under('machine'),
  'event.scheduled': under('machine'),
  'event.approved': under('machine'),
  'event.started': under('machine'),
  'event.ended': good('machine'),
  'event.cancelled': { tone: 'off', shape: 'ring', filter: 'machine' },
  'maintenance.faultDomain': under('machine'),
  'maintenance.rack': under('machine'),
  'maintenance.applied': under('machine'),
  'maintenance.windowOpened': under('machine'),
  'maintenance.windowClosed': good('machine'),
  'maintenance.patching': under('machine'),
  'maintenance.whole': under('machine'),
  'scaleSet.imageReleased': under('machine'),
  'reliability.failed': bad('fault'),
  'platform.noRoom': { tone: 'harm', shape: 'triangle', filter: 'machine' },
  'backend.admin': { tone: 'off', shape: 'ring', filter: 'service' },
  'backend.drained': good('service'),
  'store.primaryLost': bad('service'),
  'store.primaryMissed': { tone: 'warn', shape: 'triangle', filter: 'service' },
  'store.steppedDown': { tone: 'warn', shape: 'triangle', filter: 'service' },
  'store.promoting': under('service'),
  'store.failedOver': good('service'),
  'store.splitBrain': { tone: 'harm', shape: 'triangle', filter: 'service' },
  'store.healed': good('service'),
  'store.stalled': bad('service'),
  'store.partnerDropped': { tone: 'warn', shape: 'triangle', filter: 'service' },
  'store.refusing': bad('service'),
  'store.resyncing': under('service'),
  'store.down': bad('service'),
  'store.up': good('service'),
  'store.backedUp': good('service'),
  'store.backupFailed': bad('service', 'triangle'),
  'store.dataDeleted': bad('fault'),
  'store.restoring': under('service'),
  'store.restored': good('service'),
  'store.restoreFailed': bad('service'),
  'sessions.lost': bad('service', 'triangle'),
  'identity.shared': { tone: 'warn', shape: 'triangle', filter: 'machine' },
  'vm.deprovisioned': under('machine'),
  'vm.generalized': under('machine'),
  'image.ready': good('machine'),
  'imageVersion.replicated': good('machine'),
  'app.started': good('machine'),
  'app.stopped': { tone: 'off', shape: 'ring', filter: 'machine' },
  'app.startFailed': bad('machine', 'triangle'),
  'app.failed': bad('machine'),
  'app.killed': bad('machine'),
  'os.patchInstalled': under('machine'),
  'os.patched': good('machine'),
  'task.missed': { tone: 'warn', shape: 'triangle', filter: 'machine' },
  'dns.endpointDown': bad('service'),
  'dns.endpointUp': good('service'),
  'traffic.blocked': bad('service', 'unlinked'),
  'publicIp.assigned': good('machine'),
  'publicIp.released': { tone: 'off', shape: 'ring', filter: 'machine' },
  'move.copied': good('machine'),
  'move.paused': { tone: 'warn', shape: 'triangle', filter: 'machine' },
  'move.resumed': good('machine'),
  'move.tested': under('machine'),
  'move.cuttingOver': { tone: 'warn', shape: 'triangle', filter: 'service' },
  'move.served': good('service'),
  'move.windowClosed': bad('service', 'triangle'),
  'move.rolledBack': bad('service', 'triangle'),
  'move.finished': good('machine'),
  'environment.clock': under('machine'),
  'environment.short': bad('machine', 'triangle'),
};

/** How an event stands on the track: in the lane of its filter, as grave as its tone. */
export function markOf({ id, atUs, kind }: Happening): MarkedEvent {
  const { filter, tone } = happeningLooks[kind];
  const lane = HAPPENING_FILTERS.indexOf(filter);
  return { id, atUs, lane, gravity: TONES.indexOf(tone) };
}
