/**
 * Brands tell apart values that share one run-time type, such as two kinds of text. They cost
 * nothing when running. Numbers of hot code carry no brand: there the unit is in the name, because
 * arithmetic would lose the brand at every step and invite casts.
 */

declare const brandName: unique symbol;

/** `T` that only its minting function can produce. */
export type Brand<T, Name extends string> = T & { readonly [brandName]: Name };
