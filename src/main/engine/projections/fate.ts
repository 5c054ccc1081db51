/**
 * Shared fate of a set, pool or service: which parts take several of its running members at once,
 * and behind which of them something that looks redundant hangs (rules ENG-SF1 to ENG-SF3).
 *
 * Every part above the members is taken away in thought, one at a time; what falls is read from the
 * drawing. Nothing is declared and nothing is changed.
 */
import { ok, type Result } from '../../../shared/kernel/result.ts';
import { FAULT_TARGET_KINDS, POWER_KINDS, POWER_STATES } from '../../../shared/model/kinds.ts';
import { US_PER_MINUTE } from '../../../shared/kernel/time.ts';
import type { Fate, FatePart } from '../../../shared/views/fate-view.ts';
import { membersOf } from '../systems/fault-domains.ts';
import { instancesOf } from '../systems/set-instances.ts';
import { textIdOf, type Found, type TableName } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { GroundWithout } from './fate-ground.ts';
import { idOf, some } from './row-parts.ts';
import { directlyAbove, partsAbove } from './fate-parts.ts';

const RUNNING = POWER_STATES.indexOf('running');
const UPS = POWER_KINDS.indexOf('ups');
/** Parts listed at most; those that take most come first. */
const FATE_PARTS_MAX = 60;
/** What has members whose fate can be shared. */
const OWNERS: readonly TableName[] = ['service', 'balancer', 'availabilitySet', 'scaleSet'];

/** The shared fate of what a reference means. Refuses what has no members. */
export function fateOf(world: World, reference: string): Result<Fate> {
  const owner = world.names.resolve(OWNERS, reference);
  if (!owner.ok) return owner;
  const nothing = new GroundWithout(world, { table: 'place', slot: -1 });
  const members = machinesOf(world, owner.value).filter(
    (vm) => world.vm.col.powerState[vm] === RUNNING && nothing.machineStands(vm),
  );
  const shared = partsAbove(world, members)
    .filter((part) => mayBeShared(world, part, members))
    .map((part) => partFate(world, part, members))
    .filter((part) => part !== undefined);
  shared.sort(byWeight);
  return ok({
    of: textIdOf(world, owner.value.table, owner.value.slot),
    members: members.map((vm) => textIdOf(world, 'vm', vm)),
    parts: shared.slice(0, FATE_PARTS_MAX),
    found: shared.length,
    ...some('frontendZone', frontendZoneOf(world, owner.value)),
  });
}

function frontendZoneOf(world: World, owner: Found): string | undefined {
  if (owner.table !== 'balancer' && owner.table !== 'service') return undefined;
  const balancer =
    owner.table === 'balancer' ? owner.slot : world.service.ref('balancer', owner.slot);
  return idOf(world, 'place', world.balancer.col.zone[balancer]!);
}

function machinesOf(world: World, owner: Found): number[] {
  const { table, slot } = owner;
  if (table === 'availabilitySet') return membersOf(world, slot);
  if (table === 'scaleSet') return instancesOf(world, slot);
  const balancer = table === 'balancer' ? slot : world.service.ref('balancer', slot);
  return world.pools
    .backendsOfBalancer(balancer)
    .map((backend) => world.backend.col.vm[backend]! - 1);
}

/** Most members first; of equals the ones that look harmless, then the smaller thing. */
function byWeight(left: FatePart, right: FatePart): number {
  if (left.taken !== right.taken) return right.taken - left.taken;
  const trap = Number(right.behind.length > 0) - Number(left.behind.length > 0);
  if (trap !== 0) return trap;
  const kinds = FAULT_TARGET_KINDS.indexOf(left.kind) - FAULT_TARGET_KINDS.indexOf(right.kind);
  if (kinds !== 0) return kinds;
  return left.id < right.id ? -1 : 1;
}

