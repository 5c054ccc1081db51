/**
 * The lens that is on, bound to the stores: what it says of a thing follows the room and the
 * figures of the moment. Sums over machines are only kept while a lens asks for them.
 */
import { computed, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { useFigures } from '../i18n/use-figures.ts';
import { useMapCommands } from '../stores/use-map-commands.ts';
import { useMetrics } from '../stores/use-metrics.ts';
import { useTopology } from '../stores/use-topology.ts';
import type { LaidOutRoom } from '../topology/use-room-layout.ts';
import type { Lens } from './lens-kinds.ts';
import { makeLens } from './lens-values.ts';
import { LoadSums } from './load-sums.ts';

export interface ShownLens {
  /** A new one whenever the room has changed. */
  readonly lens: ComputedRef<Lens | undefined>;
  readonly loads: ComputedRef<LoadSums>;
}

/** Call inside setup. */
export function useLens(room: LaidOutRoom): ShownLens {
  const { t, n } = useI18n();
  const map = useMapCommands();
  const metrics = useMetrics();
  const topology = useTopology();
  const figures = useFigures();

  const loads = computed(() => {
    void topology.version;
    return new LoadSums(room.rows.value, (id) => topology.rows.get(id));
  });

  function readLoads(): LoadSums {
    loads.value.read(metrics.frame, metrics.cpuPermille);
    return loads.value;
  }

  const lens = computed(() => {
    const kind = map.lens;
    if (kind === undefined) return undefined;
    void topology.version;
    return makeLens(kind, {
      get: (id) => topology.rows.get(id),
      rows: () => room.rows.value,
      sums: () => room.sums.value,
      loads: readLoads,
      services: () => metrics.services,
      cpuPermille: metrics.cpuPermille,
      milliwatts: metrics.powerMilliwatts,
      percent: (share) => n(share, 'percent'),
      moneyPerHour: figures.moneyPerHour,
      word: (state) => t(`state.${state.word}`),
      ofAll: (part, all) => t('lens.ofAll', { part: n(part, 'whole'), all: n(all, 'whole') }),
    });
  });

  return { lens, loads };
}
