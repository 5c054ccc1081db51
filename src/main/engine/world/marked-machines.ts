/**
 * Whether any machine bears a mark of a fault or of a freeze: silent, stalled, paused. Where none
 * does and no fault is there, settling need not look at 20,000 machines to find that out again.
 * It is not state: it is read from the columns when somebody asks after a drop.
 */
import type { WorldTables } from './world-tables.ts';

export class MarkedMachines {
  /** How often it was changed or dropped. */
  changes = 0;
  private known: boolean | undefined;
  private readonly world: WorldTables;

  constructor(world: WorldTables) {
    this.world = world;
  }

  invalidate(): void {
    this.changes += 1;
    this.known = undefined;
  }

  /** Call it when a machine gets a mark. */
  note(): void {
    this.changes += 1;
    this.known = true;
  }

  /** False only when no machine bears a mark. */
  any(): boolean {
    return (this.known ??= this.find());
  }

  private find(): boolean {
    const { silent, stalled, pausedUntilUs } = this.world.vm.col;
    for (let vm = 0; vm < this.world.vm.slotEnd; vm += 1)
      if (silent[vm] === 1 || stalled[vm] === 1 || pausedUntilUs[vm]! > 0) return true;
    return false;
  }
}
