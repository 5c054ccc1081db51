/**
 * Identities of systems: which machines carry the same one, and what no longer works between them
 * (rule ENG-IM8). A machine has one of its own until a copy is made of its disk with it still on.
 */
import { hashText } from '../../../shared/kernel/hash.ts';
import { POWER_STATES } from '../../../shared/model/kinds.ts';
import type { IdentityBreak } from '../../../shared/model/image-kinds.ts';
import { textIdOf } from '../world/names.ts';
import { happen, type World } from '../world/world.ts';

const RUNNING = POWER_STATES.indexOf('running');

/** The identity of a machine as a text, given to it now if nobody had asked for it before. */
export function mintIdentity(world: World, vm: number): string {
  const known = world.vm.text('identity', vm);
  if (known !== '') return known;
  const text = `${textIdOf(world, 'vm', vm)} ${world.vm.generation[vm]!} ${world.nowUs}`;
  world.vm.setText({ column: 'identity', slot: vm, text });
  return text;
}

/** What a system calls itself. */
export function computerNameOf(world: World, vm: number): string {
  const own = world.vm.text('computerName', vm);
  return own === '' ? world.vm.text('name', vm) : own;
}

/** Other machines with the identity of one, in slot order. */
export function twinsOf(world: World, vm: number): number[] {
  const { identity } = world.vm.col;
  const wanted = identity[vm]!;
  if (wanted === 0) return [];
  return [...world.vm.slots()].filter((other) => other !== vm && identity[other] === wanted);
}

/** Whether two machines carry one identity. */
export function areTwins(world: World, left: number, right: number): boolean {
  const { identity } = world.vm.col;
  return identity[left] !== 0 && identity[left] === identity[right];
}

/**
 * The machine to which the computer name of one leads, or -1 while none of them runs: the one that
 * came up last has registered it. Only machines of one location meet.
 */
export function nameHolder(world: World, vm: number): number {
  const name = computerNameOf(world, vm);
  const location = locationOf(world, vm);
  const { powerState, settledUs, createdUs } = world.vm.col;
  let holder = -1;
  for (const one of [vm, ...twinsOf(world, vm)]) {
    if (powerState[one] !== RUNNING || computerNameOf(world, one) !== name) continue;
    if (locationOf(world, one) !== location) continue;
    const later =
      holder < 0 ||
      settledUs[one]! - settledUs[holder]! ||
      createdUs[one]! - createdUs[holder]! ||
      one - holder;
    if (later === true || (typeof later === 'number' && later > 0)) holder = one;
  }
  return holder;
}

/** Location of a machine: that of its group. */
export function locationOf(world: World, vm: number): string {
  const group = world.vm.ref('group', vm);
  return group < 0 ? '' : world.group.text('location', group);
}

/** What does not work for a machine because others carry its identity. */
export function breaksOf(world: World, vm: number, isWindows: boolean): IdentityBreak[] {
  const twins = twinsOf(world, vm);
  if (twins.length === 0) return [];
  const holder = nameHolder(world, vm);
  const isRunning = world.vm.col.powerState[vm] === RUNNING;
  return [
    ...(isRunning && holder !== vm ? (['name'] as const) : []),
    'replication',
    'inventory',
    isWindows ? 'accounts' : 'hostKeys',
  ];
}

/** The number a system shows for its identity: 32 digits, or the three parts of a security id. */
export function machineIdOf(identity: string, isWindows: boolean): string {
  const words = [0, 1].flatMap((round) => {
    const { first, second } = hashText(`${round} ${identity}`);
    return [first >>> 0, second >>> 0];
  });
  if (isWindows) return `S-1-5-21-${words.slice(0, 3).join('-')}`;
  return words.map((word) => word.toString(16).padStart(8, '0')).join('');
}

/**
 * A machine that shares its identity came up or went down: the name leads elsewhere now. Call it
 * after the state was written.
 */
export function settleIdentity(world: World, vm: number, was: { running: boolean }): void {
  const { col } = world.vm;
  const isRunning = col.powerState[vm] === RUNNING;
  if (was.running === isRunning) return;
  if (isRunning && col.deprovisioned[vm] === 1 && col.generalized[vm] === 0) {
    forgetIdentity(world, vm);
    return;
  }
  const twins = twinsOf(world, vm);
  for (const twin of twins) world.vm.dirty.touch(twin);
  const running = twins.filter((twin) => col.powerState[twin] === RUNNING);
  if (!isRunning || running.length === 0) return;
  const others = running.slice(0, NAMED_MAX).map((twin) => textIdOf(world, 'vm', twin));
  happen(world, {
    kind: 'identity.shared',
    table: 'vm',
    slot: vm,
    cause: col.cause[vm]!,
    details: {
      computerName: computerNameOf(world, vm),
      machines: running.length + 1,
      others: others.join(', '),
    },
  });
}

/** Others named in one happening. */
const NAMED_MAX = 5;

/** A system without identity has started: it makes itself a new one and takes its own name. */
function forgetIdentity(world: World, vm: number): void {
  for (const twin of twinsOf(world, vm)) world.vm.dirty.touch(twin);
  world.vm.setText({ column: 'identity', slot: vm, text: '' });
  world.vm.setText({ column: 'computerName', slot: vm, text: '' });
  world.vm.col.deprovisioned[vm] = 0;
}
