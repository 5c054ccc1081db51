/**
 * The model of a scale set, looked at: its size and image exist and go together. Both the deciders
 * that make a model and those that mix sizes ask here.
 */
import { ok, type Result } from '../../../shared/kernel/result.ts';
import { regionOfGroup, resolveImage } from '../systems/image-source.ts';
import type { World } from '../world/world.ts';
import { checkSource, needsConsole } from './image-plan.ts';

/**
 * Size and image of a model must exist, be in the region and fit each other. Answers with the image
 * as the model has to name it.
 */
export function checkModel(
  world: World,
  model: { size: string; image: string; group: number },
): Result<string> {
  const size = world.lookup.size(model.size);
  if (!size.ok) return size;
  const source = resolveImage(world, model.image, regionOfGroup(world, model.group));
  if (!source.ok) return source;
  if (source.value.isMedium) return needsConsole(source.value);
  const fits = checkSource(world, source.value, size.value);
  if (!fits.ok) return fits;
  // Another thing could get the short name of one's own image later, so the model has the full one.
  const { base, reference } = source.value;
  return ok(base === reference ? model.image : reference);
}
