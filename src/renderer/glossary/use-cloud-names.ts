/**
 * Texts and sentences in the names of the chosen cloud. The texts as they were written are left
 * alone, so that going back is exact. It must not know who chooses.
 */
import { computed } from 'vue';
import { textsOf, type Texts } from '../i18n/texts.ts';
import { usePreferences } from '../stores/use-preferences.ts';
import { sentenceNamer, withNames, type CloudName } from './cloud-names.ts';

/** The glossary itself tells what things are called, and must not be renamed. */
const KEPT = ['glossary', 'cloudNames'] as const;

/**
 * Says in the names of the chosen cloud what is not among the texts of the screen: sentences of
 * the engine, and what the author of a template, lab or experiment wrote.
 */
export function useNamedSentences(): (text: string) => string {
  const preferences = usePreferences();
  const namer = computed(() => {
    const { cloud } = preferences;
    const cloudNames = textsOf(preferences.locale)?.cloudNames;
    if (cloud === 'azure' || cloudNames === undefined) return (text: string) => text;
    return sentenceNamer({ here: cloudNames.here, there: cloudNames[cloud] });
  });
  return (text) => namer.value(text);
}

/** The texts of one language in the names of a cloud. */
export function namedTexts<Some extends Texts>(texts: Some, cloud: CloudName): Some {
  if (cloud === 'azure') return texts;
  const named = withNames(texts, {
    here: texts.cloudNames.here,
    there: texts.cloudNames[cloud],
  });
  const kept = Object.fromEntries(KEPT.map((key) => [key, texts[key]]));
  // Same keys and shape as before: only words within the texts were exchanged.
  return { ...named, ...kept } as Some;
}
