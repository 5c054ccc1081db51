/**
 * What each operation on a machine does: the power state while it lasts and after, the provisioning
 * state, and what the timeline tells of it (rule ENG-L1; docs/facts.md, fact 7). Only the table;
 * the machinery is `lifecycle.ts`.
 */
import type { HappeningKind } from '../../../shared/events/happenings.ts';
import type { PowerState, ProvisioningState, VmOperation } from '../../../shared/model/kinds.ts';

/** An operation that takes place. */
export type Operation = Exclude<VmOperation, 'none'>;

export interface OperationRule {
  /** Power state while it lasts, and after; absent: as it was. */
  readonly during?: PowerState;
  readonly ends?: PowerState;
  readonly provisioning: ProvisioningState;
  /** Absent where whoever began it tells more. */
  readonly begins?: HappeningKind;
  readonly done?: HappeningKind;
  /** Provisioning state when the ground is lost under it. */
  readonly whenLost: ProvisioningState;
}

/** One line for each operation; `delete` ends with the row gone. */
export const OPERATION_RULES: Readonly<Record<Operation, OperationRule>> = {
  create: {
    during: 'creating',
    ends: 'running',
    provisioning: 'Creating',
    begins: 'vm.created',
    done: 'vm.running',
    whenLost: 'Failed',
  },
  start: {
    during: 'starting',
    ends: 'running',
    provisioning: 'Updating',
    begins: 'vm.starting',
    done: 'vm.running',
    whenLost: 'Failed',
  },
  powerOff: {
    during: 'stopping',
    ends: 'stopped',
    provisioning: 'Updating',
    begins: 'vm.stopping',
    done: 'vm.stopped',
    whenLost: 'Succeeded',
  },
  guestShutdown: {
    during: 'stopping',
    ends: 'stopped',
    provisioning: 'Succeeded',
    begins: 'vm.stopping',
    done: 'vm.stopped',
    whenLost: 'Succeeded',
  },
  deallocate: {
    during: 'deallocating',
    ends: 'deallocated',
    provisioning: 'Updating',
    begins: 'vm.stopping',
    done: 'vm.deallocated',
    whenLost: 'Succeeded',
  },
  restart: {
    during: 'stopping',
    ends: 'running',
    provisioning: 'Updating',
    begins: 'vm.stopping',
    done: 'vm.running',
    whenLost: 'Failed',
  },
  guestRestart: {
    during: 'stopping',
    ends: 'running',
    provisioning: 'Succeeded',
    begins: 'vm.stopping',
    done: 'vm.running',
    whenLost: 'Succeeded',
  },
  delete: {
    during: 'deallocating',
    ends: 'deallocated',
    provisioning: 'Deleting',
    begins: 'vm.stopping',
    done: 'vm.deleted',
    whenLost: 'Failed',
  },
  recover: {
    during: 'starting',
    ends: 'running',
    provisioning: 'Succeeded',
    begins: 'vm.starting',
    done: 'vm.running',
    whenLost: 'Succeeded',
  },
  redeploy: {
    during: 'stopping',
    ends: 'running',
    provisioning: 'Updating',
    begins: 'vm.stopping',
    done: 'vm.running',
    whenLost: 'Failed',
  },
  reapply: { provisioning: 'Updating', done: 'vm.reapplied', whenLost: 'Failed' },
  migrate: { provisioning: 'Succeeded', whenLost: 'Succeeded' },
  freeze: { provisioning: 'Succeeded', whenLost: 'Succeeded' },
  maintain: {
    during: 'stopping',
    ends: 'running',
    provisioning: 'Succeeded',
    begins: 'vm.stopping',
    done: 'vm.running',
    whenLost: 'Succeeded',
  },
  // The stop has happened when these begin: a new system comes up.
  upgrade: {
    during: 'starting',
    ends: 'running',
    provisioning: 'Updating',
    begins: 'vm.starting',
    done: 'vm.running',
    whenLost: 'Failed',
  },
  reimage: {
    during: 'starting',
    ends: 'running',
    provisioning: 'Updating',
    begins: 'vm.starting',
    done: 'vm.running',
    whenLost: 'Failed',
  },
  // Where it was not running it stays as it was: only its figures change.
  resize: {
    during: 'stopping',
    provisioning: 'Updating',
    begins: 'vm.resizing',
    done: 'vm.resized',
    whenLost: 'Failed',
  },
  update: { provisioning: 'Updating', done: 'vm.updated', whenLost: 'Failed' },
};
