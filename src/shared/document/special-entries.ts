/**
 * The entries of a scenario file that become something other than one command with their own
 * fields: racks that take places one after the other, hosts at listed rack units, machines that
 * begin stopped, loads in their short form, batches over patterns of machines. What is
 * special is worked out once for an entry and applied to each of its copies.
 */
import type { AnyEntry, Expansion } from './expansion.ts';
import { fillTemplate, type Copy, type Template } from './repeat-entries.ts';
import type { ScenarioIssue, ValuePath } from './scenario-issue.ts';

/** A command under construction. */
export type Fields = Record<string, unknown>;

/** What is needed of the entry that is written out. */
interface SpecialEntry {
  readonly expansion: Expansion;
  readonly entry: AnyEntry;
  readonly path: ValuePath;
  readonly sample: Fields;
  report(issue: ScenarioIssue): void;
  compile(text: string, path: ValuePath): Template;
}

/** Finishes the command of one copy; may return a command that has to follow it. */
export type SpecialHandler = (command: Fields, copy: Copy) => Fields | Fields[] | undefined;

/**
 * What is special about an entry, worked out once for all its copies; fields that every copy
 * shares are put into the sample. Undefined for most entries.
 */
export function specialHandler(entry: SpecialEntry): SpecialHandler | undefined {
  switch (entry.sample['type']) {
    case 'rack.add':
      return rackHandler(entry);
    case 'host.add':
      return hostHandler(entry);
    case 'vm.create':
      return machineHandler(entry);
    case 'nic.add':
      return interfaceHandler(entry);
    case 'disk.create':
      return diskHandler(entry);
    case 'scaleSet.add':
      return scaleSetHandler(entry);
    case 'availabilitySet.add':
      return availabilitySetHandler(entry);
    case 'dedicatedHost.add':
      return dedicatedHandler(entry);
    case 'store.add':
      return storeHandler(entry);
    case 'dnsProfile.add':
      return profileHandler(entry);
    case 'service.add':
      return serviceHandler(entry);
    case 'group.add':
      return groupHandler(entry);
    case 'move.inventory':
      return moveHandler(entry);
    case 'load.set':
      entry.sample['curve'] = curveOf(entry);
      return undefined;
    case 'batch.submit':
      return batchHandler(entry);
    default:
      return undefined;
  }
}

/** `position` is the place of the first copy; the others follow it. */
function rackHandler(entry: SpecialEntry): SpecialHandler | undefined {
  const { position } = entry.entry;
  if (typeof position !== 'number') return undefined;
  entry.sample['position'] = position;
  return (command, copy) => {
    command['position'] = position + copy.index;
    return undefined;
  };
}

/** The rack unit of a copy is the last of its values; see planCopies. */
function hostHandler(entry: SpecialEntry): SpecialHandler | undefined {
  const { hypervisor } = entry.entry;
  const follow = typeof hypervisor === 'object' && hypervisor !== null ? hypervisor : undefined;
  if (entry.entry['units'] === undefined) {
    return follow === undefined ? undefined : (command) => hypervisorOf(command, follow);
  }
  if (entry.entry['unit'] !== undefined) {
    entry.report({
      code: 'scenario.contradiction',
      path: [...entry.path, 'unit'],
      reason: 'it says both unit and units',
      hint: 'Give unit for one host, units for several.',
    });
  }
  entry.sample['unit'] = 0;
  return (command, copy) => {
    command['unit'] = copy.values.at(-1);
    return follow === undefined ? undefined : hypervisorOf(command, follow);
  };
}

/** What a host runs machines with is a command of its own: a hosted one is installed. */
function hypervisorOf(host: Fields, said: object): Fields {
  const { kind, ...figures }: Fields = { ...said };
  const on = { host: String(host['name']), ...figures };
  return kind === 'hosted'
    ? { type: 'hypervisor.install', kind, ...on }
    : { type: 'hypervisor.set', ...on };
}

/** The full name by which a later command means what this one makes. */
function madeBy(command: Fields): string {
  const { group } = command;
  const name = String(command['name']);
  return typeof group === 'string' ? `${group.slice(group.indexOf(':') + 1)}/${name}` : name;
}

/** How a store is backed up is a command of its own. */
function storeHandler(entry: SpecialEntry): SpecialHandler | undefined {
  const { backup } = entry.entry;
  if (typeof backup !== 'object' || backup === null) return undefined;
  return (command) => ({ type: 'store.setBackup', store: madeBy(command), ...backup });
}

