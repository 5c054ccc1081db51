/**
 * Two branches on one scale: each is run again on a copy, from before they part to where both have
 * been, and looked at at the same moments. Nobody's clock moves, and commands go on meanwhile.
 */
import type { CancelSignal } from '../../shared/contract/cancellation.ts';
import { err, ok, type AppError, type Result } from '../../shared/kernel/result.ts';
import { formatSimTime, US_PER_SECOND } from '../../shared/kernel/time.ts';
import type { BranchComparison, BranchSide } from '../../shared/views/branch-view.ts';
import { openLabStart } from '../sweep/lab-copy.ts';
import { totalsBetween, lookAtRoom, type RoomLook } from './branch-figures.ts';
import type { DocumentWorkspace } from './document-workspace.ts';
import {
  branchNotFound,
  destinationTip,
  destinationUpTo,
  frozen,
  type Destination,
} from './history-plan.ts';
import type { Branch, History } from './history.ts';
import { labStartOf } from './start-engine.ts';
import { travel } from './travel.ts';
import type { WorkspaceParts } from './workspace-core.ts';

/** Moments from the parting to the end, and of those half as many before it. */
const STEPS = 90;
/** In rooms with more machines than this every look takes long, and there are fewer. */
const LARGE_ROOM = 2_000;
const STEPS_IN_LARGE = 30;
/** How much of the common past is shown, as a share of what follows. */
const PAST_SHARE = 1 / 5;

interface ComparedBranches {
  readonly left: string;
  readonly right: string;
}

/**
 * Compares two branches. Refuses with `history.branchNotFound`, `history.sameBranch`,
 * `history.nothingToCompare`, `history.otherBehaviour`, `history.noWay` and `workspace.cancelled`.
 */
export async function compareBranches(
  opened: DocumentWorkspace,
  asked: ComparedBranches & { readonly signal: CancelSignal },
): Promise<Result<BranchComparison>> {
  const found = await opened.workspace.askCore((core) => ok(core.parts));
  if (!found.ok) return found;
  const parts = found.value;
  const plan = planComparison(parts.history, asked, parts.engine.rows(['vm']).length);
  if (!plan.ok) return plan;
  const { partedUs, toUs, atUs } = plan.value;
  const copy = { parts, opened, signal: asked.signal };
  const left = await sideOn(copy, { ...plan.value, branch: plan.value.left });
  if (!left.ok) return left;
  const right = await sideOn(copy, { ...plan.value, branch: plan.value.right });
  if (!right.ok) return right;
  return ok({
    partedUs,
    toUs,
    atUs,
    left: left.value,
    right: right.value,
    difference: differenceOf(left.value.totals, right.value.totals),
  });
}

interface Plan {
  readonly left: Branch;
  readonly right: Branch;
  readonly partedUs: number;
  readonly toUs: number;
  readonly atUs: number[];
  /** A step before the first moment, where there is one: rates begin there. */
  readonly baseUs: number;
}

function planComparison(history: History, asked: ComparedBranches, machines: number): Result<Plan> {
  if (asked.left === asked.right) return err(sameBranch());
  const left = history.findBranch(asked.left);
  if (left === undefined) return err(branchNotFound(asked.left, history));
  const right = history.findBranch(asked.right);
  if (right === undefined) return err(branchNotFound(asked.right, history));
  for (const branch of [left, right]) if (branch.isFrozen) return err(frozen(branch));
  const partedUs = partingOf(history, { left, right });
  const toUs = Math.min(left.tip.atUs, right.tip.atUs);
  const steps = machines > LARGE_ROOM ? STEPS_IN_LARGE : STEPS;
  const stepUs = Math.ceil((toUs - partedUs) / steps / US_PER_SECOND) * US_PER_SECOND;
  if (stepUs <= 0) return err(nothingToCompare({ left, right, partedUs }));
  const earliestUs = Math.max(left.base?.place.atUs ?? 0, right.base?.place.atUs ?? 0);
  const pastSteps = Math.ceil(steps * PAST_SHARE);
  const before = Math.min(pastSteps, Math.floor((partedUs - earliestUs) / stepUs));
  const atUs: number[] = [];
  for (let at = partedUs - before * stepUs; at < toUs; at += stepUs) atUs.push(at);
  // The paths are copied: commands go on while the copies run.
  const copied = {
    left: { ...left, path: [...left.path] },
    right: { ...right, path: [...right.path] },
  };
  const baseUs = Math.max(earliestUs, (atUs[0] ?? 0) - stepUs);
  return ok({ ...copied, partedUs, toUs, baseUs, atUs: [...atUs, toUs] });
}

