/**
 * The contract of a workspace, answered: every call and stream of one session.
 *
 * A handler only picks the right thing to ask; what it answers was decided elsewhere. Inputs have
 * been parsed by the contract's schemas; names are judged once more where they become paths.
 */
import type { Contract } from '../../shared/contract/contract.ts';
import type { Handlers, StreamSink, StreamSource } from '../../shared/contract/define.ts';
import { chainResult, mapResult, ok, type Result } from '../../shared/kernel/result.ts';
import {
  catalogueFolder,
  DEFAULT_CATALOGUE_ID,
  loadCatalogue,
} from '../catalogue/load-catalogue.ts';
import { BEHAVIOUR_VERSION } from '../engine/index.ts';
import { createNodeEnvironment } from '../persistence/node-environment.ts';
import { overlayCatalogue } from '../../shared/document/catalogue-overlay.ts';
import type { Catalogue } from '../../shared/model/catalogue.ts';
import { catalogueOptions } from './catalogue-options.ts';
import type { DocumentWorkspace } from './document-workspace.ts';
import { experimentHandlers } from './experiment-handlers.ts';
import { exportDocument } from './document-export.ts';
import { loadView, saveView } from './document-view.ts';
import type { Publisher } from './publisher.ts';
import { planSweep } from './sweep-plan.ts';
import { monteCarloSource } from './monte-carlo-source.ts';
import { compareInRoom } from './service-comparison.ts';
import { sweepSource } from './sweep-source.ts';
import { listTemplates } from './templates.ts';
import { processClock, type WallClock } from './wall-clock.ts';
import type { Workspace } from './workspace.ts';
import { WorkspaceSession } from './workspace-session.ts';

export interface WorkspaceOptions {
  /** The read-only folder `resources/` of the program. */
  readonly resourcesDir: string;
  /** The folder of the documents. */
  readonly documentsRoot: string;
  readonly host: 'electron' | 'server' | 'test';
  /** The version of this build. */
  readonly version: string;
  /** The same for every life of one window's workspace: a restarted one takes over its lock. */
  readonly session?: string;
  /** Which of several workspaces side by side it is; the first when absent. */
  readonly place?: number;
  readonly clock?: WallClock;
  /** The built entry of a thread for trials; without it they are made on this thread. */
  readonly deskUrl?: URL;
}

/** Everything a host needs to serve a session. */
export interface ServedWorkspace {
  /** All but the labs, which are answered over it. */
  readonly handlers: Omit<Handlers<Contract>, `labs.${string}` | `author.${string}`>;
  readonly session: WorkspaceSession;
  readonly appVersion: string;
  close(): Promise<void>;
}

const NOTHING: Record<string, never> = {};

/** Makes the handlers of one session. Nothing is opened yet. */
export async function createWorkspaceHandlers(options: WorkspaceOptions): Promise<ServedWorkspace> {
  const session = new WorkspaceSession({
    environment: await createNodeEnvironment(options.session),
    documentsRoot: options.documentsRoot,
    resourcesDir: options.resourcesDir,
    clock: options.clock ?? processClock,
    appVersion: options.version,
    ...(options.place === undefined ? {} : { place: options.place }),
  });
  return {
    session,
    handlers: {
      ...appHandlers(session, options),
      ...documentHandlers(session, options),
      ...changeHandlers(session),
      ...timeHandlers(session),
      ...questionHandlers(session, options),
      ...streamHandlers(session, options),
      ...experimentHandlers(session),
    },
    appVersion: options.version,
    async close() {
      await session.close();
    },
  };
}

type Picked<P extends string> = Pick<
  Handlers<Contract>,
  Extract<keyof Handlers<Contract>, `${P}.${string}`>
>;

/** Asks the open workspace, or says that none is open. */
function ask<T>(
  session: WorkspaceSession,
  question: (workspace: Workspace, opened: DocumentWorkspace) => Promise<Result<T>>,
): Promise<Result<T>> | Result<T> {
  const { current } = session;
  return current.ok ? question(current.value.workspace, current.value) : current;
}

