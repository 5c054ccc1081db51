/**
 * What happened to one thing, as lines with a moment each: decisions that name it, and what the
 * run did to it. A decision that the run reports as well is told once, by the history, which knows
 * whether it was undone; one that the history does not know was timed in the scenario.
 */
import type { Command } from '../../shared/commands/index.ts';
import type { Happening } from '../../shared/events/happenings.ts';
import type { TopologyRow } from '../../shared/views/topology-view.ts';
import type { HistoryEntry } from '../../shared/views/workspace-view.ts';

/** Who brought it about. */
export type HistoryActor = 'person' | 'schedule' | 'run';

export type HistoryLine =
  | {
      readonly by: 'person';
      readonly key: string;
      readonly atUs: number;
      readonly entry: HistoryEntry;
    }
  | {
      readonly by: 'schedule' | 'run';
      readonly key: string;
      readonly atUs: number;
      readonly happening: Happening;
    };

/** Fields of commands that name a thing of whatever kind. */
const ANY_KIND: readonly string[] = ['target', 'on', 'device', 'resource', 'from', 'to', 'with'];

/** The lines of a thing, newest first. O(entries + happenings). */
export function historyOf(
  row: TopologyRow,
  from: { readonly entries: readonly HistoryEntry[]; readonly happenings: readonly Happening[] },
): HistoryLine[] {
  const decided = from.entries.filter(({ command }) => names(command, row));
  const known = new Set(from.entries.map((entry) => `${entry.atUs} ${entry.command.type}`));
  const lines: HistoryLine[] = decided.map((entry) => {
    return { by: 'person', key: `d${entry.seq}`, atUs: entry.atUs, entry };
  });
  for (const happening of from.happenings) {
    if (!concerns(happening, row)) continue;
    const { id, atUs, kind } = happening;
    const isDecision = kind === 'decision';
    if (isDecision && known.has(`${atUs} ${commandOf(happening)}`)) continue;
    lines.push({ by: isDecision ? 'schedule' : 'run', key: `h${id}`, atUs, happening });
  }
  // Of one moment the decision comes before what followed; sorting keeps that order.
  return lines.toSorted((a, b) => a.atUs - b.atUs).toReversed();
}

/** Whether a command makes a thing or is aimed at it, by its id or by the names people type. */
export function names(command: Command, row: TopologyRow): boolean {
  const short = row.id.slice(row.id.indexOf(':') + 1);
  return Object.entries(command).some(([field, value]) => {
    if (field === 'name') return value === row.name && makes(command, row);
    return mentions(value, { field, row, short });
  });
}

function makes(command: Command, row: TopologyRow): boolean {
  const [word = '', verb] = command.type.split('.');
  return word === row.kind && (verb === 'add' || verb === 'create');
}

function mentions(value: unknown, at: { field: string; row: TopologyRow; short: string }): boolean {
  const { field, row, short } = at;
  if (Array.isArray(value)) return value.some((one) => mentions(one, at));
  if (value === row.id) return true;
  const isOfItsKind = field === row.kind || ANY_KIND.includes(field);
  return isOfItsKind && (value === short || value === row.name);
}

function concerns({ subject, details }: Happening, row: TopologyRow): boolean {
  if (subject === row.id) return true;
  return details !== undefined && Object.values(details).includes(row.id);
}

function commandOf({ details }: Happening): string {
  return String(details?.['command'] ?? details?.['type']);
}
