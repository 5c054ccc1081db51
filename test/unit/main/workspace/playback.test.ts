/**
 * Goal: playing turns wall time into simulated time, and speed or slicing never change a result.
 * Method: a workspace over a small deterministic engine with a wall clock moved by hand or by
 * chance; states are compared by hash.
 */
import { describe, expect, it } from 'vitest';
import { createCancelSource } from '../../../../src/shared/contract/cancellation.ts';
import { FakeEngine } from '../../../support/fake-engine.ts';
import { emptyEngine } from '../../../support/make-engine.ts';
import { ManualClock, RandomClock, letOthersRun } from '../../../support/wall-clocks.ts';
import { expectOk } from '../../../support/expect-ok.ts';
import { NEVER, WorkspaceRig, addGroup, codeOf } from '../../../support/workspace-rig.ts';

const SECOND_US = 1_000_000;

async function manual(durationUs = 3_600 * SECOND_US): Promise<{
  rig: WorkspaceRig;
  clock: ManualClock;
}> {
  const clock = new ManualClock();
  const rig = new WorkspaceRig({ makeEngine: () => new FakeEngine(3), clock, durationUs });
  await rig.open();
  return { rig, clock };
}

/** The hash of the same span run at once. */
async function hashAtMax(toUs: number): Promise<string> {
  const { rig, clock } = await manual();
  const run = rig.workspace.runUntil(toUs, NEVER);
  await clock.advance(1_000);
  expectOk(await run);
  return rig.engine.hash();
}

describe('playing', () => {
  it('gives after 60 s at 1x what Max gives over the same span', async () => {
    const { rig, clock } = await manual(60 * SECOND_US);
    expectOk(await rig.workspace.play({ running: true, speed: 1 }));
    await clock.advance(59_000);
    expect(rig.engine.nowUs).toBeGreaterThan(58.9 * SECOND_US);
    expect(rig.engine.nowUs).toBeLessThanOrEqual(59 * SECOND_US);
    await clock.advance(1_100);
    expect(rig.engine.nowUs).toBe(60 * SECOND_US);
    expect(rig.workspace.view().running).toBe(false);
    expect(rig.engine.hash()).toBe(await hashAtMax(60 * SECOND_US));
  });

  it('runs at the speed asked for, and says which it reached', async () => {
    const { rig, clock } = await manual();
    for (const speed of [1, 10, 60, 600]) {
      const fromUs = rig.engine.nowUs;
      expectOk(await rig.workspace.play({ running: true, speed }));
      await clock.advance(2_000);
      const ranUs = rig.engine.nowUs - fromUs;
      expect(Math.abs(ranUs / SECOND_US / 2 / speed - 1)).toBeLessThan(0.02);
      expect(Math.abs(rig.workspace.view().reachedSpeed / speed - 1)).toBeLessThan(0.05);
    }
    expectOk(await rig.workspace.play({ running: false, speed: undefined }));
    expect(rig.workspace.view()).toMatchObject({ running: false, reachedSpeed: 0, speed: 600 });
  });

  it('stops at the scenario length, and goes on past it only when told again', async () => {
    const { rig, clock } = await manual(30 * SECOND_US);
    expectOk(await rig.workspace.play({ running: true, speed: 'max' }));
    await clock.advance(100);
    expect(rig.workspace.view()).toMatchObject({ running: false, nowUs: 30 * SECOND_US });
    expect(rig.journal.records().at(-1)).toMatchObject({ kind: 'clock', atUs: 30 * SECOND_US });
    expectOk(await rig.workspace.play({ running: true, speed: 10 }));
    await clock.advance(1_000);
    expect(rig.engine.nowUs).toBeGreaterThan(39 * SECOND_US);
  });

  it('never catches up more than a quarter of a second', async () => {
    const { rig, clock } = await manual();
    expectOk(await rig.workspace.play({ running: true, speed: 1 }));
    await clock.advance(1_000);
    const beforeUs = rig.engine.nowUs;
    clock.stall(10_000);
    await clock.advance(50);
    expect(rig.engine.nowUs - beforeUs).toBeLessThanOrEqual(0.32 * SECOND_US);
    expect(rig.engine.nowUs - beforeUs).toBeGreaterThan(0.2 * SECOND_US);
  });

  it('writes the clock down on pause and about once a wall second while running', async () => {
    const { rig, clock } = await manual();
    expectOk(await rig.workspace.play({ running: true, speed: 1 }));
    await clock.advance(10_100);
    expect(rig.journal.lines.length).toBeGreaterThanOrEqual(9);
    expect(rig.journal.lines.length).toBeLessThanOrEqual(10);
    expectOk(await rig.workspace.play({ running: false, speed: undefined }));
    expect(rig.journal.records().at(-1)).toMatchObject({
      kind: 'clock',
      atUs: rig.engine.nowUs,
      afterEvent: rig.engine.eventCount,
    });
    const lines = rig.journal.lines.length;
    expectOk(await rig.workspace.play({ running: false, speed: undefined }));
    expect(rig.journal.lines.length).toBe(lines);
  });
});

