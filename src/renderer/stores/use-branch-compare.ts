/**
 * Two branches beside each other: which, what came of comparing them, and letting go of one. The
 * workspace runs both again on copies; here is only what was asked and answered.
 */
import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { createCancelSource, type CancelSource } from '../../shared/contract/cancellation.ts';
import type { AppError } from '../../shared/kernel/result.ts';
import type { BranchComparison } from '../../shared/views/branch-view.ts';
import { useDockPlace } from './dock-place.ts';
import { useNotices } from './use-notices.ts';
import { usePlayback } from './use-playback.ts';
import { useSession } from './use-session.ts';

/** Height of the time panel that shows four small charts and a sentence. */
const PANEL_HEIGHT_MIN = 372;

export const useBranchCompare = defineStore('branchCompare', () => {
  const session = useSession();
  const notices = useNotices();
  const playback = usePlayback();
  const place = useDockPlace(PANEL_HEIGHT_MIN);
  const left = ref('');
  const right = ref('');
  const comparison = shallowRef<BranchComparison>();
  const refusal = shallowRef<AppError>();
  const busy = ref(false);
  let stop: CancelSource | undefined;

  /** The present branch beside its parent, or one begun on it, unless others were chosen. */
  function chooseUsual(): void {
    const branches = playback.view?.branches ?? [];
    const known = new Set(branches.map(({ id }) => id));
    if (known.has(left.value) && known.has(right.value) && left.value !== right.value) return;
    const present = branches.find(({ id }) => id === playback.view?.branch);
    const parent = branches.find(({ id }) => id === present?.parent);
    const child = branches.find(isNot(present));
    left.value = (parent ?? present)?.id ?? '';
    right.value = (parent === undefined ? child : present)?.id ?? '';
  }

  function isNot(one: { readonly id: string } | undefined) {
    return ({ id }: { readonly id: string }): boolean => id !== one?.id;
  }

  async function compare(): Promise<void> {
    stop?.cancel();
    const mine = createCancelSource();
    stop = mine;
    busy.value = true;
    const asked = { left: left.value, right: right.value };
    const answer = await session.call('branches.compare', asked, { signal: mine.signal });
    if (stop !== mine) return;
    busy.value = false;
    comparison.value = answer.ok ? answer.value : undefined;
    refusal.value = answer.ok ? undefined : answer.error;
  }

  /** Stops running both; what was found before stays. */
  function giveUp(): void {
    stop?.cancel();
    stop = undefined;
    busy.value = false;
  }

  function show(): void {
    place.bringUp();
    chooseUsual();
    void compare();
  }

  function choose(side: 'left' | 'right', id: string): void {
    const other = side === 'left' ? right : left;
    const own = side === 'left' ? left : right;
    if (other.value === id) other.value = own.value;
    own.value = id;
    void compare();
  }

  /** Lets go of a branch. */
  async function drop(branch: string): Promise<void> {
    const answer = await session.call('branches.drop', { branch });
    if (!answer.ok) {
      notices.refuse(answer.error);
      return;
    }
    playback.apply(answer.value);
    if (branch !== left.value && branch !== right.value) return;
    comparison.value = undefined;
    chooseUsual();
    if (answer.value.branches.length > 1) void compare();
    else place.hide();
  }

  place.whenClosed(() => {
    stop?.cancel();
    comparison.value = undefined;
    refusal.value = undefined;
    left.value = '';
    right.value = '';
  });

  return {
    open: place.open,
    left,
    right,
    comparison,
    refusal,
    busy,
    show,
    hide: place.hide,
    choose,
    compare,
    giveUp,
    drop,
  };
});
