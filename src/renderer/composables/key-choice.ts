/**
 * Keys as data: how a press is named, which keys a person may choose for an act, and how they are
 * shown. What the acts do it must not know.
 */

/** Keys every region needs for itself, or that are no key by themselves. */
const RESERVED = new Set([
  'Tab',
  'Escape',
  'Enter',
  'Backspace',
  'Delete',
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
  'ContextMenu',
  'Shift+F10',
  'F6',
  'Shift+F6',
]);
const BARE_MODIFIERS = new Set(['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'CapsLock', 'Dead']);

/** What an act is done with: its own keys, unless the person chose others; none when emptied. */
export type KeyChanges = Readonly<Record<string, string>>;

/** `Mod+Shift+z`, `.`, `Shift+1`. Shifted digits are named by the key, whatever it types. */
export function keyName(event: KeyboardEvent): string {
  const digit = /^Digit(\d)$/.exec(event.code)?.[1];
  const key = digit ?? (event.key.length === 1 ? event.key.toLowerCase() : event.key);
  const mod = event.ctrlKey || event.metaKey ? 'Mod+' : '';
  // A shifted sign such as `?` says Shift already; letters, digits and named keys do not.
  const tells = digit !== undefined || event.key.length > 1 || /[a-z]/i.test(event.key);
  const shift = event.shiftKey && tells ? 'Shift+' : '';
  return `${mod}${shift}${key}`;
}

/** Keys that a person types or walks with: they act only on the map and the timeline. */
export function isSingleKey(keys: string): boolean {
  return !keys.startsWith('Mod+') && !/^(?:Shift\+)?(?:F\d+|Insert)$/.test(keys);
}

/** Keys that put nothing into a text, so that they act wherever one is. */
export function isFunctionKey(keys: string): boolean {
  return /^(?:Shift\+)?F\d+$/.test(keys);
}

/** The keys an act is done with. */
export function keysInForce(
  act: { readonly id: string; readonly keys: readonly string[] },
  changes: KeyChanges,
): readonly string[] {
  const chosen = Object.hasOwn(changes, act.id) ? changes[act.id] : undefined;
  if (chosen === undefined) return act.keys;
  return chosen === '' ? [] : [chosen];
}

/** What a press would mean as a choice: keys, nothing yet, or keys nobody may take. */
export function chosenKeys(
  event: KeyboardEvent,
): { readonly keys: string } | { readonly reserved: string } | undefined {
  if (BARE_MODIFIERS.has(event.key)) return undefined;
  const keys = keyName(event);
  return RESERVED.has(keys) || event.altKey ? { reserved: keys } : { keys };
}

/** What was stored, checked: anything but texts by act is left out. */
export function readKeyChanges(stored: unknown): Record<string, string> {
  if (typeof stored !== 'object' || stored === null) return {};
  const texts = Object.entries(stored).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1].length <= 40,
  );
  return Object.fromEntries(texts);
}

/** Keys as a person reads them. */
export function shownKeys(keys: string | undefined): string | undefined {
  if (keys === undefined) return undefined;
  const mac = navigator.userAgent.includes('Mac');
  return keys
    .replace('Mod', mac ? '⌘' : 'Ctrl')
    .replace('ArrowRight', '→')
    .replace('ArrowLeft', '←')
    .replace('ArrowUp', '↑')
    .replace('ArrowDown', '↓')
    .replace(/(^|\+) $/, '$1Space')
    .replace(
      /(^|\+)([a-z])$/,
      (_all, before: string, letter: string) => before + letter.toUpperCase(),
    );
}
