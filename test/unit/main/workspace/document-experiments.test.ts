/**
 * Goal: experiments, predictions and runs belong to their document and are there again after a
 * death; branches are compared on one scale and let go of, and stay gone. Method: a session on real
 * files does it and is never closed; another one takes the document over and is asked the same.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createWorkspaceHandlers,
  type ServedWorkspace,
} from '../../../../src/main/workspace/handlers.ts';
import { createCancelSource } from '../../../../src/shared/contract/cancellation.ts';
import type { CallContext } from '../../../../src/shared/contract/define.ts';
import { parseScenario } from '../../../../src/shared/document/parse-scenario.ts';
import type { Result } from '../../../../src/shared/kernel/result.ts';
import {
  EXPERIMENTS_MAX,
  type Experiment,
  type TrialOf,
} from '../../../../src/shared/views/experiment-view.ts';
import { expectOk } from '../../../support/expect-ok.ts';
import { RESOURCES_FOLDER } from '../../../support/start-lab.ts';

const TEXT = readFileSync(join(RESOURCES_FOLDER, 'templates/game-day.scenario.json'), 'utf8');
const NEVER: CallContext = { signal: createCancelSource().signal, connectionId: 'test' };
const MINUTE_US = 60_000_000;
const RACK: Experiment = {
  name: 'one-rack',
  steadyFor: '20s',
  steadyState: [{ measure: 'servedFraction', service: 'shop', min: 0.9 }],
  faults: [{ target: 'rack:r1', pick: 'all', for: '1m' }],
  runFor: '2m',
  during: [{ measure: 'lost', max: 0 }],
};

let documentsRoot: string;
const services: ServedWorkspace[] = [];

async function serve(): Promise<ServedWorkspace['handlers']> {
  const service = await createWorkspaceHandlers({
    resourcesDir: RESOURCES_FOLDER,
    documentsRoot,
    host: 'test',
    version: '1.2.3',
    session: '0123456789abcdef0123456789abcdef',
  });
  services.push(service);
  return service.handlers;
}

type Handlers = ServedWorkspace['handlers'];
let handlers: Handlers;

beforeEach(async () => {
  documentsRoot = mkdtempSync(join(tmpdir(), 'racklab-book-'));
  handlers = await serve();
  expectOk(await handlers['documents.import']({ text: TEXT, name: 'day' }, NEVER));
});

afterEach(async () => {
  for (const service of services.splice(0)) await service.close();
  rmSync(documentsRoot, { recursive: true, force: true });
});

function codeOf(result: Result<unknown>): string {
  return result.ok ? 'ok' : result.error.code;
}

/** The document as whoever comes after a death finds it. */
async function afterDeath(): Promise<Handlers> {
  const next = await serve();
  expectOk(await next['documents.open']({ name: 'day' }, NEVER));
  return next;
}

describe('experiments of a document', () => {
  it('begin with those of the file, are written down and removed, and survive', async () => {
    const begun = expectOk(await handlers['experiments.list']({}, NEVER));
    expect(begun.experiments.map(({ experiment }) => experiment.name)).toEqual([
      'one-machine',
      'each-rack',
      'each-core-switch',
      'rack-in-a-wave',
    ]);
    expectOk(await handlers['experiments.define']({ experiment: RACK }, NEVER));
    const longer = { ...RACK, runFor: '3m' };
    expectOk(await handlers['experiments.define']({ experiment: longer, replace: true }, NEVER));
    const left = expectOk(await handlers['experiments.remove']({ name: 'each-rack' }, NEVER));
    expect(left.experiments.at(-1)).toEqual({ experiment: longer, edition: 2 });
    const next = await afterDeath();
    expect(expectOk(await next['experiments.list']({}, NEVER))).toEqual(left);
    const { text } = expectOk(await next['documents.export']({}, NEVER));
    const exported = expectOk(parseScenario(text)).scenario.experiments ?? [];
    expect(exported.map(({ name }) => name)).toEqual([
      'one-machine',
      'each-core-switch',
      'rack-in-a-wave',
      'one-rack',
    ]);
    const moment = expectOk(await next['documents.export']({ atUs: 0 }, NEVER));
    expect(expectOk(parseScenario(moment.text)).scenario.experiments).toEqual(exported);
  });

  it.each([
    [{ ...RACK, name: 'each-rack' }, 'experiment.nameTaken'],
    [{ ...RACK, during: [{ measure: 'lost' as const }] }, 'experiment.invalid'],
    [
      { ...RACK, during: [{ measure: 'lost' as const, service: 'blog', max: 0 }] },
      'service.notFound',
    ],
  ])('%j is refused: %s', async (experiment, code) => {
    expect(codeOf(await handlers['experiments.define']({ experiment }, NEVER))).toBe(code);
  });

  it('are so many at most', async () => {
    for (let n = 5; n <= EXPERIMENTS_MAX; n += 1)
      expectOk(
        await handlers['experiments.define']({ experiment: { ...RACK, name: `x${n}` } }, NEVER),
      );
    const one = await handlers['experiments.define']({ experiment: RACK }, NEVER);
    expect(codeOf(one)).toBe('experiment.tooMany');
  });

  it('are not there to remove or try when nobody wrote them', async () => {
    const removed = await handlers['experiments.remove']({ name: 'none' }, NEVER);
    expect(codeOf(removed)).toBe('experiment.notFound');
    const of = { experiment: 'none' };
    expect(codeOf(await handlers['experiments.try']({ of }, NEVER))).toBe('experiment.notFound');
  });
});

