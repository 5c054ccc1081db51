/**
 * Cutting a part and making it whole again, at the part itself (rules ENG-F1 and ENG-F2).
 *
 * Decisions and injected faults end here. What else goes down or comes back is found by settling.
 */
import { happen, type World } from '../world/world.ts';
import { hostHasPower } from './power-settle.ts';

/** Tables whose rows can be cut. */
export const CUT_TABLES = ['power', 'rack', 'switch', 'link', 'host', 'storage', 'place'] as const;
export type CutTable = (typeof CUT_TABLES)[number];

interface Part {
  readonly table: string;
  readonly slot: number;
}

function cutTableOf(part: Part): CutTable | undefined {
  return CUT_TABLES.find((table) => table === part.table);
}

/** True when somebody cut a part; what cannot be cut never is. */
export function isCut(world: World, part: Part): boolean {
  const table = cutTableOf(part);
  return table !== undefined && world[table].col.cut[part.slot] === 1;
}

/** Cuts a part; what stands on it falls when the world is settled. */
export function cutSlot(world: World, part: Part, cause: number): void {
  const table = cutTableOf(part);
  if (table === undefined) return;
  const { slot } = part;
  world[table].col.cut[slot] = 1;
  world[table].col.cause[slot] = happen(world, { kind: 'part.cut', table, slot, cause });
  world[table].dirty.touch(slot);
  unsettle(world, table, slot);
}

/** Asks for settling: of one host where nothing else can change, otherwise of the whole room. */
function unsettle(world: World, table: CutTable, slot: number): void {
  const host = table === 'link' ? world.link.col.host[slot]! - 1 : table === 'host' ? slot : -1;
  if (host < 0 || world.settingUp) world.plantDirty = true;
  else world.hostsDirty.push(host);
}

/** Makes a part whole again and closes its breaker. */
export function restoreSlot(world: World, part: Part): void {
  const table = cutTableOf(part);
  if (table === undefined) return;
  const { slot } = part;
  world[table].col.cut[slot] = 0;
  if (table === 'power') world.power.col.tripped[slot] = 0;
  happen(world, { kind: 'part.restored', table, slot, cause: world.decisionId });
  // If it stays down, settling asks anew what keeps it down; one that boots is still explained.
  if (table !== 'host' || !hostHasPower(world, slot)) world[table].col.cause[slot] = 0;
  world[table].dirty.touch(slot);
  unsettle(world, table, slot);
}
