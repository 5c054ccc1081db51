/**
 * The slots of a table that were touched since a projection last looked. It saves the projections
 * from comparing whole tables. It is not state: it is neither saved nor hashed, and a restored
 * world says "everything" instead.
 */

const INITIAL_CAPACITY = 16;

/** What was touched: all of it after a restore, else these slots in ascending order. */
export interface Touched {
  readonly everything: boolean;
  readonly slots: Uint32Array;
}

export class DirtySet {
  private flags = new Uint8Array(INITIAL_CAPACITY);
  private slots = new Uint32Array(INITIAL_CAPACITY);
  private length = 0;
  private everything = true;

  /** Slots touched so far. */
  get count(): number {
    return this.length;
  }

  get isEmpty(): boolean {
    return this.length === 0 && !this.everything;
  }

  /** Notes that this slot was written, allocated or released. Cheap when it is noted already. */
  touch(slot: number): void {
    if (slot >= this.flags.length) this.grow(slot + 1);
    if (this.flags[slot] === 1) return;
    this.flags[slot] = 1;
    this.slots[this.length] = slot;
    this.length += 1;
  }

  /** Notes that nothing seen before can be trusted. */
  touchEverything(): void {
    this.everything = true;
  }

  /** What was touched since the last drain; the set is empty afterwards. */
  drain(): Touched {
    const touched = { everything: this.everything, slots: this.slots.slice(0, this.length).sort() };
    for (let i = 0; i < this.length; i += 1) this.flags[this.slots[i]!] = 0;
    this.length = 0;
    this.everything = false;
    return touched;
  }

  /** As `drain`, for who goes through them at once and in any order; true when all is touched. */
  drainInto(visit: (slot: number) => void): boolean {
    const { everything } = this;
    for (let i = 0; i < this.length; i += 1) {
      const slot = this.slots[i]!;
      this.flags[slot] = 0;
      visit(slot);
    }
    this.length = 0;
    this.everything = false;
    return everything;
  }

  private grow(needed: number): void {
    let capacity = this.flags.length;
    while (capacity < needed) capacity *= 2;
    const flags = new Uint8Array(capacity);
    flags.set(this.flags);
    this.flags = flags;
    const slots = new Uint32Array(capacity);
    slots.set(this.slots);
    this.slots = slots;
  }
}
