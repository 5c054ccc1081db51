/**
 * The names a scenario file has declared so far: what a reference in it can mean.
 *
 * References are read as the engine reads them: a name, `group/name`, or a full id. A pattern with
 * `*` means every name of a kind that matches, in the order of declaration (group by group where
 * things live in groups). Looking up is O(groups), a pattern is looked through once and remembered;
 * of kinds without groups only the names that begin as the pattern does.
 */
import { bareName } from '../kernel/ids.ts';
import { nearestWords } from '../kernel/nearest-words.ts';
import { matchesPattern } from '../kernel/text-pattern.ts';
import type { ScenarioIssue, ValuePath } from './scenario-issue.ts';
import { GROUPED_KINDS, printKinds, type DeclaredKind } from './scenario-rules.ts';

/** Most names offered to the search for a misspelt one. */
const COMPARED_MAX = 2_000;
/** The group of things that live in none, and of those whose file has no group. */
const NO_GROUP = '';

interface KindNames {
  /** Names by group; kinds without groups have the one group NO_GROUP. */
  readonly groups: Map<string, Set<string>>;
  readonly matches: Map<string, readonly string[]>;
  /** Names that live in no group, by letters, with their place in the order of declaration. */
  byLetters: readonly PlacedName[] | undefined;
}

interface PlacedName {
  readonly name: string;
  readonly at: number;
}

export class DeclaredNames {
  private readonly kinds = new Map<DeclaredKind, KindNames>();

  /** Notes a name; false when its kind has it already. `group` counts for grouped kinds only. */
  declare(given: { kind: DeclaredKind; name: string; group: string | undefined }): boolean {
    const { kind, name } = given;
    const known = this.of(kind);
    const group = GROUPED_KINDS.has(kind) ? (given.group ?? this.onlyGroup()) : NO_GROUP;
    let names = known.groups.get(group);
    if (names === undefined) {
      names = new Set();
      known.groups.set(group, names);
    }
    const before = names.size;
    names.add(name);
    if (names.size === before) return false;
    if (known.matches.size > 0) known.matches.clear();
    known.byLetters = undefined;
    return true;
  }

  /** Whether a reference means something of one of these kinds. */
  has(kinds: readonly DeclaredKind[], reference: string): boolean {
    const colon = reference.indexOf(':');
    const word = colon < 0 ? undefined : reference.slice(0, colon);
    const rest = colon < 0 ? reference : reference.slice(colon + 1);
    for (const kind of kinds) {
      if (word !== undefined && word !== kind) continue;
      if (this.hasName(kind, rest)) return true;
    }
    return false;
  }

  /** The group in which a reference to a kind is found; undefined when it is in none. */
  groupOf(kind: DeclaredKind, reference: string): string | undefined {
    const name = reference.slice(reference.indexOf(':') + 1);
    const slash = name.indexOf('/');
    if (slash >= 0) return name.slice(0, slash);
    for (const [group, names] of this.of(kind).groups) if (names.has(name)) return group;
    return undefined;
  }

  /** Whether a reference or pattern means at least one thing of a kind. */
  hasMatch(kind: DeclaredKind, reference: string): boolean {
    if (!reference.includes('*')) return this.has([kind], reference);
    const pattern = withoutWord(kind, reference);
    for (const [group, names] of this.of(kind).groups) {
      for (const name of names) if (matchesIn({ group, name, pattern })) return true;
    }
    return false;
  }

  /** The references a pattern with `*` stands for: names, of grouped kinds `group/name`. */
  matching(kind: DeclaredKind, pattern: string): readonly string[] {
    const known = this.of(kind);
    const bare = withoutWord(kind, pattern);
    const remembered = known.matches.get(bare);
    if (remembered !== undefined) return remembered;
    const found = GROUPED_KINDS.has(kind) ? lookThrough(known, bare) : lookUp(known, bare);
    known.matches.set(bare, found);
    return found;
  }

