/**
 * Goal: what the shared fate says a part takes is what falls when that part is cut [ENG-SF1].
 * Method: rooms drawn at random (zones or one room, one or two feeds, one or two UPSes or none,
 * cords and uplinks left out by chance, disks in storage units); the fate is read from the
 * drawing, its slow twin cuts each part on a copy by `shadow` and, where batteries stand between,
 * runs until they are empty.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Command } from '../../src/shared/commands/index.ts';
import type { TopologyRow } from '../../src/shared/views/topology-view.ts';
import type { Engine } from '../../src/main/engine/index.ts';
import { count } from '../support/counts.ts';
import { expectOk } from '../support/expect-ok.ts';
import { emptyEngine, makeEngine, MINUTE } from '../support/make-engine.ts';

interface Drawing {
  readonly zones: number;
  readonly racks: number;
  readonly feeds: readonly ('grid' | 'ups1' | 'ups2')[];
  readonly aggregations: number;
  readonly cores: number;
  readonly storages: number;
  /** A bit for each choice: leave this cord, uplink or disk out. */
  readonly skips: readonly boolean[];
}

const drawings = fc.record<Drawing>({
  zones: fc.integer({ min: 0, max: 3 }),
  racks: fc.integer({ min: 1, max: 4 }),
  feeds: fc.array(fc.constantFrom('grid', 'ups1', 'ups2'), { minLength: 1, maxLength: 2 }),
  aggregations: fc.integer({ min: 1, max: 2 }),
  cores: fc.integer({ min: 1, max: 2 }),
  storages: fc.integer({ min: 0, max: 2 }),
  skips: fc.array(fc.boolean(), { minLength: 24, maxLength: 24 }),
});

function placeCommands({ zones }: Drawing): Command[] {
  const commands: Command[] = [{ type: 'place.add', kind: 'site', name: 'site' }];
  for (let zone = 1; zone <= Math.max(1, zones); zone += 1) {
    if (zones > 0)
      commands.push({ type: 'place.add', kind: 'zone', name: `z${zone}`, parent: 'site:site' });
    const parent = zones > 0 ? `zone:z${zone}` : 'site:site';
    commands.push({ type: 'place.add', kind: 'room', name: `m${zone}`, parent });
    commands.push({ type: 'place.add', kind: 'row', name: `w${zone}`, parent: `room:m${zone}` });
  }
  return commands;
}

