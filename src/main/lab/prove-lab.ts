/**
 * Proves a lab before anybody meets it: references pass for every draw, the untouched room does
 * not, near misses fail what they should, and no step of a lean reference is idle.
 *
 * What is found is a list, a sentence each; an empty list is the proof. Draws are listed whole
 * while there are few and sampled otherwise, and the report says which.
 */
import { ok, type Result } from '../../shared/kernel/result.ts';
import type { LabActions } from '../../shared/lab/actions-schema.ts';
import { allDraws, drawFor, type Draw } from '../../shared/lab/draw.ts';
import type { LabKey } from '../../shared/lab/key-schema.ts';
import type { Catalogue } from '../../shared/model/catalogue.ts';
import { sha256, type LoadedLab } from './lab-files.ts';
import { openRoom, startOf, type LabStart } from './lab-room.ts';
import { lintLab } from './lint-lab.ts';
import { markAttempt, type Mark } from './mark-attempt.ts';
import { playActions } from './play-actions.ts';

/** Draws tried when a lab has more than can be listed, or than somebody wants to wait for. */
export const DRAWS_TRIED = 200;

export interface Proof {
  readonly findings: readonly string[];
  /** Draws that were tried. */
  readonly draws: number;
  /** Whether these were all there are. */
  readonly isComplete: boolean;
}

export interface ProofGround {
  readonly loaded: LoadedLab;
  readonly key: LabKey | undefined;
  readonly catalogue: Catalogue;
  /** Written attempts of the key, by path. */
  readonly actions: ReadonlyMap<string, LabActions>;
  readonly drawsMax: number;
}

/** Everything that is wrong with a lab. Refuses only what has no draw at all. */
export function proveLab(ground: ProofGround): Result<Proof> {
  const findings = lintLab(ground.loaded, ground.key);
  const { lab } = ground.loaded;
  const listed = allDraws(lab);
  if (!listed.ok) return listed;
  const distinct = listed.value?.length;
  const draws = drawsToTry(ground, distinct);
  if (!draws.ok) return draws;
  if (findings.length > 0) return ok({ findings, draws: 0, isComplete: false });
  const found: string[] = [];
  for (const [index, draw] of draws.value.entries()) {
    const start = startOf(ground.loaded, { draw: draw.draw, catalogue: ground.catalogue });
    if (!start.ok) {
      found.push(`with ${shown(draw.draw)}: the start is refused: ${start.error.message}`);
      continue;
    }
    const one = { ...ground, start: start.value, seed: draw.seed, isFirst: index === 0 };
    found.push(...tryDraw(one).map((finding) => `with ${shown(draw.draw)}: ${finding}`));
  }
  return ok({
    findings: found,
    draws: draws.value.length,
    isComplete: distinct !== undefined && draws.value.length >= distinct,
  });
}

interface SeededDraw {
  readonly seed: string;
  readonly draw: Draw;
}

/** One seed for each different set of values, found by trying seeds in order. */
function drawsToTry(ground: ProofGround, distinct: number | undefined): Result<SeededDraw[]> {
  const wanted = Math.min(ground.drawsMax, distinct ?? ground.drawsMax);
  const found = new Map<string, SeededDraw>();
  for (let serial = 0; found.size < wanted && serial < wanted * 50; serial += 1) {
    const seed = sha256(`proof ${ground.loaded.lab.id} ${serial}`);
    const draw = drawFor(ground.loaded.lab, seed);
    if (!draw.ok) return draw;
    const key = JSON.stringify(draw.value.values);
    if (!found.has(key)) found.set(key, { seed, draw: draw.value });
  }
  return ok([...found.values()]);
}

interface TryGround extends ProofGround {
  readonly start: LabStart;
  readonly seed: string;
  /** Steps are left out one by one for the first draw only. */
  readonly isFirst: boolean;
}

function tryDraw(ground: TryGround): string[] {
  const { key } = ground;
  const built = openRoom(ground.start);
  if (!built.ok) return [`the room cannot be built: ${built.error.message}`];
  if (key === undefined) return [];
  const findings: string[] = [];
  const nothing = attemptAt(ground, emptyActions());
  if (!nothing.ok) findings.push(`the untouched room: ${nothing.error.message}`);
  else if (nothing.value.score > key.nullScoreMax) {
    findings.push(`the untouched room scores ${nothing.value.score}, at most ${key.nullScoreMax}`);
  }
  for (const { name, actions, lean } of key.references) {
    const steps = ground.actions.get(actions) ?? emptyActions();
    findings.push(...tryReference(ground, { name, steps, isLean: lean === true }));
  }
  for (const { name, actions, fails } of key.nearMisses) {
    const steps = ground.actions.get(actions) ?? emptyActions();
    findings.push(...tryNearMiss(ground, { name, steps, fails }));
  }
  return findings;
}

function tryReference(
  ground: TryGround,
  reference: { readonly name: string; readonly steps: LabActions; readonly isLean: boolean },
): string[] {
  const { name, steps, isLean } = reference;
  const mark = attemptAt(ground, steps);
  if (!mark.ok) return [`the reference ${name} is refused: ${mark.error.message}`];
  const missed = missedChecks(mark.value);
  if (!mark.value.passed || missed.length > 0) {
    return [`the reference ${name} misses ${missed.join(', ')} (score ${mark.value.score})`];
  }
  if (!isLean || !ground.isFirst) return [];
  return steps.steps.flatMap((_, left) => {
    const shorter = { ...steps, steps: steps.steps.filter((_step, index) => index !== left) };
    const outcome = attemptAt(ground, shorter);
    // Without a step the others may not be possible at all: then it was needed.
    if (!outcome.ok || missedChecks(outcome.value).length > 0) return [];
    return [`the reference ${name} passes every check without its step ${left + 1}`];
  });
}

function tryNearMiss(
  ground: TryGround,
  miss: { readonly name: string; readonly steps: LabActions; readonly fails: readonly string[] },
): string[] {
  const mark = attemptAt(ground, miss.steps);
  if (!mark.ok) return [`the near miss ${miss.name} is refused: ${mark.error.message}`];
  const missed = missedChecks(mark.value);
  const wanted = [...miss.fails].sort();
  if (missed.join() === wanted.join()) return [];
  const found = missed.length === 0 ? 'nothing' : missed.join(', ');
  return [`the near miss ${miss.name} should fail ${wanted.join(', ')} and fails ${found}`];
}

/** Checks that a machine could pass and that were not, without those that were not looked at. */
function missedChecks(mark: Mark): string[] {
  return mark.checks
    .filter(
      ({ outcome }) => outcome.state === 'failed' || outcome.state === 'partial' || isOwn(outcome),
    )
    .map(({ check }) => check.id)
    .sort();
}

/** Not gradable for a reason of its own, not because another check comes first. */
function isOwn(outcome: Mark['checks'][number]['outcome']): boolean {
  return outcome.state === 'notYet' && outcome.problem?.code !== 'lab.guarded';
}

function attemptAt(ground: TryGround, actions: LabActions): Result<Mark> {
  const by = { learner: 'proof', seed: ground.seed, mode: 'graded' as const };
  const attempt = playActions(ground.loaded, { start: ground.start, actions, by });
  if (!attempt.ok) return attempt;
  return markAttempt({ ...ground, salt: undefined }, attempt.value);
}

function emptyActions(): LabActions {
  return { format: 'racklab.actions', formatVersion: 1, steps: [], until: '1m' };
}

function shown(draw: Draw): string {
  const values = Object.entries(draw.values).map(([name, value]) => `${name}=${value}`);
  return values.length === 0 ? 'no variables' : values.join(' ');
}
