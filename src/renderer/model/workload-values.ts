/**
 * A use of machines as the texts of a form, and back: rates by time on one line, names between
 * commas, a spike as three words. What cannot be read stays as it was typed, so that the schema
 * refuses it beside its field.
 */
import { printDuration } from '../../shared/kernel/time.ts';
import {
  WORKLOAD_FIGURES,
  WORKLOAD_PLAIN,
  WORKLOAD_TIMES,
} from '../../shared/model/workload-kinds.ts';
import type { RowOf } from '../../shared/views/topology-view.ts';

/** Names or patterns between commas. */
export function namesFrom(text: unknown): string[] {
  return String(text)
    .split(/[,\s]+/u)
    .filter((word) => word !== '');
}

/** `40`, or `0h 10, 8h 60`: moments with rates; a text that is neither stays one. */
export function curveFrom(text: unknown, period: unknown): unknown {
  const steps = String(text)
    .split(';')
    .flatMap((part) => part.split(/,(?=\s*\d+\s*[a-z])/u))
    .map((part) => part.trim());
  const points = steps.map((step) => {
    const words = step.split(/\s+/u);
    const [first = '', second] = words;
    const rate = Number((second ?? first).replace(',', '.'));
    return Number.isNaN(rate) || words.length > 2
      ? undefined
      : { at: second === undefined ? '0s' : first, perSecond: rate };
  });
  if (points.includes(undefined)) return text;
  return { ...(period === undefined ? {} : { period }), points };
}

/** `1h 10m 5`: when it begins, how long it lasts, how many times the rate. */
export function spikeFrom(text: unknown): unknown {
  const [at, lasts, times, ...rest] = String(text)
    .trim()
    .split(/[,\s]+/u);
  const factor = Number(times);
  if (lasts === undefined || Number.isNaN(factor) || rest.length > 0) return text;
  return { at, lasts, times: factor };
}

/** What a use is now, for the form that changes it: figures of its kind stay empty. */
export function workloadValues(row: RowOf<'workload'>): Record<string, string> {
  const ordinary = WORKLOAD_FIGURES[row.workKind];
  const values: Record<string, string> = {
    workload: row.id,
    kind: row.workKind,
    machines: row.machines.map(bareId).join(', '),
    webApp: row.webApp ?? '',
    manages: row.manages.map(bareId).join(', '),
    calls: row.calls?.on ?? '',
    curve: curveText(row),
    period: row.curve?.period ?? '',
    mode: row.mode === 'auto' ? '' : row.mode,
  };
  if (row.source === 'closed') {
    values['users'] = String(row.users);
    values['think'] = printDuration(row.thinkUs);
  }
  if (['batch', 'cron', 'polling'].includes(row.source)) values['jobs'] = String(row.jobs);
  if (row.source === 'cron') values['cron'] = row.cron;
  if (row.source === 'cron') values['lease'] = row.lease ? 'yes' : 'no';
  if (row.source === 'polling') values['every'] = printDuration(row.everyUs);
  for (const [field, column] of Object.entries(WORKLOAD_TIMES)) {
    if (row[column] !== ordinary[column]) values[field] = printDuration(row[column]);
  }
  for (const field of WORKLOAD_PLAIN) {
    if (row[field] !== ordinary[field]) values[field] = String(row[field]);
  }
  return values;
}

function bareId(id: string): string {
  return id.slice(id.indexOf(':') + 1);
}

function curveText(row: RowOf<'workload'>): string {
  const points = row.curve?.points ?? [];
  const [first] = points;
  if (first === undefined) return '';
  if (points.length === 1 && /^0\D*$/u.test(first.at)) return String(first.perSecond);
  return points.map(({ at, perSecond }) => `${at} ${perSecond}`).join('; ');
}
