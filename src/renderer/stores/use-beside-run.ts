/**
 * Another branch beside the present one on the time track: which, and what the workspace found
 * when it ran both. It is asked for again when time stands or the branch changes; while it is
 * worked out what was found before stays, and it can be given up.
 */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import { createCancelSource, type CancelSource } from '../../shared/contract/cancellation.ts';
import type { BranchSide } from '../../shared/views/branch-view.ts';
import { useLive } from './use-live.ts';
import { useNotices } from './use-notices.ts';
import { usePlayback } from './use-playback.ts';
import { useSession } from './use-session.ts';

/** The figures of the other branch and the moments they stand for. */
export interface BesideRun {
  readonly atUs: readonly number[];
  readonly side: BranchSide;
}

export const useBesideRun = defineStore('besideRun', () => {
  const session = useSession();
  const playback = usePlayback();
  const notices = useNotices();
  const live = useLive();
  const branch = ref<string>();
  const run = shallowRef<BesideRun>();
  const busy = ref(false);
  let stop: CancelSource | undefined;

  const choices = computed(() =>
    (playback.view?.branches ?? []).filter(({ id }) => id !== playback.view?.branch),
  );

  async function ask(): Promise<void> {
    const [left, right] = [playback.view?.branch, branch.value];
    stop?.cancel();
    if (left === undefined || right === undefined) return;
    const mine = createCancelSource();
    stop = mine;
    busy.value = true;
    const asked = { left, right };
    const answer = await session.call('branches.compare', asked, { signal: mine.signal });
    if (stop !== mine) return;
    busy.value = false;
    if (answer.ok) run.value = { atUs: answer.value.atUs, side: answer.value.right };
    else {
      notices.refuse(answer.error);
      choose(undefined);
    }
  }

  function choose(id: string | undefined): void {
    branch.value = id;
    run.value = undefined;
    if (id === undefined) giveUp();
    else void ask();
  }

  /** Stops working it out; what was found before stays. */
  function giveUp(): void {
    stop?.cancel();
    stop = undefined;
    busy.value = false;
    if (run.value === undefined) branch.value = undefined;
  }

  watch(
    () => playback.view?.branch,
    (now) => {
      if (branch.value === undefined) return;
      choose(now === branch.value ? undefined : branch.value);
    },
  );
  watch(
    () => !playback.running && playback.nowUs,
    (now) => {
      if (now !== false && branch.value !== undefined) void ask();
    },
  );
  watch(
    () => live.following,
    () => choose(undefined),
  );

  return { branch, run, busy, choices, choose, giveUp };
});
