/**
 * Deciders for snapshots of disks. They cost what the catalogue says for what is used, for as long
 * as they exist, whatever becomes of the disk (rule ENG-SN1).
 */
import { ok } from '../../../shared/kernel/result.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import { closeCost } from '../systems/costs.ts';
import { nameOf, textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { checkFree, find, refuse, tagsText, type Decided } from './decide-kit.ts';

/** Looks at `snapshot.create`; its refusals stand with its schema in `shared/commands`. */
export function decideSnapshotCreate(world: World, command: CommandOf<'snapshot.create'>): Decided {
  const disk = find(world, 'disk', command.disk);
  if (!disk.ok) return disk;
  const own = { ok: true, value: world.disk.ref('group', disk.value) } as const;
  const group = command.group === undefined ? own : find(world, 'group', command.group);
  if (!group.ok) return group;
  const groupName = nameOf(world, 'group', group.value);
  const free = checkFree(world, { word: 'snapshot', name: command.name, group: groupName });
  if (!free.ok) return free;
  const sizeGib = world.disk.col.sizeGib[disk.value]!;
  const usedGib = command.usedGib ?? sizeGib;
  if (usedGib > sizeGib) {
    const id = textIdOf(world, 'disk', disk.value);
    return refuse({
      code: 'snapshot.tooLarge',
      message: `${id} has ${sizeGib} GiB, so ${usedGib} of them cannot be in use.`,
      hint: 'Give what is really used, or leave it out.',
      details: { disk: id, sizeGib, usedGib },
    });
  }
  return ok(() => {
    const slot = world.snapshot.allocate();
    world.snapshot.setText({ column: 'name', slot, text: command.name });
    world.snapshot.setText({ column: 'tags', slot, text: tagsText(command.tags) });
    // The disk may go; its name stays.
    world.snapshot.setText({ column: 'disk', slot, text: textIdOf(world, 'disk', disk.value) });
    world.snapshot.setRef({ column: 'group', slot, to: group.value });
    world.snapshot.col.usedGib[slot] = usedGib;
    world.snapshot.col.sizeGib[slot] = sizeGib;
    world.snapshot.col.billedFromUs[slot] = world.nowUs;
    world.names.add('snapshot', slot);
  });
}

/** Looks at `snapshot.delete`; its refusals stand with its schema in `shared/commands`. */
export function decideSnapshotDelete(world: World, command: CommandOf<'snapshot.delete'>): Decided {
  const snapshot = find(world, 'snapshot', command.snapshot);
  if (!snapshot.ok) return snapshot;
  return ok(() => {
    closeCost(world, 'snapshot', snapshot.value);
    world.names.remove('snapshot', snapshot.value);
    world.snapshot.release(snapshot.value);
  });
}
