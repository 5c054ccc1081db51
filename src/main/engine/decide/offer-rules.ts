/**
 * What the service offers at all, before any host is asked: quotas, and what spot machines cannot
 * be (rules ENG-QU1 and ENG-SP1; docs/facts.md, facts 31, 35, 43, 59 and 60). It does not know
 * where there is room.
 */
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import { checkQuotas } from '../systems/quotas.ts';
import type { World } from '../world/world.ts';
import { findGroup, refuse } from './decide-kit.ts';

/** Refuses a machine that region or priority do not allow; what else is wrong is said elsewhere. */
export function checkOffer(world: World, command: CommandOf<'vm.create'>): Result<void> {
  // What runs inside another machine is none of the provider's business.
  if (command.inside !== undefined) return ok(undefined);
  const spot = command.priority === 'spot';
  const unfit = spot ? checkSpot(command) : ok(undefined);
  if (!unfit.ok) return unfit;
  const group = findGroup(world, command.group);
  const size = world.lookup.size(command.size);
  if (!group.ok || !size.ok) return ok(undefined);
  const { name, vCpu } = size.value;
  return checkQuotas(world, { group: group.value, size: name, vCpu, spot, instead: -1 });
}

function checkSpot(command: CommandOf<'vm.create'>): Result<void> {
  const { availabilitySet, reservation } = command;
  if (availabilitySet !== undefined) {
    return refuse({
      code: 'spot.withSet',
      message: `${command.name} cannot be a spot machine and in ${availabilitySet}.`,
      hint: 'Leave one of the two out: a set keeps machines, spot gives them away.',
      details: { vm: command.name, availabilitySet },
    });
  }
  if (reservation === undefined) return ok(undefined);
  return refuse({
    code: 'spot.withReservation',
    message: `${command.name} cannot be a spot machine and use ${reservation}.`,
    hint: 'Leave one of the two out: a reservation is paid for so that nobody takes it.',
    details: { vm: command.name, reservation },
  });
}
