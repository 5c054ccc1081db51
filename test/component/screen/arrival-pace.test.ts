/**
 * Goal: a large room that arrives leaves the screen to its user, and everything that came is told
 * in the end. Method: the store and its pace with a clock of the test's own; what reads the store
 * takes as long as the test says, and a hand turns the wheel.
 */
import { mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { nextTick, watch } from 'vue';
import { createTranslator } from '../../support/translator.ts';
import { ArrivalPace } from '../../../src/renderer/stores/arrival-pace.ts';
import { useTopology } from '../../../src/renderer/stores/use-topology.ts';
import ArrivalNote from '../../../src/renderer/topology/ArrivalNote.vue';
import type { TopologyRow } from '../../../src/shared/views/topology-view.ts';
import { syntheticRoom } from '../../support/synthetic-room.ts';

const FRAME_MS = 16;
const rows = syntheticRoom({ racks: 2, racksPerRow: 2, hostsPerRack: 3, machines: 4 });

let toldAtMs: number[] = [];
let takesMs = 0;

/** What a telling costs: its own time, before anything else may run. */
function tell(): void {
  toldAtMs.push(Date.now());
  vi.setSystemTime(Date.now() + takesMs);
}

function turnWheel(): void {
  window.dispatchEvent(new WheelEvent('wheel', { deltaX: 4 }));
}

/** Lets time go by; a hand that is at work turns the wheel in every step. */
function pass(ms: number, hand: 'rests' | 'works' = 'rests'): void {
  for (let at = 0; at < ms; at += 10) {
    if (hand === 'works') turnWheel();
    vi.advanceTimersByTime(10);
  }
}

beforeEach(() => {
  [toldAtMs, takesMs] = [[], 0];
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: 0 });
  vi.spyOn(performance, 'now').mockImplementation(() => Date.now());
  vi.stubGlobal('requestAnimationFrame', (then: () => void) => setTimeout(then, FRAME_MS));
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('the pace of a room that arrives', () => {
  it('follows every part while what follows is quick', () => {
    const pace = new ArrivalPace(tell);
    pace.now();
    for (let part = 0; part < 5; part += 1) {
      pass(30);
      pace.ask();
    }
    pass(10);
    expect(toldAtMs).toHaveLength(6);
  });

  it('rests eight times as long as what followed took, and forgets nothing', () => {
    takesMs = 84;
    const pace = new ArrivalPace(tell);
    pace.now();
    for (let part = 0; part < 40; part += 1) {
      pace.ask();
      pass(10);
    }
    expect(toldAtMs).toEqual([0]);
    pass(600);
    // 84 ms of its own and 16 until the picture: told again after 100 and eight hundred.
    expect(toldAtMs).toHaveLength(2);
    expect(toldAtMs[1]).toBeGreaterThanOrEqual(900);
    expect(toldAtMs[1]).toBeLessThan(930);
    pass(10_000);
    expect(toldAtMs).toHaveLength(2);
  });

  it('waits for a hand at work, but not for ever', () => {
    const pace = new ArrivalPace(tell);
    pace.now();
    pass(100);
    pace.ask();
    pass(30);
    expect(toldAtMs).toHaveLength(2);
    turnWheel();
    pace.ask();
    pass(2_500, 'works');
    expect(toldAtMs).toHaveLength(2);
    pass(600, 'works');
    expect(toldAtMs).toHaveLength(3);
    pace.ask();
    pass(200, 'works');
    pass(400);
    expect(toldAtMs).toHaveLength(4);
  });

  it('asks for parts slowly while a hand is at work, and at once when none is', async () => {
    const pace = new ArrivalPace(tell);
    let parts = 0;
    async function arrive(): Promise<void> {
      for (;;) {
        await pace.timeForMore();
        parts += 1;
      }
    }
    void arrive();
    for (let at = 0; at < 10; at += 1) await vi.advanceTimersByTimeAsync(10);
    const free = parts;
    expect(free).toBeGreaterThan(8);
    for (let at = 0; at < 60; at += 1) {
      turnWheel();
      await vi.advanceTimersByTimeAsync(10);
    }
    expect(parts - free).toBeLessThan(5);
    expect(parts - free).toBeGreaterThan(1);
  });
});

describe('a store to which a room arrives in parts', () => {
  function parts(size: number): TopologyRow[][] {
    return Array.from({ length: Math.ceil(rows.length / size) }, (_, at) =>
      rows.slice(at * size, (at + 1) * size),
    );
  }

  it('has every row at once, tells of them at its pace, and is there in the end', () => {
    setActivePinia(createPinia());
    const topology = useTopology();
    let woken = 0;
    watch(
      () => topology.version,
      () => {
        woken += 1;
        vi.setSystemTime(Date.now() + 100);
      },
      { flush: 'sync' },
    );
    const all = parts(3);
    const seen: number[] = [];
    topology.whenChanged(({ upserted }) => seen.push(upserted.length));
    all.forEach((upserted, at) => {
      const more = at < all.length - 1 ? ({ more: true } as const) : {};
      const reset = at === 0;
      topology.applyPatch({ reset, fromRev: at, toRev: at + 1, upserted, removed: [], ...more });
      expect(topology.rows.size).toBe(Math.min(rows.length, (at + 1) * 3));
    });
    // The first part is told as it comes; listeners that keep sums hear of every one.
    expect([woken, topology.arriving]).toEqual([1, true]);
    expect(seen).toEqual(all.map((part) => part.length));
    expect(topology.countOf('host')).toBeGreaterThan(0);
    pass(3_000);
    expect([woken, topology.arriving]).toEqual([2, false]);
    expect(topology.list('host')).toEqual(rows.filter((row) => row.kind === 'host'));
    const [host] = topology.list('host');
    if (host === undefined) throw new Error('no host');
    const upserted = [{ ...host, state: 'down' as const }];
    topology.applyPatch({ reset: false, fromRev: all.length, toRev: 99, upserted, removed: [] });
    expect(woken).toBe(3);
  });

  it('says how much is there until all of it is', async () => {
    const pinia = createPinia();
    setActivePinia(pinia);
    const topology = useTopology();
    const note = mount(ArrivalNote, { global: { plugins: [pinia, createTranslator('en')] } });
    expect(note.text()).toBe('');
    const part = { removed: [], upserted: rows.slice(0, 9) };
    topology.applyPatch({ ...part, reset: true, fromRev: 0, toRev: 1, more: true });
    await nextTick();
    expect(note.text()).toContain('9 things are here');
    topology.applyPatch({ removed: [], upserted: rows, reset: false, fromRev: 1, toRev: 2 });
    pass(3_000);
    await nextTick();
    expect(note.text()).toBe('');
    note.unmount();
  });

  it('forgets what was not told when the room is left', () => {
    setActivePinia(createPinia());
    const topology = useTopology();
    const [first = [], second = []] = parts(8);
    const part = { removed: [], more: true as const };
    topology.applyPatch({ ...part, reset: true, fromRev: 0, toRev: 1, upserted: first });
    topology.applyPatch({ ...part, reset: false, fromRev: 1, toRev: 2, upserted: second });
    topology.clear();
    const left = topology.version;
    pass(5_000);
    expect([topology.version, topology.rows.size, topology.arriving]).toEqual([left, 0, false]);
  });
});
