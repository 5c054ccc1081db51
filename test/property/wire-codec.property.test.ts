/**
 * Goal: what is written to the wire is read back as it was, and no bytes from outside throw.
 * Method: random frames with random columns through encode and decode; random and damaged bytes
 * through decode.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodeTextCodec } from '../../src/main/workspace-host/text-codec.ts';
import { parseFrame } from '../../src/shared/contract/frame.ts';
import { REQUEST_LIMITS, surveyPayload } from '../../src/shared/contract/payload.ts';
import { UnreadableMessage } from '../../src/shared/contract/transport.ts';
import { decodeWire, encodeWire } from '../../src/shared/contract/wire-codec.ts';
import { count } from '../support/counts.ts';

const numRuns = count('propertyRuns');

const column = fc.oneof(
  fc.float64Array({ noNaN: true }),
  fc.float32Array({ noNaN: true }),
  fc.uint8Array(),
  fc.int8Array(),
  fc.uint16Array(),
  fc.int16Array(),
  fc.uint32Array(),
  fc.int32Array(),
);

const payload = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.string({ unit: 'grapheme' }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    column,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      fc.string().filter((key) => key !== '__proto__'),
      tie('value'),
      { maxKeys: 4, noNullPrototype: true },
    ),
  ),
})).value;

function columnsOf(frame: unknown) {
  const survey = surveyPayload(frame, REQUEST_LIMITS);
  if (!survey.ok) throw new Error(survey.error.message);
  return survey.value.columns;
}

function write(frame: unknown): string | ArrayBuffer {
  return encodeWire(frame, columnsOf(frame), nodeTextCodec);
}

describe('the wire codec', () => {
  it('reads back what it wrote, columns and all', () => {
    fc.assert(
      fc.property(payload, (value) => {
        const frame = { kind: 'event', id: 1, serial: 1, value };
        expect(decodeWire(write(frame), nodeTextCodec)).toEqual(frame);
      }),
      { numRuns },
    );
  });

  it('reads bytes that do not begin at the start of their buffer', () => {
    const message = write({ value: Float64Array.of(1.5, -0.25) });
    if (typeof message === 'string') throw new Error('a column makes a binary message');
    const padded = new Uint8Array(message.byteLength + 3);
    padded.set(new Uint8Array(message), 3);
    expect(decodeWire(padded.subarray(3), nodeTextCodec)).toEqual({
      value: Float64Array.of(1.5, -0.25),
    });
  });

  it('never throws on random bytes or text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.string()), (bytes) => {
        parseFrame(decodeWire(bytes, nodeTextCodec));
      }),
      { numRuns },
    );
  });

  it('never throws on a damaged message, and never reads past its end', () => {
    const whole = write({ kind: 'event', value: { a: Uint16Array.of(1, 2, 3), b: 'text' } });
    if (typeof whole === 'string') throw new Error('a column makes a binary message');
    fc.assert(
      fc.property(
        fc.nat({ max: whole.byteLength - 1 }),
        fc.integer({ min: 1, max: 255 }),
        fc.nat({ max: whole.byteLength }),
        (at, flip, length) => {
          const bytes = new Uint8Array(whole).slice();
          bytes[at] = (bytes[at] ?? 0) ^ flip;
          parseFrame(decodeWire(bytes, nodeTextCodec));
          const cut = decodeWire(bytes.slice(0, length), nodeTextCodec);
          if (length < whole.byteLength) expect(cut).toBeInstanceOf(UnreadableMessage);
        },
      ),
      { numRuns: count('corruptFiles') },
    );
  });

  it('refuses a column where the header says no such place is', () => {
    const bytes = new Uint8Array(write({ a: Uint8Array.of(1), c: 0 }) as ArrayBuffer);
    const text = new TextDecoder('latin1').decode(bytes);
    for (const [from, to] of [
      ['["a"]', '["b"]'],
      ['"length":1', '"length":9'],
      ['"kind":"u8"', '"kind":"u9"'],
    ] as const) {
      const changed = Uint8Array.from(text.replace(from, to), (char) => char.charCodeAt(0));
      expect(decodeWire(changed, nodeTextCodec)).toBeInstanceOf(UnreadableMessage);
    }
  });
});
