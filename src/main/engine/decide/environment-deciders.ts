/**
 * Deciders for copies of a service (rules ENG-EV1 to ENG-EV3): cloned into a group of their own,
 * and switched off by the clock. A copy is made machine by machine; the first that fits nowhere
 * ends it, and the run log says so.
 */
import { ensure } from '../../../shared/kernel/assert.ts';
import { ok, type Result } from '../../../shared/kernel/result.ts';
import { printDuration } from '../../../shared/kernel/time.ts';
import { clockMinute, TIME_ZONES, timeZone, WEEKDAYS } from '../../../shared/model/calendar.ts';
import {
  CLOCK_ACTS,
  COPY_RANGE,
  ENVIRONMENT_KINDS,
  ENVIRONMENT_TAG,
  WORK_FROM,
} from '../../../shared/model/environment-kinds.ts';
import type { Command, CommandOf } from '../../../shared/commands/index.ts';
import { awaitStrike } from '../systems/environment-clock.ts';
import { unreachable } from '../../../shared/kernel/assert.ts';
import { nameOf, textIdOf } from '../world/names.ts';
import { happen, type World } from '../world/world.ts';
import { decideBalancerAdd } from './balancer-deciders.ts';
import { find, refuse, type Act, type Decided } from './decide-kit.ts';
import { decideGroupAdd } from './group-deciders.ts';
import { sourceOfMachine } from './image-deciders.ts';
import { planPlacement, type PlacedPlan } from './machine-plan.ts';
import { checkOffer } from './offer-rules.ts';
import { decideNetworkAdd, decideSubnetAdd } from './virtual-network-deciders.ts';
import { create } from './vm-deciders.ts';
import { decideServiceAdd } from './work-deciders.ts';

const NO_BUILD = { version: '', faulty: false };
const ALL_DAYS = 127;

export type EnvironmentCommand = Extract<Command, { type: `environment.${string}` }>;

/** True for the commands this file answers for. */
export function isEnvironmentCommand(command: Command): command is EnvironmentCommand {
  return command.type.startsWith('environment.');
}

/** Looks at a command on environments; see `decide`. */
export function decideEnvironment(world: World, command: EnvironmentCommand): Decided {
  switch (command.type) {
    case 'environment.clone':
      return decideClone(world, command);
    case 'environment.set':
      return decideSet(world, command);
    case 'environment.clock':
      return decideClock(world, command);
    case 'environment.clearClock':
      return decideClearClock(world, command);
    default:
      return unreachable(command);
  }
}

type Clone = CommandOf<'environment.clone'>;

function decideClone(world: World, command: Clone): Decided {
  const found = find(world, 'service', command.service);
  if (!found.ok) return found;
  const service = found.value;
  const members = membersOf(world, service);
  const [first] = members;
  if (first === undefined) {
    const id = textIdOf(world, 'service', service);
    return refuse({
      code: 'environment.nothingToCopy',
      message: `${id} has no machine behind its balancer that could be copied.`,
      hint: 'Put a machine into its pool, or name another service.',
      details: { service: id },
    });
  }
  const home = world.service.ref('group', service);
  const made = decideGroupAdd(world, {
    type: 'group.add',
    name: command.name,
    location: world.group.text('location', home),
    tags: { [ENVIRONMENT_TAG]: command.kind },
  });
  if (!made.ok) return made;
  // Where the first one fits is looked at before anything is made.
  const probe = planCopy(world, first, {
    command,
    name: `${command.name}-${nameOf(world, 'vm', first)}`,
    group: textIdOf(world, 'group', home),
    ground: {},
  });
  if (!probe.ok) return probe;
  const count = Math.min(command.machines ?? members.length, members.length);
  return ok(() => {
    made.value();
    makeCopy(world, { command, service, members: members.slice(0, count) });
  });
}

/** Machines behind the balancer of a service, in the order they joined. */
function membersOf(world: World, service: number): number[] {
  const pool = world.service.ref('balancer', service);
  return world.pools.backendsOfBalancer(pool).map((row) => world.backend.ref('vm', row));
}

interface CopyPlan {
  readonly command: Clone;
  readonly name: string;
  readonly group: string;
  readonly ground: Pick<CommandOf<'vm.create'>, 'subnet' | 'balancers'>;
}

/** A machine of a copy: what is on the disks of its original, under an identity of its own. */
function planCopy(world: World, vm: number, plan: CopyPlan): Result<PlacedPlan> {
  const { command, name, group, ground } = plan;
  const source = { ...sourceOfMachine(world, vm), identity: '', computerName: '' };
  const create_: CommandOf<'vm.create'> = {
    type: 'vm.create',
    name,
    group,
    size: command.size ?? world.vm.text('size', vm),
    image: world.vm.text('image', vm),
    ...(command.priority === undefined ? {} : { priority: command.priority }),
    tags: { [ENVIRONMENT_TAG]: command.kind },
    ...ground,
  };
  const offered = checkOffer(world, create_);
  if (!offered.ok) return offered;
  return planPlacement(world, create_, { replaces: false, source });
}

