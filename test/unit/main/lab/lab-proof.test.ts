/**
 * Goal: every lab that is shipped is proved, and a broken lab is found out. Method: each lab with
 * its key is linted over some of its draws (all of them in the long run); then faults are planted
 * in a lab that is good, and the proof must name each.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadLabInput, type LabInput } from '../../../../src/main/cli/lab-input.ts';
import { lintLab } from '../../../../src/main/lab/lint-lab.ts';
import { DRAWS_TRIED, proveLab } from '../../../../src/main/lab/prove-lab.ts';
import type { Lab } from '../../../../src/shared/lab/lab-schema.ts';
import { printFinding } from '../../../../src/shared/lab/lab-finding.ts';
import type { LabKey } from '../../../../src/shared/lab/key-schema.ts';
import { isLongRun } from '../../../support/counts.ts';
import { stepsOf, theLab } from '../../../support/lab-bench.ts';
import { expectOk } from '../../../support/expect-ok.ts';
import { RESOURCES_FOLDER } from '../../../support/start-lab.ts';

const SLOW_MS = 3_600_000;
const LABS = join(RESOURCES_FOLDER, 'labs');
const names = readdirSync(LABS).filter((name) => !name.startsWith('_'));
/** Played in the reduced run; the others are only read there, and proved in the long run. */
const PLAYED_QUICKLY = [
  '02-hypervisor',
  '08-seven-jobs',
  '09-availability-set',
  '15-sla-arithmetic',
];

describe('a shipped lab', () => {
  it.each(names)(
    '%s is proved',
    async (name) => {
      const paths = {
        resourcesFolder: RESOURCES_FOLDER,
        pageFolder: '',
        workerUrl: new URL('x:y'),
      };
      const keyPath = join(LABS, '_keys', name, 'key.json');
      const given = { folder: join(LABS, name), keyPath };
      const input = expectOk(await loadLabInput({ paths }, given));
      if (!isLongRun && !PLAYED_QUICKLY.includes(name)) {
        expect(lintLab(input.loaded, input.key)).toEqual([]);
        expect(input.actions.size).toBeGreaterThan(1);
        return;
      }
      const drawsMax = isLongRun ? DRAWS_TRIED : 1;
      const proof = expectOk(proveLab({ ...input, drawsMax }));
      expect(proof.findings).toEqual([]);
      expect(proof.draws).toBeGreaterThan(0);
    },
    SLOW_MS,
  );
});

describe('a proof', () => {
  let input: LabInput;
  let key: LabKey;

  beforeAll(async () => {
    input = await theLab();
    if (input.key === undefined) throw new Error('the lab has a key');
    key = input.key;
  });

  /** What is found in the lab, or its key, after a change of a copy. */
  function foundAfter(change: (lab: Lab, key: LabKey) => void): string[] {
    const lab = structuredClone(input.loaded.lab);
    const changed = structuredClone(key);
    change(lab, changed);
    return lintLab({ ...input.loaded, lab }, changed).map(printFinding);
  }

  it.each<[string, (lab: Lab, key: LabKey) => void, RegExp]>([
    [
      'two checks of one id',
      (lab) => lab.checks.push(lab.checks[0]!),
      /more than one check in-set/,
    ],
    ['a task without its check', (lab) => lab.checks.shift(), /names the check in-set/],
    ['a text without a language', (lab) => delete lab.title['pt-BR'], /title has no text in pt-BR/],
    [
      'a guard below',
      (lab) => {
        lab.checks[0]!.guards = ['rack-sweep'];
      },
      /guarded by rack-sweep, which is no check above/,
    ],
    [
      'an expression that cannot be read',
      (lab) => {
        lab.feedback![0]!.when = 'count(';
      },
      /feedback one-rack: The expression/,
    ],
    [
      'two objectives of one id',
      (lab) => lab.objectives.push(lab.objectives[0]!),
      /more than one objective fd/,
    ],
    [
      'a check for an objective there is not',
      (lab) => {
        lab.checks[0]!.objective = 'nowhere';
      },
      /check in-set names the objective nowhere/,
    ],
    ['a check of no task', (lab) => lab.tasks[2]!.checks.pop(), /lean belongs to no task/],
    ['a gate without a hint', (lab) => delete lab.tasks[0]!.hints, /its task has no hint/],
    [
      'an open solution',
      (lab) => {
        const check = lab.checks.find(({ kind }) => kind === 'predict');
        if (check?.kind === 'predict') check.solution = { value: 2 };
      },
      /shows its solution/,
    ],
    ['a solution nobody has', (_lab, one) => delete one.solutions, /has no solution/],
    ['a surprise nobody has', (_lab, one) => delete one.sealed, /the key does not hold it/],
    [
      'a solution of another kind',
      (_lab, one) => {
        one.solutions = { 'predict-wave': { things: 'vm' } };
      },
      /its solution is of another kind/,
    ],
    [
      'a key of another revision',
      (_lab, one) => {
        one.revision = 9;
      },
      /the key is for 09-availability-set, revision 9/,
    ],
  ])('finds %s', (_what, change, found) => {
    expect(foundAfter(change).join('\n')).toMatch(found);
  });

  it('finds an idle step, a reference that misses and a near miss that does not', () => {
    const steps = stepsOf(input, 'lean');
    const idle = { at: '1s', command: { type: 'group.add', name: 'idle' } };
    const actions = new Map(input.actions)
      .set('idle.actions.json', { ...steps, steps: [idle, ...steps.steps] })
      .set('nothing.actions.json', { ...steps, steps: [] });
    const changed: LabKey = {
      ...key,
      references: [
        { name: 'idle', actions: 'idle.actions.json', lean: true },
        { name: 'nothing', actions: 'nothing.actions.json' },
      ],
      nearMisses: [{ name: 'no-miss', actions: 'lean.actions.json', fails: ['spread'] }],
    };
    const proof = expectOk(proveLab({ ...input, key: changed, actions, drawsMax: 1 }));
    expect(proof.findings.map(printFinding)).toEqual([
      expect.stringMatching(/idle passes every check without its step 1$/),
      expect.stringMatching(/nothing misses in-set/),
      expect.stringMatching(/no-miss should fail spread and fails nothing$/),
    ]);
  });
});
