/**
 * Limits of scenario files, in one place and without a schema library, because the way from a
 * scenario value to the engine has to be short. A file beyond a limit is refused by name, never
 * cut.
 */

/** Longest text of a file, in characters; as much as a call of the contract may carry. */
export const SCENARIO_LENGTH_MAX = 32 * 1_024 * 1_024;
/** Deepest nesting of lists and objects; the format itself needs eight. */
export const SCENARIO_DEPTH_MAX = 32;
/** Most values (texts, numbers, lists, objects) in a file. */
export const SCENARIO_VALUES_MAX = 4_000_000;
/** Most entries one section may list; a repetition counts as one. */
export const SECTION_LENGTH_MAX = 200_000;
/** Most timed actions of one file. */
export const ACTIONS_MAX = 200_000;
/** Most things one entry may stand for. */
export const COPIES_MAX = 500_000;
/** Most things all entries together may stand for. */
export const SETUP_COMMANDS_MAX = 500_000;
/** Most values one variable of `each` may be given. */
export const EACH_VALUES_MAX = 10_000;
/** Most variables of one `each`. */
export const EACH_VARIABLES_MAX = 4;
/** Most problems reported for one file; the rest would follow from the first. */
export const ISSUES_MAX = 50;

/** The name in an action of a time of day that its command calls `at`. */
export const OWN_AT = 'opensAt';
