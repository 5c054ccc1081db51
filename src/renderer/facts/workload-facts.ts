/**
 * What the inspector lists of a use of machines: its settings, in words. What was measured of it
 * is drawn in a panel of its own; nothing is worked out here.
 */
import type { RowOf } from '../../shared/views/topology-view.ts';
import { linkFact, type Fact, type FactTools } from './fact-kit.ts';

/** Settings of a workload; what is zero, and so left out of its requests, is not listed. */
export function workloadFacts(row: RowOf<'workload'>, { words, figures }: FactTools): Fact[] {
  const facts: Fact[] = [
    { key: 'use', value: words(`workKind.${row.workKind}`) },
    { key: 'requestsFrom', value: words(`workSource.${row.source}`) },
    { key: 'simulated', value: words(`workMode.${row.mode}`) },
    ...row.machines.slice(0, 1).flatMap((vm) => linkFact('machine', vm)),
    ...linkFact('webApp', row.webApp),
    ...linkFact('calls', row.calls?.on),
    { key: 'cpuOfRequest', value: figures.span(row.cpuUs) },
  ];
  const bounds = [
    ['threads', row.threads],
    ['connections', row.connections],
  ] as const;
  for (const [key, value] of bounds) if (value > 0) facts.push({ key, value: String(value) });
  if (row.memoryMib > 0) facts.push({ key: 'memoryEach', value: figures.memory(row.memoryMib) });
  if (row.cron !== '') facts.push({ key: 'cronLine', value: row.cron });
  if (row.lockUs > 0 && row.writeShare > 0) {
    facts.push({ key: 'durability', value: words(`durability.${row.durability}`) });
  }
  return facts;
}