/** A host takes its own machines alone, so most need not be looked at. */
function mayBeShared(world: World, part: Found, members: readonly number[]): boolean {
  if (part.table !== 'host') return true;
  const { host } = world.vm.col;
  return members.filter((vm) => host[vm] === part.slot + 1).length > 1;
}

/** What one part takes; undefined when it takes fewer than two. */
function partFate(world: World, part: Found, members: readonly number[]): FatePart | undefined {
  const without = new GroundWithout(world, part);
  const taken = members.filter((vm) => !without.machineStands(vm));
  if (taken.length < 2) return undefined;
  const id = textIdOf(world, part.table, part.slot);
  const word = id.slice(0, id.indexOf(':'));
  const kind = FAULT_TARGET_KINDS.find((one) => one === word);
  if (kind === undefined) return undefined;
  const minutes = batteryMinutes(world, part, taken);
  return {
    id,
    kind,
    taken: taken.length,
    left: members.length - taken.length,
    members: taken.map((vm) => textIdOf(world, 'vm', vm)),
    behind: behind(world, part, taken),
    ...(minutes === undefined ? {} : { batteryMinutes: minutes }),
  };
}

/** Everything between a machine's host and the top, in power and network; racks and places not. */
function pathsOf(world: World, vm: number): Map<string, Found[]> {
  const above = new Map<string, Found[]>();
  const open: Found[] = [{ table: 'host', slot: world.vm.col.host[vm]! - 1 }];
  for (let next = 0; next < open.length; next += 1) {
    const part = open[next]!;
    const key = `${part.table} ${part.slot}`;
    if (above.has(key)) continue;
    const wired = directlyAbove(world, part).filter(
      ({ table, slot }) => slot >= 0 && (table === 'power' || table === 'switch'),
    );
    // A switch is followed upwards only: the way back down is no way to the core.
    const upwards = wired.filter((up) => !isBelow(world, up, part));
    above.set(key, upwards);
    open.push(...upwards);
  }
  return above;
}

function isBelow(world: World, candidate: Found, part: Found): boolean {
  if (candidate.table !== 'switch' || part.table !== 'switch') return false;
  const { layer } = world.switch.col;
  return layer[candidate.slot]! <= layer[part.slot]!;
}

/**
 * Parts directly below one that some taken machine reaches it by, when there are several: they
 * look redundant and share their fate. Cords to a feed and network links are told apart, since
 * power does not stand in for network.
 */
function behind(world: World, part: Found, taken: readonly number[]): string[] {
  if (part.table !== 'power' && part.table !== 'switch') return [];
  const key = `${part.table} ${part.slot}`;
  const ids = new Set<string>();
  for (const vm of taken) {
    const paths = pathsOf(world, vm);
    const below = [...paths]
      .filter(([, uppers]) => uppers.some(({ table, slot }) => `${table} ${slot}` === key))
      .map(([name]) => name.split(' '))
      .filter(([table]) => table === part.table)
      .map(([, slot]) => textIdOf(world, part.table, Number(slot)));
    if (below.length > 1) for (const id of below) ids.add(id);
  }
  return [...ids].sort((left, right) => (left < right ? -1 : 1));
}

/** The longest time batteries between the part and its members carry on. */
function batteryMinutes(world: World, part: Found, taken: readonly number[]): number | undefined {
  if (part.table !== 'power') return undefined;
  const { kind, from, batteryUs } = world.power.col;
  let longestUs = 0;
  for (const vm of taken) {
    for (const name of pathsOf(world, vm).keys()) {
      const [table, text] = name.split(' ');
      const slot = Number(text);
      if (table !== 'power' || kind[slot] !== UPS || slot === part.slot) continue;
      let source = from[slot]! - 1;
      while (source >= 0 && source !== part.slot) source = from[source]! - 1;
      if (source >= 0) longestUs = Math.max(longestUs, batteryUs[slot]!);
    }
  }
  return longestUs === 0 ? undefined : longestUs / US_PER_MINUTE;
}
