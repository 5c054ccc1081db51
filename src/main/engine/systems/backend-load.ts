/**
 * How busy a backend was: workers times time, kept exact by adding up before every change. An
 * average over any minute is then a difference of two numbers.
 */
import type { World } from '../world/world.ts';

/** Adds busy workers times the time since the last change; call it before `busy` changes. */
export function advanceBusy(world: World, backend: number): void {
  const { col } = world.backend;
  col.busyTimeUs[backend]! += col.busy[backend]! * (world.nowUs - col.busyAtUs[backend]!);
  col.busyAtUs[backend] = world.nowUs;
  world.backend.dirty.touch(backend);
}
