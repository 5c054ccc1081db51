/**
 * Images, galleries and terms as rows, and what a machine's row carries of its image
 * (`shared/views/image-view.ts`). It only reads.
 */
import {
  ARCHITECTURES,
  HYPERVISOR_GENERATIONS,
  OS_KINDS,
  IMAGE_ORIGINS,
  IMAGE_STATES,
} from '../../../shared/model/image-kinds.ts';
import type { IdentityView, ImageVersionView } from '../../../shared/views/image-view.ts';
import { parseAdministrator } from '../../../shared/model/administrator.ts';
import { POWER_STATES } from '../../../shared/model/kinds.ts';
import type { RowOf } from '../../../shared/views/topology-view.ts';
import type { RunSummary } from '../../../shared/views/workspace-view.ts';
import { definitionHourly, imageHourly } from '../systems/image-costs.ts';
import { parseContents } from '../systems/image-contents.ts';
import {
  breaksOf,
  computerNameOf,
  locationOf,
  machineIdOf,
  nameHolder,
  twinsOf,
} from '../systems/identities.ts';
import {
  dataDisksOf,
  imageOfBase,
  imageOfMachine,
  latestIn,
  replicasOf,
  versionsOf,
} from '../systems/image-source.ts';
import { compareVersions } from '../../../shared/model/image-versions.ts';
import { textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { driftOf } from './image-drift.ts';
import { base, cloud, some } from './row-parts.ts';

/** Machines whose record names a disk. */
function machinesOf(world: World, exact: string): string[] {
  const wanted = world.strings.find(exact);
  if (wanted === undefined) return [];
  const { exactImage } = world.vm.col;
  return [...world.vm.slots()]
    .filter((vm) => exactImage[vm] === wanted)
    .map((vm) => textIdOf(world, 'vm', vm));
}

function diskPart(world: World, table: 'managedImage' | 'imageVersion', slot: number) {
  const rows = world[table];
  const { col } = rows;
  const from = rows.text('from', slot);
  const computerName = rows.text('computerName', slot);
  return {
    base: rows.text('base', slot),
    os: imageOfBase(world, rows.text('base', slot)).os,
    generation: HYPERVISOR_GENERATIONS[col.generation[slot]!]!,
    osDiskGib: col.osDiskGib[slot]!,
    dataDisksGib: dataDisksOf(rows.text('dataDisks', slot)),
    state: IMAGE_STATES[col.state[slot]!]!,
    origin: IMAGE_ORIGINS[col.origin[slot]!]!,
    ...some('from', from === '' ? undefined : from),
    contents: parseContents(rows.text('contents', slot)),
    keepsIdentity: rows.text('identity', slot) !== '',
    ...some('computerName', computerName === '' ? undefined : computerName),
    ...some('administrator', parseAdministrator(rows.text('administrator', slot))),
    usedGib: col.usedGib[slot]!,
  };
}

/** An image outside a gallery. */
export function managedImageRow(world: World, slot: number): RowOf<'managedImage'> {
  const { col } = world.managedImage;
  const parts = cloud(world, 'managedImage', slot);
  return {
    kind: 'managedImage',
    ...parts,
    provisioningState: col.ready[slot] === 1 ? 'Succeeded' : 'Creating',
    ...diskPart(world, 'managedImage', slot),
    machines: machinesOf(world, parts.id),
    ready: col.ready[slot] === 1,
    readyAtUs: col.readyUs[slot]!,
    microUsdPerHour: Math.round(imageHourly(world, slot)),
  };
}

/** A gallery with its definitions. */
export function galleryRow(world: World, slot: number): RowOf<'gallery'> {
  const { gallery } = world.imageDefinition.col;
  return {
    kind: 'gallery',
    ...cloud(world, 'gallery', slot),
    definitions: [...world.imageDefinition.slots()]
      .filter((row) => gallery[row] === slot + 1)
      .map((row) => textIdOf(world, 'imageDefinition', row)),
  };
}

/** A definition with its versions, newest first. */
export function imageDefinitionRow(world: World, slot: number): RowOf<'imageDefinition'> {
  const { col } = world.imageDefinition;
  const parts = cloud(world, 'imageDefinition', slot);
  return {
    kind: 'imageDefinition',
    ...parts,
    gallery: textIdOf(world, 'gallery', world.imageDefinition.ref('gallery', slot)),
    os: OS_KINDS[col.os[slot]!]!,
    generation: HYPERVISOR_GENERATIONS[col.generation[slot]!]!,
    architecture: ARCHITECTURES[col.architecture[slot]!]!,
    state: IMAGE_STATES[col.state[slot]!]!,
    versions: versionsOf(world, slot).map((row) => versionView(world, parts.id, row)),
    microUsdPerHour: Math.round(definitionHourly(world, slot)),
  };
}

function versionView(world: World, definition: string, row: number): ImageVersionView {
  const version = world.imageVersion.text('version', row);
  const { ready, readyUs } = world.imageReplica.col;
  return {
    version,
    excluded: world.imageVersion.col.excluded[row] === 1,
    addedAtUs: world.imageVersion.col.addedUs[row]!,
    ...diskPart(world, 'imageVersion', row),
    machines: machinesOf(world, `${definition}@${version}`),
    replicas: replicasOf(world, row).map((replica) => ({
      region: world.imageReplica.text('region', replica),
      ready: ready[replica] === 1,
      readyAtUs: readyUs[replica]!,
    })),
  };
}

/** Accepted terms of a marketplace image. */
export function termsRow(world: World, slot: number): RowOf<'terms'> {
  const acceptedAtUs = world.terms.col.acceptedUs[slot]!;
  return { kind: 'terms', ...base(world, 'terms', slot), acceptedAtUs };
}

/** What a machine's row carries of its image and identity. */
export function vmImagePart(world: World, vm: number) {
  const { col } = world.vm;
  const baseImage = world.vm.text('baseImage', vm);
  return {
    ...some('baseImage', baseImage === '' ? undefined : baseImage),
    generation: imageOfMachine(world, vm).generation,
    ...some('administrator', parseAdministrator(world.vm.text('administrator', vm))),
    ...some('generalized', col.generalized[vm] === 1 ? (true as const) : undefined),
    ...some('deprovisioned', col.deprovisioned[vm] === 1 ? (true as const) : undefined),
    ...some('agent', col.noAgent[vm] === 1 ? (false as const) : undefined),
    ...some('identity', col.identity[vm] === 0 ? undefined : identityOf(world, vm)),
    ...some('drift', driftOf(world, vm)),
    ...some('newerVersion', newerVersion(world, vm)),
  };
}

function identityOf(world: World, vm: number): IdentityView {
  const isWindows = imageOfMachine(world, vm).os === 'windows';
  const holder = nameHolder(world, vm);
  return {
    computerName: computerNameOf(world, vm),
    machineId: machineIdOf(world.vm.text('identity', vm), isWindows),
    sharedWith: twinsOf(world, vm).map((twin) => textIdOf(world, 'vm', twin)),
    ...some('nameHeldBy', holder < 0 ? undefined : textIdOf(world, 'vm', holder)),
    breaks: breaksOf(world, vm, isWindows),
  };
}

/** A version of its gallery image that is newer than the machine's own and in its region. */
function newerVersion(world: World, vm: number): string | undefined {
  const exact = world.vm.text('exactImage', vm);
  const at = exact.indexOf('@');
  if (at < 0 || !exact.startsWith('imageDefinition:')) return undefined;
  const found = world.names.resolve(['imageDefinition'], exact.slice(0, at));
  if (!found.ok) return undefined;
  const latest = latestIn(world, found.value.slot, locationOf(world, vm));
  if (latest < 0) return undefined;
  const version = world.imageVersion.text('version', latest);
  return compareVersions(version, exact.slice(at + 1)) > 0 ? version : undefined;
}

/** Machines that share an identity while they run, and those that differ from their image. */
export function imageFigures(world: World): Pick<RunSummary, 'images'> {
  const vms = [...world.vm.slots()];
  const { powerState } = world.vm.col;
  const running = vms.filter((vm) => POWER_STATES[powerState[vm]!] === 'running');
  const shared = running.filter((vm) => twinsOf(world, vm).some((one) => running.includes(one)));
  const drifted = vms.filter((vm) => driftOf(world, vm) !== undefined);
  if (shared.length + drifted.length === 0) return {};
  return { images: { sharedIdentities: shared.length, driftedMachines: drifted.length } };
}