/** The rules of a scale set are a command of their own. */
function scaleSetHandler(entry: SpecialEntry): SpecialHandler | undefined {
  const { autoscale } = entry.entry;
  const windows = windowsOf(entry);
  const scales = typeof autoscale === 'object' && autoscale !== null;
  if (!scales && windows.length === 0) return undefined;
  return (command) => {
    const scaleSet = madeBy(command);
    return [
      ...(scales ? [{ type: 'autoscale.set', scaleSet, ...autoscale }] : []),
      ...windows.map((window) => ({ type: 'maintenance.configure', scaleSet, ...window })),
    ];
  };
}

/** Maintenance windows of a set are commands of their own. */
function availabilitySetHandler(entry: SpecialEntry): SpecialHandler | undefined {
  const windows = windowsOf(entry);
  if (windows.length === 0) return undefined;
  return (command) => {
    const availabilitySet = madeBy(command);
    return windows.map((window) => ({ type: 'maintenance.configure', availabilitySet, ...window }));
  };
}

function windowsOf(entry: SpecialEntry): Fields[] {
  const { windows } = entry.entry;
  // The schema of the section has let nothing through but a list of windows.
  return Array.isArray(windows) ? windows : [];
}

/** A machine that begins stopped or deallocated is created and then stopped, in no time. */
function machineHandler(entry: SpecialEntry): SpecialHandler | undefined {
  const steps = stepsTo(entry.entry['power']);
  const windows = windowsOf(entry);
  const { hypervisor } = entry.entry;
  const runs = typeof hypervisor === 'object' && hypervisor !== null ? hypervisor : undefined;
  if (steps.length === 0 && windows.length === 0 && runs === undefined) return undefined;
  return (command) => {
    const vm = madeBy(command);
    return [
      ...(runs === undefined ? [] : [installedIn(vm, runs)]),
      ...windows.map((window) => ({ type: 'maintenance.configure', vm, ...window })),
      ...steps.map((type) => ({ type, vm })),
    ];
  };
}

/** The hypervisor in a machine is installed before the machine comes to rest. */
function installedIn(vm: string, said: object): Fields {
  return { type: 'hypervisor.install', host: `vm:${vm}`, kind: 'bareMetal', ...said };
}

/** What is done to a machine until it rests as it is to begin. */
function stepsTo(power: unknown): string[] {
  if (power === 'generalized') return ['vm.deprovision', 'vm.deallocate', 'vm.generalize'];
  if (power !== 'stopped' && power !== 'deallocated') return [];
  return [power === 'stopped' ? 'vm.stop' : 'vm.deallocate'];
}

/** Maintenance windows of a dedicated host are commands of their own. */
function dedicatedHandler(entry: SpecialEntry): SpecialHandler | undefined {
  const windows = windowsOf(entry);
  if (windows.length === 0) return undefined;
  return (command) => {
    const dedicatedHost = String(command['name']);
    return windows.map((window) => ({ type: 'maintenance.configure', dedicatedHost, ...window }));
  };
}

/** A disk that a machine uses from the start is made and then attached, in no time. */
function diskHandler(entry: SpecialEntry): SpecialHandler | undefined {
  const { attachTo, caching } = entry.entry;
  if (typeof attachTo !== 'string') return undefined;
  const path = [...entry.path, 'attachTo'];
  const template = entry.compile(attachTo, path);
  return (command, copy) => {
    const reference = fillTemplate(template, copy);
    const { names } = entry.expansion;
    const kinds = ['vm'] as const;
    if (!names.has(kinds, reference)) entry.report(names.missing({ kinds, reference, path }));
    const cached = caching === undefined ? {} : { caching };
    return { type: 'disk.attach', disk: madeBy(command), vm: reference, ...cached };
  };
}

/** An interface beside the first one of a machine is made and then given to it. */
function interfaceHandler(entry: SpecialEntry): SpecialHandler | undefined {
  const { vm } = entry.entry;
  if (typeof vm !== 'string') return undefined;
  const path = [...entry.path, 'vm'];
  const template = entry.compile(vm, path);
  return (command, copy) => {
    const reference = fillTemplate(template, copy);
    const { names } = entry.expansion;
    const kinds = ['vm'] as const;
    if (!names.has(kinds, reference)) entry.report(names.missing({ kinds, reference, path }));
    return { type: 'nic.attach', nic: madeBy(command), vm: reference };
  };
}