function commandsOf(drawing: Drawing): Command[] {
  const { zones, racks, feeds, aggregations, cores, storages, skips } = drawing;
  let choice = 0;
  function skip(): boolean {
    choice += 1;
    return skips[(choice - 1) % skips.length] ?? false;
  }
  const commands: Command[] = [
    ...placeCommands(drawing),
    { type: 'group.add', name: 'lab' },
    { type: 'power.add', kind: 'utility', name: 'grid' },
    { type: 'power.add', kind: 'ups', name: 'ups1', from: 'grid', batteryMinutes: 5 },
    { type: 'power.add', kind: 'ups', name: 'ups2', from: 'grid', batteryMinutes: 8 },
  ];
  for (const [index, from] of feeds.entries())
    commands.push({ type: 'power.add', kind: 'feed', name: `f${index}`, from });
  for (let core = 1; core <= cores; core += 1)
    commands.push({ type: 'switch.add', name: `c${core}`, layer: 'core', place: 'room:m1' });
  const coreNames = Array.from({ length: cores }, (_, index) => `c${index + 1}`);
  const aggs = Array.from({ length: aggregations }, (_, index) => `g${index + 1}`);
  for (const name of aggs) {
    const uplinks = coreNames.filter((_, index) => index === 0 || !skip());
    commands.push({ type: 'switch.add', name, layer: 'aggregation', uplinks });
  }
  for (let rack = 1; rack <= racks; rack += 1) {
    const row = `row:w${((rack - 1) % Math.max(1, zones)) + 1}`;
    commands.push({ type: 'rack.add', name: `r${rack}`, row });
    const pdus = feeds.map((_, index) => `r${rack}p${index}`);
    for (const [index, name] of pdus.entries()) {
      const inRack = skip() ? {} : { rack: `r${rack}` };
      commands.push({ type: 'power.add', kind: 'pdu', name, from: `feed:f${index}`, ...inRack });
    }
    const corded = pdus.filter((_, index) => index === 0 || !skip());
    const uplinks = aggs.filter((_, index) => index === 0 || !skip());
    const switchCords = skip() ? {} : { pdus: corded };
    commands.push({
      type: 'switch.add',
      name: `t${rack}`,
      layer: 'tor',
      rack: `r${rack}`,
      uplinks,
      ...switchCords,
    });
    commands.push({
      type: 'host.add',
      name: `h${rack}`,
      rack: `r${rack}`,
      cores: 16,
      memoryMib: 65_536,
      pdus: corded,
    });
  }
  for (let unit = 1; unit <= storages; unit += 1) {
    const rack = skip() ? {} : { rack: `r${((unit - 1) % racks) + 1}` };
    commands.push({ type: 'storage.add', name: `s${unit}`, ...rack });
  }
  commands.push({ type: 'balancer.add', name: 'pool' });
  for (let vm = 1; vm <= 4; vm += 1) {
    const storage = storages === 0 || skip() ? {} : { storage: `s${((vm - 1) % storages) + 1}` };
    commands.push({
      type: 'vm.create',
      name: `v${vm}`,
      size: 'D2s_v5',
      image: 'Ubuntu2204',
      host: `h${((vm - 1) % racks) + 1}`,
      balancers: ['pool'],
      ...storage,
    });
  }
  return commands;
}

const CUTTABLE = new Set<TopologyRow['kind']>([
  'place',
  'rack',
  'power',
  'switch',
  'storage',
  'host',
]);

/** Machines that stop at once, by the copy and the settling of the engine itself. */
function fallsAtOnce(engine: Engine, target: string): Set<string> {
  return new Set(expectOk(engine.shadow(target)).vms);
}

/** Machines that stop once the batteries are empty. */
function fallsInTheEnd(snapshot: Uint8Array, target: string): Set<string> {
  const twin = emptyEngine();
  expectOk(twin.restore(snapshot));
  const from = twin.lastHappeningId;
  twin.commit(expectOk(twin.propose({ type: 'fault.cut', target })));
  twin.runUntil(twin.nowUs + 10 * MINUTE);
  return new Set(
    twin
      .happenings(from)
      .filter(({ kind }) => kind === 'vm.lost')
      .map(({ subject }) => subject),
  );
}

describe('the shared fate', () => {
  it('is what falls when the part is cut', () => {
    let shared = 0;
    fc.assert(
      fc.property(drawings, (drawing) => {
        const engine = makeEngine(commandsOf(drawing));
        const snapshot = engine.snapshot();
        const fate = expectOk(engine.fate('balancer:lab/pool'));
        expect(fate.members).toHaveLength(
          engine.rows().filter((row) => row.kind === 'vm' && row.powerState === 'running').length,
        );
        for (const row of engine.rows()) {
          if (!CUTTABLE.has(row.kind)) continue;
          const part = fate.parts.find(({ id }) => id === row.id);
          const falls =
            row.kind === 'power' ? fallsInTheEnd(snapshot, row.id) : fallsAtOnce(engine, row.id);
          if (falls.size < 2) expect(part).toBeUndefined();
          else {
            shared += 1;
            expect(part, row.id).toBeDefined();
            expect(new Set(part?.members)).toEqual(falls);
            expect(part).toMatchObject({
              taken: falls.size,
              left: fate.members.length - falls.size,
            });
          }
        }
        expect(fate.found).toBe(fate.parts.length);
      }),
      { numRuns: count('roomHistories') },
    );
    expect(shared).toBeGreaterThan(50);
  });
});
