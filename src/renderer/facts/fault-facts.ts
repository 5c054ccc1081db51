/**
 * Facts about injected faults and about the platform, and the marks that faults leave on racks and
 * hosts. The order is the order in which they matter.
 */
import { FAULT_RULES } from '../../shared/model/fault-kinds.ts';
import type { RowOf } from '../../shared/views/topology-view.ts';
import { linkFact, type Fact, type FactTools } from './fact-kit.ts';
import { withUnit } from '../i18n/with-unit.ts';

const UNITS = { ms: 'ms', percent: '%', mibPerThousand: 'MiB / 1000' } as const;
const PERMILLE = 1_000;

/** Facts about a fault. */
export function faultFacts(row: RowOf<'fault'>, tools: FactTools): Fact[] {
  const { figures, words } = tools;
  const unit = FAULT_RULES[row.faultKind].amount?.unit;
  const shared = /^(?:tag|image):/.test(row.target);
  return [
    { key: 'faultKind', value: words(`faultKind.${row.faultKind}`), short: true },
    ...(shared ? [{ key: 'faultTarget', value: row.target }] : linkFact('faultTarget', row.target)),
    ...linkFact('faultOther', row.other),
    ...(row.amount === undefined || unit === undefined
      ? []
      : [{ key: 'faultAmount', value: `${figures.whole(row.amount)} ${UNITS[unit]}` }]),
    { key: 'machinesHit', value: figures.whole(row.machines.length), short: true },
    ...(row.nextUs === undefined
      ? []
      : [
          {
            key: row.phase === 'active' ? 'faultEnds' : 'faultBegins',
            value: words('time.moment', figures.clock(row.nextUs)),
          },
        ]),
    ...(row.everyUs === undefined ? [] : [{ key: 'faultEvery', value: figures.span(row.everyUs) }]),
  ];
}

/** Facts about the platform. */
export function platformFacts(row: RowOf<'platform'>, tools: FactTools): Fact[] {
  function onOff(on: boolean): string {
    return tools.words(on ? 'platform.on' : 'platform.off');
  }
  return [
    { key: 'healing', value: onOff(row.healing), short: true },
    { key: 'liveMigration', value: onOff(row.liveMigration), short: true },
    { key: 'dirty', value: withUnit(tools.figures.whole(row.dirtyMibPerSecond), 'MiB/s') },
    { key: 'placement', value: tools.words(`placement.${row.placement}`) },
  ];
}

/** Air at the intake of a rack that is warmer than it should be. */
export function warmth(row: RowOf<'rack'>, tools: FactTools): Fact[] {
  if (row.inletMilliC === undefined) return [];
  const value = withUnit(tools.figures.whole(Math.round(row.inletMilliC / PERMILLE)), '°C');
  return [{ key: 'inlet', value, short: true }];
}

/** Speed of a host that something slows. */
export function slowness(row: RowOf<'host'>, tools: FactTools): Fact[] {
  if (row.speedPermille === undefined) return [];
  const value = tools.figures.share(row.speedPermille / PERMILLE);
  return [{ key: 'speedLeft', value, short: true }];
}

/** Facts about a scheduled event: what its document says. */
export function scheduledEventFacts(row: RowOf<'scheduledEvent'>, tools: FactTools): Fact[] {
  const { figures, words } = tools;
  return [
    { key: 'eventType', value: words(`eventType.${row.eventType}`), short: true },
    { key: 'eventStatus', value: words(`eventStatus.${row.status}`), short: true },
    { key: 'notBefore', value: words('time.moment', figures.clock(row.notBeforeUs)) },
    { key: 'eventSource', value: words(`eventSource.${row.source}`) },
    { key: 'machinesHit', value: figures.whole(row.machines.length) },
    { key: 'told', value: figures.whole(row.deliveredTo.length) },
    { key: 'incarnation', value: figures.whole(row.incarnation) },
    ...linkFact('wave', row.wave),
  ];
}

/** Facts about a drain hook. */
export function drainHookFacts(row: RowOf<'drainHook'>, tools: FactTools): Fact[] {
  return [
    ...linkFact('hookTarget', row.target),
    { key: 'hookDrain', value: tools.figures.span(row.drainUs), short: true },
    { key: 'hookApprove', value: tools.words(row.approves ? 'platform.on' : 'platform.off') },
  ];
}
