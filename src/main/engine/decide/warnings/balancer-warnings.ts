/**
 * Probes that the service takes and that can hardly be meant (rule ENG-WN3; docs/facts.md, fact
 * 100): nothing listens where they ask, or they ask so seldom that a dead machine serves on.
 * What the service refuses in a probe is judged elsewhere.
 */
import type { CommandOf } from '../../../../shared/commands/index.ts';
import {
  durationUs,
  printDuration,
  SIM_TIME_MAX_US,
  US_PER_SECOND,
} from '../../../../shared/kernel/time.ts';
import type { Warning } from '../../../../shared/kernel/warning.ts';
import { PROBE_PATHS, PROBE_PROTOCOLS } from '../../../../shared/model/kinds.ts';
import { SYSTEM_PORTS } from '../../systems/probe-answers.ts';
import { textIdOf } from '../../world/names.ts';
import type { World } from '../../world/world.ts';
import { find } from '../decide-kit.ts';
import { warn } from './warn.ts';

/** No probe waits longer for its answer, whatever its interval (fact 100). */
const PROBE_TIMEOUT_MAX_US = 30 * US_PER_SECOND;
const INTERVAL_US = 5 * US_PER_SECOND;
const THRESHOLD = 2;
const HTTP_PORT = 80;

/** A probe as it will be. */
interface Probe {
  readonly balancer: string;
  readonly intervalUs: number;
  readonly threshold: number;
  readonly protocol: (typeof PROBE_PROTOCOLS)[number];
  /** 0: where the service listens. */
  readonly port: number;
  readonly path: string;
  /** Where the first service behind it listens; below 0 without one. */
  readonly listensAt: number;
}

type ProbeCommand = CommandOf<'balancer.add'> | CommandOf<'balancer.edit'>;

/** Warnings of `balancer.add` and `balancer.edit`, where they say something of the probe. */
export function warnProbe(world: World, command: ProbeCommand): Warning[] {
  const probe = probeToBe(world, command);
  if (probe === undefined) return [];
  const found: Warning[] = [];
  if (command.probeInterval !== undefined || command.probeThreshold !== undefined) {
    found.push(...warnInterval(probe));
  }
  const asksElsewhere =
    command.probePort !== undefined ||
    command.probePath !== undefined ||
    command.probeProtocol !== undefined;
  return asksElsewhere ? [...found, ...warnWhere(probe)] : found;
}

/** Warnings of `service.add`: what its balancer asks may not be where it listens. */
export function warnService(world: World, command: CommandOf<'service.add'>): Warning[] {
  const balancer = find(world, 'balancer', command.balancer);
  // The first service behind a balancer is the one that is probed.
  if (!balancer.ok || world.pools.servicesOfBalancer(balancer.value).length > 0) return [];
  const probe = probeOf(world, balancer.value);
  return warnWhere({ ...probe, listensAt: command.port ?? HTTP_PORT });
}

function probeOf(world: World, balancer: number): Probe {
  const { col } = world.balancer;
  const service = world.pools.servicesOfBalancer(balancer)[0];
  return {
    balancer: textIdOf(world, 'balancer', balancer),
    intervalUs: col.probeIntervalUs[balancer]!,
    threshold: col.probeThreshold[balancer]!,
    protocol: PROBE_PROTOCOLS[col.probeProtocol[balancer]!]!,
    port: col.probePort[balancer]!,
    path: world.balancer.text('probePath', balancer),
    listensAt: service === undefined ? -1 : world.service.col.port[service]!,
  };
}

function probeToBe(world: World, command: ProbeCommand): Probe | undefined {
  const before = probeBefore(world, command);
  if (before === undefined) return undefined;
  return {
    ...before,
    intervalUs: durationUs(command.probeInterval, before.intervalUs),
    threshold: command.probeThreshold ?? before.threshold,
    protocol: command.probeProtocol ?? before.protocol,
    port: command.probePort ?? before.port,
    path: command.probePath ?? before.path,
  };
}

function probeBefore(world: World, command: ProbeCommand): Probe | undefined {
  if (command.type === 'balancer.edit') {
    const balancer = find(world, 'balancer', command.balancer);
    return balancer.ok ? probeOf(world, balancer.value) : undefined;
  }
  return {
    balancer: command.name,
    intervalUs: INTERVAL_US,
    threshold: THRESHOLD,
    protocol: 'tcp',
    port: 0,
    path: '',
    listensAt: -1,
  };
}

function warnInterval(probe: Probe): Warning[] {
  const { balancer, intervalUs, threshold } = probe;
  if (intervalUs <= PROBE_TIMEOUT_MAX_US) return [];
  const blindUs = Math.min(SIM_TIME_MAX_US, intervalUs * threshold);
  return [
    warn({
      code: 'balancer.probeSlow',
      message:
        `${balancer} asks every ${printDuration(intervalUs)}, though a probe has an answer or ` +
        `is given up after ${printDuration(PROBE_TIMEOUT_MAX_US)}: a dead machine may get ` +
        `requests for ${printDuration(blindUs)}.`,
      hint: `Ask every ${printDuration(PROBE_TIMEOUT_MAX_US)} or more often.`,
      details: { balancer, intervalUs, timeoutUs: PROBE_TIMEOUT_MAX_US, blindUs },
    }),
  ];
}

function warnWhere(probe: Probe): Warning[] {
  const { balancer, protocol, port, listensAt } = probe;
  const isSystem = SYSTEM_PORTS.includes(port);
  const closed = isSystem ? protocol !== 'tcp' : port > 0 && listensAt >= 0 && port !== listensAt;
  if (closed) {
    return [
      warn({
        code: 'balancer.probePortClosed',
        message:
          `${balancer} asks port ${port}, where no application of its machines answers` +
          `${listensAt >= 0 ? `; the service listens on ${listensAt}` : ''}: ` +
          'every machine goes out of rotation.',
        hint: 'Let the probe ask the port of the service.',
        details: { balancer, port, listensAt },
      }),
    ];
  }
  const path = probe.path === '' ? '/' : probe.path;
  if (protocol === 'tcp' || PROBE_PATHS.some((known) => known.path === path)) return [];
  const paths = PROBE_PATHS.map((known) => known.path).join(', ');
  return [
    warn({
      code: 'balancer.probePathUnknown',
      message: `${balancer} asks for ${path}, which no application knows: every answer is 404.`,
      hint: `Ask for one of ${paths}.`,
      details: { balancer, path, paths },
    }),
  ];
}
