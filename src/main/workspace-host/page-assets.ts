/**
 * The built screen as a table of files, and the headers every host sends with them.
 *
 * The folder is listed once at start. A request is looked up in that table and nowhere else, so no
 * path from outside ever reaches the file system, whatever dots or escapes it holds. Both hosts
 * serve the same files under the same policy; how they serve them is their own business.
 */
import { readdirSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { ipcError } from '../../shared/contract/ipc-error.ts';
import { err, ok, type Result } from '../../shared/kernel/result.ts';

export interface PageAsset {
  readonly filePath: string;
  readonly contentType: string;
  /** True when the name holds a hash of the content, so that it never changes. */
  readonly immutable: boolean;
}

/** Files by their path as requested, `/` first: `/index.html`, `/assets/index-1a2b3c.js`. */
export type PageAssets = ReadonlyMap<string, PageAsset>;

/** More files than this are not our screen but a wrong folder. */
const FILES_MAX = 5_000;

const contentTypes: ReadonlyMap<string, string> = new Map([
  ['.css', 'text/css; charset=utf-8'],
  ['.html', 'text/html; charset=utf-8'],
  ['.ico', 'image/x-icon'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.json', 'application/json; charset=utf-8'],
  ['.map', 'application/json; charset=utf-8'],
  ['.png', 'image/png'],
  ['.svg', 'image/svg+xml'],
  ['.txt', 'text/plain; charset=utf-8'],
  ['.woff2', 'font/woff2'],
]);

/** Lists the built screen. Refuses with `host.pageMissing` when it is not there. */
export function loadPageAssets(folder: string): Result<PageAssets> {
  const assets = new Map<string, PageAsset>();
  try {
    const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
    for (const entry of entries.slice(0, FILES_MAX)) {
      if (!entry.isFile()) continue;
      const filePath = join(entry.parentPath, entry.name);
      const path = `/${relative(folder, filePath).split(sep).join('/')}`;
      const contentType = contentTypes.get(extname(entry.name)) ?? 'application/octet-stream';
      assets.set(path, { filePath, contentType, immutable: path.startsWith('/assets/') });
    }
  } catch {
    return err(pageMissing(folder));
  }
  return assets.has('/index.html') ? ok(assets) : err(pageMissing(folder));
}

/**
 * The file a request asks for, `/` meaning the page itself; undefined for everything else. The
 * path is compared as it came: what would need decoding is no file of ours.
 */
export function findAsset(assets: PageAssets, path: string): PageAsset | undefined {
  return assets.get(path === '/' ? '/index.html' : path);
}

/** Headers of every answer; `connect` lists what the page may open sockets to, besides itself. */
export function pageHeaders(
  asset: Pick<PageAsset, 'contentType' | 'immutable'>,
  connect: readonly string[],
): Readonly<Record<string, string>> {
  return {
    'Content-Type': asset.contentType,
    'Content-Security-Policy': contentSecurityPolicy(connect),
    'Cache-Control': asset.immutable ? 'public, max-age=31536000, immutable' : 'no-store',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  };
}

/** No inline code, no inline styles, no other origin. */
export function contentSecurityPolicy(connect: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src ${["'self'", ...connect].join(' ')}`,
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join('; ');
}

function pageMissing(folder: string): ReturnType<typeof ipcError> {
  return ipcError('host.pageMissing', {
    message: `The screen is not built: ${folder} holds no index.html.`,
    details: { folder },
  });
}
