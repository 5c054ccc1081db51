/**
 * The room of an attempt: an engine at the learner's last moment, what was decided on the way, and
 * copies of it to break.
 *
 * The start is the lab's scenario with the learner's values put in; the rest is the learner's own
 * log, run again. Whatever a check tries it tries on a copy, so one check never spoils another.
 */
import type { Command } from '../../shared/commands/index.ts';
import type { ExpandedScenario } from '../../shared/document/expand-scenario.ts';
import {
  decodeJournalRecord,
  type JournalRecord,
  type Place,
} from '../../shared/document/journal-record.ts';
import { parseScenario, readScenario } from '../../shared/document/parse-scenario.ts';
import { printScenario } from '../../shared/document/print-scenario.ts';
import type { Scenario } from '../../shared/document/scenario-schema.ts';
import { setScenarioValues } from '../../shared/document/set-values.ts';
import { err, ok, type Result } from '../../shared/kernel/result.ts';
import type { Draw } from '../../shared/lab/draw.ts';
import { COMMON_CALLS, evaluate, evaluateTruth, type Scope } from '../../shared/lab/expression.ts';
import type { Catalogue } from '../../shared/model/catalogue.ts';
import type { ExperimentsView } from '../../shared/views/experiment-view.ts';
import type { Engine } from '../engine/index.ts';
import { runSlice } from '../workspace/course.ts';
import type { HistoryNode } from '../workspace/history.ts';
import type { History } from '../workspace/history.ts';
import { readHistory } from '../workspace/open-workspace.ts';
import { startEngine } from '../workspace/start-engine.ts';
import { processClock } from '../workspace/wall-clock.ts';
import type { LoadedLab } from './lab-files.ts';
import { counting, fillValue, timesOf } from './written-values.ts';

/** One decision that is in effect at the end of an attempt. */
export interface Decided {
  readonly atUs: number;
  readonly command: Command;
}

/** The decisions in effect, each where it was taken, and where they lead. */
export interface Way {
  readonly steps: readonly Pick<HistoryNode, 'seq' | 'place' | 'command'>[];
  readonly to: Place;
}

/** The start of a learner's room. */
export interface LabStart {
  readonly scenario: Scenario;
  readonly expanded: ExpandedScenario;
  readonly catalogue: Catalogue;
  readonly draw: Draw;
}

/** Experiments somebody wrote, each in its last edition, and every run of them. */
export type TrialLog = Pick<ExperimentsView, 'experiments' | 'runs'>;

/** A learner's room at one moment. */
export interface LabRoom extends LabStart {
  readonly engine: Engine;
  readonly decisions: readonly Decided[];
  /** Experiments the learner wrote and tried. */
  readonly trials: TrialLog;
  /** Another engine in the same state; what is done to it leaves the room as it is. */
  copy(): Result<Engine>;
  /** An engine at the start, with another seed, that will take the same decisions by itself. */
  again(seed: number): Result<Engine>;
}

/** Puts a learner's values into the lab's scenario. Refuses as expressions and scenarios do. */
export function startOf(
  loaded: Pick<LoadedLab, 'lab' | 'scenarioText'>,
  given: { readonly draw: Draw; readonly catalogue: Catalogue },
): Result<LabStart> {
  const { draw, catalogue } = given;
  const parsed = parseScenario(loaded.scenarioText);
  if (!parsed.ok) return parsed;
  const scope = { names: draw.values, calls: COMMON_CALLS };
  const assignments = [`seed=${draw.seed}`];
  for (const [path, amount] of Object.entries(loaded.lab.start.set ?? {})) {
    const value = typeof amount === 'number' ? ok(amount) : evaluate(amount, scope);
    if (!value.ok) return value;
    assignments.push(`${path}=${JSON.stringify(value.value)}`);
  }
  const set = setScenarioValues(parsed.value.scenario, assignments);
  if (!set.ok) return set;
  const mutated = withMutations(set.value, { lab: loaded.lab, scope });
  if (!mutated.ok) return mutated;
  const read = readScenario(printScenario(mutated.value));
  if (!read.ok) return read;
  const { scenario, expanded } = read.value;
  return ok({ scenario, expanded, catalogue, draw });
}

