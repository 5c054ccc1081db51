/**
 * Goal: what the issue on availability lists under bad input is refused or accepted with a warning
 * as the service does, with code, reason and next step [ENG-WN1] [ENG-WN2] [ENG-WN3]
 * [ENG-WN4] [ENG-WN5].
 * Method: one table of every line of that list; one of every warning with a setting beside it that
 * is not warned of; schemas judge what never reaches the engine.
 */
import { describe, expect, it } from 'vitest';
import { commandSchema, type Command } from '../../../../../src/shared/commands/index.ts';
import { warningCodes } from '../../../../../src/shared/model/warning-codes.ts';
import type { Warning } from '../../../../../src/shared/kernel/warning.ts';
import { given, roomCommands, makeEngine, us } from '../../../../support/make-engine.ts';
import { expectOk } from '../../../../support/expect-ok.ts';

type SetCommand = Extract<Command, { type: 'autoscale.set' }>;

const scaleSet: Command = {
  type: 'scaleSet.add',
  name: 'set',
  size: 'D2s_v5',
  image: 'Ubuntu2204',
  capacity: 2,
};
const out = {
  metric: 'cpu',
  operator: '>',
  threshold: 75,
  direction: 'out',
} as const;
const inward = { metric: 'cpu', operator: '<', threshold: 25, direction: 'in' } as const;

function scaling(more: Partial<SetCommand> = {}): Command {
  return {
    type: 'autoscale.set',
    scaleSet: 'set',
    minimum: 1,
    maximum: 5,
    rules: [out, inward],
    ...more,
  };
}

function dates(from: string, to: string): SetCommand['profiles'] {
  return [
    { name: 'sale', minimum: 2, maximum: 4, rules: [], fixedDate: { from, to, timeZone: 'UTC' } },
  ];
}

function room(more: Command[] = []) {
  return given({ racks: 3, hostsPerRack: 1, machines: 1 }, [scaleSet, ...more]);
}

function warningsOf(command: Command, more: Command[] = []): readonly Warning[] {
  return expectOk(room(more).engine.propose(command)).warnings;
}

/** What each line of the list comes to: a refusal by code, a warning by code, or the schema. */
interface BadInput {
  readonly line: string;
  readonly command: Record<string, unknown> & { readonly type: string };
  readonly before?: Command[];
  readonly refused?: string;
  readonly warned?: keyof typeof warningCodes;
  /** The field the schema objects to. */
  readonly schema?: string;
}

