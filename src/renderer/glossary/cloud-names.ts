/**
 * The glossary lens: every text of the screen with the names of another cloud.
 *
 * Where a thing is the same in both clouds, the words for it are exchanged once, in the texts
 * themselves, so nothing on the screen has to know of the lens. The Portuguese names were chosen to
 * have the gender of the word they stand for, so that a sentence stays right. It must not know
 * which texts there are.
 */

/** The clouds whose names the screen can speak; the first is the one texts are written in. */
export const CLOUDS = ['azure', 'aws', 'google'] as const;
export type CloudName = (typeof CLOUDS)[number];

/** Texts by key, nested as the locale files are. */
export interface TextTree {
  readonly [key: string]: string | TextTree;
}

/** For each term, its forms as `one/many`, several of them parted by commas. */
export type Forms = Readonly<Record<string, string>>;

/** The forms as texts have them, and those to put in their place. */
interface Names {
  readonly here: Forms;
  readonly there: Forms;
}

interface Replacement {
  readonly name: string;
  /** `a` or `an`, where the language has it. */
  readonly article: string | undefined;
}

/** Parts of a text that are not words: what is put in when it is shown, and links to others. */
const NOT_WORDS = /(\{[^}]*\}|@(?:\.\w+)?:\S+)/;
/** Ids, commands and files in a sentence that was not written with placeholders. */
const NOT_WORDS_SAID = /(\S*[\w}][:/._][\w{]\S*)/;
const ARTICLE = /^(an?) (.+)$/;

/**
 * The texts with the names of another cloud. `here` are the forms as texts have them, `there` the
 * forms to put in their place; a term without a form there keeps its name. O(length of texts).
 */
export function withNames(texts: TextTree, names: Names): TextTree {
  const rename = renamerOf(names);
  return mapTexts(texts, (text) => betweenOf(text, NOT_WORDS, rename));
}

/**
 * As `withNames`, for sentences that are not among the texts: what the engine says, what the author
 * of a lab or template wrote. Ids, commands and files in them are left alone.
 */
export function sentenceNamer(names: Names): (text: string) => string {
  const rename = renamerOf(names);
  return (text) => betweenOf(text, NOT_WORDS_SAID, rename);
}

/** Changes what stands between the parts that a pattern with one group finds. */
function betweenOf(text: string, kept: RegExp, change: (part: string) => string): string {
  const parts = text.split(kept);
  return parts.map((part, index) => (index % 2 === 1 ? part : change(part))).join('');
}

function renamerOf(names: Names): (part: string) => string {
  const table = tableOf(names);
  const words = [...table.keys()].toSorted((a, b) => b.length - a.length).map(escaped);
  if (words.length === 0) return (part) => part;
  const edge = String.raw`[\p{L}\p{N}-]`;
  const pattern = new RegExp(
    String.raw`(?<!${edge})(?:(an?)(\s+))?(${words.join('|')})(?!${edge})`,
    'giu',
  );
  return (part) => part.replace(pattern, (...found) => renamed(table, found.slice(1, 4)));
}

function renamed(table: ReadonlyMap<string, Replacement>, found: readonly unknown[]): string {
  const [article, space, word] = found.map((part) => (typeof part === 'string' ? part : undefined));
  if (word === undefined) return '';
  const there = table.get(word.toLowerCase());
  if (there === undefined) return word;
  if (article === undefined) return likeFirst(word, there.name);
  return likeFirst(article, there.article ?? article) + (space ?? ' ') + there.name;
}

/** Begins with a capital where the word it stands for does. */
function likeFirst(model: string, text: string): string {
  const isCapital = model.charAt(0) !== model.charAt(0).toLowerCase();
  return isCapital ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}

function tableOf(names: Names): ReadonlyMap<string, Replacement> {
  const table = new Map<string, Replacement>();
  for (const [term, forms] of Object.entries(names.here)) {
    const there = names.there[term]?.split('/');
    if (there === undefined) continue;
    const [, article, bare] = ARTICLE.exec(there[0] ?? '') ?? [];
    const one = { name: bare ?? there[0] ?? '', article };
    const many = { name: there[1] ?? '', article: undefined };
    for (const form of forms.split(',')) {
      const [single, plural] = form.trim().split('/');
      if (single !== undefined) table.set(single.toLowerCase(), one);
      if (plural !== undefined) table.set(plural.toLowerCase(), many);
    }
  }
  return table;
}

function mapTexts(texts: TextTree, change: (text: string) => string): TextTree {
  return Object.fromEntries(
    Object.entries(texts).map(([key, value]) => [
      key,
      typeof value === 'string' ? change(value) : mapTexts(value, change),
    ]),
  );
}

function escaped(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
