/**
 * The words of moving a server of one's own into machines, and the figures that are taken where
 * nobody says otherwise. The figures are ours ([GEN], docs/facts.md, line L1); every one of them is
 * an option of a command. Nothing here knows where anything stands.
 */

/** How far a move has come; a rolled back one stands at `replicated` again. */
export const MOVE_STAGES = [
  'inventory',
  'mapped',
  'replicating',
  'replicated',
  'cuttingOver',
  'moved',
  'finished',
] as const;
export type MoveStage = (typeof MOVE_STAGES)[number];

/** What the replication does: nothing, the first copy, what changed since, a pause, no source. */
export const MOVE_PHASES = ['idle', 'initial', 'delta', 'waiting', 'sourceDown'] as const;
export type MovePhase = (typeof MOVE_PHASES)[number];

/** What became of the newest test of a move. */
export const MOVE_TESTS = ['none', 'running', 'passed', 'failed'] as const;
export type MoveTest = (typeof MOVE_TESTS)[number];

/** Why a size is suggested. */
export const SIZE_REASONS = ['measured', 'asItIs', 'burstable'] as const;
export type SizeReason = (typeof SIZE_REASONS)[number];

/** What a move as things are leaves as it was, or makes worse. */
export const REMAINS = [
  'oneMachine',
  'promise',
  'patchLevel',
  'oldRuntime',
  'oneSystem',
  'onlyOnce',
  'coreSpeed',
  'singleWorker',
  'longWay',
  'memoryGrows',
  'diskGrows',
  'localData',
  'noCopy',
  'noScaling',
  'paidIdle',
  'licence',
] as const;
export type RemainKind = (typeof REMAINS)[number];

/** Speed of the line between the room and the service, in Mbit/s. */
export const LINE_MBPS = 100;
/** After the first copy, what changed is copied so often: every five minutes. */
export const COPY_EVERY_US = 300_000_000;
/** Blocks that change in the time in which so much is written: logs and tables are written over. */
export const CHURN_TIMES = 10;
/** A change-over that does not serve after an hour is taken back. */
export const WINDOW_US = 3_600_000_000;
/** For a minute users keep the address that a name led to. */
export const NAME_TTL_US = 60_000_000;
/** One way between two sites, as stores have it (rule ENG-ST5). */
export const SITE_ONE_WAY_US = 15_000;
/** A size is suggested so that what was measured uses so much of it, in percent. */
export const CPU_USE_PERCENT = 70;
export const MEMORY_USE_PERCENT = 80;
/** The network in which a copy is tried: a range nobody else needs, as it is joined to nothing. */
export const TEST_RANGE = '10.255.0.0/24';
/** What is installed on a server of which nothing was said. */
export const SERVER_IMAGE = 'Ubuntu2204';
