/**
 * Keeps the texts of the screen in the names of the chosen cloud. The texts as they were written
 * are kept, so that going back is exact. It must not know who chooses.
 */
import { watch } from 'vue';
import { useI18n } from 'vue-i18n';
import en from '../locales/en.json';
import ptBr from '../locales/pt-BR.json';
import { usePreferences } from '../stores/use-preferences.ts';
import { withNames, type CloudName } from './cloud-names.ts';

/** The glossary itself tells what things are called, and must not be renamed. */
const KEPT = ['glossary', 'cloudNames'] as const;

/** Follows the choice; call once, where the screen begins. */
export function useCloudNames(): void {
  const i18n = useI18n({ useScope: 'global' });
  const preferences = usePreferences();
  watch(
    () => preferences.cloud,
    (cloud) => {
      i18n.setLocaleMessage('en', namedTexts(en, cloud));
      i18n.setLocaleMessage('pt-BR', namedTexts(ptBr, cloud));
    },
    // The texts of a fresh screen are as they were written.
    { immediate: preferences.cloud !== 'azure' },
  );
}

/** The texts of one language in the names of a cloud. */
export function namedTexts<Texts extends typeof en | typeof ptBr>(
  texts: Texts,
  cloud: CloudName,
): Texts {
  if (cloud === 'azure') return texts;
  const named = withNames(texts, {
    here: texts.cloudNames.here,
    there: texts.cloudNames[cloud],
  });
  const kept = Object.fromEntries(KEPT.map((key) => [key, texts[key]]));
  // Same keys and shape as before: only words within the texts were exchanged.
  return { ...named, ...kept } as Texts;
}
