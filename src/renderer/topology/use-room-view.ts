/**
 * Ties the map to the stores: hands rows and figures to the view, and tells it what changed, as
 * coarsely as possible (arrangement, states, figures, theme), so that a figure never lays out. It
 * holds no state of its own but the view.
 */
import { computed, onBeforeUnmount, shallowRef, watch, type Ref, type ShallowRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { SWITCH_LAYERS } from '../../shared/model/kinds.ts';
import { layerOfThing, type Owner } from '../../shared/model/responsibility.ts';
import type { TopologyRow } from '../../shared/views/topology-view.ts';
import { useFigures } from '../i18n/use-figures.ts';
import { useWords } from '../i18n/use-words.ts';
import { useDomainOverlay } from '../sets/use-domain-overlay.ts';
import { useMapCommands } from '../stores/use-map-commands.ts';
import { useMetrics } from '../stores/use-metrics.ts';
import { useResponsibility } from '../stores/use-responsibility.ts';
import { useSelection } from '../stores/use-selection.ts';
import { useTopology } from '../stores/use-topology.ts';
import { useLinked } from '../logic/use-linked.ts';
import type { MapEdge, MapEvents } from './cytoscape-adapter.ts';
import type { RoomLayout } from './layout.ts';
import type { DomainWords } from './paint-domains.ts';
import type { GroundWords } from './paint-ground.ts';
import type { ItemSource } from './paint-items.ts';
import type { LiveSource } from './paint-live.ts';
import type { PlaceWords } from './paint-places.ts';
import { useLens, type ShownLens } from '../lens/use-lens.ts';
import type { RoomCanvases, ViewState } from './room-view-source.ts';
import { RoomView } from './room-view.ts';
import { shadowedIds } from './scene.ts';
import type { RoomSums } from './room-sums.ts';
import { useRoomLayout, type LaidOutRoom } from './use-room-layout.ts';
import { arrivalsOf } from './service-arrivals.ts';
import { readPalette } from './style.ts';
import { useServiceWords } from './use-service-words.ts';
import { followStage, useStageSource } from './use-stage.ts';

export interface RoomViewHandle {
  /** Makes the view on the canvases of its frame. */
  readonly make: (canvases: RoomCanvases) => void;
  readonly view: ShallowRef<RoomView | undefined>;
  readonly layout: Readonly<ShallowRef<RoomLayout>>;
  readonly sums: Readonly<ShallowRef<RoomSums>>;
  readonly shown: ShownLens;
  /** Where the view is, for rings and cards that lie above it; a new one whenever it moved. */
  readonly state: Readonly<ShallowRef<ViewState | undefined>>;
}

/** The map of the room, made once its canvases exist; call inside a component's setup. */
export function useRoomView(events: Omit<MapEvents, 'viewChanged'>): RoomViewHandle {
  const topology = useTopology();
  const selection = useSelection();
  const map = useMapCommands();
  const live = useStageSource();
  const duty = useResponsibility();
  const figures = useFigures();
  const items = useItemSource();
  const words = useGroundWords();
  const view = shallowRef<RoomView>();
  const state = shallowRef<ViewState>();

  const room = useRoomLayout();
  const edges = computed(() => edgesOf(topology, map.showNetwork));
  const shadowed = computed(() => shadowedIds(selection.shadow));
  const selected = computed(() => new Set(selection.ids));
  const linked = useLinked();
  const related = computed(() =>
    linked.inRoom.value.size === 0
      ? selection.highlighted
      : new Set([...selection.highlighted, ...linked.inRoom.value]),
  );
  const domains = useDomainOverlay();
  const shown = useLens(room);

  function classesOf(id: string): string {
    const row = topology.rows.get(id);
    return row?.kind === 'link' && !row.up ? 'down' : '';
  }

  function ownerOfRow(row: TopologyRow): Owner {
    return duty.ownerNow(layerOfThing(row.kind));
  }

  function make(canvases: RoomCanvases): void {
    view.value = new RoomView({
      canvases,
      palette: readPalette(document.documentElement),
      events,
      onView: (now) => {
        state.value = now;
      },
      source: {
        ...live,
        scene: () => ({
          get: (id) => topology.rows.get(id),
          rows: room.rows.value,
          sums: room.sums.value,
        }),
        items: () => items,
        words: () => words,
        arrivalsOf: (serviceId) => arrivalsOf(topology, serviceId),
        classesOf,
        selected: () => selected.value,
        related: () => related.value,
        shadowed: () => shadowed.value,
        showPower: () => map.showPower,
        domains: () => domains.value,
        owners: () => (duty.shown ? ownerOfRow : undefined),
        flags: () => duty.flags,
        flagWords: (downUs) => figures.span(downUs),
        lens: () => shown.lens.value,
        footPx: () => map.legendPx,
        arriving: () => topology.arriving,
      },
    });
    view.value.arrange(room.layout.value, edges.value);
    view.value.refresh();
    state.value = view.value.state();
  }

  onBeforeUnmount(() => view.value?.stage.destroy());
  followStage(view);
  followRoom({ view, room, edges, shadowed, related, domains });
  return { make, view, layout: room.layout, sums: room.sums, shown, state };
}

/** Tells the view what changed, as coarsely as possible. */
function followRoom(at: {
  view: Readonly<ShallowRef<RoomView | undefined>>;
  room: LaidOutRoom;
  edges: Readonly<Ref<readonly MapEdge[]>>;
  shadowed: Readonly<Ref<unknown>>;
  related: Readonly<Ref<unknown>>;
  domains: Readonly<Ref<unknown>>;
}): void {
  const { view, room, edges, shadowed, related, domains } = at;
  const topology = useTopology();
  const selection = useSelection();
  const map = useMapCommands();
  const duty = useResponsibility();
  const { locale } = useI18n();
  watch(
    [room.layout, edges],
    () => {
      view.value?.arrange(room.layout.value, edges.value);
      view.value?.refresh();
    },
    { flush: 'post' },
  );
  watch([() => topology.version, locale], () => view.value?.refresh());
  watch([shadowed, related], () => view.value?.refreshMarks());
  watch(
    () => duty.flags,
    () => duty.shown && view.value?.refreshMarks(),
  );
  watch([() => map.showPower, domains, () => duty.shown, () => duty.model], () =>
    view.value?.refresh(),
  );
  watch(
    () => map.lens,
    () => view.value?.refresh(),
  );
  watch(
    () => map.legendPx,
    () => view.value?.stage.refit(),
  );
  watch(
    () => selection.ids,
    (ids) => {
      view.value?.stage.map.select(ids);
      view.value?.refreshMarks();
    },
  );
}

type Topology = ReturnType<typeof useTopology>;

/** Links between switches; those of hosts are told by where the host stands. */
function edgesOf(topology: Topology, shown: boolean): MapEdge[] {
  if (!shown) return [];
  const switches = new Set(topology.list('switch').map((row) => row.id));
  return topology
    .list('link')
    .filter((link) => switches.has(link.from) && switches.has(link.to))
    .map((link) => {
      // From the upper end to the lower one, so that all turn at the same height.
      const [from, to] =
        layerOf(topology, link.from) <= layerOf(topology, link.to)
          ? [link.from, link.to]
          : [link.to, link.from];
      return { id: link.id, from, to };
    });
}

function layerOf(topology: Topology, id: string): number {
  return SWITCH_LAYERS.length - SWITCH_LAYERS.indexOf(topology.getOf('switch', id)?.layer ?? 'tor');
}

function useGroundWords(): GroundWords & DomainWords & PlaceWords {
  const { t, n } = useI18n();
  const topology = useTopology();
  const figures = useFigures();
  const words = useWords();
  return {
    place: (id: string) => words.subject(id),
    free: (units: number) => t('map.freeUnits', units),
    get emptyRow() {
      // Its racks may be on their way.
      return topology.arriving ? '' : t('map.emptyRow');
    },
    fault: (n: number) => t('domains.fault', { n }),
    sums: (sum) => [
      t('map.hostsUp', { up: n(sum.hostsUp), all: n(sum.hosts) }),
      ...(sum.machines === 0
        ? []
        : [
            t('map.machinesUp', { up: n(sum.machinesUp), all: n(sum.machines) }),
            figures.moneyPerHour(sum.microUsdPerHour),
          ]),
      figures.counted('count.racks', sum.racks),
    ],
  };
}

function useItemSource(): ItemSource & LiveSource {
  const metrics = useMetrics();
  const figures = useFigures();
  const words = useServiceWords();
  return {
    machine: metrics.machine,
    powerMilliwatts: metrics.powerMilliwatts,
    demand: words.demand,
    rotation: words.rotation,
    watts: figures.watts,
    get users() {
      return words.users();
    },
    machines: (count) => figures.counted('count.machines', count),
  };
}
