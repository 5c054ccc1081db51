/**
 * What the inspector lists of a store: its rules, in words. Its replicas, votes and losses are
 * drawn in a panel of their own.
 */
import type { RowOf } from '../../shared/views/topology-view.ts';
import { linkFact, type Fact, type FactTools } from './fact-kit.ts';

/** Rules and figures of a store. */
export function storeFacts(row: RowOf<'store'>, tools: FactTools): Fact[] {
  const { words } = tools;
  const { span } = tools.figures;
  return [
    { key: 'replication', value: words(`replication.${row.replication}`) },
    ...(row.replication === 'synchronous'
      ? [{ key: 'partnerMissing', value: words(`partnerMissing.${row.partnerMissing}`) }]
      : []),
    { key: 'quorum', value: words(`quorum.${row.quorum}`) },
    { key: 'witness', value: words(`witness.${row.witness}`) },
    ...linkFact('storage', row.witnessStorage),
    { key: 'takeOver', value: words(`failover.${row.failover}`) },
    { key: 'detectAfter', value: span(row.detectUs) },
    { key: 'promoteTime', value: span(row.promoteUs) },
    { key: 'readFrom', value: words(`readFrom.${row.readFrom}`) },
    ...linkFact('service', row.service),
  ];
}

/** What a snapshot keeps, since when, and what that costs. */
export function snapshotFacts(row: RowOf<'snapshot'>, { figures }: FactTools): Fact[] {
  return [
    ...linkFact('snapshotOf', row.disk),
    { key: 'used', value: `${figures.disk(row.usedGib)} / ${figures.disk(row.sizeGib)}` },
    { key: 'takenAt', value: figures.clock(row.createdAtUs).time },
    { key: 'priceMonth', value: figures.moneyPerMonth(row.microUsdPerHour) },
  ];
}
