/**
 * The raw words a refusal carries in its details (kinds of things, faults, stages, commands), as
 * the screen calls them. Which word belongs to which family of texts stands here; the texts
 * themselves stand in the locale files.
 */
import { commandTypes } from '../../shared/commands/index.ts';

/** What naming needs of the language in force. */
interface Words {
  readonly t: (key: string) => string;
  readonly has: (key: string) => boolean;
}

/** Families of texts for a detail, by the area of the code: the first that has the word. */
const FAMILIES: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  application: { state: ['application'] },
  balancer: { state: ['admin'] },
  fault: { kind: ['faultKind'], targets: ['kind', 'field'] },
  guest: { state: ['state'] },
  maintenance: { scope: ['windowScope'] },
  move: { stage: ['moveStage'], wanted: ['moveStage'] },
  nested: { field: ['kind', 'field'] },
  place: { kind: ['kind'], parent: ['kind'], allowed: ['kind'] },
  power: { kind: ['kind'], source: ['kind'], allowed: ['kind'] },
  reliability: { of: ['kind'] },
  vm: { state: ['state'], powerState: ['state'] },
  workload: { kind: ['workKind'], field: ['field.work'] },
};

/** A name in the middle of a sentence: `top-of-rack switch`, but `UPS`. */
export function inSentence(name: string): string {
  const second = name.charAt(1);
  const isShort = second !== second.toLowerCase();
  return isShort ? name : `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
}

/** `field.work` holds `workCurve` for `curve`; other families hold the word as it is. */
function keyOf(family: string, word: string): string {
  if (family !== 'field.work') return `${family}.${word}`;
  return `field.work${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}

/** What the screen calls a raw word of a detail; undefined for details that are no such words. */
export function nameOfValue(
  words: Words,
  at: { readonly code: string; readonly detail: string; readonly word: string },
): string | undefined {
  const area = at.code.slice(0, at.code.indexOf('.'));
  const keys = FAMILIES[area]?.[at.detail]?.map((family) => keyOf(family, at.word)) ?? [];
  const key = keys.find((one) => words.has(one));
  return key === undefined ? undefined : inSentence(words.t(key));
}

/** A command as it stands in a sentence of the engine, with or without its brackets. */
const COMMAND = /\b[a-z][A-Za-z]+\.[a-z][A-Za-z]+\b/g;
const known: ReadonlySet<string> = new Set(commandTypes);

/** What is about written lines and files: there a command is told as it is to be written. */
const WRITTEN = /^(commandText|scenario|lab|key)\./;

/** A sentence with the names of acts in the place of commands: `Begin one (“Try a copy”).` */
export function withActs(
  { t, has }: Words,
  { code, sentence }: { readonly code: string; readonly sentence: string },
): string {
  if (WRITTEN.test(code)) return sentence;
  return sentence.replace(COMMAND, (type) => {
    const key = `commandName.${type}`;
    return known.has(type) && has(key) ? `“${t(key)}”` : type;
  });
}
