/**
 * Which backend a user's address leads to, when a balancer sends each address to one machine
 * (rules ENG-S14 and ENG-S15).
 *
 * The hash is a fixed mixing of whole numbers, so a membership decides it and no chance; what
 * differs from user to user is how much each of them asks.
 */
import { DISTRIBUTIONS } from '../../../shared/model/kinds.ts';
import type { World } from '../world/world.ts';

const PPM = 1_000_000;
const DEFAULT_MODE = DISTRIBUTIONS.indexOf('default');
const GOLDEN = 0x9e3779b1;
/** Protocol numbers, which are part of the 3-tuple, in the order of `RULE_TRANSPORTS`. */
const PROTOCOL_NUMBERS: readonly number[] = [6, 17];
const TCP = 0;
const BY_PROTOCOL = DISTRIBUTIONS.indexOf('sourceIpProtocol');

/** Mixes an address (and, for the 3-tuple, the protocol) into 32 even bits. */
export function hashOfClient(client: number, mode: number, transport = TCP): number {
  const salt = mode === BY_PROTOCOL ? PROTOCOL_NUMBERS[transport]! : 0;
  let bits = Math.imul(client + 1, GOLDEN) ^ Math.imul(salt, 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** The user who asks: the largest one with its share, the others alike. Draws once or twice. */
function drawClient(world: World, service: number): number {
  const { clients, largestClientPpm } = world.service.col;
  const stream = world.slotStreams.clients(service);
  const largest = largestClientPpm[service]!;
  const count = clients[service]!;
  if (count === 1) return 0;
  if (largest === 0) return stream.nextBelow(count);
  return stream.nextBelow(PPM) < largest ? 0 : 1 + stream.nextBelow(count - 1);
}

/** True when requests of a service stick to machines at a balancer. */
export function isSticky(world: World, at: { balancer: number; service: number }): boolean {
  return (
    world.balancer.col.distribution[at.balancer] !== DEFAULT_MODE &&
    world.service.col.clients[at.service]! > 0
  );
}

/** Position of the backend a sticky request goes to, among `count` in rotation. */
export function stickyChoice(
  world: World,
  at: { balancer: number; service: number; count: number },
): number {
  const client = drawClient(world, at.service);
  const { distribution, transport } = world.balancer.col;
  return hashOfClient(client, distribution[at.balancer]!, transport[at.balancer]) % at.count;
}

/** Share of the requests each of `count` backends gets from these users, in millionths. */
export function stickyShares(
  world: World,
  at: { balancer: number; service: number; count: number },
): number[] {
  const shares = Array.from({ length: at.count }, () => 0);
  const { clients, largestClientPpm } = world.service.col;
  const users = clients[at.service]!;
  const largest = users === 1 ? PPM : largestClientPpm[at.service]!;
  const mode = world.balancer.col.distribution[at.balancer]!;
  const transport = world.balancer.col.transport[at.balancer];
  const first = largest === 0 ? PPM / users : largest;
  const other = users === 1 ? 0 : (PPM - first) / (users - 1);
  for (let client = 0; client < users; client += 1) {
    shares[hashOfClient(client, mode, transport) % at.count]! += client === 0 ? first : other;
  }
  return shares.map((share) => Math.round(share));
}
