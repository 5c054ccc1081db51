/**
 * Where everything stands, as a map from id to box. What stands outside racks, and the racks
 * themselves, are there from the beginning; the inside of a rack and the machines on a host are
 * placed when they are first asked for and forgotten again when too many were looked into.
 *
 * It is filled by the layout and then only read. It must not know zoom, levels or Cytoscape.
 */
import type { Box } from './box.ts';
import { overlaps, type Rect } from './geometry.ts';
import { innerTiles, machineTiles, unevenTiles } from './machine-tiles.ts';
import { placeInRack, RACK_GAP, type PlacedRow } from './rack-layout.ts';
import type { RoomRows } from './room-rows.ts';

/** How deep to look: racks only, what stands in them, machines on their hosts. */
export type Depth = 'racks' | 'hosts' | 'machines';

/** Racks whose inside is remembered; a view shows far fewer. */
const INSIDES_MAX = 1_000;

interface Inside {
  readonly boxes: readonly Box[];
  /** Machines on the hosts, made when they are asked for. */
  tiles: readonly Box[] | undefined;
}

export class RoomBoxes implements ReadonlyMap<string, Box> {
  readonly #rows: RoomRows;
  readonly #outer = new Map<string, Box>();
  /** What stands in no rack and is none. */
  readonly #lanes: Box[] = [];
  readonly #rowOfRack = new Map<string, PlacedRow>();
  readonly #placed: PlacedRow[] = [];
  readonly #insides = new Map<string, Inside>();

  constructor(rows: RoomRows) {
    this.#rows = rows;
  }

  /** Adds something that stands outside the racks. */
  add(box: Box): void {
    this.#outer.set(box.id, box);
    this.#lanes.push(box);
  }

  addRow(placed: PlacedRow): void {
    this.#placed.push(placed);
    for (const rack of placed.racks) {
      this.#outer.set(rack.id, rack);
      this.#rowOfRack.set(rack.id, placed);
    }
  }

  hasOutside(id: string): boolean {
    return this.#outer.has(id);
  }

  /** Everything that is neither a rack nor in one. */
  lanes(): readonly Box[] {
    return this.#lanes;
  }

  /** Everything but the insides of racks. */
  outer(): Iterable<Box> {
    return this.#outer.values();
  }

  get size(): number {
    return this.#outer.size + this.#rows.insideCount;
  }

  get(id: string): Box | undefined {
    const outer = this.#outer.get(id);
    if (outer !== undefined) return outer;
    const home = this.#rows.homeOf(id);
    if (home === undefined) return undefined;
    const inside = this.#insideOf(home.rack);
    if (!home.isMachine) return inside?.boxes.find((box) => box.id === id);
    return this.#tilesOf(home.rack).find((box) => box.id === id);
  }

  has(id: string): boolean {
    return this.get(id) !== undefined;
  }

  /** What overlaps an area, down to a depth. O(rows + what is found). */
  within(area: Rect, depth: Depth): Box[] {
    const found: Box[] = [];
    for (const placed of this.#placed) {
      if (!overlaps(placed, area)) continue;
      for (const rack of racksWithin(placed, area)) {
        if (!overlaps(rack, area)) continue;
        found.push(rack);
        if (depth !== 'racks') pushOverlapping(found, this.#insideOf(rack.id)?.boxes, area);
        if (depth === 'machines') pushOverlapping(found, this.#tilesOf(rack.id), area);
      }
    }
    pushOverlapping(found, this.#lanes, area);
    return found;
  }

  *values(): MapIterator<Box> {
    yield* this.#outer.values();
    for (const rack of this.#rowOfRack.keys()) {
      yield* this.#insideOf(rack)?.boxes ?? [];
      yield* this.#tilesOf(rack);
    }
  }

  *keys(): MapIterator<string> {
    for (const box of this.values()) yield box.id;
  }

  *entries(): MapIterator<[string, Box]> {
    for (const box of this.values()) yield [box.id, box];
  }

  [Symbol.iterator](): MapIterator<[string, Box]> {
    return this.entries();
  }

  forEach(visit: (value: Box, key: string, map: ReadonlyMap<string, Box>) => void): void {
    for (const box of this.values()) visit(box, box.id, this);
  }

  #insideOf(rack: string): Inside | undefined {
    const known = this.#insides.get(rack);
    if (known !== undefined) return known;
    const placed = this.#rowOfRack.get(rack);
    const frame = this.#outer.get(rack);
    if (placed === undefined || frame === undefined) return undefined;
    if (this.#insides.size >= INSIDES_MAX) this.#insides.clear();
    const made: Inside = { boxes: placeInRack(frame, placed, this.#rows), tiles: undefined };
    this.#insides.set(rack, made);
    return made;
  }

  #tilesOf(rack: string): readonly Box[] {
    const inside = this.#insideOf(rack);
    if (inside === undefined) return [];
    inside.tiles ??= inside.boxes.flatMap((host) => {
      const machines = host.kind === 'host' ? this.#rows.machinesOn(host.id) : [];
      return tilesWithInner(host, machines).map((tile) => ({
        ...tile,
        kind: 'vm' as const,
        rack,
        host: host.id,
      }));
    });
    return inside.tiles;
  }
}

/** Tiles of machines on a host, those inside another one behind it and so above it on the map. */
function tilesWithInner(
  host: Rect,
  machines: readonly { readonly id: string; readonly inside?: string | undefined }[],
): (Rect & { id: string })[] {
  const standing = machines.filter((vm) => vm.inside === undefined);
  if (standing.length === machines.length) return machineTiles(host, machines);
  const weighed = standing.map(({ id }) => ({
    id,
    inside: machines.filter((vm) => vm.inside === id).length,
  }));
  return unevenTiles(host, weighed).flatMap((tile) => [
    tile,
    ...innerTiles(
      tile,
      machines.filter((vm) => vm.inside === tile.id),
    ),
  ]);
}

/** The racks of a row that may overlap an area; they stand at equal distances. */
function racksWithin(placed: PlacedRow, area: Rect): readonly Box[] {
  const step = placed.rackWidth + RACK_GAP;
  const first = Math.max(0, Math.floor((area.x - placed.x) / step));
  const last = Math.ceil((area.x + area.w - placed.x) / step);
  return placed.racks.slice(first, Math.max(first, last));
}

function pushOverlapping(found: Box[], boxes: readonly Box[] | undefined, area: Rect): void {
  for (const box of boxes ?? []) if (overlaps(box, area)) found.push(box);
}
