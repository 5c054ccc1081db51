/**
 * Which picture is the witness of which part of the screen: every component of the renderer stands
 * in at least one picture that a person can look at. The list is held from both sides: here against
 * the files, in the walks against what really stands there when the picture is taken.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

const LIST = join(import.meta.dirname, 'pictured-parts.json');

/** Components without a picture of their own, with the reason. */
export const NOT_PICTURED: Readonly<Record<string, string>> = {
  ArrivalNote:
    'Rooms that are there at once never show it; large ones are opened by the benchmark.',
  CheckItems: 'Not walked yet: a question that was answered in part.',
  FormRecord: 'Not walked yet: a key with values that are drawn.',
  LabMessages: 'No lab that comes with the app has messages: trainers write them.',
  SpokenNews: 'It is heard and not seen.',
};

/** Names of components with the state whose picture shows them. */
export function pictureOfPart(): Readonly<Record<string, string>> {
  // The file is ours and lies beside this one.
  return JSON.parse(readFileSync(LIST, 'utf8')) as Readonly<Record<string, string>>;
}

const PICTURES = Object.entries(pictureOfPart());

/** The components that the picture of a state must show. */
export function witnessed(state: string): string[] {
  return PICTURES.filter(([, picture]) => picture === state).map(([part]) => part);
}

/** What a rendered node holds, as far as its components are looked for. */
interface RenderedNode {
  readonly component?: {
    readonly type: { readonly __name?: string };
    readonly subTree: RenderedNode;
  } | null;
  readonly el?: unknown;
  readonly children?: unknown;
  readonly suspense?: { readonly activeBranch?: RenderedNode } | null;
}

/** The components that stand on the page and show something, by name. */
export function findParts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found = new Set<string>();
    const root: unknown = document.querySelector('#app');
    // The mounted page keeps its tree there.
    const open: unknown[] = [(root as { _vnode?: unknown })._vnode];
    while (open.length > 0) {
      const next = open.pop();
      if (Array.isArray(next)) open.push(...next);
      else if (typeof next === 'object' && next !== null) {
        // Whatever is no node has none of its fields.
        const { component, children, el, suspense } = next as RenderedNode;
        const shows = !(el instanceof Comment);
        if (component && shows && component.type.__name) found.add(component.type.__name);
        if (component) open.push(component.subTree);
        else if (Array.isArray(children)) open.push(...children);
        if (suspense?.activeBranch) open.push(suspense.activeBranch);
      }
    }
    return [...found].toSorted();
  });
}
