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
import { brokenDependency } from './dependencies.ts';
import { answers, impairmentCause } from './impairments.ts';

const RUNNING = POWER_STATES.indexOf('running');
const APP_OK = APP_STATES.indexOf('ok');
const APP_HUNG = APP_STATES.indexOf('hung');
const APP_CRASHED = APP_STATES.indexOf('crashed');
const TCP = PROBE_PROTOCOLS.indexOf('tcp');
/** Ports on which the system itself answers: SSH and RDP ([GEN]: both on every image). */
export const SYSTEM_PORTS: readonly number[] = [22, 3389];

/** An answer with the happening that explains it; 0 when nothing does. */
export interface Heard {
  readonly answer: ProbeAnswer;
  readonly cause: number;
}

/** Asks one machine as the balancer's probe does. Changes nothing. */
export function probeMachine(world: World, balancer: number, vm: number): Heard {
  const machine = world.vm.col;
  if (machine.powerState[vm] !== RUNNING) return { answer: 'noAnswer', cause: machine.cause[vm]! };
  if (!answers(world, vm)) return { answer: 'noAnswer', cause: impairmentCause(world, vm) };
  const { probeProtocol, probePort } = world.balancer.col;
  const service = world.pools.servicesOfBalancer(balancer)[0] ?? -1;
  const port = probePort[balancer]!;
  const isTcp = probeProtocol[balancer] === TCP;
  if (SYSTEM_PORTS.includes(port)) return { answer: isTcp ? 'ok' : 'error', cause: 0 };
  if (port > 0 && service >= 0 && port !== world.service.col.port[service]) {
    return { answer: 'closed', cause: 0 };
  }
  const app = machine.appState[vm]!;
  const appCause = machine.appCause[vm]!;
  if (app === APP_CRASHED) return { answer: 'closed', cause: appCause };
  if (isTcp) return { answer: 'ok', cause: 0 };
  if (app === APP_HUNG) return { answer: 'noAnswer', cause: appCause };
  return askPath(world, { balancer, vm, service });
}

/** What an application that answers at all says on the probe's path. */
function askPath(
  world: World,
  at: { readonly balancer: number; readonly vm: number; readonly service: number },
): Heard {
  const path = PROBE_PATHS.find(({ path: known }) => known === pathOf(world, at.balancer));
  if (path === undefined) return { answer: 'notFound', cause: 0 };
  if (path.checks === 'nothing') return { answer: 'ok', cause: 0 };
  const { appState, appCause } = world.vm.col;
  if (appState[at.vm] !== APP_OK) return { answer: 'error', cause: appCause[at.vm]! };
  if (path.checks === 'application' || at.service < 0) return { answer: 'ok', cause: 0 };
  const fault = brokenDependency(world, at.service);
  return fault < 0 ? { answer: 'ok', cause: 0 } : { answer: 'error', cause: fault };
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
  const service = world.pools.servicesOfBalancer(balancer)[0];
  if (SYSTEM_PORTS.includes(port)) return isTcp ? undefined : 'noHttpThere';
  if (port > 0 && service !== undefined && port !== world.service.col.port[service]) {
    return 'portClosed';
  }
  const known = PROBE_PATHS.some(({ path }) => path === pathOf(world, balancer));
  return isTcp || known ? undefined : 'pathUnknown';
}

/** Position of an answer in its list, as the column holds it. */
export function answerNumber(answer: ProbeAnswer): number {
  return PROBE_ANSWERS.indexOf(answer);
}
