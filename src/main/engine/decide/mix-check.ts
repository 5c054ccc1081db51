/**
 * Everything a scale set may be made from, looked at whole: each size of its mix runs its image
 * and may be spot where spot is wanted, its image can be upgraded by itself where that is, and all
 * of them take the disks and the user that instances come with.
 * What is made of it stands with the systems.
 */
import type { Result } from '../../../shared/kernel/result.ts';
import type {
  InstanceMix,
  SpotPolicy,
} from '../../../shared/commands/scale-set-policy-commands.ts';
import type { World } from '../world/world.ts';
import { checkImageUpgrade, checkMix } from './mix-and-image.ts';
import { checkModel } from './model-check.ts';
import { checkSpot } from './scale-set-policy.ts';
import { planEquipment, type Equipment, type PlannedEquipment } from './set-equipment.ts';

/**
 * Refuses as `checkMix`, `checkImageUpgrade`, `checkModel`, `checkSpot` and `planEquipment` do.
 * Answers with what each instance comes with.
 */
export function checkMadeFrom(
  world: World,
  made: {
    readonly size: string;
    readonly image: string;
    readonly group: number;
    readonly uniform: boolean;
    readonly mix: InstanceMix | undefined;
    readonly spot: SpotPolicy | undefined;
    readonly upgradesImage: boolean;
    readonly equipment: Equipment;
  },
): Result<PlannedEquipment> {
  const { size, image, group, mix, uniform, spot, equipment } = made;
  const mixed = checkMix(world, { mix, uniform, size });
  if (!mixed.ok) return mixed;
  for (const one of mix?.sizes ?? []) {
    const model = checkModel(world, { size: one, image, group });
    if (!model.ok) return model;
    const evictable = checkSpot({ spot, uniform, size: one });
    if (!evictable.ok) return evictable;
  }
  const followed = checkImageUpgrade(world, { wanted: made.upgradesImage, image, group });
  if (!followed.ok) return followed;
  return planEquipment(world, { sizes: [size, ...(mix?.sizes ?? [])], image, group, equipment });
}
