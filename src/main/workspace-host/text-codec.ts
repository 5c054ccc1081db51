/**
 * UTF-8 for the wire codec, from what Node and Electron offer. Fatal on bytes that are not UTF-8.
 */
import type { TextCodec } from '../../shared/contract/wire-codec.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

export const nodeTextCodec: TextCodec = {
  encode: (text) => encoder.encode(text),
  decode: (bytes) => decoder.decode(bytes),
};
