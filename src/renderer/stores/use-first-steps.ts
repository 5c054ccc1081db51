/**
 * How far a person has come in the first minute of *Play*: pull a plug, read why, go back in time.
 *
 * The card with these steps makes way for others and stands in two places, so how far one has come
 * is kept here. Each step is done when the person has done it, by whatever way. It must not know
 * how a step is shown.
 */
import { defineStore } from 'pinia';
import { computed, ref, watch } from 'vue';
import { isBroken } from '../model/faults.ts';
import { useLive } from './use-live.ts';
import { usePlayback } from './use-playback.ts';
import { useSelection } from './use-selection.ts';
import { useTopology } from './use-topology.ts';

export type FirstStep = 'cut' | 'why' | 'back' | 'done';

export const useFirstSteps = defineStore('firstSteps', () => {
  const live = useLive();
  const playback = usePlayback();
  const selection = useSelection();
  const topology = useTopology();

  const step = ref<FirstStep>('cut');
  /** When the first plug was pulled, sim µs. */
  const cutAtUs = ref<number>();

  const broken = computed(() =>
    (['rack', 'power', 'host', 'switch'] as const).some((kind) =>
      topology.list(kind).some(isBroken),
    ),
  );

  watch(
    () => live.following,
    () => {
      step.value = 'cut';
      cutAtUs.value = undefined;
    },
  );

  watch(
    broken,
    (now) => {
      if (!now || step.value !== 'cut') return;
      step.value = 'why';
      cutAtUs.value = playback.nowUs;
    },
    { immediate: true },
  );

  watch(
    () => selection.primary,
    (id) => {
      const row = id === undefined ? undefined : topology.get(id);
      if (row !== undefined && 'cause' in row && row.cause !== undefined) whyWasRead();
    },
  );

  watch(
    () => playback.nowUs,
    (now) => {
      const cut = cutAtUs.value;
      if (cut !== undefined && now < cut && step.value !== 'cut') step.value = 'done';
    },
  );

  /** The person has looked at something that went down. */
  function whyWasRead(): void {
    if (step.value === 'why') step.value = 'back';
  }

  return { step, cutAtUs, whyWasRead };
});