/** What a service needs and calls: each a reference that must mean something. */
function serviceHandler(entry: SpecialEntry): SpecialHandler | undefined {
  const lists = [
    { field: 'dependsOn', key: 'on', kinds: ['vm', 'balancer', 'rule', 'service'] },
    { field: 'calls', key: 'to', kinds: ['host', 'vm'] },
  ] as const;
  const given = lists.flatMap(({ field, key, kinds }) => {
    const list: unknown = entry.entry[field];
    if (!Array.isArray(list)) return [];
    const items = list.map((item: Fields, index) => {
      const path = [...entry.path, field, index, key];
      return { item, path, template: entry.compile(String(item[key]), path) };
    });
    entry.sample[field] = [];
    return [{ field, key, kinds, items }];
  });
  if (given.length === 0) return undefined;
  return (command, copy) => {
    const { names } = entry.expansion;
    for (const { field, key, kinds, items } of given) {
      command[field] = items.map(({ item, path, template }) => {
        const reference = fillTemplate(template, copy);
        if (!names.has(kinds, reference)) entry.report(names.missing({ kinds, reference, path }));
        return { ...item, [key]: reference };
      });
    }
    return undefined;
  };
}

/** What a group is for, and when the clock switches it off, are commands of their own. */
function groupHandler(entry: SpecialEntry): SpecialHandler | undefined {
  const { environment, clock } = entry.entry;
  if (clock !== undefined && environment === undefined) {
    entry.report({
      code: 'scenario.contradiction',
      path: [...entry.path, 'clock'],
      reason: 'it has a clock and is no environment',
      hint: 'Say what it is for (environment), or leave the clock out.',
    });
  }
  if (environment === undefined) return undefined;
  return (command) => {
    const group = String(command['name']);
    return [
      { type: 'environment.set', group, kind: environment },
      ...(isFields(clock) ? [{ type: 'environment.clock', group, ...clock }] : []),
    ];
  };
}

/** What a server becomes, and its first copy, are commands of their own. */
function moveHandler(entry: SpecialEntry): SpecialHandler | undefined {
  const { map, replicate } = entry.entry;
  const steps = [
    ...(isFields(map) ? [{ type: 'move.map', ...map }] : []),
    ...(isFields(replicate) ? [{ type: 'move.replicate', ...replicate }] : []),
  ];
  if (steps.length === 0) return undefined;
  return (command) => steps.map((step) => ({ ...step, move: String(command['name']) }));
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

/** The answers of a name: each a balancer that must be there, beside its weight. */
function profileHandler(entry: SpecialEntry): SpecialHandler | undefined {
  const { endpoints } = entry.entry;
  if (!Array.isArray(endpoints)) return undefined;
  const answers = endpoints.map((item: Fields, index) => {
    const path = [...entry.path, 'endpoints', index, 'balancer'];
    return { item, path, template: entry.compile(String(item['balancer']), path) };
  });
  entry.sample['endpoints'] = [];
  return (command, copy) => {
    command['endpoints'] = answers.map(({ item, path, template }) => {
      const reference = fillTemplate(template, copy);
      const { names } = entry.expansion;
      const kinds = ['balancer', 'rule'] as const;
      if (!names.has(kinds, reference)) entry.report(names.missing({ kinds, reference, path }));
      return { ...item, balancer: reference };
    });
    return undefined;
  };
}

function curveOf(entry: SpecialEntry): Fields {
  const { perSecond, period, points } = entry.entry;
  if ((perSecond === undefined) === (points === undefined)) {
    entry.report({
      code: 'scenario.contradiction',
      path: points === undefined ? entry.path : [...entry.path, 'perSecond'],
      reason: points === undefined ? 'it says no rate' : 'it says both perSecond and points',
      hint: 'Give either perSecond, or points (with a period if the curve repeats).',
    });
  }
  if (points === undefined && period !== undefined) {
    entry.report({
      code: 'scenario.contradiction',
      path: [...entry.path, 'period'],
      reason: 'a constant rate has no period',
      hint: 'Leave period out, or give points.',
    });
  }
  const constant = [{ at: '0s', perSecond }];
  return { ...(period === undefined ? {} : { period }), points: points ?? constant };
}

/** Patterns stay as they are, the engine looks them up; a reference must mean something. */
function batchHandler(entry: SpecialEntry): SpecialHandler {
  const { machines } = entry.entry;
  const written: unknown[] = Array.isArray(machines) ? machines : [];
  const templates = written.map((item, index) =>
    entry.compile(String(item), [...entry.path, 'machines', index]),
  );
  entry.sample['machines'] = [];
  return (command, copy) => {
    const { names } = entry.expansion;
    command['machines'] = templates.map((template, index) => {
      const reference = fillTemplate(template, copy);
      if (!names.hasMatch('vm', reference)) {
        const path = [...entry.path, 'machines', index];
        entry.report(names.missing({ kinds: ['vm'], reference, path }));
      }
      return reference;
    });
    return undefined;
  };
}
