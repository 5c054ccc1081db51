/**
 * What connects two things of a room, whichever of them was chosen first: one table for the key,
 * the card and the list of partners. Whether a connection is possible at the moment (a full
 * machine, a network that overlaps) is the engine's decision; only what cannot be meant is left
 * out here, such as a disk that is somewhere else already.
 */
import type { Command } from '../../shared/commands/index.ts';
import type { RowOf, TopologyKind, TopologyRow } from '../../shared/views/topology-view.ts';

/** What is looked up for a connection. */
export interface JoinRows {
  readonly list: <K extends TopologyKind>(kind: K) => readonly RowOf<K>[];
}

/** Kinds that can be connected with each kind, the usual first. */
const PARTNERS: Partial<Record<TopologyKind, readonly TopologyKind[]>> = {
  vm: ['balancer', 'disk', 'publicIp', 'nic', 'scaleSet', 'store'],
  disk: ['vm'],
  nic: ['vm', 'publicIp', 'securityGroup'],
  publicIp: ['vm', 'nic'],
  securityGroup: ['subnet', 'nic'],
  subnet: ['securityGroup'],
  balancer: ['vm'],
  scaleSet: ['vm'],
  store: ['vm'],
  network: ['network'],
  host: ['switch', 'power'],
  switch: ['switch', 'host', 'power'],
  power: ['host', 'switch'],
};

/** Kinds that a thing of this kind can be connected with; none for most. */
export function partnerKinds(kind: TopologyKind): readonly TopologyKind[] {
  return PARTNERS[kind] ?? [];
}

/** The command that connects two things, or undefined when nothing does. */
export function joinOf(one: TopologyRow, other: TopologyRow, rows: JoinRows): Command | undefined {
  if (one.id === other.id) return undefined;
  return joinFrom(one, other, rows) ?? joinFrom(other, one, rows);
}

/** Up to `limit` things that a thing can be connected with, in the order of their kinds. */
export function partnersOf(row: TopologyRow, rows: JoinRows, limit: number): TopologyRow[] {
  const found: TopologyRow[] = [];
  for (const kind of partnerKinds(row.kind)) {
    for (const other of rows.list(kind)) {
      if (found.length >= limit) return found;
      if (joinOf(row, other, rows) !== undefined) found.push(other);
    }
  }
  return found;
}

function joinFrom(from: TopologyRow, to: TopologyRow, rows: JoinRows): Command | undefined {
  switch (from.kind) {
    case 'host':
    case 'switch':
      return plug(from, to);
    case 'network':
      return to.kind === 'network'
        ? { type: 'network.peer', network: from.id, with: to.id }
        : undefined;
    case 'securityGroup':
      return guard(from.id, to);
    case 'publicIp':
      return address(from, to, rows);
    default:
      return to.kind === 'vm' ? joinMachine(from, to.id) : undefined;
  }
}

/** What a machine can be given or put behind. */
function joinMachine(from: TopologyRow, vm: string): Command | undefined {
  switch (from.kind) {
    case 'disk':
      return from.vm === undefined ? { type: 'disk.attach', disk: from.id, vm } : undefined;
    case 'nic':
      return from.vm === undefined ? { type: 'nic.attach', nic: from.id, vm } : undefined;
    case 'balancer':
      return { type: 'balancer.join', balancer: from.id, vm };
    case 'scaleSet':
      return from.orchestration === 'flexible'
        ? { type: 'scaleSet.attach', scaleSet: from.id, vm }
        : undefined;
    case 'store':
      return { type: 'store.join', store: from.id, vm };
    default:
      return undefined;
  }
}

/** A cable to a switch, a cord to a power strip. */
function plug(from: RowOf<'host' | 'switch'>, to: TopologyRow): Command | undefined {
  if (to.kind === 'switch') return { type: 'link.add', from: from.id, to: to.id };
  if (to.kind !== 'power' || to.powerKind !== 'pdu') return undefined;
  return { type: 'cord.add', device: from.id, pdu: to.id };
}

function guard(securityGroup: string, to: TopologyRow): Command | undefined {
  if (to.kind === 'subnet') return { type: 'securityGroup.attach', securityGroup, subnet: to.id };
  if (to.kind === 'nic') return { type: 'securityGroup.attach', securityGroup, nic: to.id };
  return undefined;
}

/** A public address goes to an interface; of a machine to the one it speaks through. */
function address(from: RowOf<'publicIp'>, to: TopologyRow, rows: JoinRows): Command | undefined {
  const nic =
    to.kind === 'vm'
      ? rows.list('nic').find(({ vm, primary }) => vm === to.id && primary)?.id
      : to.id;
  if (from.nic !== undefined || nic === undefined || !['vm', 'nic'].includes(to.kind))
    return undefined;
  return { type: 'publicIp.attach', publicIp: from.id, nic };
}
