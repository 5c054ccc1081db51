/**
 * The first thing the page runs: tells zod to do without generated code, then loads the screen and,
 * beside it, its words.
 *
 * The screen comes in several files, and those that others share are run before the one that asks
 * for them; so the screen is asked for only here, when no schema has been made yet. A screen that
 * cannot be had is told in the words of the page itself, which holds them in both languages.
 */
import '../shared/contract/zod-without-eval.ts';
import { chosenLocale, readPreferences } from './i18n/locale-choice.ts';
import { fetchTexts } from './i18n/texts.ts';

async function start(): Promise<void> {
  const locale = chosenLocale(readPreferences());
  const [{ startScreen }, texts] = await Promise.all([
    import('./start-screen.ts'),
    fetchTexts(locale),
  ]);
  startScreen(locale, texts);
}

start().catch((error: unknown) => {
  document.querySelector<HTMLDialogElement>('#not-started')?.showModal();
  reportError(error);
});
