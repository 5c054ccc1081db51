/**
 * Deciders for availability sets. Where a member may stand is decided in
 * `systems/fault-domains.ts`; here only what a person asked for is judged.
 */
import { ok } from '../../../shared/kernel/result.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import { forgetDowntime } from '../systems/downtime.ts';
import { membersOf } from '../systems/fault-domains.ts';
import { nameOf, textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { checkFree, checkUnused, find, findGroup, tagsText, type Decided } from './decide-kit.ts';

const FAULT_DOMAINS = 2;
const UPDATE_DOMAINS = 5;

/** Looks at `availabilitySet.add`; its refusals stand with its schema in `shared/commands`. */
export function decideAvailabilitySetAdd(
  world: World,
  command: CommandOf<'availabilitySet.add'>,
): Decided {
  const group = findGroup(world, command.group);
  if (!group.ok) return group;
  const groupName = nameOf(world, 'group', group.value);
  const free = checkFree(world, { word: 'availabilitySet', name: command.name, group: groupName });
  if (!free.ok) return free;
  return ok(() => {
    const slot = world.availabilitySet.allocate();
    world.availabilitySet.setText({ column: 'name', slot, text: command.name });
    world.availabilitySet.setRef({ column: 'group', slot, to: group.value });
    world.availabilitySet.setText({ column: 'tags', slot, text: tagsText(command.tags) });
    world.availabilitySet.col.faultDomains[slot] = command.faultDomains ?? FAULT_DOMAINS;
    world.availabilitySet.col.updateDomains[slot] = command.updateDomains ?? UPDATE_DOMAINS;
    world.names.add('availabilitySet', slot);
  });
}

/** Looks at `availabilitySet.remove`; its refusals stand with its schema in `shared/commands`. */
export function decideAvailabilitySetRemove(
  world: World,
  command: CommandOf<'availabilitySet.remove'>,
): Decided {
  const set = find(world, 'availabilitySet', command.availabilitySet);
  if (!set.ok) return set;
  const slot = set.value;
  const unused = checkUnused(world, {
    code: 'availabilitySet.notEmpty',
    id: textIdOf(world, 'availabilitySet', slot),
    users: membersOf(world, slot).map((vm) => ({ table: 'vm' as const, slot: vm })),
  });
  if (!unused.ok) return unused;
  return ok(() => {
    forgetDowntime(world, { owner: 'availabilitySet', slot });
    world.names.remove('availabilitySet', slot);
    world.availabilitySet.release(slot);
  });
}
