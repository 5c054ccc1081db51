/**
 * The free slots of a table below its highest used one, lowest first: a binary min-heap of slot
 * numbers. Lowest first makes the next slot depend on which slots are free now and not on the order
 * in which they became free, so a restored table continues exactly like the one that was saved.
 */
import { assert } from '../../../shared/kernel/assert.ts';

const INITIAL_CAPACITY = 16;

export class FreeSlots {
  private heap = new Uint32Array(INITIAL_CAPACITY);
  private length = 0;

  get count(): number {
    return this.length;
  }

  clear(): void {
    this.length = 0;
  }

  /** Adds a slot that is not in here yet. */
  add(slot: number): void {
    if (this.length === this.heap.length) this.grow();
    const heap = this.heap;
    let hole = this.length;
    this.length += 1;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      const parentSlot = heap[parent]!;
      if (parentSlot < slot) break;
      heap[hole] = parentSlot;
      hole = parent;
    }
    heap[hole] = slot;
  }

  /** Takes out the lowest slot. */
  takeLowest(): number {
    assert(this.length > 0, 'No slot is free');
    const heap = this.heap;
    const lowest = heap[0]!;
    this.length -= 1;
    const moved = heap[this.length]!;
    let hole = 0;
    for (;;) {
      let child = hole * 2 + 1;
      if (child >= this.length) break;
      if (child + 1 < this.length && heap[child + 1]! < heap[child]!) child += 1;
      const childSlot = heap[child]!;
      if (childSlot >= moved) break;
      heap[hole] = childSlot;
      hole = child;
    }
    heap[hole] = moved;
    return lowest;
  }

  private grow(): void {
    const heap = new Uint32Array(this.heap.length * 2);
    heap.set(this.heap);
    this.heap = heap;
  }
}
