/**
 * Makes an object that refuses everything it does not have. The shim must never answer `undefined`
 * where real Electron has something: a test over it would pass for the wrong reason.
 */

/** Names the language itself asks every object for: promises, printing, inspection. */
const ASKED_BY_THE_LANGUAGE = new Set<PropertyKey>([
  'then',
  'toJSON',
  'constructor',
  'prototype',
  'captureRejections',
]);

/** Wraps `target`; reading or writing a property it has not throws, naming it. */
export function throwing<T extends object>(name: string, target: T): T {
  function refuse(key: PropertyKey): never {
    throw new Error(`the Electron shim has no ${name}.${String(key)}`);
  }
  return new Proxy(target, {
    get(object, key) {
      if (!Reflect.has(object, key) && typeof key === 'string' && !ASKED_BY_THE_LANGUAGE.has(key)) {
        refuse(key);
      }
      // Methods run on the object itself, because its private fields are not on the proxy.
      const value: unknown = Reflect.get(object, key, object);
      return typeof value === 'function' && key !== 'constructor' ? value.bind(object) : value;
    },
    set(object, key, value) {
      if (!Reflect.has(object, key)) refuse(key);
      return Reflect.set(object, key, value, object);
    },
  });
}

/** Throws for every key of `given` that is not in `known`: an option the shim would ignore. */
export function onlyKnown(what: string, given: object, known: readonly string[]): void {
  for (const key of Object.keys(given)) {
    if (!known.includes(key)) throw new Error(`the Electron shim does not know ${what}.${key}`);
  }
}
