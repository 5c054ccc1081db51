/**
 * Brings an open document to life: its scenario, an engine at the start, and a workspace at the
 * head of its history.
 *
 * Here the formats of a document meet the engine; nothing above knows how a document is stored and
 * nothing below knows what an entry means.
 */
import type { ExpandedScenario } from '../../shared/document/expand-scenario.ts';
import { readScenario } from '../../shared/document/parse-scenario.ts';
import type { Scenario } from '../../shared/document/scenario-schema.ts';
import { err, ok, type AppError, type Result } from '../../shared/kernel/result.ts';
import type { Catalogue } from '../../shared/model/catalogue.ts';
import { catalogueFolder, loadCatalogue } from '../catalogue/load-catalogue.ts';
import { BEHAVIOUR_VERSION, type Engine } from '../engine/index.ts';
import type { PersistenceEnvironment } from '../persistence/file-layer.ts';
import type { KeyframeInfo } from '../persistence/keyframe-store.ts';
import type { ManifestChange, OpenDocument } from '../persistence/open-document.ts';
import { writeCrashBundle } from './crash-bundle.ts';
import { ExperimentBook } from './experiment-book.ts';
import type { JournalRecord } from '../../shared/document/journal-record.ts';
import { keepRecords } from './kept-records.ts';
import type { KeyframeFiles } from './keyframe-keeper.ts';
import type { History } from './history.ts';
import { openWorkspace } from './open-workspace.ts';
import { SILENT_WAY, type OpeningWay } from './opening-way.ts';
import { startEngineSteps } from './start-engine.ts';
import type { WallClock } from './wall-clock.ts';
import type { Workspace } from './workspace.ts';

/** A scenario that the engine has accepted, with the engine at its start. */
export interface StartedScenario {
  readonly scenario: Scenario;
  readonly expanded: ExpandedScenario;
  /** The catalogue it names, without sizes of its own. */
  readonly catalogue: Catalogue;
  readonly engine: Engine;
}

export interface DocumentWorkspace extends Omit<StartedScenario, 'engine'> {
  readonly document: OpenDocument<JournalRecord>;
  readonly workspace: Workspace;
  /** All records so far of a document that begins with a note; of others none. */
  readonly records: readonly JournalRecord[];
  readonly experiments: ExperimentBook;
  /** What was found, mended or passed over, for people. */
  readonly notices: readonly AppError[];
}

export interface DocumentSurroundings {
  readonly environment: PersistenceEnvironment;
  /** The read-only folder `resources/` of the program. */
  readonly resourcesDir: string;
  readonly clock: WallClock;
  readonly appVersion: string;
}

/**
 * Reads a scenario and makes an engine at its start. Refuses as `readScenario`,
 * `loadCatalogue` and the engine's set-up do.
 */
export function startScenario(text: string, resourcesDir: string): Result<StartedScenario> {
  const steps = startScenarioSteps(text, resourcesDir);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** As `startScenario`, with rests on the way: each step tells how much of the room stands. */
export function* startScenarioSteps(
  text: string,
  resourcesDir: string,
): Generator<number, Result<StartedScenario>, void> {
  const read = readScenario(text);
  if (!read.ok) return err(read.error);
  const { scenario, expanded } = read.value;
  const catalogue = loadCatalogue({
    folder: catalogueFolder(resourcesDir),
    id: scenario.catalogue,
  });
  if (!catalogue.ok) return catalogue;
  yield 0;
  const engine = yield* startEngineSteps({
    scenario,
    expanded,
    catalogue: catalogue.value,
    placeOf: (path) => read.value.placeOf(path),
  });
  if (!engine.ok) return engine;
  return ok({ scenario, expanded, catalogue: catalogue.value, engine: engine.value });
}

/**
 * Opens a workspace on a document that is open for writing. On a refusal the document is still
 * open and its caller closes it. Refuses as `startScenario` and `openWorkspace` do.
 */
export async function animateDocument(
  document: OpenDocument<JournalRecord>,
  surroundings: DocumentSurroundings,
  way: OpeningWay = SILENT_WAY,
): Promise<Result<DocumentWorkspace>> {
  const start = startScenarioSteps(document.startScenarioText, surroundings.resourcesDir);
  const started = await way.inPieces('build', start);
  if (!started.ok) return started;
  const { scenario, expanded, catalogue, engine } = started.value;
  const { seed } = scenario;
  const { environment, appVersion, clock } = surroundings;
  const { path, manifest } = document;
  const journal = keepRecords(document, document.entries);
  const opened = await openWorkspace({
    name: document.name,
    path,
    title: manifest.title,
    durationUs: expanded.durationUs,
    engine,
    journal,
    clock,
    records: document.entries,
    files: keyframeFiles(document),
    behaviour: { document: manifest.behaviourVersion, current: BEHAVIOUR_VERSION },
    way,
    noteHead: (history) => document.updateManifest(headOf(history)),
    writeCrashBundle: (crash) => writeCrashBundle({ environment, path, appVersion, seed }, crash),
  });
  if (!opened.ok) return opened;
  const { workspace, notice } = opened.value;
  const notices = notice === undefined ? document.notices : [notice, ...document.notices];
  const { records } = journal;
  const experiments = new ExperimentBook(scenario.experiments, document.entries);
  const about = { scenario, expanded, catalogue, experiments };
  return ok({ document, workspace, records, notices, ...about });
}

/** Where the present is, as the manifest tells it. */
function headOf(history: History): Pick<ManifestChange, 'head' | 'branches'> {
  const { head, branches, lastApplied } = history;
  return {
    head: {
      branch: head.branch,
      parent: lastApplied,
      atUs: head.place.atUs,
      afterEvent: head.place.eventCount,
    },
    branches: branches.map(({ id, name }) => ({ id, name })),
  };
}

/** The keyframes of a document in the words of the workspace: after which decision, where. */
function keyframeFiles(document: OpenDocument<JournalRecord>): KeyframeFiles {
  function find(name: string): KeyframeInfo | undefined {
    return document.keyframes().find((info) => info.name === name);
  }
  return {
    list: () =>
      document.keyframes().map(({ name, entrySeq, atUs, afterEvent, sizeBytes }) => ({
        name,
        parent: entrySeq,
        place: { atUs, eventCount: afterEvent },
        sizeBytes,
      })),
    write: ({ parent, place, bytes }) =>
      document.writeKeyframe({
        entrySeq: parent,
        atUs: place.atUs,
        afterEvent: place.eventCount,
        bytes,
      }),
    read: async (name) => {
      const info = find(name);
      return info === undefined ? err(goneKeyframe(name)) : document.readKeyframe(info);
    },
    remove: async (name) => {
      const info = find(name);
      return info === undefined ? ok(undefined) : document.removeKeyframe(info);
    },
  };
}

function goneKeyframe(name: string): AppError {
  return {
    code: 'keyframe.damaged',
    message: `The keyframe ${name} is not there any more.`,
    hint: 'Nothing is lost: the state is computed again from an earlier one.',
    details: { file: name },
  };
}
