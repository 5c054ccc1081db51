/**
 * What became of a followed request as one sentence: served where and after how long, or what
 * stopped it where. The command line shows it; the screen has its own words for each hop.
 */
import { US_PER_MILLISECOND } from '../../../shared/kernel/time.ts';
import type { FailureReason } from '../../../shared/model/kinds.ts';
import type { FollowView } from '../../../shared/views/follow-view.ts';

const REASONS: Readonly<Record<FailureReason, string>> = {
  noBackendInRotation: 'no machine is in rotation',
  noRoom: 'every place there is taken and the queue is full',
  backendDead: 'the machine does not run, and no probe has found that out yet',
  machineLost: 'the machine stopped with the request in hand',
  late: 'the answer came after the deadline',
  appCrashed: 'the application has crashed',
  appHung: 'the application hangs',
  appFailing: 'the application answers with an error',
  dependencyDown: 'something it needs is down',
  flowsCut: 'the balancer ended its connections',
  idleTimeout: 'the balancer had forgotten the idle connection',
  noAnswer: 'nothing answers from there',
  packetLost: 'the packet was lost on the way',
  frontendDown: 'the zone of the frontend is down',
  dnsStale: 'its user still holds an old answer of the name',
  storeUnavailable: 'the store takes nothing',
  dataMissing: 'the data it reads is gone',
  snatExhausted: 'no port for calls outwards is left',
  noOutbound: 'there is no way outwards',
  blockedByRule: 'a rule of a network does not let it through',
  nameUnresolved: 'the name is not answered',
  serverDown: 'the server does not answer',
};

/** One sentence about a request that was followed. */
export function messageOfFollow(view: Omit<FollowView, 'message'>): string {
  const { outcome, reason, hops, tookUs = 0, deadlineUs } = view;
  const request = `Request ${view.number} of ${view.name}`;
  const worked = hops.findLast(({ hop }) => hop === 'work')?.at ?? 'nobody';
  const at = hops.at(-1)?.at ?? view.of;
  const allowed = milliseconds(deadlineUs);
  const after = `after ${milliseconds(tookUs)}`;
  switch (outcome) {
    case 'served':
      return `${request} is served by ${worked} ${after}.`;
    case 'late':
      return `${request} is answered by ${worked} ${after}, late: ${allowed} are allowed.`;
    case 'inFlight':
      return `${request} is still under way at ${at}.`;
    default:
      return `${request} is ${outcome} at ${at}: ${REASONS[reason ?? 'noRoom']}.`;
  }
}

/** Such as `23.4 ms`. */
function milliseconds(us: number): string {
  return `${Math.round((us / US_PER_MILLISECOND) * 10) / 10} ms`;
}