/** The first moment at which one branch has a decision the other has not. */
function partingOf(
  history: History,
  { left, right }: { readonly left: Branch; readonly right: Branch },
): number {
  let common = 0;
  while (common < left.path.length && left.path[common] === right.path[common]) common += 1;
  const moments = [left, right].flatMap(({ path }) => {
    const seq = path[common];
    return seq === undefined ? [] : [history.node(seq).place.atUs];
  });
  if (moments.length > 0) return Math.min(...moments);
  return left.parent === right.id ? left.forkedAt.atUs : right.forkedAt.atUs;
}

/** One branch, looked at at each moment, on an engine of its own. */
async function sideOn(
  on: {
    readonly parts: WorkspaceParts;
    readonly opened: DocumentWorkspace;
    readonly signal: CancelSignal;
  },
  order: Pick<Plan, 'partedUs' | 'atUs' | 'baseUs'> & { readonly branch: Branch },
): Promise<Result<BranchSide>> {
  const { parts, signal } = on;
  const { branch } = order;
  const engine = openLabStart(labStartOf(on.opened));
  const looks: RoomLook[] = [];
  let standing: { readonly parent: number } | undefined;
  for (const atUs of [order.baseUs, ...order.atUs]) {
    const to = destinationOf(parts.history, branch, atUs);
    const arrival = await travel({ ...parts, engine }, to, { branch: branch.id, standing, signal });
    if (!arrival.ok) return arrival;
    standing = { parent: arrival.value.parent };
    looks.push(lookAtRoom(engine));
  }
  return ok(sideOf(parts.history, { ...order, looks }));
}

function destinationOf(history: History, branch: Branch, atUs: number): Destination {
  if (atUs === branch.tip.atUs) return destinationTip(branch);
  return destinationUpTo(history, { path: branch.path, atUs });
}

function sideOf(
  history: History,
  seen: {
    readonly branch: Branch;
    readonly partedUs: number;
    readonly baseUs: number;
    readonly atUs: readonly number[];
    readonly looks: readonly RoomLook[];
  },
): BranchSide {
  const { branch, partedUs, baseUs, atUs } = seen;
  const [base = EMPTY, ...looks] = seen.looks;
  const parted = looks[atUs.indexOf(partedUs)] ?? base;
  const [first = base] = looks;
  const steps = looks.map((look, index) => totalsBetween(looks[index - 1] ?? base, look));
  function perSecond(index: number, amount: number): number {
    const seconds = ((atUs[index] ?? 0) - (atUs[index - 1] ?? baseUs)) / US_PER_SECOND;
    return seconds === 0 ? 0 : amount / seconds;
  }
  return {
    id: branch.id,
    name: branch.name,
    tipUs: branch.tip.atUs,
    decisions: branch.path
      .map((seq) => history.node(seq))
      .filter(({ place }) => place.atUs >= partedUs)
      .map(({ seq, place, command }) => ({ seq, atUs: place.atUs, command })),
    demanded: steps.map(({ demanded }, index) => perSecond(index, demanded)),
    served: steps.map(({ served }, index) => perSecond(index, served)),
    availability: looks.map((look) => totalsBetween(parted, look).availability),
    costUsd: looks.map((look) => totalsBetween(first, look).costUsd),
    machines: looks.map(({ machines }) => machines),
    totals: totalsBetween(parted, looks.at(-1) ?? parted),
  };
}

const EMPTY: RoomLook = { services: [], costMicroUsd: 0, machines: 0 };

function differenceOf(
  left: BranchSide['totals'],
  right: BranchSide['totals'],
): BranchComparison['difference'] {
  return {
    servedFraction: right.servedFraction - left.servedFraction,
    availability: right.availability - left.availability,
    secondsDown: right.secondsDown - left.secondsDown,
    costUsd: right.costUsd - left.costUsd,
    machines: right.machines - left.machines,
  };
}

function sameBranch(): AppError {
  return {
    code: 'history.sameBranch',
    message: 'A branch cannot be compared with itself.',
    hint: 'Choose two different ones.',
  };
}

function nothingToCompare(given: {
  readonly left: Branch;
  readonly right: Branch;
  readonly partedUs: number;
}): AppError {
  const { left, right, partedUs } = given;
  const short = left.tip.atUs <= right.tip.atUs ? left : right;
  return {
    code: 'history.nothingToCompare',
    message:
      `"${left.name}" and "${right.name}" part at ${formatSimTime(partedUs)}, and ` +
      `"${short.name}" has not been run on since.`,
    hint: 'Change to it and let some time pass.',
    details: { branch: short.id, name: short.name, partedUs },
  };
}
