/**
 * How often the repeated tests repeat: one table, two columns.
 * `npm test` takes the reduced column so that it ends within minutes on two cores;
 * `npm run test:long` takes the full one, which is what the project promises. The gate prints the
 * table at its end, so nobody has to guess how thorough a green run was.
 */
interface Counts {
  readonly reduced: number;
  readonly long: number;
  readonly what: string;
}

const TABLE = {
  propertyRuns: { reduced: 100, long: 2_000, what: 'random cases of each property' },
  simulationSeeds: { reduced: 6, long: 500, what: 'seeds of each simulation with a fault plan' },
  invariantSeeds: { reduced: 150, long: 10_000, what: 'seeds of random commands, faults and time' },
  roomHistories: { reduced: 25, long: 1_000, what: 'random histories of a room' },
  processKills: { reduced: 40, long: 1_000, what: 'kills of the writing process' },
  powerCuts: { reduced: 100, long: 1_000, what: 'power cuts over a file layer that drops writes' },
  lockInterleavings: {
    reduced: 150,
    long: 5_000,
    what: 'orders in which processes race for a lock',
  },
  lockRaces: { reduced: 3, long: 60, what: 'races of 8 real processes for a stale lock' },
  sliceCuts: { reduced: 20, long: 200, what: 'random ways to cut a run into time slices' },
  undoInstants: { reduced: 2, long: 50, what: 'random instants of undo and redo, per command' },
  operationRounds: { reduced: 600, long: 10_000, what: 'rounds through measured operations' },
  monteCarloBases: { reduced: 8, long: 100, what: 'base seeds of each Monte Carlo interval' },
  bitFlips: { reduced: 2, long: 64, what: 'bits flipped in each column of a room' },
  classLearners: { reduced: 4, long: 200, what: 'learners of a class that is graded' },
  corruptFiles: { reduced: 200, long: 5_000, what: 'randomly damaged files and frames' },
} as const satisfies Record<string, Counts>;

export type CountName = keyof typeof TABLE;

/** Whether this run was started by `npm run test:long`. */
export const isLongRun = process.env['RACKLAB_COUNTS'] === 'long';

/**
 * How many repetitions the named test makes in this run.
 * @param name a row of the table; add one rather than write a number into a test
 */
export function count(name: CountName): number {
  return isLongRun ? TABLE[name].long : TABLE[name].reduced;
}

/** The table as lines of text, with the column in force named, for the end of a run. */
export function describeCounts(): string[] {
  const column = isLongRun ? 'long' : 'reduced';
  const rows = Object.entries(TABLE).map(([name, row]) => {
    const full = isLongRun ? '' : ` (long: ${row.long})`;
    return `  ${name.padEnd(18)}${String(row[column]).padStart(6)}${full}  ${row.what}`;
  });
  const draws = isLongRun ? 'new in every run' : 'the same in every run';
  return [`counts in force: ${column}; random cases are ${draws}`, ...rows];
}