describe('a trial', () => {
  it.each<[string, TrialOf]>([
    ['an experiment', { experiment: 'one-rack' }],
    ['an aimed fault', { aim: { target: 'rack:r1' } }],
  ])('of %s is predicted, compared, kept, and leaves the room as it was', async (_what, of) => {
    expectOk(await handlers['experiments.define']({ experiment: RACK }, NEVER));
    expectOk(await handlers['workspace.runUntil']({ toUs: MINUTE_US }, NEVER));
    const { hash } = expectOk(await handlers['workspace.summary']({}, NEVER));
    const prediction = { servedFraction: 0.9, machinesLost: 2, refused: ['shop'] };
    const run = expectOk(await handlers['experiments.try']({ of, prediction, seed: 5 }, NEVER));
    expect(run).toMatchObject({ number: 1, of, atUs: MINUTE_US, branch: 'main', seed: 5 });
    expect(run.worst).toMatchObject({ machinesLost: 3, cause: 'rack:r1' });
    expect(run.comparison?.machinesLost).toEqual({ predicted: 2, measured: 3, difference: 1 });
    expect(run.comparison?.servedFraction?.measured).toBe(run.worst?.servedFraction);
    expect(expectOk(await handlers['workspace.summary']({}, NEVER)).hash).toBe(hash);
    const again = expectOk(await handlers['experiments.try']({ of, prediction, seed: 5 }, NEVER));
    expect(again).toEqual({ ...run, number: 2 });
    const next = await afterDeath();
    const { runs, waiting } = expectOk(await next['experiments.list']({}, NEVER));
    expect(runs).toEqual([run, again]);
    expect(waiting).toEqual([]);
  });

  it('given up leaves the prediction that was written down, and no run', async () => {
    const stop = createCancelSource();
    const of = { experiment: 'each-rack' };
    const prediction = { servedFraction: 1 };
    const context = { ...NEVER, signal: stop.signal };
    const trial = handlers['experiments.try']({ of, prediction }, context);
    stop.cancel();
    expect(codeOf(await trial)).toBe('workspace.cancelled');
    const next = await afterDeath();
    const { runs, waiting } = expectOk(await next['experiments.list']({}, NEVER));
    expect([runs, waiting]).toEqual([[], [{ of, prediction }]]);
  });

  it.each<[TrialOf, string]>([
    [{ aim: { target: 'rack:none' } }, 'experiment.nothingAimedAt'],
    [{ aim: { target: 'rack:r1', kind: 'machineHang' } }, 'fault.wrongTarget'],
  ])('%j is refused: %s', async (of, code) => {
    expect(codeOf(await handlers['experiments.try']({ of }, NEVER))).toBe(code);
  });

  it('does not take a prediction about a service there is not', async () => {
    const prediction = { refused: ['blog'] };
    const of = { experiment: 'each-rack' };
    const answer = await handlers['experiments.try']({ of, prediction }, NEVER);
    expect(codeOf(answer)).toBe('service.notFound');
  });
});

