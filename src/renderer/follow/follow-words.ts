/**
 * A hop of a followed request in words: the key of its line and what is put in. The words stand in
 * the locale files below `follow.hop.`; nothing is decided here.
 */
import type { FollowHop } from '../../shared/views/follow-view.ts';
import { hopTitle } from '../network/hop-words.ts';

/** What a line is made of: its key, names and figures. */
export interface HopLine {
  readonly key: string;
  readonly values: Readonly<Record<string, string | number>>;
}

/** How the line writes names and times in the reader's language. */
export interface LineWords {
  readonly name: (id: string) => string;
  readonly time: (us: number) => string;
}

/** Key and values of the line for a hop. */
export function lineOf(hop: FollowHop, words: LineWords): HopLine {
  const at = hop.at === undefined ? '' : words.name(hop.at);
  if (hop.network !== undefined) return hopTitle(hop.network);
  const values = {
    at,
    to: hop.leadsTo === undefined ? '' : words.name(hop.leadsTo),
    up: hop.up ?? 0,
    members: hop.members ?? 0,
    busy: hop.busy ?? 0,
    workers: hop.workers ?? 0,
    waiting: hop.waiting ?? 0,
    calls: hop.calls ?? 0,
    needs: hop.needs ?? 0,
    took: words.time(hop.tookUs),
    drawn: words.time(hop.workUs ?? 0),
    spent: words.time(hop.needsUs ?? 0),
    called: words.time(hop.callUs ?? 0),
    latency: words.time(hop.latencyUs ?? 0),
  };
  return { key: `follow.hop.${wordOf(hop)}`, values };
}

/** The lines of a hop at which a request ends. */
const STOPPED = {
  machine: 'machineNot',
  server: 'serverNot',
  ports: 'portsNot',
  needs: 'needsNot',
} as const;

/** Which of the lines of its kind fits. */
function wordOf(hop: FollowHop): string {
  const failed = hop.verdict === 'lost' || hop.verdict === 'refused';
  switch (hop.hop) {
    case 'name':
      if (hop.leadsTo === undefined) return 'nameSilent';
      return hop.isKept === true ? 'nameKept' : 'name';
    case 'balancer':
      if (hop.choice === 'anybody') return 'balancerAnybody';
      if ((hop.up ?? 0) === 0) return 'balancerEmpty';
      return hop.choice === 'address' ? 'balancerAddress' : 'balancer';
    case 'machine':
    case 'server':
    case 'ports':
    case 'needs':
      return failed ? STOPPED[hop.hop] : hop.hop;
    case 'store':
      if (failed) return 'storeNot';
      return hop.isWrite === true ? 'storeWrite' : 'storeRead';
    case 'work':
      if ((hop.callUs ?? 0) > 0) return 'workCalls';
      return hop.needsUs === hop.workUs ? 'work' : 'workSlow';
    case 'answer':
      return (hop.latencyUs ?? 0) > 0 ? 'answerSlow' : 'answer';
    case 'queue':
    case 'frozen':
    default:
      return hop.hop;
  }
}
