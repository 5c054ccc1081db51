/**
 * The guided tour somebody is on: which step, and when it is done. It goes on by itself when the
 * learner has done what the step waits for; a step can be passed over, a tour left and taken up
 * again where it was left, also after a reload. How it is shown it must not know.
 */
import { defineStore } from 'pinia';
import { computed, nextTick, ref, shallowRef, watch } from 'vue';
import { isBroken } from '../model/faults.ts';
import { tourOf, TOURS, type Tour, type TourSight } from '../tours/tour-steps.ts';
import { useBranchCompare } from './use-branch-compare.ts';
import { useCourse } from './use-course.ts';
import { useDesigns } from './use-designs.ts';
import { useMetrics } from './use-metrics.ts';
import { usePlayback } from './use-playback.ts';
import { useSelection } from './use-selection.ts';
import { useSweep } from './use-sweep.ts';
import { useTopology } from './use-topology.ts';
import { useWorkspace } from './use-workspace.ts';

const STORAGE_KEY = 'racklab.tours.1';

export const useTours = defineStore('tours', () => {
  const workspace = useWorkspace();
  const stored = readStored();
  /** The tour one is on. */
  const current = shallowRef<Tour | undefined>(tourOf(stored.current));
  /** Steps done or passed over, by tour; as many as it has when it is through. */
  const progress = ref<Readonly<Record<string, number>>>(stored.progress);
  /** The list of tours is shown. */
  const choosing = ref(false);
  /** What was done last, to be said. */
  const lastDone = ref<string>();
  const sight = makeSight();
  let before: TourSight | undefined;

  const index = computed(() => progress.value[current.value?.id ?? ''] ?? 0);
  const step = computed(() => current.value?.steps[index.value]);
  const isThrough = computed(() => current.value !== undefined && step.value === undefined);

  function stepsDone(tour: Tour): number {
    return Math.min(tour.steps.length, progress.value[tour.id] ?? 0);
  }

  function keep(): void {
    const value = { current: current.value?.id, progress: progress.value };
    try {
      localStorage.setItem(STORAGE_KEY, JSON.stringify(value));
    } catch {
      // A tour that is forgotten is begun again.
    }
  }

  function moveTo(next: number): void {
    const id = current.value?.id;
    if (id === undefined) return;
    progress.value = { ...progress.value, [id]: next };
    before = undefined;
  }

  /** Begins a tour, or goes on with it, in its own room unless that is open already. */
  async function begin(tour: Tour): Promise<void> {
    choosing.value = false;
    lastDone.value = undefined;
    const isNew = stepsDone(tour) === 0 || stepsDone(tour) === tour.steps.length;
    if (!workspace.isOpen || (isNew && workspace.template !== tour.template)) {
      if (!(await workspace.create(tour.template, { run: false }))) return;
    }
    current.value = tour;
    moveTo(isNew ? 0 : stepsDone(tour));
  }

  function skip(): void {
    lastDone.value = undefined;
    moveTo(index.value + 1);
  }

  /** Leaves it; it waits where it is. */
  function leave(): void {
    current.value = undefined;
    choosing.value = false;
  }

  function look(): void {
    const waiting = step.value;
    if (waiting === undefined || !workspace.isOpen) return;
    const now = sight.value;
    before ??= now;
    if (!waiting.done(now, before)) return;
    lastDone.value = waiting.id;
    // The next step begins when the screen has caught up with this one.
    void nextTick(() => moveTo(index.value + 1));
  }

  watch([current, progress], keep);
  watch([sight, step, () => workspace.isOpen], look, { flush: 'post' });
  watch(
    () => workspace.isOpen,
    () => {
      before = undefined;
    },
  );

  return {
    tours: TOURS,
    current,
    choosing,
    index,
    step,
    isThrough,
    lastDone,
    stepsDone,
    begin,
    skip,
    leave,
  };
});

/** What the tours see, out of the stores. */
function makeSight() {
  const playback = usePlayback();
  const topology = useTopology();
  const selection = useSelection();
  const metrics = useMetrics();
  const course = useCourse();
  const designs = useDesigns();
  const compare = useBranchCompare();
  const sweep = useSweep();
  return computed<TourSight>(() => {
    const counts = {
      rack: topology.list('rack').length,
      host: topology.list('host').length,
      vm: topology.list('vm').length,
      balancer: topology.list('balancer').length,
      service: topology.list('service').length,
    };
    const kinds = ['rack', 'power', 'host', 'switch'] as const;
    return {
      running: playback.running,
      nowUs: playback.nowUs,
      rewound: playback.rewound,
      branches: playback.view?.branches.length ?? 0,
      count: (kind) => counts[kind],
      vmsRunning: topology.list('vm').filter(({ powerState }) => powerState === 'running').length,
      selected: selection.primary !== undefined,
      aimed: selection.aimedAt !== undefined,
      broken: kinds.some((kind) => topology.list(kind).some(isBroken)),
      served: metrics.services.reduce((sum, { served }) => sum + served, 0),
      failed: metrics.services.reduce(
        (sum, { refused, lost, late }) => sum + refused + lost + late,
        0,
      ),
      chartsOpen: course.open,
      dialOpen: designs.open,
      compareOpen: compare.open,
      sweepDone: sweep.state === 'done',
    };
  });
}

function readStored(): { current: unknown; progress: Record<string, number> } {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '{}');
    const fields = new Map<string, unknown>(Object.entries(value ?? {}));
    const steps = Object.entries(fields.get('progress') ?? {}).filter(
      (entry): entry is [string, number] => Number.isInteger(entry[1]) && Number(entry[1]) >= 0,
    );
    return { current: fields.get('current'), progress: Object.fromEntries(steps) };
  } catch {
    return { current: undefined, progress: {} };
  }
}
