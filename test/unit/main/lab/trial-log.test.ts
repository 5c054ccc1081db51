/**
 * Goal: what a learner writes and tries counts as it comes out when it is tried again, never as the
 * log tells it, and expressions can ask about it. Method: an attempt with an experiment of its own
 * is played in the test room, its told verdict is changed, and both are marked.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { actionsOf } from '../../../../src/main/author/played-actions.ts';
import { logThatCounts } from '../../../../src/main/lab/attempt-log.ts';
import { replayRoom, roomOf, startOf, type LabStart } from '../../../../src/main/lab/lab-room.ts';
import { playRoom } from '../../../../src/main/lab/play-actions.ts';
import { lookAt } from '../../../../src/main/lab/room-scope.ts';
import { trialsOf } from '../../../../src/main/lab/trial-log.ts';
import { decodeJournalRecord } from '../../../../src/shared/document/journal-record.ts';
import { actionsSchema, type LabActions } from '../../../../src/shared/lab/actions-schema.ts';
import { evaluate } from '../../../../src/shared/lab/expression.ts';
import { expectOk } from '../../../support/expect-ok.ts';
import { LAB_SCENARIO_TEXT } from '../../../support/lab-scenario.ts';
import { theCatalogue } from '../../../support/the-catalogue.ts';

const EXPERIMENT = {
  name: 'each-rack',
  hypothesis: '90 % are served in 2 minutes',
  roles: { owner: 'Ana', observer: 'Rui' },
  steadyFor: '30s',
  steadyState: [{ measure: 'servedFraction', min: 0.9 }],
  faults: [{ target: 'rack', pick: 'each', for: '1m' }],
  blastRadius: { machinesLost: '=2 * 1' },
  runFor: '90s',
  during: [{ measure: 'servedFraction', min: 0.9 }],
};

function actions(steps: readonly object[]): LabActions {
  return actionsSchema.parse({
    format: 'racklab.actions',
    formatVersion: 1,
    steps,
    until: '4m',
  });
}

const STEPS = actions([
  { at: '1m', experiment: EXPERIMENT },
  { at: '1m', try: 'each-rack', prediction: { machinesLost: 1 } },
  { at: '2m', command: { type: 'group.add', name: 'made' } },
  {
    at: '3m',
    experiment: { ...EXPERIMENT, faults: [{ target: 'rack:r4', pick: 'all', for: '1m' }] },
  },
  { at: '3m', try: 'each-rack' },
]);

let start: LabStart;
let records: readonly Readonly<Record<string, unknown>>[];

beforeAll(() => {
  const draw = { seed: 4_711, values: {} };
  const lab = { start: { scenario: 'start.scenario.json' } };
  const given = { lab, scenarioText: LAB_SCENARIO_TEXT };
  // Only the start of a lab is read to begin its room.
  start = expectOk(startOf(given as never, { draw, catalogue: theCatalogue() }));
  records = expectOk(playRoom({ start, actions: STEPS })).entries.map(({ record }) => record);
});

/** What is asked of a log that is read as a trainer reads it. */
function asked(log: typeof records, expressions: readonly string[]): unknown[] {
  const counted = expectOk(logThatCounts(log.map((record) => ({ record: { ...record } }))));
  const { room, log: read } = expectOk(replayRoom(start, counted.records));
  const { trials, flags } = expectOk(trialsOf(start, read));
  const { scope } = lookAt(roomOf(start, { ...room, trials }));
  return [flags, ...expressions.map((one) => expectOk(evaluate(one, scope)))];
}

const QUESTIONS = [
  "count('experiment[hypothesisNumbers>=2][roles=2][limited=true]')",
  "count('run')",
  "count('run:1[verdict=aborted][predicted=true][machinesLost>=6]')",
  "count('run:2[verdict=held][isWider=false][afterPass=false]')",
  "count('case[part=rack:r1][short=true]')",
  "count('case[run=2][part=rack:r4][short=false][fault=cut]')",
  "count('run[overrunSeconds<=60]')",
];

describe('experiments of an attempt', () => {
  it('are tried again at their places, and can be asked about', () => {
    expect(asked(records, QUESTIONS)).toEqual([[], 1, 2, 1, 1, 1, 1, 2]);
  });

  it('count as they come out and not as the log tells them', () => {
    const lie = JSON.parse(
      JSON.stringify(records).replaceAll('"aborted"', '"held"'),
    ) as typeof records;
    const [flags, ...answers] = asked(lie, QUESTIONS);
    expect(flags).toEqual(['run 1 of an experiment was told otherwise']);
    expect(answers).toEqual([1, 2, 1, 1, 1, 1, 2]);
  });

  it('become steps of an attempt again', () => {
    const journal = records.map((record) => expectOk(decodeJournalRecord(record)));
    const { steps } = expectOk(actionsOf(journal, 240_000_000));
    expect(steps.map((step) => Object.keys(step)[1])).toEqual([
      'experiment',
      'try',
      'command',
      'experiment',
      'try',
    ]);
    expect(expectOk(playRoom({ start, actions: { ...STEPS, steps } })).entries).toEqual(
      expectOk(playRoom({ start, actions: STEPS })).entries,
    );
  });

  it.each([
    [[{ at: '1m', try: 'none' }], /no experiment none/],
    [
      [{ at: '1m', experiment: { ...EXPERIMENT, blastRadius: { machinesLost: 'two' } } }],
      /lab.badSteps .*each-rack/,
    ],
    [[{ at: '1m', experiment: { ...EXPERIMENT, during: [{ measure: 'lost' }] } }], /always holds/],
  ])('are refused where they cannot be: %j', (steps, said) => {
    const played = playRoom({ start, actions: actions(steps) });
    expect(played.ok ? '' : `${played.error.code} ${played.error.message}`).toMatch(said);
  });
});
