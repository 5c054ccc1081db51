/**
 * Texts of the world as small integers, so that a column can hold them. A text is stored once and
 * keeps its index for ever; index 0 is the empty text. Which index a text has depends on what was
 * met first, so an index never leaves the process and is never hashed: the hash of the text is.
 */
import { assert } from '../../../shared/kernel/assert.ts';
import { hashText, type IntegerColumn } from '../../../shared/kernel/hash.ts';

/** Most distinct texts of one world. */
export const STRINGS_MAX = 4_194_304;

const INITIAL_CAPACITY = 64;

export class StringTable {
  private texts: string[] = [];
  private readonly indexes = new Map<string, number>();
  /** Both halves of each text's hash, by index; replaced when growing. */
  private hashFirst = new Uint32Array(INITIAL_CAPACITY);
  private hashSecond = new Uint32Array(INITIAL_CAPACITY);

  constructor() {
    this.add('');
  }

  /** Distinct texts so far, the empty one included. */
  get count(): number {
    return this.texts.length;
  }

  /** The index of `text`, which is given one when it is new. */
  intern(text: string): number {
    return this.indexes.get(text) ?? this.add(text);
  }

  /** The index of a text that is known already. For questions that must not change anything. */
  find(text: string): number | undefined {
    return this.indexes.get(text);
  }

  /** The text of an index that intern gave out. */
  text(index: number): string {
    const text = this.texts[index];
    assert(text !== undefined, 'No text has this index');
    return text;
  }

  /** The two halves of the text hashes by index, for hashing a whole column. Read them afresh
   * after any intern. */
  hashColumns(): { readonly first: IntegerColumn; readonly second: IntegerColumn } {
    return { first: this.hashFirst, second: this.hashSecond };
  }

  /** All texts in the order of their indexes. */
  snapshot(): readonly string[] {
    return [...this.texts];
  }

  /** Takes over the texts of a snapshot, which were checked: distinct, the empty one first. */
  adopt(texts: readonly string[]): void {
    assert(texts[0] === '', 'The first text is the empty one');
    this.texts = [];
    this.indexes.clear();
    for (const text of texts) this.add(text);
    assert(this.indexes.size === texts.length, 'Every text stands once in a string table');
  }

  private add(text: string): number {
    const index = this.texts.length;
    assert(index < STRINGS_MAX, 'The world holds too many distinct texts');
    if (index === this.hashFirst.length) this.grow();
    this.texts.push(text);
    this.indexes.set(text, index);
    const words = hashText(text);
    this.hashFirst[index] = words.first;
    this.hashSecond[index] = words.second;
    return index;
  }

  private grow(): void {
    const first = new Uint32Array(this.hashFirst.length * 2);
    first.set(this.hashFirst);
    this.hashFirst = first;
    const second = new Uint32Array(this.hashSecond.length * 2);
    second.set(this.hashSecond);
    this.hashSecond = second;
  }
}
