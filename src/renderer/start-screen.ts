/**
 * Starts the screen: connection, stores, languages, page. Nothing else happens at load time. It is
 * loaded by main.ts once schemas may be made.
 */
import { createPinia } from 'pinia';
import { createApp } from 'vue';
import { contract } from '../shared/contract/contract.ts';
import { createOpener } from './api/choose.ts';
import App from './App.vue';
import { createTranslator } from './i18n/i18n.ts';
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

const app = createApp(App);
app.use(createPinia());
app.use(createTranslator(usePreferences().locale));
// Registered before the connection opens, so that it hears of the first one.
useWorkspace();
// It says at which place the connection begins.
useRooms();
app.mount('#app');
void useSession().start(createOpener(contract, window, report));
