/**
 * Options and operands of one command: read them, refuse what is unknown, print the help.
 *
 * node's parser does the splitting; what it would throw is said here with the nearest option that
 * exists, because a mistyped option must never be taken for something else.
 */
import { parseArgs } from 'node:util';
import { nearestWords } from '../../shared/kernel/nearest-words.ts';
import { err, ok, type AppError, type Result } from '../../shared/kernel/result.ts';
import type { CliEnvironment, ExitCode } from './cli-environment.ts';

/** One option of a command. */
export interface OptionSpec {
  /** What the value is called in the help; without it the option is a switch. */
  readonly value?: string;
  readonly help: string;
}

/** Everything the help of a command says. */
export interface CommandSpec {
  /** `run`, `scenario lint`. */
  readonly name: string;
  /** One line: what it does. */
  readonly summary: string;
  /** Operands in order; one in brackets may be left out, one with `...` may be given again. */
  readonly operands: readonly string[];
  readonly options: Readonly<Record<string, OptionSpec>>;
  /** Further lines of the help. */
  readonly notes?: readonly string[];
}

/** What was given to a command. */
export interface GivenOptions {
  readonly operands: readonly string[];
  /** Whether the switch was given. */
  has(name: string): boolean;
  /** The value of an option; the last one counts. */
  text(name: string): string | undefined;
  /** Every value of an option that may be given more than once, in order. */
  texts(name: string): readonly string[];
}

/** What the file of a command exports. */
export interface CliCommand {
  readonly spec: CommandSpec;
  run(given: GivenOptions, environment: CliEnvironment): Promise<ExitCode>;
}

const HELP: OptionSpec = { help: 'Shows this.' };

/**
 * Reads arguments by a command's description. Refuses with cli.unknownOption, cli.missingValue,
 * cli.unexpectedValue, cli.missingOperand, cli.tooManyOperands.
 */
export function readOptions(spec: CommandSpec, args: readonly string[]): Result<GivenOptions> {
  const options = { ...spec.options, help: HELP };
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(
      Object.entries(options).map(([name, { value }]) => [
        name,
        { type: value === undefined ? ('boolean' as const) : ('string' as const) },
      ]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const given = new Map<string, (string | undefined)[]>();
  const operands: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') operands.push(token.value);
    if (token.kind !== 'option') continue;
    const problem = checkOption({ spec, options }, token);
    if (problem !== undefined) return err(problem);
    given.set(token.name, [...(given.get(token.name) ?? []), token.value]);
  }
  const result: GivenOptions = {
    operands,
    has: (name) => given.has(name),
    text: (name) => given.get(name)?.at(-1),
    texts: (name) => (given.get(name) ?? []).filter((value) => value !== undefined),
  };
  if (given.has('help')) return ok(result);
  const problem = checkOperands(spec, operands);
  return problem === undefined ? ok(result) : err(problem);
}

function checkOption(
  known: { spec: CommandSpec; options: Readonly<Record<string, OptionSpec>> },
  token: { name: string; rawName: string; value?: string | undefined },
): AppError | undefined {
  const { name, rawName, value } = token;
  const option = Object.hasOwn(known.options, name) ? known.options[name] : undefined;
  if (option === undefined) return unknownOption(known, rawName);
  if (option.value === undefined && value !== undefined) {
    return {
      code: 'cli.unexpectedValue',
      message: `--${name} takes no value, and was given "${value}".`,
      hint: `Write --${name} alone.`,
      details: { option: name },
    };
  }
  if (option.value === undefined || (value !== undefined && value !== '')) return undefined;
  return {
    code: 'cli.missingValue',
    message: `--${name} needs a value: ${option.help}`,
    hint: `Write --${name} ${option.value}.`,
    details: { option: name },
  };
}

function unknownOption(
  known: { spec: CommandSpec; options: Readonly<Record<string, OptionSpec>> },
  rawName: string,
): AppError {
  const names = Object.keys(known.options);
  const close = nearestWords({ wanted: rawName.replace(/^-+/, ''), known: names });
  const all = names.map((name) => `--${name}`).join(', ');
  return {
    code: 'cli.unknownOption',
    message: `racklab ${known.spec.name} has no option ${rawName}.`,
    hint:
      close.length > 0
        ? `Did you mean ${close.map((name) => `--${name}`).join(' or ')}?`
        : `It has ${all}.`,
    details: { option: rawName, known: names },
  };
}

function checkOperands(spec: CommandSpec, operands: readonly string[]): AppError | undefined {
  const needed = spec.operands.filter((operand) => !operand.startsWith('['));
  if (operands.length < needed.length) {
    const missing = needed[operands.length] ?? '';
    return {
      code: 'cli.missingOperand',
      message: `racklab ${spec.name} needs ${missing}.`,
      hint: `Write ${usageOf(spec)}.`,
      details: { operand: missing },
    };
  }
  const isOpen = spec.operands.at(-1)?.endsWith('...') ?? false;
  if (isOpen || operands.length <= spec.operands.length) return undefined;
  const extra = operands[spec.operands.length] ?? '';
  return {
    code: 'cli.tooManyOperands',
    message: `racklab ${spec.name} does not know what to do with "${extra}".`,
    hint: `Write ${usageOf(spec)}.`,
    details: { operand: extra },
  };
}

/** `racklab run FILE [--until TIME]`. */
export function usageOf(spec: CommandSpec): string {
  const options = Object.entries(spec.options).map(([name, { value }]) =>
    value === undefined ? `[--${name}]` : `[--${name} ${value}]`,
  );
  return ['racklab', spec.name, ...spec.operands, ...options].join(' ');
}

/** The help of one command, ending in a line feed. */
export function helpOf(spec: CommandSpec): string {
  const options = Object.entries({ ...spec.options, help: HELP }).map(
    ([name, { value, help }]) =>
      [`--${name}${value === undefined ? '' : ` ${value}`}`, help] as const,
  );
  const width = Math.max(...options.map(([left]) => left.length)) + 2;
  const lines = options.map(([left, help]) => `  ${left.padEnd(width)}${help}`);
  const notes = spec.notes === undefined ? [] : ['', ...spec.notes];
  return [spec.summary, '', `  ${usageOf(spec)}`, '', ...lines, ...notes, ''].join('\n');
}
