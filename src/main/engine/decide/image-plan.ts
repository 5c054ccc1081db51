/**
 * The image of a machine that is to be made: whether it may be, whether it fits the size, and what
 * the machine gets of it (rules ENG-IM1 and ENG-IM2). It stands below whoever plans machines.
 */
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import type { VmSize } from '../../../shared/model/catalogue-compute.ts';
import { regionOfGroup, resolveImage, type ImageSource } from '../systems/image-source.ts';
import { textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { refuse } from './decide-kit.ts';

/** The image a command asks for. Refuses what `vm.create` says of images. */
export function planImage(
  world: World,
  command: CommandOf<'vm.create'>,
  given: { group: number; source?: ImageSource | undefined; size: VmSize },
): Result<ImageSource> {
  const { source, group, size } = given;
  const region = regionOfGroup(world, group);
  const found = source === undefined ? resolveImage(world, command.image, region) : ok(source);
  if (!found.ok) return found;
  if (found.value.isMedium && command.host === undefined) return needsConsole(found.value);
  return checkSource(world, found.value, size);
}

/** Terms, generation, architecture, memory: whether a disk may start on a size. */
export function checkSource(world: World, source: ImageSource, size: VmSize): Result<ImageSource> {
  const { image, base } = source;
  if (image.plan !== undefined && !world.names.has(`terms:${base}`)) {
    return refuse({
      code: 'image.termsNotAccepted',
      message:
        `${base} is sold with the plan ${image.plan.product} of ${image.plan.publisher}, and its ` +
        'terms are not accepted. The service answers MarketplacePurchaseEligibilityFailed.',
      hint: 'Accept them once (image.acceptTerms), then create the machine again.',
      details: { image: base, ...image.plan },
    });
  }
  // Own images may be made anew under an old name, so the memory of fits goes by what they are.
  const exactUrn = `${image.alias} ${base} ${image.generation}`;
  const fits = world.lookup.imageFits({ image, exactUrn, exactVersion: '' }, size);
  return fits.ok ? ok(source) : fits;
}

/** A medium is started by hand, at the console of a hypervisor that one reaches. */
export function needsConsole(source: ImageSource): Result<never> {
  return refuse({
    code: 'image.isoHost',
    message:
      `${source.reference} is an installation medium: somebody sits at the console of the ` +
      'hypervisor, so it must be said which. The service offers none.',
    hint: 'Name the host, or use the image itself.',
    details: { image: source.reference },
  });
}

/** An image is copied whole, so the disk must hold it. */
export function checkOsDisk(source: ImageSource, sizeGib: number): Result<void> {
  const { osDiskGib, alias } = source.image;
  // A marketplace image is smaller than the disk the service proposes for it.
  if (source.base === alias || sizeGib >= osDiskGib) return ok(undefined);
  return refuse({
    code: 'disk.smallerThanImage',
    message: `The OS disk would have ${sizeGib} GiB; the disk of ${alias} has ${osDiskGib} GiB.`,
    hint: `Ask for ${osDiskGib} GiB or more, or leave it out.`,
    details: { image: alias, sizeGib, imageGib: osDiskGib },
  });
}

/** The refusal for whatever a generalized machine can no longer do. */
export function isGeneralized(world: World, vm: number, act: string): Result<never> {
  const id = textIdOf(world, 'vm', vm);
  return refuse({
    code: 'vm.generalized',
    message:
      `${id} is generalized: its system has no identity any more, so it can never be ${act}. ` +
      'The service answers OperationNotAllowed.',
    hint: 'Capture it as an image and make machines from that, or delete it.',
    details: { vm: id },
  });
}
