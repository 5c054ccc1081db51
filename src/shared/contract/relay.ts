/**
 * Joins two transports so that each hears what the other hears, unread.
 *
 * A host stands between a window or a tab and the workspace's thread; it moves messages and knows
 * none of them. Closing either end closes the other with the same reason.
 */
import type { Transport } from './transport.ts';

/** Moves messages both ways until one of the two closes. */
export function relay(left: Transport, right: Transport): void {
  moveMessages({ from: left, to: right });
  moveMessages({ from: right, to: left });
}

function moveMessages(way: { from: Transport; to: Transport }): void {
  way.from.onFrame((message) => {
    const sent = way.to.send(message, []);
    // A message that cannot go on would leave its sender waiting for ever.
    if (!sent.ok) way.from.close(sent.error);
  });
  way.from.onClose((reason) => way.to.close(reason));
}
