/**
 * What the two ends of a contract need from whatever lies between them.
 *
 * A transport carries messages in order, whole, and tells when it has closed. It does not look
 * inside: frames are checked by `serve` and `connect`, so a relay can move them unread. The
 * implementations (message port, web socket, in process) live with their hosts.
 */
import type { AppError, Result } from '../kernel/result.ts';
import type { PayloadColumn } from './payload.ts';

/** Why a transport closed, in the words shown to a person. */
export type CloseReason = AppError;

export interface Transport {
  /**
   * Sends one frame; `columns` names the typed arrays in it, which belong to the transport
   * afterwards and may be unusable. Refuses with `ipc.closed`, `ipc.tooLarge` or `ipc.invalid`
   * (what cannot be sent); never throws.
   */
  send(frame: unknown, columns?: readonly PayloadColumn[]): Result<undefined>;
  /** Sets the one listener for frames; frames that came earlier are handed to it first. */
  onFrame(listener: (frame: unknown) => void): void;
  /** Adds a listener for the end; each is told once, at once if already closed. */
  onClose(listener: (reason: CloseReason) => void): void;
  /** Closes both directions; the other side is told where the medium allows it. */
  close(reason?: CloseReason): void;
}

/** Delivered in place of a frame when a message came that its medium could not read. */
export class UnreadableMessage {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}
