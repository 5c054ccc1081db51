/**
 * The editor library's own words in the language of the screen, by the English text it would show.
 * A word that is missing here would be shown in English.
 */

const PHRASES = {
  find: 'Find',
  replace: 'Replace',
  next: 'next',
  previous: 'previous',
  all: 'all',
  matchCase: 'match case',
  byWord: 'by word',
  regexp: 'regexp',
  replaceOne: 'replace',
  replaceAll: 'replace all',
  close: 'close',
  completions: 'Completions',
  diagnostics: 'Diagnostics',
  noDiagnostics: 'No diagnostics',
  foldLine: 'Fold line',
  unfoldLine: 'Unfold line',
  folded: 'folded code',
  unfold: 'unfold',
} as const;

/** Their keys, for whoever lists the words of the screen. */
export const EDITOR_PHRASES = Object.keys(PHRASES);

/** The phrases for an editor that is opened now. */
export function editorPhrases(t: (key: string) => string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(PHRASES).map(([key, english]) => [english, t(`editor.phrase.${key}`)]),
  );
}
