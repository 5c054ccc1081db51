/**
 * Commands as one line of text: `vm.create group=shop name=web-7 size=D2s_v5 image=Ubuntu2204`.
 *
 * The line says exactly what the command says: reading what was printed gives the same command
 * back. Words stand bare while nothing in them could be mistaken; everything else is JSON. Which
 * fields there are, and which values they take, comes from the schemas of the commands alone.
 */
import { z } from 'zod';
import { nearestWords } from '../kernel/nearest-words.ts';
import { err, ok, type AppError, type Result } from '../kernel/result.ts';
import { commandSchema, commandSchemas, commandTypes, type Command } from './index.ts';

/** Longest line that is read; a command of many thousand instances is a scenario file's job. */
export const COMMAND_LINE_LENGTH_MAX = 20_000;

/** Words that read back as the same text: not a number, not a truth value, no space or bracket. */
const BARE = /^[A-Za-z_/*][\w.:/*+%@-]*$/;
const TRUTHS: Readonly<Record<string, boolean>> = { true: true, false: false };

/** One field of a command, for help and completion. */
export interface CommandField {
  readonly name: string;
  readonly optional: boolean;
  /** The closed list of its values, where it has one. */
  readonly choices: readonly string[];
}

type AnySchema = z.core.$ZodType;

const shapes: ReadonlyMap<string, Readonly<Record<string, AnySchema>>> = new Map(
  commandSchemas.map((schema) => [schema.shape.type.value, schema.shape]),
);
/** One entry per command type at most: a console prints the same few types over and over. */
const fieldsByType = new Map<string, readonly CommandField[]>();

/** The fields of a command in the order of its schema; none for a type that is not known. */
export function fieldsOfCommand(type: string): readonly CommandField[] {
  const known = fieldsByType.get(type);
  if (known !== undefined) return known;
  const fields = Object.entries(shapes.get(type) ?? {})
    .filter(([name]) => name !== 'type')
    .map(([name, schema]) => ({
      name,
      optional: schema instanceof z.ZodOptional || schema instanceof z.ZodDefault,
      choices: choicesOf(schema),
    }));
  if (shapes.has(type)) fieldsByType.set(type, fields);
  return fields;
}

function choicesOf(schema: AnySchema): string[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) {
    return choicesOf(schema.def.innerType);
  }
  if (schema instanceof z.ZodEnum) return schema.options.map(String);
  if (schema instanceof z.ZodBoolean) return Object.keys(TRUTHS);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap(choicesOf);
  return schema instanceof z.ZodLiteral ? [...schema.values].map(String) : [];
}

/** The command as a line; its fields in the order of the schema. */
export function printCommand(command: Command): string {
  const given = new Map<string, unknown>(Object.entries(command));
  const words: string[] = [command.type];
  for (const { name } of fieldsOfCommand(command.type)) {
    const value = given.get(name);
    if (value !== undefined) words.push(`${name}=${printValue(value)}`);
  }
  return words.join(' ');
}

function printValue(value: unknown): string {
  const isBare = typeof value === 'string' && BARE.test(value) && !Object.hasOwn(TRUTHS, value);
  return isBare ? value : JSON.stringify(value);
}

/**
 * Reads a line. Refuses with `commandText.tooLong`, `commandText.unfinished` (a quote or bracket
 * stays open), `commandText.unknown` (no such command), `commandText.noField`, `commandText.twice`
 * (a field stands there twice), `commandText.missing` (a field that must be given) and
 * `commandText.value` (what the schema refuses); details name the field, and what is near.
 */
export function parseCommandText(line: string): Result<Command> {
  if (line.length > COMMAND_LINE_LENGTH_MAX) return err(tooLong(line.length));
  const words = splitWords(line);
  if (words === undefined) return err(unfinished());
  const [type = '', ...rest] = words;
  if (!shapes.has(type)) return err(unknownCommand(type));
  const fields = fieldsOfCommand(type).map(({ name }) => name);
  const given: Record<string, unknown> = { type };
  for (const word of rest) {
    const at = word.indexOf('=');
    const name = at < 0 ? word : word.slice(0, at);
    if (at < 0 || !fields.includes(name)) return err(noField(name, { type, fields }));
    if (Object.hasOwn(given, name)) return err(twice(name));
    const value = readValue(word.slice(at + 1));
    if (!value.ok) return value;
    given[name] = value.value;
  }
  return check(given);
}

function check(given: Record<string, unknown>): Result<Command> {
  const first = commandSchema.safeParse(given);
  if (first.success) return ok(first.data);
  // A name such as `42` is text wherever the schema wants text.
  const names = first.error.issues.map(({ path }) => path[0]);
  const retried = { ...given };
  for (const name of names) {
    const value = typeof name === 'string' ? given[name] : undefined;
    const isPlain = typeof value === 'number' || typeof value === 'boolean';
    if (typeof name === 'string' && name !== 'type' && isPlain) retried[name] = String(value);
  }
  const second = commandSchema.safeParse(retried);
  return second.success ? ok(second.data) : err(badValue(given, first.error));
}

