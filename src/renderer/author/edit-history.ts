/**
 * What was changed by forms on the author's desk, and the way back. A step is the texts of some
 * files before and after; it is taken back only while they still are what it made of them, so that
 * what another hand or the text editor wrote since is never overwritten. Typing in one field is
 * one step.
 */
import { computed, shallowRef, type ComputedRef } from 'vue';

/** A file and what it becomes. */
export interface FileChange {
  readonly path: string;
  readonly text: string;
  /** What was changed in it; changes of one thing in a row are one step. */
  readonly of?: string | undefined;
}

interface Step {
  readonly of: string | undefined;
  readonly before: ReadonlyMap<string, string>;
  readonly after: ReadonlyMap<string, string>;
}

/** Steps kept; older ones are forgotten. */
const STEPS_MAX = 200;

export interface EditHistory {
  /** Remembers a change that is about to be made. */
  readonly note: (changes: readonly FileChange[]) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly clear: () => void;
  readonly canUndo: ComputedRef<boolean>;
  readonly canRedo: ComputedRef<boolean>;
}

/** A history over files that somebody else keeps. */
export function editHistory(files: {
  readonly textOf: (path: string) => string | undefined;
  readonly write: (path: string, text: string) => void;
}): EditHistory {
  const { textOf, write } = files;
  const steps = shallowRef<readonly Step[]>([]);
  /** Steps in effect; those after it can be done again. */
  const at = shallowRef(0);

  function stands(texts: ReadonlyMap<string, string>): boolean {
    return [...texts].every(([path, text]) => textOf(path) === text);
  }

  function note(changes: readonly FileChange[]): void {
    const after = new Map(changes.map(({ path, text }) => [path, text]));
    const before = new Map<string, string>();
    for (const path of after.keys()) {
      const text = textOf(path);
      if (text !== undefined) before.set(path, text);
    }
    const done = steps.value.slice(0, at.value);
    const last = done.at(-1);
    const of = changes[0]?.of;
    const goesOn = of !== undefined && last?.of === of && stands(last.after);
    const step = goesOn ? joined(last, { of, before, after }) : { of, before, after };
    steps.value = [...(goesOn ? done.slice(0, -1) : done), step].slice(-STEPS_MAX);
    at.value = steps.value.length;
  }

  const back = computed(() => {
    const step = steps.value[at.value - 1];
    return step !== undefined && stands(step.after) ? step : undefined;
  });
  const forth = computed(() => {
    const step = steps.value[at.value];
    return step !== undefined && stands(step.before) ? step : undefined;
  });

  function go(step: Step | undefined, way: -1 | 1): void {
    if (step === undefined) return;
    at.value += way;
    for (const [path, text] of way < 0 ? step.before : step.after) write(path, text);
  }

  return {
    note,
    undo: () => go(back.value, -1),
    redo: () => go(forth.value, 1),
    clear: () => {
      steps.value = [];
      at.value = 0;
    },
    canUndo: computed(() => back.value !== undefined),
    canRedo: computed(() => forth.value !== undefined),
  };
}

/** Two steps as one: from before the first to after the second. */
function joined(first: Step, second: Step): Step {
  return {
    of: second.of,
    before: new Map([...second.before, ...first.before]),
    after: new Map([...first.after, ...second.after]),
  };
}
