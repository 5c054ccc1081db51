/**
 * The catalogue by name: sizes, images, host models, disk tiers and durations.
 *
 * The catalogue is a value given from outside and never changes during a run; this is only a
 * quicker way to ask it.
 */
import { err, ok, type Result } from '../../../shared/kernel/result.ts';
import { nearestWords } from '../../../shared/kernel/nearest-words.ts';
import type { Catalogue } from '../../../shared/model/catalogue.ts';

type Size = Catalogue['sizes'][number];
type Image = Catalogue['images'][number];
type HostModel = Catalogue['hostModels'][number];
type DiskTier = Catalogue['diskTiers'][number];
type Operation = Catalogue['operations'][number];

export class CatalogueIndex {
  private readonly sizes = new Map<string, Size>();
  private readonly images = new Map<string, Image>();
  private readonly models = new Map<string, HostModel>();
  private readonly tiers = new Map<string, DiskTier>();
  private readonly operations = new Map<string, Operation>();

  constructor(catalogue: Catalogue) {
    for (const size of catalogue.sizes) this.sizes.set(size.name, size);
    for (const image of catalogue.images) this.images.set(image.alias, image);
    for (const model of catalogue.hostModels) this.models.set(model.model, model);
    for (const tier of catalogue.diskTiers) this.tiers.set(tier.tier, tier);
    for (const operation of catalogue.operations) this.operations.set(operation.name, operation);
  }

  operation(name: string): Operation | undefined {
    return this.operations.get(name);
  }

  /** A size by its full name or without `Standard_`. Refuses with `size.notFound`. */
  size(name: string): Result<Size> {
    const size = this.sizes.get(name) ?? this.sizes.get(`Standard_${name}`);
    return size === undefined ? notFound('size', name, [...this.sizes.keys()]) : ok(size);
  }

  /** An image by alias or URN. Refuses with `image.notFound`. */
  image(name: string): Result<Image> {
    const byAlias = this.images.get(name);
    if (byAlias !== undefined) return ok(byAlias);
    for (const image of this.images.values()) {
      const stem = `${image.publisher}:${image.offer}:${image.sku}`;
      if (name === `${stem}:latest` || name === `${stem}:${image.exactVersion}`) return ok(image);
    }
    return notFound('image', name, [...this.images.keys()]);
  }

  /** A model of host. Refuses with `model.notFound`. */
  hostModel(name: string): Result<HostModel> {
    const model = this.models.get(name);
    return model === undefined ? notFound('model', name, [...this.models.keys()]) : ok(model);
  }

  /** A disk tier. Refuses with `tier.notFound`. */
  tier(name: string): Result<DiskTier> {
    const tier = this.tiers.get(name);
    return tier === undefined ? notFound('tier', name, [...this.tiers.keys()]) : ok(tier);
  }

  /** The smallest tier of the default kind that holds this many GiB. */
  tierFor(sizeGib: number): DiskTier | undefined {
    let best: DiskTier | undefined;
    for (const tier of this.tiers.values()) {
      if (!tier.tier.startsWith('P') || tier.sizeGib < sizeGib) continue;
      if (best === undefined || tier.sizeGib < best.sizeGib) best = tier;
    }
    return best;
  }
}

function notFound(what: string, name: string, known: readonly string[]): Result<never> {
  const close = nearestWords({ wanted: name, known });
  return err({
    code: `${what}.notFound`,
    message: `The catalogue has no ${what} "${name}".`,
    hint:
      close.length > 0
        ? `Did you mean ${close.join(', ')}?`
        : `It has ${known.length}; choose one of them.`,
    details: { [what]: name, close, known: known.length },
  });
}
