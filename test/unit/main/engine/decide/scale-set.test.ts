/**
 * Goal: scale sets grow, shrink and scale themselves as the fact sheet says. Method: rooms of a few
 * racks for placement and order; for the rules, measurements are written into the world by hand
 * and one evaluation is made, with the working of each expected number in the test.
 */
import { describe, expect, it } from 'vitest';
import { createEngine, type Engine } from '../../../../../src/main/engine/index.ts';
import { decide } from '../../../../../src/main/engine/decide/index.ts';
import { evaluate } from '../../../../../src/main/engine/systems/autoscale.ts';
import { settle } from '../../../../../src/main/engine/systems/settle.ts';
import { World } from '../../../../../src/main/engine/world/world.ts';
import type { Command } from '../../../../../src/shared/commands/index.ts';
import type { Happening } from '../../../../../src/shared/events/happenings.ts';
import type { AutoscaleRule } from '../../../../../src/shared/commands/autoscale-commands.ts';
import type { RowOf } from '../../../../../src/shared/views/topology-view.ts';
import { theCatalogue } from '../../../../support/the-catalogue.ts';

const MINUTE = 60_000_000;

function room(racks: number, cores = 64, serviceTime = '100ms'): Command[] {
  const commands: Command[] = [
    { type: 'place.add', kind: 'site', name: 'school' },
    { type: 'place.add', kind: 'room', name: 'room', parent: 'site:school' },
    { type: 'group.add', name: 'shop' },
    { type: 'balancer.add', name: 'front' },
    { type: 'service.add', name: 'web', balancer: 'front', workers: 4, serviceTime },
  ];
  for (let rack = 1; rack <= racks; rack += 1) {
    commands.push({ type: 'rack.add', name: `r${rack}`, row: 'room:room' });
    commands.push({
      type: 'host.add',
      name: `h${rack}`,
      rack: `r${rack}`,
      cores,
      memoryMib: 524_288,
    });
  }
  return commands;
}

function setOf(
  capacity: number,
  more: Partial<Extract<Command, { type: 'scaleSet.add' }>> = {},
): Command {
  return {
    type: 'scaleSet.add',
    name: 'web',
    size: 'D2s_v5',
    image: 'Ubuntu2204',
    capacity,
    balancers: ['front'],
    ...more,
  };
}

function build(commands: readonly Command[]): Engine {
  const engine = createEngine({ catalogue: theCatalogue(), seed: 3 });
  const built = engine.setup(commands);
  if (!built.ok) throw new Error(built.error.message);
  return engine;
}

function run(engine: Engine, command: Command): void {
  const proposed = engine.propose(command);
  if (!proposed.ok) throw new Error(`${proposed.error.code}: ${proposed.error.message}`);
  engine.commit(proposed.value);
}

function vms(engine: Engine): RowOf<'vm'>[] {
  return engine.rows().filter((row): row is RowOf<'vm'> => row.kind === 'vm');
}

function theSet(engine: Engine): RowOf<'scaleSet'> {
  const row = engine.rows().find((one): one is RowOf<'scaleSet'> => one.kind === 'scaleSet');
  if (row === undefined) throw new Error('the set is gone');
  return row;
}

