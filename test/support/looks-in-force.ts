/**
 * Which looks (size, theme, language) a file of scenes goes through in this run. The reduced run
 * takes one of its usual ones, files in turn, so that both languages and themes are met; the long
 * run takes the usual ones, and RACKLAB_SCREENS=all every one there is.
 */
import { isLongRun } from './counts.ts';

/** The looks in force; `turn` says which of the usual ones the reduced run takes. */
export function looksInForce<Look>(looks: {
  readonly usual: readonly Look[];
  readonly all: readonly Look[];
  readonly turn: number;
}): readonly Look[] {
  const { usual, all, turn } = looks;
  if (process.env['RACKLAB_SCREENS'] === 'all') return all;
  return isLongRun ? usual : usual.slice(turn % usual.length, (turn % usual.length) + 1);
}
