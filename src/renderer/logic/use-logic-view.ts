/**
 * Ties the logical view to the stores: hands rows, words and figures to it and tells it what
 * changed, as coarsely as possible. It holds no state of its own but the view.
 */
import { computed, onBeforeUnmount, shallowRef, watch, type ShallowRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { useSelection } from '../stores/use-selection.ts';
import { useTopology } from '../stores/use-topology.ts';
import type { MapEvents } from '../topology/cytoscape-adapter.ts';
import type { StageState } from '../topology/map-stage.ts';
import { readPalette } from '../topology/style.ts';
import { useServiceWords } from '../topology/use-service-words.ts';
import { followStage, useStageSource } from '../topology/use-stage.ts';
import { LogicView, type LogicCanvases } from './logic-view.ts';
import type { FrameWords } from './paint-frames.ts';
import type { WayWords } from './paint-ways.ts';
import { useLinked } from './use-linked.ts';
import { useLogicLayout, type LaidOutLogic } from './use-logic-layout.ts';

export interface LogicViewHandle extends LaidOutLogic {
  /** Makes the view on the canvases of its frame. */
  readonly make: (canvases: LogicCanvases) => void;
  readonly view: ShallowRef<LogicView | undefined>;
  readonly state: Readonly<ShallowRef<StageState | undefined>>;
}

/** The logical view, made once its canvases exist; call inside setup. */
export function useLogicView(events: Omit<MapEvents, 'viewChanged'>): LogicViewHandle {
  const topology = useTopology();
  const selection = useSelection();
  const live = useStageSource();
  const { locale } = useI18n();
  const words = useLogicWords();
  const linked = useLinked();
  const view = shallowRef<LogicView>();
  const state = shallowRef<StageState>();
  const room = useLogicLayout();
  const selected = computed(() => new Set(selection.ids));
  const related = computed(() => new Set([...selection.highlighted, ...linked.inLogic.value]));

  function make(canvases: LogicCanvases): void {
    view.value = new LogicView({
      canvases,
      palette: readPalette(document.documentElement),
      events,
      onView: (now) => {
        state.value = now;
      },
      source: {
        ...live,
        get: (id) => topology.rows.get(id),
        sums: () => room.sums.value,
        words: () => words,
        selected: () => selected.value,
        related: () => related.value,
      },
    });
    view.value.arrange(room.layout.value);
    state.value = view.value.stage.state();
  }

  onBeforeUnmount(() => view.value?.stage.destroy());
  watch(room.layout, (layout) => view.value?.arrange(layout), { flush: 'post' });
  watch([() => topology.version, locale, selected, related], () => view.value?.refresh());
  followStage(view);
  return { make, view, state, ...room };
}

function useLogicWords(): FrameWords & WayWords {
  const { t, n } = useI18n();
  const service = useServiceWords();
  return {
    get sharedNetwork() {
      return t('logic.sharedNetwork');
    },
    get noPool() {
      return t('logic.noPool');
    },
    get internet() {
      return t('network.internet');
    },
    get users() {
      return service.users();
    },
    wellOf: (well, all) => t('lens.ofAll', { part: n(well, 'whole'), all: n(all, 'whole') }),
    about: (row) => {
      if (row.kind === 'network') return row.ranges.join(', ');
      if (row.kind !== 'subnet') return '';
      const { range, addressesUsed: used, addressesUsable: all } = row;
      return t('logic.addresses', { range, used: n(used, 'whole'), all: n(all, 'whole') });
    },
    demand: service.demand,
    rotation: service.rotation,
    rule: (row) =>
      row.rule === undefined
        ? row.name
        : t('logic.rule', { from: row.rule.port, to: row.rule.backendPort, name: row.name }),
    frontend: (name, row) => {
      const address = row.frontends?.find((one) => one.name === name)?.address ?? '';
      return t('logic.frontend', { name, address });
    },
    address: (row) => row.address ?? t('fact.noAddress'),
    share: (share) => n(share, 'percent'),
    port: (port) => `:${port}`,
    second: (row) => {
      if (row.kind === 'store') return t('logic.replicas', row.replicas.length);
      return row.kind === 'webApp' ? t('logic.instances', row.instances.length) : '';
    },
  };
}
