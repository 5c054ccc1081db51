/**
 * Deciders for the application of a machine: breaking and mending it. What follows from a broken
 * one is the business of requests and probes.
 */
import { ok } from '../../../shared/kernel/result.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import { POWER_STATES } from '../../../shared/model/kinds.ts';
import { appHealth, breakApplication, restoreApplication } from '../systems/app-health.ts';
import { textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { find, refuse, type Decided } from './decide-kit.ts';

/** Looks at `application.break`; its refusals stand with its schema in `shared/commands`. */
export function decideApplicationBreak(
  world: World,
  command: CommandOf<'application.break'>,
): Decided {
  const found = find(world, 'vm', command.vm);
  if (!found.ok) return found;
  const vm = found.value;
  const id = textIdOf(world, 'vm', vm);
  const health = appHealth(world, vm);
  if (!health.os) {
    const state = POWER_STATES[world.vm.col.powerState[vm]!]!;
    return refuse({
      code: 'vm.notRunning',
      message: `${id} is ${state}, so nothing runs on it that could break.`,
      hint: 'Start it first.',
      details: { vm: id, state },
    });
  }
  if (health.app === command.as) {
    return refuse({
      code: 'application.alreadyBroken',
      message: `The application on ${id} is ${command.as} already.`,
      hint: 'Mend it first (application.restore), or break it in another way.',
      details: { vm: id, state: command.as },
    });
  }
  return ok(() => {
    breakApplication(world, vm, { state: command.as, cause: world.decisionId });
  });
}

/** Looks at `application.restore`; its refusals stand with its schema in `shared/commands`. */
export function decideApplicationRestore(
  world: World,
  command: CommandOf<'application.restore'>,
): Decided {
  const found = find(world, 'vm', command.vm);
  if (!found.ok) return found;
  const vm = found.value;
  if (appHealth(world, vm).app === 'ok') {
    const id = textIdOf(world, 'vm', vm);
    return refuse({
      code: 'application.notBroken',
      message: `The application on ${id} is not broken.`,
      hint: 'If it does not serve, look at the machine and at what it depends on.',
      details: { vm: id },
    });
  }
  return ok(() => restoreApplication(world, vm, world.decisionId));
}