const set = { type: 'availabilitySet.add', name: 'as' };
const BAD_INPUT: readonly BadInput[] = [
  // FD/UD out of range: 1 to 3 and 1 to 20 (facts 36 and 38), scale sets by kind (fact 65).
  { line: 'fault domains', command: { ...set, faultDomains: 4 }, schema: 'faultDomains' },
  { line: 'fault domains', command: { ...set, faultDomains: 0 }, schema: 'faultDomains' },
  { line: 'update domains', command: { ...set, updateDomains: 21 }, schema: 'updateDomains' },
  {
    line: 'fault domains of a flexible set',
    command: { ...scaleSet, name: 'other', faultDomains: 4 },
    refused: 'scaleSet.domains',
  },
  {
    line: 'one fault domain',
    command: { ...set, faultDomains: 1 },
    warned: 'availabilitySet.oneFaultDomain',
  },
  // Immutable fields: no command takes them, and the only way is recreation (facts 36 and 41).
  {
    line: 'another set for a machine',
    command: { type: 'vm.tag', vm: 'web-1', tags: {}, availabilitySet: 'as' },
    schema: '',
  },
  {
    line: 'another orchestration',
    command: { type: 'scaleSet.policy', scaleSet: 'set', orchestration: 'uniform' },
    schema: '',
  },
  {
    line: 'back into one placement group',
    command: { type: 'scaleSet.policy', scaleSet: 'set', singlePlacementGroup: true },
    schema: 'singlePlacementGroup',
  },
  // Capacity over limits (fact 64).
  {
    line: 'capacity over 1,000',
    command: { ...scaleSet, name: 'other', capacity: 1_001 },
    schema: 'capacity',
  },
  {
    line: 'capacity over one placement group',
    command: { ...scaleSet, name: 'other', orchestration: 'uniform', capacity: 101 },
    refused: 'scaleSet.tooMany',
  },
  // Rules that contradict (fact 92).
  {
    line: 'rules that ask for both',
    command: scaling({ rules: [out, { ...inward, threshold: 80 }] }),
    refused: 'autoscale.contradiction',
  },
  {
    line: 'two rules that flap',
    command: scaling({ rules: [out, { ...inward, threshold: 60 }] }),
    warned: 'autoscale.flaps',
  },
  {
    line: 'rules and one count',
    command: scaling({ minimum: 2, maximum: 2 }),
    warned: 'autoscale.fixedCount',
  },
  // Cooldowns of zero (fact 88: from a minute to a week).
  {
    line: 'cooldown of zero',
    command: scaling({ rules: [{ ...out, cooldown: '0s' }, inward] }),
    refused: 'autoscale.cooldown',
  },
  {
    line: 'cooldown below its window',
    command: scaling({ rules: [{ ...out, cooldown: '1m' }, inward] }),
    warned: 'autoscale.cooldownShort',
  },
  // A probe on a closed port is taken by the service, and every member goes out (fact 100).
  {
    line: 'probe on a closed port',
    command: { type: 'balancer.edit', balancer: 'front', probePort: 8080 },
    warned: 'balancer.probePortClosed',
  },
  // Schedules in the past (fact 87).
  {
    line: 'a date that is over',
    command: scaling({ profiles: dates('2025-12-01T00:00', '2025-12-31T00:00') }),
    refused: 'autoscale.past',
  },
  {
    line: 'a date that has begun',
    command: scaling({ profiles: dates('2025-12-01T00:00', '2026-02-01T00:00') }),
    warned: 'autoscale.alreadyBegun',
  },
  // Two autoscalers on one set (fact 86).
  {
    line: 'two autoscalers',
    command: scaling({ name: 'second' }),
    before: [scaling({ name: 'first' })],
    refused: 'autoscale.conflict',
  },
  // A fault on a missing target.
  {
    line: 'a cut of what is not there',
    command: { type: 'fault.cut', target: 'rack:r9' },
    refused: 'fault.targetNotFound',
  },
  {
    line: 'a fault in what is not there',
    command: { type: 'fault.inject', kind: 'machineHang', target: 'vm:lab/web-9' },
    refused: 'fault.targetNotFound',
  },
  // Maintenance on an empty set.
  {
    line: 'maintenance on an empty set',
    command: { type: 'maintenance.start', availabilitySet: 'as' },
    before: [{ type: 'availabilitySet.add', name: 'as' }],
    refused: 'maintenance.empty',
  },
  {
    line: 'maintenance on an empty scale set',
    command: { type: 'maintenance.start', scaleSet: 'none' },
    before: [{ ...scaleSet, name: 'none', capacity: 0 }],
    refused: 'maintenance.empty',
  },
];

describe('bad input of the issue on availability', () => {
  it.each(BAD_INPUT)('$line: $command.type', (one) => {
    const parsed = commandSchema.safeParse(one.command);
    if (one.schema !== undefined) {
      expect(parsed.error?.issues[0]?.path.join('.')).toBe(one.schema);
      return;
    }
    const scene = room(one.before);
    if (!parsed.success) throw parsed.error;
    const answer = scene.engine.propose(parsed.data);
    if (one.refused !== undefined) {
      expect(answer).toMatchObject({ ok: false, error: { code: one.refused } });
      expect(answer.ok ? '' : answer.error.message).toMatch(/\.$/);
      expect(answer.ok ? '' : answer.error.hint).toMatch(/[.?]$/);
      return;
    }
    const warnings = expectOk(answer).warnings;
    expect(warnings.map(({ code }) => code)).toEqual([one.warned]);
    expect(warnings[0]?.message).toMatch(/[.]$/);
    expect(warnings[0]?.hint).toMatch(/[.]$/);
  });
});

