/**
 * Text ids and names: how people speak of rows.
 *
 * An id is `kind:name`, for cloud resources `kind:group/name`; places and parts of the power graph
 * use their own kind as the word (`zone:z1`, `feed:a`). The index is rebuilt from the columns and
 * is not state. A reference may leave out kind and group as long as it stays unambiguous.
 */
import { err, ok, type Result } from '../../../shared/kernel/result.ts';
import { PLACE_KINDS, POWER_KINDS } from '../../../shared/model/kinds.ts';
import { nearestWords } from '../../../shared/kernel/nearest-words.ts';
import { KIND_WORDS } from './refusal-words.ts';
import type { WorldTables } from './world-tables.ts';

/** Tables whose rows have a text id. */
export const NAMED_TABLES = [
  'place',
  'cluster',
  'rack',
  'power',
  'switch',
  'link',
  'storage',
  'host',
  'group',
  'availabilitySet',
  'scaleSet',
  'vm',
  'disk',
  'nic',
  'balancer',
  'service',
  'dnsProfile',
  'batch',
  'fault',
  'platform',
  'scheduledEvent',
  'drainHook',
  'store',
  'proximityGroup',
  'hostGroup',
  'dedicatedHost',
  'reservation',
  'reliability',
  'snapshot',
  'network',
  'subnet',
  'securityGroup',
  'publicIp',
  'managedImage',
  'gallery',
  'imageDefinition',
  'terms',
  'workload',
  'quota',
  'move',
  'webApp',
] as const;
export type TableName = (typeof NAMED_TABLES)[number];

const GROUPED: ReadonlySet<TableName> = new Set([
  'availabilitySet',
  'scaleSet',
  'vm',
  'disk',
  'nic',
  'balancer',
  'service',
  'dnsProfile',
  'batch',
  'store',
  'proximityGroup',
  'hostGroup',
  'dedicatedHost',
  'reservation',
  'snapshot',
  'network',
  'subnet',
  'securityGroup',
  'publicIp',
  'managedImage',
  'gallery',
  'imageDefinition',
  'workload',
  'webApp',
]);

/** A row, found. */
export interface Found {
  readonly table: TableName;
  readonly slot: number;
}

/** The word before the colon. */
function wordOf(world: WorldTables, table: TableName, slot: number): string {
  if (table === 'place') return PLACE_KINDS[world.place.col.kind[slot]!]!;
  if (table === 'power') return POWER_KINDS[world.power.col.kind[slot]!]!;
  if (table === 'balancer') return BALANCER_WORDS[world.balancer.col.isRule[slot]!]!;
  return table;
}

/** A rule of a balancer stands among the balancers, under a word of its own. */
const BALANCER_WORDS = ['balancer', 'rule'] as const;

/** Words that may stand before the colon for one table. */
export function wordsOf(table: TableName): readonly string[] {
  if (table === 'place') return PLACE_KINDS;
  if (table === 'power') return POWER_KINDS;
  return table === 'balancer' ? BALANCER_WORDS : [table];
}

/** The name a row was given. */
export function nameOf(world: WorldTables, table: TableName, slot: number): string {
  return world[table].text('name', slot);
}

/** `rack:r1`, `feed:a`, `vm:shop/web-1`. */
export function textIdOf(world: WorldTables, table: TableName, slot: number): string {
  const word = wordOf(world, table, slot);
  const name = nameOf(world, table, slot);
  return GROUPED.has(table)
    ? `${word}:${groupNameOf(world, table, slot)}/${name}`
    : `${word}:${name}`;
}

function groupNameOf(world: WorldTables, table: TableName, slot: number): string {
  switch (table) {
    case 'availabilitySet':
    case 'scaleSet':
    case 'proximityGroup':
    case 'hostGroup':
    case 'dedicatedHost':
    case 'reservation':
    case 'vm':
    case 'disk':
    case 'nic':
    case 'balancer':
    case 'service':
    case 'dnsProfile':
    case 'batch':
    case 'store':
    case 'snapshot':
    case 'workload':
    case 'webApp':
    case 'network':
    case 'subnet':
    case 'securityGroup':
    case 'publicIp':
    case 'managedImage':
    case 'gallery':
    case 'imageDefinition': {
      const group = world[table].ref('group', slot);
      return group < 0 ? '' : world.group.text('name', group);
    }
    default:
      return '';
  }
}

export class NameIndex {
  private readonly byId = new Map<string, Found>();
  /** Grouped rows by `word:name` without the group; more than one makes a reference ambiguous. */
  private readonly byShortId = new Map<string, Found[]>();
  /** How often it was changed or dropped. */
  changes = 0;
  /** Told before a row loses its name, so that what points at it by slot can go first. */
  onRemove: ((table: TableName, slot: number) => void) | undefined;
  private built = false;
  private readonly world: WorldTables;

