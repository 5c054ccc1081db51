/**
 * Who may talk to the loopback server: pages that this server itself gave out.
 *
 * Listening on 127.0.0.1 keeps other machines out, but every page in the user's browser can reach
 * it too. So the Host header must be our own address (a foreign name that resolves to 127.0.0.1 is
 * turned away), the Origin of a socket must be our page, and the socket must carry the token of
 * this start. One place decides; it must not know what is asked.
 */
import { timingSafeEqual, randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { PLACE_FIRST, placeIn } from '../../shared/contract/port-handover.ts';

/** Bytes of the token: 256 bits from the system's generator. */
const TOKEN_BYTES = 32;
/** The token travels as a sub-protocol, the one header a page can set on a socket. */
const TOKEN_PREFIX = 't.';

/** A refusal as HTTP says it. */
export interface Turned {
  readonly status: 403 | 404 | 421;
  readonly reason: string;
}

/** A token for one start of the server. */
export function createToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

/** Whether a request was meant for this server: 421 when its Host is another name. */
export function checkHost(headers: IncomingHttpHeaders, port: number): Turned | undefined {
  if (headers.host === `127.0.0.1:${port}`) return undefined;
  return { status: 421, reason: 'This server answers to its own address only.' };
}

/** Whether a socket may be opened: Host, Origin, path and token. */
export function checkSocket(
  request: { readonly headers: IncomingHttpHeaders; readonly url?: string | undefined },
  own: { readonly port: number; readonly token: string },
): Turned | undefined {
  const misdirected = checkHost(request.headers, own.port);
  if (misdirected !== undefined) return misdirected;
  if (request.headers.origin !== `http://127.0.0.1:${own.port}`) {
    return { status: 403, reason: 'Only the page of this server may open its socket.' };
  }
  if (placeAt(request.url) === undefined) {
    return { status: 404, reason: 'There is no such socket.' };
  }
  const offered = protocolsOf(request.headers);
  if (offered.some((protocol) => isToken(protocol, own.token))) return undefined;
  return { status: 403, reason: 'The token is missing or belongs to an earlier start.' };
}

/** Where the socket is; a number behind it names one of several places. */
const SOCKET_PATH = /^\/socket(?:\/(\d))?$/;

/** The place a socket leads to; undefined when there is no such socket. */
export function placeAt(url: string | undefined): number | undefined {
  const found = SOCKET_PATH.exec(url ?? '');
  return found === null ? undefined : placeIn(Number(found[1] ?? PLACE_FIRST));
}

function protocolsOf(headers: IncomingHttpHeaders): string[] {
  const header = headers['sec-websocket-protocol'] ?? '';
  return header.split(',').map((protocol) => protocol.trim());
}

function isToken(protocol: string, token: string): boolean {
  const offered = Buffer.from(protocol);
  const expected = Buffer.from(TOKEN_PREFIX + token);
  return offered.length === expected.length && timingSafeEqual(offered, expected);
}
