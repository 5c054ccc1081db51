/**
 * The first thing the page runs: tells zod to do without generated code, then loads the screen.
 *
 * The screen comes in several files, and those that others share are run before the one that asks
 * for them; so the screen is asked for only here, when no schema has been made yet.
 */
import '../shared/contract/zod-without-eval.ts';

void import('./start-screen.ts');
