/**
 * The state of one expansion of a scenario: commands so far, names declared, problems found.
 * It is passed along while the sections are written out and thrown away afterwards.
 */
import type { Command } from '../commands/index.ts';
import { DeclaredNames } from './declared-names.ts';
import type { ScenarioIssue, ValuePath } from './scenario-issue.ts';
import { ISSUES_MAX, SETUP_COMMANDS_MAX } from './scenario-limits.ts';
import type { Repeat } from './scenario-word-schemas.ts';

/** An entry of any section, before its command gives its fields a meaning. */
export type AnyEntry = Readonly<Record<string, unknown>> & Repeat;

/** The state of one expansion. */
export class Expansion {
  readonly commands: Command[] = [];
  /** Index into `entries` for each command. */
  readonly origins: number[] = [];
  readonly entries: ValuePath[] = [];
  readonly names = new DeclaredNames();
  readonly issues: ScenarioIssue[] = [];

  report(issue: ScenarioIssue): void {
    if (this.issues.length < ISSUES_MAX) this.issues.push(issue);
  }

  /** True when going on would only produce problems that follow from earlier ones. */
  get full(): boolean {
    return this.issues.length >= ISSUES_MAX || this.commands.length > SETUP_COMMANDS_MAX;
  }
}
