/**
 * The timed actions of a scenario as commands in order of time.
 *
 * What an action mentions is held against the names of the file, so that a misspelt target is
 * found while writing and not at minute forty of a run. Actions that make something declare it for
 * the actions after them. Disks, network interfaces and links are named while running and are
 * left to the engine.
 */
import type { Command } from '../commands/index.ts';
import { bareName } from '../kernel/ids.ts';
import { parseDuration } from '../kernel/time.ts';
import { commandOf } from './action-command.ts';
import type { Expansion } from './expansion.ts';
import { FAULT_PARTS, SECTION_RULES, TARGET_FIELDS, type DeclaredKind } from './scenario-rules.ts';
import type { ScenarioAction } from './scenario-action-schema.ts';

/** A command with the place at which it takes effect; see ScriptedAction of the engine. */
export interface TimedCommand {
  readonly atUs: number;
  readonly afterEvents?: number;
  readonly command: Command;
}

/** All actions in order of time; those of one moment keep the order in which they are written. */
export function expandActions(
  expansion: Expansion,
  actions: readonly ScenarioAction[],
): TimedCommand[] {
  const timed = actions.map((action, index) => {
    const at = parseDuration(action.at);
    const command = commandOf(action);
    const place = action.afterEvents === undefined ? {} : { afterEvents: action.afterEvents };
    return { index, timed: { atUs: at.ok ? at.value : 0, ...place, command } };
  });
  timed.sort((left, right) => left.timed.atUs - right.timed.atUs || left.index - right.index);
  for (const { index, timed: action } of timed) {
    checkMentions({ expansion, command: action.command, index });
    declareMade(expansion, action.command);
  }
  return timed.map((entry) => entry.timed);
}

function checkMentions(input: { expansion: Expansion; command: Command; index: number }): void {
  const { expansion, command, index } = input;
  const rule = ruleOf(command);
  for (const [field, value] of Object.entries(command)) {
    const kinds = rule?.one?.[field] ?? rule?.many?.[field] ?? targetKinds(command, field);
    if (kinds === undefined) continue;
    const path = ['actions', index, field];
    const references: unknown[] = Array.isArray(value) ? value : [value];
    references.forEach((reference, at) => {
      if (typeof reference !== 'string' || isNamedLater(reference)) return;
      if (expansion.names.has(kinds, reference)) return;
      if (kinds.includes('vm') && isInstance(expansion, reference)) return;
      const where = Array.isArray(value) ? [...path, at] : path;
      expansion.report(expansion.names.missing({ kinds, reference, path: where }));
    });
  }
}

/** Commands that may be aimed at anything a fault may. */
const AIMED_TYPES: ReadonlySet<Command['type']> = new Set([
  'fault.inject',
  'fault.clear',
  'event.schedule',
  'hook.add',
]);

function targetKinds(command: Command, field: string): readonly DeclaredKind[] | undefined {
  if (field === 'type' || field === 'name') return undefined;
  if (AIMED_TYPES.has(command.type))
    return field === 'target' || field === 'other' ? FAULT_PARTS : undefined;
  // A rule of a security group is named by whoever makes it; those of balancers are things.
  if (field === 'rule' && command.type.startsWith('securityGroup.')) return undefined;
  // The hypervisor of a machine is named by that machine.
  if (field === 'host' && command.type.startsWith('hypervisor.')) return HYPERVISOR_GROUNDS;
  return Object.hasOwn(TARGET_FIELDS, field) ? TARGET_FIELDS[field] : undefined;
}

const HYPERVISOR_GROUNDS: readonly DeclaredKind[] = ['host', 'vm'];

/** Ids of things whose names the engine gives. */
function isNamedLater(reference: string): boolean {
  return /^(?:link|disk|nic|fault|tag|image):/.test(reference);
}

/** Instances of scale sets are named after their set, by the engine. */
function isInstance(expansion: Expansion, reference: string): boolean {
  const name = bareName(reference);
  return expansion.names.bareMatching('scaleSet', '*').some((set) => name.startsWith(set));
}

function ruleOf(command: Command): (typeof SECTION_RULES)[number] | undefined {
  return SECTION_RULES.find(
    (rule) =>
      rule.command === command.type &&
      (!('kind' in command) || rule.constant?.['kind'] === command.kind),
  );
}

/** Commands that make a thing of a kind, beside those of the sections. */
const MADE_WITHOUT_SECTION: ReadonlyMap<Command['type'], DeclaredKind> = new Map([
  ['vm.clone', 'vm'],
  ['vm.capture', 'managedImage'],
]);

function declareMade(expansion: Expansion, command: Command): void {
  if (command.type === 'environment.clone') {
    declareCopy(expansion, command.name, command.service);
    return;
  }
  if (command.type === 'move.map' && command.machine !== undefined) {
    declareMachine(expansion, command.machine, command.group);
    return;
  }
  const declares = MADE_WITHOUT_SECTION.get(command.type) ?? ruleOf(command)?.declares;
  if (declares === undefined || !('name' in command) || command.name === undefined) return;
  const group = groupOfMade(expansion, command);
  // A name may be taken again after its thing was removed, so a second declaration is no problem.
  expansion.names.declare({
    kind: declares,
    name: command.name,
    group: group?.slice(group.indexOf(':') + 1),
  });
}

/** The group that is named, or that of the machine from which a copy or an image is made. */
function groupOfMade(expansion: Expansion, command: Command): string | undefined {
  if ('group' in command && command.group !== undefined) return command.group;
  if (command.type !== 'vm.clone' && command.type !== 'vm.capture') return undefined;
  return expansion.names.groupOf('vm', command.vm);
}

/** The machine a server becomes, and the copy that is tried before. */
function declareMachine(expansion: Expansion, name: string, group: string | undefined): void {
  const of = group?.slice(group.indexOf(':') + 1);
  expansion.names.declare({ kind: 'vm', name, group: of });
  expansion.names.declare({ kind: 'vm', name: `${name}-test`, group: of });
}

/**
 * What a copy of a service makes that has a name: its group, balancer, network and service, and
 * machines called as those behind the service are. Which these are by then only the run knows, so
 * any machine that was named may have a copy.
 */
function declareCopy(expansion: Expansion, group: string, service: string): void {
  const { names } = expansion;
  names.declare({ kind: 'group', name: group, group: undefined });
  names.declare({ kind: 'balancer', name: group, group });
  names.declare({ kind: 'network', name: group, group });
  names.declare({ kind: 'subnet', name: group, group });
  names.declare({ kind: 'service', name: bareName(service), group });
  for (const name of new Set(names.bareMatching('vm', '*'))) {
    names.declare({ kind: 'vm', name, group });
  }
}
