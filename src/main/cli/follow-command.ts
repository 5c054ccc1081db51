/**
 * `racklab follow FILE --of SERVICE`: what becomes of one request, hop by hop, with the moment,
 * the rule and the cause at each. The run is asked at its start, or at a moment of it.
 */
import { formatSimTime, parseDuration, US_PER_MILLISECOND } from '../../shared/kernel/time.ts';
import { err, ok, type Result } from '../../shared/kernel/result.ts';
import {
  FOLLOW_WHICH,
  FOLLOW_WITHIN_MAX_US,
  type FollowHop,
  type FollowQuery,
  type FollowView,
} from '../../shared/views/follow-view.ts';
import { askRoom } from './asked-room.ts';
import type { CliEnvironment, ExitCode } from './cli-environment.ts';
import type { CliCommand, GivenOptions } from './command-options.ts';

export const followCommand: CliCommand = {
  spec: {
    name: 'follow',
    summary: 'Follows one request of a service, hop by hop.',
    operands: ['FILE'],
    options: {
      of: { value: 'NAME', help: 'The service.' },
      which: {
        value: 'WORD',
        help: 'next (the next that arrives, when absent), now (one sent now), or failing.',
      },
      at: { value: 'TIME', help: 'The moment of the run; its start when absent.' },
      within: { value: 'TIME', help: 'How long is looked ahead; 10m when absent, 1d at most.' },
      json: { help: 'Prints one JSON object, the same bytes every time.' },
    },
    notes: [
      'A request that fails is a result like one that is served: the program ends with 0 for both.',
    ],
  },
  run,
};

function run(given: GivenOptions, environment: CliEnvironment): Promise<ExitCode> {
  return askRoom(
    { queryOf, ask: (room, query) => room.follow(query), tableOf },
    given,
    environment,
  );
}

/** The question. Refuses with `cli.badValue`. */
function queryOf(given: GivenOptions): Result<{ query: FollowQuery; atUs: number }> {
  const of = given.text('of');
  const asked = given.text('which') ?? 'next';
  const which = FOLLOW_WHICH.find((one) => one === asked);
  const at = parseDuration(given.text('at') ?? '0s');
  const within = parseDuration(given.text('within') ?? '10m');
  if (of === undefined) return bad('A service is needed: --of NAME.');
  if (which === undefined) return bad('--which is next, now or failing.');
  if (!at.ok) return at;
  if (!within.ok) return within;
  if (within.value < 1 || within.value > FOLLOW_WITHIN_MAX_US)
    return bad('--within is at most 1d.');
  return ok({ query: { of, which, withinUs: within.value }, atUs: at.value });
}

function bad(message: string): Result<never> {
  const hint = 'Such as: racklab follow FILE --of shop --at 10m --which failing.';
  return err({ code: 'cli.badValue', message, hint });
}

function tableOf(view: FollowView): string {
  return [
    `${view.name}, request ${view.number}, sent ${formatSimTime(view.sentUs)}`,
    ...view.hops.map((hop) => `  ${lineOfHop(hop, view.sentUs)}`),
    ...view.chain.map(
      (link) => `    because: ${formatSimTime(link.atUs)} ${link.kind} ${link.subject}`,
    ),
    view.message,
    '',
  ].join('\n');
}

/** One line for each hop: since it was sent, how long there, what became of it, by which rule. */
function lineOfHop(hop: FollowHop, sentUs: number): string {
  const since = `+${milliseconds(hop.atUs - sentUs)}`.padStart(10);
  const parts = [
    hop.verdict.padEnd(8),
    hop.hop,
    hop.at ?? '',
    foundAt(hop),
    hop.reason ?? '',
    hop.tookUs > 0 ? `for ${milliseconds(hop.tookUs)} ms` : '',
    `[${hop.rule}]`,
  ];
  return `${since} ms  ${parts.filter((part) => part !== '').join('  ')}`;
}

/** What was found there, in a few words and figures. */
function foundAt(hop: FollowHop): string {
  const { network } = hop;
  switch (hop.hop) {
    case 'name':
      return `-> ${hop.leadsTo ?? 'nothing'}${hop.isKept === true ? ' (kept answer)' : ''}`;
    case 'balancer':
      return `${hop.up ?? 0} of ${hop.members ?? 0} in rotation, ${hop.choice ?? 'even'}`;
    case 'network':
      return network?.rule === undefined
        ? (network?.found ?? '')
        : `${network.rule.access} by rule ${network.rule.priority} ${network.rule.name}`;
    case 'machine':
    case 'server':
    case 'full':
      return hop.workers === undefined
        ? ''
        : `${hop.busy ?? 0} of ${hop.workers} at work, ${hop.waiting ?? 0} waiting`;
    case 'queue':
      return `behind ${hop.waiting ?? 0}`;
    case 'work':
      return `${milliseconds(hop.workUs ?? 0)} ms drawn`;
    case 'answer':
      return hop.latencyUs === undefined || hop.latencyUs === 0
        ? ''
        : `${milliseconds(hop.latencyUs)} ms on the way`;
    default:
      return '';
  }
}

/** Three decimals: the engine counts in microseconds. */
function milliseconds(us: number): string {
  return (us / US_PER_MILLISECOND).toFixed(3);
}
