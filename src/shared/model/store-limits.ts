/**
 * Limits of stores that commands, engine and files hold to alike. They are bounds of this product,
 * not of any provider.
 */

/** Replicas of one store at most. */
export const STORE_REPLICAS_MAX = 9;