  constructor(world: WorldTables) {
    this.world = world;
  }

  /** Notes a new row whose name and group are written already. */
  add(table: TableName, slot: number): void {
    this.changes += 1;
    // An index that is not built yet will find the row by itself.
    if (this.built) this.note(table, slot);
  }

  private note(table: TableName, slot: number): void {
    const id = textIdOf(this.world, table, slot);
    const found = { table, slot };
    this.byId.set(id, found);
    if (!GROUPED.has(table)) return;
    const short = this.shortId(table, slot);
    const list = this.byShortId.get(short);
    if (list === undefined) this.byShortId.set(short, [found]);
    else list.push(found);
  }

  private shortId(table: TableName, slot: number): string {
    return `${wordOf(this.world, table, slot)}:${nameOf(this.world, table, slot)}`;
  }

  /** Forgets a row; call it before the row is released. */
  remove(table: TableName, slot: number): void {
    this.onRemove?.(table, slot);
    this.changes += 1;
    if (!this.built) return;
    this.byId.delete(textIdOf(this.world, table, slot));
    if (!GROUPED.has(table)) return;
    const short = this.shortId(table, slot);
    const rest = (this.byShortId.get(short) ?? []).filter((found) => found.slot !== slot);
    if (rest.length === 0) this.byShortId.delete(short);
    else this.byShortId.set(short, rest);
  }

  /** Call it after the columns were replaced. */
  invalidate(): void {
    this.changes += 1;
    this.built = false;
  }

  private build(): void {
    if (this.built) return;
    this.built = true;
    this.byId.clear();
    this.byShortId.clear();
    for (const table of NAMED_TABLES) {
      const rows = this.world[table];
      for (let slot = 0; slot < rows.slotEnd; slot += 1) {
        if (rows.alive[slot] === 1) this.note(table, slot);
      }
    }
  }

  has(id: string): boolean {
    this.build();
    return this.byId.has(id);
  }

  /**
   * The row a reference means among some tables. Refuses with `<table>.notFound`, naming close
   * names, or `reference.ambiguous`.
   */
  resolve(tables: readonly TableName[], reference: string): Result<Found> {
    this.build();
    const matches = this.matches(tables, reference);
    const only = matches[0];
    if (only !== undefined && matches.length === 1) return ok(only);
    if (only === undefined) return this.notFound(tables, reference);
    const ids = matches.map((found) => textIdOf(this.world, found.table, found.slot));
    return err({
      code: 'reference.ambiguous',
      message: `"${reference}" could mean ${ids.slice(0, 5).join(' or ')}.`,
      hint: 'Write the full id.',
      details: { reference, candidates: ids.slice(0, 20) },
    });
  }

  private matches(tables: readonly TableName[], reference: string): Found[] {
    const direct = this.byId.get(reference);
    if (direct !== undefined) return tables.includes(direct.table) ? [direct] : [];
    if (reference.includes(':')) {
      return (this.byShortId.get(reference) ?? []).filter((found) => tables.includes(found.table));
    }
    const found: Found[] = [];
    for (const table of tables) {
      for (const word of wordsOf(table)) {
        const exact = this.byId.get(`${word}:${reference}`);
        if (exact !== undefined) found.push(exact);
        if (GROUPED.has(table)) found.push(...(this.byShortId.get(`${word}:${reference}`) ?? []));
      }
    }
    return found;
  }

  private notFound(tables: readonly TableName[], reference: string): Result<Found> {
    const first = tables[0] ?? 'place';
    const what = tables.length === 1 ? KIND_WORDS[first] : 'part';
    const wanted = reference.slice(reference.indexOf(':') + 1);
    const known: string[] = [];
    for (const [id, found] of this.byId) if (tables.includes(found.table)) known.push(id);
    // People leave out the group, so what they wrote is held against names without it.
    const from = wanted.includes('/') ? ':' : '/';
    const words = known.map((id) => id.slice(Math.max(id.indexOf(':'), id.indexOf(from)) + 1));
    const close = nearestWords({ wanted, known: [...new Set(words)] });
    return err({
      code: tables.length === 1 ? `${first}.notFound` : 'fault.targetNotFound',
      message: `There is no ${what} "${reference}".`,
      hint:
        close.length > 0
          ? `Did you mean ${close.join(', ')}?`
          : `The lab has ${known.length} of them; check the name.`,
      details: { reference, known: known.length, close },
    });
  }
}
