/**
 * Patterns in which `*` stands for any run of characters: in scenario files, batches, labs.
 *
 * One pass over the text, whatever the pattern: a stranger's file cannot make it slow.
 */

/** Whether a text matches a pattern. O(text × parts). */
export function matchesPattern(given: { text: string; pattern: string }): boolean {
  const { text, pattern } = given;
  const parts = pattern.split('*');
  const head = parts[0] ?? '';
  const tail = parts[parts.length - 1] ?? '';
  if (parts.length === 1) return text === pattern;
  if (!text.startsWith(head) || text.length < head.length + tail.length) return false;
  let from = head.length;
  const end = text.length - tail.length;
  // Each middle part taken at its first place leaves the most room for the parts that follow.
  for (const part of parts.slice(1, -1)) {
    const at = text.indexOf(part, from);
    if (at < 0 || at + part.length > end) return false;
    from = at + part.length;
  }
  return text.endsWith(tail);
}
