/**
 * The Markdown of lab pages as blocks: headings, paragraphs, lists, and in them strong words and
 * code. A page comes from strangers, so nothing of it ever becomes HTML; what is no block of these
 * is a paragraph with its signs in it.
 */

export interface Piece {
  readonly kind: 'text' | 'strong' | 'code';
  readonly text: string;
}

export type PageBlock =
  | { readonly kind: 'heading' | 'paragraph'; readonly pieces: readonly Piece[] }
  | { readonly kind: 'steps' | 'points'; readonly items: readonly (readonly Piece[])[] };

const MARKED = /\*\*([^*]+)\*\*|`([^`]+)`/g;
const STEP = /^\d{1,3}\. (.*)$/;
const POINT = /^[-*] (.*)$/;
const HEADING = /^#{1,4} (.*)$/;

/** The blocks of a page. The first heading is left out: it is the task's title. */
export function readPage(text: string): PageBlock[] {
  const blocks: PageBlock[] = [];
  for (const part of text.trim().split(/\n\s*\n/)) blocks.push(...readPart(part.split('\n')));
  return blocks[0]?.kind === 'heading' ? blocks.slice(1) : blocks;
}

function readPart(lines: readonly string[]): PageBlock[] {
  const [first = '', ...rest] = lines;
  const heading = HEADING.exec(first)?.[1];
  if (heading !== undefined) {
    const block: PageBlock = { kind: 'heading', pieces: readPieces(heading) };
    return rest.length === 0 ? [block] : [block, ...readPart(rest)];
  }
  if (STEP.test(first)) return [{ kind: 'steps', items: readItems(lines, STEP) }];
  if (POINT.test(first)) return [{ kind: 'points', items: readItems(lines, POINT) }];
  return [{ kind: 'paragraph', pieces: readPieces(lines.join(' ')) }];
}

/** A line that begins no item belongs to the one above. */
function readItems(lines: readonly string[], sign: RegExp): Piece[][] {
  const items: string[] = [];
  for (const line of lines) {
    const item = sign.exec(line)?.[1];
    if (item !== undefined) items.push(item);
    else items.push(`${items.pop() ?? ''} ${line.trim()}`);
  }
  return items.map(readPieces);
}

function readPieces(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(MARKED)) {
    if (match.index > from) pieces.push({ kind: 'text', text: text.slice(from, match.index) });
    const [whole, strong, code] = match;
    pieces.push(
      strong === undefined ? { kind: 'code', text: code ?? '' } : { kind: 'strong', text: strong },
    );
    from = match.index + whole.length;
  }
  if (from < text.length) pieces.push({ kind: 'text', text: text.slice(from) });
  return pieces;
}
