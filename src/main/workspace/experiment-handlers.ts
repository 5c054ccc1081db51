/**
 * The part of the contract about experiments and branches, answered: each call picks the open
 * document and the act, and nothing else. How an experiment is tried or two branches are compared,
 * it must not know.
 */
import type { Contract } from '../../shared/contract/contract.ts';
import type { Handlers } from '../../shared/contract/define.ts';
import { ok, type Result } from '../../shared/kernel/result.ts';
import { compareBranches } from './branch-compare.ts';
import { designsOf } from './designs.ts';
import type { DocumentWorkspace } from './document-workspace.ts';
import { defineExperiment, removeExperiment, tryExperiment } from './experiments.ts';
import { courseOf } from './room-course.ts';
import type { WorkspaceSession } from './workspace-session.ts';

type Answered = Pick<
  Handlers<Contract>,
  Extract<keyof Handlers<Contract>, `experiments.${string}` | `branches.${string}`>
>;

/** Handlers of one session. */
export function experimentHandlers(session: WorkspaceSession): Answered {
  function ask<T>(
    act: (opened: DocumentWorkspace) => Promise<Result<T>> | Result<T>,
  ): Promise<Result<T>> | Result<T> {
    const { current } = session;
    return current.ok ? act(current.value) : current;
  }
  return {
    'experiments.list': () => ask(({ experiments }) => ok(experiments.view())),
    'experiments.define': ({ experiment, replace }) =>
      ask((opened) => defineExperiment(opened, { experiment, replace: replace === true })),
    'experiments.remove': ({ name }) => ask((opened) => removeExperiment(opened, name)),
    'experiments.try': (asked, { signal }) =>
      ask((opened) => tryExperiment(opened, { ...asked, signal })),
    'branches.compare': (asked, { signal }) =>
      ask((opened) => compareBranches(opened, { ...asked, signal })),
    'branches.course': (asked, { signal }) =>
      ask((opened) => courseOf(opened, { ...asked, signal })),
    'branches.designs': (asked, { signal }) =>
      ask((opened) => designsOf(opened, { ...asked, signal })),
    'branches.drop': ({ branch }) => ask(({ workspace }) => workspace.dropBranch(branch)),
  };
}
