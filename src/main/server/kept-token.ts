/**
 * The token of a port, kept while its server lives, so that tabs of a server that was killed are
 * known to the one started in its place. A server that ends in peace takes it away.
 *
 * It is a file of one's own that nobody else may read; one that others could have read or written
 * is not taken. Without a disk there is a new token at every start, as a stranger would get.
 */
import { lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** As `createToken` makes them. */
const TOKEN = /^[\w-]{43}$/;
const PRIVATE_MODE = 0o600;
/** Rights of anybody but the owner. */
const OTHERS_MASK = 0o077;

export interface TokenShelf {
  /** The token a server at this port had when it was killed. */
  find(port: number): string | undefined;
  keep(port: number, token: string): void;
  drop(port: number): void;
}

/** Keeps tokens in a folder, made when it is first needed. */
export function tokenShelf(folder: string): TokenShelf {
  function pathOf(port: number): string {
    return join(folder, `tabs-${port}.token`);
  }
  return {
    find: (port) => attempt(() => readPrivate(pathOf(port))),
    keep(port, token) {
      attempt(() => {
        const fresh = `${pathOf(port)}.new`;
        mkdirSync(folder, { recursive: true });
        rmSync(fresh, { force: true });
        writeFileSync(fresh, token, { mode: PRIVATE_MODE, flag: 'wx' });
        renameSync(fresh, pathOf(port));
      });
    },
    drop(port) {
      attempt(() => rmSync(pathOf(port), { force: true }));
    },
  };
}

function readPrivate(path: string): string | undefined {
  const found = lstatSync(path);
  const isOwn = process.getuid === undefined || found.uid === process.getuid();
  const isPrivate = process.platform === 'win32' || (found.mode & OTHERS_MASK) === 0;
  if (!found.isFile() || !isOwn || !isPrivate) return undefined;
  const text = readFileSync(path, 'utf8');
  return TOKEN.test(text) ? text : undefined;
}

/** What the disk refuses is done without. */
function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
