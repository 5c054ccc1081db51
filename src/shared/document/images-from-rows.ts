/**
 * Images, galleries and terms written as a scenario, and how a machine of the state names the image
 * it was made from. What is on a disk is written as if installed on it in order; what applications
 * have written and identities nobody took out are named among the losses.
 */
import { printDuration, US_PER_MINUTE } from '../kernel/time.ts';
import { findImage } from '../model/catalogue-lookup.ts';
import type { Catalogue } from '../model/catalogue.ts';
import { ISO_PREFIX } from '../model/image-kinds.ts';
import type { DiskContents, ImageVersionView } from '../views/image-view.ts';
import type { RowOf } from '../views/topology-view.ts';
import { withoutEmpty, type RowSource } from './room-from-rows.ts';
import type { RowTable } from './row-table.ts';
import type { ImageDefinitionEntry, PreparedDiskEntry } from './scenario-image-schema.ts';
import type { Scenario } from './scenario-schema.ts';

const TASK_MILLICORES = 1_000;
const TASK_MEMORY_MIB = 256;

type Images = Pick<
  Scenario,
  'terms' | 'images' | 'galleries' | 'imageDefinitions' | 'imageVersions'
>;

/** The sections of images; empty ones are left out. */
export function imagesFromRows(source: RowSource): Images {
  const { table, references, catalogue } = source;
  const definitions = table.of('imageDefinition');
  return withoutEmpty({
    terms: table.of('terms').map(({ name }) => ({ image: name })),
    images: table.of('managedImage').map((row) => ({
      name: row.name,
      group: row.group,
      ...diskEntry(row, catalogue),
      ...tagsOf(row.tags),
    })),
    galleries: table.of('gallery').map((row) => ({
      name: row.name,
      group: row.group,
      ...tagsOf(row.tags),
    })),
    imageDefinitions: definitions.map((row): ImageDefinitionEntry => ({
      name: row.name,
      gallery: references.short(row.gallery),
      os: row.os,
      ...(row.generation === 'V2' ? {} : { generation: row.generation }),
      ...(row.architecture === 'x64' ? {} : { architecture: row.architecture }),
      ...(row.state === 'generalized' ? {} : { state: row.state }),
      ...tagsOf(row.tags),
    })),
    imageVersions: definitions.flatMap((row) =>
      row.versions.toReversed().map((version) => ({
        imageDefinition: references.short(row.id),
        version: version.version,
        ...regionsOf(row, version),
        ...(version.excluded ? { excludeFromLatest: true } : {}),
        disk: diskEntry(version, catalogue),
      })),
    ),
  });
}

function tagsOf(tags: Readonly<Record<string, string>>): { tags?: Record<string, string> } {
  return Object.keys(tags).length === 0 ? {} : { tags: { ...tags } };
}

/** Regions beside that of the gallery, which every version is in. */
function regionsOf(
  row: RowOf<'imageDefinition'>,
  version: ImageVersionView,
): { regions?: string[] } {
  const regions = version.replicas.map(({ region }) => region);
  const others = regions.filter((region) => region !== row.location);
  return others.length === 0 ? {} : { regions: others };
}

type Disk = Omit<ImageVersionView, 'version' | 'excluded' | 'addedAtUs' | 'replicas'>;

function diskEntry(disk: Disk, catalogue: Catalogue): PreparedDiskEntry {
  const { contents } = disk;
  const base = catalogue.images.find(({ alias }) => alias === disk.base);
  return {
    base: disk.base,
    ...(disk.generation === base?.generation ? {} : { generation: disk.generation }),
    ...(disk.osDiskGib === base?.osDiskGib ? {} : { osDiskGib: disk.osDiskGib }),
    ...(disk.dataDisksGib.length === 0 ? {} : { dataDisksGib: [...disk.dataDisksGib] }),
    ...(disk.state === 'generalized' ? {} : { state: disk.state }),
    ...(contents.patchLevel === 0 ? {} : { patchLevel: contents.patchLevel }),
    ...withoutEmpty({
      applications: applicationsOf(contents, catalogue),
      tasks: contents.tasks.map((task) => ({
        name: task.name,
        cron: task.cron,
        ...(task.lastsUs === US_PER_MINUTE ? {} : { lasts: printDuration(task.lastsUs) }),
        ...(task.cpuMillicores === TASK_MILLICORES ? {} : { cpuMillicores: task.cpuMillicores }),
        ...(task.memoryMib === TASK_MEMORY_MIB ? {} : { memoryMib: task.memoryMib }),
      })),
    }),
    ...(disk.computerName === undefined ? {} : { computerName: disk.computerName }),
    ...(disk.administrator === undefined || disk.state === 'generalized'
      ? {}
      : { administrator: disk.administrator }),
  };
}

type AskedApplication = NonNullable<PreparedDiskEntry['applications']>[number];

