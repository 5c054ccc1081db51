/**
 * Goal: names people write are found, and what is not there is refused with the nearest names.
 * Method: the committed catalogue, right and wrong names, and whole refusals compared.
 */
import { describe, expect, it } from 'vitest';
import type { AppError, Result } from '../../../../src/shared/kernel/result.ts';
import {
  acceleratedNetworkingOf,
  checkImageOnSize,
  findCharge,
  findDiskKind,
  findHostModel,
  findImage,
  findOperation,
  findSize,
  findSla,
  findTier,
  sizesOfGeneration,
  tierForSize,
  urnOf,
} from '../../../../src/shared/model/catalogue-lookup.ts';
import { theCatalogue } from '../../../support/the-catalogue.ts';

const catalogue = theCatalogue();

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

function refusalOf(result: Result<unknown>): AppError {
  if (result.ok) throw new Error('expected a refusal');
  return result.error;
}

describe('sizes', () => {
  it.each(['Standard_D2s_v5', 'D2s_v5', 'standard_d2S_V5', 'd2s_v5'])('finds %s', (name) => {
    expect(valueOf(findSize(catalogue, name)).name).toBe('Standard_D2s_v5');
  });

  it('offers the nearest names', () => {
    expect(refusalOf(findSize(catalogue, 'Standard_D2s_v55'))).toEqual({
      code: 'size.notFound',
      message: 'The catalogue azure-2026-11 has no size "Standard_D2s_v55" among its 87.',
      hint: expect.stringContaining('D2s_v5'),
      details: {
        name: 'Standard_D2s_v55',
        suggestions: expect.arrayContaining(['D2s_v5']),
        catalogue: 'azure-2026-11',
      },
    });
  });

  it('names examples when nothing is near, and never reads back a page', () => {
    const refusal = refusalOf(findSize(catalogue, `Q${'x'.repeat(5_000)}`));
    expect(refusal.hint).toBe('It has, for example, B1ls, B1s, B1ms, B2s, B2ms.');
    expect(refusal.message.length).toBeLessThan(200);
  });

  it('takes the word of a size before that of its series', () => {
    const own = valueOf(findSize(catalogue, 'B12ms'));
    const plain = valueOf(findSize(catalogue, 'B2ms'));
    expect(acceleratedNetworkingOf(catalogue, own)).toBe('supported');
    expect(acceleratedNetworkingOf(catalogue, plain)).toBe('unsupported');
  });

  it('knows what a generation of hardware can run', () => {
    const altra = sizesOfGeneration(catalogue, 'ampere-altra');
    expect(altra).toEqual(['Standard_D2ps_v5', 'Standard_D4ps_v5', 'Standard_D8ps_v5']);
    expect(sizesOfGeneration(catalogue, 'intel-skylake')).not.toContain('Standard_D2s_v5');
    expect(sizesOfGeneration(catalogue, 'no-such')).toEqual([]);
  });
});

describe('images', () => {
  const exactUrn = 'Canonical:0001-com-ubuntu-server-jammy:22_04-lts-gen2:22.04.202608060';

  it.each([
    'Ubuntu2204',
    'ubuntu2204',
    'Canonical:0001-com-ubuntu-server-jammy:22_04-lts-gen2:latest',
    'canonical:0001-COM-ubuntu-server-jammy:22_04-lts-gen2:22.04.202608060',
  ])('finds %s and records the exact version', (text) => {
    const found = valueOf(findImage(catalogue, text));
    expect(found.image.alias).toBe('Ubuntu2204');
    expect(found.exactVersion).toBe('22.04.202608060');
    expect(found.exactUrn).toBe(exactUrn);
  });

  it('refuses a version it has not, naming the one it has', () => {
    const text = 'Canonical:0001-com-ubuntu-server-jammy:22_04-lts-gen2:22.04.199901010';
    expect(refusalOf(findImage(catalogue, text))).toMatchObject({
      code: 'image.notFound',
      hint: expect.stringContaining('22.04.202608060'),
    });
  });

  it.each([
    ['Ubuntu2202', 'Ubuntu2204'],
    ['Win2019Datacentre', 'Win2019Datacenter'],
    ['Debian:debian-12:12-gen1:latest', 'Debian:debian-12:12-gen2:latest'],
  ])('offers for %s the name %s', (text, near) => {
    const refusal = refusalOf(findImage(catalogue, text));
    expect(refusal.code).toBe('image.notFound');
    expect(refusal.details?.['suggestions']).toContain(near);
  });

  it.each(['', ':::', 'a:b', 'Canonical:0001-com-ubuntu-server-jammy:22_04-lts-gen2'])(
    'refuses the broken text "%s"',
    (text) => {
      expect(refusalOf(findImage(catalogue, text)).code).toBe('image.notFound');
    },
  );

  it('reads back every alias and URN it writes', () => {
    for (const image of catalogue.images) {
      expect(valueOf(findImage(catalogue, image.alias)).image).toBe(image);
      expect(valueOf(findImage(catalogue, urnOf(image))).image).toBe(image);
      const { exactUrn: exact } = valueOf(findImage(catalogue, image.alias));
      expect(valueOf(findImage(catalogue, exact)).image).toBe(image);
    }
  });
});

