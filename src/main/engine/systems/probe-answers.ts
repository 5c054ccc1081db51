/**
 * What a probe hears from a machine, by how deep it asks (rules ENG-S11 and ENG-S12).
 *
 * A connection is answered by the system; a path that checks nothing by the process; deeper paths
 * by the application and by what it needs. Nothing here is known to the balancer but the answer.
 */
import {
  APP_STATES,
  POWER_STATES,
  PROBE_ANSWERS,
  PROBE_PATHS,
  PROBE_PROTOCOLS,
  type ProbeAnswer,
} from '../../../shared/model/kinds.ts';
import type { World } from '../world/world.ts';
import { causeOfBlock, probeBlocked, type Block } from './blocked-traffic.ts';
import { brokenDependency } from './dependencies.ts';
import { answers, impairmentCause } from './impairments.ts';
import { poolMates } from './pool-mates.ts';

const RUNNING = POWER_STATES.indexOf('running');
const APP_OK = APP_STATES.indexOf('ok');
const APP_HUNG = APP_STATES.indexOf('hung');
const APP_CRASHED = APP_STATES.indexOf('crashed');
const TCP = PROBE_PROTOCOLS.indexOf('tcp');
/** Where a probe asks that has neither a port nor a service. */
const HTTP = 80;
/** Ports on which the system itself answers: SSH and RDP ([GEN]: both on every image). */
export const SYSTEM_PORTS: readonly number[] = [22, 3389];

/** An answer with the happening that explains it; 0 when nothing does. */
export interface Heard {
  readonly answer: ProbeAnswer;
  readonly cause: number;
  /** What a network put in the way of the question. */
  readonly block?: Block;
}

/** Answers without a cause; one object each, because every probe of every member gives one. */
const OK: Heard = { answer: 'ok', cause: 0 };
const ERROR: Heard = { answer: 'error', cause: 0 };
const CLOSED: Heard = { answer: 'closed', cause: 0 };
const NOT_FOUND: Heard = { answer: 'notFound', cause: 0 };

/** What a balancer asks of each of its members. */
export interface ProbeQuestion {
  readonly isTcp: boolean;
  readonly port: number;
  /** The first service behind it, or -1, and where that listens. */
  readonly service: number;
  readonly listensAt: number;
  readonly path: (typeof PROBE_PATHS)[number] | undefined;
}

/** The question of one balancer, read once for all members. */
export function probeQuestion(world: World, balancer: number): ProbeQuestion {
  const { probeProtocol, probePort } = world.balancer.col;
  const service = serviceAsked(world, balancer);
  const asked = pathOf(world, balancer);
  return {
    isTcp: probeProtocol[balancer] === TCP,
    port: probePort[balancer]!,
    service,
    listensAt: service < 0 ? 0 : world.service.col.port[service]!,
    path: PROBE_PATHS.find(({ path }) => path === asked),
  };
}

/**
 * The service a probe asks: that of the balancer, or, where its pool has several, the one that
 * listens where it asks [ENG-LR4]. -1 without one.
 */
function serviceAsked(world: World, balancer: number): number {
  const [own = -1] = world.pools.servicesOfBalancer(balancer);
  const port = world.balancer.col.probePort[balancer]!;
  if (port === 0 || world.balancerRule.count === 0) return own;
  const ports = world.service.col.port;
  const sharing = poolMates(world, balancer).flatMap((mate) => [
    ...world.pools.servicesOfBalancer(mate),
  ]);
  return sharing.find((service) => ports[service] === port) ?? own;
}

/**
 * True when a machine that runs, is not frozen and has a sound application cannot but answer well,
 * so that nobody need ask it: nearly always, and a large pool asks thousands a minute.
 */
export function soundAnswersWell(world: World, question: ProbeQuestion): boolean {
  if (world.fault.count > 0 || world.networks.narrows) return false;
  const { isTcp, port, service, listensAt, path } = question;
  if (port > 0 && SYSTEM_PORTS.includes(port)) return isTcp;
  if (port > 0 && service >= 0 && port !== listensAt) return false;
  if (isTcp || path?.checks === 'nothing' || path?.checks === 'application') return true;
  return path !== undefined && service < 0;
}

/** True for a machine that runs, is not frozen, and whose application is sound. */
export function isSound(world: World, vm: number): boolean {
  const { powerState, pausedUntilUs, appState } = world.vm.col;
  return powerState[vm] === RUNNING && pausedUntilUs[vm]! <= world.nowUs && appState[vm] === APP_OK;
}

/** Asks one machine as the balancer's probe does. Changes nothing. */
export function probeMachine(world: World, question: ProbeQuestion, vm: number): Heard {
  const machine = world.vm.col;
  if (machine.powerState[vm] !== RUNNING) return { answer: 'noAnswer', cause: machine.cause[vm]! };
  if (!answers(world, vm)) return { answer: 'noAnswer', cause: impairmentCause(world, vm) };
  const { isTcp, port, service, listensAt } = question;
  const block = probeBlocked(world, vm, port > 0 ? port : listensAt || HTTP);
  if (block !== undefined) {
    return { answer: 'noAnswer', cause: causeOfBlock(world, block), block };
  }
  if (port > 0 && SYSTEM_PORTS.includes(port)) return isTcp ? OK : ERROR;
  if (port > 0 && service >= 0 && port !== listensAt) return CLOSED;
  const app = machine.appState[vm]!;
  const appCause = machine.appCause[vm]!;
  if (app === APP_CRASHED) return { answer: 'closed', cause: appCause };
  if (isTcp) return OK;
  if (app === APP_HUNG) return { answer: 'noAnswer', cause: appCause };
  return askPath(world, question, vm);
}

/** What an application that answers at all says on the probe's path. */
function askPath(world: World, question: ProbeQuestion, vm: number): Heard {
  const { path, service } = question;
  if (path === undefined) return NOT_FOUND;
  if (path.checks === 'nothing') return OK;
  const { appState, appCause } = world.vm.col;
  if (appState[vm] !== APP_OK) return { answer: 'error', cause: appCause[vm]! };
  if (path.checks === 'application' || service < 0) return OK;
  const fault = brokenDependency(world, service, vm);
  return fault < 0 ? OK : { answer: 'error', cause: fault };
}

/** The path a probe asks for; the root when none was given. */
export function pathOf(world: World, balancer: number): string {
  const path = world.balancer.text('probePath', balancer);
  return path === '' ? '/' : path;
}

/** What is wrong with a probe whatever the machines do: nothing listens there, no such path. */
export function probeWarning(
  world: World,
  balancer: number,
): 'portClosed' | 'pathUnknown' | 'noHttpThere' | undefined {
  const port = world.balancer.col.probePort[balancer]!;
  const isTcp = world.balancer.col.probeProtocol[balancer] === TCP;
  const service = serviceAsked(world, balancer);
  if (SYSTEM_PORTS.includes(port)) return isTcp ? undefined : 'noHttpThere';
  if (port > 0 && service >= 0 && port !== world.service.col.port[service]) {
    return 'portClosed';
  }
  const known = PROBE_PATHS.some(({ path }) => path === pathOf(world, balancer));
  return isTcp || known ? undefined : 'pathUnknown';
}

/** Position of an answer in its list, as the column holds it. */
export function answerNumber(answer: ProbeAnswer): number {
  return PROBE_ANSWERS.indexOf(answer);
}
