/**
 * The open room as the text of a scenario file, beside the map.
 *
 * The text is what an export gives: the start with everything decided since. While nothing was
 * typed it follows the room; once something was, it waits to be applied or thrown away. Applying
 * opens a new document made of it, so that nothing of the old one is lost (docs/decisions/0027).
 */
import { defineStore } from 'pinia';
import { computed, ref, watch } from 'vue';
import { saveText } from '../exports/save-file.ts';
import { useNotices } from './use-notices.ts';
import { usePlayback } from './use-playback.ts';
import { useSession } from './use-session.ts';
import { useWorkspace } from './use-workspace.ts';

/** The room is asked anew this long after its last decision. */
const FOLLOW_AFTER_MS = 250;
const WIDTH_MIN_PX = 420;
const WIDTH_MAX_PX = 640;
/** Of the window: a long line wants to be read, and so does the map. */
const WIDTH_SHARE = 0.33;

export const useScenarioText = defineStore('scenarioText', () => {
  const session = useSession();
  const notices = useNotices();
  const playback = usePlayback();
  const workspace = useWorkspace();

  const open = ref(false);
  const wish = Math.round(window.innerWidth * WIDTH_SHARE);
  const width = ref(Math.min(WIDTH_MAX_PX, Math.max(WIDTH_MIN_PX, wish)));
  const text = ref('');
  /** As the room gave it; what differs from it was typed. */
  const given = ref('');
  const fileName = ref('');
  const isApplying = ref(false);
  /** The room went on since the text was taken from it. */
  const isBehind = ref(false);
  let timer: ReturnType<typeof setTimeout> | undefined;

  const isChanged = computed(() => text.value !== given.value);

  /** Takes the text from the room; what was typed is thrown away. */
  async function fetch(): Promise<void> {
    const answer = await session.call('documents.export', {});
    if (!answer.ok) {
      notices.refuse(answer.error);
      return;
    }
    given.value = answer.value.text;
    text.value = answer.value.text;
    fileName.value = answer.value.fileName;
    isBehind.value = false;
  }

  /** Decisions, undo and branches change the text; time alone does not. */
  watch(
    () => [open.value, workspace.isOpen, playback.view?.branch, playback.view?.savedSeq] as const,
    ([isShown, isOpen]) => {
      clearTimeout(timer);
      if (!isShown || !isOpen) return;
      if (isChanged.value) isBehind.value = true;
      else timer = setTimeout(() => void fetch(), FOLLOW_AFTER_MS);
    },
    { immediate: true },
  );
  watch(
    () => playback.view?.title,
    () => {
      // Another document: what was typed about the one before does not belong to it.
      text.value = given.value;
    },
  );

  /** Opens a room made of the text. True when it was accepted. */
  async function apply(): Promise<boolean> {
    isApplying.value = true;
    const sent = text.value;
    const before = given.value;
    given.value = sent;
    const done = await workspace.importText(sent, fileName.value);
    isApplying.value = false;
    if (!done) given.value = before;
    return done;
  }

  /** Hands the text out as one file. */
  function save(): void {
    saveText({ fileName: fileName.value, text: text.value });
  }

  return { open, width, text, isChanged, isBehind, isApplying, fetch, apply, save };
});
