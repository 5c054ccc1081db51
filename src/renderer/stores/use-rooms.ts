/**
 * Several rooms in tabs. Each tab is a place of the host with a workspace of its own; this screen
 * is at one of them at a time, and whatever it shows comes from there.
 *
 * A room that is left stands still, so that no day passes unseen, and goes on when one comes back.
 * Which tabs there are belongs to this window and survives a reload; documents need no saving.
 */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import { PLACE_FIRST, placeIn, PLACES_MAX } from '../../shared/contract/port-handover.ts';
import { useLive } from './use-live.ts';
import { usePlayback } from './use-playback.ts';
import { useSession } from './use-session.ts';

export interface RoomTab {
  readonly place: number;
  /** The document that is open there; absent: the start screen. */
  readonly document?: string | undefined;
  readonly title?: string | undefined;
  /** It ran when it was left, and goes on when one comes back. */
  readonly goesOn: boolean;
}

const STORAGE_KEY = 'racklab.rooms.1';

export const useRooms = defineStore('rooms', () => {
  const session = useSession();
  const live = useLive();
  const playback = usePlayback();
  const stored = readStored();
  const tabs = shallowRef<readonly RoomTab[]>(stored.tabs);
  /** On the way from one to another. */
  const changing = ref(false);

  session.beginAt(stored.current);
  const current = computed(() => tabs.value.find(({ place }) => place === session.place));
  const isFull = computed(() => tabs.value.length >= PLACES_MAX);

  function keep(): void {
    const value = JSON.stringify({ tabs: tabs.value, current: session.place });
    try {
      sessionStorage.setItem(STORAGE_KEY, value);
    } catch {
      // Without storage the tabs are forgotten with a reload; the documents are not.
    }
  }

  function change(place: number, what: Partial<RoomTab>): void {
    tabs.value = tabs.value.map((tab) => (tab.place === place ? { ...tab, ...what } : tab));
  }

  /** Goes to a tab; its room goes on if it ran when it was left. */
  async function goTo(place: number): Promise<void> {
    if (place === session.place || changing.value) return;
    changing.value = true;
    const goesOn = playback.running;
    if (goesOn) await playback.setRunning(false);
    change(session.place, { goesOn });
    live.stop();
    live.known = false;
    await session.goTo(place);
    changing.value = false;
    const arrived = tabs.value.find((tab) => tab.place === place);
    if (arrived?.goesOn === true && session.ready) await playback.setRunning(true);
    change(place, { goesOn: false });
  }

  /** Another tab beside this one, with the start screen. */
  async function add(): Promise<void> {
    if (isFull.value || changing.value) return;
    const taken = new Set(tabs.value.map(({ place }) => place));
    let place = PLACE_FIRST;
    while (taken.has(place)) place += 1;
    tabs.value = [...tabs.value, { place, goesOn: false }];
    await goTo(place);
  }

  /** Closes a tab and its document, and stays where one was, or goes to its neighbour. */
  async function close(place: number): Promise<void> {
    if (tabs.value.length < 2 || changing.value) return;
    const before = session.place;
    const index = tabs.value.findIndex((tab) => tab.place === place);
    const neighbour = tabs.value[index === 0 ? 1 : index - 1]?.place ?? PLACE_FIRST;
    await goTo(place);
    live.stop();
    await session.call('documents.close', {});
    await goTo(before === place ? neighbour : before);
    tabs.value = tabs.value.filter((tab) => tab.place !== place);
  }

  /** The next tab (+1) or the one before (-1), round and round. */
  function step(by: 1 | -1): Promise<void> {
    const index = tabs.value.findIndex(({ place }) => place === session.place);
    const next = tabs.value.at((index + by) % tabs.value.length);
    return goTo(next?.place ?? session.place);
  }

  /** The tab in which a document is open, if it is another one than this. */
  function holderOf(document: string): RoomTab | undefined {
    return tabs.value.find((tab) => tab.document === document && tab.place !== session.place);
  }

  watch(
    () => [live.following, live.known, playback.view?.document, playback.view?.title] as const,
    ([following, known, document, title]) => {
      if (changing.value || !known) return;
      const nothing = { document: undefined, title: undefined };
      change(session.place, following ? { document, title } : nothing);
    },
  );
  watch([tabs, () => session.place], keep);

  return { tabs, current, changing, isFull, goTo, add, close, step, holderOf };
});

/** What was stored, checked field by field; one tab at the start screen otherwise. */
function readStored(): { tabs: readonly RoomTab[]; current: number } {
  const first = { tabs: [{ place: PLACE_FIRST, goesOn: false }], current: PLACE_FIRST };
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(STORAGE_KEY) ?? '');
    const fields = new Map(Object.entries(value ?? {}));
    const listed: unknown = fields.get('tabs');
    const tabs = Array.isArray(listed) ? listed.flatMap(readTab) : [];
    const current = placeIn(fields.get('current'));
    const isWhole = tabs.some(({ place }) => place === current);
    return isWhole && current !== undefined ? { tabs, current } : first;
  } catch {
    return first;
  }
}

function readTab(value: unknown): RoomTab[] {
  const fields = new Map<string, unknown>(Object.entries(value ?? {}));
  const place = placeIn(fields.get('place'));
  if (place === undefined) return [];
  const [document, title] = [fields.get('document'), fields.get('title')];
  return [
    {
      place,
      goesOn: fields.get('goesOn') === true,
      ...(typeof document === 'string' ? { document } : {}),
      ...(typeof title === 'string' ? { title } : {}),
    },
  ];
}
