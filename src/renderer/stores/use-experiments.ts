/**
 * The experiments of the open document: which there are, which one is looked at, trying it on a
 * copy with what is expected of it, and every run kept. What a run found is the engine's; nothing
 * is worked out here.
 */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, type Ref } from 'vue';
import { createCancelSource, type CancelSource } from '../../shared/contract/cancellation.ts';
import type { AppError } from '../../shared/kernel/result.ts';
import type {
  Experiment,
  ExperimentRun,
  ExperimentsView,
  Prediction,
  TrialOf,
} from '../../shared/views/experiment-view.ts';
import type { AimedFault } from '../../shared/views/workspace-view.ts';
import { useDockPlace } from './dock-place.ts';
import { useNotices } from './use-notices.ts';
import { useSession } from './use-session.ts';
import { useSweep } from './use-sweep.ts';

/** Height of the time panel that shows a plan, a prediction and a run beside each other. */
const PANEL_HEIGHT_MIN = 372;

/** One word for what was tried, to compare by. */
export function keyOf(of: TrialOf): string {
  return JSON.stringify(of);
}

interface Looking {
  readonly view: Ref<ExperimentsView | undefined>;
  readonly chosen: Ref<TrialOf | undefined>;
  readonly picked: Ref<number | undefined>;
}

/** What is looked at: an experiment as it is now, its runs, newest first, and one of them. */
function useLookedAt({ view, chosen, picked }: Looking) {
  const experiment = computed(() => {
    const of = chosen.value;
    if (of === undefined || !('experiment' in of)) return undefined;
    return view.value?.experiments.find((kept) => kept.experiment.name === of.experiment);
  });
  const runs = computed<readonly ExperimentRun[]>(() => {
    const of = chosen.value;
    if (of === undefined) return [];
    return (view.value?.runs ?? []).filter((run) => keyOf(run.of) === keyOf(of)).toReversed();
  });
  const run = computed(
    () => runs.value.find(({ number }) => number === picked.value) ?? runs.value[0],
  );
  return { experiment, runs, run };
}

export const useExperiments = defineStore('experiments', () => {
  const session = useSession();
  const notices = useNotices();
  const sweep = useSweep();
  const place = useDockPlace(PANEL_HEIGHT_MIN);
  const view = shallowRef<ExperimentsView>();
  const chosen = shallowRef<TrialOf>();
  /** The run that is looked at, by number; the latest when none was chosen. */
  const picked = ref<number>();
  const trying = ref(false);
  let stop: CancelSource | undefined;

  const { experiment, runs, run } = useLookedAt({ view, chosen, picked });

  async function refresh(): Promise<void> {
    const answer = await session.call('experiments.list', {});
    if (!answer.ok) return;
    take(answer.value);
  }

  function take(next: ExperimentsView): void {
    view.value = next;
    if (chosen.value !== undefined && ('aim' in chosen.value || experiment.value)) return;
    const [first] = next.experiments;
    chosen.value = first === undefined ? undefined : { experiment: first.experiment.name };
  }

  function show(): void {
    sweep.hide();
    place.bringUp();
    void refresh();
  }

  function toggle(): void {
    if (place.open.value && !sweep.open) place.hide();
    else show();
  }

  function choose(of: TrialOf): void {
    chosen.value = of;
    picked.value = undefined;
  }

  /** Looks at a fault that is aimed, to say beforehand what it will do. */
  function aimAt(aim: AimedFault): void {
    choose({ aim });
    show();
  }

  async function define(
    experiment: Experiment,
    options: { readonly replace: boolean },
  ): Promise<AppError | undefined> {
    const answer = await session.call('experiments.define', { experiment, ...options });
    if (!answer.ok) return answer.error;
    choose({ experiment: experiment.name });
    take(answer.value);
    return undefined;
  }

  async function remove(name: string): Promise<void> {
    const answer = await session.call('experiments.remove', { name });
    if (answer.ok) take(answer.value);
    else notices.refuse(answer.error);
  }

  /** Tries what is looked at; true when there is a run of it to look at. */
  async function tryIt(prediction: Prediction | undefined): Promise<boolean> {
    const of = chosen.value;
    if (of === undefined || trying.value) return false;
    trying.value = true;
    stop = createCancelSource();
    const expected = prediction === undefined ? {} : { prediction };
    const options = { signal: stop.signal };
    const answer = await session.call('experiments.try', { of, ...expected }, options);
    trying.value = false;
    await refresh();
    if (answer.ok) picked.value = answer.value.number;
    else notices.refuse(answer.error);
    return answer.ok;
  }

  function cancel(): void {
    stop?.cancel();
  }

  place.whenClosed(() => {
    cancel();
    view.value = undefined;
    chosen.value = undefined;
  });

  return {
    open: place.open,
    view,
    chosen,
    experiment,
    runs,
    run,
    picked,
    trying,
    show,
    hide: place.hide,
    toggle,
    choose,
    aimAt,
    define,
    remove,
    tryIt,
    cancel,
  };
});
