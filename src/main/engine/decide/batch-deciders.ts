/**
 * Deciders for batches of jobs: which machines they go to, and how long each job is. What becomes
 * of the jobs is the business of `systems/jobs.ts`.
 */
import { matchesPattern } from '../../../shared/kernel/text-pattern.ts';
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import { JOB_STATES, POWER_STATES } from '../../../shared/model/kinds.ts';
import { addJobs, KILO_PER_MI } from '../systems/jobs.ts';
import { nameOf, textIdOf } from '../world/names.ts';
import { TABLE_SLOTS_MAX } from '../world/table.ts';
import type { World } from '../world/world.ts';
import { checkFree, find, findGroup, refuse, type Decided } from './decide-kit.ts';

const VM_RUNNING = POWER_STATES.indexOf('running');

/** Machines by references and patterns, each once, in the order they were made. */
function findMachines(world: World, patterns: readonly string[]): Result<number[]> {
  const chosen = new Set<number>();
  for (const pattern of patterns) {
    if (!pattern.includes('*')) {
      const vm = find(world, 'vm', pattern);
      if (!vm.ok) return vm;
      chosen.add(vm.value);
      continue;
    }
    for (const vm of world.vm.slots()) {
      if (matchesPattern({ text: nameOf(world, 'vm', vm), pattern })) chosen.add(vm);
    }
  }
  return ok([...chosen].sort((a, b) => a - b));
}

/** Looks at `batch.submit`; its refusals stand with its schema in `shared/commands`. */
export function decideBatchSubmit(world: World, command: CommandOf<'batch.submit'>): Decided {
  const group = findGroup(world, command.group);
  if (!group.ok) return group;
  const free = checkFree(world, {
    word: 'batch',
    name: command.name,
    group: nameOf(world, 'group', group.value),
  });
  if (!free.ok) return free;
  const machines = findMachines(world, command.machines);
  if (!machines.ok) return machines;
  const stopped = machines.value.find((vm) => world.vm.col.powerState[vm] !== VM_RUNNING);
  if (machines.value.length === 0 || stopped !== undefined) {
    return refuse({
      code: stopped === undefined ? 'batch.noMachine' : 'vm.notRunning',
      message:
        stopped === undefined
          ? `No machine matches ${command.machines.join(', ')}.`
          : `${textIdOf(world, 'vm', stopped)} is ` +
            `${POWER_STATES[world.vm.col.powerState[stopped]!]}, so it can take no ` +
            'jobs.',
      hint: stopped === undefined ? 'Check the names.' : 'Start it first, or leave it out.',
      details: { machines: command.machines },
    });
  }
  if (!world.job.hasRoomFor(command.count)) {
    const left = TABLE_SLOTS_MAX - world.job.count;
    return refuse({
      code: 'batch.tooManyJobs',
      message:
        `The lab keeps the record of every job and has room for ${left} more; ` +
        `${command.count} were submitted.`,
      hint: 'Submit fewer jobs.',
      details: { count: command.count, left },
    });
  }
  return ok(() => submitJobs(world, { command, group: group.value, machines: machines.value }));
}

/**
 * Makes the jobs: number i goes to machine i mod n, which is how the public workload defines it.
 */
function submitJobs(
  world: World,
  input: { command: CommandOf<'batch.submit'>; group: number; machines: readonly number[] },
): void {
  const { command, group, machines } = input;
  const batch = world.batch.allocate();
  world.batch.setText({ column: 'name', slot: batch, text: command.name });
  world.batch.setRef({ column: 'group', slot: batch, to: group });
  world.batch.col.count[batch] = command.count;
  world.names.add('batch', batch);
  const { baseMi, stride = 0, modulo = 1 } = command.work;
  const perMachine: number[][] = machines.map(() => []);
  for (let index = 0; index < command.count; index += 1) {
    const machine = index % machines.length;
    const vm = machines[machine]!;
    const job = world.job.allocate();
    const { col } = world.job;
    col.batch[job] = batch + 1;
    col.index[job] = index;
    col.vm[job] = vm + 1;
    col.state[job] = JOB_STATES.indexOf('running');
    col.finishesAt[job] = (baseMi + ((index * stride) % modulo)) * KILO_PER_MI;
    perMachine[machine]!.push(job);
  }
  for (const [machine, jobs] of perMachine.entries()) addJobs(world, machines[machine]!, jobs);
}
