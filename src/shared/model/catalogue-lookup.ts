/**
 * Finding things in a catalogue: by the names people write, with the nearest names when one is not
 * there, and with the marks of figures that no source backs.
 *
 * Pure and without the schema library at run time, so that engine, screen and command line share
 * one reading of a name. It decides nothing about a room; what does not fit a machine or a host is
 * refused by whoever places it.
 */
import { compareCodeUnits } from '../kernel/order.ts';
import { nearestWords } from '../kernel/nearest-words.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import type { Catalogue } from './catalogue.ts';
import type { Evidenced } from './catalogue-evidence.ts';
import type {
  Image,
  OperationDuration,
  OperationName,
  Series,
  VmSize,
} from './catalogue-compute.ts';
import type { OsKind } from './image-kinds.ts';
import type { HostModel } from './catalogue-plant.ts';
import type { Charge, DiskKind, DiskSku, DiskTier, Sla } from './catalogue-services.ts';

const SIZE_PREFIX = 'Standard_';
/** Longer texts are cut in messages; nobody needs to read back a page. */
const SHOWN_LENGTH_MAX = 80;

/** An image and the version that a request for it records. */
export interface ResolvedImage {
  readonly image: Image;
  /** `publisher:offer:sku:version` with `latest` replaced. */
  readonly exactUrn: string;
  readonly exactVersion: string;
}

/** A figure no source backs, as the screen shows it. */
export interface AssumedFigure {
  /** Path inside the record, such as `io.cached`. */
  readonly path: string;
  readonly value: unknown;
  readonly date: string;
  readonly reason: string;
}

/**
 * The size of a name; `Standard_` may be left out and case counts for nothing.
 * Refuses with `size.notFound`. O(sizes).
 */
export function findSize(catalogue: Catalogue, name: string): Result<VmSize> {
  const wanted = withPrefix(name).toLowerCase();
  const size = catalogue.sizes.find((one) => one.name.toLowerCase() === wanted);
  if (size !== undefined) return ok(size);
  const known = catalogue.sizes.map((one) => one.name.slice(SIZE_PREFIX.length));
  return notFound({
    code: 'size.notFound',
    what: 'size',
    name,
    wanted: bare(name),
    known,
    catalogue,
  });
}

function withPrefix(name: string): string {
  return SIZE_PREFIX + bare(name);
}

function bare(name: string): string {
  return name.toLowerCase().startsWith('standard_') ? name.slice(SIZE_PREFIX.length) : name;
}

/** What the series of a size gives it. The catalogue's own checks promise that it is there. */
export function seriesOf(catalogue: Catalogue, size: VmSize): Series | undefined {
  return catalogue.series.find((one) => one.id === size.series);
}

/** Whether a size can use accelerated networking: its own word before that of its series. */
export function acceleratedNetworkingOf(
  catalogue: Catalogue,
  size: VmSize,
): Series['acceleratedNetworking'] {
  return (
    size.acceleratedNetworking ?? seriesOf(catalogue, size)?.acceleratedNetworking ?? 'unsupported'
  );
}

/**
 * The image of an alias (`Ubuntu2204`) or URN (`publisher:offer:sku:version`), case counting for
 * nothing. `latest` becomes the catalogue's exact version; another version must be that one.
 * Refuses with `image.notFound`. O(images).
 */
export function findImage(catalogue: Catalogue, text: string): Result<ResolvedImage> {
  const wanted = text.toLowerCase();
  const parts = wanted.split(':');
  const image = catalogue.images.find((one) =>
    parts.length === 4
      ? matchesUrn(one, parts)
      : parts.length === 1 && one.alias.toLowerCase() === wanted,
  );
  if (image === undefined) {
    const known = catalogue.images.map((one) => (parts.length > 1 ? urnOf(one) : one.alias));
    const what = 'image';
    return notFound({ code: 'image.notFound', what, name: text, wanted: text, known, catalogue });
  }
  const version = parts[3] ?? image.version;
  if (version !== image.version && version !== image.exactVersion.toLowerCase()) {
    return err({
      code: 'image.notFound',
      message:
        `The catalogue ${catalogue.id} has ${image.alias} in version ${image.exactVersion} only, ` +
        `not ${shorten(version)}.`,
      hint: `Ask for ${urnOf(image)} or for version ${image.exactVersion}.`,
      details: { name: shorten(text), suggestions: [urnOf(image)], catalogue: catalogue.id },
    });
  }
  const exactUrn = [image.publisher, image.offer, image.sku, image.exactVersion].join(':');
  return ok({ image, exactUrn, exactVersion: image.exactVersion });
}

