/**
 * Goal: every branch tells its own story: state, timeline and causes are those of its own past,
 * wherever the head has been in between.
 * Method: two branches of a lab part after five minutes; after each change between them, state and
 * happenings are compared with those of a fresh engine that only ever ran that branch.
 */
import { describe, expect, it } from 'vitest';
import { US_PER_MINUTE } from '../../src/shared/kernel/time.ts';
import type { Happening } from '../../src/shared/events/happenings.ts';
import { LAB_SCENARIO_TEXT } from '../support/lab-scenario.ts';
import { startLab } from '../support/start-lab.ts';
import { RandomClock } from '../support/wall-clocks.ts';
import { expectOk } from '../support/expect-ok.ts';
import { NEVER, WorkspaceRig } from '../support/workspace-rig.ts';

async function twoBranches(): Promise<WorkspaceRig> {
  const rig = new WorkspaceRig({
    makeEngine: () => startLab(LAB_SCENARIO_TEXT),
    clock: new RandomClock({ seed: 3, stepMsMax: 3 }),
  });
  await rig.open();
  const { workspace } = rig;
  expectOk(await workspace.runUntil(6 * US_PER_MINUTE, NEVER));
  const cut = { type: 'fault.cut' as const, target: 'rack:r1' };
  expectOk(await workspace.execute({ command: cut, mark: undefined }));
  expectOk(await workspace.runUntil(20 * US_PER_MINUTE, NEVER));
  expectOk(await workspace.rewind(5 * US_PER_MINUTE, NEVER));
  for (const target of ['feed:a', 'host:r3-h1', 'rack:r4']) {
    const command = { type: 'fault.cut' as const, target };
    expectOk(await workspace.execute({ command, mark: undefined }));
    expectOk(await workspace.runUntil(rig.engine.nowUs + US_PER_MINUTE, NEVER));
  }
  expectOk(await workspace.runUntil(25 * US_PER_MINUTE, NEVER));
  return rig;
}

/** The happenings of a fresh engine taken along the branch the head is on. */
function ownHappenings(rig: WorkspaceRig): Happening[] {
  const history = rig.history();
  const engine = startLab(LAB_SCENARIO_TEXT);
  for (const seq of history.branch.path.slice(0, history.head.applied)) {
    const node = history.node(seq);
    expect(engine.runToPlace(node.place)).toBe(true);
    engine.commit(expectOk(engine.propose(node.command)));
  }
  expect(engine.runToPlace(history.head.place)).toBe(true);
  expect(rig.engine.hash()).toBe(engine.hash());
  return engine.happenings(0);
}

describe('branches', () => {
  it('show their own past after every change between them', async () => {
    const rig = await twoBranches();
    const { workspace } = rig;
    const [main, fork] = rig.history().branches.map(({ id }) => id);
    expect(rig.engine.happenings(0)).toEqual(ownHappenings(rig));
    for (const branch of [main, fork, main, fork]) {
      expectOk(await workspace.switchBranch(branch ?? '', NEVER));
      expect(rig.engine.happenings(0)).toEqual(ownHappenings(rig));
      expectOk(await workspace.rewind(8 * US_PER_MINUTE, NEVER));
      expect(rig.engine.happenings(0)).toEqual(ownHappenings(rig));
    }
  });
});
