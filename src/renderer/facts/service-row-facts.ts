/**
 * Facts the machine service adds: quotas, and what a machine has of the node it runs on. The order
 * is the order in which they matter.
 */
import type { RowOf } from '../../shared/views/topology-view.ts';
import { usageFact, type Fact, type FactTools } from './fact-kit.ts';

const MILLICORES_PER_PERCENT = 10;

/** Facts about a quota. */
export function quotaFacts(row: RowOf<'quota'>, tools: FactTools): Fact[] {
  const { whole } = tools.figures;
  return [
    usageFact({ tools, key: 'quotaUsed', used: row.used, of: row.limit, show: whole }),
    { key: 'quotaFamily', value: row.family },
    { key: 'location', value: row.location },
  ];
}

/** What a machine has of its node: burst credits, temporary disk, the mercy of the platform. */
export function nodeFacts(row: RowOf<'vm'>, tools: FactTools): Fact[] {
  const { figures, words } = tools;
  const { credits, tempDisk, spotOf } = row;
  const facts: Fact[] = [];
  if (credits !== undefined) {
    facts.push(
      usageFact({
        tools,
        key: 'credits',
        used: Math.floor(credits.balance),
        of: credits.max,
        show: figures.whole,
      }),
      {
        key: 'creditBase',
        value: words('machine.percentOfOneVCpu', {
          percent: figures.whole(credits.baseMillicores / MILLICORES_PER_PERCENT),
        }),
        short: credits.throttled,
      },
    );
  }
  if (spotOf !== undefined) {
    const word = spotOf.evicted ? 'evicted' : spotOf.eviction;
    facts.push({ key: 'spotMachine', value: words(`spotMachine.${word}`), short: true });
  }
  if (tempDisk !== undefined) {
    const renewed = words('machine.tempDisksHad', { count: figures.whole(tempDisk.had) });
    facts.push({ key: 'tempDisk', value: `${figures.memory(tempDisk.mib)}, ${renewed}` });
  }
  return facts;
}
