/**
 * The shelves of the gallery: templates in the order in which somebody would meet them.
 *
 * A person who does not know the field finds a way through it here, from one server to two regions.
 * What a shelf does not name stands on the last one, so a new file is never hidden.
 */
import type { TemplateEntry } from '../../shared/contract/contract.ts';

/** Shelves in order, each with its templates in order. */
const SHELVES = [
  ['begin', ['first-room', 'empty-room']],
  [
    'virtualize',
    [
      'one-bare-server',
      'two-machines',
      'noisy-neighbours',
      'waiting-in-line',
      'what-limits-the-shop',
      'job-twice',
      'company-image',
      'cloned-identity',
      'stopped-not-free',
      'one-machine-grows',
      'machine-or-web-app',
      'credits-run-out',
      'hosted-hypervisor',
      'machines-inside',
      'lift-and-shift',
      'taken-back',
      'forgotten-copy',
    ],
  ],
  [
    'survive',
    [
      'power-redundancy',
      'same-fate',
      'domains-two-by-two',
      'domains-two-by-three',
      'both-sets',
      'three-zones',
      'cooling-stops',
      'one-certificate',
    ],
  ],
  ['scale', ['autoscale-day', 'office-hours', 'upgrade-stopped', 'spot-mix']],
  [
    'traffic',
    ['closed-door', 'probe-depth', 'one-front-three-rules', 'two-regions', 'out-of-ports'],
  ],
  ['state', ['sync-and-async', 'split-brain', 'deletion-and-backup']],
  [
    'operate',
    [
      'told-in-time',
      'who-chooses-the-hour',
      'healed-host',
      'promise-and-room',
      'chance-series',
      'chance-parallel',
      'chance-common-cause',
      'game-day',
    ],
  ],
] as const satisfies readonly (readonly [string, readonly string[]])[];

export type ShelfName = (typeof SHELVES)[number][0] | 'more';

/** Names of all shelves, for the words they need. */
export const SHELF_NAMES: readonly ShelfName[] = [...SHELVES.map(([name]) => name), 'more'];

export interface Shelf {
  readonly name: ShelfName;
  readonly templates: readonly TemplateEntry[];
}

/** Puts templates on their shelves; empty shelves are left out. O(templates). */
export function shelve(templates: readonly TemplateEntry[]): Shelf[] {
  const byId = new Map(templates.map((template) => [template.id, template]));
  const shelves: Shelf[] = SHELVES.map(([name, ids]) => {
    const found = ids.flatMap((id) => byId.get(id) ?? []);
    for (const id of ids) byId.delete(id);
    return { name, templates: found };
  });
  shelves.push({ name: 'more', templates: [...byId.values()] });
  return shelves.filter((shelf) => shelf.templates.length > 0);
}
