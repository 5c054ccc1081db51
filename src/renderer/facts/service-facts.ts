/**
 * Facts about what users meet: services with the figures of their requests, and the balancers
 * before them. Every share shows the counts it was computed from.
 */
import type { ServiceFigures } from '../../shared/views/metrics-frame.ts';
import type { RowOf } from '../../shared/views/topology-view.ts';
import { splitId } from '../i18n/use-words.ts';
import { linkFact, type Fact, type FactTools } from './fact-kit.ts';
import { probeDepth, probeText } from './probe-words.ts';
import { withUnit } from '../i18n/with-unit.ts';

const PPM = 1_000_000;
const US_PER_SECOND = 1_000_000;

/** Facts about a service. */
export function serviceFacts(row: RowOf<'service'>, tools: FactTools): Fact[] {
  const { figures } = tools;
  const live = tools.metrics.service(row.id);
  return [
    ...(live === undefined ? [] : requestFacts(live, { row, tools })),
    ...linkFact('balancer', row.balancer),
    ...tools
      .children(row.id)
      .flatMap(({ id, kind }) => (kind === 'dnsProfile' ? linkFact('dnsName', id) : [])),
    { key: 'workers', value: figures.whole(row.workers) },
    { key: 'serviceTime', value: figures.span(row.serviceTimeUs) },
    { key: 'queueLimit', value: figures.whole(row.queueLimit) },
    { key: 'deadline', value: figures.span(row.deadlineUs) },
    { key: 'threshold', value: figures.share(row.thresholdPpm / PPM) },
    { key: 'port', value: String(row.port) },
    ...outboundFacts(row, tools),
    ...userFacts(row, tools),
    ...(row.dependsOn ?? []).flatMap((need) => needFact(need, tools)),
  ];
}

/** Ports each machine needs for calls outwards at the present load, and where that comes from. */
function outboundFacts(row: RowOf<'service'>, tools: FactTools): Fact[] {
  const { outboundCalls: calls, outboundHoldUs: holdUs } = row;
  if (calls === undefined || holdUs === undefined) return [];
  const { whole, span, rate } = tools.figures;
  const live = tools.metrics.service(row.id);
  const facts: Fact[] = [{ key: 'outboundCalls', value: `${whole(calls)} × ${span(holdUs)}` }];
  if (live === undefined || live.backendsUp === 0) return facts;
  const needed = (live.offeredPerSecond / live.backendsUp) * calls * (holdUs / US_PER_SECOND);
  const formula = `${rate(live.offeredPerSecond)} ÷ ${whole(live.backendsUp)} × ${whole(calls)}`;
  const value = whole(Math.round(needed));
  return [...facts, { key: 'portsNeeded', value, formula: `${formula} × ${span(holdUs)}` }];
}

function userFacts(row: RowOf<'service'>, { figures }: FactTools): Fact[] {
  if (row.clients === undefined) return [];
  const users = { key: 'clients', value: figures.whole(row.clients) };
  const { largestClientShare: largest } = row;
  return largest === undefined
    ? [users]
    : [users, { key: 'largestClient', value: figures.share(largest) }];
}

/** What a service needs, with the share of requests where not all do. */
function needFact(need: { on?: string | undefined; share: number }, tools: FactTools): Fact[] {
  const share = need.share === 1 ? '' : ` (${tools.figures.share(need.share)})`;
  if (need.on === undefined) {
    return [{ key: 'need', value: `${tools.words('fact.needGone')}${share}` }];
  }
  return [{ key: 'need', value: `${splitId(need.on).name}${share}`, link: need.on }];
}