/** Those whose runtime was replaced come before those that replaced it. */
function applicationsOf(contents: DiskContents, catalogue: Catalogue): AskedApplication[] {
  function runtimesOf(application: string): readonly { runtime: string; version: string }[] {
    return catalogue.applications?.find(({ key }) => key === application)?.runtimes ?? [];
  }
  function isThere(needed: { runtime: string; version: string }): boolean {
    return contents.runtimes.some(
      ({ runtime, version }) => runtime === needed.runtime && version === needed.version,
    );
  }
  function isOld(one: { application: string }): boolean {
    return runtimesOf(one.application).some((needed) => !isThere(needed));
  }
  const ordered = [
    ...contents.applications.filter(isOld),
    ...contents.applications.filter((one) => !isOld(one)),
  ];
  const versions = new Map<string, string>();
  return ordered.map(({ name, application, changes, wanted }) => {
    let replaces = false;
    for (const { runtime, version } of runtimesOf(application)) {
      const before = versions.get(runtime);
      const both = contents.runtimes.filter((one) => one.runtime === runtime).length > 1;
      if (before !== undefined && before !== version && !both) replaces = true;
      versions.set(runtime, version);
    }
    return {
      application,
      ...(name === application ? {} : { name }),
      // The changes of an installation are fields of the entry.
      ...(changes as Partial<AskedApplication>),
      ...(replaces ? { replaceRuntimes: true } : {}),
      ...(wanted ? {} : { start: false }),
    };
  });
}

/** How a machine names its image, so that it begins with what is in it now. */
export function imageOfRow(
  table: RowTable,
  vm: RowOf<'vm'>,
): { image: string; withContents?: false } {
  if (vm.image.startsWith(ISO_PREFIX)) {
    // A medium wants a host to be installed on, and a deallocated machine has none.
    return { image: vm.host === undefined ? (vm.baseImage ?? vm.image) : vm.image };
  }
  if (!carriesImage(table, vm)) return { image: vm.baseImage ?? vm.image };
  return vm.baseImage === undefined
    ? { image: vm.image }
    : { image: vm.exactImage, withContents: false };
}

/** Size of the OS disk of a machine nobody said it for: that of its image. */
export function ordinaryOsGib(
  source: Pick<RowSource, 'table' | 'catalogue'>,
  vm: RowOf<'vm'>,
): number {
  const { image: name } = imageOfRow(source.table, vm);
  const [id = '', version] = name.split('@');
  const own = source.table.get('managedImage', id)?.osDiskGib;
  const versions = source.table.get('imageDefinition', id)?.versions ?? [];
  const kept = own ?? versions.find((one) => one.version === version)?.osDiskGib;
  if (kept !== undefined) return kept;
  const listed = findImage(source.catalogue, name.replace(ISO_PREFIX, ''));
  return listed.ok ? listed.value.image.osDiskGib : 0;
}

/** Whether the image a machine was made from is still there, or comes with the catalogue. */
function carriesImage(table: RowTable, vm: RowOf<'vm'>): boolean {
  if (vm.baseImage === undefined || vm.image.startsWith(ISO_PREFIX)) return true;
  const [id = '', version] = vm.exactImage.split('@');
  if (version === undefined) return table.get('managedImage', id) !== undefined;
  const definition = table.get('imageDefinition', id);
  return definition?.versions.some((one) => one.version === version) ?? false;
}

/** Patches of a machine that its image does not have. */
export function lostPatches(table: RowTable, vm: RowOf<'vm'>): number {
  if (vm.baseImage !== undefined && carriesImage(table, vm)) return vm.drift?.patchLevels ?? 0;
  return vm.guest?.patchLevel ?? 0;
}

/** What a scenario cannot take along of images, a list of names each. */
export function imageLosses(table: RowTable): {
  identities: string[];
  emptied: string[];
  written: string[];
  kept: string[];
  gone: string[];
  making: string[];
  history: string[];
} {
  const vms = table.of('vm').filter(({ scaleSet }) => scaleSet === undefined);
  const disks = [
    ...table.of('managedImage').map((row) => ({ id: row.id, disk: row })),
    ...table
      .of('imageDefinition')
      .flatMap((row) => row.versions.map((disk) => ({ id: `${row.id}@${disk.version}`, disk }))),
  ];
  return {
    identities: vms.filter(({ identity }) => identity !== undefined).map(({ id }) => id),
    emptied: vms
      .filter(({ deprovisioned, generalized }) => deprovisioned === true && generalized !== true)
      .map(({ id }) => id),
    written: disks
      .filter(({ disk }) => disk.contents.applications.some(({ writtenMib }) => writtenMib > 0))
      .map(({ id }) => id),
    kept: disks
      .filter(({ disk }) => disk.state === 'generalized' && disk.keepsIdentity)
      .map(({ id }) => id),
    gone: vms.filter((vm) => !carriesImage(table, vm)).map(({ id }) => id),
    making: imagesInTheMaking(table),
    // The rest of its disk is carried: only where it came from and when is not.
    history: disks.filter(({ disk }) => disk.origin !== 'uploaded').map(({ id }) => id),
  };
}

/** Images that are still written or copied to a region at the moment. */
function imagesInTheMaking(table: RowTable): string[] {
  const versions = table
    .of('imageDefinition')
    .flatMap((row) =>
      row.versions
        .filter(({ replicas }) => replicas.some(({ ready }) => !ready))
        .map(({ version }) => `${row.id}@${version}`),
    );
  const images = table.of('managedImage').flatMap(({ id, ready }) => (ready ? [] : [id]));
  return [...images, ...versions];
}
