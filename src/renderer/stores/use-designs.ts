/**
 * The designs tried so far, for the nines dial: asked for when the dial is up and again when a
 * branch was made, changed or let go of. The workspace runs the copies and places the designs; here
 * is only what was asked and answered.
 */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue';
import { createCancelSource, type CancelSource } from '../../shared/contract/cancellation.ts';
import type { AppError } from '../../shared/kernel/result.ts';
import type {
  Design,
  DesignBasis,
  DesignPlace,
  DesignsView,
} from '../../shared/views/design-view.ts';
import { useDockPlace } from './dock-place.ts';
import { useLive } from './use-live.ts';
import { usePlayback } from './use-playback.ts';
import { useSession } from './use-session.ts';

/** Height of the time panel that shows the dial and the curve. */
const PANEL_HEIGHT_MIN = 400;

/** A design with its place by the figure that is shown. */
export interface PlacedDesign extends Design {
  readonly place: DesignPlace;
  /** The one that is open. */
  readonly isPresent: boolean;
}

export const useDesigns = defineStore('designs', () => {
  const session = useSession();
  const playback = usePlayback();
  const live = useLive();
  const place = useDockPlace(PANEL_HEIGHT_MIN);
  const view = shallowRef<DesignsView>();
  const refusal = shallowRef<AppError>();
  const busy = ref(false);
  const service = ref<string>();
  const wanted = ref<DesignBasis>('expected');
  let stop: CancelSource | undefined;

  const among = placing(view, wanted);

  async function refresh(): Promise<void> {
    if (!place.open.value || !live.following) return;
    stop?.cancel();
    const mine = createCancelSource();
    stop = mine;
    busy.value = true;
    const asked = service.value === undefined ? {} : { service: service.value };
    const answer = await session.call('branches.designs', asked, { signal: mine.signal });
    if (stop !== mine) return;
    busy.value = false;
    if (answer.ok) view.value = answer.value;
    refusal.value = answer.ok ? undefined : answer.error;
  }

  function cancel(): void {
    stop?.cancel();
  }

  function choose(id: string): void {
    service.value = id;
    void refresh();
  }

  function toggle(): void {
    if (place.open.value) place.hide();
    else place.bringUp();
  }

  watch(
    [
      place.open,
      () => playback.view?.branch,
      () => playback.view?.branches.length,
      () => playback.view?.undoCommand,
      () => playback.running,
    ],
    () => void refresh(),
  );
  watch(place.open, (opened) => {
    if (!opened) cancel();
  });
  place.whenClosed(() => {
    cancel();
    view.value = undefined;
    refusal.value = undefined;
    service.value = undefined;
  });

  return {
    open: place.open,
    view,
    refusal,
    busy,
    wanted,
    ...among,
    refresh,
    cancel,
    choose,
    show: place.bringUp,
    hide: place.hide,
    toggle,
  };
});

/** The designs by one figure: the one wanted, where all have it. */
function placing(view: ShallowRef<DesignsView | undefined>, wanted: Ref<DesignBasis>) {
  const playback = usePlayback();
  const bases = computed<readonly DesignBasis[]>(() => {
    const designs = view.value?.designs ?? [];
    return (['expected', 'measured'] as const).filter(
      (basis) => designs.length > 0 && designs.every((one) => placeBy(one, basis) !== undefined),
    );
  });
  const basis = computed(() =>
    bases.value.includes(wanted.value) ? wanted.value : (bases.value[0] ?? 'measured'),
  );
  const placed = computed<readonly PlacedDesign[]>(() =>
    (view.value?.designs ?? []).flatMap((design) => {
      const found = placeBy(design, basis.value);
      if (found === undefined) return [];
      return [{ ...design, place: found, isPresent: design.branch === playback.view?.branch }];
    }),
  );
  const present = computed(() => placed.value.find(({ isPresent }) => isPresent));
  return { bases, basis, placed, present };
}

function placeBy(design: Design, basis: DesignBasis): DesignPlace | undefined {
  return design.places.find((one) => one.basis === basis);
}