function appHandlers(session: WorkspaceSession, options: WorkspaceOptions): Picked<'app'> {
  function catalogue(): Result<Catalogue> {
    const { current } = session;
    if (current.ok) {
      return ok(overlayCatalogue(current.value.catalogue, current.value.expanded.sizes));
    }
    const folder = catalogueFolder(options.resourcesDir);
    return loadCatalogue({ folder, id: DEFAULT_CATALOGUE_ID });
  }
  return {
    'app.info': () =>
      mapResult(catalogue(), ({ id }) => ({
        version: options.version,
        behaviourVersion: BEHAVIOUR_VERSION,
        host: options.host,
        catalogue: id,
      })),
    'app.catalogue': () => mapResult(catalogue(), catalogueOptions),
  };
}

function documentHandlers(
  session: WorkspaceSession,
  options: WorkspaceOptions,
): Picked<'documents'> & Picked<'view'> {
  return {
    'documents.list': () => session.list(),
    'documents.templates': () => ok(listTemplates(options.resourcesDir)),
    'documents.create': ({ template, name, locale }, { signal }) =>
      session.create({ template, name, locale, signal }),
    'documents.open': ({ name, recover }, { signal }) =>
      session.open({ name, recover: recover === true, signal }),
    'documents.import': ({ text, name }, { signal }) => session.import({ text, name, signal }),
    'documents.opening': (_params, sink) => ok(session.opening.source(sink)),
    'documents.export': ({ atUs }, { signal }) =>
      ask(session, (_workspace, opened) =>
        exportDocument(opened, { atUs, signal, resourcesDir: options.resourcesDir }),
      ),
    'documents.saveAs': ({ name }) => session.saveAs(name),
    'documents.close': async () => mapResult(await session.close(), () => NOTHING),
    'view.load': () => ask(session, (_workspace, { document }) => loadView(document)),
    'view.save': (view) =>
      ask(session, async (_workspace, { document }) =>
        mapResult(await saveView(document, view), () => NOTHING),
      ),
  };
}

type Changes =
  | 'workspace.execute'
  | 'workspace.check'
  | 'workspace.undo'
  | 'workspace.redo'
  | 'workspace.history';

function changeHandlers(session: WorkspaceSession): Pick<Handlers<Contract>, Changes> {
  return {
    'workspace.execute': ({ command, mark }) =>
      ask(session, (workspace) => workspace.execute({ command, mark })),
    'workspace.check': ({ command }) => ask(session, (workspace) => workspace.check(command)),
    'workspace.undo': () => ask(session, (workspace) => workspace.undo()),
    'workspace.redo': () => ask(session, (workspace) => workspace.redo()),
    'workspace.history': () => ask(session, (workspace) => workspace.history()),
  };
}

type Times =
  | 'workspace.rewind'
  | 'workspace.rewindBefore'
  | 'workspace.fork'
  | 'workspace.switchBranch'
  | 'workspace.play'
  | 'workspace.step'
  | 'workspace.runUntil';

function timeHandlers(session: WorkspaceSession): Pick<Handlers<Contract>, Times> {
  return {
    'workspace.rewind': ({ toUs }, { signal }) =>
      ask(session, (workspace) => workspace.rewind(toUs, signal)),
    'workspace.rewindBefore': ({ seq }, { signal }) =>
      ask(session, (workspace) => workspace.rewindBefore(seq, signal)),
    'workspace.fork': ({ name }) => ask(session, (workspace) => workspace.fork(name)),
    'workspace.switchBranch': ({ branch }, { signal }) =>
      ask(session, (workspace) => workspace.switchBranch(branch, signal)),
    'workspace.play': ({ running, speed }) =>
      ask(session, (workspace) => workspace.play({ running, speed })),
    'workspace.step': ({ what }, { signal }) =>
      ask(session, (workspace) => workspace.step(what, signal)),
    'workspace.runUntil': ({ toUs }, { signal }) =>
      ask(session, (workspace) => workspace.runUntil(toUs, signal)),
  };
}

