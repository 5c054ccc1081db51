/**
 * Deciders for workloads: uses of machines with a measured service.
 *
 * What a kind brings and what a command replaces is put together in `shared/model`; here it is held
 * against the world. A workload may only ask one that exists, so no circle of them can come about.
 */
import { durationUs } from '../../../shared/kernel/time.ts';
import { matchesPattern } from '../../../shared/kernel/text-pattern.ts';
import { ok, type Result } from '../../../shared/kernel/result.ts';
import { parseCron } from '../../../shared/model/cron.ts';
import { WORK_MODES, WORKLOAD_SOURCES } from '../../../shared/model/workload-kinds.ts';
import {
  curveOfWorkload,
  figuresOfWorkload,
  missingSource,
  unfitSource,
} from '../../../shared/model/workload-command.ts';
import type { Command, CommandOf } from '../../../shared/commands/index.ts';
import type { RateCurve } from '../../../shared/model/quantities.ts';
import { addWorkload, removeWorkload, setCurve } from '../systems/work-records.ts';
import { applyRate, flowFits } from '../systems/work-sources.ts';
import { nameOf, textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { checkFree, find, findGroup, findOptional, refuse, type Decided } from './decide-kit.ts';
import { checkCurve } from './work-deciders.ts';

export type WorkloadCommand = Extract<Command, { type: `workload.${string}` }>;

const OPEN = WORKLOAD_SOURCES.indexOf('open');

/** True for the commands this file answers for. */
export function isWorkloadCommand(command: Command): command is WorkloadCommand {
  return command.type.startsWith('workload.');
}

/** Looks at a command on workloads; see `decide`. */
export function decideWorkload(world: World, command: WorkloadCommand): Decided {
  switch (command.type) {
    case 'workload.add':
      return decideAdd(world, command);
    case 'workload.load':
      return decideLoad(world, command);
    case 'workload.mode':
      return decideMode(world, command);
    default:
      return decideRemove(world, command);
  }
}

/** Machines by references and patterns, each once, in the order they were made. */
function findMachines(world: World, patterns: readonly string[]): Result<number[]> {
  const chosen = new Set<number>();
  for (const pattern of patterns) {
    if (pattern.includes('*')) {
      for (const vm of world.vm.slots()) {
        if (matchesPattern({ text: nameOf(world, 'vm', vm), pattern })) chosen.add(vm);
      }
      continue;
    }
    const vm = find(world, 'vm', pattern);
    if (!vm.ok) return vm;
    chosen.add(vm.value);
  }
  if (chosen.size > 0) return ok([...chosen].sort((a, b) => a - b));
  return refuse({
    code: 'workload.noMachine',
    message: `No machine matches ${patterns.join(', ')}.`,
    hint: 'Check the names.',
    details: { machines: patterns },
  });
}

function decideAdd(world: World, command: CommandOf<'workload.add'>): Decided {
  const group = findGroup(world, command.group);
  if (!group.ok) return group;
  const groupName = nameOf(world, 'group', group.value);
  const free = checkFree(world, { word: 'workload', name: command.name, group: groupName });
  if (!free.ok) return free;
  const machines = findMachines(world, command.machines);
  if (!machines.ok) return machines;
  const managed = command.manages === undefined ? ok([]) : findMachines(world, command.manages);
  if (!managed.ok) return managed;
  const calls = findOptional(world, 'workload', command.calls?.on);
  if (!calls.ok) return calls;
  const figures = figuresOfWorkload(command);
  const source = checkSource(command);
  if (!source.ok) return source;
  const curve = curveOfWorkload(command);
  const checked = checkLoad(curve);
  if (!checked.ok) return checked;
  if (figures.threads + figures.connections + figures.memoryMib === 0 || figures.cpuUs === 0) {
    return refuse({
      code: 'workload.unbounded',
      message: 'Its requests need no processor time, or nothing bounds how many run at once.',
      hint: 'Give cpu, and one of threads, connections and memoryMib.',
      details: { cpuUs: figures.cpuUs },
    });
  }
  if (command.mode === 'flow' && (figures.source !== 'open' || calls.value >= 0)) {
    return flowUnfit(command.name);
  }
  return ok(() => {
    addWorkload(world, {
      command,
      figures,
      curve,
      group: group.value,
      machines: machines.value,
      manages: managed.value,
      calls: calls.value,
    });
  });
}

/** A source must be told what its kind needs, and nothing that belongs to another. */
function checkSource(command: CommandOf<'workload.add'>): Result<undefined> {
  const unfit = unfitSource(command);
  if (unfit !== undefined) {
    return refuse({
      code: 'workload.sourceUnfit',
      message: `Requests of a workload of kind ${command.kind} do not come from "${unfit}".`,
      hint: 'Leave that out, or choose another kind.',
      details: { kind: command.kind, field: unfit },
    });
  }
  const missing = missingSource(command);
  if (missing !== undefined) {
    return refuse({
      code: 'workload.sourceMissing',
      message: `A workload of kind ${command.kind} needs to be told "${missing}".`,
      hint: 'Say where its requests come from.',
      details: { kind: command.kind, field: missing },
    });
  }
  if (command.cron === undefined) return ok(undefined);
  const cron = parseCron(command.cron);
  return cron.ok ? ok(undefined) : cron;
}

function checkLoad(curve: RateCurve | undefined): Result<void> {
  if (curve === undefined) return ok(undefined);
  const points = curve.points.map(({ at }) => ({ atUs: durationUs(at, 0) }));
  return checkCurve(points, durationUs(curve.period, 0));
}

function flowUnfit(workload: string): Result<never> {
  return refuse({
    code: 'workload.flowUnfit',
    message: `${workload} asks others or waits for its users, so it cannot be seen as a flow.`,
    hint: 'Choose auto or requests.',
    details: { workload },
  });
}

function decideLoad(world: World, command: CommandOf<'workload.load'>): Decided {
  const found = find(world, 'workload', command.workload);
  if (!found.ok) return found;
  const slot = found.value;
  if (world.workload.col.source[slot] !== OPEN) {
    return refuse({
      code: 'workload.sourceUnfit',
      message: `Requests of ${textIdOf(world, 'workload', slot)} do not come from "curve".`,
      hint: 'Only an open load has a curve.',
      details: { workload: textIdOf(world, 'workload', slot), field: 'curve' },
    });
  }
  const checked = checkLoad(command.curve);
  if (!checked.ok) return checked;
  return ok(() => {
    setCurve(world, slot, command.curve);
    applyRate(world, slot);
  });
}

function decideMode(world: World, command: CommandOf<'workload.mode'>): Decided {
  const found = find(world, 'workload', command.workload);
  if (!found.ok) return found;
  const slot = found.value;
  if (command.mode === 'flow' && flowFits(world, slot) === 'no') {
    return flowUnfit(textIdOf(world, 'workload', slot));
  }
  return ok(() => {
    world.workload.col.mode[slot] = WORK_MODES.indexOf(command.mode);
    world.workload.col.revision[slot]! += 1;
    world.workload.dirty.touch(slot);
    applyRate(world, slot);
  });
}

function decideRemove(world: World, command: CommandOf<'workload.remove'>): Decided {
  const found = find(world, 'workload', command.workload);
  if (!found.ok) return found;
  const slot = found.value;
  const { calls } = world.workload.col;
  const callers = [...world.workload.slots()].filter((one) => calls[one] === slot + 1);
  if (callers.length > 0) {
    const ids = callers.slice(0, 5).map((one) => textIdOf(world, 'workload', one));
    return refuse({
      code: 'workload.called',
      message: `${textIdOf(world, 'workload', slot)} is asked by ${ids.join(', ')}.`,
      hint: 'Remove those first.',
      details: { workload: textIdOf(world, 'workload', slot), callers: ids },
    });
  }
  return ok(() => removeWorkload(world, slot));
}
