/**
 * Keeps what is told of decisions true. Once a decision was undone, time went back to before it or
 * another room is open, nobody is told of it any more or offered to take it back.
 */
import { watch } from 'vue';
import type { PlaybackView } from '../../shared/views/workspace-view.ts';
import { useNotices } from './use-notices.ts';
import { usePlayback } from './use-playback.ts';

/** Call inside the set-up of a store that lives as long as the screen. */
export function useDecisionNotices(): void {
  const playback = usePlayback();
  const notices = useNotices();
  watch(
    () => playback.view,
    (now, before) => {
      if (before === undefined) return;
      if (now === undefined || isElsewhere(now, before)) notices.withdraw(() => true);
      else if (wentBack(now, before)) notices.withdraw((atUs) => now.nowUs <= atUs);
    },
  );
}

/** Also after an undo: the last decision is the one that was told. */
function isElsewhere(now: PlaybackView, before: PlaybackView): boolean {
  const wasUndone = now.canRedo && !before.canRedo;
  return wasUndone || now.document !== before.document;
}

function wentBack(now: PlaybackView, before: PlaybackView): boolean {
  return now.nowUs < before.nowUs || now.eventCount < before.eventCount;
}
