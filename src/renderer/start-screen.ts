/**
 * Starts the screen: stores, words, connection, page. Nothing happens at load time. It is loaded by
 * main.ts once schemas may be made.
 */
import { createPinia } from 'pinia';
import { createApp } from 'vue';
import { contract } from '../shared/contract/contract.ts';
import { createOpener } from './api/choose.ts';
import App from './App.vue';
import { namedTexts } from './glossary/use-cloud-names.ts';
import { createTranslator } from './i18n/i18n.ts';
import type { LocaleName } from './i18n/locale-choice.ts';
import type { Texts } from './i18n/texts.ts';
import { usePreferences } from './stores/use-preferences.ts';
import { useRooms } from './stores/use-rooms.ts';
import { useSession } from './stores/use-session.ts';
import { useWorkspace } from './stores/use-workspace.ts';
import './ui/tokens.css';
import './ui/base.css';
import './ui/kit.css';

/** Faults that belong to no call: they are bugs, and the console is where developers look. */
function report(what: string, error: unknown): void {
  reportError(error instanceof Error ? error : new Error(`${what}: ${String(error)}`));
}

/** Says what the build knows already, so that no page works it out at its start. */
declare const __CONTRACT_HASH__: string;

/** Begins with the words of one language; call once. */
export function startScreen(locale: LocaleName, texts: Texts): void {
  const app = createApp(App);
  app.use(createPinia());
  const { cloud } = usePreferences();
  app.use(createTranslator(locale, namedTexts(texts, cloud)));
  // Registered before the connection opens, so that it hears of the first one.
  useWorkspace();
  // It says at which place the connection begins.
  useRooms();
  const open = createOpener(contract, window, { report, contractHash: __CONTRACT_HASH__ });
  // The line is laid while the page is made.
  void useSession().start(open);
  app.mount('#app');
}
