/**
 * What a virtual network keeps from arriving, and the line of the run log that says so (rules
 * ENG-VN11 and ENG-VN12).
 *
 * A rule that stops a thousand requests is told of once, until a network changes; what it stops
 * leads back to that line, and the line to the decision that brought the rule about.
 */
import { RULE_TRANSPORTS } from '../../../shared/model/kinds.ts';
import { printAddress } from '../../../shared/model/ip-addresses.ts';
import { textIdOf } from '../world/names.ts';
import { happen, type World } from '../world/world.ts';
import {
  blockOf,
  primaryNic,
  type PathHop,
  type PathQuestion,
  type PathSource,
} from './network-paths.ts';

/** Something in the way of a packet, and who did not get through. */
export interface Block {
  readonly hop: PathHop;
  readonly question: PathQuestion;
}

/** A machine behind a balancer, as its users ask for it. */
interface UsersWay {
  readonly balancer: number;
  readonly vm: number;
  readonly port: number;
}

/** Where the users of a balancer are; those of a private frontend are in its network [ENG-LR5]. */
function usersOf(world: World, balancer: number): PathSource {
  return world.balancer.col.isInternal[balancer] === 1 ? 'inside' : 'internet';
}

/** What keeps the users of a balancer from one of its machines. */
export function usersBlocked(world: World, to: UsersWay): Block | undefined {
  return blockBetween(world, usersOf(world, to.balancer), to);
}

/** The way of the users of a balancer to one of its machines, as the networks are asked for it. */
export function usersQuestion(world: World, to: UsersWay): PathQuestion {
  return questionOf(world, usersOf(world, to.balancer), to);
}

/** What keeps the probe of a balancer from one of its machines. */
export function probeBlocked(world: World, vm: number, port: number): Block | undefined {
  return blockBetween(world, 'probe', { vm, port });
}

/** Where somebody goes: to a machine behind a balancer, or to one by itself. */
interface WayTo {
  readonly vm: number;
  readonly port: number;
  readonly direct?: boolean;
  /** The balancer, or rule of one, that it is asked through. */
  readonly balancer?: number;
}

/** What keeps somebody from a machine behind a balancer, or by itself. */
export function blockBetween(world: World, from: PathSource, to: WayTo): Block | undefined {
  if (!world.networks.narrows) return undefined;
  const question = questionOf(world, from, to);
  const hop = blockOf(world, question);
  return hop === undefined ? undefined : { hop, question };
}

function questionOf(world: World, from: PathSource, to: WayTo): PathQuestion {
  const { isInternal, transport } = world.balancer.col;
  const { balancer = -1 } = to;
  return {
    from,
    to: {
      vm: to.vm,
      behindBalancer: to.direct !== true,
      behindPrivate: balancer >= 0 && isInternal[balancer] === 1,
    },
    port: to.port,
    protocol: balancer < 0 ? 'tcp' : RULE_TRANSPORTS[transport[balancer]!]!,
  };
}

/** What keeps a machine from calling outwards over the web. */
export function callsBlocked(world: World, vm: number): Block | undefined {
  if (!world.networks.narrows) return undefined;
  const question: PathQuestion = { from: { vm }, to: 'internet', port: 443, protocol: 'tcp' };
  const hop = blockOf(world, question);
  return hop === undefined ? undefined : { hop, question };
}

/** The decision that put the hop in the way; 0 when it was there from the beginning. */
function decisionBehind(world: World, hop: PathHop): number {
  if (hop.hop !== 'rules') return 0;
  const { changedBy, attachedBy } = world.securityGroup.col;
  const own =
    hop.ruleSlot < 0 ? changedBy[hop.securityGroup]! : world.securityRule.col.cause[hop.ruleSlot]!;
  return Math.max(own, attachedBy[hop.securityGroup]!);
}

/** Where it is noted that a block was told of. */
interface Note {
  readonly table: 'securityRule' | 'securityGroup' | 'nic';
  readonly column: Uint32Array;
  readonly slot: number;
}

function noteOf(world: World, { hop, question }: Block): Note {
  if (hop.hop === 'rules') {
    const { ruleSlot, securityGroup } = hop;
    const { told } = world.securityRule.col;
    if (ruleSlot >= 0) return { table: 'securityRule', column: told, slot: ruleSlot };
    const { toldInbound, toldOutbound } = world.securityGroup.col;
    const column = hop.direction === 'inbound' ? toldInbound : toldOutbound;
    return { table: 'securityGroup', column, slot: securityGroup };
  }
  const slot = 'nic' in hop ? hop.nic : primaryNic(world, victimOf(question));
  return { table: 'nic', column: world.nic.col.told, slot };
}

function victimOf({ from, to }: PathQuestion): number {
  if (to !== 'internet') return to.vm;
  return typeof from === 'object' ? from.vm : -1;
}

/** The happening to blame for a block, without telling of it: for whoever only looks. */
export function causeOfBlock(world: World, block: Block): number {
  const { column, slot } = noteOf(world, block);
  return column[slot]! > 0 ? column[slot]! : decisionBehind(world, block.hop);
}

/** The happening to blame for a block; it is told of when it was not yet. */
export function tellBlock(world: World, block: Block): number {
  const { table, column, slot } = noteOf(world, block);
  if (column[slot]! > 0) return column[slot]!;
  const { hop, question } = block;
  const told = happen(world, {
    kind: 'traffic.blocked',
    table: 'vm',
    slot: victimOf(question),
    cause: decisionBehind(world, hop),
    details: {
      ...detailsOf(world, hop),
      port: question.port,
      from:
        typeof question.from === 'object' ? textIdOf(world, 'vm', question.from.vm) : question.from,
    },
  });
  column[slot] = told;
  world[table].dirty.touch(slot);
  return told;
}

function detailsOf(world: World, hop: PathHop): Record<string, string | number> {
  switch (hop.hop) {
    case 'rules':
      return {
        by: 'rule',
        rule: hop.rule.name,
        priority: hop.rule.priority,
        direction: hop.direction,
        securityGroup: textIdOf(world, 'securityGroup', hop.securityGroup),
      };
    case 'outbound':
      return { by: 'noWayOut', nic: textIdOf(world, 'nic', hop.nic) };
    case 'publicAddress':
      return {
        by: 'noPublicAddress',
        nic: textIdOf(world, 'nic', hop.nic),
        address: printAddress(world.nic.col.privateAddress[hop.nic]!),
      };
    default:
      return { by: 'noRoute' };
  }
}

/** A network changed: paths are found anew, and what is blocked is told of again. */
export function networkChanged(world: World): void {
  world.networks.invalidate();
  if (world.settingUp) return;
  for (const { told, touch } of toldColumns(world)) {
    for (let slot = 0; slot < told.length; slot += 1) {
      if (told[slot] === 0) continue;
      told[slot] = 0;
      touch(slot);
    }
  }
}

/** Every column that notes what was told of. */
function toldColumns(world: World): { told: Uint32Array; touch: (slot: number) => void }[] {
  const { securityGroup, securityRule, nic } = world;
  const { toldInbound, toldOutbound } = securityGroup.col;
  return [
    { told: toldInbound, touch: (slot) => securityGroup.dirty.touch(slot) },
    { told: toldOutbound, touch: (slot) => securityGroup.dirty.touch(slot) },
    { told: securityRule.col.told, touch: (slot) => securityRule.dirty.touch(slot) },
    { told: nic.col.told, touch: (slot) => nic.dirty.touch(slot) },
  ];
}
