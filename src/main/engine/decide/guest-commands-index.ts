/**
 * Which decider answers for which command on what is inside operating systems. It stands apart
 * from the other commands so that their own index stays short. It decides nothing itself.
 */
import { unreachable } from '../../../shared/kernel/assert.ts';
import type { Command } from '../../../shared/commands/index.ts';
import type { World } from '../world/world.ts';
import type { Decided } from './decide-kit.ts';
import * as apps from './guest-deciders.ts';
import * as systems from './guest-system-deciders.ts';

const GUEST_TYPES = [
  'app.install',
  'app.start',
  'app.stop',
  'app.remove',
  'app.configure',
  'os.patch',
  'os.reboot',
  'task.add',
  'task.remove',
] as const;
export type GuestCommand = Extract<Command, { type: (typeof GUEST_TYPES)[number] }>;

/** True for a command on what is inside an operating system. */
export function isGuestCommand(command: Command): command is GuestCommand {
  return GUEST_TYPES.some((type) => type === command.type);
}

/** As `decide`, for these. */
export function decideGuest(world: World, command: GuestCommand): Decided {
  switch (command.type) {
    case 'app.install':
      return apps.decideAppInstall(world, command);
    case 'app.start':
      return apps.decideAppStart(world, command);
    case 'app.stop':
      return apps.decideAppStop(world, command);
    case 'app.remove':
      return apps.decideAppRemove(world, command);
    case 'app.configure':
      return apps.decideAppConfigure(world, command);
    case 'os.patch':
      return systems.decideOsPatch(world, command);
    case 'os.reboot':
      return systems.decideOsReboot(world, command);
    case 'task.add':
      return systems.decideTaskAdd(world, command);
    case 'task.remove':
      return systems.decideTaskRemove(world, command);
    default:
      return unreachable(command);
  }
}
