/**
 * What fails by itself, between scenario files and rooms: the section as commands, and the rules of
 * a room as a section. Clocks begin anew with the scenario, as all chance does.
 */
import { printDuration } from '../kernel/time.ts';
import { WEARING_KINDS } from '../model/kinds.ts';
import type { Expansion } from './expansion.ts';
import type { RowTable } from './row-table.ts';
import type { Scenario } from './scenario-schema.ts';

/** The section as commands. It comes last, because a rule covers the parts there are by then. */
export function expandReliability(expansion: Expansion, scenario: Scenario): void {
  for (const [index, entry] of (scenario.reliability ?? []).entries()) {
    if (expansion.full) return;
    expansion.entries.push(['reliability', index]);
    expansion.commands.push({ type: 'reliability.add', ...entry });
    expansion.origins.push(expansion.entries.length - 1);
  }
}

/** The `reliability` section, when the room has rules. */
export function reliabilityFromRows(table: RowTable): Pick<Scenario, 'reliability'> {
  const rules = table.of('reliability');
  if (rules.length === 0) return {};
  const reliability = rules.map((row) => ({
    name: row.name,
    ...(row.of === undefined ? { parts: row.parts } : {}),
    ...ofKind(row.of),
    mtbf: printDuration(row.mtbfUs),
    mttr: printDuration(row.mttrUs),
    ...(row.together ? { together: true } : {}),
  }));
  return { reliability };
}

type Rule = NonNullable<Scenario['reliability']>[number];

function ofKind(word: string | undefined): Pick<Rule, 'of'> {
  const kind = WEARING_KINDS.find((known) => known === word);
  return kind === undefined ? {} : { of: kind };
}
