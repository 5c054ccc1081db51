/**
 * Which looks (size, theme, language) a file of scenes goes through in this run. The reduced run
 * takes one of its usual ones, files in turn, so that both languages and themes are met; the long
 * run takes the usual ones. The walks for pictures have looks of their own: `npm run screens` takes
 * every one there is.
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

/** The looks in force; `turn` says which of the usual ones the reduced run takes. */
export function looksInForce(looks: {
  readonly usual: readonly Look[];
  readonly turn: number;
}): readonly Look[] {
  const { usual, turn } = looks;
  return isLongRun ? usual : usual.slice(turn % usual.length, (turn % usual.length) + 1);
}

/**
 * Both sizes in every theme and language, by language, then size; the themes go forth and back, so
 * that from one look to the next as little changes as can be.
 */
function allLooks(): Look[] {
  const sizes = [
    { width: 1280, height: 800, themes: ['light', 'dark', 'contrast'] },
    { width: 1920, height: 1080, themes: ['contrast', 'dark', 'light'] },
  ] as const;
  return (['en', 'pt-BR'] as const).flatMap((language) =>
    sizes.flatMap(({ themes, ...size }) =>
      themes.map((theme): Look => ({
        ...size,
        theme,
        language,
        still: true,
      })),
    ),
  );
}

/**
 * The looks in which walks are photographed: those that `RACKLAB_LOOKS` chooses by words such as
 * `dark` or `pt-BR,1920`, which must all fit; in the long run the three themes, both sizes and both
 * languages once.
 */
export function picturedLooks(): readonly Look[] {
  const wanted = process.env['RACKLAB_LOOKS'];
  const all = allLooks();
  if (wanted === undefined) {
    return all.filter(
      ({ language, theme, width }) =>
        (language === 'en' && width === 1280 && theme !== 'dark') ||
        (language === 'pt-BR' && width === 1920 && theme === 'dark'),
    );
  }
  const words = wanted.split(',').filter((word) => word !== '');
  return all.filter(({ language, theme, width }) => {
    const mine: readonly string[] = [language, theme, String(width)];
    return words.every((word) => mine.includes(word));
  });
}
