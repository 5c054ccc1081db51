/**
 * Two things about to be connected: the one it began with, and the other once it is chosen, on the
 * map, in the outline or from the list of the card. What connects them, and whether the engine and
 * the lab would allow it, is answered before anything is done.
 */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { Command } from '../../shared/commands/index.ts';
import type { AppError } from '../../shared/kernel/result.ts';
import { joinOf, partnersOf } from '../model/joins.ts';
import { useSelection } from './use-selection.ts';
import { useSession } from './use-session.ts';
import { useTopology } from './use-topology.ts';

/** More partners than a list can be read through are chosen on the map or in the outline. */
const LISTED = 60;
/** Rest before a refused connection is asked about again. */
const ASK_AGAIN_MS = 1_000;

export const useConnect = defineStore('connect', () => {
  const topology = useTopology();
  const selection = useSelection();
  const session = useSession();
  const from = ref<string>();
  const to = ref<string>();
  /** Why the engine would refuse it, asked beforehand. */
  const refused = shallowRef<AppError>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const rows = { list: topology.list };
  const fromRow = computed(() => (from.value === undefined ? undefined : topology.get(from.value)));
  const toRow = computed(() => (to.value === undefined ? undefined : topology.get(to.value)));
  const partners = computed(() => {
    const row = fromRow.value;
    return row === undefined ? [] : partnersOf(row, rows, LISTED);
  });
  const command = computed((): Command | undefined => {
    const [one, other] = [fromRow.value, toRow.value];
    return one === undefined || other === undefined ? undefined : joinOf(one, other, rows);
  });

  /** Begins with what is selected; with two things selected both are known. */
  function begin(): void {
    const [one, other] = selection.ids;
    selection.stopAiming();
    from.value = one;
    to.value = other;
  }

  function stop(): void {
    from.value = undefined;
    to.value = undefined;
  }

  /** What is selected meanwhile is the other; selecting the first again changes nothing. */
  watch(
    () => selection.primary,
    (id) => {
      if (from.value !== undefined && id !== undefined && id !== from.value) to.value = id;
    },
  );
  // The first thing may be deleted meanwhile, also by somebody else's undo.
  watch(fromRow, (row) => {
    if (row === undefined) stop();
  });
  watch(
    () => selection.aimedAt,
    (aimed) => {
      if (aimed !== undefined) stop();
    },
  );
  watch(command, (now) => {
    refused.value = undefined;
    clearTimeout(timer);
    if (now !== undefined) void ask(now);
  });

  async function ask(about: Command): Promise<void> {
    const answer = await session.call('workspace.check', { command: about });
    // Something else may have been chosen while the engine was thinking.
    if (command.value !== about) return;
    refused.value = answer.ok ? undefined : answer.error;
    // What is refused now may be possible in a moment: a disk is made, a machine has started.
    if (!answer.ok) timer = setTimeout(() => void ask(about), ASK_AGAIN_MS);
  }

  return { from, to, fromRow, toRow, partners, command, refused, begin, stop };
});
