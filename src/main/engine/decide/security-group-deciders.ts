/**
 * Deciders for security groups: rules, and what they guard (rules ENG-VN6 and ENG-VN7;
 * docs/facts.md, facts 104 and 105). A priority belongs to one rule of a direction.
 */
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import {
  RULE_ACCESSES,
  RULE_DIRECTIONS,
  RULE_PROTOCOLS,
  SECURITY_RULES_MAX,
} from '../../../shared/model/network-kinds.ts';
import {
  DEFAULT_RULES,
  isAddressWord,
  parsePorts,
  type SecurityRule,
} from '../../../shared/model/security-rules.ts';
import { networkChanged } from '../systems/blocked-traffic.ts';
import { primaryNic } from '../systems/network-paths.ts';
import { nameOf, textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import {
  checkFree,
  checkUnused,
  find,
  findGroup,
  refuse,
  rowsWhere,
  tagsText,
  type Decided,
} from './decide-kit.ts';

/** Priority of a rule that `vm.openPort` makes (docs/facts.md, fact 105). */
const OPEN_PORT_PRIORITY = 900;

type RuleAsked = NonNullable<CommandOf<'securityGroup.add'>['rules']>[number];

/** A rule with everything it leaves out. */
function wholeRule(asked: RuleAsked): SecurityRule {
  return {
    name: asked.name,
    priority: asked.priority,
    direction: asked.direction,
    access: asked.access,
    protocol: asked.protocol ?? 'any',
    source: asked.source ?? '*',
    destination: asked.destination ?? '*',
    ports: asked.ports ?? '*',
  };
}

/** Refuses ports that do not exist and words that are no addresses. */
function checkWords(rule: SecurityRule): Result<void> {
  if (parsePorts(rule.ports) === undefined) {
    return refuse({
      code: 'securityGroup.badPorts',
      message: `"${rule.ports}" is no list of ports from 0 to 65535.`,
      hint: 'Write ports and ranges such as 80,443,8000-8010, or *.',
      details: { rule: rule.name, ports: rule.ports },
    });
  }
  const bad = [rule.source, rule.destination].find((word) => !isAddressWord(word));
  if (bad === undefined) return ok(undefined);
  return refuse({
    code: 'securityGroup.badAddress',
    message: `"${bad}" is no address, range or service tag.`,
    hint: 'Write *, 10.1.0.0/24, VirtualNetwork, Internet or AzureLoadBalancer.',
    details: { rule: rule.name, word: bad },
  });
}

/** Refuses a rule among others of its group. */
function checkRule(rule: SecurityRule, others: readonly SecurityRule[]): Result<void> {
  const words = checkWords(rule);
  if (!words.ok) return words;
  const holder = others.find(
    (one) => one.direction === rule.direction && one.priority === rule.priority,
  );
  if (holder === undefined) return ok(undefined);
  return refuse({
    code: 'securityGroup.priorityTaken',
    message: `${holder.name} has priority ${rule.priority} ${rule.direction} already.`,
    hint: 'Give it another priority; lower numbers are read first.',
    details: { rule: holder.name, priority: rule.priority, direction: rule.direction },
  });
}

/** Looks at `securityGroup.add`; its refusals stand with its schema in `shared/commands`. */
export function decideSecurityGroupAdd(
  world: World,
  command: CommandOf<'securityGroup.add'>,
): Decided {
  const group = findGroup(world, command.group);
  if (!group.ok) return group;
  const groupName = nameOf(world, 'group', group.value);
  const free = checkFree(world, { word: 'securityGroup', name: command.name, group: groupName });
  if (!free.ok) return free;
  const rules: SecurityRule[] = [];
  for (const asked of command.rules ?? []) {
    const rule = wholeRule(asked);
    const twin = [...rules, ...DEFAULT_RULES].find(({ name }) => name === rule.name);
    if (twin !== undefined) {
      return refuse({
        code: 'securityGroup.ruleTwice',
        message: `Two rules are called ${rule.name}.`,
        hint: 'Give one of them another name.',
        details: { rule: rule.name },
      });
    }
    const fits = checkRule(rule, rules);
    if (!fits.ok) return fits;
    rules.push(rule);
  }
  return ok(() => {
    const slot = world.securityGroup.allocate();
    world.securityGroup.setText({ column: 'name', slot, text: command.name });
    world.securityGroup.setRef({ column: 'group', slot, to: group.value });
    world.securityGroup.setText({ column: 'tags', slot, text: tagsText(command.tags) });
    world.securityGroup.col.changedBy[slot] = world.decisionId;
    world.names.add('securityGroup', slot);
    for (const rule of rules) writeRule(world, { row: world.securityRule.allocate(), slot, rule });
    networkChanged(world);
  });
}

function writeRule(world: World, input: { row: number; slot: number; rule: SecurityRule }): void {
  const { row, slot, rule } = input;
  const { securityRule } = world;
  securityRule.setRef({ column: 'securityGroup', slot: row, to: slot });
  securityRule.setText({ column: 'name', slot: row, text: rule.name });
  securityRule.setText({ column: 'source', slot: row, text: rule.source });
  securityRule.setText({ column: 'destination', slot: row, text: rule.destination });
  securityRule.setText({ column: 'ports', slot: row, text: rule.ports });
  const { col } = securityRule;
  col.priority[row] = rule.priority;
  col.direction[row] = RULE_DIRECTIONS.indexOf(rule.direction);
  col.access[row] = RULE_ACCESSES.indexOf(rule.access);
  col.protocol[row] = RULE_PROTOCOLS.indexOf(rule.protocol);
  col.cause[row] = world.decisionId;
}

/** A group whose rules changed: its row is shown anew and its paths are found anew. */
function rulesChanged(world: World, securityGroup: number): void {
  world.securityGroup.col.changedBy[securityGroup] = world.decisionId;
  world.securityGroup.col.revision[securityGroup]! += 1;
  world.securityGroup.dirty.touch(securityGroup);
  networkChanged(world);
}

/** Looks at `securityGroup.remove`; its refusals stand with its schema in `shared/commands`. */
export function decideSecurityGroupRemove(
  world: World,
  command: CommandOf<'securityGroup.remove'>,
): Decided {
  const found = find(world, 'securityGroup', command.securityGroup);
  if (!found.ok) return found;
  const slot = found.value;
  const users = (['subnet', 'nic', 'scaleSet'] as const).flatMap((table) =>
    rowsWhere(world, table, (row) => world[table].ref('securityGroup', row) === slot),
  );
  const id = textIdOf(world, 'securityGroup', slot);
  const unused = checkUnused(world, { code: 'securityGroup.inUse', id, users });
  if (!unused.ok) return unused;
  return ok(() => {
    for (const row of world.networks.ruleSlotsOf(slot)) world.securityRule.release(row);
    world.names.remove('securityGroup', slot);
    world.securityGroup.release(slot);
    networkChanged(world);
  });
}

/** The act that adds a rule or replaces the one of its name. */
function setRule(world: World, slot: number, rule: SecurityRule): Decided {
  const rows = [...world.networks.ruleSlotsOf(slot)];
  const same = rows.find((row) => world.securityRule.text('name', row) === rule.name);
  const others = rows.filter((row) => row !== same).map((row) => world.networks.ruleAt(row));
  const fits = checkRule(rule, others);
  if (!fits.ok) return fits;
  if (same === undefined && rows.length >= SECURITY_RULES_MAX) {
    return refuse({
      code: 'securityGroup.tooManyRules',
      message: `A security group has at most ${SECURITY_RULES_MAX} rules.`,
      hint: 'Join ranges of addresses or ports in one rule.',
      details: { rules: rows.length, max: SECURITY_RULES_MAX },
    });
  }
  return ok(() => {
    const row = same ?? world.securityRule.allocate();
    writeRule(world, { row, slot, rule });
    rulesChanged(world, slot);
  });
}

/** Looks at `securityGroup.setRule`; its refusals stand with its schema in `shared/commands`. */
export function decideSecurityGroupSetRule(
  world: World,
  command: CommandOf<'securityGroup.setRule'>,
): Decided {
  const found = find(world, 'securityGroup', command.securityGroup);
  if (!found.ok) return found;
  const { type: _type, securityGroup: _group, rule: name, ...said } = command;
  return setRule(world, found.value, wholeRule({ name, ...said }));
}

/** Looks at `securityGroup.removeRule`; its refusals stand with its schema. */
export function decideSecurityGroupRemoveRule(
  world: World,
  command: CommandOf<'securityGroup.removeRule'>,
): Decided {
  const found = find(world, 'securityGroup', command.securityGroup);
  if (!found.ok) return found;
  const slot = found.value;
  const id = textIdOf(world, 'securityGroup', slot);
  const rows = world.networks.ruleSlotsOf(slot);
  const row = rows.find((one) => world.securityRule.text('name', one) === command.rule);
  if (row === undefined) {
    const isDefault = DEFAULT_RULES.some(({ name }) => name === command.rule);
    return isDefault
      ? refuse({
          code: 'securityGroup.defaultRule',
          message: `${command.rule} is one of the rules every group ends with.`,
          hint: 'Put a rule with a priority up to 4096 before it.',
          details: { securityGroup: id, rule: command.rule },
        })
      : refuse({
          code: 'securityGroup.ruleNotFound',
          message: `${id} has no rule "${command.rule}".`,
          hint: `It has ${rows.length} rules of its own; check the name.`,
          details: { securityGroup: id, rule: command.rule, rules: rows.length },
        });
  }
  return ok(() => {
    world.securityRule.release(row);
    rulesChanged(world, slot);
  });
}

/** The subnet or interface a command names. Refuses with `securityGroup.guardsWhat`. */
function guarded(
  world: World,
  command: { readonly subnet?: string | undefined; readonly nic?: string | undefined },
): Result<{ table: 'subnet' | 'nic'; slot: number }> {
  const { subnet, nic } = command;
  if ((subnet === undefined) === (nic === undefined)) {
    return refuse({
      code: 'securityGroup.guardsWhat',
      message: subnet === undefined ? 'Nothing to guard was named.' : 'Two things were named.',
      hint: 'Name either a subnet or a network card.',
      details: { subnet: subnet ?? '', nic: nic ?? '' },
    });
  }
  const table = subnet === undefined ? 'nic' : 'subnet';
  const found = find(world, table, subnet ?? nic ?? '');
  return found.ok ? ok({ table, slot: found.value }) : found;
}

/** Writes who guards something; -1 leaves it unguarded. */
function guard(
  world: World,
  what: { table: 'subnet' | 'nic'; slot: number },
  securityGroup: number,
): void {
  const rows = world[what.table];
  const before = rows.ref('securityGroup', what.slot);
  rows.setRef({ column: 'securityGroup', slot: what.slot, to: securityGroup });
  rows.col.revision[what.slot]! += 1;
  for (const group of [before, securityGroup]) {
    if (group < 0) continue;
    world.securityGroup.col.attachedBy[group] = world.decisionId;
    world.securityGroup.dirty.touch(group);
  }
  networkChanged(world);
}

/** Looks at `securityGroup.attach`; its refusals stand with its schema in `shared/commands`. */
export function decideSecurityGroupAttach(
  world: World,
  command: CommandOf<'securityGroup.attach'>,
): Decided {
  const found = find(world, 'securityGroup', command.securityGroup);
  if (!found.ok) return found;
  const what = guarded(world, command);
  return what.ok ? ok(() => guard(world, what.value, found.value)) : what;
}

function nobodyGuards(id: string): Result<never> {
  return refuse({
    code: 'securityGroup.notAttached',
    message: `No security group guards ${id}.`,
    hint: 'Attach one first (securityGroup.attach); without one everything is open.',
    details: { id },
  });
}

/** Looks at `securityGroup.detach`; its refusals stand with its schema in `shared/commands`. */
export function decideSecurityGroupDetach(
  world: World,
  command: CommandOf<'securityGroup.detach'>,
): Decided {
  const what = guarded(world, command);
  if (!what.ok) return what;
  const held = world[what.value.table].ref('securityGroup', what.value.slot);
  const { table, slot } = what.value;
  return held < 0
    ? nobodyGuards(textIdOf(world, table, slot))
    : ok(() => guard(world, what.value, -1));
}

/** Looks at `vm.openPort`; its refusals stand with its schema in `shared/commands`. */
export function decideVmOpenPort(world: World, command: CommandOf<'vm.openPort'>): Decided {
  const vm = find(world, 'vm', command.vm);
  if (!vm.ok) return vm;
  const nic = primaryNic(world, vm.value);
  const guards = {
    securityGroup: nic < 0 ? -1 : world.nic.ref('securityGroup', nic),
    subnet: nic < 0 ? -1 : world.nic.ref('subnet', nic),
  };
  return openPorts(world, { ...command, ...guards, id: textIdOf(world, 'vm', vm.value) });
}

/** Opens ports of an interface, made already or not: in its own group, else in its subnet's. */
export function openPorts(
  world: World,
  asked: {
    readonly id: string;
    readonly securityGroup: number;
    readonly subnet: number;
    readonly ports: string;
    readonly priority?: number | undefined;
  },
): Decided {
  const { id, ports, subnet, securityGroup: own } = asked;
  const held = own >= 0 || subnet < 0 ? own : world.subnet.ref('securityGroup', subnet);
  if (held < 0) return nobodyGuards(id);
  const name = ports === '*' ? 'open-port-all' : `open-port-${ports.replaceAll(',', '-')}`;
  return setRule(world, held, {
    ...wholeRule({ name, priority: OPEN_PORT_PRIORITY, direction: 'inbound', access: 'allow' }),
    ...(asked.priority === undefined ? {} : { priority: asked.priority }),
    ports,
  });
}