function matchesUrn(image: Image, parts: readonly string[]): boolean {
  const own = [image.publisher, image.offer, image.sku];
  return own.every((part, index) => part.toLowerCase() === parts[index]);
}

/** `publisher:offer:sku:latest` of an image. */
export function urnOf(image: Image): string {
  return [image.publisher, image.offer, image.sku, image.version].join(':');
}

/** The disk tier of a name such as `P10`. Refuses with `tier.notFound`. O(tiers). */
export function findTier(catalogue: Catalogue, name: string): Result<DiskTier> {
  const wanted = name.toUpperCase();
  const tier = catalogue.diskTiers.find((one) => one.tier === wanted);
  if (tier !== undefined) return ok(tier);
  const known = catalogue.diskTiers.map((one) => one.tier);
  return notFound({
    code: 'tier.notFound',
    what: 'disk tier',
    name,
    wanted: name,
    known,
    catalogue,
  });
}

/**
 * The tier a disk of a size is billed as: the smallest of its kind that holds it.
 * Refuses with `tier.notFound` when the kind has no tiers or the disk is greater than all.
 */
export function tierForSize(
  catalogue: Catalogue,
  request: { readonly sku: DiskSku; readonly sizeGib: number },
): Result<DiskTier> {
  const { sku, sizeGib } = request;
  const tiers = catalogue.diskTiers.filter((one) => one.sku === sku);
  let best: DiskTier | undefined;
  for (const tier of tiers) {
    if (tier.sizeGib < sizeGib) continue;
    if (best === undefined || tier.sizeGib < best.sizeGib) best = tier;
  }
  if (best !== undefined) return ok(best);
  const greatest = tiers.reduce((most, tier) => Math.max(most, tier.sizeGib), 0);
  return err({
    code: 'tier.notFound',
    message:
      greatest === 0
        ? `Disks of kind ${sku} are not sold in tiers.`
        : `A disk of ${sizeGib} GiB is larger than the largest ${sku} tier, ${greatest} GiB.`,
    hint: greatest === 0 ? 'Choose a kind with tiers.' : `Ask for at most ${greatest} GiB.`,
    details: { sku, sizeGib, greatestGib: greatest },
  });
}

/** The kind of managed disk of a SKU name. */
export function findDiskKind(catalogue: Catalogue, sku: DiskSku): DiskKind | undefined {
  return catalogue.diskSkus.find((one) => one.sku === sku);
}

/** A server model. Refuses with `model.notFound`. O(models). */
export function findHostModel(catalogue: Catalogue, model: string): Result<HostModel> {
  const wanted = model.toLowerCase();
  const found = catalogue.hostModels.find((one) => one.model.toLowerCase() === wanted);
  if (found !== undefined) return ok(found);
  const known = catalogue.hostModels.map((one) => one.model);
  const what = 'server model';
  return notFound({ code: 'model.notFound', what, name: model, wanted: model, known, catalogue });
}

/** How long an operation takes; undefined only in a catalogue that leaves it out. */
export function findOperation(
  catalogue: Catalogue,
  name: OperationName,
): OperationDuration | undefined {
  return catalogue.operations.find((one) => one.name === name);
}

/** A price beside machines and disks, by its id. */
export function findCharge(catalogue: Catalogue, id: string): Charge | undefined {
  return catalogue.charges.find((one) => one.id === id);
}

/** A promise, by its id. */
export function findSla(catalogue: Catalogue, id: string): Sla | undefined {
  return catalogue.slas.find((one) => one.id === id);
}

/** Names of all sizes that hardware of a generation can run, in the order of the catalogue. */
export function sizesOfGeneration(catalogue: Catalogue, generationId: string): string[] {
  const generation = catalogue.hardwareGenerations.find((one) => one.id === generationId);
  if (generation === undefined) return [];
  return catalogue.sizes
    .filter((size) => generation.series.includes(size.series))
    .map((size) => size.name);
}

