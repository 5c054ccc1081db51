/**
 * Whom a fault reaches: the hosts and machines behind what it was aimed at.
 *
 * A part of the network reaches what is wired through it, each host by the share of its ways that
 * lead there: one of two uplinks carries half of the traffic. A place or a rack reaches what stands
 * in it, a shared property every machine that has it.
 */
import { compareCodeUnits } from '../../../shared/kernel/order.ts';
import { otherOf, targetOf, type FaultPart } from './fault-rows.ts';
import type { WorldTables } from './world-tables.ts';
import type { PlantIndex } from './indexes.ts';

/** The name servers that all names share, as the target of a fault. */
export const ALL_NAMES = 'dns:all';

/** Longest way up through switches that is looked at. */
const LAYERS_MAX = 16;

/** Hosts by the share of their traffic that is hit, and machines that are hit by themselves. */
export interface FaultScope {
  readonly hosts: ReadonlyMap<number, number>;
  readonly vms: ReadonlySet<number>;
}

const NO_HOSTS: ReadonlyMap<number, number> = new Map();
const NO_VMS: ReadonlySet<number> = new Set();

/** A world with the neighbours of its plant. */
export interface ScopeWorld extends WorldTables {
  readonly plant: PlantIndex;
}

/** Whom a fault reaches now. */
export function scopeOf(world: ScopeWorld, fault: number): FaultScope {
  const target = targetOf(world, fault);
  if (target !== undefined) return scopeOfPart(world, target);
  return { hosts: NO_HOSTS, vms: vmsSharing(world, world.fault.text('scope', fault)) };
}

/** The far side of a partition; undefined when that is everything else. */
export function otherScopeOf(world: ScopeWorld, fault: number): FaultScope | undefined {
  const other = otherOf(world, fault);
  return other === undefined ? undefined : scopeOfPart(world, other);
}

/** Whom a part reaches when something is wrong with it. */
export function scopeOfPart(world: ScopeWorld, part: FaultPart): FaultScope {
  const { table, slot } = part;
  switch (table) {
    case 'host':
      return { hosts: new Map([[slot, 1]]), vms: NO_VMS };
    case 'rack':
    case 'place':
      return { hosts: hostsStandingIn(world, part), vms: NO_VMS };
    case 'switch':
    case 'link':
      return { hosts: hostsBehind(world, part), vms: NO_VMS };
    default:
      return { hosts: NO_HOSTS, vms: vmsOf(world, part) };
  }
}

/** True for a rack that stands in a place, at any depth. */
export function rackStandsIn(world: WorldTables, rack: number, place: number): boolean {
  let at = world.rack.col.row[rack]! - 1;
  while (at >= 0 && at !== place) at = world.place.col.parent[at]! - 1;
  return at === place;
}

function hostsStandingIn(world: WorldTables, part: FaultPart): Map<number, number> {
  const hosts = new Map<number, number>();
  for (const host of world.host.slots()) {
    const rack = world.host.col.rack[host]! - 1;
    const inside =
      part.table === 'rack' ? rack === part.slot : rackStandsIn(world, rack, part.slot);
    if (inside) hosts.set(host, 1);
  }
  return hosts;
}

/** Share of each switch's ways up that lead through a part, by walking up from it. */
function shareOfSwitch(
  world: ScopeWorld,
  input: { at: number; part: FaultPart; depth: number },
): number {
  const { at, part, depth } = input;
  if (part.table === 'switch' && at === part.slot) return 1;
  if (depth >= LAYERS_MAX) return 0;
  const links = world.plant
    .linksOfSwitch(at)
    .filter((link) => world.link.col.lower[link] === at + 1 && world.link.col.up[link] === 1);
  return meanOver(links, (link) => shareOfLink(world, { link, part, depth: depth + 1 }));
}

function shareOfLink(
  world: ScopeWorld,
  input: { link: number; part: FaultPart; depth: number },
): number {
  const { link, part, depth } = input;
  if (part.table === 'link' && link === part.slot) return 1;
  return shareOfSwitch(world, { at: world.link.col.upper[link]! - 1, part, depth });
}

