/**
 * Deciders that join virtual networks and part them (rule ENG-VN14). Two networks that share an
 * address cannot be joined: nobody could say which machine is meant.
 */
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import { printRange, rangesOverlap } from '../../../shared/model/ip-addresses.ts';
import { networkChanged } from '../systems/blocked-traffic.ts';
import { addPeering, dropPeering } from '../systems/peerings.ts';
import { textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { find, refuse, type Decided } from './decide-kit.ts';
import { rangesOf } from './virtual-network-deciders.ts';

interface Ends {
  readonly first: number;
  readonly second: number;
}

function findEnds(
  world: World,
  command: { readonly network: string; readonly with: string },
): Result<Ends & { readonly ids: { readonly network: string; readonly with: string } }> {
  const first = find(world, 'network', command.network);
  if (!first.ok) return first;
  const second = find(world, 'network', command.with);
  if (!second.ok) return second;
  const ids = {
    network: textIdOf(world, 'network', first.value),
    with: textIdOf(world, 'network', second.value),
  };
  return ok({ first: first.value, second: second.value, ids });
}

/** Looks at `network.peer`; its refusals stand with its schema in `shared/commands`. */
export function decideNetworkPeer(world: World, command: CommandOf<'network.peer'>): Decided {
  const found = findEnds(world, command);
  if (!found.ok) return found;
  const { first, second, ids } = found.value;
  if (first === second) {
    return refuse({
      code: 'network.peerSelf',
      message: `${ids.network} cannot be joined with itself.`,
      hint: 'Name another network.',
      details: ids,
    });
  }
  if (world.networks.peeringOf(first, second) >= 0) {
    return refuse({
      code: 'network.peered',
      message: `${ids.network} and ${ids.with} are joined already.`,
      hint: 'Nothing need be done; network.unpeer parts them.',
      details: ids,
    });
  }
  const shared = sharedRange(world, { first, second });
  if (shared !== undefined) {
    return refuse({
      code: 'network.peersOverlap',
      message: `${ids.network} and ${ids.with} both have addresses of ${shared}.`,
      hint: 'Networks that are to be joined need ranges of their own.',
      details: { ...ids, range: shared },
    });
  }
  return ok(() => {
    addPeering(world, { first, second });
    networkChanged(world);
  });
}

/** A range of the first that shares addresses with one of the second. */
function sharedRange(world: World, { first, second }: Ends): string | undefined {
  const theirs = rangesOf(world, second);
  const found = rangesOf(world, first).find((one) =>
    theirs.some((other) => rangesOverlap(one, other)),
  );
  return found === undefined ? undefined : printRange(found);
}

/** Looks at `network.unpeer`; its refusals stand with its schema in `shared/commands`. */
export function decideNetworkUnpeer(world: World, command: CommandOf<'network.unpeer'>): Decided {
  const found = findEnds(world, command);
  if (!found.ok) return found;
  const { first, second, ids } = found.value;
  const row = first === second ? -1 : world.networks.peeringOf(first, second);
  if (row < 0) {
    return refuse({
      code: 'network.notPeered',
      message: `${ids.network} and ${ids.with} are not joined.`,
      hint: 'Check the names.',
      details: ids,
    });
  }
  return ok(() => {
    dropPeering(world, row);
    networkChanged(world);
  });
}
