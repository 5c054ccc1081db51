/**
 * The sizes a scale set may use (rule ENG-K6): those of its mix, or the one of its model. Which of
 * them the next instance gets is decided in `instance-mix.ts`.
 */
import type { WorldTables } from '../world/world-tables.ts';

/** Sizes of the mix in the order given; none for a set of one size. */
export function mixSizesOf(world: WorldTables, set: number): string[] {
  const { scaleSet } = world.scaleSetSize.col;
  return [...world.scaleSetSize.slots()]
    .filter((row) => scaleSet[row] === set + 1)
    .map((row) => world.scaleSetSize.text('size', row));
}

/** The size an instance has after an upgrade: its own while its set may use that. */
export function sizeAfterUpgrade(world: WorldTables, vm: number, modelSize: string): string {
  const set = world.vm.ref('scaleSet', vm);
  const own = world.vm.text('size', vm);
  return set >= 0 && mixSizesOf(world, set).includes(own) ? own : modelSize;
}

/** Gives a set other sizes to mix; none: the one of its model. */
export function putMixSizes(world: WorldTables, set: number, sizes: readonly string[]): void {
  for (const row of world.scaleSetSize.slots()) {
    if (world.scaleSetSize.col.scaleSet[row] === set + 1) world.scaleSetSize.release(row);
  }
  for (const size of sizes) {
    const row = world.scaleSetSize.allocate();
    world.scaleSetSize.setRef({ column: 'scaleSet', slot: row, to: set });
    world.scaleSetSize.setText({ column: 'size', slot: row, text: size });
  }
}
