/**
 * Goal: a patch shows what changed in a row although nobody wrote to it. Method: a client that
 * knows a room from patches alone is held against all rows, in moments a property once failed at.
 */
import { describe, expect, it } from 'vitest';
import type { Engine } from '../../../../src/main/engine/index.ts';
import type { Command } from '../../../../src/shared/commands/index.ts';
import type { TopologyRow } from '../../../../src/shared/views/topology-view.ts';
import { busyRoom } from '../../../support/engine-arbitraries.ts';
import { expectOk } from '../../../support/expect-ok.ts';
import { expectSame } from '../../../support/expect-same.ts';
import { makeEngine, MINUTE } from '../../../support/make-engine.ts';

class Client {
  readonly rows = new Map<string, TopologyRow>();
  private readonly engine: Engine;

  constructor(engine: Engine) {
    this.engine = engine;
    this.look();
  }

  /** Ids of the rows that came with the patch. */
  look(): string[] {
    const patch = this.engine.drainPatch();
    for (const id of patch.removed) this.rows.delete(id);
    for (const row of patch.upserted) this.rows.set(row.id, row);
    const all = new Map(this.engine.rows().map((row) => [row.id, row]));
    expectSame(this.rows, all);
    return patch.upserted.map(({ id }) => id);
  }
}

function act(engine: Engine, command: Command): void {
  engine.commit(expectOk(engine.propose(command)));
}

describe('a patch', () => {
  it('shows what a hosted hypervisor offers while the system below it uses more', () => {
    const engine = makeEngine(busyRoom);
    const client = new Client(engine);
    act(engine, { type: 'hypervisor.install', host: 'bare', kind: 'hosted' });
    client.look();
    const offered: number[] = [];
    for (let minute = 0; minute < 5; minute += 1) {
      engine.runUntil(engine.nowUs + MINUTE);
      client.look();
      const host = client.rows.get('host:bare');
      if (host?.kind === 'host') offered.push(host.hypervisor?.memoryOfferedMib ?? 0);
    }
    expect(new Set(offered).size).toBeGreaterThan(1);
  });

  it('shows machines that a fault reaches anew, and leaves the others alone', () => {
    const engine = makeEngine(busyRoom);
    const client = new Client(engine);
    act(engine, { type: 'fault.inject', kind: 'latency', target: 'host:r1-h1', amount: 20 });
    client.look();
    act(engine, { type: 'fault.cut', target: 'host:r3-h1' });
    const ids = client.look().filter((id) => id.startsWith('vm:'));
    const there = [...client.rows.values()].filter((row) => row.kind === 'vm');
    // Instances show how well their set is.
    const expected = there.filter((row) => row.host === 'host:r3-h1' || row.scaleSet !== undefined);
    const known = new Set(expected.map(({ id }) => id));
    expect(ids.filter((id) => !known.has(id))).toEqual([]);
    expect(there.length).toBeGreaterThan(known.size);
  });
});
