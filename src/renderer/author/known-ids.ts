/**
 * Ids a lab has given itself, by the fields that name them: a form offers them instead of asking
 * for them, and the text editor suggests them. Which fields name which ids is a table here.
 */
import { inject, provide, type ComputedRef, type InjectionKey } from 'vue';
import { valueAt } from './desk-items.ts';

/** Ids that fit a field; undefined for a field that names none. */
export type KnownIds = (field: string) => readonly string[] | undefined;

const KEY: InjectionKey<ComputedRef<KnownIds>> = Symbol('ids of a lab');

const FIELDS: Readonly<Record<string, 'checks' | 'tasks' | 'objectives'>> = {
  checks: 'checks',
  guards: 'checks',
  gates: 'checks',
  fails: 'checks',
  before: 'checks',
  requires: 'tasks',
  objective: 'objectives',
};

/** The ids of a lab file, as a value. */
export function knownIdsOf(lab: unknown): KnownIds {
  function idsIn(list: string): string[] {
    const things = valueAt(lab, [list]);
    if (!Array.isArray(things)) return [];
    return things.flatMap((thing: unknown) => {
      const id = valueAt(thing, ['id']);
      return typeof id === 'string' ? [id] : [];
    });
  }
  return (field) => {
    const list = FIELDS[field];
    return list === undefined ? undefined : idsIn(list);
  };
}

/** Hands the ids to every form below. */
export function provideKnownIds(ids: ComputedRef<KnownIds>): void {
  provide(KEY, ids);
}

/** The ids handed down to a form; none outside of a desk. */
export function useKnownIds(): KnownIds {
  const ids = inject(KEY, undefined);
  return (field) => ids?.value(field);
}