describe('an image on a size', () => {
  function judge(alias: string, sizeName: string): string | undefined {
    const { image } = valueOf(findImage(catalogue, alias));
    const size = valueOf(findSize(catalogue, sizeName));
    const result = checkImageOnSize(catalogue, { image, size });
    return result.ok ? undefined : result.error.message;
  }

  it.each([
    ['Ubuntu2204', 'B1ls'],
    ['Ubuntu2204', 'D2s_v5'],
    ['AzureLinux4Arm64', 'D2ps_v5'],
    ['Win2019Datacenter', 'B1s'],
    ['Win2022Datacenter', 'DS1_v2'],
    ['Win11Pro', 'B2s'],
  ])('%s runs on %s', (alias, size) => {
    expect(judge(alias, size)).toBeUndefined();
  });

  it.each([
    ['Ubuntu2204', 'D2ps_v5', 'made for x64, the size is arm64'],
    ['AzureLinux4Arm64', 'D2s_v5', 'made for arm64, the size is x64'],
    ['Ubuntu2204', 'A2_v2', 'of generation V2, the size starts V1 only'],
    ['Win2019Datacenter', 'NC24ads_A100_v4', 'of generation V1, the size starts V2 only'],
    ['Win2022DatacenterGen2', 'B1ls', 'not sold with windows'],
    ['Win11Pro', 'B1ms', 'needs 2 vCPUs, the size has 1'],
    ['Win11Pro', 'B2ts_v2', 'needs 4096 MiB of memory, the size has 1024'],
    ['RHELRaw8LVMGen2', 'B1ls', 'needs 1024 MiB of memory, the size has 512'],
  ])('%s does not run on %s: %s', (alias, size, why) => {
    expect(judge(alias, size)).toContain(why);
  });

  it('names the cheapest size that fits', () => {
    const { image } = valueOf(findImage(catalogue, 'Win11Pro'));
    const size = valueOf(findSize(catalogue, 'B1ls'));
    expect(refusalOf(checkImageOnSize(catalogue, { image, size }))).toMatchObject({
      code: 'image.sizeMismatch',
      hint: 'Choose another size; the cheapest that fits is Standard_B2ls_v2.',
      details: { image: 'Win11Pro', size: 'Standard_B1ls', cheapest: 'Standard_B2ls_v2' },
    });
  });
});

describe('disks, models, durations', () => {
  it('bills a disk as the next tier up', () => {
    const tierOf = (sizeGib: number, sku: 'Premium_LRS' | 'StandardSSD_LRS' | 'Standard_LRS') =>
      valueOf(tierForSize(catalogue, { sku, sizeGib })).tier;
    expect(tierOf(200, 'StandardSSD_LRS')).toBe('E15');
    expect(tierOf(128, 'Premium_LRS')).toBe('P10');
    expect(tierOf(129, 'Premium_LRS')).toBe('P15');
    expect(tierOf(1, 'Premium_LRS')).toBe('P1');
    expect(tierOf(1, 'Standard_LRS')).toBe('S4');
    expect(tierOf(32_767, 'Premium_LRS')).toBe('P80');
  });

  it('refuses a disk no tier holds, and a kind without tiers', () => {
    const tooBig = tierForSize(catalogue, { sku: 'Premium_LRS', sizeGib: 32_768 });
    expect(refusalOf(tooBig)).toMatchObject({
      code: 'tier.notFound',
      message: 'A disk of 32768 GiB is larger than the largest Premium_LRS tier, 32767 GiB.',
    });
    const tierless = tierForSize(catalogue, { sku: 'UltraSSD_LRS', sizeGib: 8 });
    expect(refusalOf(tierless).message).toBe('Disks of kind UltraSSD_LRS are not sold in tiers.');
    expect(findDiskKind(catalogue, 'UltraSSD_LRS')?.provisioned?.maxIops).toBe(400_000);
  });

  it('finds tiers and models by name, near ones too', () => {
    expect(valueOf(findTier(catalogue, 'p10')).sizeGib).toBe(128);
    expect(refusalOf(findTier(catalogue, 'P11')).details?.['suggestions']).toContain('P10');
    expect(valueOf(findHostModel(catalogue, 'HP-ML110-G5')).cores).toBe(2);
    const refusal = refusalOf(findHostModel(catalogue, 'rack-32c-255g'));
    expect(refusal.code).toBe('model.notFound');
    expect(refusal.details?.['suggestions']).toContain('rack-32c-256g');
  });

  it('finds durations, charges and promises', () => {
    expect(findOperation(catalogue, 'deallocate')?.medianMs).toBe(16_900);
    expect(findCharge(catalogue, 'publicIpStandard')?.unit).toBe('hour');
    expect(findCharge(catalogue, 'freeLunch')).toBeUndefined();
    expect(findSla(catalogue, 'availabilitySet')?.availabilityPpm).toBe(999_500);
  });
});
