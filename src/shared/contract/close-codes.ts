/**
 * How a reason for closing crosses a web socket, which carries a number and a short text.
 *
 * The text is our error code; the page makes the full refusal from the list again. The numbers
 * only matter for what closes a socket without us: the library refusing an oversize message.
 */
import { errorCodes, type ErrorCode } from './error-codes.ts';
import { closedReason } from './inbox.ts';
import { ipcError } from './ipc-error.ts';
import type { CloseReason } from './transport.ts';

/** Going away in peace, by RFC 6455. */
const GOING_AWAY = 1001;
/** A message was too big, by RFC 6455; sent by the library itself. */
const MESSAGE_TOO_BIG = 1009;
/** Closed for a reason named in the text; from the range left to applications. */
const NAMED_REASON = 4000;

/** The number to close with. */
export function socketCloseCode(code: string): number {
  return code === 'ipc.closed' ? GOING_AWAY : NAMED_REASON;
}

/** The reason behind a close event. */
export function socketCloseReason(event: { code: number; reason: string }): CloseReason {
  if (event.code === MESSAGE_TOO_BIG) {
    return ipcError('ipc.tooLarge', {
      message: 'The message was larger than the connection carries, and the connection closed.',
    });
  }
  const code = event.reason;
  if (event.code !== NAMED_REASON || !isErrorCode(code)) return closedReason();
  return ipcError(code, { message: `The connection was closed: ${errorCodes[code].meaning}` });
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorCodes, code);
}
