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

/**
 * What keeps the users of a balancer from one of its machines. Those of a private frontend are in
 * its network [ENG-LR5].
 */
export function usersBlocked(
  world: World,
  to: { readonly balancer: number; readonly vm: number; readonly port: number },
): Block | undefined {
  const { isInternal } = world.balancer.col;
  const from = isInternal[to.balancer] === 1 ? 'inside' : 'internet';
  return blockBetween(world, from, { vm: to.vm, port: to.port, balancer: to.balancer });
}

/** What keeps the probe of a balancer from one of its machines. */
export function probeBlocked(world: World, vm: number, port: number): Block | undefined {
  return blockBetween(world, 'probe', { vm, port });
}

/** What keeps somebody from a machine behind a balancer, or by itself. */
export function blockBetween(
  world: World,
  from: PathSource,
  to: {
    readonly vm: number;
    readonly port: number;
    readonly direct?: boolean;
    /** The balancer, or rule of one, that it is asked through. */
    readonly balancer?: number;
  },
): Block | undefined {
  if (!world.networks.narrows) return undefined;
  const { isInternal, transport } = world.balancer.col;
  const { balancer = -1 } = to;
  const question: PathQuestion = {
    from,
    to: {
      vm: to.vm,
      behindBalancer: to.direct !== true,
      behindPrivate: balancer >= 0 && isInternal[balancer] === 1,
    },
    port: to.port,
    protocol: balancer < 0 ? 'tcp' : RULE_TRANSPORTS[transport[balancer]!]!,
  };
  const hop = blockOf(world, question);
  return hop === undefined ? undefined : { hop, question };
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
