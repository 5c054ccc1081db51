/**
 * What can be opened on the author's desk: the parts of a lab in the order in which one thinks of
 * them, each a place in one of its files. Lists come from the text as it is; a text that is broken
 * has only its file.
 */
import type { ValuePath } from '../../shared/document/scenario-issue.ts';
import type { LabText } from '../../shared/lab/lab-words.ts';
import { KEY_FILE, LAB_FILE } from '../../shared/lab/lab-finding.ts';

export interface DeskItem {
  readonly id: string;
  readonly file: string;
  readonly path: ValuePath;
  /** Only these fields of what stands there; all when absent. */
  readonly only?: readonly string[];
  /** Its own name; a part of fixed name has none. */
  readonly title?: string | LabText | undefined;
  /** A word beside the name, such as the kind of a check. */
  readonly kind?: string | undefined;
}

export interface DeskList {
  readonly id: 'tasks' | 'checks' | 'feedback' | 'references' | 'nearMisses';
  readonly file: string;
  readonly items: readonly DeskItem[];
}

/** Parts every lab has, by the fields that belong together. */
export const DESK_PARTS: readonly DeskItem[] = [
  {
    id: 'about',
    file: LAB_FILE,
    path: [],
    only: [
      'title',
      'summary',
      'objectives',
      'estimatedMinutes',
      'prerequisites',
      'locales',
      'modes',
      'debrief',
    ],
  },
  { id: 'start', file: LAB_FILE, path: [], only: ['start', 'variables', 'require', 'catalogue'] },
  { id: 'scoring', file: LAB_FILE, path: [], only: ['scoring'] },
  { id: 'solutions', file: KEY_FILE, path: [], only: ['solutions', 'nullScoreMax', 'notes'] },
];

const LISTS = [
  { id: 'tasks', file: LAB_FILE, name: 'title' },
  { id: 'checks', file: LAB_FILE, name: 'text' },
  { id: 'feedback', file: LAB_FILE, name: 'say' },
  { id: 'references', file: KEY_FILE, name: 'name' },
  { id: 'nearMisses', file: KEY_FILE, name: 'name' },
] as const;

/** A JSON text as a value; undefined while it is none. */
export function valueOf(text: string | undefined): unknown {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return value;
  } catch {
    return undefined;
  }
}

/** The value at a path; undefined where there is none. */
export function valueAt(value: unknown, path: ValuePath): unknown {
  return path.reduce<unknown>((found, step) => fieldOf(found, step), value);
}

function fieldOf(value: unknown, step: string | number): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.getOwnPropertyDescriptor(value, String(step))?.value;
}

/** Everything in lists, as the files stand. */
export function deskLists(files: ReadonlyMap<string, unknown>): DeskList[] {
  return LISTS.map(({ id, file, name }) => {
    const list = valueAt(files.get(file), [id]);
    const things: unknown[] = Array.isArray(list) ? list : [];
    return {
      id,
      file,
      items: things.map((thing, index) => {
        const kind = fieldOf(thing, 'kind');
        return {
          id: `${id}/${index}`,
          file,
          path: [id, index],
          title: titleOf(fieldOf(thing, name)),
          ...(typeof kind === 'string' ? { kind } : {}),
        };
      }),
    };
  });
}

function titleOf(value: unknown): string | LabText | undefined {
  if (typeof value === 'string') return value;
  const en = fieldOf(value, 'en');
  const pt = fieldOf(value, 'pt-BR');
  if (typeof en !== 'string') return undefined;
  return typeof pt === 'string' ? { en, 'pt-BR': pt } : { en };
}

/** The part in which a place stands: the innermost, or the file itself. */
export function itemOfPlace(
  place: { readonly file: string; readonly path: ValuePath },
  lists: readonly DeskList[],
): DeskItem {
  const inList = lists
    .flatMap(({ items }) => items)
    .find(
      ({ file, path }) => file === place.file && path.every((step, at) => place.path[at] === step),
    );
  if (inList !== undefined) return inList;
  const [field] = place.path;
  const part = DESK_PARTS.find(
    ({ file, only }) => file === place.file && only?.some((one) => one === field) === true,
  );
  return part ?? fileItem(place.file);
}

/** A whole file, to be edited as text. */
export function fileItem(file: string): DeskItem {
  return { id: `file/${file}`, file, path: [] };
}