/**
 * Whether an image can run on a size: firmware generation, architecture, memory, vCPUs, and
 * whether the size is sold with its operating system.
 * Refuses with `image.sizeMismatch`; the message names the first thing that does not fit.
 */
export function checkImageOnSize(
  catalogue: Catalogue,
  pair: { readonly image: Image; readonly size: VmSize },
): Result<undefined> {
  const reason = mismatchOf(catalogue, pair);
  if (reason === undefined) return ok(undefined);
  const { image, size } = pair;
  const fitting = catalogue.sizes
    .filter((one) => mismatchOf(catalogue, { image, size: one }) === undefined)
    .toSorted((a, b) => a.linuxMicroUsdPerHour - b.linuxMicroUsdPerHour || byName(a, b));
  const cheapest = fitting[0]?.name;
  return err({
    code: 'image.sizeMismatch',
    message: `${image.alias} cannot run on ${size.name}: ${reason}.`,
    hint:
      cheapest === undefined
        ? 'Choose another image.'
        : `Choose another size; the cheapest that fits is ${cheapest}.`,
    details: { image: image.alias, size: size.name, reason, ...(cheapest ? { cheapest } : {}) },
  });
}

function byName(left: VmSize, right: VmSize): number {
  return compareCodeUnits(left.name, right.name);
}

function mismatchOf(
  catalogue: Catalogue,
  pair: { readonly image: Image; readonly size: VmSize },
): string | undefined {
  const { image, size } = pair;
  const series = seriesOf(catalogue, size);
  if (series === undefined) return `its series ${size.series} is unknown`;
  if (series.architecture !== image.architecture) {
    return `the image is made for ${image.architecture}, the size is ${series.architecture}`;
  }
  if (!series.hyperVGenerations.includes(image.generation)) {
    const offered = series.hyperVGenerations.join(' and ');
    return `the image is of generation ${image.generation}, the size starts ${offered} only`;
  }
  if (!isSoldWith(size, image.os)) return `the size is not sold with ${image.os}`;
  const minVCpu = image.minVCpu ?? 1;
  if (size.vCpu < minVCpu) return `it needs ${minVCpu} vCPUs, the size has ${size.vCpu}`;
  if (size.memoryMib < image.minMemoryMib) {
    return `it needs ${image.minMemoryMib} MiB of memory, the size has ${size.memoryMib}`;
  }
  return undefined;
}

/** Whether a size is sold with an operating system: it is when there is a price. */
export function isSoldWith(size: VmSize, os: OsKind): boolean {
  return os === 'linux' || size.windowsMicroUsdPerHour !== undefined;
}

/** The figures of a record that no source backs, with value, date and reason, in path order. */
export function assumedFigures(catalogue: Catalogue, record: Evidenced): AssumedFigure[] {
  const marks = Object.entries(record.assumed ?? {});
  marks.sort(([left], [right]) => compareCodeUnits(left, right));
  return marks.flatMap(([path, id]) => {
    const assumption = catalogue.assumptions.find((one) => one.id === id);
    if (assumption === undefined) return [];
    const { date, reason } = assumption;
    return [{ path, value: valueAt(record, path), date, reason }];
  });
}

function valueAt(record: Evidenced, path: string): unknown {
  let value: unknown = record;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    const parts: [string, unknown][] = Object.entries(value);
    value = parts.find(([name]) => name === key)?.[1];
  }
  return value;
}

function shorten(text: string): string {
  return text.length <= SHOWN_LENGTH_MAX ? text : `${text.slice(0, SHOWN_LENGTH_MAX)}…`;
}

function notFound(input: {
  readonly code: string;
  readonly what: string;
  /** As it was written. */
  readonly name: string;
  /** What is compared with the known names. */
  readonly wanted: string;
  readonly known: readonly string[];
  readonly catalogue: Catalogue;
}): Result<never> {
  const { code, what, known, catalogue } = input;
  const suggestions = nearestWords({ wanted: input.wanted, known });
  const few = known.slice(0, 5).join(', ');
  return err({
    code,
    message:
      `The catalogue ${catalogue.id} has no ${what} "${shorten(input.name)}" ` +
      `among its ${known.length}.`,
    hint:
      suggestions.length > 0
        ? `Did you mean ${suggestions.join(' or ')}?`
        : `It has, for example, ${few}.`,
    details: { name: shorten(input.name), suggestions, catalogue: catalogue.id },
  });
}
