/**
 * The course of the present branch, for charts: looks at the room as it goes on, and looks at a
 * copy for the time when nobody was looking. A chart that is closed costs nothing.
 *
 * Looks of a document last as long as it is open; a document that is opened again has its past
 * worked out anew when somebody wants to see it.
 */
import type { CancelSignal } from '../../shared/contract/cancellation.ts';
import { err, ok, type Result } from '../../shared/kernel/result.ts';
import type { CourseView } from '../../shared/views/course-view.ts';
import { openLabStart } from '../sweep/lab-copy.ts';
import { chooseService, columnsOf } from './course-columns.ts';
import { CourseLog } from './course-log.ts';
import type { DocumentWorkspace } from './document-workspace.ts';
import { destinationUpTo } from './history-plan.ts';
import { labStartOf } from './start-engine.ts';
import { journeyGivenUp, travel } from './travel.ts';
import type { WorkspaceCore } from './workspace-core.ts';

/** The looks of each open document; they go with it. */
const logs = new WeakMap<DocumentWorkspace, CourseLog>();

interface CourseAsked {
  readonly service?: string | undefined;
  readonly fill?: boolean | undefined;
  readonly signal: CancelSignal;
}

/**
 * The course up to now. With `fill` refuses with `history.noWay`, `document.diverged` and, when
 * given up, `workspace.cancelled`; what was worked out until then is kept.
 */
export async function courseOf(
  opened: DocumentWorkspace,
  asked: CourseAsked,
): Promise<Result<CourseView>> {
  const log = logs.get(opened) ?? new CourseLog();
  logs.set(opened, log);
  if (asked.fill === true) {
    const filled = await fill(opened, log, asked.signal);
    if (!filled.ok) return filled;
  }
  return opened.workspace.askCore((core) => ok(present(core, log, asked.service)));
}

/** Looks at the room as it stands, and tells all that is known. */
function present(core: WorkspaceCore, log: CourseLog, wanted: string | undefined): CourseView {
  const { engine, history } = core.parts;
  log.prune(history);
  const look = engine.look();
  const { applied, parent } = core.standing;
  if (log.isDue(look.atUs, look.machines)) log.add(look, { applied, parent });
  const known = log.upTo(history.head).filter(({ atUs }) => atUs < look.atUs);
  const looks = [...known, look];
  const service = chooseService(looks, wanted);
  const span = { fromUs: beginningOf(core), nowUs: look.atUs, machines: look.machines };
  return {
    branch: history.head.branch,
    ...(service === undefined ? {} : { service: { id: service.id, name: service.name } }),
    services: look.services.map(({ id, name }) => ({ id, name })),
    missing: log.missing(span).length,
    ...columnsOf(looks, service?.id),
  };
}

/** Where this branch can be run from: an older engine may have made what lies before. */
function beginningOf({ parts }: WorkspaceCore): number {
  return parts.history.branch.base?.place.atUs ?? 0;
}

/** Runs a copy along the branch and looks where nobody has. Commands go on meanwhile. */
async function fill(
  opened: DocumentWorkspace,
  log: CourseLog,
  signal: CancelSignal,
): Promise<Result<undefined>> {
  const found = await opened.workspace.askCore((core) => {
    const { parts } = core;
    const { head, branch } = parts.history;
    log.prune(parts.history);
    const machines = parts.engine.look().machines;
    const span = { fromUs: beginningOf(core), nowUs: head.place.atUs, machines };
    return ok({ parts, branch: branch.id, path: [...branch.path], moments: log.missing(span) });
  });
  if (!found.ok) return found;
  const { parts, branch, path, moments } = found.value;
  if (moments.length === 0) return ok(undefined);
  const engine = openLabStart(labStartOf(opened));
  let standing: { readonly parent: number } | undefined;
  for (const atUs of moments) {
    // A short way is gone at one go, so others get their turn between two of them.
    await new Promise<void>((resolve) => {
      parts.clock.soon(resolve);
    });
    if (signal.aborted) return err(journeyGivenUp(engine.nowUs));
    const to = destinationUpTo(parts.history, { path, atUs });
    const arrival = await travel({ ...parts, engine }, to, { branch, standing, signal });
    if (!arrival.ok) return arrival;
    const { parent, applied } = arrival.value;
    standing = { parent };
    log.add(engine.look(), { applied, parent });
  }
  return ok(undefined);
}