function requestFacts(
  live: ServiceFigures,
  at: { row: RowOf<'service'>; tools: FactTools },
): Fact[] {
  const { whole, share, rate, span } = at.tools.figures;
  const answered = `(${whole(live.offered)} − ${whole(live.inFlight)})`;
  const up = withUnit(whole(live.secondsUp), 's');
  const seconds = `(${up} + ${withUnit(whole(live.secondsDown), 's')})`;
  const workers = `${whole(live.backendsUp)} × ${whole(at.row.workers)}`;
  return [
    {
      key: 'servedFraction',
      value: share(live.servedFraction),
      formula: `${whole(live.served)} ÷ ${answered}`,
      share: live.servedFraction,
      short: true,
    },
    {
      key: 'availability',
      value: share(live.availability),
      formula: `${up} ÷ ${seconds}`,
      share: live.availability,
      short: true,
    },
    { key: 'offered', value: whole(live.offered) },
    { key: 'served', value: whole(live.served) },
    { key: 'late', value: whole(live.late) },
    { key: 'refused', value: whole(live.refused) },
    { key: 'lost', value: whole(live.lost) },
    { key: 'inFlight', value: whole(live.inFlight) },
    {
      key: 'capacity',
      value: rate(live.capacityPerSecond),
      formula: `${workers} ÷ ${span(at.row.serviceTimeUs)}`,
    },
  ];
}

/** What a rule says beyond a balancer by itself: where it listens, and what it uses. */
function ruleFacts({ rule }: RowOf<'balancer'>, { words }: FactTools): Fact[] {
  if (rule === undefined) return [];
  const own = words('rule.own');
  return [
    ...linkFact('balancer', rule.balancer),
    { key: 'frontend', value: `${rule.frontend ?? own} · ${words(`exposure.${rule.exposure}`)}` },
    {
      key: 'rulePorts',
      value: `${rule.transport.toUpperCase()} ${rule.port} → ${rule.backendPort}`,
      short: true,
    },
    { key: 'pool', value: rule.pool ?? own },
    { key: 'namedProbe', value: rule.probe ?? own },
  ];
}

/** Facts about a balancer. */
export function balancerFacts(row: RowOf<'balancer'>, tools: FactTools): Fact[] {
  const { figures, words } = tools;
  const up = row.backends.filter((backend) => backend.rotation === 'up').length;
  return [
    ...ruleFacts(row, tools),
    { key: 'inRotation', value: `${up} / ${row.backends.length}`, short: true },
    { key: 'probe', value: probeText(row, undefined) },
    { key: 'probeDepth', value: words(`probeDepth.${probeDepth(row)}`) },
    { key: 'probeInterval', value: figures.span(row.probeIntervalUs) },
    { key: 'probeThreshold', value: figures.whole(row.probeThreshold) },
    { key: 'allDown', value: words(`allDown.${row.allDown}`) },
    { key: 'distribution', value: words(`distribution.${row.distribution}`) },
    { key: 'idleTimeout', value: figures.span(row.idleTimeoutUs) },
    { key: 'sku', value: words(`sku.${row.sku}`) },
    { key: 'outbound', value: words(`outbound.${row.outbound}`) },
    { key: 'outboundPorts', value: figures.whole(row.outboundPorts) },
    { key: 'group', value: row.group },
  ];
}

/** Facts about a name, with the time a failover takes at most. */
export function dnsProfileFacts(row: RowOf<'dnsProfile'>, tools: FactTools): Fact[] {
  const { figures, words } = tools;
  const detectionUs = (row.toleratedFailures + 1) * row.probeIntervalUs;
  const interval = figures.span(row.probeIntervalUs);
  const ttl = figures.span(row.ttlUs);
  return [
    ...linkFact('service', row.service),
    { key: 'routing', value: words(`routing.${row.routing}`) },
    {
      key: 'failover',
      value: figures.span(detectionUs + row.ttlUs),
      formula: `(${figures.whole(row.toleratedFailures)} + 1) × ${interval} + ${ttl}`,
      short: true,
    },
    { key: 'checkInterval', value: interval },
    { key: 'toleratedFailures', value: figures.whole(row.toleratedFailures) },
    { key: 'ttl', value: ttl },
    { key: 'resolvers', value: figures.whole(row.resolvers) },
    { key: 'group', value: row.group },
  ];
}
