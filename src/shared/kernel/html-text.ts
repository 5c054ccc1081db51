/**
 * Text inside a page of HTML that we write out. Names come from people and files, so whatever
 * stands between tags or in an attribute goes through here.
 */

/** The text with everything that could end it or begin a tag written as an entity. */
export function htmlText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
