/**
 * Goal: a journal that was changed by hand or by chance is refused with a reason, never believed.
 * Method: sound records are given a wrong place, number, branch or path; the history must refuse
 * each and be as it was.
 */
import { beforeEach, describe, expect, it } from 'vitest';
import { describeCommand, planCommand } from '../../../../src/main/workspace/history-plan.ts';
import { DECISIONS_MAX, History } from '../../../../src/main/workspace/history.ts';
import {
  decodeJournalRecord,
  type JournalRecord,
} from '../../../../src/shared/document/journal-record.ts';
import { expectOk } from '../../../support/expect-ok.ts';
import { addGroup, codeOf } from '../../../support/workspace-rig.ts';

const STAND = { branch: 'main', parent: 0, atUs: 0, afterEvent: 0 };

function command(seq: number, change: Partial<JournalRecord> = {}): JournalRecord {
  const record = { kind: 'command', seq, ...STAND, eventsAtNow: 0, command: addGroup(`g${seq}`) };
  return expectOk(decodeJournalRecord({ ...record, ...change }));
}

let history: History;

beforeEach(() => {
  history = new History('main');
  expectOk(history.apply(command(1, { atUs: 50, afterEvent: 5 })));
  expectOk(history.apply(command(2, { parent: 1, atUs: 80, afterEvent: 8 })));
});

describe('records that do not fit', () => {
  const next = { parent: 2, atUs: 90, afterEvent: 9 };
  const cases: [string, JournalRecord][] = [
    ['a number left out', command(4, next)],
    ['a number twice', command(2, next)],
    ['another branch', command(3, { ...next, branch: 'b9' })],
    ['a decision before it that does not exist', command(3, { ...next, parent: 7 })],
    ['a place before the decision it follows', command(3, { ...next, atUs: 70, afterEvent: 7 })],
    ['a decision in the past without a branch', command(3, { parent: 1, atUs: 60, afterEvent: 6 })],
    ['an undo of what is not last', { kind: 'undo', seq: 3, ...STAND, ...next, seqs: [1] }],
    ['a redo of what was not undone', { kind: 'redo', seq: 3, ...STAND, ...next, seqs: [2] }],
    [
      'a rewind past a decision it leaves out',
      {
        kind: 'rewind',
        seq: 3,
        ...STAND,
        ...next,
        to: { parent: 1, atUs: 85, afterEvent: 8 },
      },
    ],
    [
      'a branch that does not exist',
      {
        kind: 'switchBranch',
        seq: 3,
        ...STAND,
        ...next,
        to: { branch: 'b9', parent: 0, atUs: 0, afterEvent: 0 },
      },
    ],
    [
      'a branch that exists already',
      { kind: 'fork', seq: 3, ...STAND, ...next, fork: { id: 'main', name: 'x' } },
    ],
  ];

  it.each(cases)('%s', (_name, record) => {
    const before = { head: history.head, size: history.size, branches: history.branches };
    expect(codeOf(history.apply(record))).toBe('journal.inconsistent');
    expect({ head: history.head, size: history.size, branches: history.branches }).toEqual(before);
  });
});

describe('records of the wrong shape', () => {
  it.each([
    ['no object', 7],
    ['an unknown kind', { kind: 'wish', seq: 1, ...STAND }],
    ['an unknown field', { ...command(1), extra: true }],
    ['a negative place', { ...command(1), atUs: -1 }],
    ['a command of an unknown type', { ...command(1), command: { type: 'moon.land' } }],
  ])('%s', (_name, value) => {
    expect(codeOf(decodeJournalRecord(value))).toBe('journal.invalidRecord');
  });
});

describe('a full history', () => {
  it('takes no further decision and says what to do', () => {
    const full = new History('main');
    Object.defineProperty(full, 'size', { value: DECISIONS_MAX });
    const given = {
      command: addGroup('a'),
      eventsAtNow: 0,
      midInstant: false,
      actionsDone: 0,
      mark: undefined,
    };
    expect(codeOf(planCommand(full, given))).toBe('history.full');
  });
});

describe('names of commands', () => {
  it('say type and object', () => {
    expect(describeCommand({ type: 'fault.cut', target: 'rack:r2' })).toBe('fault.cut rack:r2');
    expect(describeCommand({ type: 'vm.stop', vm: 'web-1', by: 'guest' })).toBe('vm.stop web-1');
    expect(describeCommand({ type: 'place.add', kind: 'room', name: 'a', parent: 'b' })).toBe(
      'place.add a',
    );
  });
});
