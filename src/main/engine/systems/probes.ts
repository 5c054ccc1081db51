/**
 * Health probes: how a balancer finds out which backends live (rules ENG-S4, ENG-S5, ENG-S11 to
 * ENG-S13, ENG-S16). What each one hears is found in `probe-answers.ts`.
 *
 * Between two probes it knows nothing new: a machine that died a moment ago still receives
 * requests, and they are lost. That gap is the lesson, so nothing here takes a short cut.
 */
import {
  BALANCER_SKUS,
  FAILURE_REASONS,
  PROBE_PROTOCOLS,
  ROTATION_STATES,
  RULE_TRANSPORTS,
} from '../../../shared/model/kinds.ts';
import { EVENT, PRIORITY } from '../event-kinds.ts';
import { textIdOf } from '../world/names.ts';
import {
  answerNumber,
  isSound,
  probeMachine,
  probeQuestion,
  soundAnswersWell,
  type Heard,
  type ProbeQuestion,
} from './probe-answers.ts';
import { tellBlock } from './blocked-traffic.ts';
import { loseRequestsOfBackend } from './requests.ts';
import { setRotation } from './rotation.ts';
import { happen, type World } from '../world/world.ts';

const UP = ROTATION_STATES.indexOf('up');
const DOWN = ROTATION_STATES.indexOf('down');
const DRAINING = ROTATION_STATES.indexOf('draining');
const TCP = PROBE_PROTOCOLS.indexOf('tcp');
const BASIC = BALANCER_SKUS.indexOf('basic');
const UDP = RULE_TRANSPORTS.indexOf('udp');
const ANSWERED = answerNumber('ok');
const FLOWS_CUT = FAILURE_REASONS.indexOf('flowsCut');

/**
 * Begins to probe, the first time at once. Call it when a balancer is made or its probe changed.
 */
export function startProbing(world: World, balancer: number): void {
  const { col } = world.balancer;
  col.probeSerial[balancer] = (col.probeSerial[balancer]! + 1) >>> 0;
  scheduleProbe(world, balancer, 0);
}

function scheduleProbe(world: World, balancer: number, delayUs: number): void {
  world.schedule({
    atUs: world.nowUs + delayUs,
    priority: PRIORITY.probe,
    kind: EVENT.probe,
    slot: balancer,
    generation: world.balancer.generation[balancer]!,
    payload: world.balancer.col.probeSerial[balancer]!,
  });
}

/** Event: every backend is asked once. */
export function onProbe(world: World, balancer: number, serial: number): void {
  const { col } = world.balancer;
  if (col.probeSerial[balancer] !== serial) return;
  const probe = { balancer, question: probeQuestion(world, balancer) };
  const quick = soundAnswersWell(world, probe.question);
  const { vm } = world.backend.col;
  for (const backend of world.pools.backendsOfBalancer(balancer)) {
    // What it would hear is no news, and it need not listen (test/property/engine-states).
    if (quick && isSettledUp(world, backend) && isSound(world, vm[backend]! - 1)) continue;
    probeBackend(world, probe, backend);
  }
  scheduleProbe(world, balancer, col.probeIntervalUs[balancer]!);
}

/**
 * One answer, counted by the rules of its protocol (docs/facts.md, fact 100): a refused connection
 * and an answer of HTTP decide at once, silence and TCP answers must come so many times in a row.
 */
function probeBackend(
  world: World,
  probe: { readonly balancer: number; readonly question: ProbeQuestion },
  backend: number,
): void {
  const { balancer, question } = probe;
  const { col } = world.backend;
  if (col.rotation[backend] === DRAINING) return;
  const heard = probeMachine(world, question, col.vm[backend]! - 1);
  if (heard.answer === 'ok' && isSettledUp(world, backend)) return;
  noteAnswer(world, { balancer, backend, answer: answerNumber(heard.answer) });
  if (heard.answer === 'ok') {
    takeAnswer(world, balancer, backend);
    return;
  }
  world.backend.dirty.touch(backend);
  col.goodProbes[backend] = 0;
  if (col.rotation[backend] === DOWN) return;
  col.failedProbes[backend]! += 1;
  world.balancer.dirty.touch(balancer);
  const enough = col.failedProbes[backend]! >= world.balancer.col.probeThreshold[balancer]!;
  if (!enough && heard.answer === 'noAnswer') return;
  announce(world, { balancer, backend, rotation: DOWN, heard });
}

/** True for a member in rotation of which a good answer is no news: nearly all, nearly always. */
function isSettledUp(world: World, backend: number): boolean {
  const { rotation, failedProbes, answer } = world.backend.col;
  return rotation[backend] === UP && failedProbes[backend] === 0 && answer[backend] === ANSWERED;
}

function noteAnswer(
  world: World,
  said: { readonly balancer: number; readonly backend: number; readonly answer: number },
): void {
  if (world.backend.col.answer[said.backend] === said.answer) return;
  world.backend.col.answer[said.backend] = said.answer;
  world.backend.dirty.touch(said.backend);
  world.balancer.dirty.touch(said.balancer);
}

/** A good answer: the first one puts a member in, one that was out over TCP needs several. */
function takeAnswer(world: World, balancer: number, backend: number): void {
  const { col } = world.backend;
  world.backend.dirty.touch(backend);
  if (col.failedProbes[backend]! > 0) world.balancer.dirty.touch(balancer);
  col.failedProbes[backend] = 0;
  if (col.rotation[backend] === UP) return;
  col.goodProbes[backend]! += 1;
  const { probeProtocol, probeThreshold } = world.balancer.col;
  const counts = col.rotation[backend] === DOWN && probeProtocol[balancer] === TCP;
  if (counts && col.goodProbes[backend]! < probeThreshold[balancer]!) return;
  col.goodProbes[backend] = 0;
  announce(world, { balancer, backend, rotation: UP, heard: { answer: 'ok', cause: 0 } });
}

function announce(
  world: World,
  change: {
    readonly balancer: number;
    readonly backend: number;
    readonly rotation: number;
    readonly heard: Heard;
  },
): void {
  const { balancer, backend, rotation, heard } = change;
  const cause = heard.block === undefined ? heard.cause : tellBlock(world, heard.block);
  const happening = happen(world, {
    kind: rotation === UP ? 'backend.up' : 'backend.down',
    table: 'vm',
    slot: world.backend.col.vm[backend]! - 1,
    cause,
    details: {
      balancer: textIdOf(world, 'balancer', balancer),
      failedProbes: world.backend.col.failedProbes[backend]!,
      answer: heard.answer,
    },
  });
  setRotation(world, { backend, rotation, cause: happening });
  if (rotation === DOWN) cutFlows(world, balancer, happening);
}

/**
 * The last member went out. Connections that stand are kept where there are several members, and
 * end with a balancer of the basic kind or a pool of one; over UDP always (docs/facts.md, fact
 * 101).
 */
function cutFlows(world: World, balancer: number, cause: number): void {
  const pool = world.pools.backendsOfBalancer(balancer);
  if (world.pools.rotationOf(balancer).up.length > 0) return;
  const { sku, transport } = world.balancer.col;
  const stands = pool.length > 1 && sku[balancer] !== BASIC && transport[balancer] !== UDP;
  if (stands) return;
  for (const backend of pool) {
    loseRequestsOfBackend(world, backend, { reason: FLOWS_CUT, cause });
  }
}
