/**
 * What is selected, hovered and aimed at. Selecting changes nothing in the document; map, outline
 * and inspector show the same selection. Aiming asks the engine for the predicted shadow of a
 * fault: what would stop if the part failed now.
 */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { Shadow } from '../../shared/views/workspace-view.ts';
import { amountOf, otherOfChoice, PLAIN_CUT, type FaultChoice } from '../model/fault-choices.ts';
import { useNotices } from './use-notices.ts';
import { useSession } from './use-session.ts';

export const useSelection = defineStore('selection', () => {
  const session = useSession();
  const notices = useNotices();
  const ids = shallowRef<readonly string[]>([]);
  const hovered = ref<string>();
  const shadow = shallowRef<Shadow>();
  const aimedAt = ref<string>();
  /** The kind of fault that is aimed, with its figure and times. */
  const choice = shallowRef<FaultChoice>(PLAIN_CUT);
  /** Things to point at for a moment, for example the members of a cause chain. */
  const highlighted = shallowRef<ReadonlySet<string>>(new Set());
  /** Moves when the map should bring the first selected thing into view. */
  const revealed = ref(0);

  const primary = computed(() => ids.value[0]);

  function select(id: string | undefined): void {
    ids.value = id === undefined ? [] : [id];
    stopAiming();
  }

  function selectMany(many: readonly string[]): void {
    ids.value = [...many];
    stopAiming();
  }

  function toggle(id: string): void {
    ids.value = ids.value.includes(id)
      ? ids.value.filter((other) => other !== id)
      : [...ids.value, id];
  }

  /** Selects and brings into view, from a list or a search. */
  function reveal(id: string): void {
    select(id);
    revealed.value += 1;
  }

  function highlight(many: readonly string[]): void {
    highlighted.value = new Set(many);
  }

  /** Shows what would stop if `target` failed, in the way chosen. */
  async function aim(target: string, fault: FaultChoice = PLAIN_CUT): Promise<void> {
    if (aimedAt.value !== target) shadow.value = undefined;
    aimedAt.value = target;
    choice.value = fault;
    const amount = amountOf(fault);
    const other = otherOfChoice(fault);
    const answer = await session.call('workspace.shadow', {
      target,
      ...(fault.kind === 'cut' ? {} : { kind: fault.kind }),
      ...(amount === undefined ? {} : { amount }),
      ...(other === undefined ? {} : { other }),
    });
    // The person may have aimed elsewhere meanwhile.
    if (aimedAt.value !== target || choice.value !== fault) return;
    if (answer.ok) {
      shadow.value = answer.value;
      return;
    }
    // A figure half typed is no reason to let go.
    if (fault.kind === 'cut') stopAiming();
    else shadow.value = undefined;
    notices.refuse(answer.error);
  }

  function stopAiming(): void {
    aimedAt.value = undefined;
    choice.value = PLAIN_CUT;
    shadow.value = undefined;
  }

  function clear(): void {
    ids.value = [];
    hovered.value = undefined;
    highlighted.value = new Set();
    stopAiming();
  }

  return {
    ids,
    primary,
    hovered,
    shadow,
    aimedAt,
    choice,
    highlighted,
    revealed,
    select,
    selectMany,
    toggle,
    reveal,
    highlight,
    aim,
    stopAiming,
    clear,
  };
});