interface Odd {
  readonly odd: Command;
  /** The same with the least change that makes it sound. */
  readonly sound: Command;
  readonly setup?: Command[];
}

const maintained: Command[] = ['a', 'b', 'c'].map((name) => ({
  type: 'vm.create',
  name,
  size: 'D2s_v5',
  image: 'Ubuntu2204',
  availabilitySet: 'as',
}));
const rolling = { mode: 'rolling', batchPercent: 100 } as const;

/** One case for each warning that a decision may carry. */
const ODD: Readonly<Record<string, Odd>> = {
  'autoscale.alreadyBegun': {
    odd: scaling({ profiles: dates('2025-12-01T00:00', '2026-02-01T00:00') }),
    sound: scaling({ profiles: dates('2026-01-06T00:00', '2026-02-01T00:00') }),
  },
  'autoscale.cooldownShort': {
    odd: scaling({ rules: [{ ...out, window: '10m', cooldown: '9m' }, inward] }),
    sound: scaling({ rules: [{ ...out, window: '10m', cooldown: '10m' }, inward] }),
  },
  // 40 × 2 / 1 = 80 > 75; 37 × 2 / 1 = 74 is not (fact 92).
  'autoscale.flaps': {
    odd: scaling({ rules: [out, { ...inward, threshold: 40 }] }),
    sound: scaling({ rules: [out, { ...inward, threshold: 37 }] }),
  },
  'autoscale.fixedCount': {
    odd: scaling({ minimum: 3, maximum: 3 }),
    sound: scaling({ minimum: 3, maximum: 4 }),
  },
  'autoscale.oneWay': { odd: scaling({ rules: [out] }), sound: scaling() },
  'autoscale.stuckAtZero': {
    odd: scaling({ minimum: 0 }),
    sound: scaling({ minimum: 0, default: 1 }),
  },
  'availabilitySet.oneFaultDomain': {
    odd: { type: 'availabilitySet.add', name: 'x', faultDomains: 1 },
    sound: { type: 'availabilitySet.add', name: 'x', faultDomains: 2 },
  },
  'availabilitySet.oneUpdateDomain': {
    odd: { type: 'availabilitySet.add', name: 'x', updateDomains: 1 },
    sound: { type: 'availabilitySet.add', name: 'x', updateDomains: 2 },
  },
  'balancer.probePathUnknown': {
    odd: { type: 'balancer.add', name: 'x', probeProtocol: 'http', probePath: '/alive' },
    sound: { type: 'balancer.add', name: 'x', probeProtocol: 'http', probePath: '/ready' },
  },
  'balancer.probePortClosed': {
    odd: { type: 'service.add', name: 'x', balancer: 'back', port: 8080 },
    sound: { type: 'service.add', name: 'x', balancer: 'back', port: 80 },
    setup: [{ type: 'balancer.add', name: 'back', probePort: 80 }],
  },
  // A probe is given up after min(interval, 30 s) (fact 100).
  'balancer.probeSlow': {
    odd: { type: 'balancer.edit', balancer: 'front', probeInterval: '31s' },
    sound: { type: 'balancer.edit', balancer: 'front', probeInterval: '30s' },
  },
  'maintenance.everyMachine': {
    odd: { type: 'maintenance.start', availabilitySet: 'as' },
    sound: { type: 'maintenance.start', availabilitySet: 'as', mode: 'noReboot' },
    setup: [
      { type: 'availabilitySet.add', name: 'as', faultDomains: 2, updateDomains: 1 },
      ...maintained,
    ],
  },
  'maintenance.noRecovery': {
    odd: { type: 'maintenance.start', availabilitySet: 'as', recovery: '0s' },
    sound: { type: 'maintenance.start', availabilitySet: 'as', recovery: '30m' },
    setup: [{ type: 'availabilitySet.add', name: 'as' }, ...maintained],
  },
  'maintenance.selfServiceInSet': {
    odd: { type: 'maintenance.start', availabilitySet: 'as', selfService: '35d' },
    sound: { type: 'maintenance.start', scaleSet: 'spread', selfService: '35d' },
    setup: [
      { type: 'availabilitySet.add', name: 'as' },
      ...maintained,
      { ...scaleSet, name: 'spread', orchestration: 'uniform' },
    ],
  },
  'scaleSet.allSpot': {
    odd: { ...scaleSet, name: 'x', spot: {} },
    sound: { ...scaleSet, name: 'x', spot: { base: 1 } },
  },
  'scaleSet.batchIsAll': {
    odd: { ...scaleSet, name: 'x', health: 'application', upgrade: rolling },
    sound: {
      ...scaleSet,
      name: 'x',
      health: 'application',
      upgrade: { ...rolling, batchPercent: 50 },
    },
  },
  'scaleSet.neverStops': {
    odd: {
      ...scaleSet,
      name: 'x',
      health: 'application',
      upgrade: { mode: 'rolling', maxUnhealthyUpgradedPercent: 100 },
    },
    sound: { ...scaleSet, name: 'x', health: 'application', upgrade: { mode: 'rolling' } },
  },
  'scaleSet.single': {
    odd: { type: 'scaleSet.scale', scaleSet: 'set', capacity: 1 },
    sound: { type: 'scaleSet.scale', scaleSet: 'set', capacity: 3 },
  },
};

