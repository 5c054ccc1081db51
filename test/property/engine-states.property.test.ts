/**
 * Goal: whatever is done to a room in whatever order, the invariants hold, what the engine keeps
 * step by step is what a restored copy recomputes, and looking changes nothing. Method: random
 * commands of every type, faults and time on a small room with a service under load; after each act
 * everything is checked.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Engine } from '../../src/main/engine/index.ts';
import { commandTypes } from '../../src/shared/commands/index.ts';
import {
  isSound,
  probeMachine,
  probeQuestion,
  soundAnswersWell,
} from '../../src/main/engine/systems/probe-answers.ts';
import { findDanglingRefs } from '../../src/main/engine/world/dangling-refs.ts';
import { textIdOf } from '../../src/main/engine/world/names.ts';
import type { World } from '../../src/main/engine/world/world.ts';
import type { TopologyRow } from '../../src/shared/views/topology-view.ts';
import { anyActs, busyRoom, commandOf, doAct } from '../support/engine-arbitraries.ts';
import { count } from '../support/counts.ts';
import { expectOk } from '../support/expect-ok.ts';
import { expectSame } from '../support/expect-same.ts';
import { emptyEngine, makeEngine, worldOf } from '../support/make-engine.ts';
import { plantDisagreements } from '../support/plant-twin.ts';

const SLOW_MS = 3_600_000;

/** A client that knows the room from patches alone. */
class Client {
  readonly rows = new Map<string, TopologyRow>();

  take(engine: Engine): void {
    const patch = engine.drainPatch();
    if (patch.reset) this.rows.clear();
    for (const id of patch.removed) this.rows.delete(id);
    for (const row of patch.upserted) this.rows.set(row.id, row);
  }
}

function sorted(rows: Iterable<TopologyRow>): TopologyRow[] {
  return [...rows].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Members that a probe takes for sound without asking, and that would not answer well. */
function wronglyTrusted(world: World): string[] {
  return [...world.backend.slots()].flatMap((backend) => {
    const [balancer, vm] = [
      world.backend.ref('balancer', backend),
      world.backend.ref('vm', backend),
    ];
    const question = probeQuestion(world, balancer);
    const trusted = soundAnswersWell(world, question) && isSound(world, vm);
    const { answer } = probeMachine(world, question, vm);
    return trusted && answer !== 'ok' ? [`${textIdOf(world, 'vm', vm)} ${answer}`] : [];
  });
}

/** Asks for every view there is. */
function lookAtEverything(engine: Engine, pick: number): void {
  const rows = engine.rows();
  const one = rows[pick % rows.length];
  engine.drainPatch();
  engine.metrics();
  engine.summary();
  engine.ledger();
  engine.ledger('web');
  engine.explain(engine.lastHappeningId);
  engine.happenings(Math.max(0, engine.lastHappeningId - 50));
  engine.series({ service: 'web', fromUs: 0, toUs: engine.nowUs });
  engine.shadow(one?.id ?? '');
  engine.nextEventAtUs();
  engine.checkInvariants();
  engine.snapshot();
  const room = { rows: () => rows };
  for (const type of commandTypes) {
    engine.propose(commandOf(room, { do: 'command', type, dice: [pick, pick >> 2, pick >> 4] }));
  }
}

interface Standing {
  readonly hosts: string[];
  readonly switches: string[];
  readonly powers: string[];
  readonly vms: string[];
}

/** Ids of what works, kind by kind. */
function stands(engine: Engine): Standing {
  const standing: Standing = { hosts: [], switches: [], powers: [], vms: [] };
  for (const row of engine.rows()) {
    if (row.kind === 'host' && row.state === 'up' && row.connected) standing.hosts.push(row.id);
    if (row.kind === 'switch' && row.connected) standing.switches.push(row.id);
    if (row.kind === 'power' && row.energised) standing.powers.push(row.id);
    if (row.kind === 'vm' && row.powerState === 'running') standing.vms.push(row.id);
  }
  return standing;
}

describe('a room under random acts', () => {
  it(
    'holds every invariant, at every step',
    () => {
      fc.assert(
        fc.property(anyActs(), fc.nat(1_000), (acts, seed) => {
          const engine = makeEngine(busyRoom, { seed });
          const world = worldOf(engine);
          const client = new Client();
          for (const act of acts) {
            doAct(engine, act);
            expect(engine.checkInvariants()).toEqual([]);
            expect(plantDisagreements(world)).toEqual([]);
            expect(findDanglingRefs(world.tables())).toEqual([]);
            expect(wronglyTrusted(world)).toEqual([]);
            client.take(engine);
            expectSame(sorted(client.rows.values()), sorted(engine.rows()));
          }
        }),
        { numRuns: count('roomHistories') },
      );
    },
    SLOW_MS,
  );

  it(
    'continues from a snapshot as if nothing had been',
    () => {
      fc.assert(
        fc.property(anyActs(), fc.nat(1_000), (acts, seed) => {
          const engine = makeEngine(busyRoom, { seed });
          const other = emptyEngine({ seed: seed + 1 });
          for (const act of acts) {
            expectOk(other.restore(engine.snapshot()));
            expect(other.hash()).toBe(engine.hash());
            doAct(engine, act);
            doAct(other, act);
            expect(other.hash()).toBe(engine.hash());
            expectSame(other.rows(), engine.rows());
          }
        }),
        { numRuns: count('roomHistories') },
      );
    },
    SLOW_MS,
  );

  it(
    '[ENG-D1] [ENG-F3] is not changed by looking, and a shadow is what really falls',
    () => {
      fc.assert(
        fc.property(anyActs(20), fc.nat(1_000), fc.nat(1_000), (acts, seed, pick) => {
          const engine = makeEngine(busyRoom, { seed });
          for (const act of acts) {
            doAct(engine, act);
            const before = engine.hash();
            lookAtEverything(engine, pick);
            expect(engine.hash()).toBe(before);
          }
          const targets = engine.rows().filter((row) => 'cut' in row && !row.cut);
          const target = targets[pick % targets.length]?.id ?? '';
          const shadow = expectOk(engine.shadow(target));
          const standing = stands(engine);
          engine.commit(expectOk(engine.propose({ type: 'fault.cut', target })));
          const left = stands(engine);
          expect({
            hosts: standing.hosts.filter((id) => !left.hosts.includes(id)),
            switches: standing.switches.filter((id) => !left.switches.includes(id)),
            powers: standing.powers.filter((id) => !left.powers.includes(id)),
            vms: standing.vms.filter((id) => !left.vms.includes(id)),
          }).toEqual({
            hosts: shadow.hosts,
            switches: shadow.switches,
            powers: shadow.powers,
            vms: shadow.vms,
          });
        }),
        { numRuns: count('roomHistories') },
      );
    },
    SLOW_MS,
  );
});
