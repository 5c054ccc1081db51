/**
 * What differs between two labs, thing by thing: tasks, checks and rules by their ids, the start as
 * scenarios are compared, pages line by line. Which of the two is newer it does not know.
 */
import {
  diffJson,
  diffScenarios,
  type ScenarioChange,
} from '../../shared/document/diff-scenarios.ts';
import { parseScenario } from '../../shared/document/parse-scenario.ts';
import { ok, type Result } from '../../shared/kernel/result.ts';
import type { LoadedLab } from './lab-files.ts';

/** All differences, in the order of the files. Refuses a start that is no scenario. */
export function diffLabs(from: LoadedLab, to: LoadedLab): Result<ScenarioChange[]> {
  const before = parseScenario(from.scenarioText);
  if (!before.ok) return before;
  const after = parseScenario(to.scenarioText);
  if (!after.ok) return after;
  const starts = diffScenarios(before.value.scenario, after.value.scenario);
  return ok([
    ...diffJson(from.lab, to.lab),
    ...starts.map((change) => ({ ...change, where: `start: ${change.where}` })),
    ...diffJson(linesOf(from), linesOf(to)),
  ]);
}

function linesOf({ pages }: LoadedLab): Record<string, string[]> {
  return Object.fromEntries([...pages].map(([path, text]) => [path, text.trimEnd().split('\n')]));
}
