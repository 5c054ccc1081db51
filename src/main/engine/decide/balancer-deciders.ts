/**
 * Deciders for load balancers: their probes and rules, who stands in their pools, and what a
 * person says of a member over its probe. What the service refuses in a probe is looked up in
 * `probe-rules.ts`, because machines that join a pool are held against the same rules.
 */
import { durationUs } from '../../../shared/kernel/time.ts';
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import {
  ADMIN_STATES,
  ALL_DOWN_BEHAVIOURS,
  BALANCER_SKUS,
  DISTRIBUTIONS,
  FAILURE_REASONS,
  OUTBOUND_WAYS,
  PROBE_PROTOCOLS,
} from '../../../shared/model/kinds.ts';
import { settleRulesOf } from '../systems/balancer-rules.ts';
import { joinPool, leavePool } from '../systems/machine-records.ts';
import { poolMates, wholeBalancer } from '../systems/pool-mates.ts';
import { startProbing } from '../systems/probes.ts';
import { noteDrained } from '../systems/requests.ts';
import { wayOfMachineChanged } from '../systems/ways-outwards.ts';
import { nameOf, textIdOf } from '../world/names.ts';
import { happen, type World } from '../world/world.ts';
import { frontendZone } from './zone-checks.ts';
import { findOwnBalancer } from './balancer-part-deciders.ts';
import { dropBalancer, usersOfBalancer } from './balancer-removal.ts';
import { checkFree, checkUnused, find, findGroup, refuse, type Decided } from './decide-kit.ts';
import { checkBalancer, checkPools, PROBE_INTERVAL_MIN_US } from './probe-rules.ts';

const PROBE_THRESHOLD = 2;
const ADMIN_DOWN = ADMIN_STATES.indexOf('down');
const MACHINE_LOST = FAILURE_REASONS.indexOf('machineLost');

/** Looks at `balancer.add`; its refusals stand with its schema in `shared/commands`. */
export function decideBalancerAdd(world: World, command: CommandOf<'balancer.add'>): Decided {
  const group = findGroup(world, command.group);
  if (!group.ok) return group;
  const free = checkFree(world, {
    word: 'balancer',
    name: command.name,
    group: nameOf(world, 'group', group.value),
  });
  if (!free.ok) return free;
  const sku = command.sku ?? 'standard';
  const probe = checkBalancer(world, { slot: -1, sku, command });
  if (!probe.ok) return probe;
  const zone = frontendZone(world, sku, command.zone);
  if (!zone.ok) return zone;
  return ok(() => {
    const slot = world.balancer.allocate();
    world.balancer.col.billedFromUs[slot] = world.nowUs;
    world.balancer.setText({ column: 'name', slot, text: command.name });
    world.balancer.setRef({ column: 'group', slot, to: group.value });
    world.balancer.setRef({ column: 'zone', slot, to: zone.value });
    world.balancer.col.probeIntervalUs[slot] = PROBE_INTERVAL_MIN_US;
    world.balancer.col.probeThreshold[slot] = PROBE_THRESHOLD;
    world.balancer.col.sku[slot] = BALANCER_SKUS.indexOf(sku);
    setShape(world, slot, command);
    world.names.add('balancer', slot);
    startProbing(world, slot);
  });
}

type Shape = Omit<CommandOf<'balancer.edit'>, 'type' | 'balancer'>;

/** Writes what a command says of a balancer; the rest stays as it is. */
function setShape(world: World, slot: number, command: Shape): void {
  const { col } = world.balancer;
  const { probeProtocol, probePort, probePath, probeThreshold, allDown, distribution } = command;
  col.probeIntervalUs[slot] = durationUs(command.probeInterval, col.probeIntervalUs[slot]!);
  col.idleTimeoutUs[slot] = durationUs(command.idleTimeout, col.idleTimeoutUs[slot]!);
  if (probeThreshold !== undefined) col.probeThreshold[slot] = probeThreshold;
  if (probePort !== undefined) col.probePort[slot] = probePort;
  if (probePath !== undefined)
    world.balancer.setText({ column: 'probePath', slot, text: probePath });
  if (probeProtocol !== undefined) {
    col.probeProtocol[slot] = PROBE_PROTOCOLS.indexOf(probeProtocol);
    if (probeProtocol === 'tcp') world.balancer.setText({ column: 'probePath', slot, text: '' });
  }
  if (allDown !== undefined) col.allDown[slot] = ALL_DOWN_BEHAVIOURS.indexOf(allDown);
  if (command.outbound !== undefined) col.outbound[slot] = OUTBOUND_WAYS.indexOf(command.outbound);
  if (distribution !== undefined) col.distribution[slot] = DISTRIBUTIONS.indexOf(distribution);
  world.balancer.dirty.touch(slot);
}

/** Looks at `balancer.edit`; its refusals stand with its schema in `shared/commands`. */
export function decideBalancerEdit(world: World, command: CommandOf<'balancer.edit'>): Decided {
  const balancer = findOwnBalancer(world, command.balancer);
  if (!balancer.ok) return balancer;
  const slot = balancer.value;
  const sku = BALANCER_SKUS[world.balancer.col.sku[slot]!]!;
  const probe = checkBalancer(world, { slot, sku, command });
  if (!probe.ok) return probe;
  const { probeInterval, probeProtocol, probePort, probePath } = command;
  return ok(() => {
    setShape(world, slot, command);
    world.balancer.col.revision[slot]! += 1;
    settleRulesOf(world, slot);
    if (command.outbound !== undefined) wayOfPoolChanged(world, slot);
    if ((probeInterval ?? probeProtocol ?? probePort ?? probePath) !== undefined) {
      startProbing(world, slot);
    }
  });
}

