/**
 * What the service refuses in a probe and in a balancer of its kind (docs/facts.md, facts 98, 100
 * and 102). A probe that is allowed and can never be answered is not refused: it is shown.
 */
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import { durationUs, US_PER_MINUTE, US_PER_SECOND } from '../../../shared/kernel/time.ts';
import {
  BALANCER_SKUS,
  PROBE_PROTOCOLS,
  type BalancerSku,
  type ProbeProtocol,
} from '../../../shared/model/kinds.ts';
import { textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { refuse } from './decide-kit.ts';

/** The least time between two probes the service takes. */
export const PROBE_INTERVAL_MIN_US = 5 * US_PER_SECOND;
const IDLE_MIN_US = 4 * US_PER_MINUTE;
const IDLE_MAX_US = 30 * US_PER_MINUTE;
/** Ports on which the service sends no HTTP probe. */
const NO_HTTP_PORTS: readonly number[] = [19, 21, 25, 70, 110, 119, 143, 220, 993];

/** Stands for a set that is being made: no machine is in it yet. */
export const SET_TO_BE = Number.MAX_SAFE_INTEGER;

type Shape = Pick<
  CommandOf<'balancer.edit'>,
  'probeInterval' | 'probeProtocol' | 'probePort' | 'probePath' | 'idleTimeout'
>;

/** Looks at what a command says of a balancer; `slot` is below 0 for a new one. */
export function checkBalancer(
  world: World,
  at: { readonly slot: number; readonly sku: BalancerSku; readonly command: Shape },
): Result<void> {
  const { slot, command } = at;
  const { col } = world.balancer;
  const fast = checkInterval(command.probeInterval);
  if (!fast.ok) return fast;
  const idle = checkIdle(command.idleTimeout);
  if (!idle.ok) return idle;
  const before: ProbeProtocol = slot < 0 ? 'tcp' : PROBE_PROTOCOLS[col.probeProtocol[slot]!]!;
  const protocol = command.probeProtocol ?? before;
  const port = command.probePort ?? (slot < 0 ? 0 : col.probePort[slot]!);
  if (protocol === 'https' && at.sku === 'basic') {
    return refuse({
      code: 'balancer.httpsNeedsStandard',
      message: 'A Basic balancer has no HTTPS probe.',
      hint: 'Probe over HTTP, or make the balancer a Standard one.',
      details: { protocol, sku: at.sku },
    });
  }
  if (protocol === 'tcp' && command.probePath !== undefined) {
    return refuse({
      code: 'balancer.probePathUnused',
      message: `A TCP probe asks for no path, but ${command.probePath} was given.`,
      hint: 'Leave the path out, or probe over HTTP.',
      details: { path: command.probePath },
    });
  }
  if (protocol === 'tcp' || !NO_HTTP_PORTS.includes(port)) return ok(undefined);
  return refuse({
    code: 'balancer.probePortBarred',
    message: `The service sends no HTTP probe to port ${port}.`,
    hint: `Use another port, or TCP. Barred are ${NO_HTTP_PORTS.join(', ')}.`,
    details: { port },
  });
}

function checkInterval(text: string | undefined): Result<void> {
  const interval = durationUs(text, PROBE_INTERVAL_MIN_US);
  if (interval >= PROBE_INTERVAL_MIN_US) return ok(undefined);
  return refuse({
    code: 'balancer.probeTooFast',
    message:
      `A probe every ${interval / US_PER_SECOND} s is faster than the service ` +
      'allows; the least is 5 s.',
    hint: 'Use 5s or more.',
    details: { intervalSeconds: interval / US_PER_SECOND, minSeconds: 5 },
  });
}

function checkIdle(text: string | undefined): Result<void> {
  const idle = durationUs(text, IDLE_MIN_US);
  if (idle >= IDLE_MIN_US && idle <= IDLE_MAX_US) return ok(undefined);
  const minutes = idle / US_PER_MINUTE;
  return refuse({
    code: 'balancer.idleOutOfRange',
    message: `An idle timeout of ${minutes} min is outside what the service takes, 4 to 30 min.`,
    hint: 'Use 4m to 30m.',
    details: { minutes, minMinutes: 4, maxMinutes: 30 },
  });
}

/**
 * Looks at pools a machine is to join, with those it is in already. Refuses two kinds of balancer
 * on one machine, and in a Basic pool machines that do not share one set.
 */
export function checkPools(
  world: World,
  joining: {
    readonly balancers: readonly number[];
    /** The machine, when there is one already; below 0 otherwise. */
    readonly vm: number;
    /** Slots of its sets; below 0 for none. */
    readonly availabilitySet: number;
    readonly scaleSet: number;
  },
): Result<void> {
  const present = joining.vm < 0 ? [] : world.pools.backendsOfVm(joining.vm);
  const balancers = [
    ...joining.balancers,
    ...present.map((backend) => world.backend.ref('balancer', backend)),
  ];
  const kinds = new Set(balancers.map((balancer) => world.balancer.col.sku[balancer]!));
  if (kinds.size > 1) {
    return refuse({
      code: 'balancer.skuMixed',
      message: 'A machine cannot stand behind a Basic and a Standard balancer at once.',
      hint: 'Use balancers of one kind.',
      details: { balancers: balancers.map((balancer) => textIdOf(world, 'balancer', balancer)) },
    });
  }
  for (const balancer of joining.balancers) {
    if (BALANCER_SKUS[world.balancer.col.sku[balancer]!] !== 'basic') continue;
    const stranger = world.pools.backendsOfBalancer(balancer).find((backend) => {
      const vm = world.backend.ref('vm', backend);
      const sets = world.vm.col;
      const apart = joining.availabilitySet < 0 && joining.scaleSet < 0;
      return (
        apart ||
        sets.availabilitySet[vm] !== joining.availabilitySet + 1 ||
        sets.scaleSet[vm] !== joining.scaleSet + 1
      );
    });
    if (stranger === undefined) continue;
    return refuse({
      code: 'balancer.basicPool',
      message: 'The pool of a Basic balancer holds machines of one availability set or scale set.',
      hint: 'Put the machines into one set, or use a Standard balancer.',
      details: { balancer: textIdOf(world, 'balancer', balancer) },
    });
  }
  return ok(undefined);
}

/** The refusal of a name that is to answer with a private frontend. */
export function privateAnswer(balancer: string): Result<never> {
  return refuse({
    code: 'dnsProfile.privateAnswer',
    message: `${balancer} has a private frontend, which users of a name do not reach.`,
    hint: 'Answer with a balancer, or a rule, whose frontend is public.',
    details: { balancer },
  });
}
