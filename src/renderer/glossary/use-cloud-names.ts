/**
 * Keeps the texts of the screen in the names of the chosen cloud. The texts as they were written
 * are kept, so that going back is exact. It must not know who chooses.
 */
import { computed, watch } from 'vue';
import { useI18n } from 'vue-i18n';
import en from '../locales/en.json';
import ptBr from '../locales/pt-BR.json';
import { usePreferences } from '../stores/use-preferences.ts';
import { sentenceNamer, withNames, type CloudName } from './cloud-names.ts';

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

/**
 * Says in the names of the chosen cloud what is not among the texts of the screen: sentences of
 * the engine, and what the author of a template, lab or experiment wrote.
 */
export function useNamedSentences(): (text: string) => string {
  const preferences = usePreferences();
  const namer = computed(() => {
    const { cloud } = preferences;
    if (cloud === 'azure') return (text: string) => text;
    const { cloudNames } = preferences.locale === 'pt-BR' ? ptBr : en;
    return sentenceNamer({ here: cloudNames.here, there: cloudNames[cloud] });
  });
  return (text) => namer.value(text);
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
