/**
 * Models of scale sets: what new instances are made from, and what each was made from
 * (rules ENG-U3 to ENG-U5; docs/facts.md, fact 69).
 *
 * A model is a row that stays as long as an instance refers to it, so an instance that is behind
 * knows what it has and can be put back to it. Nothing here starts or stops a machine.
 */
import { assert } from '../../../shared/kernel/assert.ts';
import type { World } from '../world/world.ts';
import { changePrice } from './billing.ts';
import { putBuild } from './builds.ts';
import { settleBurstable } from './burst-credits.ts';
import type { MachinePlan } from './machine-records.ts';
import { restoreInside } from './image-contents.ts';
import { insideOf, regionOfGroup, sourceOfModel } from './image-source.ts';
import { sizeAfterUpgrade } from './mix-sizes.ts';
import { releaseHost, takeHost } from './placement.ts';
import { touchQuotas } from './quotas.ts';
import { priceOf } from './spot-price.ts';
import { touchInstance } from './touch-instance.ts';

/** What a model says, before it is a row. */
export interface ModelSpec {
  readonly size: string;
  readonly image: string;
  readonly version: string;
  readonly faulty: boolean;
}

/** What a machine made from a model needs, beside its name, disks, pools and place. */
export type ModelFacts = Pick<
  MachinePlan,
  'size' | 'vCpu' | 'memoryMib' | 'microUsdPerHour' | 'image' | 'exactImage' | 'inside'
> & { readonly osDiskGib: number; readonly osDiskTier: string };

/** Makes a model the latest of its set and returns its row. */
export function addModel(
  world: World,
  set: number,
  input: { spec: ModelSpec; cause: number; exact?: string },
): number {
  const { spec, cause, exact = '' } = input;
  const before = world.scaleSet.ref('latestModel', set);
  const serial = before < 0 ? 1 : world.scaleModel.col.serial[before]! + 1;
  const row = world.scaleModel.allocate();
  world.scaleModel.setRef({ column: 'scaleSet', slot: row, to: set });
  world.scaleModel.setText({ column: 'size', slot: row, text: spec.size });
  world.scaleModel.setText({ column: 'image', slot: row, text: spec.image });
  world.scaleModel.setText({ column: 'version', slot: row, text: spec.version });
  world.scaleModel.setText({ column: 'exact', slot: row, text: exact });
  world.scaleModel.col.serial[row] = serial;
  world.scaleModel.col.faulty[row] = spec.faulty ? 1 : 0;
  world.scaleModel.col.cause[row] = cause;
  world.scaleSet.setRef({ column: 'latestModel', slot: set, to: row });
  world.scaleSet.setText({ column: 'size', slot: set, text: spec.size });
  world.scaleSet.setText({ column: 'image', slot: set, text: spec.image });
  for (const vm of world.vm.slots()) {
    if (world.vm.col.scaleSet[vm] === set + 1) world.vm.dirty.touch(vm);
  }
  forgetModels(world, set);
  return row;
}

/** What a row says. */
export function specOf(world: World, model: number): ModelSpec {
  return {
    size: world.scaleModel.text('size', model),
    image: world.scaleModel.text('image', model),
    version: world.scaleModel.text('version', model),
    faulty: world.scaleModel.col.faulty[model] === 1,
  };
}

/** Gives back the rows of a set that nothing refers to any more. */
export function forgetModels(world: World, set: number): void {
  const { latestModel, modelBefore } = world.scaleSet.col;
  const used = new Set<number>([latestModel[set]!, modelBefore[set]!]);
  for (const vm of world.vm.slots()) {
    used.add(world.vm.col.model[vm]!).add(world.vm.col.priorModel[vm]!);
  }
  for (const row of world.scaleModel.slots()) {
    if (world.scaleModel.col.scaleSet[row] === set + 1 && !used.has(row + 1))
      world.scaleModel.release(row);
  }
}

/** True for an instance that was made from the latest model of its set, or brought to it. */
export function isLatest(world: World, vm: number): boolean {
  const set = world.vm.ref('scaleSet', vm);
  return set >= 0 && world.vm.col.model[vm] === world.scaleSet.col.latestModel[set];
}

/**
 * The figures of a model, from the catalogue as they were checked when it was made; of another
 * size than its own where a mix has several.
 */
