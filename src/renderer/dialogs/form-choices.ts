/**
 * What several forms offer alike: rows of a kind, words of a list, parts of the power graph. Only
 * choices are made here; which fields a form has stands with the form.
 */
import type { TopologyKind } from '../../shared/views/topology-view.ts';
import { withUnit } from '../i18n/with-unit.ts';
import type { FormChoice, FormContext, FormField } from './form-spec.ts';

/** The field nearly every form begins with. */
export const NAME: FormField = { name: 'name', label: 'name', kind: 'text', required: true };

/** `4 vCPU · 16 GiB`: what a size, a model or a plan has, behind its name. */
export function equipmentNote(
  context: FormContext,
  { vCpu, memoryMib }: { vCpu: number; memoryMib: number },
): string {
  return `${withUnit(String(vCpu), 'vCPU')} · ${context.memory(memoryMib)}`;
}

/** Offers the sizes of the catalogue. */
export function sizes(context: FormContext): FormChoice[] {
  return (context.catalogue?.sizes ?? []).map((size) => ({
    value: size.name,
    label: size.name,
    note: equipmentNote(context, size),
  }));
}

/** Offers every row of some kinds by its id. */
export function rowsOf(...kinds: TopologyKind[]) {
  return function choices(context: FormContext): FormChoice[] {
    return kinds.flatMap((kind) =>
      context.list(kind).map((row) => ({
        value: row.id,
        label: row.name,
        note: kinds.length > 1 ? context.words(`kind.${row.kind}`) : undefined,
      })),
    );
  };
}

/** Offers the zones of the drawing. */
export function zones(context: FormContext): FormChoice[] {
  return context
    .list('place')
    .filter((row) => row.placeKind === 'zone')
    .map((row) => ({ value: row.id, label: row.name }));
}

/** Offers no zone, all of them together, and each by itself; ids are joined by blanks. */
export function zoneSpreads(context: FormContext): FormChoice[] {
  const each = zones(context);
  if (each.length < 2) return each;
  const all = each.map(({ value }) => value).join(' ');
  return [{ value: all, label: context.words('zones.all') }, ...each];
}

/** Offers what a part without a rack may stand in. */
export function grounds(context: FormContext): FormChoice[] {
  return context
    .list('place')
    .filter((row) => row.placeKind !== 'row')
    .map((row) => ({
      value: row.id,
      label: row.name,
      note: context.words(`kind.${row.placeKind}`),
    }));
}

/** Offers a closed list of words, translated below `prefix`. */
export function wordsOf(prefix: string, values: readonly string[]) {
  return function choices(context: FormContext): FormChoice[] {
    return values.map((value) => ({ value, label: context.words(`${prefix}.${value}`) }));
  };
}

/** Offers parts of the power graph of some kinds. */
export function powerOf(...kinds: string[]) {
  return function choices(context: FormContext): FormChoice[] {
    return context
      .list('power')
      .filter((row) => kinds.includes(row.powerKind))
      .map((row) => ({
        value: row.id,
        label: row.name,
        note: context.words(`kind.${row.powerKind}`),
      }));
  };
}

/** The id of the only row of a kind, so that nobody has to choose where there is no choice. */
export function only(context: FormContext, kind: TopologyKind): string {
  const rows = context.list(kind);
  return rows.length === 1 ? (rows[0]?.id ?? '') : '';
}