function wayOfPoolChanged(world: World, balancer: number): void {
  const all = wholeBalancer(world, balancer);
  for (const backend of all.flatMap((one) => world.pools.backendsOfBalancer(one))) {
    wayOfMachineChanged(world, world.backend.ref('vm', backend));
  }
}

/** Looks at `balancer.remove`; its refusals stand with its schema in `shared/commands`. */
export function decideBalancerRemove(world: World, command: CommandOf<'balancer.remove'>): Decided {
  const balancer = findOwnBalancer(world, command.balancer);
  if (!balancer.ok) return balancer;
  const slot = balancer.value;
  const unused = checkUnused(world, {
    code: 'balancer.inUse',
    id: textIdOf(world, 'balancer', slot),
    users: usersOfBalancer(world, slot),
  });
  return unused.ok ? ok(() => dropBalancer(world, slot)) : unused;
}

/** A machine's place in a pool, or -1. */
function membership(world: World, input: { balancer: number; vm: number }): number {
  const pool = world.pools.backendsOfBalancer(input.balancer);
  return pool.find((backend) => world.backend.col.vm[backend] === input.vm + 1) ?? -1;
}

/** Looks at `balancer.join`; its refusals stand with its schema in `shared/commands`. */
export function decideBalancerJoin(world: World, command: CommandOf<'balancer.join'>): Decided {
  const balancer = find(world, 'balancer', command.balancer);
  if (!balancer.ok) return balancer;
  const vm = find(world, 'vm', command.vm);
  if (!vm.ok) return vm;
  if (membership(world, { balancer: balancer.value, vm: vm.value }) >= 0) {
    return refuse({
      code: 'balancer.alreadyMember',
      message:
        `${textIdOf(world, 'vm', vm.value)} is in the pool of ` +
        `${textIdOf(world, 'balancer', balancer.value)} already.`,
      hint: 'Nothing needs to be done.',
      details: { vm: textIdOf(world, 'vm', vm.value) },
    });
  }
  const pools = checkPools(world, {
    balancers: [balancer.value],
    vm: vm.value,
    availabilitySet: world.vm.ref('availabilitySet', vm.value),
    scaleSet: world.vm.ref('scaleSet', vm.value),
  });
  if (!pools.ok) return pools;
  return ok(() => {
    joinPool(world, { balancer: balancer.value, vm: vm.value });
    wayOfMachineChanged(world, vm.value);
  });
}

interface Member {
  readonly balancer: number;
  readonly vm: number;
  readonly backend: number;
}

/** Where a member stands behind all who share the pool. */
function placesOf(world: World, { balancer, vm }: Member): number[] {
  const places = poolMates(world, balancer).map((mate) =>
    membership(world, { balancer: mate, vm }),
  );
  return places.filter((backend) => backend >= 0);
}

/** The member a command means. Refuses unknown names and machines outside the pool. */
function findMember(
  world: World,
  command: { readonly balancer: string; readonly vm: string },
): Result<Member> {
  const balancer = find(world, 'balancer', command.balancer);
  if (!balancer.ok) return balancer;
  const vm = find(world, 'vm', command.vm);
  if (!vm.ok) return vm;
  const backend = membership(world, { balancer: balancer.value, vm: vm.value });
  if (backend >= 0) return ok({ balancer: balancer.value, vm: vm.value, backend });
  return refuse({
    code: 'balancer.notMember',
    message:
      `${textIdOf(world, 'vm', vm.value)} is not in the pool of ` +
      `${textIdOf(world, 'balancer', balancer.value)}.`,
    hint: 'Look at the pool in the inspector of the balancer.',
    details: { vm: textIdOf(world, 'vm', vm.value) },
  });
}

/** Looks at `balancer.leave`; its refusals stand with its schema in `shared/commands`. */
export function decideBalancerLeave(world: World, command: CommandOf<'balancer.leave'>): Decided {
  const member = findMember(world, command);
  if (!member.ok) return member;
  return ok(() => {
    const blame = { reason: MACHINE_LOST, cause: world.decisionId };
    for (const backend of placesOf(world, member.value)) leavePool(world, backend, blame);
  });
}

/** Looks at `balancer.admit`; its refusals stand with its schema in `shared/commands`. */
export function decideBalancerAdmit(world: World, command: CommandOf<'balancer.admit'>): Decided {
  const member = findMember(world, command);
  if (!member.ok) return member;
  const { balancer, vm, backend } = member.value;
  const { col } = world.backend;
  const state = ADMIN_STATES.indexOf(command.state);
  if (col.admin[backend] === state) {
    const id = textIdOf(world, 'vm', vm);
    return refuse({
      code: 'balancer.adminUnchanged',
      message: `The state a person gave ${id} in this pool is ${command.state} already.`,
      hint: 'none: the probe decides. up: requests whatever it says. down: no new requests.',
      details: { vm: id, state: command.state },
    });
  }
  return ok(() => {
    for (const place of placesOf(world, { balancer, vm, backend })) admit(world, place, state);
  });
}

function admit(world: World, backend: number, state: number): void {
  const { col } = world.backend;
  if (col.admin[backend] === state) return;
  const balancer = world.backend.ref('balancer', backend);
  col.admin[backend] = state;
  world.backend.dirty.touch(backend);
  const happening = happen(world, {
    kind: 'backend.admin',
    table: 'vm',
    slot: world.backend.ref('vm', backend),
    cause: world.decisionId,
    details: {
      balancer: textIdOf(world, 'balancer', balancer),
      state: ADMIN_STATES[state]!,
    },
  });
  if (state === ADMIN_DOWN) col.cause[backend] = happening;
  world.balancer.dirty.touch(balancer);
  world.pools.rotationChanged(balancer);
  if (state === ADMIN_DOWN) noteDrained(world, backend);
}
