/**
 * `racklab bench hold`: the classic test of an event queue. So many events are pending; each step
 * takes the earliest and puts it back later by an exponential increment.
 *
 * Both queues of the engine are timed, from a thousand to a million pending. Increments come from a
 * table drawn beforehand, so that the queue is timed and not the logarithm.
 */
import { RandomStream } from '../../../shared/kernel/prng.ts';
import { ok, type Result } from '../../../shared/kernel/result.ts';
import { CalendarQueue, HeapQueue, makeEventCell, type EventQueue } from '../../engine/index.ts';
import { EXIT, type CliEnvironment, type ExitCode } from '../cli-environment.ts';
import type { CliCommand, GivenOptions } from '../command-options.ts';
import { printError } from '../error-text.ts';
import { readWhole } from '../seed-option.ts';
import { benchLine } from './bench-line.ts';

const SIZES = [1_000, 10_000, 100_000, 1_000_000];
const PENDING_MAX = 10_000_000;
const HOLDS = 2_000_000;
const HOLDS_MAX = 1_000_000_000;
/** A power of two, so that walking round the table is a mask. */
const INCREMENTS = 65_536;
const MEAN_INCREMENT_US = 1_000_000;
const SEED = 1;

const QUEUES: Readonly<Record<string, () => EventQueue>> = {
  calendar: () => new CalendarQueue(),
  heap: () => new HeapQueue(),
};

export const holdCommand: CliCommand = {
  spec: {
    name: 'bench hold',
    summary: 'Times the event queues: take the earliest event, put it back later.',
    operands: [],
    options: {
      pending: { value: 'N', help: 'Events pending; 1e3, 1e4, 1e5 and 1e6 in turn when absent.' },
      holds: { value: 'N', help: `Steps of each case; ${HOLDS} when absent.` },
    },
  },
  run,
};

async function run(given: GivenOptions, environment: CliEnvironment): Promise<ExitCode> {
  const options = readHoldOptions(given);
  if (!options.ok) {
    printError(environment, options.error);
    return EXIT.badInput;
  }
  const increments = drawIncrements();
  for (const pending of options.value.sizes) {
    for (const [name, make] of Object.entries(QUEUES)) {
      const queue = make();
      fill({ queue, pending, increments });
      const before = environment.figures();
      hold({ queue, holds: options.value.holds, increments });
      const after = environment.figures();
      const wall = after.wallSeconds - before.wallSeconds;
      const cpu = after.cpuSeconds - before.cpuSeconds;
      environment.write(
        benchLine({
          name: `hold-${name}-${pending}`,
          events: options.value.holds,
          host: after,
          more: {
            mholds: millionsPerSecond(options.value.holds, wall),
            mholds_cpu: millionsPerSecond(options.value.holds, cpu),
          },
        }),
      );
    }
  }
  return EXIT.done;
}

function millionsPerSecond(count: number, seconds: number): string {
  return (count / seconds / 1e6).toFixed(3);
}

function readHoldOptions(given: GivenOptions): Result<{ sizes: number[]; holds: number }> {
  const pending = readWhole(given, { name: 'pending', min: 1, max: PENDING_MAX });
  if (!pending.ok) return pending;
  const holds = readWhole(given, { name: 'holds', min: 1, max: HOLDS_MAX });
  if (!holds.ok) return holds;
  const sizes = pending.value === undefined ? SIZES : [pending.value];
  return ok({ sizes, holds: holds.value ?? HOLDS });
}

function drawIncrements(): Float64Array {
  const stream = new RandomStream(SEED, 'hold');
  const increments = new Float64Array(INCREMENTS);
  for (let index = 0; index < INCREMENTS; index += 1) {
    increments[index] = Math.max(1, Math.round(stream.nextExponential(MEAN_INCREMENT_US)));
  }
  return increments;
}

function fill(given: { queue: EventQueue; pending: number; increments: Float64Array }): void {
  const { queue, pending, increments } = given;
  for (let index = 0; index < pending; index += 1) {
    const atUs = increments[index % INCREMENTS] ?? 1;
    queue.push(atUs, 0, 1, index, 1, 0);
  }
}

function hold(given: { queue: EventQueue; holds: number; increments: Float64Array }): void {
  const { queue, holds, increments } = given;
  const cell = makeEventCell();
  // The table is walked with a stride that shares no factor with its length, another way than
  // `fill` walked it, so that the pending times do not fall into step.
  let at = 0;
  for (let step = 0; step < holds; step += 1) {
    queue.popInto(cell);
    at = (at + 40_503) & (INCREMENTS - 1);
    queue.push(cell.timeUs + (increments[at] ?? 1), 0, 1, cell.slot, 1, 0);
  }
}
