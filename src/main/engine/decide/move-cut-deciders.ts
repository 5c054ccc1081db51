/**
 * Deciders for trying the copy of a server, changing over, going back and finishing (rules ENG-LS8
 * to ENG-LS12). A change-over is refused before anything stops: the machine has its place from the
 * moment the server gives way.
 */
import { canonicalJson } from '../../../shared/kernel/canonical-json.ts';
import { ok, type Result } from '../../../shared/kernel/result.ts';
import { durationUs, printDuration } from '../../../shared/kernel/time.ts';
import {
  MOVE_STAGES,
  MOVE_TESTS,
  NAME_TTL_US,
  TEST_RANGE,
  WINDOW_US,
} from '../../../shared/model/move-kinds.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import { ensure } from '../../../shared/kernel/assert.ts';
import { forgetGuest } from '../systems/guest-records.ts';
import { mibPerUs, pendingMib } from '../systems/move-copy.ts';
import { touchMove } from '../systems/move-marks.ts';
import {
  awaitMachine,
  dropMachine,
  failedOf,
  rollBack,
  stopServer,
} from '../systems/move-steps.ts';
import { canJudge, trialChecks } from '../systems/move-trial.ts';
import { AWAY, servicesOfServer } from '../systems/own-server.ts';
import { settleCalls } from '../systems/service-calls.ts';
import { foundOn } from '../systems/move-found.ts';
import { textIdOf } from '../world/names.ts';
import { happen, type World } from '../world/world.ts';
import { checkFree, find, refuse, type Act, type Decided } from './decide-kit.ts';
import { planInterface } from './interface-plan.ts';
import { checkNoTest } from './move-deciders.ts';
import { checkSourceUp, findMoveAt, planMachineOf } from './move-plan.ts';
import {
  decideNetworkAdd,
  decideNetworkRemove,
  decideSubnetAdd,
  decideSubnetRemove,
} from './virtual-network-deciders.ts';
import { create, findIdle } from './vm-deciders.ts';

const FINISHED = MOVE_STAGES.indexOf('finished');
const NO_BUILD = { version: '', faulty: false };

/** Looks at `move.test`; its refusals stand with its schema in `shared/commands`. */
export function decideMoveTest(world: World, command: CommandOf<'move.test'>): Decided {
  const found = findMoveAt(world, command.move, ['replicated']);
  if (!found.ok) return found;
  const move = found.value;
  const quiet = checkNoTest(world, move);
  if (!quiet.ok) return quiet;
  const name = `${world.move.text('machineName', move)}-test`;
  const placed = planMachineOf(world, move, { name, balancers: false, subnet: false });
  if (!placed.ok) return placed;
  const ground = planTestNetwork(world, move);
  if (!ground.ok) return ground;
  return ok(() => {
    const subnet = ground.value();
    const nic = ensure(value(planInterface(world, { subnet })), 'A network of its own has room');
    const vm = create(world, { ...placed.value, plan: { ...placed.value.plan, nic } }, NO_BUILD);
    world.move.setRef({ column: 'testVm', slot: move, to: vm });
    world.move.setText({ column: 'testResult', slot: move, text: '' });
    world.move.col.test[move] = MOVE_TESTS.indexOf('running');
    touchMove(world, move);
  });
}

function value<T>(result: Result<T>): T | undefined {
  return result.ok ? result.value : undefined;
}

function testNames(world: World, move: number): { group: string; network: string; subnet: string } {
  const name = `${world.move.text('name', move)}-test`;
  const group = world.move.text('group', move);
  const inGroup = group.slice(group.indexOf(':') + 1);
  return { group, network: `network:${inGroup}/${name}`, subnet: `subnet:${inGroup}/${name}` };
}

/** The network a copy is tried in: made when it is not there, and joined to nothing. */
function planTestNetwork(world: World, move: number): Result<() => string> {
  const { group, network, subnet } = testNames(world, move);
  if (world.names.has(subnet)) return ok(() => subnet);
  const name = network.slice(network.indexOf('/') + 1);
  const made = decideNetworkAdd(world, { type: 'network.add', name, group, ranges: [TEST_RANGE] });
  if (!made.ok) return made;
  const groupName = group.slice(group.indexOf(':') + 1);
  const free = checkFree(world, { word: 'subnet', name, group: groupName });
  if (!free.ok) return free;
  return ok(() => {
    made.value();
    const part = decideSubnetAdd(world, { type: 'subnet.add', name, network, range: TEST_RANGE });
    carryOut(part);
    return subnet;
  });
}

/** Carries out what was decided a moment ago on grounds that stand. */
function carryOut(decided: Decided): void {
  const act: Act = ensure(value(decided), 'What was looked at before still holds');
  act();
}

