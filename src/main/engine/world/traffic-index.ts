/**
 * What services need, by service: asked for by every request and every deep probe, rebuilt from
 * the rows when they changed. Like every index it is not state.
 */
import type { WorldTables } from './world-tables.ts';

const NOTHING: readonly number[] = [];

export class TrafficIndex {
  private built = false;
  private dependencies: (number[] | undefined)[] = [];
  private readonly world: WorldTables;

  constructor(world: WorldTables) {
    this.world = world;
  }

  invalidate(): void {
    this.built = false;
  }

  /** Rows of `dependency` of a service, in slot order. */
  dependenciesOf(service: number): readonly number[] {
    if (!this.built) this.build();
    return this.dependencies[service] ?? NOTHING;
  }

  private build(): void {
    this.built = true;
    this.dependencies = [];
    const { service } = this.world.dependency.col;
    for (const row of this.world.dependency.slots()) {
      (this.dependencies[service[row]! - 1] ??= []).push(row);
    }
  }
}
