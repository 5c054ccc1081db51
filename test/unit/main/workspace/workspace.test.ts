/**
 * Goal: an open document executes, undoes, rewinds, forks and plays as the definitions say.
 * Method: a workspace over a small deterministic engine, journal in memory, wall clock by hand;
 * states are compared by hash.
 */
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeEngine } from '../../../support/fake-engine.ts';
import { ManualClock } from '../../../support/wall-clocks.ts';
import { expectOk } from '../../../support/expect-ok.ts';
import { NEVER, WorkspaceRig, addGroup, codeOf } from '../../../support/workspace-rig.ts';

const SECOND_US = 1_000_000;

let clock: ManualClock;
let rig: WorkspaceRig;

beforeEach(async () => {
  clock = new ManualClock();
  rig = new WorkspaceRig({ makeEngine: () => new FakeEngine(7), clock });
  await rig.open();
});

async function runTo(seconds: number): Promise<void> {
  const run = rig.workspace.runUntil(seconds * SECOND_US, NEVER);
  await clock.advance(100);
  expectOk(await run);
}

async function rewind(seconds: number): Promise<void> {
  const journey = rig.workspace.rewind(seconds * SECOND_US, NEVER);
  await clock.advance(1);
  expectOk(await journey);
}

function execute(name: string, mark?: string): ReturnType<typeof rig.workspace.execute> {
  return rig.workspace.execute({ command: addGroup(name), mark });
}

describe('execute', () => {
  it('acknowledges what is in the journal, at the exact place', async () => {
    await runTo(10);
    const place = { atUs: rig.engine.nowUs, afterEvent: rig.engine.eventCount };
    const done = expectOk(await execute('a', 'gesture'));
    const rev = rig.engine.revision;
    expect(done).toEqual({ seq: 2, rev, atUs: 10 * SECOND_US, warnings: [] });
    expect(rig.journal.records().at(-1)).toEqual({
      kind: 'command',
      seq: 2,
      branch: 'main',
      parent: 0,
      ...place,
      eventsAtNow: rig.engine.eventsAtNow,
      command: addGroup('a'),
      mark: 'gesture',
    });
  });

  it('writes nothing when the engine refuses', async () => {
    expectOk(await execute('a'));
    const before = { lines: [...rig.journal.lines], hash: rig.engine.hash() };
    expect(codeOf(await execute('a'))).toBe('name.taken');
    expect({ lines: rig.journal.lines, hash: rig.engine.hash() }).toEqual(before);
  });

  it('turns read-only and leaves the world as it was when the journal refuses', async () => {
    await runTo(5);
    const before = rig.engine.hash();
    rig.journal.isFull = true;
    expect(codeOf(await execute('a'))).toBe('journal.writeFailed');
    expect(rig.engine.hash()).toBe(before);
    rig.journal.isFull = false;
    expect(codeOf(await execute('a'))).toBe('journal.writeFailed');
    expect(codeOf(await rig.workspace.undo())).toBe('journal.writeFailed');
    expect(rig.workspace.view()).toMatchObject({ readOnly: 'journal.writeFailed', canUndo: false });
  });

  it('checks without changing anything', async () => {
    const before = rig.engine.hash();
    expectOk(await rig.workspace.check(addGroup('a')));
    expect(codeOf(await rig.workspace.check({ type: 'group.remove', group: 'x' }))).toBe(
      'group.notFound',
    );
    expect(rig.engine.hash()).toBe(before);
  });
});

describe('undo and redo', () => {
  it('give the hash before and the hash after, operations in flight included', async () => {
    await runTo(20);
    const before = rig.engine.hash();
    expectOk(await execute('a'));
    const after = rig.engine.hash();
    expectOk(await rig.workspace.undo());
    expect(rig.engine.hash()).toBe(before);
    expectOk(await rig.workspace.redo());
    expect(rig.engine.hash()).toBe(after);
  });

  it('take back a whole mark and nothing before it', async () => {
    await runTo(3);
    expectOk(await execute('a'));
    const before = rig.engine.hash();
    for (const name of ['b', 'c', 'd']) expectOk(await execute(name, 'drag'));
    const after = rig.engine.hash();
    expectOk(await rig.workspace.undo());
    expect(rig.engine.hash()).toBe(before);
    expectOk(await rig.workspace.redo());
    expect(rig.engine.hash()).toBe(after);
    expect(codeOf(await rig.workspace.redo())).toBe('history.nothingToRedo');
  });

  it('refuse once time has passed, with how far, and what to do instead', async () => {
    await runTo(3);
    expectOk(await execute('a'));
    await runTo(4);
    const refused = await rig.workspace.undo();
    expect(refused).toMatchObject({
      ok: false,
      error: {
        code: 'history.timePassed',
        details: {
          seq: 2,
          command: 'group.add',
          passedUs: SECOND_US,
          compensateWith: 'group.remove',
        },
      },
    });
    const back = rig.workspace.rewindBefore(2, NEVER);
    await clock.advance(1);
    expectOk(await back);
    expect(rig.engine.nowUs).toBe(3 * SECOND_US);
    expect(rig.engine.rows()).toEqual([]);
  });

  it('forget what was undone once a command is given or time advances', async () => {
    expectOk(await execute('a'));
    expectOk(await rig.workspace.undo());
    expectOk(await execute('b'));
    expect(codeOf(await rig.workspace.redo())).toBe('history.nothingToRedo');
    expectOk(await rig.workspace.undo());
    await runTo(1);
    expect(codeOf(await rig.workspace.redo())).toBe('history.nothingToRedo');
    const listed = expectOk(await rig.workspace.history());
    expect(listed.map(({ seq, undone }) => [seq, undone])).toEqual([
      [1, true],
      [3, true],
    ]);
  });

  it('say that there is nothing to undo or redo', async () => {
    expect(codeOf(await rig.workspace.undo())).toBe('history.nothingToUndo');
    expect(codeOf(await rig.workspace.redo())).toBe('history.nothingToRedo');
  });
});

