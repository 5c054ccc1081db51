/** Module hook: `electron` is the shim, everything else is resolved as always. */

/** @type {string} */
let shim = '';

/** @param {{shim: string}} data */
export function initialize(data) {
  shim = data.shim;
}

/**
 * @param {string} specifier
 * @param {unknown} context
 * @param {(specifier: string, context: unknown) => Promise<{url: string}>} next
 */
export async function resolve(specifier, context, next) {
  if (specifier === 'electron') return { url: shim, shortCircuit: true };
  return next(specifier, context);
}
