/**
 * Structured clones as text, for the way between Node and the page over the browser's debugging
 * protocol. Plain data and typed arrays only; anything else throws, as it would across processes.
 */

interface Tagged {
  /** `undefined`, `number`, `object`, or the class of a typed array. */
  readonly $: string;
  readonly v?: unknown;
}

/**
 * Writes a value. The function is also sent to the page as source text, so it may use nothing
 * outside itself.
 */
export function toCloneText(root: unknown): string {
  function write(value: unknown): unknown {
    if (value === undefined) return { $: 'undefined' };
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    if (typeof value === 'number') {
      return Number.isFinite(value) && !Object.is(value, -0)
        ? value
        : { $: 'number', v: `${value}` };
    }
    if (typeof value !== 'object') throw new DOMException('not cloneable', 'DataCloneError');
    if (Array.isArray(value)) return value.map((item) => write(item));
    if (ArrayBuffer.isView(value)) {
      const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
      let text = '';
      for (const byte of bytes) text += String.fromCharCode(byte);
      return { $: Object.prototype.toString.call(value).slice(8, -1), v: btoa(text) };
    }
    if (Object.prototype.toString.call(value) !== '[object Object]') {
      throw new DOMException('not cloneable', 'DataCloneError');
    }
    const entries = Object.entries(value).map(([key, item]) => [key, write(item)]);
    return { $: 'object', v: entries };
  }
  return JSON.stringify(write(root));
}

/** Reads what `toCloneText` wrote; sent to the page as source text too. */
export function fromCloneText(text: string): unknown {
  const arrays: Record<string, new (buffer: ArrayBuffer) => unknown> = {
    Float32Array,
    Float64Array,
    Int8Array,
    Int16Array,
    Int32Array,
    Uint8Array,
    Uint16Array,
    Uint32Array,
  };
  function read(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map((item) => read(item));
    const { $: tag, v } = value as Tagged;
    if (tag === 'undefined') return undefined;
    if (tag === 'number') return v === '-0' ? -0 : Number(v);
    if (tag === 'object') {
      const entries = v as [string, unknown][];
      return Object.fromEntries(entries.map(([key, item]) => [key, read(item)]));
    }
    const make = arrays[tag];
    if (make === undefined) throw new Error(`unknown clone tag ${tag}`);
    const bytes = Uint8Array.from(atob(String(v)), (char) => char.charCodeAt(0));
    return new make(bytes.buffer);
  }
  return read(JSON.parse(text));
}
