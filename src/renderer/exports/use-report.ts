/**
 * What the report of a room says: its services on the three scales, the longest downtimes with
 * their root causes, what it costs, and the weakest parts when every failure was tried. It puts
 * views into words; how the page looks, it leaves to the page.
 */
import { useI18n } from 'vue-i18n';
import { ok, type Result } from '../../shared/kernel/result.ts';
import type { CostView } from '../../shared/views/cost-view.ts';
import type { Incident, MeasuresView } from '../../shared/views/measures-view.ts';
import type { SlaView } from '../../shared/views/sla-view.ts';
import { useFigures } from '../i18n/use-figures.ts';
import { useWords } from '../i18n/use-words.ts';
import { floorShare } from '../measures/nines.ts';
import type { ActTools } from '../stores/use-acts.ts';
import { usePlayback } from '../stores/use-playback.ts';
import { usePreferences } from '../stores/use-preferences.ts';
import { useSession } from '../stores/use-session.ts';
import { useSweep } from '../stores/use-sweep.ts';
import { reportPage, type ReportTable } from './report-page.ts';
import { withUnit } from '../i18n/with-unit.ts';

/** A report is read at one glance: the longest, dearest and gravest only. */
const LINES_MAX = 8;

/** Views that are asked for, one after the other. */
const QUESTIONS = 3;

/** Bound to the stores; call inside a component's setup. */
export function useReport() {
  const { t, n } = useI18n();
  const session = useSession();
  const playback = usePlayback();
  const preferences = usePreferences();
  const sweep = useSweep();
  const words = useWords();
  const figures = useFigures();

  /**
   * The page with this picture on it. Refuses as the calls for its views do, also when it is given
   * up on the way.
   */
  async function page(
    picture: string | undefined,
    { signal, tell }: Pick<ActTools, 'signal' | 'tell'>,
  ): Promise<Result<string>> {
    const sla = await session.call('workspace.sla', {}, { signal });
    if (!sla.ok) return sla;
    tell({ share: 1 / QUESTIONS });
    const measures = await session.call('workspace.measures', {}, { signal });
    if (!measures.ok) return measures;
    tell({ share: 2 / QUESTIONS });
    const costs = await session.call('workspace.costs', { lines: LINES_MAX }, { signal });
    if (!costs.ok) return costs;
    const title = playback.view?.title ?? '';
    const tables = [
      services(sla.value),
      downtimes(measures.value),
      failures(),
      money(costs.value),
    ].filter((table) => table !== undefined);
    const text = reportPage({
      language: preferences.locale,
      title,
      subtitle: t('exports.reportAt', figures.clock(sla.value.atUs)),
      picture,
      pictureName: t('exports.pictureOf', { title }),
      tables,
      footer: t('exports.reportFooter', { events: figures.whole(playback.view?.eventCount ?? 0) }),
    });
    return ok(text);
  }

  function percent(share: number | undefined): string {
    return share === undefined ? '–' : n(floorShare(share), 'percent4');
  }

  function services(sla: SlaView): ReportTable {
    const rows = sla.entries
      .filter(({ kind }) => kind !== 'vm')
      .slice(0, LINES_MAX)
      .map(({ id, promised, expected, measured, budget }) => [
        words.subject(id),
        percent(promised.share),
        percent(expected?.availability),
        percent(measured.slaAvailability),
        percent(measured.servedFraction),
        withUnit(n(measured.downMinutes, 'upToOne'), 'min'),
        budget === undefined ? '–' : n(budget.usedShare, 'percent'),
      ]);
    const names = ['name', 'promised', 'expected', 'measured', 'served', 'down', 'budget'];
    return {
      title: t('sla.title'),
      columns: names.map((name) => t(`exports.head.${name}`)),
      rows,
      none: t('sla.none'),
      note: t('sla.measuredHow'),
    };
  }

  function rootOf({ chain }: Incident): string {
    const root = chain[0];
    return root === undefined ? t('ledger.noCause') : words.happening(root);
  }

  function downtimes(measures: MeasuresView): ReportTable {
    const own = measures.incidents.filter(({ ownerKind }) => ownerKind === 'service');
    const rows = own
      .slice(0, LINES_MAX)
      .map((incident) => [
        `${words.subject(incident.owner)}: ${rootOf(incident)}`,
        words.moment(incident.firstAtUs),
        figures.span(incident.downUs),
        figures.whole(incident.failedRequests ?? 0),
      ]);
    const names = ['cause', 'first', 'down', 'failed'];
    return {
      title: t('incident.title'),
      columns: names.map((name) => t(`exports.head.${name}`)),
      rows,
      none: t('incident.none'),
    };
  }

  /** Only when it was tried in the state that is reported. */
  function failures(): ReportTable | undefined {
    if (sweep.verdicts.length === 0 || sweep.stale) return undefined;
    const worst = sweep.verdicts
      .toSorted((left, right) => left.servedFraction - right.servedFraction)
      .slice(0, LINES_MAX);
    return {
      title: t('exports.weakest', { n: figures.whole(sweep.verdicts.length) }),
      columns: ['part', 'served', 'lost', 'down'].map((name) => t(`exports.head.${name}`)),
      rows: worst.map(({ target, servedFraction, machinesLost, minutesDown }) => [
        target
          .split(' + ')
          .map((part) => words.subject(part))
          .join(' + '),
        figures.share(servedFraction),
        figures.whole(machinesLost),
        withUnit(n(minutesDown, 'upToOne'), 'min'),
      ]),
      none: '',
    };
  }

  function money(costs: CostView): ReportTable {
    const rows = costs.byKind.map(({ kind, microUsd, microUsdPerHour }) => [
      t(`cost.kind.${kind}`),
      figures.moneyPerMonth(microUsdPerHour),
      figures.money(microUsd),
    ]);
    const sum = [
      t('exports.sum'),
      figures.moneyPerMonth(costs.microUsdPerHour),
      figures.money(costs.microUsd),
    ];
    const anyAssumed = costs.lines.some(({ assumed }) => assumed);
    return {
      title: t('cost.title'),
      columns: [
        t('exports.head.name'),
        t('cost.perMonth', { hours: costs.monthHours }),
        t('cost.soFar'),
      ],
      rows: rows.length === 0 ? [] : [...rows, sum],
      none: t('cost.nothing'),
      note: anyAssumed ? t('exports.assumed') : undefined,
    };
  }

  return { page };
}
