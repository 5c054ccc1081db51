/**
 * Engines for tests: a small room built from commands, and given / when / then over it.
 * The room goes the way of every scenario (setup with commands), so a test of a rule starts where a
 * person would. `worldOf` opens the sealed box for twins that recompute what the engine keeps; only
 * tests may do that.
 */
import { expect } from 'vitest';
import type { Command } from '../../src/shared/commands/index.ts';
import type { Happening } from '../../src/shared/events/happenings.ts';
import { parseDuration } from '../../src/shared/kernel/time.ts';
import type { AppError } from '../../src/shared/kernel/result.ts';
import type { RowOf, TopologyRow } from '../../src/shared/views/topology-view.ts';
import type { ServiceFigures } from '../../src/shared/views/metrics-frame.ts';
import { createEngine, type Engine, type ScriptedAction } from '../../src/main/engine/index.ts';
import type { World } from '../../src/main/engine/world/world.ts';
import { expectOk } from './expect-ok.ts';
import { theCatalogue } from './the-catalogue.ts';

const CATALOGUE = theCatalogue();
export const SECOND = 1_000_000;
export const MINUTE = 60 * SECOND;

export interface RoomOptions {
  readonly racks?: number;
  readonly hostsPerRack?: number;
  /** Without, the feeds hang on the utility. */
  readonly ups?: boolean;
  readonly batteryMinutes?: number;
  readonly feedWatts?: number;
  readonly pduWatts?: number;
  /** Machines of the service `web` behind the balancer `front`; no service when 0. */
  readonly machines?: number;
  readonly perSecond?: number;
  readonly service?: Partial<Extract<Command, { type: 'service.add' }>>;
  readonly balancer?: Partial<Extract<Command, { type: 'balancer.add' }>>;
}

/** Power: one utility, two feeds, two PDUs in each rack. */
function powerCommands(options: RoomOptions): Command[] {
  const { ups = true, batteryMinutes = 5, feedWatts = 0 } = options;
  const commands: Command[] = [{ type: 'power.add', kind: 'utility', name: 'grid' }];
  for (const side of ['a', 'b']) {
    if (ups) {
      commands.push({
        type: 'power.add',
        kind: 'ups',
        name: `u${side}`,
        from: 'utility:grid',
        batteryMinutes,
      });
    }
    const from = ups ? `ups:u${side}` : 'utility:grid';
    commands.push({ type: 'power.add', kind: 'feed', name: side, from, ratingWatts: feedWatts });
  }
  return commands;
}

function rackCommands(rack: string, options: RoomOptions): Command[] {
  const { hostsPerRack = 2, pduWatts = 0 } = options;
  const commands: Command[] = [{ type: 'rack.add', name: rack, row: 'row:a' }];
  for (const side of ['a', 'b']) {
    commands.push({
      type: 'power.add',
      kind: 'pdu',
      name: `${rack}-${side}`,
      from: `feed:${side}`,
      rack,
      ratingWatts: pduWatts,
    });
  }
  commands.push({
    type: 'switch.add',
    name: `${rack}-tor`,
    layer: 'tor',
    rack,
    pdus: [`${rack}-a`, `${rack}-b`],
    uplinks: ['agg'],
    watts: 100,
  });
  for (let host = 1; host <= hostsPerRack; host += 1) {
    commands.push({
      type: 'host.add',
      name: `${rack}-h${host}`,
      rack,
      cores: 16,
      mipsPerCore: 1_000,
      memoryMib: 65_536,
      idleWatts: 100,
      fullWatts: 260,
    });
  }
  return commands;
}

function serviceCommands(options: RoomOptions): Command[] {
  const { machines = 0, perSecond = 20 } = options;
  if (machines === 0) return [];
  const commands: Command[] = [
    { type: 'balancer.add', name: 'front', ...options.balancer },
    { type: 'service.add', name: 'web', balancer: 'front', ...options.service },
  ];
  for (let i = 1; i <= machines; i += 1) {
    commands.push({
      type: 'vm.create',
      name: `web-${i}`,
      size: 'D2s_v5',
      image: 'Ubuntu2204',
      balancers: ['front'],
    });
  }
  if (perSecond > 0) {
    commands.push({
      type: 'load.set',
      service: 'web',
      curve: { points: [{ at: '0s', perSecond }] },
    });
  }
  return commands;
}

/**
 * Commands of a room: `utility:grid`, UPS `ua` and `ub`, feeds `a` and `b`, switches `core`, `agg`
 * and `r1-tor`…, racks `r1`… with PDUs `r1-a`, `r1-b` and hosts `r1-h1`… (16 cores, 64 GiB,
 * 100 to 260 W), storage unit `s1`, resource group `lab`.
 */
