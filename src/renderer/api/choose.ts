/**
 * Chooses how this page reaches its workspace: the port of the Electron host, or the socket of the
 * loopback server.
 *
 * The token of the server comes once in the address' fragment. It is taken out of the address bar
 * at once, so that nobody copies it along, and kept for this tab so that a reload still works.
 */
import { APP_VERSION } from '../../shared/contract/app-version.ts';
import { connect, type Client, type ConnectOptions } from '../../shared/contract/connect.ts';
import type { ContractShape } from '../../shared/contract/define.ts';
import { PLACE_FIRST } from '../../shared/contract/port-handover.ts';
import type { Transport } from '../../shared/contract/transport.ts';
import { ok, type Result } from '../../shared/kernel/result.ts';
import { openPort } from './port-transport.ts';
import { openSocket } from './socket-transport.ts';

/** Scheme of the pages that the loopback server gives out; all others come from Electron. */
const SERVER_SCHEME = 'http:';
/** Where the token waits in the address, and under which name the tab keeps it. */
const TOKEN_PARAMETER = 't';
const TOKEN_KEY = 'racklab.token';
/** How long the server may take to say that it is there, busy as it may be. */
const ANSWER_TIMEOUT_MS = 8_000;

/** Makes the opener of this page's connections; every call opens a new one, to a place. */
export function createOpener<C extends ContractShape>(
  contract: C,
  page: Window,
  options: Pick<ConnectOptions, 'report' | 'contractHash'>,
): (place: number) => Promise<Result<Client<C>>> {
  const token = takeToken(page);
  return async function openClient(place) {
    const transport = await openTransport(page, { token, place });
    if (!transport.ok) return transport;
    return ok(connect(contract, transport.value, { appVersion: APP_VERSION, ...options }));
  };
}

function openTransport(
  page: Window,
  { token, place }: { readonly token: string; readonly place: number },
): Promise<Result<Transport>> {
  const { protocol, host, origin } = page.location;
  if (protocol !== SERVER_SCHEME) return openPort(page, place);
  return openSocket({
    url: place === PLACE_FIRST ? `ws://${host}/socket` : `ws://${host}/socket/${place}`,
    token,
    Socket: WebSocket,
    isServerThere: () => answers(`${origin}/`),
  });
}

/** The token of this tab, moved from the address to the tab's own storage. */
export function takeToken(page: Window): string {
  const { hash, pathname, search } = page.location;
  const fresh = new URLSearchParams(hash.slice(1)).get(TOKEN_PARAMETER);
  if (fresh === null) return page.sessionStorage.getItem(TOKEN_KEY) ?? '';
  page.sessionStorage.setItem(TOKEN_KEY, fresh);
  page.history.replaceState(undefined, '', pathname + search);
  return fresh;
}

async function answers(url: string): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
    return (await fetch(url, { method: 'HEAD', cache: 'no-store', signal })).ok;
  } catch {
    return false;
  }
}
