/**
 * Serves the built screen under the custom scheme `app://racklab/`, with the same table of files
 * and the same policy as the loopback server. It must not know the workspace.
 */
import { readFile } from 'node:fs/promises';
import { protocol } from 'electron';
import { findAsset, pageHeaders, type PageAssets } from '../workspace-host/page-assets.ts';
import { PAGE_HOST, PAGE_SCHEME } from './sender-guard.ts';

const PLAIN = { contentType: 'text/plain; charset=utf-8', immutable: false };

/** Declares the scheme; Electron takes this only before the application is ready. */
export function declarePageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: PAGE_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** Begins to serve; called once, when the application is ready. */
export function servePages(assets: PageAssets): void {
  protocol.handle(PAGE_SCHEME, (request) => answerPage(request, assets));
}

/** One answer: a file of the table, or a refusal in plain text. */
export async function answerPage(
  request: Pick<Request, 'method' | 'url'>,
  assets: PageAssets,
): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405);
  const prefix = `${PAGE_SCHEME}://${PAGE_HOST}`;
  if (!request.url.startsWith(`${prefix}/`)) return refuse(404);
  // The path is taken as text: the table holds no name that would need decoding.
  const path = request.url.slice(prefix.length).split(/[?#]/, 1)[0] ?? '/';
  const asset = findAsset(assets, path);
  if (asset === undefined) return refuse(404);
  try {
    const body = request.method === 'HEAD' ? undefined : await readFile(asset.filePath);
    return new Response(body, { status: 200, headers: pageHeaders(asset, []) });
  } catch {
    // The file was listed at start and is gone: the program was rebuilt or removed underneath us.
    return refuse(404);
  }
}

function refuse(status: 404 | 405): Response {
  const text = status === 404 ? 'There is no such file.\n' : 'Files can only be read.\n';
  return new Response(text, { status, headers: pageHeaders(PLAIN, []) });
}