function meanOver(links: readonly number[], share: (link: number) => number): number {
  if (links.length === 0) return 0;
  return links.reduce((sum, link) => sum + share(link), 0) / links.length;
}

function hostsBehind(world: ScopeWorld, part: FaultPart): Map<number, number> {
  const hosts = new Map<number, number>();
  for (const host of world.host.slots()) {
    const links = world.plant.linksOfHost(host).filter((link) => world.link.col.up[link] === 1);
    const share = meanOver(links, (link) => shareOfLink(world, { link, part, depth: 0 }));
    if (share > 0) hosts.set(host, share);
  }
  return hosts;
}

function vmsOf(world: WorldTables, part: FaultPart): Set<number> {
  const { table, slot } = part;
  const { col } = world.vm;
  switch (table) {
    case 'vm':
      return new Set([slot]);
    case 'disk':
    case 'nic':
      return world[table].col.vm[slot] === 0
        ? new Set()
        : new Set([world[table].col.vm[slot]! - 1]);
    case 'scaleSet':
    case 'availabilitySet':
      return vmsWhere(world, (vm) => col[table][vm] === slot + 1);
    case 'storage':
      return vmsWith(world, { owners: world.disk.col.storage, vms: world.disk.col.vm, slot });
    case 'balancer':
      return vmsWith(world, {
        owners: world.backend.col.balancer,
        vms: world.backend.col.vm,
        slot,
      });
    default:
      return new Set();
  }
}

function vmsWhere(world: WorldTables, fits: (vm: number) => boolean): Set<number> {
  return new Set([...world.vm.slots()].filter(fits));
}

/** Machines of rows (disks, backends) that belong to a slot; freed rows belong to nobody. */
function vmsWith(
  world: WorldTables,
  input: { owners: Uint32Array; vms: Uint32Array; slot: number },
): Set<number> {
  const found = new Set<number>();
  for (let row = 0; row < input.owners.length; row += 1) {
    const vm = input.vms[row]! - 1;
    if (input.owners[row] === input.slot + 1 && vm >= 0) found.add(vm);
  }
  return new Set([...found].filter((vm) => world.vm.isAlive(vm)).sort((a, b) => a - b));
}

/** Machines that share a property: `image:NAME` by alias or version, `tag:KEY=VALUE`. */
export function vmsSharing(world: WorldTables, scope: string): Set<number> {
  // Name servers are nobody's machines: those who ask are hit, not those who answer.
  if (scope === ALL_NAMES) return new Set();
  if (scope.startsWith('image:')) {
    const name = scope.slice('image:'.length);
    return vmsWhere(
      world,
      (vm) => world.vm.text('image', vm) === name || world.vm.text('exactImage', vm) === name,
    );
  }
  const pair = scope.slice('tag:'.length);
  const at = pair.indexOf('=');
  const wanted = JSON.stringify([pair.slice(0, at), pair.slice(at + 1)]);
  return vmsWhere(world, (vm) => tagPairs(world.vm.text('tags', vm)).includes(wanted));
}

/** Every image, or every pair of a tag, that some machine has: what a shared fault can name. */
export function sharedScopes(world: WorldTables, kind: 'image' | 'tag' | 'dns'): string[] {
  if (kind === 'dns') return world.dnsProfile.count === 0 ? [] : [ALL_NAMES];
  const found = new Set<string>();
  for (const vm of world.vm.slots()) {
    if (kind === 'image') found.add(`image:${world.vm.text('image', vm)}`);
    else
      for (const [key, value] of readTags(world.vm.text('tags', vm)))
        found.add(`tag:${key}=${value}`);
  }
  return [...found].sort(compareCodeUnits);
}

function readTags(tags: string): [string, string][] {
  const pairs: unknown = tags === '' ? [] : JSON.parse(tags);
  if (!Array.isArray(pairs)) return [];
  return pairs.flatMap((pair): [string, string][] =>
    Array.isArray(pair) ? [[String(pair[0]), String(pair[1])]] : [],
  );
}

function tagPairs(tags: string): string[] {
  if (tags === '') return [];
  const pairs: unknown = JSON.parse(tags);
  return Array.isArray(pairs) ? pairs.map((pair) => JSON.stringify(pair)) : [];
}
