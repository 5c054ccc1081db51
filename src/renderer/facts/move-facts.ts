/**
 * Properties of the move of a server: where it stands, what it becomes, how long it was away. What
 * was found on the server and what the move leaves open has a tab of its own.
 */
import type { RowOf } from '../../shared/views/topology-view.ts';
import { linkFact, type Fact, type FactTools } from './fact-kit.ts';

/** What is listed of a move. */
export function moveFacts(row: RowOf<'move'>, tools: FactTools): Fact[] {
  const { figures, words } = tools;
  const { mapping, copy, cutOver } = row;
  return [
    { key: 'moveStage', value: words(`moveStage.${row.stage}`), short: true },
    ...linkFact('server', row.server),
    ...linkFact('machine', row.target),
    ...(mapping === undefined
      ? []
      : [
          { key: 'size', value: mapping.size },
          { key: 'image', value: mapping.image },
          { key: 'priceMonth', value: figures.money(mapping.microUsdPerMonth) },
        ]),
    ...(copy === undefined
      ? []
      : [{ key: 'pendingChanges', value: figures.memory(copy.pendingMib) }]),
    ...(cutOver === undefined
      ? []
      : [
          { key: 'outage', value: figures.span(cutOver.outageUs) },
          { key: 'failedRequests', value: figures.whole(cutOver.failed) },
        ]),
  ];
}