/** Looks at `move.endTest`; its refusals stand with its schema in `shared/commands`. */
export function decideMoveEndTest(world: World, command: CommandOf<'move.endTest'>): Decided {
  const found = find(world, 'move', command.move);
  if (!found.ok) return found;
  const move = found.value;
  const vm = world.move.ref('testVm', move);
  if (vm < 0) {
    const id = textIdOf(world, 'move', move);
    return refuse({
      code: 'move.noTest',
      message: `${id} has no test under way.`,
      hint: 'Begin one (move.test).',
      details: { move: id },
    });
  }
  const idle = findIdle(world, textIdOf(world, 'vm', vm));
  if (!idle.ok) return idle;
  return ok(() => {
    const checks = trialChecks(world, move);
    const passed = canJudge(world, move) && checks.every((check) => check.ok);
    const result = canonicalJson(checks);
    const { col } = world.move;
    col.test[move] = MOVE_TESTS.indexOf(passed ? 'passed' : 'failed');
    world.move.setText({
      column: 'testResult',
      slot: move,
      text: ensure(value(result), 'Checks are plain values'),
    });
    const failed = checks.filter((check) => !check.ok).length;
    const told = happen(world, {
      kind: 'move.tested',
      table: 'move',
      slot: move,
      cause: world.decisionId,
      details: { passed: passed ? 1 : 0, applications: checks.length, failed },
    });
    dropMachine(world, vm, told);
    touchMove(world, move);
  });
}

/** Looks at `move.cutOver`; its refusals stand with its schema in `shared/commands`. */
export function decideMoveCutOver(world: World, command: CommandOf<'move.cutOver'>): Decided {
  const found = findMoveAt(world, command.move, ['replicated']);
  if (!found.ok) return found;
  const move = found.value;
  const up = checkSourceUp(world, move);
  if (!up.ok) return up;
  const windowUs = durationUs(command.window, WINDOW_US);
  const fits = checkWindow(world, move, windowUs);
  if (!fits.ok) return fits;
  const name = world.move.text('machineName', move);
  const placed = planMachineOf(world, move, { name, balancers: true, subnet: true });
  if (!placed.ok) return placed;
  const nameTtlUs = durationUs(command.nameTtl, NAME_TTL_US);
  return ok(() => {
    const text = canonicalJson(foundOn(world, world.move.ref('server', move)));
    const found_ = ensure(value(text), 'What is found are plain values');
    const extraUs = stopServer(world, move, { windowUs, nameTtlUs, found: found_ });
    awaitMachine(world, move, create(world, placed.value, NO_BUILD, { extraUs }));
  });
}

/** Refuses a window in which not even the last changes can be copied. */
function checkWindow(world: World, move: number, windowUs: number): Result<void> {
  const mib = pendingMib(world, move);
  const copyUs = Math.ceil(mib / mibPerUs(world.move.col.mbps[move]!));
  if (windowUs > copyUs) return ok(undefined);
  const id = textIdOf(world, 'move', move);
  return refuse({
    code: 'move.windowShort',
    message:
      `The last ${Math.ceil(mib)} MiB take ${printDuration(copyUs)} to copy; the window of ` +
      `${printDuration(windowUs)} closes before the machine can start.`,
    hint: 'Take a longer window, or wait until less is pending.',
    details: { move: id, pendingMib: Math.ceil(mib), copyUs, windowUs },
  });
}

/** Looks at `move.rollBack`; its refusals stand with its schema in `shared/commands`. */
export function decideMoveRollBack(world: World, command: CommandOf<'move.rollBack'>): Decided {
  const found = findMoveAt(world, command.move, ['cuttingOver', 'moved']);
  if (!found.ok) return found;
  const up = checkSourceUp(world, found.value);
  return up.ok ? ok(() => rollBack(world, found.value, world.decisionId)) : up;
}

/** Looks at `move.finish`; its refusals stand with its schema in `shared/commands`. */
export function decideMoveFinish(world: World, command: CommandOf<'move.finish'>): Decided {
  const found = findMoveAt(world, command.move, ['moved']);
  if (!found.ok) return found;
  const move = found.value;
  const quiet = checkNoTest(world, move);
  if (!quiet.ok) return quiet;
  return ok(() => {
    const host = world.move.ref('server', move);
    const vm = world.move.ref('target', move);
    world.move.col.failedAfter[move] = failedOf(world, host);
    happen(world, {
      kind: 'move.finished',
      table: 'move',
      slot: move,
      cause: world.decisionId,
      details: { server: world.move.text('serverName', move) },
    });
    leaveServer(world, { host, vm });
    world.move.col.stage[move] = FINISHED;
    world.move.setRef({ column: 'server', slot: move, to: -1 });
    dropTestNetwork(world, move);
    settleCalls(world);
    touchMove(world, move);
  });
}

/** The server is emptied: nothing leads there any more, and who called it calls the machine. */
function leaveServer(world: World, moved: { readonly host: number; readonly vm: number }): void {
  const { host, vm } = moved;
  const { away, staleUntilUs } = world.service.col;
  for (const service of servicesOfServer(world, host)) {
    world.service.setRef({ column: 'server', slot: service, to: -1 });
    if (staleUntilUs[service]! <= world.nowUs) away[service] = AWAY.balancer;
    world.service.dirty.touch(service);
  }
  for (const row of world.serviceCall.slots()) {
    if (world.serviceCall.ref('host', row) !== host) continue;
    world.serviceCall.setRef({ column: 'host', slot: row, to: -1 });
    world.serviceCall.setRef({ column: 'vm', slot: row, to: vm });
  }
  forgetGuest(world, { table: 'host', slot: host });
  world.host.dirty.touch(host);
}

function dropTestNetwork(world: World, move: number): void {
  const { network, subnet } = testNames(world, move);
  if (!world.names.has(subnet)) return;
  // Somebody may use it for something of their own by now; then it stays.
  const part = decideSubnetRemove(world, { type: 'subnet.remove', subnet });
  if (!part.ok) return;
  part.value();
  const whole = decideNetworkRemove(world, { type: 'network.remove', network });
  if (whole.ok) whole.value();
}