export function factsOf(world: World, model: number, mixed?: string): ModelFacts {
  const size = world.lookup.size(mixed ?? world.scaleModel.text('size', model));
  assert(size.ok, 'The size of a model stays in the catalogue');
  const set = world.scaleModel.ref('scaleSet', model);
  const region = regionOfGroup(world, world.scaleSet.ref('group', set));
  const asked = world.scaleModel.text('image', model);
  const exact = world.scaleModel.text('exact', model);
  const source = sourceOfModel(world, exact === '' ? asked : exact, region);
  const { image } = source;
  const { linuxMicroUsdPerHour, windowsMicroUsdPerHour = linuxMicroUsdPerHour } = size.value;
  const tier = world.lookup.tierFor(image.osDiskGib);
  return {
    size: size.value.name,
    vCpu: size.value.vCpu,
    memoryMib: size.value.memoryMib,
    microUsdPerHour: image.os === 'windows' ? windowsMicroUsdPerHour : linuxMicroUsdPerHour,
    image: exact === '' ? source.reference : asked,
    exactImage: source.exact,
    inside: insideOf(source, true),
    osDiskGib: image.osDiskGib,
    osDiskTier: tier.ok ? tier.value.tier : '',
  };
}

/** As `factsOf`, for an instance that is brought to a model: of a mix it keeps its own size. */
export function factsAfter(world: World, vm: number, model: number): ModelFacts {
  const size = sizeAfterUpgrade(world, vm, world.scaleModel.text('size', model));
  return factsOf(world, model, size);
}

/** Notes what a new instance was made from, with its version of the application. */
export function bornFrom(world: World, vm: number, model: number): void {
  world.vm.setRef({ column: 'model', slot: vm, to: model });
  const { version, faulty } = specOf(world, model);
  putBuild(world, vm, { version, faulty, cause: world.scaleModel.col.cause[model]! });
}

/**
 * Turns an instance that does not execute into what a model says, on the host given (-1: none).
 * What was owed at the price before stays owed.
 */
export function putModel(world: World, vm: number, plan: { model: number; host: number }): void {
  const { col } = world.vm;
  const facts = factsAfter(world, vm, plan.model);
  const stays = plan.host >= 0 && col.host[vm] === plan.host + 1 ? col.onNode[vm]! : 0;
  releaseHost(world, vm);
  changePrice(world, vm, priceOf(world, vm, facts.microUsdPerHour));
  const image = world.vm.text('exactImage', vm);
  world.vm.setText({ column: 'size', slot: vm, text: facts.size });
  world.vm.setText({ column: 'image', slot: vm, text: facts.image });
  world.vm.setText({ column: 'exactImage', slot: vm, text: facts.exactImage });
  col.vCpu[vm] = facts.vCpu;
  col.memoryMib[vm] = facts.memoryMib;
  if (plan.host >= 0) takeHost(world, { vm, host: plan.host });
  col.onNode[vm] = stays;
  settleBurstable(world, vm);
  touchQuotas(world);
  if (image !== facts.exactImage) replaceSystemDisk(world, vm, facts);
  world.vm.setRef({ column: 'priorModel', slot: vm, to: world.vm.ref('model', vm) });
  bornFrom(world, vm, plan.model);
  touchInstance(world, vm);
  col.revision[vm]! += 1;
}

/** The system disk of an instance is made anew; its name stays. */
export function replaceSystemDisk(
  world: World,
  vm: number,
  facts: Pick<ModelFacts, 'osDiskGib' | 'osDiskTier' | 'inside'>,
): void {
  restoreInside(world, vm, facts.inside);
  const disk = world.cloud.disksOfVm(vm)[0];
  if (disk === undefined) return;
  const storage = world.disk.ref('storage', disk);
  const grows = facts.osDiskGib - world.disk.col.sizeGib[disk]!;
  if (storage >= 0) {
    world.storage.col.usedGib[storage]! += grows;
    world.storage.dirty.touch(storage);
  }
  world.disk.col.sizeGib[disk] = facts.osDiskGib;
  world.disk.setText({ column: 'tier', slot: disk, text: facts.osDiskTier });
  world.disk.col.revision[disk]! += 1;
}
