/**
 * What a machine is made from: the one place where the text of an image becomes a disk (rules
 * ENG-IM1 to ENG-IM7). It may be a marketplace image, the medium of one, an image of one's own, or
 * a version of a gallery image; what follows is the same for all.
 */
import { compareVersions } from '../../../shared/model/image-versions.ts';
import type { Image } from '../../../shared/model/catalogue-compute.ts';
import { HYPERVISOR_GENERATIONS, ISO_PREFIX } from '../../../shared/model/image-kinds.ts';
import { ensure } from '../../../shared/kernel/assert.ts';
import { err, ok, type Result } from '../../../shared/kernel/result.ts';
import { forgetGuest } from './guest-records.ts';
import { fillSystem, patchesOf, type InsidePlan } from './image-contents.ts';
import { textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';

/** A disk that machines are made from. */
export interface ImageSource {
  /** What a machine records: what was asked for, and what that meant at the moment. */
  readonly reference: string;
  readonly exact: string;
  /** Its system, with figures and name of this disk. */
  readonly image: Image;
  /** Alias of the marketplace image all goes back to. */
  readonly base: string;
  /** What is on the disk, and what counts as its beginning. */
  readonly contents: string;
  readonly baseline: string;
  readonly identity: string;
  readonly computerName: string;
  /** User its disk still knows, as `printAdministrator` says it. */
  readonly administrator: string;
  readonly dataDisksGib: readonly number[];
  readonly noAgent: boolean;
  /** Installed from a medium by hand instead of copied. */
  readonly isMedium: boolean;
}

/** Tables that hold disks of one's own. */
type DiskTable = 'managedImage' | 'imageVersion';

/**
 * The disk an image text means in a region. Refuses with `image.notFound`, `reference.ambiguous`,
 * `image.notReady`, `image.otherRegion`, `imageVersion.notFound`, `imageVersion.notReplicated`.
 */
export function resolveImage(world: World, text: string, region: string): Result<ImageSource> {
  if (text.startsWith(ISO_PREFIX)) return medium(world, text);
  const listed = world.lookup.image(text);
  if (listed.ok) {
    const { image, exactUrn } = listed.value;
    return ok(marketplace(image, exactUrn));
  }
  const at = text.indexOf('@');
  const name = at < 0 ? text : text.slice(0, at);
  const found = world.names.resolve(['managedImage', 'imageDefinition'], name);
  // What is neither here nor there is told with the close names of the catalogue.
  if (!found.ok) return found.error.code === 'reference.ambiguous' ? found : listed;
  const { slot } = found.value;
  if (found.value.table === 'managedImage') return managed(world, slot, region);
  return version(world, { definition: slot, asked: text.slice(name.length + 1), region });
}

/**
 * The disk a model of a scale set means. What a set uses stays, so it is there; where its versions
 * were all left out of latest since, the newest still serves.
 */
export function sourceOfModel(world: World, text: string, region: string): ImageSource {
  const found = resolveImage(world, text, region);
  if (found.ok) return found.value;
  const named = world.names.resolve(['imageDefinition'], text);
  const definition = ensure(named.ok ? named.value.slot : undefined, 'A used image stays');
  const row = versionsOf(world, definition).find((one) => isThere(world, one, region));
  const newest = ensure(row, 'A used image has a version in its region');
  const exact = `${text}@${world.imageVersion.text('version', newest)}`;
  return { ...diskOf(world, 'imageVersion', newest, exact), reference: text, exact };
}

/** Sources of marketplace images, which are the same for every machine made from one. */
const marketplaceSources = new WeakMap<Image, ImageSource>();

function marketplace(image: Image, exact: string): ImageSource {
  const known = marketplaceSources.get(image);
  if (known?.exact === exact) return known;
  const source = { ...bare(image), reference: image.alias, exact };
  marketplaceSources.set(image, source);
  return source;
}

function bare(image: Image): Omit<ImageSource, 'reference' | 'exact'> {
  return {
    image,
    base: image.alias,
    contents: '',
    baseline: '',
    identity: '',
    computerName: '',
    administrator: '',
    dataDisksGib: [],
    noAgent: false,
    isMedium: false,
  };
}

/** The installation medium of a marketplace image's system: bare, and without an agent. */
function medium(world: World, text: string): Result<ImageSource> {
  const listed = world.lookup.image(text.slice(ISO_PREFIX.length));
  if (!listed.ok) return listed;
  const { image } = listed.value;
  const reference = `${ISO_PREFIX}${image.alias}`;
  const exact = `${ISO_PREFIX}${listed.value.exactUrn}`;
  return ok({ ...bare(image), reference, exact, noAgent: true, isMedium: true });
}

function managed(world: World, slot: number, region: string): Result<ImageSource> {
  const id = textIdOf(world, 'managedImage', slot);
  if (world.managedImage.col.ready[slot] === 0) {
    return notReady(world, id, world.managedImage.col.readyUs[slot]!);
  }
  const own = regionOfGroup(world, world.managedImage.ref('group', slot));
  if (own !== region) {
    return err({
      code: 'image.otherRegion',
      message: `${id} is in ${own}; an image outside a gallery makes machines in its region only.`,
      hint: 'Put it into a gallery and replicate that version, or use a group in its region.',
      details: { image: id, region: own, asked: region },
    });
  }
  return ok({ ...diskOf(world, 'managedImage', slot, id), reference: id, exact: id });
}

function notReady(world: World, image: string, readyUs: number): Result<never> {
  const seconds = Math.max(1, Math.ceil((readyUs - world.nowUs) / 1_000_000));
  return err({
    code: 'image.notReady',
    message: `${image} is still being made; it is ready in ${seconds} s.`,
    hint: 'Wait until it is.',
    details: { image, remainingSeconds: seconds },
    retryable: true,
  });
}

/** Location of a group. */
export function regionOfGroup(world: World, group: number): string {
  return group < 0 ? '' : world.group.text('location', group);
}

/** Versions of a definition, newest first. */
export function versionsOf(world: World, definition: number): number[] {
  const rows = [...world.imageVersion.slots()].filter(
    (row) => world.imageVersion.col.definition[row] === definition + 1,
  );
  return rows.sort((left, right) =>
    compareVersions(
      world.imageVersion.text('version', right),
      world.imageVersion.text('version', left),
    ),
  );
}

/** Replicas of a version, in the order they were asked for. */
export function replicasOf(world: World, row: number): number[] {
  return [...world.imageReplica.slots()].filter(
    (replica) => world.imageReplica.col.version[replica] === row + 1,
  );
}

/** Whether a version can make machines in a region. */
export function isThere(world: World, row: number, region: string): boolean {
  return replicasOf(world, row).some(
    (replica) =>
      world.imageReplica.col.ready[replica] === 1 &&
      world.imageReplica.text('region', replica) === region,
  );
}

/** What `latest` means in a region: the newest version that is there and not left out; or -1. */
export function latestIn(world: World, definition: number, region: string): number {
  const there = versionsOf(world, definition).filter(
    (row) => world.imageVersion.col.excluded[row] === 0 && isThere(world, row, region),
  );
  return there[0] ?? -1;
}

function version(
  world: World,
  wanted: { definition: number; asked: string; region: string },
): Result<ImageSource> {
  const { definition, asked, region } = wanted;
  const id = textIdOf(world, 'imageDefinition', definition);
  const isLatest = asked === '' || asked === 'latest';
  const row = isLatest
    ? latestIn(world, definition, region)
    : (versionsOf(world, definition).find(
        (one) => world.imageVersion.text('version', one) === asked,
      ) ?? -1);
  if (row < 0 && (!isLatest || versionsOf(world, definition).length === 0)) {
    return versionMissing(world, definition, asked);
  }
  if (row < 0 || !isThere(world, row, region)) {
    return notReplicated(world, { ...wanted, row });
  }
  const exact = `${id}@${world.imageVersion.text('version', row)}`;
  const reference = isLatest ? id : exact;
  return ok({ ...diskOf(world, 'imageVersion', row, exact), reference, exact });
}

/** The refusal for a version that a definition does not have. */
export function versionMissing(world: World, definition: number, asked: string): Result<never> {
  const id = textIdOf(world, 'imageDefinition', definition);
  const known = versionsOf(world, definition).map((row) => world.imageVersion.text('version', row));
  return err({
    code: 'imageVersion.notFound',
    message: asked === '' ? `${id} has no version yet.` : `${id} has no version ${asked}.`,
    hint:
      known.length === 0 ? 'Add one from a machine or an image.' : `It has ${known.join(', ')}.`,
    details: { imageDefinition: id, version: asked, known: known.length },
  });
}

function notReplicated(
  world: World,
  wanted: { definition: number; row: number; region: string },
): Result<never> {
  const { definition, region } = wanted;
  const id = textIdOf(world, 'imageDefinition', definition);
  const rows = wanted.row >= 0 ? [wanted.row] : versionsOf(world, definition);
  const replicas = rows.flatMap((row) => replicasOf(world, row));
  const regions = [...new Set(replicas.map((one) => world.imageReplica.text('region', one)))];
  const { ready, readyUs } = world.imageReplica.col;
  const coming = replicas.filter(
    (one) => ready[one] === 0 && world.imageReplica.text('region', one) === region,
  );
  const first = coming[0];
  const seconds =
    first === undefined ? 0 : Math.max(1, Math.ceil((readyUs[first]! - world.nowUs) / 1_000_000));
  const which = wanted.row < 0 ? '' : ` version ${world.imageVersion.text('version', wanted.row)}`;
  return err({
    code: 'imageVersion.notReplicated',
    message:
      `The gallery image ${id}${which} is not available in ${region}: ` +
      (first === undefined
        ? `it is replicated to ${regions.join(', ')}.`
        : `its replica there is ready in ${seconds} s.`),
    hint:
      first === undefined
        ? 'Replicate it to that region, or create the machine where it is.'
        : 'Wait until the replica is complete.',
    details: { imageDefinition: id, region, regions, remainingSeconds: seconds },
    retryable: first !== undefined,
  });
}

/** A disk of one's own as the source of a machine, under the name given. */
function diskOf(
  world: World,
  table: DiskTable,
  slot: number,
  alias: string,
): Omit<ImageSource, 'reference' | 'exact'> {
  const rows = world[table];
  const contents = rows.text('contents', slot);
  return {
    image: {
      ...imageOfBase(world, rows.text('base', slot)),
      ...ownFigures(world, table, slot),
      alias,
    },
    base: rows.text('base', slot),
    contents,
    baseline: contents,
    identity: rows.text('identity', slot),
    computerName: rows.text('computerName', slot),
    administrator: rows.text('administrator', slot),
    dataDisksGib: dataDisksOf(rows.text('dataDisks', slot)),
    noAgent: rows.col.noAgent[slot] === 1,
    isMedium: false,
  };
}

function ownFigures(
  world: World,
  table: DiskTable,
  slot: number,
): Pick<Image, 'generation' | 'osDiskGib'> {
  const { generation, osDiskGib } = world[table].col;
  return {
    generation: HYPERVISOR_GENERATIONS[generation[slot]!]!,
    osDiskGib: osDiskGib[slot]!,
  };
}

/** The catalogue's entry of the image something goes back to. */
export function imageOfBase(world: World, alias: string): Image {
  const listed = world.lookup.image(alias);
  return ensure(listed.ok ? listed.value.image : undefined, 'A base stays in the catalogue');
}

/** The catalogue's entry of the image a machine goes back to. */
export function imageOfMachine(world: World, vm: number): Image {
  const base = world.vm.text('baseImage', vm);
  return imageOfBase(world, base === '' ? world.vm.text('image', vm) : base);
}

/** Sizes of data disks from their one text. */
export function dataDisksOf(text: string): number[] {
  return text === '' ? [] : text.split('\n').map(Number);
}

/** The system disk of a machine that does not run is made anew from its image. */
export function renewSystem(world: World, vm: number): void {
  const region = regionOfGroup(world, world.vm.ref('group', vm));
  const found = resolveImage(world, world.vm.text('exactImage', vm), region);
  const contents = world.vm.text('imageContents', vm);
  const { identity, computerName } = found.ok ? found.value : { identity: '', computerName: '' };
  forgetGuest(world, { table: 'vm', slot: vm });
  world.vm.setText({ column: 'identity', slot: vm, text: identity });
  world.vm.setText({ column: 'computerName', slot: vm, text: computerName });
  // A disk that is nobody's yet gets the user of its machine again.
  if (found.ok && identity !== '') {
    const text = found.value.administrator;
    world.vm.setText({ column: 'administrator', slot: vm, text });
  }
  world.vm.col.deprovisioned[vm] = 0;
  fillSystem(world, vm, contents);
}

/** What a machine gets of its image; nothing for a bare marketplace image. */
export function insideOf(source: ImageSource, withContents: boolean): InsidePlan | undefined {
  const { base, reference, contents, baseline, identity, computerName, noAgent } = source;
  if (base === reference && contents === '' && identity === '' && !noAgent) return undefined;
  return {
    // A copy of a machine's disk may say the marketplace image itself, which is not behind one.
    base: base === reference ? '' : base,
    generation: HYPERVISOR_GENERATIONS.indexOf(source.image.generation) + 1,
    contents: withContents ? contents : patchesOf(contents),
    baseline,
    identity,
    computerName,
    noAgent,
  };
}
