/**
 * The network of a scale set to be made or grown: subnet, guard, and addresses enough for all of
 * its instances. What grows by itself is not asked here: it stops at the last address.
 */
import { ok, type Result } from '../../../shared/kernel/result.ts';
import { printRange } from '../../../shared/model/ip-addresses.ts';
import { rangeOfSubnet } from '../systems/address-leases.ts';
import { addressesLeft } from '../systems/instance-network.ts';
import { textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { findOptional, refuse } from './decide-kit.ts';

/** Where the interfaces of the instances will be; below 0 for what was not named. */
export interface SetNetwork {
  readonly subnet: number;
  readonly securityGroup: number;
}

/** Finds the network of a new set and asks whether it holds all of its instances. */
export function planSetNetwork(
  world: World,
  asked: {
    readonly subnet?: string | undefined;
    readonly securityGroup?: string | undefined;
    readonly capacity: number;
  },
): Result<SetNetwork> {
  const subnet = findOptional(world, 'subnet', asked.subnet);
  if (!subnet.ok) return subnet;
  const securityGroup = findOptional(world, 'securityGroup', asked.securityGroup);
  if (!securityGroup.ok) return securityGroup;
  const room = checkAddresses(world, { subnet: subnet.value, more: asked.capacity });
  if (!room.ok) return room;
  return ok({ subnet: subnet.value, securityGroup: securityGroup.value });
}

/** Refuses to grow a set by more instances than its subnet has addresses left. */
export function checkAddresses(
  world: World,
  asked: { readonly subnet: number; readonly more: number },
): Result<void> {
  const { subnet, more } = asked;
  if (subnet < 0 || more <= 0) return ok(undefined);
  const left = addressesLeft(world, subnet);
  if (more <= left) return ok(undefined);
  const id = textIdOf(world, 'subnet', subnet);
  const range = printRange(rangeOfSubnet(world, subnet));
  return refuse({
    code: 'scaleSet.subnetTooSmall',
    message: `${id} (${range}) has ${left} addresses left; ${more} more instances need one each.`,
    hint: 'Ask for fewer instances, or make the set in a larger subnet.',
    details: { subnet: id, range, left, wanted: more },
  });
}

/** Writes where the interfaces of a set's instances are. */
export function putSetNetwork(world: World, set: number, network: SetNetwork): void {
  const { subnet, securityGroup } = network;
  world.scaleSet.setRef({ column: 'subnet', slot: set, to: subnet });
  world.scaleSet.setRef({ column: 'securityGroup', slot: set, to: securityGroup });
}
