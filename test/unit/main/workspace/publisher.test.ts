/**
 * Goal: every subscriber ends up with the same room, however slowly it acknowledges, and hears of
 * nothing more often than it can use.
 * Method: subscribers with their own pace replay the patches they get into rows of their own; the
 * rows are compared with the engine's. Wall time is moved by hand.
 */
import { beforeEach, describe, expect, it } from 'vitest';
import type { StreamSink, StreamSource } from '../../../../src/shared/contract/define.ts';
import type { TopologyPatch, TopologyRow } from '../../../../src/shared/views/topology-view.ts';
import type { TimelineEvent } from '../../../../src/main/workspace/publisher.ts';
import { FakeEngine } from '../../../support/fake-engine.ts';
import { ManualClock } from '../../../support/wall-clocks.ts';
import { expectOk } from '../../../support/expect-ok.ts';
import { NEVER, WorkspaceRig, addGroup } from '../../../support/workspace-rig.ts';

/** A client's end: pulls when told and when it has acknowledged the last event. */
class Subscriber<E> implements StreamSink {
  readonly connectionId = 'test';
  readonly events: E[] = [];
  ended = false;
  isSlow = false;
  #source: StreamSource<E> | undefined;
  #wanted = true;
  #unacknowledged = false;

  start(open: (sink: StreamSink) => StreamSource<E>): this {
    this.#source = open(this);
    this.#flush();
    return this;
  }

  notify(): void {
    this.#wanted = true;
    this.#flush();
  }

  end(): void {
    this.ended = true;
    this.#source?.dispose();
  }

  acknowledge(): void {
    this.#unacknowledged = false;
    this.#flush();
  }

  #flush(): void {
    if (!this.#wanted || this.#unacknowledged) return;
    this.#wanted = false;
    const event = this.#source?.pull();
    if (event === undefined) return;
    this.events.push(event);
    this.#unacknowledged = this.isSlow;
  }
}

/** The rows a client has after these patches. Throws when revisions do not meet. */
function rowsAfter(patches: readonly TopologyPatch[]): TopologyRow[] {
  let rows = new Map<string, TopologyRow>();
  let rev = 0;
  for (const patch of patches) {
    if (patch.reset) rows = new Map();
    else if (patch.fromRev !== rev) throw new Error(`revision ${patch.fromRev} after ${rev}`);
    for (const id of patch.removed) rows.delete(id);
    for (const row of patch.upserted) rows.set(row.id, row);
    rev = patch.toRev;
  }
  return [...rows.values()];
}

let clock: ManualClock;
let rig: WorkspaceRig;

beforeEach(async () => {
  clock = new ManualClock();
  rig = new WorkspaceRig({ makeEngine: () => new FakeEngine(11), clock });
  await rig.open();
});

async function change(add: string | undefined, remove?: string): Promise<void> {
  if (add !== undefined) {
    expectOk(await rig.workspace.execute({ command: addGroup(add), mark: undefined }));
  }
  if (remove !== undefined) {
    const command = { type: 'group.remove' as const, group: remove };
    expectOk(await rig.workspace.execute({ command, mark: undefined }));
  }
}

function watchRoom(isSlow = false): Subscriber<TopologyPatch> {
  const subscriber = new Subscriber<TopologyPatch>();
  subscriber.isSlow = isSlow;
  return subscriber.start((sink) => rig.workspace.publisher.topology(sink));
}

describe('the room', () => {
  it('reaches quick, slow and late subscribers alike', async () => {
    const quick = watchRoom();
    const slow = watchRoom(true);
    await change('a');
    await clock.advance(50);
    await change('b');
    await clock.advance(50);
    const late = watchRoom();
    await change('c', 'a');
    await clock.advance(50);
    await change('a', 'b');
    await clock.advance(50);
    for (let i = 0; i < 5; i += 1) slow.acknowledge();
    const rows = rig.engine.rows();
    expect(rowsAfter(quick.events)).toEqual(rows);
    expect(rowsAfter(slow.events)).toEqual(rows);
    expect(rowsAfter(late.events)).toEqual(rows);
    expect(slow.events.map(({ reset }) => reset)).toEqual([true, false]);
    expect(slow.events).toHaveLength(2);
  });

  it('is sent whole after a rewind and after an undo, and not on the way', async () => {
    const watching = watchRoom();
    const run = rig.workspace.runUntil(5_000_000, NEVER);
    await clock.advance(200);
    expectOk(await run);
    await change('a');
    await clock.advance(50);
    expectOk(await rig.workspace.undo());
    await clock.advance(50);
    expect(watching.events.map(({ reset }) => reset)).toEqual([true, false, true]);
    expect(rowsAfter(watching.events)).toEqual([]);
    const journey = rig.workspace.rewind(1_000_000, NEVER);
    await clock.advance(50);
    expectOk(await journey);
    expect(watching.events).toHaveLength(4);
  });

  it('is told at most about thirty times a second', async () => {
    const watching = watchRoom();
    for (let i = 0; i < 100; i += 1) {
      await change(`g${i}`);
      await clock.advance(5);
    }
    expect(watching.events.length).toBeLessThanOrEqual(18);
    await clock.advance(100);
    expect(rowsAfter(watching.events)).toEqual(rig.engine.rows());
  });

  it('ends for everybody when the document is closed', async () => {
    const watching = watchRoom();
    await rig.workspace.close();
    expect(watching.ended).toBe(true);
  });
});

describe('figures, clock and timeline', () => {
  it('come at most ten times a second while running', async () => {
    const metrics = new Subscriber<unknown>().start((s) => rig.workspace.publisher.metrics(s));
    const view = new Subscriber<unknown>().start((s) => rig.workspace.publisher.playback(s));
    expectOk(await rig.workspace.play({ running: true, speed: 60 }));
    await clock.advance(3_000);
    for (const { events } of [metrics, view]) {
      expect(events.length).toBeGreaterThan(20);
      expect(events.length).toBeLessThanOrEqual(33);
    }
  });

  it('begin the timeline anew after a rewind and lose no happening in between', async () => {
    const timeline = new Subscriber<TimelineEvent>().start((s) =>
      rig.workspace.publisher.timeline(s),
    );
    expectOk(await rig.workspace.play({ running: true, speed: 10 }));
    await clock.advance(2_000);
    expectOk(await rig.workspace.play({ running: false, speed: undefined }));
    await clock.advance(200);
    const ids = timeline.events.flatMap(({ items }) => items.map(({ id }) => id));
    expect(ids).toEqual(rig.engine.happenings(0).map(({ id }) => id));
    expect(timeline.events.map(({ reset }) => reset).indexOf(true, 1)).toBe(-1);
    const journey = rig.workspace.rewind(5_000_000, NEVER);
    await clock.advance(200);
    expectOk(await journey);
    const last = timeline.events.at(-1);
    expect(last?.reset).toBe(true);
    expect(last?.items).toEqual(rig.engine.happenings(0));
  });
});
