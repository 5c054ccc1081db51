/**
 * The data disks and the administrator that instances of a scale set are to come with, looked at
 * with every size and the image they may be made from (rule ENG-K5); and the ports opened as the
 * set is made. Refusals are those of a single machine.
 */
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import { parseAdministrator } from '../../../shared/model/administrator.ts';
import { regionOfGroup, resolveImage } from '../systems/image-source.ts';
import { administratorOfSet, disksOfSet, printDisks } from '../systems/instance-equipment.ts';
import type { World } from '../world/world.ts';
import { planAdministrator } from './access-rules.ts';
import { refuse, type Decided } from './decide-kit.ts';
import { planDisk } from './machine-plan.ts';
import { openPorts } from './security-group-deciders.ts';
import type { SetNetwork } from './set-network.ts';

/** What is asked for. */
export type Equipment = Pick<CommandOf<'scaleSet.add'>, 'dataDisks' | 'administrator'>;

/** The same as the set keeps it. */
export interface PlannedEquipment {
  readonly dataDisks: string;
  readonly administrator: string;
}

interface MadeFrom {
  readonly sizes: readonly string[];
  readonly image: string;
  readonly group: number;
  readonly equipment: Equipment;
}

/** What a set that exists gives its instances, as it could be asked for again. */
export function equipmentOf(world: World, set: number): Equipment {
  const administrator = parseAdministrator(administratorOfSet(world, set));
  return {
    dataDisks: disksOfSet(world, set),
    ...(administrator === undefined ? {} : { administrator }),
  };
}

/** Refuses disks that one of the sizes does not take, and users its image cannot have. */
export function planEquipment(world: World, made: MadeFrom): Result<PlannedEquipment> {
  const { equipment, sizes } = made;
  const { dataDisks = [], administrator } = equipment;
  let planned = '';
  // The disks are those of the first size, which is that of the model.
  for (const [index, size] of dataDisks.length === 0 ? [] : sizes.entries()) {
    const disks = planDisks(world, size, dataDisks);
    if (!disks.ok) return disks;
    if (index === 0) planned = disks.value;
  }
  const source = resolveImage(world, made.image, regionOfGroup(world, made.group));
  if (!source.ok) return source;
  const named = { name: '', administrator };
  const who = administrator === undefined ? ok('') : planAdministrator(named, source.value);
  return who.ok ? ok({ dataDisks: planned, administrator: who.value }) : who;
}

function planDisks(
  world: World,
  named: string,
  asked: NonNullable<Equipment['dataDisks']>,
): Result<string> {
  const size = world.lookup.size(named);
  if (!size.ok) return size;
  const { maxDataDisks, name } = size.value;
  if (asked.length > maxDataDisks) {
    return refuse({
      code: 'disk.tooMany',
      message: `${name} takes ${maxDataDisks} data disks; each instance asks for ${asked.length}.`,
      hint: 'Ask for fewer disks or a larger size.',
      details: { size: name, maxDataDisks, asked: asked.length },
    });
  }
  const plans = [];
  for (const [index, disk] of asked.entries()) {
    const about = { ...disk, role: 'data' as const, name: `data-${index}` };
    const plan = planDisk(world, about, size.value);
    if (!plan.ok) return plan;
    const { sizeGib, tier, caching = 'none' } = plan.value;
    plans.push({ sizeGib, tier, caching });
  }
  return ok(printDisks(plans));
}

/** Opens ports of a set that is being made, in its own group or that of its subnet [ENG-VN7]. */
export function openPortsOfSet(
  world: World,
  command: Pick<CommandOf<'scaleSet.add'>, 'name' | 'openPorts'>,
  network: SetNetwork,
): Decided {
  const { openPorts: ports, name } = command;
  if (ports === undefined) return ok(() => undefined);
  return openPorts(world, { id: name, ports, ...network });
}

/** Writes what instances come with into their set. */
export function putEquipment(world: World, set: number, planned: PlannedEquipment): void {
  const { dataDisks, administrator } = planned;
  world.scaleSet.setText({ column: 'dataDisks', slot: set, text: dataDisks });
  world.scaleSet.setText({ column: 'administrator', slot: set, text: administrator });
}
