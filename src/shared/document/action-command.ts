/**
 * Between a command and the action of a scenario that times it. An action is the command with `do`
 * in place of `type` and its moment beside it; nothing is lost on the way there and back.
 */
import type { Command } from '../commands/index.ts';
import type { ScenarioAction } from './scenario-action-schema.ts';
import { OWN_AT } from './scenario-limits.ts';

/** The action that carries out `command` at a moment. Key order is the printer's affair. */
export function actionOf(
  command: Command,
  moment: { readonly at: string; readonly afterEvents?: number },
): ScenarioAction {
  const { type, ...fields } = command;
  const written = 'at' in fields ? withOwnAt(fields) : fields;
  // Taking `type` out and putting `do` in is what Distribute says, member by member of the union.
  return { ...moment, do: type, ...written } as ScenarioAction;
}

/** The command of an action. */
export function commandOf(action: ScenarioAction): Command {
  const { at: _at, afterEvents: _afterEvents, do: type, ...fields } = action;
  // The inverse of actionOf, member by member.
  if (!(OWN_AT in fields)) return { type, ...fields } as Command;
  const { [OWN_AT]: at, ...others } = fields;
  // The inverse of withOwnAt, for the commands that have a time of day.
  return { type, ...others, at } as Command;
}

/** A time of day that the command itself has, under the name that it has in an action. */
function withOwnAt(fields: { readonly at: string }): Record<string, unknown> {
  const { at, ...others } = fields;
  return { ...others, [OWN_AT]: at };
}
