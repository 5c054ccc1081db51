/**
 * The commands by name, and the way from arguments to an exit code.
 *
 * Each command is a file of its own and loaded when it is asked for. Bad input ends with 2, failed
 * work with 1; a bug is told in one line with the way to report it, never with a stack.
 */
import { APP_VERSION } from '../../shared/contract/app-version.ts';
import { nearestWords } from '../../shared/kernel/nearest-words.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { EXIT, type CliEnvironment, type ExitCode } from './cli-environment.ts';
import { helpOf, readOptions, type CliCommand, type GivenOptions } from './command-options.ts';
import { printError } from './error-text.ts';

interface CommandEntry {
  /** One or two words. */
  readonly name: string;
  readonly summary: string;
  load(): Promise<CliCommand>;
}

/** All commands, in the order of the help. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'run',
    summary: 'Runs a scenario or document and prints what came of it',
    load: async () => (await import('./run-command.ts')).runCommand,
  },
  {
    name: 'faults',
    summary: 'Tries every single fault, or every pair, on copies',
    load: async () => (await import('./faults-command.ts')).faultsCommand,
  },
  {
    name: 'experiment',
    summary: 'Tries the experiments of a file, and tells what came of each',
    load: async () => (await import('./experiment-command.ts')).experimentCommand,
  },
  {
    name: 'montecarlo',
    summary: 'Runs a scenario with many seeds: availability with an interval',
    load: async () => (await import('./montecarlo-command.ts')).montecarloCommand,
  },
  {
    name: 'images',
    summary: 'Lists images, their replicas, and how machines differ from them',
    load: async () => (await import('./images-command.ts')).imagesCommand,
  },
  {
    name: 'inventory',
    summary: 'Looks at servers: what is on them, what they use, what they could become',
    load: async () => (await import('./inventory-command.ts')).inventoryCommand,
  },
  {
    name: 'fate',
    summary: 'Says what the members of sets and pools share',
    load: async () => (await import('./fate-command.ts')).fateCommand,
  },
  {
    name: 'reach',
    summary: 'Says whether one thing reaches another, hop by hop',
    load: async () => (await import('./reach-command.ts')).reachCommand,
  },
  {
    name: 'follow',
    summary: 'Follows one request of a service, hop by hop',
    load: async () => (await import('./follow-command.ts')).followCommand,
  },
  {
    name: 'sla',
    summary: 'Promised, expected and measured availability',
    load: async () => (await import('./sla-command.ts')).slaCommand,
  },
  {
    name: 'downtime-price',
    summary: 'What an hour of downtime avoided costs, between two designs',
    load: async () => (await import('./downtime-price-command.ts')).downtimePriceCommand,
  },
  {
    name: 'compare-services',
    summary: 'The same application as a machine and as a web app, side by side',
    load: async () => (await import('./compare-services-command.ts')).compareServicesCommand,
  },
  {
    name: 'verify',
    summary: 'Checks a document whole',
    load: async () => (await import('./verify-command.ts')).verifyCommand,
  },
  {
    name: 'replay',
    summary: 'Runs a document again to where it stands',
    load: async () => (await import('./replay-command.ts')).replayCommand,
  },
  {
    name: 'export',
    summary: 'Writes a document as a scenario file',
    load: async () => (await import('./export-command.ts')).exportCommand,
  },
  {
    name: 'import',
    summary: 'Makes a document from a scenario file',
    load: async () => (await import('./import-command.ts')).importCommand,
  },
  {
    name: 'scenario lint',
    summary: 'Checks a scenario file whole',
    load: async () => (await import('./scenario-lint-command.ts')).scenarioLintCommand,
  },
  {
    name: 'scenario diff',
    summary: 'Tells what differs between two scenarios',
    load: async () => (await import('./scenario-diff-command.ts')).scenarioDiffCommand,
  },
  {
    name: 'scenario format',
    summary: 'Writes a scenario file in its canonical form',
    load: async () => (await import('./scenario-format-command.ts')).scenarioFormatCommand,
  },
  {
    name: 'scenario migrate',
    summary: 'Raises a scenario file to the present version of the format',
    load: async () => (await import('./scenario-format-command.ts')).scenarioMigrateCommand,
  },
  {
    name: 'lab lint',
    summary: 'Proves a lab',
    load: async () => (await import('./lab-lint-command.ts')).labLintCommand,
  },
  {
    name: 'lab play',
    summary: 'Plays written steps in a lab',
    load: async () => (await import('./lab-play-command.ts')).labPlayCommand,
  },
  {
    name: 'lab room',
    summary: 'Names the broken room that a seed means',
    load: async () => (await import('./lab-room-command.ts')).labRoomCommand,
  },
  {
    name: 'lab grade',
    summary: 'Marks the attempts of a class',
    load: async () => (await import('./lab-grade-command.ts')).labGradeCommand,
  },
  {
    name: 'lab explain',
    summary: 'Tells what each check measured in one attempt',
    load: async () => (await import('./lab-explain-command.ts')).labExplainCommand,
  },
  {
    name: 'lab anchor',
    summary: 'Tells the code of a log, and whether it passes through noted ones',
    load: async () => (await import('./lab-anchor-command.ts')).labAnchorCommand,
  },
  {
    name: 'lab diff',
    summary: 'Tells what differs between two labs',
    load: async () => (await import('./lab-diff-command.ts')).labDiffCommand,
  },
  {
    name: 'lab migrate',
    summary: 'Raises files of labs to the present version of their formats',
    load: async () => (await import('./lab-migrate-command.ts')).labMigrateCommand,
  },
  {
    name: 'lab pack',
    summary: 'Packs a lab, or a key, into the one file that people exchange',
    load: async () => (await import('./lab-pack-command.ts')).labPackCommand,
  },
  {
    name: 'lab unpack',
    summary: 'Opens such a file into a folder',
    load: async () => (await import('./lab-pack-command.ts')).labUnpackCommand,
  },
  {
    name: 'serve',
    summary: 'Serves the screen on this machine only',
    load: async () => (await import('./serve-command.ts')).serveCommand,
  },
  {
    name: 'bench batch',
    summary: 'Times a batch of jobs on many machines',
    load: async () => (await import('./bench/batch-command.ts')).batchCommand,
  },
  {
    name: 'bench day',
    summary: 'Times a day of many machines with uses of all kinds',
    load: async () => (await import('./bench/day-command.ts')).dayCommand,
  },
  {
    name: 'bench hold',
    summary: 'Times the event queue alone',
    load: async () => (await import('./bench/hold-command.ts')).holdCommand,
  },
];

/** Runs one command line; resolves with the exit code and never rejects. */
export async function runCli(
  args: readonly string[],
  environment: CliEnvironment,
): Promise<ExitCode> {
  try {
    const found = findCommand(args);
    if (found === undefined) return withoutCommand(args, environment);
    const command = await found.entry.load();
    const given = readOptions(command.spec, args.slice(found.words));
    if (!given.ok) return refuse(environment, given);
    if (given.value.has('help')) {
      environment.write(helpOf(command.spec));
      return EXIT.done;
    }
    return await command.run(given.value, environment);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    environment.warn(
      `racklab: this is a fault of Racklab, not of what you did: ${reason}\n` +
        '  Please report it with the command line and the file you used.\n',
    );
    return EXIT.failed;
  }
}

