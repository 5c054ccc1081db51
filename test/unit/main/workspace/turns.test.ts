/**
 * Goal: tasks of a workspace never overlap, whatever they wait for, and too many are refused.
 * Method: tasks that wait at several points note when they begin and end.
 */
import { describe, expect, it } from 'vitest';
import { TURNS_WAITING_MAX, TurnQueue } from '../../../../src/main/workspace/turns.ts';
import { OK } from '../../../../src/shared/kernel/result.ts';
import { letOthersRun } from '../../../support/wall-clocks.ts';
import { codeOf } from '../../../support/workspace-rig.ts';

describe('turns', () => {
  it('are taken one after the other, in order of arrival', async () => {
    const queue = new TurnQueue();
    const notes: string[] = [];
    const done = ['a', 'b', 'c'].map((name) =>
      queue.run(async () => {
        notes.push(`${name} begins`);
        await letOthersRun();
        notes.push(`${name} ends`);
        return OK;
      }),
    );
    expect(queue.isIdle).toBe(false);
    queue.whenIdle(() => notes.push('idle'));
    await Promise.all(done);
    await letOthersRun();
    expect(notes).toEqual([
      'a begins',
      'a ends',
      'b begins',
      'b ends',
      'c begins',
      'c ends',
      'idle',
    ]);
    expect(queue.isIdle).toBe(true);
  });

  it('go on after a task that throws', async () => {
    const queue = new TurnQueue();
    const bad = queue.run(() => {
      throw new Error('a bug');
    });
    const good = queue.run(() => OK);
    await expect(bad).rejects.toThrow('a bug');
    expect(await good).toEqual(OK);
  });

  it('are refused when a thousand wait', async () => {
    const queue = new TurnQueue();
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const first = queue.run(async () => {
      await gate;
      return OK;
    });
    const waiting = Array.from({ length: TURNS_WAITING_MAX }, () => queue.run(() => OK));
    expect(codeOf(await queue.run(() => OK))).toBe('workspace.busy');
    open();
    await first;
    expect((await Promise.all(waiting)).every(({ ok }) => ok)).toBe(true);
  });
});
