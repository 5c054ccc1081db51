/**
 * References to rows as a person would write them: the bare name wherever it can mean one thing
 * only, else the full id. The engine reads both alike.
 */
import type { TopologyRow } from '../views/topology-view.ts';

/** Kinds whose references are looked up together, so that a name must be unique among them. */
const FAMILIES: Readonly<Record<string, string>> = {
  site: 'place',
  zone: 'place',
  datacenter: 'place',
  room: 'place',
  row: 'place',
  utility: 'power',
  ups: 'power',
  feed: 'power',
  pdu: 'power',
  rule: 'balancer',
};

/** Shortens ids for one state of the rows. */
export class RowReferences {
  /** How many things a short form could mean, by family and form. */
  private readonly uses = new Map<string, number>();

  constructor(rows: readonly TopologyRow[]) {
    for (const { id } of rows) {
      for (const form of formsOf(id)) {
        const key = keyOf(id, form);
        this.uses.set(key, (this.uses.get(key) ?? 0) + 1);
      }
    }
  }

  /** The shortest form of an id that still means only it. */
  short(id: string): string {
    return formsOf(id).find((form) => this.uses.get(keyOf(id, form)) === 1) ?? id;
  }
}

/** Ways of writing an id without its kind, the shortest first. */
function formsOf(id: string): string[] {
  const path = id.slice(id.indexOf(':') + 1);
  const slash = path.indexOf('/');
  return slash < 0 ? [path] : [path.slice(slash + 1), path];
}

function keyOf(id: string, form: string): string {
  const kind = id.slice(0, id.indexOf(':'));
  return `${FAMILIES[kind] ?? kind} ${form}`;
}
