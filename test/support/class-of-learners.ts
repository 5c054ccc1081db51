/**
 * A whole class with what it handed in, of mixed quality: the reference, near misses, half of the
 * way, nothing at all, wrong answers, hints, files that were changed and files of somebody else.
 * Everything follows from the number of the learner, so the same class comes out every time.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadLabInput, type LabInput } from '../../src/main/cli/lab-input.ts';
import { seedOf } from '../../src/main/lab/attempt-chain.ts';
import { startOf } from '../../src/main/lab/lab-room.ts';
import { playActions } from '../../src/main/lab/play-actions.ts';
import type { LabActions, LabStep } from '../../src/shared/lab/actions-schema.ts';
import type { Attempt } from '../../src/shared/lab/attempt-schema.ts';
import { drawFor } from '../../src/shared/lab/draw.ts';
import { expectOk } from './expect-ok.ts';

export const CLASS_SALT = 'a salt of the whole class';

export interface ClassOf {
  /** Where everything is written. */
  readonly folder: string;
  readonly resourcesFolder: string;
  /** Ids of labs that came with the program. */
  readonly labs: readonly string[];
  readonly learners: number;
}

/** What the command line is given for a class, and how many files were handed in. */
export interface WrittenClass {
  readonly args: readonly string[];
  readonly attempts: readonly string[];
}

/** Writes roster, salt and attempts of a class. */
export async function writeClass(of: ClassOf): Promise<WrittenClass> {
  const { folder, resourcesFolder, labs } = of;
  mkdirSync(folder, { recursive: true });
  const ids = Array.from({ length: of.learners }, (_, n) => `l${String(n + 1).padStart(3, '0')}`);
  const rows = ids.map((id, n) => `${id},Learner ${n + 1},${n % 2 === 0 ? 'a' : 'b'}`);
  writeFileSync(join(folder, 'roster.csv'), ['id,name,group', ...rows, ''].join('\n'));
  writeFileSync(join(folder, 'salt.txt'), `${CLASS_SALT}\n`);
  const attempts: string[] = [];
  const args: string[] = [];
  for (const lab of labs) {
    const labFolder = join(resourcesFolder, 'labs', lab);
    const keyPath = join(resourcesFolder, 'labs', '_keys', lab, 'key.json');
    const paths = { resourcesFolder, pageFolder: '', workerUrl: new URL('x:y') };
    const input = expectOk(await loadLabInput({ paths }, { folder: labFolder, keyPath }));
    args.push('--lab', labFolder, '--key', keyPath);
    let before: Attempt | undefined;
    for (const [n, learner] of ids.entries()) {
      const attempt = attemptOf(input, { learner, n, before });
      before ??= attempt;
      const path = join(folder, `${lab}.${learner}.attempt.json`);
      writeFileSync(path, JSON.stringify(attempt));
      attempts.push(path);
    }
  }
  args.push('--roster', join(folder, 'roster.csv'), '--salt-file', join(folder, 'salt.txt'));
  return { args, attempts };
}

/** What one learner hands in. */
function attemptOf(
  input: LabInput,
  who: { readonly learner: string; readonly n: number; readonly before: Attempt | undefined },
): Attempt {
  const { learner, n, before } = who;
  const steps = waysOf(input);
  const attempt = play(input, { learner, steps: steps[n % steps.length] ?? nothing() });
  if (n === 17) return { ...attempt, log: attempt.log.slice(1) };
  if (n === 29 && before !== undefined) return { ...before, learner: { id: learner } };
  return attempt;
}

/** Steps of every quality there is for a lab. */
function waysOf({ key, actions }: LabInput): LabActions[] {
  const all = [...(key?.references ?? []), ...(key?.nearMisses ?? [])];
  const written = all.flatMap((one) => actions.get(one.actions) ?? []);
  const [good = nothing()] = written;
  const half = { ...good, steps: good.steps.slice(0, Math.ceil(good.steps.length / 2)) };
  const wrong = { ...good, steps: good.steps.map(answeredWrongly) };
  return [good, ...written, half, wrong, nothing(), good];
}

function answeredWrongly(step: LabStep): LabStep {
  if (!('answer' in step)) return step;
  return { ...step, value: typeof step.value === 'object' ? [] : 0 };
}

function nothing(): LabActions {
  return { format: 'racklab.actions', formatVersion: 1, steps: [], until: '1m' };
}

function play(input: LabInput, who: { learner: string; steps: LabActions }): Attempt {
  const { loaded, catalogue } = input;
  const seed = seedOf(CLASS_SALT, { lab: loaded.lab, learner: who.learner });
  const draw = expectOk(drawFor(loaded.lab, seed));
  const start = expectOk(startOf(loaded, { draw, catalogue }));
  const by = { learner: who.learner, seed, mode: 'graded' as const };
  const whole = playActions(loaded, { start, actions: who.steps, by });
  // A way that needs the steps left out of it ends where it can: nothing was done then.
  return whole.ok ? whole.value : expectOk(playActions(loaded, { start, actions: nothing(), by }));
}
