/**
 * Letting go of a branch: what the journal would say, or why it cannot be. Nobody is cut off: the
 * branch one stands on stays, and so does one that others began on.
 */
import { err, ok, type AppError, type Result } from '../../shared/kernel/result.ts';
import type { RecordOf } from '../../shared/document/journal-record.ts';
import { branchNotFound, stand } from './history-plan.ts';
import type { Branch, History } from './history.ts';

/**
 * The record that drops a branch. Refuses with `history.branchNotFound`, `history.branchInUse` and
 * `history.branchHasChildren`.
 */
export function planDropBranch(history: History, id: string): Result<RecordOf<'dropBranch'>> {
  const branch = history.findBranch(id);
  if (branch === undefined) return err(branchNotFound(id, history));
  if (branch.id === history.head.branch) return err(branchInUse(branch));
  const children = history.branches.filter(({ parent }) => parent === id);
  if (children.length > 0) return err(branchHasChildren(branch, children));
  return ok({ kind: 'dropBranch', ...stand(history), dropped: id });
}

function branchInUse({ id, name }: Branch): AppError {
  return {
    code: 'history.branchInUse',
    message: `You are on branch "${name}", so it cannot be dropped.`,
    hint: 'Change to another branch first.',
    details: { branch: id, name },
  };
}

function branchHasChildren({ id, name }: Branch, children: readonly Branch[]): AppError {
  const names = children.map((child) => child.name);
  return {
    code: 'history.branchHasChildren',
    message: `Branch "${name}" cannot be dropped: "${names.join('", "')}" began on it.`,
    hint: 'Drop those first.',
    details: { branch: id, name, children: names },
  };
}