/** Carries out what nothing can stand against: everything is in a group that was just made. */
function carryOut(decided: Decided): void {
  const act: Act = ensure(decided.ok ? decided.value : undefined, 'A new group is empty');
  act();
}

function makeCopy(
  world: World,
  of: { readonly command: Clone; readonly service: number; readonly members: readonly number[] },
): void {
  const { command, service, members } = of;
  const { name } = command;
  const group = `group:${name}`;
  const network = `network:${name}/${name}`;
  const balancer = `balancer:${name}/${name}`;
  carryOut(decideNetworkAdd(world, { type: 'network.add', name, group, ranges: [COPY_RANGE] }));
  carryOut(decideSubnetAdd(world, { type: 'subnet.add', name, network, range: COPY_RANGE }));
  carryOut(decideBalancerAdd(world, { type: 'balancer.add', name, group }));
  const ground = { subnet: `subnet:${name}/${name}`, balancers: [balancer] };
  for (const vm of members) {
    const plan = { command, name: nameOf(world, 'vm', vm), group, ground };
    const placed = planCopy(world, vm, plan);
    if (!placed.ok) {
      const details = { machine: textIdOf(world, 'vm', vm), code: placed.error.code };
      const slot = groupCalled(world, group);
      const cause = world.decisionId;
      happen(world, { kind: 'environment.short', table: 'group', slot, cause, details });
      break;
    }
    create(world, placed.value, NO_BUILD);
  }
  carryOut(decideServiceAdd(world, serviceLike(world, service, { group, balancer })));
  putKind(world, groupCalled(world, group), command.kind);
}

function groupCalled(world: World, id: string): number {
  const found = world.names.resolve(['group'], id);
  return ensure(found.ok ? found.value.slot : undefined, 'The group was made a moment ago');
}

/** A service with the figures of another, asked by nobody yet. */
function serviceLike(
  world: World,
  service: number,
  at: { readonly group: string; readonly balancer: string },
): CommandOf<'service.add'> {
  const { workers, serviceTimeUs, queueLimit, deadlineUs, port } = world.service.col;
  return {
    type: 'service.add',
    name: nameOf(world, 'service', service),
    ...at,
    workers: workers[service]!,
    serviceTime: printDuration(serviceTimeUs[service]!),
    queueLimit: queueLimit[service]!,
    deadline: printDuration(deadlineUs[service]!),
    port: port[service]!,
  };
}

function putKind(world: World, group: number, kind: Clone['kind']): void {
  world.group.col.environment[group] = ENVIRONMENT_KINDS.indexOf(kind) + 1;
  world.group.col.revision[group]! += 1;
  world.group.dirty.touch(group);
}

function decideSet(world: World, command: CommandOf<'environment.set'>): Decided {
  const group = find(world, 'group', command.group);
  return group.ok ? ok(() => putKind(world, group.value, command.kind)) : group;
}

function decideClock(world: World, command: CommandOf<'environment.clock'>): Decided {
  const group = find(world, 'group', command.group);
  if (!group.ok) return group;
  const slot = group.value;
  if (world.group.col.environment[slot] === 0) {
    const id = textIdOf(world, 'group', slot);
    return refuse({
      code: 'environment.notOne',
      message: `${id} is no environment: nobody said that its machines may go off at night.`,
      hint: 'Say what it is for first (environment.set).',
      details: { group: id },
    });
  }
  const zone = command.timeZone ?? 'UTC';
  if (timeZone(zone) === undefined) {
    return refuse({
      code: 'environment.clockZone',
      message: `The time zone "${zone}" is not one of those known.`,
      hint: `Choose one of ${TIME_ZONES.map((one) => one.name).join(', ')}.`,
      details: { timeZone: zone },
    });
  }
  return ok(() => {
    const { col } = world.group;
    const days = command.days ?? [];
    const mask = days.reduce((bits, day) => bits | (1 << WEEKDAYS.indexOf(day)), 0);
    col.clockOff[slot] = (clockMinute(command.off) ?? 0) + 1;
    col.clockFrom[slot] = clockMinute(command.from ?? WORK_FROM) ?? 0;
    col.clockDays[slot] = mask === 0 ? ALL_DAYS : mask;
    col.clockActs[slot] = CLOCK_ACTS.indexOf(command.acts ?? 'deallocate');
    world.group.setText({ column: 'clockZone', slot, text: zone });
    awaitStrike(world, slot);
  });
}

function decideClearClock(world: World, command: CommandOf<'environment.clearClock'>): Decided {
  const group = find(world, 'group', command.group);
  if (!group.ok) return group;
  const slot = group.value;
  if (world.group.col.clockOff[slot] === 0) {
    const id = textIdOf(world, 'group', slot);
    return refuse({
      code: 'environment.noClock',
      message: `${id} has no clock.`,
      hint: 'Give it one first (environment.clock).',
      details: { group: id },
    });
  }
  return ok(() => {
    world.group.col.clockOff[slot] = 0;
    awaitStrike(world, slot);
  });
}