  /** As matching, but names only, as a variable of `each` takes them. */
  bareMatching(kind: DeclaredKind, pattern: string): readonly string[] {
    return this.matching(kind, pattern).map((name) => name.slice(name.indexOf('/') + 1));
  }

  /** The problem of a reference that means nothing declared so far, with the closest names. */
  missing(given: {
    kinds: readonly DeclaredKind[];
    reference: string;
    path: ValuePath;
  }): ScenarioIssue {
    const { kinds, reference, path } = given;
    const known = this.namesOf(kinds);
    const wanted = bareName(reference);
    const close = nearestWords({ wanted, known: known.slice(0, COMPARED_MAX) });
    return {
      code: 'scenario.referenceNotFound',
      path,
      reason: `there is no ${printKinds(kinds)} "${reference}"`,
      hint:
        close.length > 0
          ? `Did you mean ${close.join(', ')}?`
          : `Declared up to here: ${known.length}; check the name.`,
    };
  }

  private namesOf(kinds: readonly DeclaredKind[]): string[] {
    return kinds.flatMap((kind) =>
      [...this.of(kind).groups.values()].flatMap((names) => [...names]),
    );
  }

  private hasName(kind: DeclaredKind, reference: string): boolean {
    const groups = this.kinds.get(kind)?.groups;
    if (groups === undefined) return false;
    const slash = reference.indexOf('/');
    if (slash >= 0) {
      return groups.get(reference.slice(0, slash))?.has(reference.slice(slash + 1)) === true;
    }
    for (const names of groups.values()) if (names.has(reference)) return true;
    return false;
  }

  private of(kind: DeclaredKind): KindNames {
    const known = this.kinds.get(kind);
    if (known !== undefined) return known;
    const made: KindNames = { groups: new Map(), matches: new Map(), byLetters: undefined };
    this.kinds.set(kind, made);
    return made;
  }

  /** The group meant by whoever names none: the only one there is. */
  private onlyGroup(): string {
    const groups = this.kinds.get('group')?.groups.get(NO_GROUP);
    if (groups === undefined || groups.size !== 1) return NO_GROUP;
    const [only] = groups;
    return only ?? NO_GROUP;
  }
}

function withoutWord(kind: DeclaredKind, reference: string): string {
  return reference.startsWith(`${kind}:`) ? reference.slice(kind.length + 1) : reference;
}

/** What matches in all groups. O(names). */
function lookThrough(known: KindNames, pattern: string): string[] {
  const found: string[] = [];
  for (const [group, names] of known.groups) {
    for (const name of names) {
      if (!matchesIn({ group, name, pattern })) continue;
      found.push(group === NO_GROUP ? name : `${group}/${name}`);
    }
  }
  return found;
}

/** As `lookThrough` without groups: a large room has a pattern for each of thousands of racks. */
function lookUp(known: KindNames, pattern: string): string[] {
  known.byLetters ??= [...(known.groups.get(NO_GROUP) ?? [])]
    .map((name, at) => ({ name, at }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const names = known.byLetters;
  const head = pattern.slice(0, Math.max(0, pattern.indexOf('*')));
  let low = 0;
  let high = names.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((names[middle]?.name ?? '') < head) low = middle + 1;
    else high = middle;
  }
  const found: PlacedName[] = [];
  for (let at = low; names[at]?.name.startsWith(head) === true; at += 1) {
    const placed = names[at];
    if (placed !== undefined && matchesPattern({ text: placed.name, pattern })) found.push(placed);
  }
  return found.sort((a, b) => a.at - b.at).map(({ name }) => name);
}

/** A pattern is held against the name, and where there is a group against `group/name` too. */
function matchesIn(given: { group: string; name: string; pattern: string }): boolean {
  const { group, name, pattern } = given;
  if (matchesPattern({ text: name, pattern })) return true;
  return group !== NO_GROUP && matchesPattern({ text: `${group}/${name}`, pattern });
}
