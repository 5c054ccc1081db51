/**
 * Which command takes back the effect of another once simulated time has passed.
 *
 * Undo never undoes time. Where the opposite of a command is a command itself, the refusal of an
 * undo names it; where it is not (an edited rating, a submitted batch) nothing is offered, because
 * a wrong suggestion is worse than none.
 */
import type { CommandType } from '../../shared/commands/index.ts';

const OPPOSITES: ReadonlyMap<CommandType, CommandType> = new Map([
  ['place.add', 'place.remove'],
  ['cluster.add', 'cluster.remove'],
  ['rack.add', 'rack.remove'],
  ['storage.add', 'storage.remove'],
  ['power.add', 'power.remove'],
  ['switch.add', 'switch.remove'],
  ['link.add', 'link.remove'],
  ['link.remove', 'link.add'],
  ['cord.add', 'cord.remove'],
  ['cord.remove', 'cord.add'],
  ['host.add', 'host.remove'],
  ['fault.cut', 'fault.restore'],
  ['fault.restore', 'fault.cut'],
  ['fault.inject', 'fault.clear'],
  ['group.add', 'group.remove'],
  ['vm.create', 'vm.delete'],
  ['vm.start', 'vm.deallocate'],
  ['vm.stop', 'vm.start'],
  ['vm.deallocate', 'vm.start'],
  ['balancer.add', 'balancer.remove'],
  ['balancer.join', 'balancer.leave'],
  ['balancer.leave', 'balancer.join'],
  ['service.add', 'service.remove'],
  ['application.break', 'application.restore'],
  ['dnsProfile.add', 'dnsProfile.remove'],
  ['availabilitySet.add', 'availabilitySet.remove'],
  ['maintenance.start', 'maintenance.cancel'],
  ['autoscale.set', 'autoscale.clear'],
]);

/** The type of the command that takes `type` back, if one does. */
export function compensationOf(type: CommandType): CommandType | undefined {
  return OPPOSITES.get(type);
}
