/**
 * Goal: a reference of a shipped lab is no accident: with an element taken away or a number swapped
 * it does not pass. Method: every answer and every repeated step of each lean reference is changed,
 * and each step left out, one at a time, and the attempt that comes of it is marked. The reduced
 * run takes one change in two of the labs, the long run every change in all of them.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadLabInput, type LabInput } from '../../../../src/main/cli/lab-input.ts';
import { sha256 } from '../../../../src/main/lab/lab-files.ts';
import { startOf } from '../../../../src/main/lab/lab-room.ts';
import { markAttempt } from '../../../../src/main/lab/mark-attempt.ts';
import { playActions } from '../../../../src/main/lab/play-actions.ts';
import type { LabActions, LabStep } from '../../../../src/shared/lab/actions-schema.ts';
import { drawFor } from '../../../../src/shared/lab/draw.ts';
import { isLongRun } from '../../../support/counts.ts';
import { expectOk } from '../../../support/expect-ok.ts';
import { stepsOf } from '../../../support/lab-bench.ts';
import { RESOURCES_FOLDER } from '../../../support/start-lab.ts';

const SLOW_MS = 3_600_000;
const LABS = join(RESOURCES_FOLDER, 'labs');
const shipped = readdirSync(LABS).filter((name) => !name.startsWith('_'));
/** The reduced run takes two that are quick. */
const names = isLongRun ? shipped : ['01-one-system', '08-seven-jobs'];

interface Mutation {
  readonly what: string;
  readonly steps: LabActions;
}

/** An answer that is wrong, of the same kind; undefined where the step is no answer. */
function wrongAnswer(step: LabStep): LabStep | undefined {
  if (!('answer' in step)) return undefined;
  const { value } = step;
  if (typeof value === 'number') return { ...step, value: value * 2 + 7 };
  if (typeof value === 'string') {
    return { ...step, value: value.startsWith('=') ? `=2 * (${value.slice(1)}) + 7` : 'other' };
  }
  return { ...step, value: value.slice(1) };
}

/** The step with its number swapped; undefined where it has none that must be so. */
function swapped(step: LabStep): LabStep | undefined {
  if ('command' in step && step.times !== undefined) {
    return { ...step, times: `${step.times} - 1` };
  }
  return wrongAnswer(step);
}

function mutationsOf(whole: LabActions): Mutation[] {
  return whole.steps.flatMap((step, index) => {
    const before = whole.steps.slice(0, index);
    const after = whole.steps.slice(index + 1);
    const other = swapped(step);
    const without = { ...whole, steps: [...before, ...after] };
    return [
      { what: `without step ${index + 1}`, steps: without },
      ...(other === undefined
        ? []
        : [
            {
              what: `step ${index + 1} swapped`,
              steps: { ...whole, steps: [...before, other, ...after] },
            },
          ]),
    ];
  });
}

/** Whether an attempt reaches every point there is; steps that are refused reach none. */
function isPerfect(input: LabInput, steps: LabActions): boolean {
  const { loaded, catalogue, key } = input;
  const seed = sha256(`mutation ${loaded.lab.id}`);
  const draw = expectOk(drawFor(loaded.lab, seed));
  const start = expectOk(startOf(loaded, { draw, catalogue }));
  const by = { learner: 'mutation', seed, mode: 'graded' as const };
  const attempt = playActions(loaded, { start, actions: steps, by });
  if (!attempt.ok) return false;
  return (
    expectOk(markAttempt({ loaded, key, catalogue, salt: undefined }, attempt.value)).score === 1
  );
}

describe('a reference of a shipped lab', () => {
  it.each(names)(
    '%s passes, and does not with an element less or a number swapped',
    async (name) => {
      const paths = {
        resourcesFolder: RESOURCES_FOLDER,
        pageFolder: '',
        workerUrl: new URL('x:y'),
      };
      const keyPath = join(LABS, '_keys', name, 'key.json');
      const input = expectOk(await loadLabInput({ paths }, { folder: join(LABS, name), keyPath }));
      const lean = (input.key?.references ?? []).filter((reference) => reference.lean === true);
      expect(lean.length).toBeGreaterThan(0);
      for (const { name: reference } of lean.slice(0, isLongRun ? lean.length : 1)) {
        const whole = stepsOf(input, reference);
        if (isLongRun) expect(isPerfect(input, whole)).toBe(true);
        const all = mutationsOf(whole);
        // The reduced run takes the last one: whatever answers it, the others have been done.
        const tried = isLongRun ? all : all.slice(-1);
        const survived = tried.filter(({ steps }) => isPerfect(input, steps));
        expect(survived.map(({ what }) => what)).toEqual([]);
      }
    },
    SLOW_MS,
  );
});
