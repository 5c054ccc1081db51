/**
 * Resources that must be let go: a listener, a port, a timer, a lock. Whoever makes one registers
 * it in the store of its owner on the same line, so that closing the owner closes everything.
 */

export interface Disposable {
  dispose(): void;
}

/** Wraps a function so that it runs at most once. */
export function toDisposable(letGo: () => void): Disposable {
  let done = false;
  return {
    dispose(): void {
      if (done) return;
      done = true;
      letGo();
    },
  };
}

/** Owns disposables and lets them go in reverse order of arrival, once. What is added after the
 * end is let go at once, so that a late arrival cannot leak. */
export class DisposableStore implements Disposable {
  readonly #owned = new Set<Disposable>();
  #disposed = false;

  get disposed(): boolean {
    return this.#disposed;
  }

  get size(): number {
    return this.#owned.size;
  }

  /** Takes ownership and hands the same object back, so that making and owning is one line. */
  add<T extends Disposable>(resource: T): T {
    if (this.#disposed) resource.dispose();
    else this.#owned.add(resource);
    return resource;
  }

  /** Registers a plain function as a resource. */
  addFunction(letGo: () => void): Disposable {
    return this.add(toDisposable(letGo));
  }

  /** Lets one resource go before its owner ends. */
  release(resource: Disposable): void {
    if (this.#owned.delete(resource)) resource.dispose();
  }

  /** Every resource is let go even when one of them throws; the first error is thrown then. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    const owned = [...this.#owned].reverse();
    this.#owned.clear();
    let firstError: unknown;
    let failed = false;
    for (const resource of owned) {
      try {
        resource.dispose();
      } catch (error) {
        if (!failed) firstError = error;
        failed = true;
      }
    }
    if (failed) throw firstError;
  }
}
