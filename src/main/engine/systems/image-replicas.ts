/**
 * Images and replicas that take time until machines can be made from them (rules ENG-IM5 and
 * ENG-IM6): the events, when they are stale, and who handles them. What an image holds and whether
 * it may be made at all is not known here: that is decided before.
 */
import { EVENT, PRIORITY } from '../event-kinds.ts';
import type { EventCell } from '../event-queue.ts';
import { happen, type World } from '../world/world.ts';
import { carryToRegion } from './crossings.ts';
import { durationOf } from './operation-durations.ts';
import { regionOfGroup, replicasOf } from './image-source.ts';

const BYTES_PER_GIB = 1_073_741_824;

/** True for an event on images. */
export function isImageEvent(kind: number): boolean {
  return kind === EVENT.imageReady || kind === EVENT.replicaReady;
}

/** True when the image or replica is gone. */
export function isStaleImageEvent(world: World, cell: Readonly<EventCell>): boolean {
  const table = cell.kind === EVENT.imageReady ? world.managedImage : world.imageReplica;
  return table.generation[cell.slot] !== cell.generation;
}

/** Carries out such an event. */
export function onImageEvent(world: World, cell: Readonly<EventCell>): void {
  if (cell.kind === EVENT.imageReady) finishImage(world, cell.slot, cell.payload);
  else finishReplica(world, cell.slot, cell.payload);
}

/** Begins to make an image; it is complete after the time given. */
export function beginImage(world: World, slot: number, durationUs: number): void {
  const { col, generation } = world.managedImage;
  col.ready[slot] = 0;
  col.readyUs[slot] = world.nowUs + durationUs;
  if (durationUs === 0) {
    finishImage(world, slot, world.decisionId);
    return;
  }
  world.schedule({
    atUs: col.readyUs[slot],
    priority: PRIORITY.lifecycle,
    kind: EVENT.imageReady,
    slot,
    generation: generation[slot]!,
    payload: world.decisionId,
  });
}

function finishImage(world: World, slot: number, cause: number): void {
  world.managedImage.col.ready[slot] = 1;
  world.managedImage.col.revision[slot]! += 1;
  world.managedImage.dirty.touch(slot);
  happen(world, { kind: 'image.ready', table: 'managedImage', slot, cause });
}

/** Begins to copy a version to a region, as long as the service was measured to take. */
export function beginReplica(
  world: World,
  version: number,
  given: { region: string; operation: 'galleryVersionCreate' | 'galleryVersionUpdate' },
): void {
  const { imageReplica } = world;
  const slot = imageReplica.allocate();
  const durationUs = durationOf(world, given.operation);
  imageReplica.setRef({ column: 'version', slot, to: version });
  imageReplica.setText({ column: 'region', slot, text: given.region });
  imageReplica.col.billedFromUs[slot] = world.nowUs;
  sendVersion(world, version, given.region);
  imageReplica.col.readyUs[slot] = world.nowUs + durationUs;
  if (durationUs === 0) {
    finishReplica(world, slot, world.decisionId);
    return;
  }
  world.schedule({
    atUs: imageReplica.col.readyUs[slot],
    priority: PRIORITY.lifecycle,
    kind: EVENT.replicaReady,
    slot,
    generation: imageReplica.generation[slot]!,
    payload: world.decisionId,
  });
}

/** The used part of its disk goes to the region; what a start state has is there already. */
function sendVersion(world: World, version: number, region: string): void {
  if (world.settingUp) return;
  const group = world.imageDefinition.ref('group', world.imageVersion.ref('definition', version));
  const bytes = world.imageVersion.col.usedGib[version]! * BYTES_PER_GIB;
  carryToRegion(world, { group, from: regionOfGroup(world, group), to: region }, bytes);
}

function finishReplica(world: World, slot: number, cause: number): void {
  world.imageReplica.col.ready[slot] = 1;
  const version = world.imageReplica.ref('version', slot);
  const definition = world.imageVersion.ref('definition', version);
  touchDefinition(world, definition);
  happen(world, {
    kind: 'imageVersion.replicated',
    table: 'imageDefinition',
    slot: definition,
    cause,
    details: {
      version: world.imageVersion.text('version', version),
      region: world.imageReplica.text('region', slot),
    },
  });
}

/** Has the rows shown anew that speak of a definition: its own, and machines made from it. */
export function touchDefinition(world: World, definition: number): void {
  world.imageDefinition.col.revision[definition]! += 1;
  world.imageDefinition.dirty.touch(definition);
  world.gallery.dirty.touch(world.imageDefinition.ref('gallery', definition));
  const { imageContents, exactImage } = world.vm.col;
  for (const vm of world.vm.slots()) {
    if (imageContents[vm] !== 0 || world.strings.text(exactImage[vm]!).includes('@')) {
      world.vm.dirty.touch(vm);
    }
  }
}

/** Drops a version with its replicas. What they have cost is kept by the caller. */
export function dropVersion(world: World, version: number): void {
  for (const replica of replicasOf(world, version)) world.imageReplica.release(replica);
  world.imageVersion.release(version);
}
