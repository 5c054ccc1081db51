/**
 * A transport of frames over a transport of wire messages.
 *
 * It encodes what is sent and decodes what comes, so that the thread that made a frame also writes
 * it, and everything between that thread and the socket moves text and bytes unread. It must not
 * know whether a socket or a port lies below.
 */
import { surveyPayload, REPLY_LIMITS } from './payload.ts';
import type { Transport } from './transport.ts';
import { decodeWire, encodeWire, type TextCodec } from './wire-codec.ts';

/** Wraps `below`, which carries strings and `ArrayBuffer`s. */
export function wireTransport(below: Transport, texts: TextCodec): Transport {
  return {
    send(frame, columns) {
      if (columns !== undefined) return below.send(encodeWire(frame, columns, texts));
      const survey = surveyPayload(frame, REPLY_LIMITS);
      return survey.ok ? below.send(encodeWire(frame, survey.value.columns, texts)) : survey;
    },
    onFrame: (listener) => below.onFrame((message) => listener(decodeWire(message, texts))),
    onClose: (listener) => below.onClose(listener),
    close: (reason) => below.close(reason),
  };
}
