/**
 * "Can A reach B on port P?", hop by hop (rule ENG-VN13): machines that run, rules and ways of the
 * virtual networks, the cables below them, and whether anybody listens at the end.
 *
 * The same walk decides over requests and probes, so the answer is what happens. It changes
 * nothing.
 */
import { ok, type Result } from '../../../shared/kernel/result.ts';
import { APP_STATES, POWER_STATES, RULE_TRANSPORTS } from '../../../shared/model/kinds.ts';
import { printAddress } from '../../../shared/model/ip-addresses.ts';
import type {
  ReachHop,
  ReachQuery,
  ReachView,
} from '../../../shared/views/virtual-network-view.ts';
import { causeOfBlock } from '../systems/blocked-traffic.ts';
import { frontendCut } from '../systems/frontends.ts';
import { runningApps } from '../systems/guest-load.ts';
import { canReach, isSilent, impairmentCause } from '../systems/impairments.ts';
import {
  walkPath,
  type PathHop,
  type PathQuestion,
  type PathSource,
} from '../systems/network-paths.ts';
import { ruleOf, rulesOf } from '../systems/pool-mates.ts';
import { roundTrip } from '../systems/service-calls.ts';
import { SYSTEM_PORTS } from '../systems/probe-answers.ts';
import { textIdOf, type TableName } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { messageOf } from './reach-message.ts';
import { cause, some } from './row-parts.ts';

const RUNNING = POWER_STATES.indexOf('running');
const APP_CRASHED = APP_STATES.indexOf('crashed');
/** The word for everybody outside. */
const INTERNET = 'internet';
/** What a packet can be sent to. */
const TARGETS: readonly TableName[] = ['vm', 'balancer', 'service'];

interface Asked {
  readonly query: ReachQuery;
  readonly from: PathSource;
  readonly port: number;
}

/** The answer to one question. Refuses ends that are not there. */
export function reachOf(world: World, query: ReachQuery): Result<ReachView> {
  const from = sourceOf(world, query.from);
  if (!from.ok) return from;
  const asked: Asked = { query, from: from.value, port: query.port };
  if (query.to === INTERNET) return ok(view(world, asked, { hops: outwards(world, asked) }));
  const to = world.names.resolve(TARGETS, query.to);
  if (!to.ok) return to;
  const { table, slot } = to.value;
  if (table === 'vm') return ok(view(world, asked, { hops: towards(world, asked, { vm: slot }) }));
  const balancer = table === 'balancer' ? slot : world.service.ref('balancer', slot);
  return ok(view(world, asked, throughBalancer(world, asked, balancer)));
}

function sourceOf(world: World, reference: string): Result<PathSource> {
  if (reference === INTERNET) return ok(INTERNET);
  const found = world.names.resolve(['vm'], reference);
  return found.ok ? ok({ vm: found.value.slot }) : found;
}

type Answer = Pick<ReachView, 'hops' | 'members'>;

function view(world: World, asked: Asked, answer: Answer): ReachView {
  const { query, port } = asked;
  const reachable = answer.hops.every(({ open }) => open);
  const to = query.to === INTERNET ? INTERNET : idOfEnd(world, query.to);
  return {
    from: query.from === INTERNET ? INTERNET : idOfEnd(world, query.from),
    to,
    port,
    protocol: query.protocol ?? 'tcp',
    reachable,
    ...wayBetween(world, asked),
    ...answer,
    message: messageOf(answer.hops, to),
  };
}

/** There and back between the hosts of two machines, if it is two machines. */
function wayBetween(world: World, { query, from }: Asked): Pick<ReachView, 'roundTripUs'> {
  if (typeof from !== 'object' || query.to === INTERNET) return {};
  const to = world.names.resolve(TARGETS, query.to);
  if (!to.ok || to.value.table !== 'vm') return {};
  const hosts = [from.vm, to.value.slot].map((vm) => world.vm.col.host[vm]! - 1);
  const [start = -1, end = -1] = hosts;
  return start < 0 || end < 0 ? {} : { roundTripUs: roundTrip(world, start, end) };
}

function idOfEnd(world: World, reference: string): string {
  const found = world.names.resolve(TARGETS, reference);
  return found.ok ? textIdOf(world, found.value.table, found.value.slot) : reference;
}