describe('rewind', () => {
  it('goes back to any moment and plays the same future again', async () => {
    const seen = new Map<number, string>();
    for (let second = 1; second <= 30; second += 1) {
      await runTo(second);
      if (second % 7 === 0) expectOk(await execute(`g${second}`));
      // A rewind leads to the end of a moment: what the decision stirs at once belongs to it.
      await runTo(second);
      seen.set(second, rig.engine.hash());
    }
    for (const second of [28, 3, 14, 21, 1, 29, 30]) {
      await rewind(second);
      expect([second, rig.engine.hash()]).toEqual([second, seen.get(second)]);
    }
    await rewind(5);
    for (const second of [7, 8, 14, 22, 30]) {
      await runTo(second);
      expect([second, rig.engine.hash()]).toEqual([second, seen.get(second)]);
    }
    expect(rig.workspace.view().branches).toHaveLength(1);
  });

  it('refuses what has not been simulated', async () => {
    await runTo(2);
    expect(codeOf(await rig.workspace.rewind(3 * SECOND_US, NEVER))).toBe('history.beyondTip');
    expect(codeOf(await rig.workspace.rewindBefore(99, NEVER))).toBe('history.entryNotFound');
  });

  it('begins a branch when something is changed in the past, and deletes nothing', async () => {
    await runTo(10);
    expectOk(await execute('a'));
    await runTo(20);
    const main = rig.engine.hash();
    await rewind(5);
    expectOk(await execute('b'));
    const view = rig.workspace.view();
    expect(view.branches.map(({ name, forkedAtUs, parent }) => [name, forkedAtUs, parent])).toEqual(
      [
        ['main', 0, undefined],
        ['group.add b', 5 * SECOND_US, 'main'],
      ],
    );
    await runTo(20);
    expect(rig.engine.rows().map(({ name }) => name)).toEqual(['b']);
    const fork = rig.engine.hash();
    expectOk(await switchTo('main'));
    expect(rig.engine.hash()).toBe(main);
    expectOk(await switchTo(view.branch));
    expect(rig.engine.hash()).toBe(fork);
    expect(codeOf(await rig.workspace.rewindBefore(2, NEVER))).toBe('history.entryElsewhere');
  });

  it('undo in the past begins a branch too; redo there follows the branch', async () => {
    await runTo(10);
    const before = rig.engine.hash();
    expectOk(await execute('a'));
    const after = rig.engine.hash();
    await runTo(20);
    const back = rig.workspace.rewindBefore(2, NEVER);
    await clock.advance(1);
    expectOk(await back);
    expect(rig.engine.hash()).toBe(before);
    expectOk(await rig.workspace.redo());
    expect(rig.engine.hash()).toBe(after);
    expect(rig.workspace.view().branches).toHaveLength(1);
    expectOk(await rig.workspace.undo());
    expect(rig.engine.hash()).toBe(before);
    expect(rig.workspace.view()).toMatchObject({ canRedo: true, redoCommand: 'group.add' });
    expect(rig.workspace.view().branches.map(({ name }) => name)).toEqual([
      'main',
      'undo group.add a',
    ]);
    expectOk(await rig.workspace.redo());
    expect(rig.engine.hash()).toBe(after);
  });

  it('has at most eight branches and says which one is oldest', async () => {
    await runTo(10);
    for (let i = 1; i <= 7; i += 1) expectOk(await rig.workspace.fork(`f${i}`));
    const refused = await rig.workspace.fork('f8');
    expect(refused).toMatchObject({
      ok: false,
      error: { code: 'history.branchesFull', details: { branchesMax: 8, oldestUnused: 'main' } },
    });
    await rewind(5);
    expect(codeOf(await execute('x'))).toBe('history.branchesFull');
    expect(codeOf(await switchTo('nowhere'))).toBe('history.branchNotFound');
  });
});

