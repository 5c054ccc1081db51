/**
 * Whether a machine gets through to what its service needs (rule ENG-VN12): a machine on the port
 * that is needed, or one of the machines behind a balancer. Rooms without networks are not asked.
 */
import type { World } from '../world/world.ts';
import { appServes } from './app-health.ts';
import { blockBetween, causeOfBlock, tellBlock, type Block } from './blocked-traffic.ts';

const FINE = -1;

/** Looks, or tells of what it finds: a view must not tell. */
export type Explain = (world: World, block: Block) => number;
export const LOOKS: Explain = causeOfBlock;
export const TELLS: Explain = tellBlock;

/** The happening to blame when rules keep a machine from what a dependency names; else -1. */
export function wayFault(
  world: World,
  way: { readonly row: number; readonly from: number; readonly explain: Explain },
): number {
  if (!world.networks.narrows) return FINE;
  const { row, from, explain } = way;
  const { vm, balancer, on, port } = world.dependency.col;
  if (vm[row]! > 0) {
    if (port[row] === 0) return FINE;
    const to = { vm: vm[row]! - 1, port: port[row]!, direct: true };
    const block = blockBetween(world, { vm: from }, to);
    return block === undefined ? FINE : explain(world, block);
  }
  const pools = on[row]! > 0 ? world.traffic.poolsOf(on[row]! - 1) : [balancer[row]! - 1];
  let first: Block | undefined;
  for (const pool of pools) {
    if (pool < 0) return FINE;
    const at = portBehind(world, { pool, service: on[row]! - 1, port: port[row]! });
    for (const backend of world.pools.rotationOf(pool).up) {
      const member = world.backend.col.vm[backend]! - 1;
      if (!appServes(world, member)) continue;
      const block = blockBetween(world, { vm: from }, { vm: member, port: at, balancer: pool });
      if (block === undefined) return FINE;
      first ??= block;
    }
  }
  return first === undefined ? FINE : explain(world, first);
}

/** The port asked for behind a balancer: the one said, that of the service, else its first. */
function portBehind(
  world: World,
  asked: { readonly pool: number; readonly service: number; readonly port: number },
): number {
  const { pool, service, port } = asked;
  if (port > 0) return port;
  const at = service >= 0 ? service : (world.pools.servicesOfBalancer(pool)[0] ?? -1);
  return at < 0 ? HTTP : world.service.col.port[at]!;
}

const HTTP = 80;
