/**
 * Deciders for resource groups, and for the disks and NICs that machines leave behind. What still
 * belongs to somebody is never removed.
 */
import { ok } from '../../../shared/kernel/result.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import { textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { deleteDisk, deleteNic } from '../systems/machine-records.ts';
import { checkFree, checkUnused, find, rowsWhere, tagsText, type Decided } from './decide-kit.ts';

/** Location of a group when none is given: the lab itself. */
const LOCATION = 'lab';

/** Looks at `group.add`; its refusals stand with its schema in `shared/commands`. */
export function decideGroupAdd(world: World, command: CommandOf<'group.add'>): Decided {
  const free = checkFree(world, { word: 'group', name: command.name });
  if (!free.ok) return free;
  return ok(() => {
    const slot = world.group.allocate();
    world.group.setText({ column: 'name', slot, text: command.name });
    world.group.setText({ column: 'location', slot, text: command.location ?? LOCATION });
    world.group.setText({ column: 'tags', slot, text: tagsText(command.tags) });
    world.names.add('group', slot);
  });
}

/** Looks at `group.remove`; its refusals stand with its schema in `shared/commands`. */
export function decideGroupRemove(world: World, command: CommandOf<'group.remove'>): Decided {
  const group = find(world, 'group', command.group);
  if (!group.ok) return group;
  const slot = group.value;
  const users = (
    [
      'availabilitySet',
      'scaleSet',
      'vm',
      'disk',
      'nic',
      'balancer',
      'service',
      'dnsProfile',
      'batch',
      'store',
      'snapshot',
      'webApp',
      'workload',
      'managedImage',
      'gallery',
      'network',
      'securityGroup',
      'publicIp',
    ] as const
  ).flatMap((table) => rowsWhere(world, table, (row) => world[table].col.group[row] === slot + 1));
  const unused = checkUnused(world, {
    code: 'group.notEmpty',
    id: textIdOf(world, 'group', slot),
    users,
  });
  if (!unused.ok) return unused;
  return ok(() => {
    world.names.remove('group', slot);
    world.group.release(slot);
  });
}

/** Looks at `disk.delete`; its refusals stand with its schema in `shared/commands`. */
export function decideDiskDelete(world: World, command: CommandOf<'disk.delete'>): Decided {
  const disk = find(world, 'disk', command.disk);
  if (!disk.ok) return disk;
  const user = world.disk.ref('vm', disk.value);
  const users = user < 0 ? [] : [{ table: 'vm' as const, slot: user }];
  const unused = checkUnused(world, {
    code: 'disk.inUse',
    id: textIdOf(world, 'disk', disk.value),
    users,
  });
  if (!unused.ok) return unused;
  return ok(() => deleteDisk(world, disk.value));
}

/** Looks at `nic.delete`; its refusals stand with its schema in `shared/commands`. */
export function decideNicDelete(world: World, command: CommandOf<'nic.delete'>): Decided {
  const nic = find(world, 'nic', command.nic);
  if (!nic.ok) return nic;
  const user = world.nic.ref('vm', nic.value);
  const users = user < 0 ? [] : [{ table: 'vm' as const, slot: user }];
  const unused = checkUnused(world, {
    code: 'nic.inUse',
    id: textIdOf(world, 'nic', nic.value),
    users,
  });
  if (!unused.ok) return unused;
  return ok(() => deleteNic(world, nic.value));
}