type Questions =
  | 'workspace.explain'
  | 'workspace.ledger'
  | 'workspace.shadow'
  | 'workspace.compareServices'
  | 'workspace.fate'
  | 'workspace.reach'
  | 'workspace.follow'
  | 'workspace.series'
  | 'workspace.sweepPlan'
  | 'workspace.summary'
  | 'workspace.measures'
  | 'workspace.sla'
  | 'workspace.costs';

function questionHandlers(
  session: WorkspaceSession,
  options: WorkspaceOptions,
): Pick<Handlers<Contract>, Questions> {
  return {
    'workspace.explain': ({ happening }) =>
      ask(session, (workspace) => workspace.ask((engine) => ok(engine.explain(happening)))),
    'workspace.ledger': ({ service }) =>
      ask(session, (workspace) => workspace.ask((engine) => ok(engine.ledger(service)))),
    'workspace.shadow': (aim) =>
      ask(session, (workspace) => workspace.ask((engine) => engine.shadow(aim))),
    'workspace.fate': ({ of }) =>
      ask(session, (workspace) => workspace.ask((engine) => engine.fate(of))),
    'workspace.compareServices': (asked, { signal }) =>
      ask(session, (_, opened) =>
        compareInRoom(opened, { asked, signal, resourcesDir: options.resourcesDir }),
      ),
    'workspace.reach': (query) =>
      ask(session, (workspace) => workspace.ask((engine) => engine.reach(query))),
    'workspace.follow': (query) =>
      ask(session, (workspace) => workspace.ask((engine) => engine.follow(query))),
    'workspace.series': (query) =>
      ask(session, (workspace) => workspace.ask((engine) => engine.series(query))),
    'workspace.sweepPlan': (plan) =>
      ask(session, (_, opened) =>
        planSweep(opened, { plan, threads: options.deskUrl !== undefined }),
      ),
    'workspace.summary': () =>
      ask(session, (workspace) => workspace.ask((engine) => ok(engine.summary()))),
    'workspace.measures': ({ of }) =>
      ask(session, (workspace) => workspace.ask((engine) => ok(engine.measures(of)))),
    'workspace.sla': (query) =>
      ask(session, (workspace) => workspace.ask((engine) => ok(engine.sla(query)))),
    'workspace.costs': ({ lines }) =>
      ask(session, (workspace) => workspace.ask((engine) => ok(engine.costs(lines)))),
  };
}

type Streams =
  | 'workspace.topology'
  | 'workspace.sweep'
  | 'workspace.monteCarlo'
  | 'workspace.metrics'
  | 'workspace.playback'
  | 'workspace.timeline';

function streamHandlers(
  session: WorkspaceSession,
  options: WorkspaceOptions,
): Pick<Handlers<Contract>, Streams> {
  function open<E>(
    choose: (publisher: Publisher, sink: StreamSink) => StreamSource<E>,
  ): (params: unknown, sink: StreamSink) => Result<StreamSource<E>> {
    return (_params, sink) =>
      chainResult(session.current, ({ workspace }) => ok(choose(workspace.publisher, sink)));
  }
  return {
    'workspace.sweep': (plan, sink) =>
      chainResult(session.current, (opened) =>
        ok(sweepSource(opened, { plan, sink, workerUrl: options.deskUrl })),
      ),
    'workspace.monteCarlo': (asked, sink) =>
      chainResult(session.current, (opened) => {
        const { deskUrl: workerUrl, resourcesDir } = options;
        return ok(monteCarloSource(opened, { asked, sink, workerUrl, resourcesDir }));
      }),
    'workspace.topology': open((publisher, sink) => publisher.topology(sink)),
    'workspace.metrics': open((publisher, sink) => publisher.metrics(sink)),
    'workspace.playback': open((publisher, sink) => publisher.playback(sink)),
    'workspace.timeline': open((publisher, sink) => publisher.timeline(sink)),
  };
}
