/**
 * From a scenario to the commands that build it: repetition is written out, references are held
 * against what is declared, and every command remembers the entry it came from.
 *
 * The way from a value to the engine is kept short: no schema runs here, so that a thousand hosts
 * and ten thousand machines take milliseconds. Whoever has a file checks it by schema first. The
 * engine, which knows capacity and rules, has the last word on every command.
 */
import { expandReliability } from './reliability-from-rows.ts';
import type { Command } from '../commands/index.ts';
import { parseDuration } from '../kernel/time.ts';
import { expandEntry } from './entry-expansion.ts';
import { expandActions, type TimedCommand } from './expand-actions.ts';
import { Expansion, type AnyEntry } from './expansion.ts';
import { checkExpectations } from './expectation-checks.ts';
import type { ScenarioIssue, ValuePath } from './scenario-issue.ts';
import { SETUP_COMMANDS_MAX } from './scenario-limits.ts';
import { SECTION_RULES, type SectionRule } from './scenario-rules.ts';
import type { Scenario } from './scenario-schema.ts';
import type { SizeEntry } from './scenario-work-schema.ts';

/** A scenario, ready for the engine. */
export interface ExpandedScenario {
  readonly durationUs: number;
  /** Sizes to lay over the catalogue. */
  readonly sizes: readonly SizeEntry[];
  /** What builds the start state, in order. */
  readonly setupCommands: readonly Command[];
  /** What happens later, in order of time. */
  readonly actions: readonly TimedCommand[];
  /** The entry of the file that a command of the set-up came from. */
  readonly originOf: (commandIndex: number) => ValuePath;
  /** What is wrong; the commands are only good when there is nothing. */
  readonly issues: readonly ScenarioIssue[];
}

/** Writes out a scenario. O(things it stands for). Never throws for a bad scenario. */
export function expandScenario(
  scenario: Scenario,
  checkMore?: (expansion: Expansion) => void,
): ExpandedScenario {
  const expansion = new Expansion();
  for (const rule of SECTION_RULES) expandSection({ expansion, rule, scenario });
  expandPlatform(expansion, scenario);
  expandReliability(expansion, scenario);
  if (expansion.commands.length > SETUP_COMMANDS_MAX) {
    expansion.report({
      code: 'scenario.tooMany',
      path: [],
      reason: `it stands for more than ${SETUP_COMMANDS_MAX} things`,
      hint: 'Repeat less.',
    });
  }
  const duration = parseDuration(scenario.duration);
  const durationUs = duration.ok ? duration.value : 0;
  const actions = expandActions(expansion, scenario.actions ?? []);
  checkExpectations({ expansion, scenario, durationUs });
  checkMore?.(expansion);
  const { commands, entries, origins, issues } = expansion;
  return {
    durationUs,
    sizes: scenario.sizes ?? [],
    setupCommands: commands,
    actions,
    originOf: (commandIndex) => entries[origins[commandIndex] ?? -1] ?? [],
    issues,
  };
}

/** The one section that is no list: what the platform does by itself. */
function expandPlatform(expansion: Expansion, scenario: Scenario): void {
  if (scenario.platform === undefined || expansion.full) return;
  expansion.entries.push(['platform']);
  expansion.commands.push({ type: 'platform.set', ...scenario.platform });
  expansion.origins.push(expansion.entries.length - 1);
}

function sectionAt(scenario: Scenario, path: readonly string[]): readonly AnyEntry[] {
  let value: unknown = scenario;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return [];
    value = Object.getOwnPropertyDescriptor(value, key)?.value;
  }
  // The rule's path leads to a list of entries by the schema, which a test holds it against.
  return (value as readonly AnyEntry[] | undefined) ?? [];
}

function expandSection(input: {
  expansion: Expansion;
  rule: SectionRule;
  scenario: Scenario;
}): void {
  const { expansion, rule, scenario } = input;
  const entries = sectionAt(scenario, rule.path);
  for (const index of orderOf(rule, entries)) {
    const entry = entries[index];
    if (entry === undefined || expansion.full) return;
    expandEntry({ expansion, rule, entry, path: [...rule.path, index] });
  }
}

const SWITCH_RANKS: ReadonlyMap<unknown, number> = new Map([
  ['core', 0],
  ['aggregation', 1],
  ['tor', 2],
]);

/** Entries in the order they are built: as written, but switches from the root downwards. */
function orderOf(rule: SectionRule, entries: readonly AnyEntry[]): number[] {
  const order = entries.map((_, index) => index);
  if (rule.command !== 'switch.add') return order;
  const ranks = entries.map((entry) => SWITCH_RANKS.get(entry['layer']) ?? 0);
  return order.sort((left, right) => (ranks[left] ?? 0) - (ranks[right] ?? 0));
}