/** Told of a whole file alone; `command-line.test.ts` has their cases. */
const OF_FILES = ['availabilitySet.single', 'scenario.actionAfterEnd'];

describe('warnings', () => {
  it.each(Object.entries(ODD))('%s is told, and not of a sound setting', (code, one) => {
    expect(warningsOf(one.odd, one.setup).map((warning) => warning.code)).toContain(code);
    expect(warningsOf(one.sound, one.setup)).toEqual([]);
  });

  it('have a case each, and none is told that is not listed', () => {
    expect([...Object.keys(ODD), ...OF_FILES].sort()).toEqual(Object.keys(warningCodes).sort());
  });

  it('say the numbers they were worked out from', () => {
    // 60 × 2 / 1 = 120 > 75, and 75 × 1 / 2 = 37.5 is where it stops (fact 92).
    const [flaps] = warningsOf(scaling({ rules: [out, { ...inward, threshold: 60 }] }));
    expect(flaps?.message).toContain('60 × 2 / 1 = 120 is above 75');
    expect(flaps?.details).toMatchObject({ projected: 120, below: 37.5, from: 2, to: 1 });
    const slow: Command = {
      type: 'balancer.edit',
      balancer: 'front',
      probeInterval: '60s',
      probeThreshold: 3,
    };
    expect(warningsOf(slow)[0]?.details).toMatchObject({ blindUs: us('3m') });
  });

  it('change nothing: the same run with and without asking, and on a replay [ENG-WN1]', () => {
    const odd = scaling({ minimum: 2, maximum: 2 });
    const first = room().when(odd).until('2m').engine;
    const script = [{ atUs: 0, afterEvents: 0, command: odd }];
    const commands = [...roomCommands({ racks: 3, hostsPerRack: 1, machines: 1 }), scaleSet];
    const again = makeEngine(commands, { script });
    again.runUntil(us('2m'));
    expect(again.hash()).toBe(first.hash());
    expect(again.happenings(0)).toEqual(first.happenings(0));
    const decision = first.happenings(0).find(({ kind }) => kind === 'decision');
    expect(decision?.details?.['warnings']).toBe('autoscale.fixedCount');
  });
});
