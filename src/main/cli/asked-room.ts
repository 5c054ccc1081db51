/**
 * A question to the room of a scenario file at one moment of its run, answered as a table or as one
 * JSON object. What is asked, and how an answer is written, the commands know.
 */
import type { Result } from '../../shared/kernel/result.ts';
import { startEngine } from '../workspace/start-engine.ts';
import { EXIT, type CliEnvironment, type ExitCode } from './cli-environment.ts';
import type { GivenOptions } from './command-options.ts';
import { printError } from './error-text.ts';
import { loadScenarioInput } from './scenario-input.ts';

type Room = Extract<ReturnType<typeof startEngine>, { ok: true }>['value'];

interface Asked<Query, View> {
  /** Reads the question; what it refuses is bad input. */
  readonly queryOf: (
    given: GivenOptions,
  ) => Result<{ readonly query: Query; readonly atUs: number }>;
  readonly ask: (room: Room, query: Query) => Result<View>;
  readonly tableOf: (view: View) => string;
}

/** Asks and prints; an answer of any kind ends with 0, a refusal or a bad file with bad input. */
export async function askRoom<Query, View>(
  { queryOf, ask, tableOf }: Asked<Query, View>,
  given: GivenOptions,
  environment: CliEnvironment,
): Promise<ExitCode> {
  const file = given.operands[0] ?? '';
  const answered = await answer();
  if (!answered.ok) {
    printError(environment, answered.error, file);
    return EXIT.badInput;
  }
  const { value } = answered;
  environment.write(
    given.has('json') ? `${JSON.stringify(value, undefined, 2)}\n` : tableOf(value),
  );
  return EXIT.done;

  async function answer(): Promise<Result<View>> {
    const asked = queryOf(given);
    if (!asked.ok) return asked;
    const input = await loadScenarioInput(environment, file);
    if (!input.ok) return input;
    const { scenario, expanded, placeOf } = input.value.read;
    const engine = startEngine({ scenario, expanded, placeOf, catalogue: input.value.catalogue });
    if (!engine.ok) return engine;
    engine.value.runUntil(asked.value.atUs);
    return ask(engine.value, asked.value.query);
  }
}
