/**
 * Deciders for workloads: uses of machines with a measured service.
 *
 * What a kind brings and what a command replaces is put together in `shared/model`; here it is held
 * against the world. A workload may only ask one that exists, so no circle of them can come about.
 */
import { ok, type Result } from '../../../shared/kernel/result.ts';
import { WORK_MODES, WORKLOAD_SOURCES } from '../../../shared/model/workload-kinds.ts';
import type { Command, CommandOf } from '../../../shared/commands/index.ts';
import { addWorkload, removeWorkload, setCurve } from '../systems/work-records.ts';
import { applyRate, flowFits } from '../systems/work-sources.ts';
import { nameOf, textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { checkFree, find, findGroup, refuse, type Decided } from './decide-kit.ts';
import { checkLoad, flowUnfit, planWorkload } from './workload-plan.ts';

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
    case 'workload.edit':
      return decideEdit(world, command);
    case 'workload.load':
      return decideLoad(world, command);
    case 'workload.mode':
      return decideMode(world, command);
    default:
      return decideRemove(world, command);
  }
}

function decideAdd(world: World, command: CommandOf<'workload.add'>): Decided {
  const group = findGroup(world, command.group);
  if (!group.ok) return group;
  const groupName = nameOf(world, 'group', group.value);
  const free = checkFree(world, { word: 'workload', name: command.name, group: groupName });
  if (!free.ok) return free;
  const plan = planWorkload(world, command);
  if (!plan.ok) return plan;
  return ok(() => addWorkload(world, { command, group: group.value, ...plan.value }));
}

function decideEdit(world: World, command: CommandOf<'workload.edit'>): Decided {
  const found = find(world, 'workload', command.workload);
  if (!found.ok) return found;
  const slot = found.value;
  const uncalled = checkUncalled(world, slot);
  if (!uncalled.ok) return uncalled;
  const plan = planWorkload(world, command);
  if (!plan.ok) return plan;
  if (plan.value.calls === slot) return calledBy(world, slot, [slot]);
  const { workload: _workload, type: _type, ...told } = command;
  const name = nameOf(world, 'workload', slot);
  const group = world.workload.ref('group', slot);
  return ok(() => {
    removeWorkload(world, slot);
    addWorkload(world, { command: { type: 'workload.add', name, ...told }, group, ...plan.value });
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
  const uncalled = checkUncalled(world, found.value);
  return uncalled.ok ? ok(() => removeWorkload(world, found.value)) : uncalled;
}

/** Nobody may ask a use that goes. */
function checkUncalled(world: World, slot: number): Result<undefined> {
  const { calls } = world.workload.col;
  const callers = [...world.workload.slots()].filter((one) => calls[one] === slot + 1);
  return callers.length === 0 ? ok(undefined) : calledBy(world, slot, callers);
}

function calledBy(world: World, slot: number, callers: readonly number[]): Result<never> {
  const ids = callers.slice(0, 5).map((one) => textIdOf(world, 'workload', one));
  return refuse({
    code: 'workload.called',
    message: `${textIdOf(world, 'workload', slot)} is asked by ${ids.join(', ')}.`,
    hint: 'Remove those first.',
    details: { workload: textIdOf(world, 'workload', slot), callers: ids },
  });
}