describe('[ENG-K1] growing', () => {
  it('is an implicit availability set of 5 × 5 when uniform (facts 65, 66)', () => {
    const engine = build([...room(5), setOf(7, { orchestration: 'uniform' })]);
    expect(vms(engine).map((vm) => [vm.name, vm.faultDomain, vm.updateDomain])).toEqual([
      ['web_0', 0, 0],
      ['web_1', 1, 1],
      ['web_2', 2, 2],
      ['web_3', 3, 3],
      ['web_4', 4, 4],
      ['web_5', 0, 0],
      ['web_6', 1, 1],
    ]);
    // Two in cells (0,0) and (1,1), one in the other three of the diagonal.
    expect(theSet(engine).matrix?.map((row) => row.reduce((a, b) => a + b, 0))).toEqual([
      2, 2, 1, 1, 1,
    ]);
  });

  it('spreads a flexible set over as many racks as there are (fact 65)', () => {
    const engine = build([...room(3), setOf(6)]);
    const racks = vms(engine).map((vm) => vm.host);
    expect(racks).toEqual(['host:h1', 'host:h2', 'host:h3', 'host:h1', 'host:h2', 'host:h3']);
    expect(vms(engine).every((vm) => /^web_[0-9a-f]{8}$/.test(vm.name))).toBe(true);
    expect(theSet(engine)).toMatchObject({
      orchestration: 'flexible',
      faultDomains: 1,
      updateDomains: 0,
    });
  });

  it('[ENG-K2] makes what fits and says what did not', () => {
    // One host of 8 cores holds four instances of 2 vCPU.
    const engine = build([...room(1, 8), setOf(2)]);
    run(engine, { type: 'scaleSet.scale', scaleSet: 'web', capacity: 9 });
    engine.runUntil(60 * MINUTE);
    expect(theSet(engine)).toMatchObject({ capacity: 4 });
    expect(
      engine.happenings(0).find((one) => one.kind === 'scaleSet.allocationFailed')?.details,
    ).toMatchObject({ code: 'AllocationFailed', mostCores: 0 });
    expect(engine.checkInvariants()).toEqual([]);
  });
});

describe('[ENG-K3] shrinking', () => {
  function left(
    policy: 'default' | 'newestVm' | 'oldestVm',
    protect: readonly string[] = [],
  ): string[] {
    const engine = build([
      ...room(3),
      setOf(5, { orchestration: 'uniform', faultDomains: 3, scaleIn: policy }),
    ]);
    for (const vm of protect) run(engine, { type: 'scaleSet.protect', vm, protect: true });
    run(engine, { type: 'scaleSet.scale', scaleSet: 'web', capacity: 2 });
    engine.runUntil(30 * MINUTE);
    expect(engine.checkInvariants()).toEqual([]);
    return vms(engine).map((vm) => vm.name);
  }

  it('takes the fullest fault domain, then the highest number, by default (fact 74)', () => {
    // Domains: 0 → web_0 web_3, 1 → web_1 web_4, 2 → web_2. First web_3 (domain 0 of the two with
    // two), then web_4 (domain 1), then of one each the first fullest: web_0.
    expect(left('default')).toEqual(['web_1', 'web_2']);
  });

  it('takes the newest, or the oldest', () => {
    expect(left('newestVm')).toEqual(['web_0', 'web_1']);
    expect(left('oldestVm')).toEqual(['web_3', 'web_4']);
  });

  it('[ENG-K4] leaves protected instances alone (fact 77)', () => {
    expect(left('oldestVm', ['web_0'])).toEqual(['web_0', 'web_4']);
  });
});

/** A world with a set of running instances and rules, whose measurements are written by hand. */
function measuredWorld(input: {
  instances: number;
  rules: AutoscaleRule[];
  minimum?: number;
  maximum?: number;
  default?: number;
}): { world: World; measure: (cpu: number, queue?: number) => Happening | undefined } {
  const world = new World({ catalogue: theCatalogue(), seed: 3, operations: 'instant' });
  const { instances, rules, minimum = 1, maximum = 20 } = input;
  world.settingUp = true;
  const commands: Command[] = [
    ...room(2, 512),
    setOf(instances),
    {
      type: 'autoscale.set',
      scaleSet: 'web',
      minimum,
      maximum,
      rules,
      ...(input.default === undefined ? {} : { default: input.default }),
    },
  ];
  for (const command of commands) {
    const decided = decide(world, command);
    if (!decided.ok) throw new Error(decided.error.message);
    decided.value();
    settle(world);
  }
  world.settingUp = false;
  function measure(cpu: number, queue = 0): Happening | undefined {
    for (const row of world.scaleSample.slots()) world.scaleSample.release(row);
    if (cpu >= 0) {
      const row = world.scaleSample.allocate();
      world.scaleSample.col.scaleSet[row] = 1;
      world.scaleSample.col.atUs[row] = world.nowUs;
      world.scaleSample.col.instances[row] = 1;
      world.scaleSample.col.cpuPercent[row] = cpu;
      world.scaleSample.col.queuePerInstance[row] = queue;
    }
    const before = world.log.lastId;
    evaluate(world, 0);
    return world.log.after(before).find((one) => one.kind === 'autoscale.evaluated');
  }
  return { world, measure };
}

