/**
 * Cancelling a call, without timers, DOM or Node.
 *
 * Shared code is compiled without `AbortController`, so the part of it that calls need is written
 * down here as an interface: an `AbortSignal` of any host fits it. The serving end makes its own
 * sources, one for each call in flight.
 */

/** What a handler may watch and a caller may pass; an `AbortSignal` fits. */
export interface CancelSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** The end that cancels. */
export interface CancelSource {
  readonly signal: CancelSignal;
  /** Marks the signal aborted and tells its listeners, once; later calls change nothing. */
  cancel(): void;
}

/** Makes a source whose signal has not been aborted. */
export function createCancelSource(): CancelSource {
  const listeners = new Set<() => void>();
  let aborted = false;
  return {
    signal: {
      get aborted() {
        return aborted;
      },
      addEventListener(_type, listener) {
        if (!aborted) listeners.add(listener);
      },
      removeEventListener(_type, listener) {
        listeners.delete(listener);
      },
    },
    cancel() {
      if (aborted) return;
      aborted = true;
      const told = [...listeners];
      listeners.clear();
      for (const listener of told) listener();
    },
  };
}
