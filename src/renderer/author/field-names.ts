/**
 * Names of the fields of a lab, and words a field may be, in the language of the screen. The
 * format's own word is shown where there is no other: it is what stands in the file.
 */
import { useI18n } from 'vue-i18n';

/** How a field is called. */
export function useFieldNames(): (name: string) => string {
  const i18n = useI18n();
  return (name) => {
    const key = `author.field.${name}`;
    return i18n.te(key, 'en') ? i18n.t(`author.field.${name}`) : name;
  };
}

/** How one of the words is called that a field may be. */
export function useFieldWords(): (word: string) => string {
  const i18n = useI18n();
  return (word) => {
    const key = `author.word.${word}`;
    return i18n.te(key, 'en') ? i18n.t(`author.word.${word}`) : word;
  };
}
