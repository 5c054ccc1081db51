/**
 * The services of an open document compared: the room as it would begin anew, with everything that
 * was decided since, handed to the comparison on engines of its own. The lab itself goes on.
 */
import type { CancelSignal } from '../../shared/contract/cancellation.ts';
import type { AppError, Result } from '../../shared/kernel/result.ts';
import type {
  ComparisonAsked,
  ServiceComparison,
} from '../../shared/views/service-comparison-view.ts';
import { compareServices } from './compare-services.ts';
import type { DocumentWorkspace } from './document-workspace.ts';
import { inPieces } from './in-pieces.ts';
import { designOf } from './monte-carlo-source.ts';

/** Refuses as `compareServices` does, as an export does, and with `workspace.cancelled`. */
export async function compareInRoom(
  opened: DocumentWorkspace,
  given: {
    readonly asked: ComparisonAsked;
    readonly signal: CancelSignal;
    readonly resourcesDir: string;
  },
): Promise<Result<ServiceComparison>> {
  const design = await designOf(opened, given.resourcesDir);
  if (!design.ok) return design;
  const { start, endUs } = design.value;
  const work = compareServices(start, { ...given.asked, untilUs: endUs });
  return inPieces(work, { signal: given.signal, cancelled: CANCELLED });
}

const CANCELLED: AppError = {
  code: 'workspace.cancelled',
  message: 'The comparison was given up on the way.',
  hint: 'Ask again.',
};
