/**
 * The two words with which a window gets its port from the Electron host.
 *
 * The page posts the request to its own window, the preload passes it on over the one channel it
 * knows, and the offer comes back the same way with the port. Nothing else ever crosses there.
 */

/** Page to preload, and the name of the channel from preload to main. */
export const PORT_REQUEST = 'racklab:port-request';
/** Main to preload, and preload to page with the port. */
export const PORT_OFFER = 'racklab:port-offer';
