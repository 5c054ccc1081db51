/**
 * Goal: parts fail and are repaired by chance as a rule says (ENG-MT1 to ENG-MT5). Method: a small
 * room with rules of short means; the times of failures and repairs are read off the run log and
 * held against the streams they are drawn from, and a part with two clocks against both.
 */
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../../src/shared/kernel/prng.ts';
import type { Command } from '../../../../src/shared/commands/index.ts';
import type { Engine } from '../../../../src/main/engine/index.ts';
import { expectOk } from '../../../support/expect-ok.ts';
import { makeEngine, roomCommands, SECOND, worldOf } from '../../../support/make-engine.ts';

const HOUR = 3_600 * SECOND;
const SEED = 3;

function room(...rules: Command[]): Engine {
  return makeEngine([...roomCommands({ racks: 2, hostsPerRack: 2 }), ...rules], { seed: SEED });
}

function rule(more: Partial<Extract<Command, { type: 'reliability.add' }>>): Command {
  return { type: 'reliability.add', name: 'wear', mtbf: '10h', mttr: '1h', ...more };
}

function momentsOf(engine: Engine, kind: 'part.cut' | 'part.restored', subject: string): number[] {
  return engine
    .happenings(0)
    .filter((one) => one.kind === kind && one.subject === subject)
    .map(({ atUs }) => atUs);
}

describe('a rule for a kind of part', () => {
  it('draws working and repair times of each part from its own stream [ENG-MT2, MT3]', () => {
    const engine = room(rule({ of: 'rack' }));
    engine.runUntil(200 * HOUR);
    for (const rack of ['rack:r1', 'rack:r2']) {
      const stream = new RandomStream(SEED, `wear/reliability:wear/${rack}`);
      const cuts: number[] = [];
      const repairs: number[] = [];
      let at = 0;
      for (;;) {
        at += Math.max(1, Math.round(stream.nextExponential(10 * HOUR)));
        if (at > 200 * HOUR) break;
        cuts.push(at);
        at += Math.max(1, Math.round(stream.nextExponential(HOUR)));
        if (at > 200 * HOUR) break;
        repairs.push(at);
      }
      expect(cuts.length).toBeGreaterThan(5);
      expect(momentsOf(engine, 'part.cut', rack)).toEqual(cuts);
      expect(momentsOf(engine, 'part.restored', rack)).toEqual(repairs);
    }
  });

  it('shifts no other: more rules leave the failures of the first as they are [ENG-MT3]', () => {
    const alone = room(rule({ of: 'rack' }));
    const both = room(rule({ of: 'rack' }), rule({ name: 'hosts', of: 'host', mtbf: '3h' }));
    for (const engine of [alone, both]) engine.runUntil(100 * HOUR);
    expect(momentsOf(both, 'part.cut', 'rack:r1')).toEqual(momentsOf(alone, 'part.cut', 'rack:r1'));
  });

  it('takes the figures of the catalogue where it gives none [ENG-MT1]', () => {
    const engine = room({ type: 'reliability.add', name: 'wear', of: 'host' });
    const row = engine.rows(['reliability'])[0];
    expect(row).toMatchObject({ of: 'host', covers: 4, failed: 0, together: false });
    expect(row?.kind === 'reliability' && row.mtbfUs).toBeGreaterThan(1_000 * HOUR);
  });

  it('is explained: what falls goes back to the rule', () => {
    const engine = room(rule({ of: 'rack' }));
    engine.runUntil(100 * HOUR);
    const lost = engine.happenings(0).find(({ kind }) => kind === 'host.lostPower');
    expect(engine.explain(lost?.id ?? 0).map(({ kind }) => kind)).toEqual([
      'reliability.failed',
      'part.cut',
      'host.lostPower',
    ]);
  });
});

describe('a common cause', () => {
  it('takes its parts together and gives them back together [ENG-MT4]', () => {
    const engine = room(rule({ parts: ['rack:r1', 'rack:r2'], together: true }));
    engine.runUntil(200 * HOUR);
    const cuts = momentsOf(engine, 'part.cut', 'rack:r1');
    expect(cuts.length).toBeGreaterThan(5);
    expect(momentsOf(engine, 'part.cut', 'rack:r2')).toEqual(cuts);
    expect(momentsOf(engine, 'part.restored', 'rack:r2')).toEqual(
      momentsOf(engine, 'part.restored', 'rack:r1'),
    );
  });

  it('keeps a part cut until its last clock is repaired [ENG-MT4]', () => {
    const own = rule({ name: 'own', parts: ['rack:r1'], mtbf: '2h', mttr: '2h' });
    const common = rule({
      name: 'all',
      parts: ['rack:r1'],
      mtbf: '2h',
      mttr: '2h',
      together: true,
    });
    const engine = room(own, common);
    const world = worldOf(engine);
    for (let hour = 0; hour < 300; hour += 1) {
      engine.runUntil(hour * HOUR);
      const failed = [...world.wearClock.slots()].some(
        (clock) => world.wearClock.col.failed[clock] === 1,
      );
      expect(world.rack.col.cut[0]).toBe(failed ? 1 : 0);
    }
  });
});

it('ends with its rule, and what was repaired by hand works at once [ENG-MT5]', () => {
  const engine = room(rule({ of: 'rack', mtbf: '1h', mttr: '1000h' }));
  engine.runUntil(20 * HOUR);
  const down = engine.rows(['rack']).filter((row) => row.kind === 'rack' && row.cut);
  expect(down).toHaveLength(2);
  for (const command of [
    { type: 'fault.restore', target: 'rack:r1' },
    { type: 'reliability.remove', reliability: 'wear' },
  ] as const) {
    engine.commit(expectOk(engine.propose(command)));
  }
  engine.runUntil(5_000 * HOUR);
  const cut = engine.rows(['rack']).map((row) => row.kind === 'rack' && row.cut);
  expect(cut).toEqual([false, true]);
  expect(engine.rows(['reliability'])).toEqual([]);
});
