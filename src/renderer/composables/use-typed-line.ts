/**
 * The line one types in a console: what was typed before it, and how it can go on. Both consoles
 * share it, so Up, Down and Tab mean the same in each. Who answers the line it must not know.
 */
import { ref, type Ref } from 'vue';

/** Lines remembered; older ones are gone. */
const HISTORY_MAX = 100;

interface TypedLine {
  readonly typed: Ref<string>;
  /** Ways to go on when there are several. */
  readonly offered: Ref<readonly string[]>;
  /** Keeps a line for Up and Down, and begins a new one. */
  readonly remember: (line: string) => void;
  /** Earlier (-1) or later (1). */
  readonly walk: (step: number) => void;
  /** One way to go on is taken, several are shown. With none of them, Tab moves the focus. */
  readonly complete: (event: KeyboardEvent) => void;
}

/** The longest start that all have, which is at least what was typed. */
function sharedStart(all: readonly string[]): string {
  let start = all[0] ?? '';
  for (const one of all) while (!one.startsWith(start)) start = start.slice(0, -1);
  return start;
}

function lastWord(line: string): string {
  return line.slice(line.lastIndexOf(' ') + 1);
}

/** @param waysOn the whole lines that what was typed can become */
export function useTypedLine(waysOn: (line: string) => readonly string[]): TypedLine {
  const typed = ref('');
  const offered = ref<readonly string[]>([]);
  let before: readonly string[] = [];
  let place = 0;

  function remember(line: string): void {
    if (line.trim() !== '') before = [...before, line].slice(-HISTORY_MAX);
    place = before.length;
    typed.value = '';
    offered.value = [];
  }

  function walk(step: number): void {
    place = Math.min(before.length, Math.max(0, place + step));
    typed.value = before[place] ?? '';
  }

  function complete(event: KeyboardEvent): void {
    if (typed.value === '') return;
    const found = waysOn(typed.value);
    if (found.length === 0) return;
    event.preventDefault();
    offered.value = found.length === 1 ? [] : found.map(lastWord);
    const start = sharedStart(found);
    if (start.length > typed.value.length) typed.value = start;
  }

  return { typed, offered, remember, walk, complete };
}