const OUT: AutoscaleRule = {
  metric: 'cpu',
  operator: '>',
  threshold: 85,
  direction: 'out',
  value: 1,
};
const IN: AutoscaleRule = {
  metric: 'cpu',
  operator: '<',
  threshold: 70,
  direction: 'in',
  value: 1,
};

describe('[ENG-X1] one evaluation', () => {
  it('[ENG-X4] does not scale in where 67.5 × 4 ÷ 3 = 90 > 85 would scale out (fact 92)', () => {
    const { measure } = measuredWorld({ instances: 4, rules: [OUT, IN] });
    expect(measure(67.5)?.details).toMatchObject({
      outcome: 'flapping',
      from: 4,
      to: 3,
      value: 67.5,
      projected: 90,
      outThreshold: 85,
    });
  });

  it('defers 2 instances at 28 % when 50 % scales out: 28 × 2 ÷ 1 = 56 (fact 92)', () => {
    const rules: AutoscaleRule[] = [
      { ...OUT, threshold: 50 },
      { ...IN, threshold: 30 },
    ];
    expect(measuredWorld({ instances: 2, rules }).measure(28)?.details).toMatchObject({
      outcome: 'flapping',
      projected: 56,
    });
    expect(measuredWorld({ instances: 2, rules }).measure(24)?.details).toMatchObject({
      outcome: 'scaledIn',
      to: 1,
    });
  });

  it('adjusts a large step to the largest that does not flap', () => {
    // 10 at 65 %, in by 5: 65 × 10 ÷ 5 = 130, ÷ 6 = 108, ÷ 7 = 92.9 > 85, ÷ 8 = 81.25: 8 it is.
    const rules: AutoscaleRule[] = [OUT, { ...IN, value: 5 }];
    expect(measuredWorld({ instances: 10, rules }).measure(65)?.details).toMatchObject({
      outcome: 'adjusted',
      from: 10,
      to: 8,
    });
  });

  it('takes the largest of several results out, and the highest of several in (fact 89)', () => {
    const two: AutoscaleRule[] = [OUT, { ...OUT, change: 'percent', value: 50 }];
    expect(measuredWorld({ instances: 10, rules: two }).measure(90)?.details).toMatchObject({
      to: 15,
    });
    // −50 % of 10 is 5 and −3 is 7: 7.
    const inward: AutoscaleRule[] = [
      { ...IN, change: 'percent', value: 50 },
      { ...IN, value: 3 },
    ];
    expect(measuredWorld({ instances: 10, rules: inward }).measure(10)?.details).toMatchObject({
      outcome: 'scaledIn',
      to: 7,
    });
  });

  it('scales out on any rule and in only on all (fact 89)', () => {
    const rules: AutoscaleRule[] = [
      { ...IN, threshold: 30 },
      { metric: 'queue', operator: '<', threshold: 5, direction: 'in', value: 1 },
      { metric: 'queue', operator: '>', threshold: 50, direction: 'out', value: 2 },
    ];
    expect(measuredWorld({ instances: 4, rules }).measure(10, 20)).toBeUndefined();
    expect(measuredWorld({ instances: 4, rules }).measure(10, 60)?.details).toMatchObject({
      outcome: 'scaledOut',
      to: 6,
    });
    expect(measuredWorld({ instances: 4, rules }).measure(10, 1)?.details).toMatchObject({
      outcome: 'scaledIn',
      to: 3,
    });
  });

  it('[ENG-X5] clamps a count set by hand, stops at the limits, and says so', () => {
    expect(
      measuredWorld({ instances: 9, rules: [OUT, IN], maximum: 6 }).measure(50)?.details,
    ).toMatchObject({ outcome: 'clamped', from: 9, to: 6 });
    const full = measuredWorld({ instances: 6, rules: [OUT, IN], maximum: 6 });
    expect(full.measure(95)?.details).toMatchObject({ outcome: 'atLimit', from: 6, to: 6 });
    expect(full.measure(96)).toBeUndefined();
  });

  it('[ENG-X3] waits out the cooldown of the last rule, in both directions (fact 90)', () => {
    const { world, measure } = measuredWorld({
      instances: 4,
      rules: [{ ...OUT, cooldown: '10m' }, IN],
    });
    expect(measure(90)?.details).toMatchObject({ outcome: 'scaledOut', to: 5 });
    world.nowUs += 9 * MINUTE;
    expect(measure(90)?.details).toMatchObject({ outcome: 'cooldown', untilUs: 10 * MINUTE });
    expect(measure(10)).toBeUndefined();
    world.nowUs += MINUTE;
    expect(measure(10)?.details).toMatchObject({ outcome: 'scaledIn', to: 4 });
  });

  it('goes up to the default when nothing was measured, never down (fact 91)', () => {
    expect(
      measuredWorld({ instances: 2, rules: [OUT, IN], default: 5 }).measure(-1)?.details,
    ).toMatchObject({ outcome: 'metricsMissing', to: 5 });
    expect(
      measuredWorld({ instances: 7, rules: [OUT, IN], default: 5 }).measure(-1),
    ).toBeUndefined();
  });
});