describe('stepping and running to a moment', () => {
  it('steps one event at a time, and one minute', async () => {
    const { rig, clock } = await manual();
    for (let events = 1; events <= 5; events += 1) {
      expectOk(await rig.workspace.step('event', NEVER));
      expect(rig.engine.eventCount).toBe(events);
    }
    const fromUs = rig.engine.nowUs;
    const minute = rig.workspace.step('minute', NEVER);
    await clock.advance(100);
    expectOk(await minute);
    expect(rig.engine.nowUs).toBe(fromUs + 60 * SECOND_US);
  });

  it('says so when there is nothing to step to', async () => {
    const rig = new WorkspaceRig({
      makeEngine: emptyEngine,
      clock: new ManualClock(),
      durationUs: 60 * SECOND_US,
    });
    await rig.open();
    await expect(rig.workspace.step('event', NEVER)).resolves.toMatchObject({
      ok: false,
      error: { code: 'playback.nothingPending' },
    });
  });

  it('is cancelled where it is', async () => {
    const rig = new WorkspaceRig({
      makeEngine: () => new FakeEngine(3),
      clock: new RandomClock({ seed: 5, stepMsMax: 7 }),
    });
    await rig.open();
    const source = createCancelSource();
    const run = rig.workspace.runUntil(100_000_000 * SECOND_US, source.signal);
    for (let turns = 0; turns < 20; turns += 1) await letOthersRun();
    source.cancel();
    const view = expectOk(await run);
    expect(view.running).toBe(false);
    expect(view.nowUs).toBeGreaterThan(0);
    expect(view.nowUs).toBeLessThan(100_000_000 * SECOND_US);
    expect(codeOf(await rig.workspace.runUntil(1, NEVER))).toBe('playback.targetPassed');
  });

  it('lets commands in between, each at an exact place', async () => {
    const rig = new WorkspaceRig({
      makeEngine: () => new FakeEngine(3),
      clock: new RandomClock({ seed: 9, stepMsMax: 7 }),
    });
    await rig.open();
    const run = rig.workspace.runUntil(5_000 * SECOND_US, NEVER);
    for (let i = 0; i < 20; i += 1) {
      await letOthersRun();
      expectOk(await rig.workspace.execute({ command: addGroup(`g${i}`), mark: undefined }));
    }
    expectOk(await run);
    const history = rig.history();
    expect(new Set([...history.nodes()].map(({ place }) => place.atUs)).size).toBeGreaterThan(5);
    expect(rig.engine.hash()).toBe(
      rig.slowHash({ history, path: history.branch.path, place: history.head.place }),
    );
  });

  it('gives up a long journey and stands where it stood', async () => {
    const rig = new WorkspaceRig({
      makeEngine: () => new FakeEngine(3),
      clock: new RandomClock({ seed: 5, stepMsMax: 7 }),
      keyframeLimits: { memory: { bytes: 1, count: 1 }, disk: { bytes: 1, count: 1 } },
    });
    await rig.open();
    expectOk(await rig.workspace.runUntil(20_000 * SECOND_US, NEVER));
    const before = { hash: rig.engine.hash(), lines: rig.journal.lines.length };
    const source = createCancelSource();
    const journey = rig.workspace.rewind(15_000 * SECOND_US, source.signal);
    await letOthersRun();
    await letOthersRun();
    source.cancel();
    expect(codeOf(await journey)).toBe('workspace.cancelled');
    expect({ hash: rig.engine.hash(), lines: rig.journal.lines.length }).toEqual(before);
  });

  it('goes back when the journal refuses the move', async () => {
    const { rig, clock } = await manual();
    const run = rig.workspace.runUntil(50 * SECOND_US, NEVER);
    await clock.advance(100);
    expectOk(await run);
    expectOk(await rig.workspace.execute({ command: addGroup('a'), mark: undefined }));
    const hash = rig.engine.hash();
    rig.journal.isFull = true;
    const journey = rig.workspace.rewind(10 * SECOND_US, NEVER);
    await clock.advance(100);
    expect(codeOf(await journey)).toBe('journal.writeFailed');
    expect(rig.engine.hash()).toBe(hash);
  });
});
