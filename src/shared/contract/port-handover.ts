/**
 * The two words with which a window gets its port from the Electron host, and the places a port
 * can lead to.
 *
 * The page posts the request to its own window, the preload passes it on over the one channel it
 * knows, and the offer comes back the same way with the port. Nothing else ever crosses there.
 */

/** Tabs of one screen: each is a place with a workspace of its own, numbered from the first. */
export const PLACE_FIRST = 1;
export const PLACES_MAX = 6;

/** The place meant by what came over a border; undefined when there is no such place. */
export function placeIn(value: unknown): number | undefined {
  const isPlace = typeof value === 'number' && Number.isInteger(value);
  return isPlace && value >= PLACE_FIRST && value <= PLACES_MAX ? value : undefined;
}

/**
 * Page to preload, with a space and the place behind it, and the name of the channel from preload
 * to main.
 */
export const PORT_REQUEST = 'racklab:port-request';
/** Main to preload, and preload to page with the port. */
export const PORT_OFFER = 'racklab:port-offer';
