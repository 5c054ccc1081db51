/**
 * The figures that move of stores, uses of machines and web apps, as `live-figures.ts` shows them.
 * They come from the same frame as everything else that moves.
 */
import type { RowOf } from '../../shared/views/topology-view.ts';
import { partOf, type LiveFigure, type LiveTools } from './live-kit.ts';

const US_PER_MS = 1_000;

/** Writes and reads of a store, and who has a say in it. */
export function storeFigures(row: RowOf<'store'>, tools: LiveTools): LiveFigure[] {
  const live = tools.metrics.frame?.stores.find(({ id }) => id === row.id);
  if (live === undefined) return [];
  const { whole } = tools.figures;
  const reads = { used: live.readsServed, of: live.readsOffered, show: whole };
  const writes = { used: live.acknowledged, of: live.offered, show: whole };
  return [
    partOf({ tools, key: 'writesAcknowledged', ...writes }),
    ...(live.readsOffered === 0 ? [] : [partOf({ tools, key: 'readsServed', ...reads })]),
    partOf({ tools, key: 'votes', used: live.votes, of: live.votesInAll, show: whole }),
    { key: 'inFlight', amount: live.inFlight, show: whole },
    { key: 'writesLost', amount: live.lost + live.diverged, show: whole },
  ];
}

/** What a use gets done, and how fast. */
export function workFigures(row: RowOf<'workload'>, tools: LiveTools): LiveFigure[] {
  const live = tools.metrics.frame?.workloads?.find(({ id }) => id === row.id);
  if (live === undefined) return [];
  const { whole, rate, span } = tools.figures;
  function time(ms: number): string {
    return span(ms * US_PER_MS);
  }
  return [
    partOf({ tools, key: 'served', used: live.served, of: live.offered, show: whole }),
    { key: 'throughput', amount: live.throughputPerSecond, show: rate },
    ...(live.p95Ms === undefined ? [] : [{ key: 'p95', amount: live.p95Ms, show: time }]),
    { key: 'inFlight', amount: live.inFlight, show: whole },
  ];
}

/** Instances of a web app, how busy they are and what they cost. */
export function webAppFigures(row: RowOf<'webApp'>, tools: LiveTools): LiveFigure[] {
  const { whole, share, moneyPerHour } = tools.figures;
  const { cpuShare } = row;
  const used = row.instances.filter(({ state }) => state === 'ready').length;
  return [
    partOf({ tools, key: 'instances', used, of: row.capacity, show: whole }),
    ...(cpuShare === undefined
      ? []
      : [{ key: 'cpu', amount: cpuShare, show: share, share: cpuShare }]),
    { key: 'price', amount: row.microUsdPerHour, show: moneyPerHour },
  ];
}
