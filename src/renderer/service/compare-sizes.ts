/**
 * Two sizes side by side, line by line: what a person weighs when a machine is to become larger or
 * smaller. It only words what the catalogue says.
 */
import type { CatalogueOptions } from '../../shared/contract/contract.ts';
import type { useFigures } from '../i18n/use-figures.ts';
import { withUnit } from '../i18n/with-unit.ts';

type Size = CatalogueOptions['sizes'][number];

/** One line of the comparison. */
export interface SizeLine {
  readonly key: string;
  readonly label: string;
  readonly from: string;
  readonly to: string;
  /** Whether the new size has more of it, less, or the same. */
  readonly way: 'more' | 'less' | 'same';
}

const KBYTES_PER_MBYTE = 1_000;
const MBPS_PER_GBPS = 1_000;

interface Figure {
  readonly key: string;
  readonly of: (size: Size) => number;
  readonly show: (value: number) => string;
}

/** The lines, in the order in which they matter. */
export function compareSizes(given: {
  readonly from: Size;
  readonly to: Size;
  readonly figures: ReturnType<typeof useFigures>;
  readonly words: (key: string) => string;
}): SizeLine[] {
  const { from, to, figures, words } = given;
  const { whole, memory } = figures;
  const rows: Figure[] = [
    { key: 'vCpu', of: (size) => size.vCpu, show: whole },
    { key: 'memory', of: (size) => size.memoryMib, show: memory },
    { key: 'dataDisks', of: (size) => size.maxDataDisks, show: whole },
    { key: 'iops', of: (size) => size.io.uncached.iops, show: whole },
    {
      key: 'throughput',
      of: (size) => size.io.uncached.kbytesPerSecond / KBYTES_PER_MBYTE,
      show: (value) => withUnit(whole(value), 'MB/s'),
    },
    {
      key: 'cachedIops',
      of: (size) => (size.hostCaching ? (size.io.cached?.iops ?? 0) : 0),
      show: (value) => (value === 0 ? words('resize.none') : whole(value)),
    },
    {
      key: 'network',
      of: (size) => size.networkMbps / MBPS_PER_GBPS,
      show: (value) => withUnit(whole(value), 'Gbit/s'),
    },
    {
      key: 'tempDisk',
      of: (size) => size.tempDiskMib,
      show: (value) => (value === 0 ? words('resize.none') : memory(value)),
    },
    { key: 'price', of: (size) => size.linuxMicroUsdPerHour, show: figures.moneyPerMonth },
  ];
  return rows.map(({ key, of, show }) => {
    const [before, after] = [of(from), of(to)];
    const way = after > before ? 'more' : after < before ? 'less' : 'same';
    return { key, label: words(`resize.line.${key}`), from: show(before), to: show(after), way };
  });
}
