/**
 * Which version of its image a scale set stands at (rule ENG-U25): a set that is upgraded by itself
 * keeps to one until a newer one was rolled out, any other takes what `latest` means at the moment.
 * When an upgrade begins is decided elsewhere.
 */
import type { World } from '../world/world.ts';
import { regionOfGroup, resolveImage, sourceOfModel } from './image-source.ts';

/** The version that `latest` means for a set now. */
export function latestImageOf(world: World, set: number): string {
  const region = regionOfGroup(world, world.scaleSet.ref('group', set));
  return sourceOfModel(world, world.scaleSet.text('image', set), region).exact;
}

/** Pins the model of a set to the version it means now, from where upgrades are counted. */
export function pinImage(world: World, set: number): void {
  const model = world.scaleSet.ref('latestModel', set);
  const exact = latestImageOf(world, set);
  world.scaleModel.setText({ column: 'exact', slot: model, text: exact });
  world.scaleSet.setText({ column: 'refusedImage', slot: set, text: '' });
}

/** Lets a set follow `latest` by hand again. */
export function unpinImage(world: World, set: number): void {
  const model = world.scaleSet.ref('latestModel', set);
  world.scaleModel.setText({ column: 'exact', slot: model, text: '' });
}

/** Whether an image text names one version for good, so that nothing newer ever comes. */
export function isPinned(world: World, image: string, group: number): boolean {
  const source = resolveImage(world, image, regionOfGroup(world, group));
  return source.ok && source.value.reference === source.value.exact;
}