async function switchTo(branch: string): ReturnType<typeof rig.workspace.switchBranch> {
  const journey = rig.workspace.switchBranch(branch, NEVER);
  await clock.advance(1);
  return journey;
}

describe('reopening', () => {
  it('finds head, branches, undo and redo where they were', async () => {
    await runTo(12);
    expectOk(await execute('a'));
    expectOk(await execute('b'));
    expectOk(await rig.workspace.undo());
    const hash = rig.engine.hash();
    const view = rig.workspace.view();
    rig.kill();
    await rig.open();
    expect(rig.engine.hash()).toBe(hash);
    expect(rig.workspace.view()).toEqual({ ...view, speed: 60 });
    expectOk(await rig.workspace.redo());
    expect(rig.engine.rows().map(({ name }) => name)).toEqual(['a', 'b']);
  });

  it('after a kill while running returns to within a wall second', async () => {
    expectOk(await rig.workspace.play({ running: true, speed: 10 }));
    await clock.advance(10_500);
    const reached = rig.engine.nowUs;
    rig.kill();
    await rig.open();
    expect(reached - rig.engine.nowUs).toBeLessThanOrEqual(11 * SECOND_US);
    expect(rig.engine.nowUs).toBeGreaterThan(90 * SECOND_US);
  });

  it('closing leaves clock and keyframe, so that nothing has to be run again', async () => {
    await runTo(50);
    expectOk(await execute('a'));
    const hash = rig.engine.hash();
    await rig.workspace.close();
    expect([...rig.keyframes.kept.values()].map(({ place }) => place.atUs)).toEqual([
      50 * SECOND_US,
    ]);
    await rig.open();
    expect(rig.engine.hash()).toBe(hash);
  });

  it('continues a document of other rules from its newest keyframe, on a branch', async () => {
    await runTo(50);
    expectOk(await execute('a'));
    await rig.workspace.close();
    const hash = rig.engine.hash();
    expect(await rig.open({ document: 1, current: 2 })).toBe('document.continued');
    expect(rig.engine.hash()).toBe(hash);
    expect(rig.workspace.view().branches.map(({ name }) => name)).toEqual([
      'main',
      'continued with rules 2',
    ]);
    expect(codeOf(await rig.workspace.rewind(10 * SECOND_US, NEVER))).toBe(
      'history.otherBehaviour',
    );
    expect(codeOf(await switchTo('main'))).toBe('history.otherBehaviour');
    await runTo(60);
    const later = rig.engine.hash();
    rig.kill();
    expect(await rig.open({ document: 1, current: 2 })).toBeUndefined();
    expect(rig.engine.hash()).toBe(later);
  });

  it('refuses a document of other rules without a readable keyframe', async () => {
    await runTo(5);
    rig.kill();
    await expect(rig.open({ document: 1, current: 2 })).rejects.toThrow('document.otherBehaviour');
  });
});

describe('a journal that this engine cannot follow', () => {
  const stand = { branch: 'main', parent: 0, eventsAtNow: 0 };

  it.each([
    ['a place that the run does not have', { atUs: 5_000_000, afterEvent: 9_999 }, addGroup('a')],
    [
      'a decision that is refused at its place',
      { atUs: 0, afterEvent: 0 },
      { type: 'group.remove' as const, group: 'nobody' },
    ],
  ])('is refused: %s', async (_name, place, command) => {
    rig.kill();
    const record = { kind: 'command', seq: 1, ...stand, ...place, command };
    rig.journal.lines.push(JSON.stringify(record));
    await expect(rig.open()).rejects.toThrow('document.diverged');
  });

  it('is refused when the keyframe it was continued from is gone', async () => {
    await runTo(50);
    await rig.workspace.close();
    await rig.open({ document: 1, current: 2 });
    rig.keyframes.kept.clear();
    rig.kill();
    await expect(rig.open({ document: 1, current: 2 })).rejects.toThrow('history.noWay');
  });
});

describe('a bug', () => {
  it('stops the workspace, leaves a bundle and says how to replay', async () => {
    await runTo(5);
    expectOk(await execute('a'));
    const engine = rig.engine;
    if (engine instanceof FakeEngine) engine.failAtEvent = engine.eventCount + 5;
    expectOk(await rig.workspace.play({ running: true, speed: undefined }));
    await clock.advance(1_000);
    const refused = await execute('b');
    expect(refused).toMatchObject({
      ok: false,
      error: {
        code: 'internal.bug',
        details: { bundle: 'crash-1.json', replay: 'racklab replay "rig.racklab"' },
      },
    });
    expect(rig.crashes).toEqual([new Error('the fake engine broke')]);
    expect(rig.workspace.view()).toMatchObject({ running: false, readOnly: 'internal.bug' });
    rig.kill();
    await rig.open();
    expect(rig.engine.rows().map(({ name }) => name)).toEqual(['a']);
  });
});