/** Hops up to and with the first that is closed. */
function untilClosed(hops: readonly ReachHop[]): ReachHop[] {
  const closed = hops.findIndex(({ open }) => !open);
  return closed < 0 ? [...hops] : hops.slice(0, closed + 1);
}

/** Whether a machine runs and answers. */
function machineHop(world: World, vm: number): ReachHop {
  const state = world.vm.col.powerState[vm]!;
  const silent = state === RUNNING && isSilent(world, vm);
  const why = silent ? impairmentCause(world, vm) : world.vm.col.cause[vm]!;
  const open = state === RUNNING && !silent;
  return {
    hop: 'machine',
    at: textIdOf(world, 'vm', vm),
    open,
    found: silent ? 'silent' : POWER_STATES[state]!,
    ...(open ? {} : cause(why)),
  };
}

function sourceHops(world: World, asked: Asked): ReachHop[] {
  return typeof asked.from === 'object' ? [machineHop(world, asked.from.vm)] : [];
}

function outwards(world: World, asked: Asked): ReachHop[] {
  const question: PathQuestion = {
    from: asked.from,
    to: INTERNET,
    port: asked.port,
    protocol: asked.query.protocol ?? 'tcp',
  };
  const path = walkPath(world, question).map((hop) => pathHop(world, question, hop));
  return untilClosed([...sourceHops(world, asked), ...path, ...applianceHops(world, question)]);
}

/** An appliance in the way has to run. */
function applianceHops(world: World, question: PathQuestion): ReachHop[] {
  return walkPath(world, question).flatMap((hop) =>
    hop.hop === 'outbound' && hop.vm >= 0 ? [machineHop(world, hop.vm)] : [],
  );
}

function towards(
  world: World,
  asked: Asked,
  to: {
    readonly vm: number;
    readonly behindBalancer?: boolean;
    readonly behindPrivate?: boolean;
  },
): ReachHop[] {
  const question: PathQuestion = {
    from: asked.from,
    to,
    port: asked.port,
    protocol: asked.query.protocol ?? 'tcp',
  };
  const path = walkPath(world, question).map((hop) => pathHop(world, question, hop));
  return untilClosed([
    ...sourceHops(world, asked),
    ...path,
    ...wireHops(world, asked.from, to.vm),
    machineHop(world, to.vm),
    listeningHop(world, { vm: to.vm, port: asked.port, protocol: question.protocol }),
  ]);
}

/** The cables between two machines, asked only while both run. */
function wireHops(world: World, from: PathSource, to: number): ReachHop[] {
  if (typeof from !== 'object' || from.vm === to) return [];
  const { powerState, host } = world.vm.col;
  if (powerState[from.vm] !== RUNNING || powerState[to] !== RUNNING) return [];
  const open = canReach(world, { from: from.vm, to });
  const why = Math.max(impairmentCause(world, to), impairmentCause(world, from.vm));
  const at = textIdOf(world, 'host', host[to]! - 1);
  return [{ hop: 'wire', at, open, ...(open ? {} : cause(why)) }];
}

/** Who answers at a port: the system itself, an application, or the service the machine is for. */
function listeningHop(
  world: World,
  asked: { readonly vm: number; readonly port: number; readonly protocol: 'tcp' | 'udp' },
): ReachHop {
  const { vm, port, protocol } = asked;
  const hop = { hop: 'listening', at: textIdOf(world, 'vm', vm) } as const;
  if (protocol === 'tcp' && SYSTEM_PORTS.includes(port)) {
    return { ...hop, open: true, found: 'system' };
  }
  const guest = world.guests.inVm(vm);
  if (guest >= 0 && world.guests.appsOf(guest).length > 0) {
    const app = runningApps(world, guest).find((one) =>
      world.guests
        .needsOf(one)
        .listens.some((place) => place.port === port && place.protocol === protocol),
    );
    const found = app === undefined ? 'nothing' : world.guestApp.text('name', app);
    return { ...hop, open: app !== undefined, found };
  }
  const crashed = world.vm.col.appState[vm] === APP_CRASHED;
  if (crashed) {
    return { ...hop, open: false, found: 'crashed', ...cause(world.vm.col.appCause[vm]!) };
  }
  // Nothing was installed: it serves by itself, as in rooms without operating systems.
  return { ...hop, open: true, found: 'itself' };
}

