/**
 * Goal: who reaches whom is what the rules say, whatever networks, rules and addresses were made
 * and taken away before, and no such act breaks an invariant [ENG-VN6] to [ENG-VN10] [INV-100 to
 * INV-104]. Method: random commands on virtual networks; after each the invariants, at the end
 * every pair of machines on several ports against a slow twin that reads the rows alone.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CommandType } from '../../src/shared/commands/index.ts';
import { doAct, type Act } from '../support/engine-arbitraries.ts';
import { count } from '../support/counts.ts';
import { makeEngine, roomCommands } from '../support/make-engine.ts';
import { networkMakers } from '../support/network-acts.ts';
import { ReachTwin } from '../support/reach-twin.ts';
import type { Command } from '../../src/shared/commands/index.ts';

const ACTS_MAX = 20;
const PORTS = [22, 80, 5_432] as const;
const MACHINES = ['m1', 'm2', 'm3'];
/** More than a command of networks reads. */
const DICE = 14;
const FACES = 10_000;

/** Two subnets with a machine each, and one outside: sequences begin where something is. */
const room: Command[] = [
  ...roomCommands({}),
  { type: 'network.add', name: 'net0', ranges: ['10.1.0.0/16'] },
  { type: 'subnet.add', name: 'sub-a', network: 'net0', range: '10.1.4.0/24', outbound: 'default' },
  { type: 'subnet.add', name: 'sub-b', network: 'net0', range: '10.1.5.0/24' },
  { type: 'publicIp.add', name: 'ip0' },
  { type: 'securityGroup.add', name: 'nsg0' },
  ...MACHINES.map((name, index): Command => {
    const subnets = ['sub-a', 'sub-b'];
    const subnet = subnets[index];
    return {
      type: 'vm.create',
      name,
      size: 'B1s',
      image: 'Ubuntu2204',
      ...(subnet === undefined ? {} : { subnet }),
    };
  }),
];

const types = Object.keys(networkMakers) as CommandType[];
const busy: readonly CommandType[] = [
  'securityGroup.setRule',
  'securityGroup.attach',
  'publicIp.attach',
];
const acts = fc.array(
  fc.record({
    do: fc.constant('command' as const),
    type: fc.oneof(fc.constantFrom(...types), fc.constantFrom(...busy)),
    dice: fc.array(fc.nat(FACES), { minLength: DICE, maxLength: DICE }),
  }) satisfies fc.Arbitrary<Act>,
  { minLength: 1, maxLength: ACTS_MAX, size: 'max' },
);

describe('reachability', () => {
  it('is that of a slow twin after any acts, which break no invariant', () => {
    let blocked = 0;
    fc.assert(
      fc.property(acts, (sequence) => {
        const engine = makeEngine(room, { operations: 'instant' });
        for (const act of sequence) {
          doAct(engine, act);
          expect(engine.checkInvariants()).toEqual([]);
        }
        const twin = new ReachTwin(engine.rows());
        for (const from of ['internet', ...MACHINES]) {
          for (const to of MACHINES) {
            for (const port of PORTS) {
              const asked = engine.reach({ from, to, port });
              if (!asked.ok) throw new Error(asked.error.message);
              const { reachable, hops } = asked.value;
              const source = from === 'internet' ? from : `vm:lab/${from}`;
              const rules = hops.flatMap(({ rule }) => rule?.name ?? []);
              expect({ reachable, rules }).toEqual(twin.reach(source, `vm:lab/${to}`, port));
              if (!reachable) blocked += 1;
            }
          }
        }
      }),
      { numRuns: count('propertyRuns') },
    );
    // Rules must have kept something out, or the twin was never asked the interesting question.
    expect(blocked).toBeGreaterThan(count('propertyRuns'));
  });
});
