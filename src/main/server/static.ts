/**
 * Gives out the files of the built screen over HTTP: GET and HEAD, from the table, nothing else.
 * It must not know the workspace.
 */
import { createReadStream, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { findAsset, pageHeaders, type PageAssets } from '../workspace-host/page-assets.ts';
import { checkHost } from './guard.ts';

const PLAIN = { contentType: 'text/plain; charset=utf-8', immutable: false };

/** Answers one request; `port` is the one the server listens on. */
export function answerRequest(
  exchange: { readonly request: IncomingMessage; readonly response: ServerResponse },
  site: { readonly assets: PageAssets; readonly port: number },
): void {
  const { request, response } = exchange;
  const connect = [`ws://127.0.0.1:${site.port}`];

  function refuse(status: number, reason: string, more: Record<string, string> = {}): void {
    response.writeHead(status, { ...pageHeaders(PLAIN, connect), ...more });
    response.end(`${reason}\n`);
  }

  const misdirected = checkHost(request.headers, site.port);
  if (misdirected !== undefined) return refuse(misdirected.status, misdirected.reason);
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return refuse(405, 'Files can only be read.', { Allow: 'GET, HEAD' });
  }
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
  const asset = findAsset(site.assets, path);
  if (asset === undefined) return refuse(404, 'There is no such file.');
  const size = statSync(asset.filePath, { throwIfNoEntry: false })?.size;
  if (size === undefined) return refuse(404, 'The file is gone: the program was rebuilt.');
  response.writeHead(200, { ...pageHeaders(asset, connect), 'Content-Length': size });
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  const file = createReadStream(asset.filePath);
  // The head has been sent, so all that is left on a failing disk is to break the answer off.
  file.on('error', () => response.destroy());
  file.pipe(response);
}
