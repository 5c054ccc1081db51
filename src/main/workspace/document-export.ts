/**
 * A document as a scenario file: its start with everything decided since, or its state at one
 * moment.
 *
 * The state at a moment is worked out in an engine of its own, so that looking at another time
 * moves nobody's clock. Decisions are those of the branch the head is on, up to the head.
 */
import type { CancelSignal } from '../../shared/contract/cancellation.ts';
import { overlayCatalogue } from '../../shared/document/catalogue-overlay.ts';
import { exportScenario } from '../../shared/document/export-scenario.ts';
import type { JournalRecord } from '../../shared/document/journal-record.ts';
import { printScenario } from '../../shared/document/print-scenario.ts';
import { mapSchema, type Scenario } from '../../shared/document/scenario-schema.ts';
import { mapResult, ok, type Result } from '../../shared/kernel/result.ts';
import { printDuration } from '../../shared/kernel/time.ts';
import type { Engine } from '../engine/index.ts';
import type { OpenDocument } from '../persistence/open-document.ts';
import { carriedState } from './carried-state.ts';
import { loadView } from './document-view.ts';
import { ExperimentBook } from './experiment-book.ts';
import {
  startScenario,
  type DocumentWorkspace,
  type StartedScenario,
} from './document-workspace.ts';
import { destinationAt } from './history-plan.ts';
import type { History } from './history.ts';
import { readHistory } from './open-workspace.ts';
import { replayDocument } from './replay-document.ts';
import { travel } from './travel.ts';
import type { WorkspaceCore } from './workspace-core.ts';

export interface ExportedDocument {
  fileName: string;
  text: string;
  notCarried: string[];
}

export interface ExportRequest {
  /** The state at this moment instead of the start and the decisions. */
  readonly atUs: number | undefined;
  readonly signal: CancelSignal;
  readonly resourcesDir: string;
}

/** What an export is made of. */
interface ExportSource extends Omit<StartedScenario, 'engine'> {
  readonly document: Pick<OpenDocument<JournalRecord>, 'name' | 'readView'>;
  readonly history: History;
}

/**
 * Writes the open document as a scenario. Refuses with `history.beyondTip` for a moment that was
 * not simulated, and as reading the view and starting the scenario do.
 */
export function exportDocument(
  opened: DocumentWorkspace,
  request: ExportRequest,
): Promise<Result<ExportedDocument>> {
  return opened.workspace.askCore((core) => {
    const scenario = withExperiments(opened.scenario, opened.experiments);
    const source = { ...opened, scenario, history: core.parts.history };
    return request.atUs === undefined
      ? exportDecisions(source)
      : exportFromCopy(source, core, { ...request, atUs: request.atUs });
  });
}

/**
 * As `exportDocument`, for a document that is only open for reading. With `atUs` its past is run
 * again up to there. Refuses as `replayDocument` does.
 */
export async function exportStoredDocument(
  document: OpenDocument<JournalRecord>,
  request: Pick<ExportRequest, 'atUs' | 'resourcesDir'>,
): Promise<Result<ExportedDocument>> {
  const { atUs, resourcesDir } = request;
  if (atUs !== undefined) {
    const replayed = await replayDocument(document, { resourcesDir, toUs: atUs });
    if (!replayed.ok) return replayed;
    const scenario = withExperiments(
      replayed.value.scenario,
      new ExperimentBook(replayed.value.scenario.experiments, document.entries),
    );
    const source = { ...replayed.value, scenario, document };
    return exportState(source, { engine: replayed.value.engine, atUs });
  }
  const started = startScenario(document.startScenarioText, resourcesDir);
  if (!started.ok) return started;
  const history = readHistory(document.entries);
  if (!history.ok) return history;
  const book = new ExperimentBook(started.value.scenario.experiments, document.entries);
  const scenario = withExperiments(started.value.scenario, book);
  return exportDecisions({ ...started.value, scenario, document, history: history.value });
}

/** The scenario with the experiments as they are now. */
function withExperiments(scenario: Scenario, book: ExperimentBook): Scenario {
  const { experiments: _before, ...rest } = scenario;
  const { experiments } = book;
  return experiments.length === 0 ? rest : { ...rest, experiments: [...experiments] };
}

/** Map positions as the screen has them; those of the start when it never saved any. */
async function mapOf({ document, scenario }: ExportSource): Promise<Result<Scenario['map']>> {
  return mapResult(await loadView(document), (view) => {
    const map = mapSchema.safeParse({ positions: view['positions'] });
    return map.success && map.data.positions !== undefined ? map.data : scenario.map;
  });
}

const OTHER_RULES =
  'The time before the document was continued by another version of Racklab: run again from the ' +
  'start, it may come out otherwise.';

async function exportDecisions(source: ExportSource): Promise<Result<ExportedDocument>> {
  const map = await mapOf(source);
  if (!map.ok) return map;
  const { history, document, expanded } = source;
  const decisions = history.branch.path
    .slice(0, history.head.applied)
    .map((seq) => history.node(seq))
    .map(({ place, eventsAtNow, midInstant, actionsDone, command }) => ({
      atUs: place.atUs,
      eventsAtNow,
      midInstant,
      ...(actionsDone === undefined ? {} : { actionsDone }),
      command,
    }));
  // A document may have been run past its scenario's length; the file must reach as far.
  const lastUs = decisions.at(-1)?.atUs ?? 0;
  const scenario = exportScenario({
    start: source.scenario,
    decisions,
    ...(map.value === undefined ? {} : { map: map.value }),
  });
  const isLonger = lastUs > expanded.durationUs;
  return ok({
    fileName: `${document.name}.scenario.json`,
    text: printScenario(isLonger ? { ...scenario, duration: printDuration(lastUs) } : scenario),
    notCarried: history.branch.base === undefined ? [] : [OTHER_RULES],
  });
}

async function exportFromCopy(
  source: ExportSource & Pick<DocumentWorkspace, 'document'>,
  core: WorkspaceCore,
  request: ExportRequest & { readonly atUs: number },
): Promise<Result<ExportedDocument>> {
  const { history, document } = source;
  const { atUs, signal } = request;
  const destination = destinationAt(history, atUs);
  if (!destination.ok) return destination;
  const started = startScenario(document.startScenarioText, request.resourcesDir);
  if (!started.ok) return started;
  const { engine } = started.value;
  const arrived = await travel({ ...core.parts, engine }, destination.value, {
    branch: history.head.branch,
    standing: undefined,
    signal,
  });
  return arrived.ok ? exportState(source, { engine, atUs }) : arrived;
}

/** The state an engine stands at, as a scenario that can begin. Refuses as `carriedState`. */
function exportState(
  source: ExportSource,
  moment: { readonly engine: Engine; readonly atUs: number },
): Result<ExportedDocument> {
  const { expanded, catalogue, scenario, document } = source;
  const { engine, atUs } = moment;
  const state = {
    atUs,
    rows: engine.rows(),
    start: scenario,
    durationUs: expanded.durationUs,
    catalogue: overlayCatalogue(catalogue, expanded.sizes),
    coming: expanded.actions.filter((action) => action.atUs > atUs),
    requestsInFlight: engine.summary().services.reduce((sum, { inFlight }) => sum + inFlight, 0),
  };
  return mapResult(carriedState(state, catalogue), (carried) => ({
    fileName: `${document.name} at ${printDuration(atUs)}.scenario.json`,
    text: printScenario(carried.scenario),
    notCarried: [...carried.notCarried],
  }));
}
