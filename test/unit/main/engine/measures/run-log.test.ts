/**
 * Goal: what a ledger names can be walked back however long ago it was. Method: a small chain,
 * then more happenings than the log keeps, then a snapshot of it.
 */
import { describe, expect, it } from 'vitest';
import { RUN_LOG_MAX, RunLog } from '../../../../../src/main/engine/run-log.ts';

function add(log: RunLog, cause: number): number {
  return log.add({ atUs: 0, kind: 'vm.lost', subject: 'vm:lab/m', cause });
}

describe('[ENG-Y4] the run log', () => {
  it('keeps chains that are named and drops the rest', () => {
    const named: number[] = [];
    const log = new RunLog(() => named);
    const root = add(log, 0);
    const effect = add(log, root);
    const other = add(log, 0);
    named.push(effect);
    for (let i = 0; i < RUN_LOG_MAX * 2; i += 1) add(log, 0);
    expect(log.get(other)).toBeUndefined();
    expect(log.chain(effect).map(({ id }) => id)).toEqual([root, effect]);
    const saved: Parameters<RunLog['restore']>[0] = JSON.parse(log.toText());
    const again = new RunLog(() => named);
    again.restore(saved);
    expect(again.chain(effect).map(({ id }) => id)).toEqual([root, effect]);
    expect(again.lastId).toBe(log.lastId);
  });
});
