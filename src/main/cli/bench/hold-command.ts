/**
 * `racklab bench hold`: the classic test of an event queue. So many events are pending; each step
 * takes the earliest and puts it back later by an exponential increment.
 *
 * Both queues of the engine are timed, from a thousand to a million pending. Each case runs once
 * unmeasured before, because the compiler of the machine needs its time.
 */
import { ok, type Result } from '../../../shared/kernel/result.ts';
import { EXIT, type CliEnvironment, type ExitCode } from '../cli-environment.ts';
import type { CliCommand, GivenOptions } from '../command-options.ts';
import { printError } from '../error-text.ts';
import { readWhole } from '../seed-option.ts';
import { benchLine } from './bench-line.ts';
import { HOLD_QUEUES, startHold } from './hold.ts';

const SIZES = [1_000, 10_000, 100_000, 1_000_000];
const PENDING_MAX = 10_000_000;
const HOLDS = 2_000_000;
const HOLDS_MAX = 1_000_000_000;
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
  for (const pending of options.value.sizes) {
    for (const [name, make] of Object.entries(HOLD_QUEUES)) {
      const model = startHold({ queue: make(), pending });
      model.hold(options.value.holds);
      const before = environment.figures();
      const sum = model.hold(options.value.holds);
      const after = environment.figures();
      const wall = after.wallSeconds - before.wallSeconds;
      const cpu = after.cpuSeconds - before.cpuSeconds;
      environment.write(
        benchLine({
          name: `hold-${name}-${pending}`,
          events: options.value.holds,
          host: after,
          more: {
            hold_s: wall.toFixed(3),
            holds_per_s: perSecond(options.value.holds, wall),
            holds_per_cpu_s: perSecond(options.value.holds, cpu),
            sum,
          },
        }),
      );
    }
  }
  return EXIT.done;
}

/** Whole steps a second; a run too short for the clock counts as one millionth of a second. */
function perSecond(count: number, seconds: number): number {
  return Math.round(count / Math.max(seconds, 1e-6));
}

function readHoldOptions(given: GivenOptions): Result<{ sizes: number[]; holds: number }> {
  const pending = readWhole(given, { name: 'pending', min: 1, max: PENDING_MAX });
  if (!pending.ok) return pending;
  const holds = readWhole(given, { name: 'holds', min: 1, max: HOLDS_MAX });
  if (!holds.ok) return holds;
  const sizes = pending.value === undefined ? SIZES : [pending.value];
  return ok({ sizes, holds: holds.value ?? HOLDS });
}