describe('a day', () => {
  it('[ENG-X2] follows a wave of load out and in again, inside its limits at all times', () => {
    const engine = build([
      ...room(3, 64, '1s'),
      setOf(2),
      {
        type: 'load.set',
        service: 'web',
        curve: {
          points: [
            { at: '0s', perSecond: 2 },
            { at: '30m', perSecond: 20 },
            { at: '90m', perSecond: 2 },
          ],
        },
      },
      {
        type: 'autoscale.set',
        scaleSet: 'web',
        minimum: 2,
        maximum: 8,
        rules: [
          { ...OUT, threshold: 70, value: 2 },
          { ...IN, threshold: 30 },
        ],
      },
    ]);
    const counts: number[] = [];
    for (let minute = 1; minute <= 180; minute += 1) {
      engine.runUntil(minute * MINUTE);
      expect(engine.checkInvariants()).toEqual([]);
      counts.push(theSet(engine).instances.length);
    }
    // 20 a second need 5 instances (4 workers × 1 a second each); 2 a second need fewer than 2.
    expect(Math.max(...counts)).toBeGreaterThanOrEqual(6);
    expect(Math.max(...counts)).toBeLessThanOrEqual(8);
    expect(counts.at(-1)).toBe(2);
  });
});

describe('refusals', () => {
  const engine = build([...room(2), setOf(2)]);
  function codeOf(command: Command): string | undefined {
    const proposed = engine.propose(command);
    return proposed.ok ? undefined : proposed.error.code;
  }
  it.each<[string, Command]>([
    ['scaleSet.domains', setOf(1, { name: 'b', faultDomains: 5 })],
    ['name.taken', setOf(1)],
    ['size.notFound', setOf(1, { name: 'b', size: 'D2s_v99' })],
    ['scaleSet.unchanged', { type: 'scaleSet.scale', scaleSet: 'web', capacity: 2 }],
    ['scaleSet.notEmpty', { type: 'scaleSet.remove', scaleSet: 'web' }],
    ['balancer.inUse', { type: 'balancer.remove', balancer: 'front' }],
    ['autoscale.none', { type: 'autoscale.clear', scaleSet: 'web' }],
    [
      'autoscale.range',
      { type: 'autoscale.set', scaleSet: 'web', minimum: 5, maximum: 2, rules: [OUT] },
    ],
    [
      'autoscale.cooldown',
      {
        type: 'autoscale.set',
        scaleSet: 'web',
        minimum: 1,
        maximum: 2,
        rules: [{ ...OUT, cooldown: '0s' }],
      },
    ],
    [
      'autoscale.window',
      {
        type: 'autoscale.set',
        scaleSet: 'web',
        minimum: 1,
        maximum: 2,
        rules: [{ ...OUT, window: '1m' }],
      },
    ],
    [
      'autoscale.contradiction',
      {
        type: 'autoscale.set',
        scaleSet: 'web',
        minimum: 1,
        maximum: 9,
        rules: [
          { ...OUT, threshold: 40 },
          { ...IN, threshold: 60 },
        ],
      },
    ],
  ])('refuses with %s', (code, command) => {
    expect(codeOf(command)).toBe(code);
  });
});