describe('two branches', () => {
  async function twoStories(): Promise<string> {
    expectOk(await handlers['workspace.runUntil']({ toUs: 5 * MINUTE_US }, NEVER));
    const { branch } = expectOk(await handlers['workspace.fork']({ name: 'cut' }, NEVER));
    const command = { type: 'fault.cut' as const, target: 'rack:r1' };
    expectOk(await handlers['workspace.execute']({ command }, NEVER));
    expectOk(await handlers['workspace.runUntil']({ toUs: 15 * MINUTE_US }, NEVER));
    return branch;
  }

  it('stand beside each other, the same figures at the same moments', async () => {
    const branch = await twoStories();
    const asked = { left: 'main', right: branch };
    expect(codeOf(await handlers['branches.compare'](asked, NEVER))).toBe(
      'history.nothingToCompare',
    );
    expectOk(await handlers['workspace.switchBranch']({ branch: 'main' }, NEVER));
    expectOk(await handlers['workspace.runUntil']({ toUs: 20 * MINUTE_US }, NEVER));
    const { hash } = expectOk(await handlers['workspace.summary']({}, NEVER));
    const compared = expectOk(await handlers['branches.compare'](asked, NEVER));
    const { left, right, partedUs, toUs, atUs, difference } = compared;
    expect([partedUs, toUs]).toEqual([5 * MINUTE_US, 15 * MINUTE_US]);
    expect([atUs[0], atUs.includes(partedUs), atUs.at(-1)]).toEqual([
      expect.any(Number),
      true,
      toUs,
    ]);
    expect([left.decisions.length, right.decisions.length]).toEqual([0, 1]);
    // Three of six machines stand in the rack.
    expect([left.totals.machines, right.totals.machines]).toEqual([6, 3]);
    expect(difference.machines).toBe(-3);
    expect(left.totals).toMatchObject({ servedFraction: 1, secondsDown: 0 });
    expect(right.totals.servedFraction).toBeLessThan(1);
    expect(difference.servedFraction).toBe(right.totals.servedFraction - 1);
    expect(left.demanded).toHaveLength(atUs.length);
    const common = atUs.filter((at) => at <= partedUs).length - 1;
    expect(right.served.slice(0, common)).toEqual(left.served.slice(0, common));
    // The other way round is the same story told by the other.
    const back = expectOk(
      await handlers['branches.compare']({ left: branch, right: 'main' }, NEVER),
    );
    expect([back.left, back.right]).toEqual([right, left]);
    expect(expectOk(await handlers['workspace.summary']({}, NEVER)).hash).toBe(hash);
  });

  it('come to what a run of the whole branch comes to', async () => {
    const branch = await twoStories();
    const summary = expectOk(await handlers['workspace.summary']({}, NEVER));
    expectOk(await handlers['workspace.rewind']({ toUs: 5 * MINUTE_US }, NEVER));
    const then = expectOk(await handlers['workspace.summary']({}, NEVER));
    expectOk(await handlers['workspace.switchBranch']({ branch: 'main' }, NEVER));
    expectOk(await handlers['workspace.runUntil']({ toUs: 15 * MINUTE_US }, NEVER));
    const asked = { left: 'main', right: branch };
    const { right } = expectOk(await handlers['branches.compare'](asked, NEVER));
    const [now, before] = [summary.services[0], then.services[0]];
    expect(right.totals.served).toBe((now?.served ?? 0) - (before?.served ?? 0));
    expect(right.totals.demanded).toBe((now?.offered ?? 0) - (before?.offered ?? 0));
    const cost = summary.totalCostMicroUsd - then.totalCostMicroUsd;
    expect(right.totals.costUsd).toBeCloseTo(cost / 1_000_000, 9);
  });

  it.each([
    [{ left: 'main', right: 'main' }, 'history.sameBranch'],
    [{ left: 'main', right: 'b99' }, 'history.branchNotFound'],
  ])('%j: %s', async (asked, code) => {
    expect(codeOf(await handlers['branches.compare'](asked, NEVER))).toBe(code);
  });

  it('one is let go of, and is gone after a death too; its decisions are still told', async () => {
    const branch = await twoStories();
    expect(codeOf(await handlers['branches.drop']({ branch }, NEVER))).toBe('history.branchInUse');
    const parent = await handlers['branches.drop']({ branch: 'main' }, NEVER);
    expect(codeOf(parent)).toBe('history.branchHasChildren');
    expect(codeOf(await handlers['branches.drop']({ branch: 'b99' }, NEVER))).toBe(
      'history.branchNotFound',
    );
    expectOk(await handlers['workspace.switchBranch']({ branch: 'main' }, NEVER));
    const view = expectOk(await handlers['branches.drop']({ branch }, NEVER));
    expect(view.branches.map(({ id }) => id)).toEqual(['main']);
    const next = await afterDeath();
    const seen = expectOk(await next['workspace.play']({}, NEVER));
    expect(seen.branches.map(({ id }) => id)).toEqual(['main']);
    const history = expectOk(await next['workspace.history']({}, NEVER));
    expect(history.map(({ command, undone }) => [command.type, undone])).toEqual([
      ['fault.cut', true],
    ]);
    const gone = await next['workspace.switchBranch']({ branch }, NEVER);
    expect(codeOf(gone)).toBe('history.branchNotFound');
  });
});
