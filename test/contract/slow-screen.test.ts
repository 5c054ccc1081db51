/**
 * Goal: a screen that is slow sees fewer and larger patches of the room, and ends with exactly the
 * room a fresh screen sees. Method: a room runs as fast as it can with faults coming and going,
 * while one subscriber takes its time with every patch; rows are compared at the end.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TopologyPatch, TopologyRow } from '../../src/shared/views/topology-view.ts';
import {
  BEHIND_SERVER,
  IN_THREAD,
  type WorkspaceClient,
  type WorkspaceLine,
} from '../support/workspace-lines.ts';
import { expectOk } from '../support/expect-ok.ts';

const STEP_US = 600_000_000;
const ROUNDS = 8;
/** So many rounds pass while the slow screen draws one patch; no clock decides. */
const ROUNDS_BEHIND = 3;

/** Rows as the screen keeps them. */
class Room {
  readonly rows = new Map<string, TopologyRow>();
  rev = 0;
  patches = 0;
  gaps = 0;

  apply(patch: TopologyPatch): void {
    this.patches += 1;
    if (patch.reset) this.rows.clear();
    else if (patch.fromRev !== this.rev) this.gaps += 1;
    for (const id of patch.removed) this.rows.delete(id);
    for (const row of patch.upserted) this.rows.set(row.id, row);
    this.rev = patch.toRev;
  }

  sorted(): TopologyRow[] {
    return [...this.rows.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  }
}

describe.each([IN_THREAD, BEHIND_SERVER])('over $name', (kind) => {
  let line: WorkspaceLine;
  let client: WorkspaceClient;

  beforeEach(async () => {
    line = await kind.start();
    client = await line.connect();
  });

  afterEach(async () => {
    client.close();
    await line.stop();
    expect(line.faults).toEqual([]);
  });

  it('sees in the end what a fresh screen sees', async () => {
    expectOk(await client.call('documents.create', { template: 'first-room' }));
    const [fast, slow] = [new Room(), new Room()];
    client.subscribe('workspace.topology', {}, (patch) => fast.apply(patch));
    let most = 0;
    let under = 0;
    let passed = 0;
    const waiting = new Set<() => void>();
    client.subscribe('workspace.topology', {}, async (patch) => {
      under += 1;
      most = Math.max(most, under);
      slow.apply(patch);
      const rounds = Math.min(ROUNDS_BEHIND, ROUNDS - passed);
      for (let n = 0; n < rounds; n += 1) await new Promise<void>((go) => waiting.add(go));
      under -= 1;
    });
    for (let round = 1; round <= ROUNDS; round += 1) {
      const type = round % 2 === 1 ? ('fault.cut' as const) : ('fault.restore' as const);
      expectOk(await client.call('workspace.execute', { command: { type, target: 'rack:r2' } }));
      expectOk(await client.call('workspace.runUntil', { toUs: round * STEP_US }));
      passed = round;
      for (const goOn of waiting) goOn();
      waiting.clear();
    }
    const fresh = new Room();
    client.subscribe('workspace.topology', {}, (patch) => fresh.apply(patch));
    await expect.poll(() => fresh.patches).toBe(1);
    await expect.poll(() => [fast.rev, slow.rev]).toEqual([fresh.rev, fresh.rev]);
    expect(slow.sorted()).toEqual(fresh.sorted());
    expect(fast.sorted()).toEqual(fresh.sorted());
    expect([fast.gaps, slow.gaps, most]).toEqual([0, 0, 1]);
    expect(slow.patches).toBeLessThan(fast.patches);
    expect(slow.patches).toBeGreaterThan(1);
  });
});
