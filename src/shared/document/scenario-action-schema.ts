/**
 * Timed actions of a scenario file: any command, at a simulated moment.
 * An action is the command itself with `do` in place of `type` and the moment beside it, so its
 * schema is made from the commands' own and a new command can be timed from the day it exists.
 */
import { z } from 'zod';
import { commandSchemas, type Command, type CommandType } from '../commands/index.ts';
import { durationSchema } from '../model/quantities.ts';
import { OWN_AT } from './scenario-limits.ts';

const momentShape = {
  at: durationSchema.describe('The simulated moment, from the start: 10m, 1h30m, 90s.'),
  afterEvents: z
    .number()
    .int()
    .min(0)
    .optional()
    .describe(
      'Only written by an export: the exact place within that moment, as the number of events ' +
        'of the moment that come before. Without it the action follows all of them.',
    ),
};

type CommandSchema = (typeof commandSchemas)[number];

function actionSchemaOf(command: CommandSchema): z.ZodObject {
  const { type, ...fields } = command.shape;
  return z.strictObject({
    ...momentShape,
    do: z.literal(type.value).describe('The command.'),
    ...withOwnAt(fields),
  });
}

function withOwnAt(fields: z.core.$ZodLooseShape): z.core.$ZodLooseShape {
  const { at, ...others } = fields;
  return at === undefined ? fields : { ...others, [OWN_AT]: at };
}

type OwnAt<C> = C extends { at: infer A } ? { [OWN_AT]: A } : unknown;
type Distribute<C> = C extends { type: CommandType }
  ? Omit<C, 'type' | 'at'> & OwnAt<C> & { do: C['type'] }
  : never;

/** A command at a moment: `{"at": "10m", "do": "fault.cut", "target": "rack:r2"}`. */
export type ScenarioAction = Distribute<Command> & {
  at: string;
  afterEvents?: number | undefined;
};

const [firstCommand, ...otherCommands] = commandSchemas;

/** Checks any action, whatever it does. */
export const actionSchema = z
  .discriminatedUnion('do', [
    actionSchemaOf(firstCommand),
    ...otherCommands.map((command) => actionSchemaOf(command)),
  ])
  .describe('A command with the moment at which it is carried out.');
