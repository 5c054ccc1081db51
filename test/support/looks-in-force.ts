/**
 * Which looks (size, theme, language) a file of scenes goes through in this run. The reduced run
 * takes one of its usual ones, files in turn, so that both languages and themes are met; the long
 * run takes the usual ones, and `npm run screens` every one there is.
 */
import { isLongRun } from './counts.ts';
import type { Look } from './screen-tab.ts';

/** What most files of scenes usually go through: each size, theme and language once. */
export const USUAL_LOOKS: readonly Look[] = [
  { width: 1280, height: 800, theme: 'light', language: 'en', still: true },
  { width: 1920, height: 1080, theme: 'dark', language: 'pt-BR', still: true },
];

/** The usual sizes with theme and language the other way round. */
export const CROSSED_LOOKS: readonly Look[] = [
  { width: 1280, height: 800, theme: 'dark', language: 'pt-BR', still: true },
  { width: 1920, height: 1080, theme: 'light', language: 'en', still: true },
];

/** Both sizes in every one of the themes and in both languages. */
export function looksOf(themes: readonly Look['theme'][]): Look[] {
  const sizes = [
    { width: 1280, height: 800 },
    { width: 1920, height: 1080 },
  ];
  const languages = ['en', 'pt-BR'] as const;
  return sizes.flatMap((size) =>
    themes.flatMap((theme) =>
      languages.map((language): Look => ({ ...size, theme, language, still: true })),
    ),
  );
}

/** The looks in force; `turn` says which of the usual ones the reduced run takes. */
export function looksInForce(looks: {
  readonly usual: readonly Look[];
  readonly turn: number;
}): readonly Look[] {
  const { usual, turn } = looks;
  if (process.env['RACKLAB_SCREENS'] === 'all') return looksOf(['light', 'dark', 'contrast']);
  return isLongRun ? usual : usual.slice(turn % usual.length, (turn % usual.length) + 1);
}
