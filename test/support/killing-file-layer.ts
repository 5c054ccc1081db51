/**
 * A file layer that ends its own process with SIGKILL at a named operation: before it, half way
 * through a write, or right after it. It exists so that kills hit the moments that matter and not
 * only those that chance finds. It changes nothing else about the layer it wraps.
 */
import type { FileLayer, OpenFile } from '../../src/main/persistence/file-layer.ts';

/** Where to stop: the `occurrence`-th operation of this name on a path that fits. */
export interface KillPoint {
  readonly operation: 'write' | 'sync' | 'rename' | 'syncFolder' | 'unlink';
  /** Source of a regular expression for the path. */
  readonly path: string;
  readonly occurrence: number;
  readonly moment: 'before' | 'half' | 'after';
}

/** Wraps `files`; without a point it does nothing. */
export function killingFileLayer(files: FileLayer, point: KillPoint | undefined): FileLayer {
  if (point === undefined) return files;
  const pattern = new RegExp(point.path);
  let seen = 0;

  /** What is to happen at this operation. */
  function momentOf(
    operation: KillPoint['operation'],
    path: string,
  ): KillPoint['moment'] | undefined {
    if (point === undefined || operation !== point.operation || !pattern.test(path))
      return undefined;
    seen += 1;
    return seen === point.occurrence ? point.moment : undefined;
  }

  async function at<T>(
    operation: KillPoint['operation'],
    path: string,
    act: () => Promise<T>,
    half?: () => Promise<unknown>,
  ): Promise<T> {
    const moment = momentOf(operation, path);
    if (moment === 'before') die();
    if (moment === 'half') {
      await half?.();
      die();
    }
    const done = await act();
    if (moment === 'after') die();
    return done;
  }

  function wrapFile(file: OpenFile, path: string): OpenFile {
    return {
      read: (span) => file.read(span),
      write: (piece) => {
        const bytes = piece.bytes.subarray(0, Math.ceil(piece.bytes.length / 2));
        const half = () => file.write({ ...piece, bytes });
        return at('write', path, () => file.write(piece), half);
      },
      truncate: (sizeBytes) => file.truncate(sizeBytes),
      syncData: () => at('sync', path, () => file.syncData()),
      syncAll: () => at('sync', path, () => file.syncAll()),
      sizeBytes: () => file.sizeBytes(),
      close: () => file.close(),
    };
  }

  return {
    open: async (request) => wrapFile(await files.open(request), request.path),
    status: (path) => files.status(path),
    list: (path) => files.list(path),
    makeFolder: (path) => files.makeFolder(path),
    rename: (names) => at('rename', names.to, () => files.rename(names)),
    removeFile: (path) => at('unlink', path, () => files.removeFile(path)),
    removeFolder: (path) => files.removeFolder(path),
    syncFolder: (path) => at('syncFolder', path, () => files.syncFolder(path)),
    pause: (delayMs) => files.pause(delayMs),
  };
}

function die(): never {
  process.kill(process.pid, 'SIGKILL');
  throw new Error('A process survived SIGKILL');
}
