/**
 * Into which pieces the network has fallen: switches joined by working links, hosts by theirs.
 *
 * Core switches without a link between them are joined outside the drawing, as they all lead to
 * the same users; where such links are drawn, cutting them parts the network although both sides
 * still have their users. Derived, built again after the plant changed.
 */
import { SWITCH_LAYERS } from '../../../shared/model/kinds.ts';
import type { PlantIndex } from './indexes.ts';
import type { WorldTables } from './world-tables.ts';

const CORE = SWITCH_LAYERS.indexOf('core');

export class NetworkPieces {
  private built = false;
  private pieceOf: number[] = [];
  private readonly world: WorldTables & { readonly plant: PlantIndex };

  constructor(world: WorldTables & { readonly plant: PlantIndex }) {
    this.world = world;
  }

  invalidate(): void {
    this.built = false;
  }

  /** True when two hosts can reach each other; without switches the outside joins all. */
  joined(a: number, b: number): boolean {
    if (a === b || this.world.switch.count === 0) return true;
    this.build();
    const mine = this.piecesOfHost(a);
    return this.piecesOfHost(b).some((piece) => mine.includes(piece));
  }

  private piecesOfHost(host: number): number[] {
    const { up, upper } = this.world.link.col;
    return this.world.plant
      .linksOfHost(host)
      .filter((link) => up[link] === 1)
      .map((link) => this.root(upper[link]! - 1));
  }

  private build(): void {
    if (this.built) return;
    this.built = true;
    const { link, switch: switches } = this.world;
    this.pieceOf = Array.from({ length: switches.slotEnd }, (_, slot) => slot);
    const linkedCores = new Set<number>();
    for (const slot of link.slots()) {
      const lower = link.col.lower[slot]! - 1;
      const upper = link.col.upper[slot]! - 1;
      if (lower < 0) continue;
      if (switches.col.layer[lower] === CORE && switches.col.layer[upper] === CORE) {
        linkedCores.add(lower).add(upper);
      }
      if (link.col.up[slot] === 1) this.join(lower, upper);
    }
    const alone = [...switches.slots()].filter(
      (slot) =>
        switches.col.layer[slot] === CORE &&
        switches.col.connected[slot] === 1 &&
        !linkedCores.has(slot),
    );
    for (const slot of alone) this.join(slot, alone[0]!);
  }

  private join(a: number, b: number): void {
    this.pieceOf[this.root(a)] = this.root(b);
  }

  private root(slot: number): number {
    let at = slot;
    while (this.pieceOf[at] !== at) at = this.pieceOf[at]!;
    return at;
  }
}