function readValue(text: string): Result<unknown> {
  if (!/^(?:["[{]|-?\d|true$|false$|null$)/.test(text)) return ok(text);
  try {
    return ok(JSON.parse(text));
  } catch {
    // `10m` and `2x` begin like a number and are words.
    return /^["[{]/.test(text) ? err(unfinished()) : ok(text);
  }
}

/** Words of a line; quotes and brackets hold theirs together. Undefined: one stays open. */
function splitWords(line: string): string[] | undefined {
  const words: string[] = [];
  let word = '';
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const sign = line.charAt(at);
    if (quoted) {
      if (sign === '\\') {
        word += sign;
        at += 1;
      } else if (sign === '"') quoted = false;
    } else if (sign === '"') quoted = true;
    else if (sign === '[' || sign === '{') depth += 1;
    else if (sign === ']' || sign === '}') depth -= 1;
    if (!quoted && depth === 0 && /\s/.test(sign)) {
      if (word !== '') words.push(word);
      word = '';
    } else word += line.charAt(at);
  }
  if (word !== '') words.push(word);
  return quoted || depth !== 0 ? undefined : words;
}

function tooLong(length: number): AppError {
  return {
    code: 'commandText.tooLong',
    message: `The line has ${length} characters; a command may have ${COMMAND_LINE_LENGTH_MAX}.`,
    hint: 'Write it into a scenario file.',
    details: { length, limit: COMMAND_LINE_LENGTH_MAX },
  };
}

function unfinished(): AppError {
  return {
    code: 'commandText.unfinished',
    message: 'A quote or a bracket of the line is not closed as JSON wants it.',
    hint: 'Close it, or leave the quotes away where the value has no space.',
  };
}

/** Begins the hint of a refusal when something like the word is known. */
function meantOr(near: readonly string[], otherwise: string): string {
  return near.length === 0 ? otherwise : `Did you mean ${near.join(' or ')}?`;
}

/** Told where nothing like the word is known. */
const EXAMPLES = ['vm.create', 'host.add', 'fault.cut'] as const;

function unknownCommand(word: string): AppError {
  const near = nearestWords({ wanted: word, known: commandTypes });
  return {
    code: 'commandText.unknown',
    message: `"${word}" is no command.`,
    hint: meantOr(near, 'Press Tab for the commands there are.'),
    details: { word, near: near.length === 0 ? [...EXAMPLES] : [...near] },
  };
}

function noField(word: string, of: { type: string; fields: readonly string[] }): AppError {
  const near = nearestWords({ wanted: word, known: of.fields });
  return {
    code: 'commandText.noField',
    message: `${of.type} has no field "${word}"; it has ${of.fields.join(', ')}.`,
    hint: meantOr(near, 'Write name=value, or press Tab for the fields there are.'),
    details: { type: of.type, word, fields: [...of.fields] },
  };
}

function twice(field: string): AppError {
  return {
    code: 'commandText.twice',
    message: `"${field}" is given twice.`,
    hint: 'Leave one of the two out.',
    details: { field },
  };
}

function badValue(given: Record<string, unknown>, error: z.ZodError): AppError {
  const [issue] = error.issues;
  const type = String(given['type']);
  const field = String(issue?.path[0] ?? '');
  if (field !== '' && !Object.hasOwn(given, field)) {
    return {
      code: 'commandText.missing',
      message: `${type} needs ${field}.`,
      hint: `Write ${field}=value; Tab shows what it takes.`,
      details: { type, field },
    };
  }
  return {
    code: 'commandText.value',
    message: `${field}: ${issue?.message ?? 'not a value it takes'}.`,
    hint: 'Press Tab for what it takes.',
    details: { field, reason: issue?.message ?? '' },
  };
}

/** What completion needs to know of the room. */
export interface CompletionSource {
  /** Ids and names of what there is, in the order to offer them. */
  readonly names: () => readonly string[];
}

/** Whole lines a beginning could become: the command, a field that is still free, a value. */
export function completeCommand(
  line: string,
  source: CompletionSource,
  limit = 12,
): readonly string[] {
  const start = line.lastIndexOf(' ') + 1;
  const before = line.slice(0, start);
  const word = line.slice(start);
  return options(before, word, source)
    .filter((option) => option.startsWith(word) && option !== word)
    .slice(0, limit)
    .map((option) => before + option);
}

function options(before: string, word: string, source: CompletionSource): readonly string[] {
  if (before.trim() === '') return commandTypes;
  const [type = '', ...taken] = before.trim().split(/\s+/);
  const fields = fieldsOfCommand(type);
  const at = word.indexOf('=');
  if (at < 0) {
    const used = new Set(taken.map((one) => one.slice(0, Math.max(0, one.indexOf('=')))));
    return fields.filter(({ name }) => !used.has(name)).map(({ name }) => `${name}=`);
  }
  const name = word.slice(0, at);
  const choices = fields.find((field) => field.name === name)?.choices ?? [];
  const values = choices.length > 0 ? choices : source.names();
  return values.map((value) => `${name}=${value}`);
}
