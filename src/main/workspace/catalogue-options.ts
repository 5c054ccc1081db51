/**
 * What a screen needs of a catalogue to offer choices: names, figures, and which are assumed. The
 * rest of the catalogue stays on this side; it is far too large to send with every page.
 */
import { webPlanMicroUsd } from '../../shared/model/web-plan.ts';
import type { CatalogueOptions } from '../../shared/contract/contract.ts';
import type { VmSize } from '../../shared/model/catalogue-compute.ts';
import { findDiskKind, seriesOf } from '../../shared/model/catalogue-lookup.ts';
import type { DiskTier } from '../../shared/model/catalogue-services.ts';
import { hasHostCache } from '../../shared/model/disk-caching.ts';
import type { Catalogue } from '../../shared/model/catalogue.ts';

const MILLIWATTS_PER_WATT = 1_000;

/** The choices of a catalogue, in its own order. */
export function catalogueOptions(catalogue: Catalogue): CatalogueOptions {
  return {
    id: catalogue.id,
    date: catalogue.date,
    sizes: catalogue.sizes.map((size) => ({
      name: size.name,
      family: seriesOf(catalogue, size)?.family ?? '',
      vCpu: size.vCpu,
      memoryMib: size.memoryMib,
      maxDataDisks: size.maxDataDisks,
      linuxMicroUsdPerHour: size.linuxMicroUsdPerHour,
      assumed: size.assumed !== undefined,
      ...sizeService(catalogue, size),
    })),
    diskTiers: catalogue.diskTiers.map((tier) => diskTier(catalogue, tier)),
    images: catalogue.images.map((image) => ({
      alias: image.alias,
      osDiskGib: image.osDiskGib,
      urn: [image.publisher, image.offer, image.sku, image.version].join(':'),
      os: image.os,
      distribution: image.distribution,
      exactVersion: image.exactVersion,
      architecture: image.architecture,
      generation: image.generation,
      minMemoryMib: image.minMemoryMib,
      ...(image.plan === undefined ? {} : { plan: image.plan.publisher }),
      endOfLife: image.endOfLife === true,
    })),
    dedicatedHosts: catalogue.dedicatedHosts.map(({ sku, series }) => ({ sku, series })),
    webPlans: (catalogue.webPlans ?? []).map((plan) => ({
      tier: plan.tier,
      title: plan.title,
      vCpu: plan.vCpu,
      memoryMib: plan.memoryMib,
      maxInstances: plan.maxInstances,
      autoscale: plan.autoscale,
      microUsdPerHour: webPlanMicroUsd(catalogue, plan),
      assumed: plan.assumed !== undefined,
    })),
    hostModels: catalogue.hostModels.map((host) => ({
      name: host.model,
      title: host.title,
      cores: host.cores,
      memoryMib: host.memoryMib,
      heightUnits: host.heightUnits,
      idleWatts: Math.round(host.idleMilliwatt / MILLIWATTS_PER_WATT),
      fullWatts: Math.round(host.fullMilliwatt / MILLIWATTS_PER_WATT),
    })),
    operations: catalogue.operations.map(({ name, n, medianMs, p90Ms, fewSamples, assumed }) => ({
      name,
      samples: n,
      medianMs,
      p90Ms,
      fewSamples: fewSamples === true,
      assumed: assumed !== undefined,
    })),
    applications: (catalogue.applications ?? []).map(withoutEvidence),
    runtimes: (catalogue.runtimes ?? []).map(withoutEvidence),
  };
}

type SizeOption = CatalogueOptions['sizes'][number];

/** What a size is beside cores, memory and price. */
function sizeService(
  catalogue: Catalogue,
  size: VmSize,
): Omit<
  SizeOption,
  'name' | 'family' | 'vCpu' | 'memoryMib' | 'maxDataDisks' | 'linuxMicroUsdPerHour' | 'assumed'
> {
  const series = seriesOf(catalogue, size);
  const { windowsMicroUsdPerHour, credits } = size;
  return {
    series: size.series,
    ...(windowsMicroUsdPerHour === undefined ? {} : { windowsMicroUsdPerHour }),
    tempDiskMib: size.tempDiskMib,
    maxNics: size.maxNics,
    networkMbps: size.networkMbps,
    premiumStorage: series?.premiumStorage === true,
    hostCaching: hasHostCache(catalogue, size),
    ...(credits === undefined ? {} : { credits }),
    io: size.io,
    quotaFamily: series?.quotaFamily ?? '',
  };
}

function diskTier(catalogue: Catalogue, one: DiskTier): CatalogueOptions['diskTiers'][number] {
  const { tier, sku, sizeGib, iops, kbytesPerSecond, burst, microUsdPerMonth, assumed } = one;
  // The cheap kind is billed by pieces and not held back by them (disks D3).
  const unit = sku === 'Standard_LRS' ? undefined : findDiskKind(catalogue, sku)?.ioUnitKib;
  return {
    tier,
    sku,
    sizeGib,
    iops,
    kbytesPerSecond,
    ...(burst === undefined
      ? {}
      : {
          burst: { model: burst.model, iops: burst.iops, kbytesPerSecond: burst.kbytesPerSecond },
        }),
    ...(unit === undefined ? {} : { ioUnitKib: unit }),
    microUsdPerMonth,
    assumed: assumed !== undefined,
  };
}

/** A record of the catalogue without where its figures come from. */
function withoutEvidence<T extends { sources: unknown; assumed?: unknown }>(
  record: T,
): Omit<T, 'sources' | 'assumed'> {
  const { sources: _sources, assumed: _assumed, ...rest } = record;
  return rest;
}
