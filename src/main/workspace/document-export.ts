/**
 * The open document as a scenario file: its start with everything decided since, or its state at
 * one moment.
 *
 * The state at a moment is worked out in an engine of its own, so that looking at another time
 * moves nobody's clock. Decisions are those of the branch the head is on, up to the head.
 */
import type { CancelSignal } from '../../shared/contract/cancellation.ts';
import { exportScenario } from '../../shared/document/export-scenario.ts';
import { printScenario } from '../../shared/document/print-scenario.ts';
import { mapSchema, type Scenario } from '../../shared/document/scenario-schema.ts';
import { overlayCatalogue } from '../../shared/document/catalogue-overlay.ts';
import { mapResult, ok, type Result } from '../../shared/kernel/result.ts';
import { printDuration } from '../../shared/kernel/time.ts';
import { carriedState } from './carried-state.ts';
import { startScenario, type DocumentWorkspace } from './document-workspace.ts';
import { loadView } from './document-view.ts';
import { destinationAt } from './history-plan.ts';
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

/**
 * Writes the open document as a scenario. Refuses with `history.beyondTip` for a moment that was
 * not simulated, and as reading the view and starting the scenario do.
 */
export async function exportDocument(
  opened: DocumentWorkspace,
  request: ExportRequest,
): Promise<Result<ExportedDocument>> {
  const map = await mapOf(opened);
  if (!map.ok) return map;
  return opened.workspace.askCore((core) =>
    request.atUs === undefined
      ? ok(exportDecisions(opened, core, map.value))
      : exportState(opened, core, { ...request, atUs: request.atUs }),
  );
}

/** Map positions as the screen has them; those of the start when it never saved any. */
async function mapOf(opened: DocumentWorkspace): Promise<Result<Scenario['map']>> {
  return mapResult(await loadView(opened.document), (view) => {
    const map = mapSchema.safeParse({ positions: view['positions'] });
    return map.success && map.data.positions !== undefined ? map.data : opened.scenario.map;
  });
}

function exportDecisions(
  opened: DocumentWorkspace,
  core: WorkspaceCore,
  map: Scenario['map'],
): ExportedDocument {
  const { history } = core.parts;
  const decisions = history.branch.path
    .slice(0, history.head.applied)
    .map((seq) => history.node(seq))
    .map(({ place, eventsAtNow, midInstant, command }) => ({
      atUs: place.atUs,
      eventsAtNow,
      midInstant,
      command,
    }));
  const { durationUs } = opened.expanded;
  // A document may have been run past its scenario's length; the file must reach as far.
  const lastUs = decisions.at(-1)?.atUs ?? 0;
  const scenario = exportScenario({
    start: opened.scenario,
    decisions,
    ...(map === undefined ? {} : { map }),
  });
  return {
    fileName: `${opened.document.name}.scenario.json`,
    text: printScenario(
      lastUs > durationUs ? { ...scenario, duration: printDuration(lastUs) } : scenario,
    ),
    notCarried: history.branch.base === undefined ? [] : [OTHER_RULES],
  };
}

const OTHER_RULES =
  'The time before the document was continued by another version of Racklab: run again from the ' +
  'start, it may come out otherwise.';

async function exportState(
  opened: DocumentWorkspace,
  core: WorkspaceCore,
  request: ExportRequest & { readonly atUs: number },
): Promise<Result<ExportedDocument>> {
  const { history } = core.parts;
  const destination = destinationAt(history, request.atUs);
  if (!destination.ok) return destination;
  const started = startScenario(opened.document.startScenarioText, request.resourcesDir);
  if (!started.ok) return started;
  const { engine } = started.value;
  const { branch } = history.head;
  const arrived = await travel({ ...core.parts, engine }, destination.value, {
    branch,
    standing: undefined,
    signal: request.signal,
  });
  if (!arrived.ok) return arrived;
  const { expanded, catalogue, scenario, document } = opened;
  const carried = carriedState(
    {
      atUs: request.atUs,
      rows: engine.rows(),
      start: scenario,
      durationUs: expanded.durationUs,
      catalogue: overlayCatalogue(catalogue, expanded.sizes),
      coming: expanded.actions.filter(({ atUs }) => atUs > request.atUs),
      requestsInFlight: engine.summary().services.reduce((sum, { inFlight }) => sum + inFlight, 0),
    },
    catalogue,
  );
  return mapResult(carried, (state) => ({
    fileName: `${document.name} at ${printDuration(request.atUs)}.scenario.json`,
    text: printScenario(state.scenario),
    notCarried: [...state.notCarried],
  }));
}
