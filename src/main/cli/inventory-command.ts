/**
 * `racklab inventory FILE`: servers of one's own at a moment: what is on them and what they were
 * seen to use since the beginning, the sizes they could become, how far a move is, and what it left
 * as it was. The room is run from its file; servers nobody looks at yet are looked at here.
 */
import { printDuration } from '../../shared/kernel/time.ts';
import type { RowOf } from '../../shared/views/topology-view.ts';
import { beginRoom, momentOf, type BegunEngine } from './begin-room.ts';
import { EXIT, type CliEnvironment, type ExitCode } from './cli-environment.ts';
import type { CliCommand, GivenOptions } from './command-options.ts';
import { printError } from './error-text.ts';

export const inventoryCommand: CliCommand = {
  spec: {
    name: 'inventory',
    summary: 'Looks at servers: what is on them, what they use, what they could become.',
    operands: ['FILE'],
    options: {
      at: { value: 'DURATION', help: 'Looks until this moment; until the end when absent.' },
      json: { help: 'Prints one JSON object, the same bytes every time.' },
    },
    notes: [
      'Servers are hosts that run an operating system with something on it.',
      'Timed actions of the file up to that moment are carried out.',
    ],
  },
  run,
};

type Move = RowOf<'move'>;

async function run(given: GivenOptions, environment: CliEnvironment): Promise<ExitCode> {
  const file = given.operands[0] ?? '';
  const room = await beginRoom(environment, file);
  if (!room.ok) {
    printError(environment, room.error, file);
    return EXIT.badInput;
  }
  const { engine, read } = room.value;
  const atUs = momentOf(given.text('at'), read.expanded.durationUs);
  if (!atUs.ok) {
    printError(environment, atUs.error, file);
    return EXIT.badInput;
  }
  lookAtServers(engine, new Set(laterLooks(read.expanded.actions)));
  engine.runUntil(atUs.value);
  const moves = rowsOf(engine, 'move');
  if (given.has('json')) {
    const object = { atSeconds: atUs.value / 1_000_000, servers: moves.map(plain) };
    environment.write(`${JSON.stringify(object, undefined, 2)}\n`);
  } else environment.write(textOf(moves, atUs.value));
  return EXIT.done;
}

function rowsOf<K extends 'move' | 'host'>(engine: BegunEngine, kind: K): RowOf<K>[] {
  return engine.rows([kind]).filter((row): row is RowOf<K> => row.kind === kind);
}

/** Servers that the file itself looks at later: its own moves are not anticipated. */
function laterLooks(actions: readonly { readonly command: { readonly type: string } }[]): string[] {
  return actions.flatMap(({ command }) =>
    command.type === 'move.inventory' && 'server' in command ? [String(command.server)] : [],
  );
}

function lookAtServers(engine: BegunEngine, later: ReadonlySet<string>): void {
  const known = new Set(rowsOf(engine, 'move').map(({ server }) => server));
  for (const { id, name, system, guest } of rowsOf(engine, 'host')) {
    if (system !== 'operatingSystem' || guest === undefined || known.has(id)) continue;
    if (later.has(id) || later.has(name)) continue;
    const decision = engine.propose({ type: 'move.inventory', name, server: id });
    if (decision.ok) engine.commit(decision.value);
  }
}

/** A move without what only a screen needs. */
function plain(move: Move): Omit<Move, 'kind' | 'slot' | 'revision' | 'cause'> {
  const { kind: _kind, slot: _slot, revision: _revision, cause: _cause, ...rest } = move;
  return rest;
}

function textOf(moves: readonly Move[], atUs: number): string {
  if (moves.length === 0) return 'no server of its own with anything on it\n';
  return `${[`servers at ${printDuration(atUs)}`, ...moves.flatMap(linesOf)].join('\n')}\n`;
}

function linesOf(move: Move): string[] {
  const { found, measured, suggestions, copy, cutOver, remains, stage } = move;
  return [
    `${move.server}: ${stage}, ${found.installed} (${found.generation}), ${found.cores} cores, ` +
      `${found.memoryMib} MiB, ${found.diskGib} GiB, patch level ${found.patchLevel}`,
    `  used     ${cores(measured.meanMillicores)} cores on the average, ` +
      `${cores(measured.peakMillicores)} at most, ${measured.peakMemoryMib} MiB, ` +
      `${found.usedDiskMib} MiB of disk`,
    ...found.applications.map(applicationLine),
    ...found.tasks.map(({ name, cron }) => `  task     ${name}: ${cron}`),
    ...found.services.flatMap(({ service, port, calls }) => [
      `  serves   ${service} on port ${port}`,
      ...calls.map(
        ({ to, times, roundTripUs }) =>
          `  calls    ${to} ${times} times a request, ${roundTripUs / 1_000} ms each`,
      ),
    ]),
    ...suggestions.map(
      ({ reason, size, wantedVCpu, wantedMemoryMib, microUsdPerMonth, diskTier }) =>
        `  size     ${size} and ${diskTier}, ${dollars(microUsdPerMonth)} a month ` +
        `(${reason}: ${wantedVCpu} vCPU, ${wantedMemoryMib} MiB)`,
    ),
    ...(copy === undefined
      ? []
      : [
          `  copy     ${copy.phase}, ${copy.copiedMib} MiB so far, ${copy.pendingMib} pending ` +
            `(${printDuration(copy.pendingUs)} over ${copy.mbps} Mbit/s)`,
        ]),
    ...(cutOver === undefined
      ? []
      : [`  away     ${printDuration(cutOver.outageUs)}, ${cutOver.failed} requests failed since`]),
    ...remains.map(
      ({ kind, figures }) =>
        `  remains  ${kind}: ${Object.entries(figures)
          .map(([key, value]) => `${key} ${value}`)
          .join(', ')}`,
    ),
  ];
}

function cores(millicores: number): string {
  return (millicores / 1_000).toFixed(2);
}

function applicationLine(one: Move['found']['applications'][number]): string {
  const ports = one.ports.map(({ port, protocol }) => `${port}/${protocol}`).join(' ');
  const runtimes = one.runtimes.map(({ runtime, version }) => `${runtime} ${version}`).join(' ');
  const parts = [
    one.state,
    ports,
    one.paths.join(' '),
    runtimes,
    one.dependsOn.length === 0 ? '' : `needs ${one.dependsOn.join(' ')}`,
    `${one.memoryMib} MiB`,
  ];
  return `  runs     ${one.name}: ${parts.filter((part) => part !== '').join(', ')}`;
}

function dollars(microUsd: number): string {
  return `${(microUsd / 1_000_000).toFixed(2)} USD`;
}
