/**
 * Which decider answers for which command on images and galleries. It stands apart from the other
 * commands so that their own index stays short. It decides nothing itself.
 */
import { unreachable } from '../../../shared/kernel/assert.ts';
import type { Command } from '../../../shared/commands/index.ts';
import type { World } from '../world/world.ts';
import type { Decided } from './decide-kit.ts';
import * as galleries from './gallery-deciders.ts';
import * as images from './image-deciders.ts';

const IMAGE_TYPES = [
  'image.acceptTerms',
  'image.upload',
  'image.delete',
  'vm.deprovision',
  'vm.generalize',
  'vm.capture',
  'vm.clone',
  'gallery.add',
  'gallery.remove',
  'imageDefinition.add',
  'imageDefinition.remove',
  'imageVersion.add',
  'imageVersion.replicate',
  'imageVersion.exclude',
  'imageVersion.remove',
] as const;
export type ImageCommand = Extract<Command, { type: (typeof IMAGE_TYPES)[number] }>;

/** True for a command on images. */
export function isImageCommand(command: Command): command is ImageCommand {
  return IMAGE_TYPES.some((type) => type === command.type);
}

/** As `decide`, for these. */
export function decideImage(world: World, command: ImageCommand): Decided {
  switch (command.type) {
    case 'image.acceptTerms':
      return images.decideAcceptTerms(world, command);
    case 'image.upload':
      return images.decideImageUpload(world, command);
    case 'image.delete':
      return images.decideImageDelete(world, command);
    case 'vm.deprovision':
      return images.decideVmDeprovision(world, command);
    case 'vm.generalize':
      return images.decideVmGeneralize(world, command);
    case 'vm.capture':
      return images.decideVmCapture(world, command);
    case 'vm.clone':
      return images.decideVmClone(world, command);
    case 'gallery.add':
      return galleries.decideGalleryAdd(world, command);
    case 'gallery.remove':
      return galleries.decideGalleryRemove(world, command);
    case 'imageDefinition.add':
      return galleries.decideDefinitionAdd(world, command);
    case 'imageDefinition.remove':
      return galleries.decideDefinitionRemove(world, command);
    case 'imageVersion.add':
      return galleries.decideVersionAdd(world, command);
    case 'imageVersion.replicate':
      return galleries.decideVersionReplicate(world, command);
    case 'imageVersion.exclude':
      return galleries.decideVersionExclude(world, command);
    case 'imageVersion.remove':
      return galleries.decideVersionRemove(world, command);
    default:
      return unreachable(command);
  }
}
