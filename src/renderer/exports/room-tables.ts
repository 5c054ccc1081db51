/**
 * The tables of a room that can be saved: its things, what they cost, how available they were and
 * what happened. Figures stand there as plain numbers with the unit in the head of the column, so
 * that a table program can go on with them. Where the views come from it must not know.
 */
import { US_PER_SECOND } from '../../shared/kernel/time.ts';
import type { Happening } from '../../shared/events/happenings.ts';
import type { CostView } from '../../shared/views/cost-view.ts';
import type { ServiceSeries } from '../../shared/views/metrics-frame.ts';
import type { SlaView } from '../../shared/views/sla-view.ts';
import type { TopologyRow } from '../../shared/views/topology-view.ts';
import { stateOf } from '../model/row-state.ts';

export type Table = readonly (readonly string[])[];
/** The word of the reader's language for a column or a value. */
type Say = (key: string) => string;

const MICRO = 1_000_000;

/** Columns that only some kinds fill; the name of a column is the name of the field. */
const FIELDS = [
  'rack',
  'unit',
  'host',
  'group',
  'size',
  'image',
  'availabilitySet',
  'scaleSet',
  'zone',
  'faultDomain',
  'updateDomain',
] as const;

/** Every thing of the room, a line each. */
export function thingsTable(rows: readonly TopologyRow[], say: Say): Table {
  const head = ['id', 'kind', 'name', 'state', ...FIELDS].map((name) => say(`column.${name}`));
  const lines = rows.map((row) => {
    const fields: Readonly<Record<string, unknown>> = { ...row };
    const state = say(`state.${stateOf(row).word}`);
    return [
      row.id,
      say(`kind.${row.kind}`),
      row.name,
      state,
      ...FIELDS.map((f) => plain(fields[f])),
    ];
  });
  return [head, ...lines];
}

/** What each resource costs. */
export function costTable(costs: CostView, say: Say): Table {
  const names = ['id', 'kind', 'name', 'group', 'soFarUsd', 'perHourUsd', 'assumed'];
  const lines = costs.lines.map((line) => [
    line.id,
    say(`cost.kind.${line.kind}`),
    line.name,
    line.group,
    plain(line.microUsd / MICRO),
    plain(line.microUsdPerHour / MICRO),
    say(`yesNo.${line.assumed}`),
  ]);
  return [names.map((name) => say(`column.${name}`)), ...lines];
}

/** Promised, expected and measured availability of each thing that has one. */
export function availabilityTable(sla: SlaView, say: Say): Table {
  const names = [
    'id',
    'name',
    'promised',
    'expected',
    'measured',
    'served',
    'downMinutes',
    'budgetUsed',
  ];
  const lines = sla.entries.map(({ id, name, promised, expected, measured, budget }) => [
    id,
    name,
    plain(promised.share),
    plain(expected?.availability),
    plain(measured.slaAvailability),
    plain(measured.servedFraction),
    plain(measured.downMinutes),
    plain(budget?.usedShare),
  ]);
  return [names.map((name) => say(`column.${name}`)), ...lines];
}

/** What happened, oldest first, in sentences. */
export function eventsTable(
  items: readonly Happening[],
  words: { readonly say: Say; readonly sentence: (item: Happening) => string },
): Table {
  const { say, sentence } = words;
  const names = ['number', 'atSeconds', 'kind', 'subject', 'sentence', 'cause'];
  const lines = items.map((item) => [
    plain(item.id),
    plain(item.atUs / US_PER_SECOND),
    item.kind,
    item.subject,
    sentence(item),
    plain(item.cause),
  ]);
  return [names.map((name) => say(`column.${name}`)), ...lines];
}

/** Requests of a service, a line for each span of the series. */
export function seriesTable(series: ServiceSeries, say: Say): Table {
  const names = ['atSeconds', 'spanSeconds', 'asked', 'inTime', 'late', 'refused', 'lost'];
  const span = plain(series.bucketUs / US_PER_SECOND);
  const lines = Array.from(series.offered, (offered, at) => [
    plain((series.firstBucketUs + at * series.bucketUs) / US_PER_SECOND),
    span,
    plain(offered),
    plain(series.served[at]),
    plain(series.late[at]),
    plain(series.refused[at]),
    plain(series.lost[at]),
  ]);
  return [names.map((name) => say(`column.${name}`)), ...lines];
}

/** A number with a point, whatever the language; nothing for what is not there. */
function plain(value: unknown): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) return value.map(plain).join(' ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
