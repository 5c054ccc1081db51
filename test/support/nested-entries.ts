/**
 * What machines inside machines add to the refusals of commands on machines, for the table of
 * `refusals.test.ts`: a room with one outer machine and one inside it, and a case for each code.
 */
import type { Command, CommandOf } from '../../src/shared/commands/index.ts';

interface NestedCase {
  readonly setup?: Command[];
  readonly before?: Command[];
  readonly when: Command;
}

function vm(name: string, more: Partial<CommandOf<'vm.create'>> = {}): CommandOf<'vm.create'> {
  return { type: 'vm.create', name, size: 'D4s_v5', image: 'Ubuntu2204', ...more };
}

const outer = vm('outer', { dataDisks: [{ sizeGib: 64 }] });
const install: CommandOf<'hypervisor.install'> = {
  type: 'hypervisor.install',
  host: 'vm:outer',
  kind: 'hosted',
};
const inner = vm('inner', { size: 'D2s_v5', inside: 'outer', dataDisks: [{ sizeGib: 32 }] });
/** The outer machine alone, with its hypervisor, and with a machine inside. */
const alone: Command[] = [outer];
const ready: Command[] = [outer, install];
const nested: Command[] = [...ready, inner];
const stopped: Command[] = [...nested, { type: 'vm.stop', vm: 'outer' }];
const apart: Command[] = [...nested, { type: 'vm.stop', vm: 'inner' }];
const instances: Command[] = [
  {
    type: 'scaleSet.add',
    name: 'un',
    size: 'D4s_v5',
    image: 'Ubuntu2204',
    capacity: 1,
    orchestration: 'uniform',
  },
];
const jumpbox: Command = {
  type: 'workload.add',
  name: 'jump',
  kind: 'jumpbox',
  machines: ['box'],
  manages: ['outer'],
};

/** Refused cases by command and code. */
export const nestedRefusals = {
  'hypervisor.install': {
    'vm.notFound': { when: install },
    'vm.busy': {
      setup: alone,
      before: [{ type: 'vm.restart', vm: 'outer' }],
      when: install,
    },
    'guest.down': { setup: [...alone, { type: 'vm.stop', vm: 'outer' }], when: install },
    'jumpbox.down': {
      setup: [...alone, vm('box'), jumpbox],
      before: [{ type: 'vm.stop', vm: 'box' }],
      when: install,
    },
    'nested.unsupported': { setup: [{ ...outer, size: 'B2ms' }], when: install },
    'nested.tooDeep': { setup: nested, when: { ...install, host: 'vm:inner' } },
    'nested.instance': { setup: instances, when: { ...install, host: 'vm:un_0' } },
  },
  'hypervisor.remove': {
    'vm.notFound': { when: { type: 'hypervisor.remove', host: 'vm:outer' } },
    'vm.busy': {
      setup: ready,
      before: [{ type: 'vm.restart', vm: 'outer' }],
      when: { type: 'hypervisor.remove', host: 'vm:outer' },
    },
    'guest.down': {
      setup: [...ready, { type: 'vm.stop', vm: 'outer' }],
      when: { type: 'hypervisor.remove', host: 'vm:outer' },
    },
    'jumpbox.down': {
      setup: [...ready, vm('box'), jumpbox],
      before: [{ type: 'vm.stop', vm: 'box' }],
      when: { type: 'hypervisor.remove', host: 'vm:outer' },
    },
    'nested.inUse': { setup: nested, when: { type: 'hypervisor.remove', host: 'vm:outer' } },
  },
  'hypervisor.set': {
    'vm.notFound': { when: { type: 'hypervisor.set', host: 'vm:outer', reserveCores: 1 } },
  },
  'vm.migrate': {
    'nested.bound': { setup: nested, when: { type: 'vm.migrate', vm: 'inner' } },
  },
  'vm.create': {
    'vm.notFound': { when: inner },
    'hypervisor.absent': { setup: alone, when: inner },
    'nested.bound': { setup: ready, when: { ...inner, host: 'r1-h1' } },
    'nested.outerDown': {
      setup: [...ready, { type: 'vm.stop', vm: 'outer' }],
      when: inner,
    },
    'nested.outerShort': { setup: nested, when: { ...inner, name: 'third', size: 'D4s_v5' } },
  },
  'vm.start': {
    'nested.outerDown': {
      setup: [...apart, { type: 'vm.stop', vm: 'outer' }],
      when: { type: 'vm.start', vm: 'inner' },
    },
    'nested.outerShort': {
      setup: [
        ...nested,
        { type: 'vm.deallocate', vm: 'inner' },
        { type: 'hypervisor.set', host: 'vm:outer', reserveCores: 3 },
      ],
      when: { type: 'vm.start', vm: 'inner' },
    },
  },
  'vm.delete': { 'nested.inUse': { setup: nested, when: { type: 'vm.delete', vm: 'outer' } } },
  'vm.recreate': {
    'nested.inUse': { setup: nested, when: { type: 'vm.recreate', vm: 'outer' } },
    'nested.bound': { setup: nested, when: { type: 'vm.recreate', vm: 'inner' } },
  },
  'disk.attach': {
    'nested.bound': {
      setup: [...nested, { type: 'disk.create', name: 'spare', sizeGib: 32 }],
      when: { type: 'disk.attach', disk: 'spare', vm: 'inner' },
    },
  },
  'disk.detach': {
    'nested.bound': {
      setup: nested,
      when: { type: 'disk.detach', disk: 'inner-data-0' },
    },
  },
  'vm.generalize': {
    'nested.inUse': { setup: stopped, when: { type: 'vm.generalize', vm: 'outer' } },
  },
  'vm.redeploy': {
    'nested.bound': { setup: nested, when: { type: 'vm.redeploy', vm: 'inner' } },
  },
  'vm.resize': {
    'nested.unsupported': {
      setup: ready,
      when: { type: 'vm.resize', vm: 'outer', size: 'B2s_v2' },
    },
    'nested.outerShort': {
      setup: nested,
      when: { type: 'vm.resize', vm: 'inner', size: 'D4s_v5' },
    },
    'hypervisor.promisedMore': {
      setup: nested,
      when: { type: 'vm.resize', vm: 'outer', size: 'D2s_v5' },
    },
  },
  'vm.reimage': { 'nested.inUse': { setup: nested, when: { type: 'vm.reimage', vm: 'outer' } } },
} satisfies Readonly<Record<string, Readonly<Record<string, NestedCase>>>>;
