/**
 * A room begun from the scenario that a command was given, for the commands that only look at it.
 * What is looked at, and when, is the command's own business.
 */
import { parseDuration } from '../../shared/kernel/time.ts';
import { ok, type Result } from '../../shared/kernel/result.ts';
import { startEngine } from '../workspace/start-engine.ts';
import type { CliEnvironment } from './cli-environment.ts';
import { loadScenarioInput, type ScenarioInput } from './scenario-input.ts';

export type BegunEngine = Extract<ReturnType<typeof startEngine>, { ok: true }>['value'];

export interface BegunRoom {
  readonly engine: BegunEngine;
  readonly read: ScenarioInput['read'];
}

/** Reads FILE and stands at its start. Every refusal is bad input. */
export async function beginRoom(
  environment: CliEnvironment,
  file: string,
): Promise<Result<BegunRoom>> {
  const input = await loadScenarioInput(environment, file);
  if (!input.ok) return input;
  const { read, catalogue } = input.value;
  const { scenario, expanded, placeOf } = read;
  const engine = startEngine({ scenario, expanded, placeOf, catalogue });
  return engine.ok ? ok({ engine: engine.value, read }) : engine;
}

/** The moment an option names, in microseconds; `endUs` when it was not given. */
export function momentOf(text: string | undefined, endUs: number): Result<number> {
  return text === undefined ? ok(endUs) : parseDuration(text);
}