export function roomCommands(options: RoomOptions = {}): Command[] {
  const racks = Array.from({ length: options.racks ?? 2 }, (_, index) => `r${index + 1}`);
  return [
    { type: 'place.add', kind: 'site', name: 'school' },
    { type: 'place.add', kind: 'room', name: 'room', parent: 'site:school' },
    { type: 'place.add', kind: 'row', name: 'a', parent: 'room:room' },
    ...powerCommands(options),
    { type: 'switch.add', name: 'core', layer: 'core' },
    { type: 'switch.add', name: 'agg', layer: 'aggregation', uplinks: ['core'] },
    ...racks.flatMap((rack) => rackCommands(rack, options)),
    { type: 'storage.add', name: 's1', capacityGib: 10_000 },
    { type: 'group.add', name: 'lab' },
    ...serviceCommands(options),
  ];
}

export interface MakeOptions {
  readonly seed?: number;
  readonly operations?: 'measured' | 'instant';
  readonly script?: readonly ScriptedAction[];
}

/** An engine without anything in it. */
export function emptyEngine(options: MakeOptions = {}): Engine {
  return createEngine({
    catalogue: CATALOGUE,
    seed: options.seed ?? 7,
    operations: options.operations ?? 'measured',
  });
}

/** An engine at the start of what the commands build. */
export function makeEngine(commands: readonly Command[], options: MakeOptions = {}): Engine {
  const engine = emptyEngine(options);
  expectOk(engine.setup(commands));
  if (options.script !== undefined) expectOk(engine.setScript(options.script));
  return engine;
}

/** The world behind the door. */
export function worldOf(engine: Engine): World {
  return (engine as unknown as { readonly world: World }).world;
}

export function us(duration: string): number {
  return expectOk(parseDuration(duration));
}

/** Given a room, when something happens, then look: every step checks the invariants. */
export class Scene {
  readonly engine: Engine;

  constructor(engine: Engine) {
    this.engine = engine;
    this.holds();
  }

  get world(): World {
    return worldOf(this.engine);
  }

  /** A decision that must be accepted. */
  when(...commands: Command[]): this {
    for (const command of commands) {
      this.engine.commit(expectOk(this.engine.propose(command)));
      this.holds();
    }
    return this;
  }

  cut(target: string): this {
    return this.when({ type: 'fault.cut', target });
  }

  restore(target: string): this {
    return this.when({ type: 'fault.restore', target });
  }

  /** The refusal of a command; an accepted one fails the test. */
  refusal(command: Command): AppError {
    const before = this.engine.hash();
    const proposed = this.engine.propose(command);
    expect(this.engine.hash()).toBe(before);
    if (proposed.ok) throw new Error(`${command.type} was accepted`);
    return proposed.error;
  }

  /** Runs to a moment such as `90s`. */
  until(moment: string): this {
    this.engine.runUntil(us(moment));
    return this.holds();
  }

  holds(): this {
    expect(this.engine.checkInvariants()).toEqual([]);
    return this;
  }

  row<K extends TopologyRow['kind']>(kind: K, name: string): RowOf<K> {
    const rows = this.engine.rows().filter((row): row is RowOf<K> => row.kind === kind);
    const found = rows.find((row) => row.name === name);
    if (found === undefined) throw new Error(`no ${kind} ${name}`);
    return found;
  }

  service(name = 'web'): ServiceFigures {
    const found = this.engine.metrics().services.find((one) => one.name === name);
    if (found === undefined) throw new Error(`no service ${name}`);
    return found;
  }

  happened(kind: Happening['kind']): Happening[] {
    return this.engine.happenings(0).filter((one) => one.kind === kind);
  }

  /** Kinds and subjects from the root cause to the happening, such as `part.cut feed:a`. */
  chain(happeningId: number | undefined): string[] {
    return this.engine.explain(happeningId ?? 0).map((one) => `${one.kind} ${one.subject}`);
  }

  /** Names of running machines. */
  running(): string[] {
    return this.engine
      .rows()
      .filter((row): row is RowOf<'vm'> => row.kind === 'vm' && row.powerState === 'running')
      .map((row) => row.name);
  }
}

/** A scene in a room, with more commands behind the room's own. */
export function given(options: RoomOptions & MakeOptions = {}, more: Command[] = []): Scene {
  return new Scene(makeEngine([...roomCommands(options), ...more], options));
}
