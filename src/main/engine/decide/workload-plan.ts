/**
 * What a use is to be, held against the world: where it runs, what comes to it, what it asks.
 * Making one and changing one ask the same questions, so they stand here once.
 */
import { durationUs } from '../../../shared/kernel/time.ts';
import { matchesPattern } from '../../../shared/kernel/text-pattern.ts';
import { ok, type Result } from '../../../shared/kernel/result.ts';
import { parseCron } from '../../../shared/model/cron.ts';
import {
  curveOfWorkload,
  figuresOfWorkload,
  missingSource,
  unfitOnWebApp,
  unfitSource,
} from '../../../shared/model/workload-command.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import type { RateCurve } from '../../../shared/model/quantities.ts';
import type { NewWorkload } from '../systems/work-records.ts';
import { nameOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { find, findOptional, refuse } from './decide-kit.ts';
import { checkCurve } from './work-deciders.ts';

/** A use without its name, as both commands tell it. */
type ToldWorkload = Omit<CommandOf<'workload.add'>, 'type' | 'name' | 'group'>;

/** Everything a use will be but its name and group; see the commands for the refusals. */
export function planWorkload(
  world: World,
  told: ToldWorkload,
): Result<Omit<NewWorkload, 'command' | 'group'>> {
  const ground = findGround(world, told);
  if (!ground.ok) return ground;
  const managed = told.manages === undefined ? ok([]) : findMachines(world, told.manages);
  if (!managed.ok) return managed;
  const calls = findOptional(world, 'workload', told.calls?.on);
  if (!calls.ok) return calls;
  const figures = figuresOfWorkload(told);
  const source = checkSource(told);
  if (!source.ok) return source;
  const curve = curveOfWorkload(told);
  const checked = checkLoad(curve);
  if (!checked.ok) return checked;
  if (figures.threads + figures.connections + figures.memoryMib === 0 || figures.cpuUs === 0) {
    return refuse({
      code: 'workload.unbounded',
      message: 'Its requests need no processor time, or nothing bounds how many run at once.',
      hint: 'Give processor time, and one of threads, connections and memory.',
      details: { cpuUs: figures.cpuUs },
    });
  }
  if (told.mode === 'flow' && (figures.source !== 'open' || calls.value >= 0)) {
    return flowUnfit('It');
  }
  return ok({ figures, curve, ...ground.value, manages: managed.value, calls: calls.value });
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

/** Machines or a web app, and never both. */
function findGround(
  world: World,
  told: ToldWorkload,
): Result<{ machines: number[]; webApp: number }> {
  const { machines, webApp } = told;
  if ((machines === undefined) === (webApp === undefined)) {
    return refuse({
      code: 'workload.noGround',
      message: 'A use runs on machines or on a web app, on one of them.',
      hint: 'Name machines, or a web app.',
      details: { kind: told.kind },
    });
  }
  if (machines !== undefined) {
    const found = findMachines(world, machines);
    return found.ok ? ok({ machines: found.value, webApp: -1 }) : found;
  }
  const found = findOptional(world, 'webApp', webApp);
  if (!found.ok) return found;
  const unfit = unfitOnWebApp(told);
  if (unfit === undefined) return ok({ machines: [], webApp: found.value });
  return refuse({
    code: 'workload.webAppUnfit',
    message: `A web app does not do what "${unfit}" of kind ${told.kind} asks for.`,
    hint: 'It takes open loads without a disk; put the rest on a machine.',
    details: { kind: told.kind, field: unfit },
  });
}

/** A source must be told what its kind needs, and nothing that belongs to another. */
function checkSource(command: ToldWorkload): Result<undefined> {
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

/** Points of a curve in order, and inside its period. */
export function checkLoad(curve: RateCurve | undefined): Result<void> {
  if (curve === undefined) return ok(undefined);
  const points = curve.points.map(({ at }) => ({ atUs: durationUs(at, 0) }));
  return checkCurve(points, durationUs(curve.period, 0));
}

/** Refuses to see as a flow what has to be followed one by one. */
export function flowUnfit(workload: string): Result<never> {
  return refuse({
    code: 'workload.flowUnfit',
    message: `${workload} asks others or waits for its users, so it cannot be seen as a flow.`,
    hint: 'Choose auto or requests.',
    details: { workload },
  });
}
