/**
 * Two policies of scale sets as commands give them: several sizes in one set, and upgrades of the
 * system image that begin by themselves. What contradicts is refused here; what follows in time
 * is the matter of the systems.
 */
import { ok, type Result } from '../../../shared/kernel/result.ts';
import { MIX_STRATEGIES } from '../../../shared/model/kinds.ts';
import type { InstanceMix } from '../../../shared/commands/scale-set-policy-commands.ts';
import { isPinned, pinImage, unpinImage } from '../systems/image-pin.ts';
import { putMixSizes } from '../systems/mix-sizes.ts';
import { watchSet } from '../systems/set-watch.ts';
import type { World } from '../world/world.ts';
import { refuse } from './decide-kit.ts';

/** Families a mix may hold (docs/facts.md, fact 83). */
const MIXED_FAMILIES = /^(?:Standard_)?(?:A|B|D|DS|E|ES|F|FS)\d/;

/** A size as machines record it; one the catalogue does not have stays as it was written. */
function fullName(world: World, size: string): string {
  const found = world.lookup.size(size);
  return found.ok ? found.value.name : size;
}

/** Refuses with `scaleSet.mixUnfit` what the service takes in no mix. */
export function checkMix(
  world: World,
  input: {
    readonly mix: InstanceMix | undefined;
    readonly uniform: boolean;
    /** The size of the model. */
    readonly size: string;
  },
): Result<void> {
  const { mix, uniform, size } = input;
  if (mix === undefined) return ok(undefined);
  const sizes = mix.sizes.map((one) => fullName(world, one));
  const foreign = sizes.find((one) => !MIXED_FAMILIES.test(one));
  if (uniform) return unfit(size, 'a uniform set has one size, and this one is uniform');
  if (new Set(sizes).size < sizes.length) return unfit(size, 'a size stands in it twice');
  if (foreign !== undefined) {
    return unfit(foreign, `${foreign} is of none of the families A, B, D, E and F`);
  }
  if (!sizes.includes(fullName(world, size))) {
    return unfit(size, `${size}, the size of the model, is not among ${sizes.join(', ')}`);
  }
  return ok(undefined);
}

function unfit(size: string, reason: string): Result<never> {
  return refuse({
    code: 'scaleSet.mixUnfit',
    message: `The sizes cannot be mixed: ${reason}.`,
    hint: 'A flexible set takes up to 5 different sizes of A, B, D, E or F, its own among them.',
    details: { size, reason },
  });
}

/** Refuses automatic upgrades of an image that names one version for good (fact 73). */
export function checkImageUpgrade(
  world: World,
  input: { readonly wanted: boolean; readonly image: string; readonly group: number },
): Result<void> {
  const { wanted, image, group } = input;
  if (!wanted || !isPinned(world, image, group)) return ok(undefined);
  return refuse({
    code: 'scaleSet.imagePinned',
    message: `${image} names one version for good, so nothing newer would ever be rolled out.`,
    hint: 'Use the latest version of a gallery image, or turn automatic image upgrades off.',
    details: { image },
  });
}

/** Writes a mix into a set; one that is not named stays. */
export function putMix(world: World, set: number, mix: InstanceMix | undefined): void {
  if (mix === undefined) return;
  const { mixStrategy } = world.scaleSet.col;
  mixStrategy[set] = MIX_STRATEGIES.indexOf(mix.strategy ?? 'lowestPrice');
  putMixSizes(
    world,
    set,
    mix.sizes.map((size) => fullName(world, size)),
  );
}

/** Turns automatic image upgrades on or off; what is not named stays. */
export function putImageUpgrade(world: World, set: number, wanted: boolean | undefined): void {
  if (wanted === undefined) return;
  world.scaleSet.col.imageUpgrade[set] = wanted ? 1 : 0;
  if (wanted) pinImage(world, set);
  else unpinImage(world, set);
  watchSet(world, set);
}