function findCommand(args: readonly string[]): { entry: CommandEntry; words: number } | undefined {
  for (const words of [2, 1]) {
    const name = args.slice(0, words).join(' ');
    const entry = COMMANDS.find((command) => command.name === name);
    if (entry !== undefined) return { entry, words };
  }
  return undefined;
}

function refuse(environment: CliEnvironment, refusal: Result<GivenOptions>): ExitCode {
  if (!refusal.ok) printError(environment, refusal.error);
  return EXIT.badInput;
}

/** No command, help, the version, or a word that is none. */
function withoutCommand(args: readonly string[], environment: CliEnvironment): ExitCode {
  const [word, second] = args;
  const family = COMMANDS.filter((command) => command.name.startsWith(`${word} `));
  if (word === undefined || word === '--help' || word === 'help') {
    environment.write(overview(COMMANDS));
    return EXIT.done;
  }
  if (word === '--version') {
    environment.write(`${APP_VERSION}\n`);
    return EXIT.done;
  }
  if (family.length > 0 && (second === undefined || second === '--help')) {
    environment.write(overview(family));
    return second === undefined ? EXIT.badInput : EXIT.done;
  }
  const isOption = word.startsWith('-');
  const wanted = family.length > 0 ? `${word} ${second ?? ''}` : word;
  const close = nearestWords({ wanted, known: COMMANDS.map((command) => command.name) });
  printError(environment, {
    code: isOption ? 'cli.unknownOption' : 'cli.unknownCommand',
    message: `There is no ${isOption ? 'option' : 'command'} "${wanted}".`,
    hint:
      close.length > 0 && !isOption
        ? `Did you mean ${close.join(' or ')}?`
        : 'racklab --help lists the commands.',
  });
  return EXIT.badInput;
}

function overview(commands: readonly CommandEntry[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length)) + 2;
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)}${summary}`);
  return [
    'racklab COMMAND [OPTIONS]',
    '',
    ...lines,
    '',
    'racklab COMMAND --help tells more about one. docs/command-line.md tells all.',
    '',
  ].join('\n');
}
