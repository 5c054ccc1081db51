/**
 * What can be aimed at what, as choices for a card or a form: kinds of fault for a target, targets
 * for a kind, and the command that comes of it. The lists are the model's; here only words are
 * added.
 */
import type { CommandOf } from '../../shared/commands/index.ts';
import {
  FAULT_KINDS,
  FAULT_RULES,
  faultKindsFor,
  type FaultKind,
} from '../../shared/model/fault-kinds.ts';
import type { TopologyKind, TopologyRow } from '../../shared/views/topology-view.ts';
import type { FormChoice } from '../dialogs/form-spec.ts';

/** Kinds of row that a fault may be aimed at. */
export const FAULT_ROW_KINDS = [
  'place',
  'rack',
  'power',
  'switch',
  'link',
  'storage',
  'host',
  'vm',
  'disk',
  'scaleSet',
  'availabilitySet',
  'balancer',
  'dnsProfile',
  'store',
] as const satisfies readonly TopologyKind[];

/** What a person set on the card beside the target; texts as they were typed. */
export interface FaultChoice {
  readonly kind: FaultKind;
  readonly amount: string;
  readonly other: string;
  readonly lasts: string;
  readonly every: string;
}

/** The card before anybody touched it. */
export const PLAIN_CUT: FaultChoice = { kind: 'cut', amount: '', other: '', lasts: '', every: '' };

/** The word before the colon of an id. */
export function wordOfId(id: string): string {
  return id.slice(0, Math.max(0, id.indexOf(':')));
}

/** Kinds that may be aimed at an id. */
export function kindsFor(target: string): readonly FaultKind[] {
  return faultKindsFor(wordOfId(target));
}

/** The first kind for a target beyond the plain cut. */
export function firstKindFor(target: string): FaultKind {
  return kindsFor(target).find((kind) => kind !== 'cut') ?? 'cut';
}

/** The kind a text names. */
export function faultKindOf(text: string): FaultKind | undefined {
  return FAULT_KINDS.find((kind) => kind === text);
}

/** The figure somebody typed; undefined where the kind has none or nothing was typed. */
export function amountOf(choice: FaultChoice): number | undefined {
  const text = choice.amount.trim().replace(',', '.');
  const value = Number(text);
  return FAULT_RULES[choice.kind].amount === undefined || text === '' || Number.isNaN(value)
    ? undefined
    : value;
}

/** The far side somebody chose, where the kind has one. */
export function otherOfChoice(choice: FaultChoice): string | undefined {
  const other = choice.other.trim();
  return FAULT_RULES[choice.kind].pair === true && other !== '' ? other : undefined;
}

/** The command a choice comes to; a plain cut without times is the old one. */
export function commandOfChoice(
  target: string,
  choice: FaultChoice,
): CommandOf<'fault.inject'> | CommandOf<'fault.cut'> {
  const lasts = choice.lasts.trim();
  const every = choice.every.trim();
  if (choice.kind === 'cut' && lasts === '' && every === '') return { type: 'fault.cut', target };
  const amount = amountOf(choice);
  const other = otherOfChoice(choice);
  const instant = FAULT_RULES[choice.kind].instant === true;
  return {
    type: 'fault.inject',
    kind: choice.kind,
    target,
    ...(amount === undefined ? {} : { amount }),
    ...(other === undefined ? {} : { other }),
    ...(lasts === '' || instant ? {} : { for: lasts }),
    ...(every === '' ? {} : { every }),
  };
}

/** The first letter large, for words that begin a line. */
export function beginning(words: string): string {
  return words.charAt(0).toLocaleUpperCase() + words.slice(1);
}

/** Rows, tags and images that a kind may be aimed at. */
export function targetChoices(
  kind: FaultKind,
  rows: readonly TopologyRow[],
  wordOfKind: (word: string) => string,
): FormChoice[] {
  const { targets } = FAULT_RULES[kind];
  const choices: FormChoice[] = rows
    .filter((row) => targets.includes(wordOfId(row.id)))
    .map((row) => ({ value: row.id, label: row.name, note: wordOfKind(wordOfId(row.id)) }));
  const vms = rows.flatMap((row) => (row.kind === 'vm' ? [row] : []));
  const shared = new Set<string>();
  for (const { tags, image } of vms) {
    if (targets.includes('tag'))
      for (const [key, value] of Object.entries(tags)) shared.add(`tag:${key}=${value}`);
    if (targets.includes('image')) shared.add(`image:${image}`);
  }
  if (targets.includes('dns') && rows.some(({ kind: row }) => row === 'dnsProfile'))
    choices.push({ value: 'dns:all', label: wordOfKind('dns') });
  return [...choices, ...[...shared].map((value) => ({ value, label: value }))];
}
