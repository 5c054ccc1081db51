/**
 * Who a new machine is, and who may sign in to it: the name its system is to call itself, and its
 * administrator (rules ENG-IM12 and ENG-IM13; docs/facts.md, facts 25 and 26). It changes nothing.
 */
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import {
  parseAdministrator,
  printAdministrator,
  RESERVED_USERS,
  userNameFault,
  wholeAdministrator,
  WINDOWS_NAME_MAX,
  type Administrator,
} from '../../../shared/model/administrator.ts';
import { ORDINARY_INTERFACE } from '../systems/interface-records.ts';
import type { MachinePlan } from '../systems/machine-records.ts';
import type { ImageSource } from '../systems/image-source.ts';
import type { World } from '../world/world.ts';
import { refuse, type Decided } from './decide-kit.ts';
import { openPorts } from './security-group-deciders.ts';

/**
 * Refuses a name that Windows cannot call itself. Only a system that gets its name from the
 * service is asked: a copied disk brings its own along.
 */
export function checkComputerName(name: string, source: ImageSource): Result<void> {
  if (source.image.os !== 'windows' || source.computerName !== '') return ok(undefined);
  const isLong = name.length > WINDOWS_NAME_MAX;
  if (!isLong && /[^0-9]/.test(name)) return ok(undefined);
  return refuse({
    code: 'vm.name',
    message: isLong
      ? `"${name}" has ${name.length} characters; a Windows machine's name has at most ` +
        `${WINDOWS_NAME_MAX}.`
      : `"${name}" has digits only; Windows takes no such name.`,
    hint: `Use up to ${WINDOWS_NAME_MAX} characters, one of them a letter; Linux takes 64.`,
    details: { name, os: 'windows', max: WINDOWS_NAME_MAX },
  });
}

/** The administrator of a new machine, as the text of its column. Refuses `administrator.*`. */
export function planAdministrator(
  command: Pick<CommandOf<'vm.create'>, 'name' | 'administrator'>,
  source: ImageSource,
): Result<string> {
  const asked = command.administrator;
  if (asked === undefined) return ok(source.administrator);
  const { os, alias } = source.image;
  const who = wholeAdministrator(asked, os);
  const text = printAdministrator(who);
  if (source.identity !== '' && text !== source.administrator) {
    return refuse({
      code: 'administrator.onDisk',
      message:
        `The disk of ${alias} still holds the users of the machine it was taken from; the ` +
        'service puts none into it.',
      hint: 'Leave the administrator out and sign in as there, or use a generalized image.',
      details: { image: alias, administrator: who.name },
    });
  }
  const named = checkUserName(who, source);
  return named.ok ? ok(text) : named;
}

function checkUserName(who: Administrator, source: ImageSource): Result<void> {
  const { os, alias } = source.image;
  const { name, signIn } = who;
  if (os === 'windows' && signIn !== 'password') {
    return refuse({
      code: 'administrator.windowsKey',
      message: `${alias} is Windows: its administrator signs in with a password, not with a key.`,
      hint: 'Choose a password.',
      details: { image: alias, administrator: name },
    });
  }
  if (RESERVED_USERS.includes(name.toLowerCase())) {
    return refuse({
      code: 'administrator.reserved',
      message: `"${name}" is one of the names the service keeps from administrators.`,
      hint: 'Take a name nobody guesses, such as azureuser; attackers try admin and root first.',
      details: { administrator: name },
    });
  }
  const fault = userNameFault(name, os);
  if (fault === undefined) return ok(undefined);
  return refuse({
    code: 'administrator.name',
    message: `"${name}" cannot be the name of a user: ${fault}.`,
    hint: 'Small letters and digits, such as azureuser, are right everywhere.',
    details: { administrator: name, os },
  });
}

/** Opens the ports of a machine in the moment it is made [ENG-VN7]. Refuses as `vm.openPort`. */
export function openAtOnce(
  world: World,
  command: Pick<CommandOf<'vm.create'>, 'name' | 'openPorts'>,
  plan: MachinePlan,
): Decided {
  const { openPorts: ports, name } = command;
  if (ports === undefined) return ok(() => undefined);
  const { securityGroup, subnet } = plan.nic ?? ORDINARY_INTERFACE;
  return openPorts(world, { id: name, ports, securityGroup, subnet });
}

/** The administrator of a machine that is made again: as it was. */
export function administratorAgain(
  world: World,
  vm: number,
): Pick<CommandOf<'vm.create'>, 'administrator'> {
  const administrator = parseAdministrator(world.vm.text('administrator', vm));
  return administrator === undefined ? {} : { administrator };
}
