/**
 * Writing and reading of small binary records, little-endian, for the sections of a snapshot. The
 * reader trusts nothing: it notes the first read behind the end and answers zeros from then on, so
 * that a section is read straight through and judged once at its end.
 */
import { assert } from '../../../shared/kernel/assert.ts';

const INITIAL_CAPACITY = 256;
/** Longest text of a record; texts of the world are names and short lists. */
export const TEXT_LENGTH_MAX = 1_048_576;

export class ByteWriter {
  private bytes = new Uint8Array(INITIAL_CAPACITY);
  private view = new DataView(this.bytes.buffer);
  private length = 0;

  u8(value: number): this {
    this.need(1);
    this.view.setUint8(this.length, value);
    this.length += 1;
    return this;
  }

  u32(value: number): this {
    this.need(4);
    this.view.setUint32(this.length, value, true);
    this.length += 4;
    return this;
  }

  f64(value: number): this {
    this.need(8);
    this.view.setFloat64(this.length, value, true);
    this.length += 8;
    return this;
  }

  /** A text as its length and its UTF-16 code units, so that any text comes back as it was. */
  text(text: string): this {
    assert(text.length <= TEXT_LENGTH_MAX, 'A text is too long for a snapshot');
    this.u32(text.length);
    this.need(text.length * 2);
    for (let i = 0; i < text.length; i += 1) {
      this.view.setUint16(this.length, text.charCodeAt(i), true);
      this.length += 2;
    }
    return this;
  }

  /** The elements of a typed array as they lie in memory, without their count. */
  elements(array: ArrayBufferView): this {
    this.need(array.byteLength);
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
    return this;
  }

  /** A copy of what was written. */
  finish(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }

  private need(more: number): void {
    let capacity = this.bytes.length;
    if (this.length + more <= capacity) return;
    while (capacity < this.length + more) capacity *= 2;
    const bytes = new Uint8Array(capacity);
    bytes.set(this.bytes);
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer);
  }
}

export class ByteReader {
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private position = 0;
  private failed = false;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** True when a read went past the end or a length was beyond its limit. */
  get isBroken(): boolean {
    return this.failed;
  }

  /** True when everything was read, and nothing more was asked for. */
  get isAtEnd(): boolean {
    return !this.failed && this.position === this.bytes.length;
  }

  get remaining(): number {
    return this.bytes.length - this.position;
  }

  u8(): number {
    return this.take(1) ? this.view.getUint8(this.position - 1) : 0;
  }

  u32(): number {
    return this.take(4) ? this.view.getUint32(this.position - 4, true) : 0;
  }

  f64(): number {
    return this.take(8) ? this.view.getFloat64(this.position - 8, true) : 0;
  }

  text(): string {
    const length = this.u32();
    if (length > TEXT_LENGTH_MAX || !this.take(length * 2)) {
      this.failed = true;
      return '';
    }
    const start = this.position - length * 2;
    let text = '';
    for (let i = 0; i < length; i += 1) {
      text += String.fromCharCode(this.view.getUint16(start + i * 2, true));
    }
    return text;
  }

  /** Fills a typed array with its elements as they lay in memory. */
  elements(into: ArrayBufferView): void {
    if (!this.take(into.byteLength)) return;
    const start = this.position - into.byteLength;
    const target = new Uint8Array(into.buffer, into.byteOffset, into.byteLength);
    target.set(this.bytes.subarray(start, this.position));
  }

  /** Steps over `length` bytes if they are there. */
  private take(length: number): boolean {
    if (this.failed || this.remaining < length) {
      this.failed = true;
      return false;
    }
    this.position += length;
    return true;
  }
}