/** The scenario with what is done to the room by the values drawn, as timed actions. */
function withMutations(
  scenario: Scenario,
  { lab, scope }: { readonly lab: LoadedLab['lab']; readonly scope: Scope },
): Result<Scenario> {
  const actions: unknown[] = [];
  for (const { at = '0s', do: written, times, when } of lab.start.mutations ?? []) {
    const isWanted = when === undefined ? ok(true) : evaluateTruth(when, scope);
    if (!isWanted.ok) return isWanted;
    const often = isWanted.value ? timesOf(times, scope) : ok(0);
    if (!often.ok) return often;
    for (let n = 1; n <= often.value; n += 1) {
      const filled = fillValue({ ...written, at }, counting(scope, n));
      if (!filled.ok) return filled;
      actions.push(filled.value);
    }
  }
  if (actions.length === 0) return ok(scenario);
  // They are held against the schema of a scenario right after, like the rest of the file.
  return ok({ ...scenario, actions: [...(scenario.actions ?? []), ...actions] } as Scenario);
}

/** A room at its start. Refuses as building the scenario does. */
export function openRoom(start: LabStart): Result<LabRoom> {
  const engine = startEngine(start);
  if (!engine.ok) return engine;
  return ok(roomOf(start, { engine: engine.value, decisions: [] }));
}

/** A room around an engine that stands somewhere in it. */
export function roomOf(
  start: LabStart,
  at: {
    readonly engine: Engine;
    readonly decisions: readonly Decided[];
    readonly trials?: TrialLog | undefined;
  },
): LabRoom {
  return {
    ...start,
    ...at,
    trials: at.trials ?? { experiments: [], runs: [] },
    copy: () => {
      const copy = startEngine(start);
      if (!copy.ok) return copy;
      const restored = copy.value.restore(at.engine.snapshot());
      return restored.ok ? copy : restored;
    },
    again: (seed) => {
      const { expanded } = start;
      const actions = [...expanded.actions, ...at.decisions].sort((a, b) => a.atUs - b.atUs);
      return startEngine({ ...start, seed, expanded: { ...expanded, actions } });
    },
  };
}

/** A log that was run again. */
export interface Replayed {
  readonly room: LabRoom;
  readonly way: Way;
  readonly log: ReadLog;
}

/** The records of a log, and the history they tell. */
export interface ReadLog {
  readonly records: readonly JournalRecord[];
  readonly history: History;
}

/**
 * Runs a log again, to where its head stands. Refuses with `journal.invalidRecord`,
 * `journal.inconsistent` and `document.diverged`.
 */
export function replayRoom(start: LabStart, records: readonly unknown[]): Result<Replayed> {
  const decoded: JournalRecord[] = [];
  for (const record of records) {
    const one = decodeJournalRecord(record);
    if (!one.ok) return one;
    decoded.push(one.value);
  }
  const history = readHistory(decoded);
  if (!history.ok) return history;
  const engine = startEngine(start);
  if (!engine.ok) return engine;
  const { branch, head } = history.value;
  if (branch.base !== undefined) return err(otherRules());
  const order = { to: head.place, path: branch.path, applied: 0, appliedMax: head.applied };
  const slice = runSlice(
    { engine: engine.value, clock: processClock, node: (seq) => history.value.node(seq) },
    { ...order, budgetMs: Infinity },
  );
  if (!slice.ok) return slice;
  const steps = branch.path.slice(0, head.applied).map((seq) => history.value.node(seq));
  const decisions = steps.map(({ place, command }) => ({ atUs: place.atUs, command }));
  const room = roomOf(start, { engine: engine.value, decisions });
  return ok({
    room,
    way: { steps, to: head.place },
    log: { records: decoded, history: history.value },
  });
}

function otherRules(): { code: string; message: string; hint: string } {
  return {
    code: 'attempt.otherEngine',
    message: 'The attempt was continued by another version of Racklab, so it cannot be run again.',
    hint: 'Mark it with the version that began it.',
  };
}
