/**
 * The catalogue, asked often: the look-ups of `shared/model/catalogue-lookup.ts` with a memory.
 *
 * The catalogue is a value given from outside and never changes during a run, so an answer once
 * found stays true. A room of 10,000 machines asks for the same size 10,000 times.
 */
import type { Result } from '../../../shared/kernel/result.ts';
import type { Catalogue } from '../../../shared/model/catalogue.ts';
import {
  checkImageOnSize,
  findHostModel,
  findImage,
  findOperation,
  findSize,
  findTier,
  tierForSize,
  type ResolvedImage,
} from '../../../shared/model/catalogue-lookup.ts';
import type { OperationDuration } from '../../../shared/model/catalogue-compute.ts';

/** Answers remembered for one kind of question. */
const MEMORY_MAX = 4_096;
/** Disks without a tier of their own are premium SSDs, as the service's wizard proposes. */
const DEFAULT_SKU = 'Premium_LRS';

type Size = Catalogue['sizes'][number];
type HostModel = Catalogue['hostModels'][number];
type DiskTier = Catalogue['diskTiers'][number];

export class CatalogueIndex {
  private readonly sizes = new Map<string, Result<Size>>();
  private readonly images = new Map<string, Result<ResolvedImage>>();
  private readonly pairs = new Map<string, Result<undefined>>();
  private readonly tiers = new Map<string, Result<DiskTier>>();
  private readonly tiersBySize = new Map<number, Result<DiskTier>>();
  private readonly tiersByKind = new Map<DiskTier['sku'], Map<number, Result<DiskTier>>>();
  private readonly catalogue: Catalogue;

  constructor(catalogue: Catalogue) {
    this.catalogue = catalogue;
  }

  operation(name: OperationDuration['name']): OperationDuration | undefined {
    return findOperation(this.catalogue, name);
  }

  /** A size. Refuses with `size.notFound`. */
  size(name: string): Result<Size> {
    return remember(this.sizes, name, () => findSize(this.catalogue, name));
  }

  /** An image by alias or URN. Refuses with `image.notFound`. */
  image(name: string): Result<ResolvedImage> {
    return remember(this.images, name, () => findImage(this.catalogue, name));
  }

  /** Whether the image can run on the size. Refuses with `image.sizeMismatch`. */
  imageFits(image: ResolvedImage, size: Size): Result<undefined> {
    const key = `${image.exactUrn} ${size.name}`;
    return remember(this.pairs, key, () =>
      checkImageOnSize(this.catalogue, { image: image.image, size }),
    );
  }

  /** A model of host. Refuses with `model.notFound`. */
  hostModel(name: string): Result<HostModel> {
    return findHostModel(this.catalogue, name);
  }

  /** A disk tier by name. Refuses with `tier.notFound`. */
  tier(name: string): Result<DiskTier> {
    return remember(this.tiers, name, () => findTier(this.catalogue, name));
  }

  /**
   * The smallest tier of the default kind that holds this many GiB. Refuses with `tier.notFound`.
   */
  tierFor(sizeGib: number): Result<DiskTier> {
    const request = { sku: DEFAULT_SKU, sizeGib } as const;
    return remember(this.tiersBySize, sizeGib, () => tierForSize(this.catalogue, request));
  }

  /** The smallest tier of a kind that holds this many GiB. Refuses with `tier.notFound`. */
  tierOfKind(sku: DiskTier['sku'], sizeGib: number): Result<DiskTier> {
    let known = this.tiersByKind.get(sku);
    if (known === undefined) this.tiersByKind.set(sku, (known = new Map()));
    return remember(known, sizeGib, () => tierForSize(this.catalogue, { sku, sizeGib }));
  }
}

/** The answer found before, or the one found now. */
function remember<K, V>(memory: Map<K, V>, key: K, find: () => V): V {
  const known = memory.get(key);
  if (known !== undefined) return known;
  const found = find();
  if (memory.size < MEMORY_MAX) memory.set(key, found);
  return found;
}
