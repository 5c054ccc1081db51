/**
 * What can be changed of several things of one kind at once: the fields that their own forms share,
 * each with the values they have now. It reads rows and forms and sends nothing; one change becomes
 * one command for each thing.
 */
import type { CommandType } from '../../shared/commands/index.ts';
import type { HOST_SYSTEMS } from '../../shared/model/kinds.ts';
import type { TopologyRow } from '../../shared/views/topology-view.ts';
import { rowsOf, sizes, wordsOf } from '../dialogs/form-choices.ts';
import { commandFrom, type FormField } from '../dialogs/form-spec.ts';
import { formOf } from '../dialogs/forms.ts';
import { tagWords } from '../model/machine-actions.ts';
import { actionsOf, kindWord } from '../model/row-actions.ts';

type Values = Readonly<Record<string, string>>;

/** A command that changes a thing, with the fields it has and what they hold now. */
interface Edit {
  readonly type: CommandType;
  readonly fields: readonly FormField[];
  readonly values: Values;
  readonly make: (values: Values) => Record<string, unknown>;
  /** Fields that say which thing is meant, and go with every change. */
  readonly target: readonly string[];
  /** What is not said would be lost, so everything is said. */
  readonly whole: boolean;
}

/** One field of several things. */
export interface ManyField {
  /** Unique among the fields of one selection. */
  readonly id: string;
  readonly command: CommandType;
  readonly field: FormField;
  /** What each thing has now, by its id. */
  readonly values: ReadonlyMap<string, string>;
}

/** Forms that change one thing and begin with what it is now. */
const EDITING: readonly string[] = [
  'power.edit',
  'hypervisor.set',
  'disk.edit',
  'balancer.edit',
  'balancerRule.edit',
  'dnsProfile.edit',
  'store.edit',
  'store.load',
  'scaleSet.scale',
  'scaleSet.update',
  'scaleSet.policy',
  'workload.edit',
  'workload.load',
  'webApp.scale',
  'webApp.tier',
  'reservation.edit',
  'quota.set',
  'subnet.setOutbound',
];
/** Commands in which what is left out does not stay as it is. */
const WHOLE: readonly string[] = ['balancerRule.edit', 'subnet.setOutbound', 'workload.edit'];
/** Fields that name the thing beside the one that holds its id. */
const NAMING: readonly string[] = ['location', 'family'];

const SYSTEMS: readonly (typeof HOST_SYSTEMS)[number][] = ['hypervisor', 'operatingSystem'];

/** The kind that all of them are; undefined when they are of several. */
export function commonKind(rows: readonly TopologyRow[]): string | undefined {
  const [first] = rows;
  if (first === undefined) return undefined;
  const word = kindWord(first);
  return rows.every((row) => kindWord(row) === word) ? word : undefined;
}

/** The fields that all of these things have, in the order of their forms. O(rows × fields). */
export function fieldsOfMany(rows: readonly TopologyRow[]): ManyField[] {
  if (commonKind(rows) === undefined) return [];
  const edits = rows.map((row) => editsOf(row));
  return (edits[0] ?? []).flatMap((edit) =>
    edit.fields.flatMap((field): ManyField[] => {
      const values = new Map<string, string>();
      for (const [index, row] of rows.entries()) {
        const own = edits[index]?.find(({ type }) => type === edit.type);
        const value = own === undefined ? undefined : valueOf(own, field);
        if (value !== undefined) values.set(row.id, value);
      }
      // What one of them does not have is not common.
      if (values.size < rows.length) return [];
      return [{ id: `${edit.type} ${field.name}`, command: edit.type, field, values }];
    }),
  );
}

/** The unchecked command that gives a thing another value; undefined without such a field. */
export function changeOf(
  row: TopologyRow,
  given: { readonly field: ManyField; readonly value: string },
): Record<string, unknown> | undefined {
  const { field, command } = given.field;
  const edit = editsOf(row).find(({ type }) => type === command);
  if (edit === undefined) return undefined;
  const made = edit.make({ ...edit.values, [field.name]: given.value });
  if (edit.whole) return made;
  const [outer = ''] = field.name.split('.');
  const said = ['type', outer, ...edit.target];
  return Object.fromEntries(Object.entries(made).filter(([name]) => said.includes(name)));
}

/** Values that differ, the most frequent first. */
export function distinctValues(field: ManyField): { value: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const value of field.values.values()) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .toSorted((a, b) => b.count - a.count);
}

function valueOf(edit: Edit, field: FormField): string | undefined {
  if (!edit.fields.some(({ name }) => name === field.name)) return undefined;
  if (field.when !== undefined && !field.when(edit.values)) return undefined;
  return edit.values[field.name];
}

function editsOf(row: TopologyRow): Edit[] {
  const own = actionsOf(row).flatMap(({ does, unless }): Edit[] => {
    const isEdit = does.kind === 'form' && EDITING.includes(does.form) && unless === undefined;
    const spec = isEdit ? formOf(does.form) : undefined;
    if (!isEdit || spec === undefined) return [];
    const { values } = does;
    const named = spec.fields.map(({ name }) => name);
    const target = named.filter((name) => values[name] === row.id || NAMING.includes(name));
    return [
      {
        type: spec.id,
        fields: spec.fields.filter(({ name }) => !target.includes(name)),
        values,
        make: (now) => commandFrom(spec, now),
        target,
        whole: WHOLE.includes(spec.id),
      },
    ];
  });
  return [...placeEdits(row), ...own, ...tagEdits(row)];
}

/** What is changed by a dialog of its own, or by dragging, when it is one thing alone. */
function placeEdits(row: TopologyRow): Edit[] {
  if (row.kind === 'rack') {
    return [
      plain({
        type: 'rack.edit',
        target: { rack: row.id },
        fields: [{ name: 'cluster', label: 'cluster', kind: 'choice', choices: rowsOf('cluster') }],
        values: { cluster: row.cluster ?? '' },
      }),
    ];
  }
  if (row.kind === 'host') {
    return [
      plain({
        type: 'host.edit',
        target: { host: row.id },
        fields: [
          { name: 'system', label: 'system', kind: 'choice', choices: wordsOf('system', SYSTEMS) },
        ],
        values: { system: row.system },
      }),
    ];
  }
  if (row.kind === 'vm' && row.scaleSet === undefined) {
    return [
      plain({
        type: 'vm.resize',
        target: { vm: row.id },
        fields: [{ name: 'size', label: 'size', kind: 'choice', hint: 'manySize', choices: sizes }],
        values: { size: row.pendingSize ?? row.size },
      }),
    ];
  }
  return [];
}

function plain(edit: {
  type: CommandType;
  target: Record<string, string>;
  fields: readonly FormField[];
  values: Values;
}): Edit {
  const { type, target, fields, values } = edit;
  return {
    type,
    fields,
    values,
    make: (now) => ({ type, ...target, ...now }),
    target: Object.keys(target),
    whole: false,
  };
}

/** Whatever carries tags can be given others. */
function tagEdits(row: TopologyRow): Edit[] {
  const spec = formOf('tag.set');
  if (!('tags' in row) || spec === undefined) return [];
  const values = { resource: row.id, tags: tagWords(row.tags) };
  const fields = spec.fields.filter(({ name }) => name === 'tags');
  const target = ['resource'];
  return [
    {
      type: spec.id,
      fields,
      values,
      make: (now) => commandFrom(spec, now),
      target,
      whole: false,
    },
  ];
}
