/**
 * A scenario's own sizes laid over its catalogue.
 *
 * An own size says only what a teacher cares about (vCPU, memory, disks, price); the rest is that
 * of the catalogue's default size. The catalogue itself is shared and stays as it is.
 */
import type { Catalogue } from '../model/catalogue.ts';
import type { SizeEntry } from './scenario-work-schema.ts';

const DATA_DISKS_PER_VCPU = 4;
const DATA_DISKS_MAX = 64;
const MICRO = 1_000_000;
const SIZE_PREFIX = 'Standard_';

type VmSize = Catalogue['sizes'][number];

/** The catalogue with these sizes first; one of the same name is hidden. */
export function overlayCatalogue(catalogue: Catalogue, own: readonly SizeEntry[]): Catalogue {
  if (own.length === 0) return catalogue;
  const pattern = catalogue.sizes.find(({ name }) => name === catalogue.defaults.size);
  const base = pattern ?? catalogue.sizes[0];
  if (base === undefined) return catalogue;
  const hidden = new Set(own.map(({ name }) => fullName(name)));
  const rest = catalogue.sizes.filter(({ name }) => !hidden.has(name));
  return { ...catalogue, sizes: [...own.map((entry) => sizeOf(entry, base)), ...rest] };
}

/** Names of sizes begin alike in a catalogue; who asks may leave the beginning out. */
function fullName(name: string): string {
  return name.startsWith(SIZE_PREFIX) ? name : `${SIZE_PREFIX}${name}`;
}

function sizeOf(entry: SizeEntry, base: VmSize): VmSize {
  const price = Math.round((entry.usdPerHour ?? 0) * MICRO);
  const disks = Math.min(DATA_DISKS_MAX, DATA_DISKS_PER_VCPU * entry.vCpu);
  const { credits: _credits, ...plain } = base;
  return {
    ...plain,
    name: fullName(entry.name),
    vCpu: entry.vCpu,
    memoryMib: entry.memoryMib,
    maxDataDisks: entry.maxDataDisks ?? disks,
    tempDiskMib: 0,
    linuxMicroUsdPerHour: price,
    windowsMicroUsdPerHour: price,
    networkMbps: entry.networkMbps ?? base.networkMbps,
    io: {
      ...base.io,
      uncached: {
        iops: entry.diskIops ?? base.io.uncached.iops,
        kbytesPerSecond: (entry.diskMbps ?? base.io.uncached.kbytesPerSecond / 1_000) * 1_000,
      },
    },
  };
}
