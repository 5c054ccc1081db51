/**
 * What `vm.create` is refused with for the name of a machine, its administrator and the ports it
 * opens, for the table of `refusals.test.ts`.
 */
import type { Command } from '../../src/shared/commands/index.ts';

type Create = Extract<Command, { type: 'vm.create' }>;

const WINDOWS = { image: 'Win2022DatacenterGen2' };
const openRule = { name: 'web', direction: 'inbound', access: 'allow' } as const;

/** A security group with so many rules, the first with the priority that opened ports get. */
function guardOf(rules: number, first: number): Command {
  return {
    type: 'securityGroup.add',
    name: 'nsg',
    rules: Array.from({ length: rules }, (_, index) => ({
      ...openRule,
      name: `r${index}`,
      priority: first + index,
    })),
  };
}

const specialized: Command = {
  type: 'image.upload',
  name: 'kept',
  base: 'Debian12',
  state: 'specialized',
  administrator: { name: 'ops' },
};

/** A case of each code; `make` gives the command with more of its fields said. */
export function accessRefusals(
  make: (more: Partial<Create>) => Command,
): Record<string, { setup?: Command[]; when: Command }> {
  const guarded = make({ securityGroup: 'nsg', openPorts: '443' });
  return {
    'vm.name': { when: make({ ...WINDOWS, name: 'a-name-beyond-15' }) },
    'administrator.name': { when: make({ administrator: { name: 'Ada' } }) },
    'administrator.reserved': { when: make({ administrator: { name: 'root' } }) },
    'administrator.windowsKey': {
      when: make({ ...WINDOWS, administrator: { name: 'ada', signIn: 'sshKey' } }),
    },
    'administrator.onDisk': {
      setup: [specialized],
      when: make({ image: 'kept', administrator: { name: 'ada' } }),
    },
    'securityGroup.notAttached': { when: make({ openPorts: '443' }) },
    'securityGroup.badPorts': {
      setup: [guardOf(1, 100)],
      when: make({ securityGroup: 'nsg', openPorts: 'https' }),
    },
    'securityGroup.priorityTaken': { setup: [guardOf(1, 900)], when: guarded },
    'securityGroup.tooManyRules': { setup: [guardOf(200, 1_000)], when: guarded },
  };
}