/** The way to a balancer: its frontend, then the first of its machines that can be reached. */
function throughBalancer(world: World, asked: Asked, at: number): Answer {
  const { balancer, port } = listenerAt(world, { balancer: at, asked });
  const gone = frontendCut(world, balancer);
  const isPrivate = world.balancer.col.isInternal[balancer] === 1;
  const found = closedFront(world, asked, { balancer, port, gone });
  const front: ReachHop = {
    hop: 'balancer',
    at: textIdOf(world, 'balancer', balancer),
    open: found === undefined,
    found: found ?? 'frontend',
    ...(gone < 0 ? {} : cause(world.place.col.cause[gone]!)),
  };
  const inside: Asked = { ...asked, port: port ?? asked.port };
  const ways = world.pools.backendsOfBalancer(balancer).map((backend) => {
    const vm = world.backend.col.vm[backend]! - 1;
    return towards(world, inside, { vm, behindBalancer: true, behindPrivate: isPrivate });
  });
  const open = ways.filter((way) => way.every((hop) => hop.open));
  const members = { reachable: front.open ? open.length : 0, total: ways.length };
  if (!front.open) return { hops: untilClosed([...sourceHops(world, asked), front]), members };
  const none: ReachHop = { ...front, open: false, found: 'noMembers' };
  const [first] = [...open, ...ways];
  const own = sourceHops(world, asked);
  if (first === undefined) return { hops: untilClosed([...own, none]), members };
  return { hops: untilClosed([...own, front, ...first.slice(own.length)]), members };
}

/**
 * The rule that takes the port asked for, with the port it sends to; undefined for a rule that
 * does not take it. A balancer without such a rule passes every port on as it is.
 */
function listenerAt(
  world: World,
  from: { readonly balancer: number; readonly asked: Asked },
): { readonly balancer: number; readonly port: number | undefined } {
  const { balancer, asked } = from;
  const { port, backendPort, unit } = world.balancerRule.col;
  const transport = RULE_TRANSPORTS.indexOf(asked.query.protocol ?? 'tcp');
  function takes(rule: number): boolean {
    const carries = world.balancer.col.transport[unit[rule]! - 1];
    return port[rule] === asked.port && carries === transport;
  }
  const own = ruleOf(world, balancer);
  if (own >= 0) return { balancer, port: takes(own) ? backendPort[own]! : undefined };
  const rule = rulesOf(world, balancer).find(
    (one) => world.balancerRule.ref('frontend', one) < 0 && takes(one),
  );
  if (rule === undefined) return { balancer, port: asked.port };
  return { balancer: unit[rule]! - 1, port: backendPort[rule]! };
}

/** Why a frontend lets nobody in, in one word; undefined when it does. */
function closedFront(
  world: World,
  asked: Asked,
  at: { readonly balancer: number; readonly port: number | undefined; readonly gone: number },
): string | undefined {
  if (at.gone >= 0) return 'frontendDown';
  if (asked.from === INTERNET && world.balancer.col.isInternal[at.balancer] === 1) return 'private';
  return at.port === undefined ? 'noRule' : undefined;
}

/** One hop of a path as the screen sees it. */
export function pathHop(world: World, question: PathQuestion, hop: PathHop): ReachHop {
  const why = hop.open ? {} : cause(causeOfBlock(world, { hop, question }));
  switch (hop.hop) {
    case 'rules':
      return {
        hop: 'rules',
        at: textIdOf(world, 'securityGroup', hop.securityGroup),
        open: hop.open,
        rule: { ...hop.rule },
        guards:
          hop.nic >= 0 ? textIdOf(world, 'nic', hop.nic) : textIdOf(world, 'subnet', hop.subnet),
        ...why,
      };
    case 'outbound':
      return {
        hop: 'outbound',
        at: textIdOf(world, 'nic', hop.nic),
        open: hop.open,
        found: hop.step,
        ...why,
      };
    case 'publicAddress': {
      const publicIp = world.networks.publicIpOf(hop.nic);
      const address = publicIp < 0 ? 0 : world.publicIp.col.address[publicIp]!;
      return {
        hop: 'publicAddress',
        at: textIdOf(world, 'nic', hop.nic),
        open: hop.open,
        ...some('found', address === 0 ? undefined : printAddress(address)),
        ...why,
      };
    }
    default:
      return { hop: 'route', open: hop.open, found: hop.way };
  }
}
