/**
 * Goal: a few lines of a file become the right things in the right order. Method: small scenarios
 * with the commands they must give, and the table of sections held against the schema.
 */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { commandSchemas } from '../../../../src/shared/commands/index.ts';
import { expandScenario } from '../../../../src/shared/document/expand-scenario.ts';
import { REPEAT_FIELDS, SECTION_RULES } from '../../../../src/shared/document/scenario-rules.ts';
import { scenarioSchema, type Scenario } from '../../../../src/shared/document/scenario-schema.ts';
import { bareSchema } from '../../../../src/shared/document/schema-walk.ts';
import { nameSchema } from '../../../../src/shared/model/name-schemas.ts';

const BASE: Scenario = {
  format: 'racklab.scenario',
  formatVersion: 1,
  title: 'x',
  catalogue: 'azure-2026-11',
  seed: 1,
  duration: '1h',
  places: { sites: [{ name: 'lab' }], rooms: [{ name: 'hall', parent: 'lab' }] },
};

function expand(parts: Partial<Scenario>) {
  return expandScenario({ ...BASE, ...parts });
}

function namesOf(parts: Partial<Scenario>, type: string): string[] {
  const { setupCommands, issues } = expand(parts);
  expect(issues).toEqual([]);
  return setupCommands.flatMap((command) =>
    command.type === type && 'name' in command ? (command.name ?? []) : [],
  );
}

const ROW = { rows: [{ name: 'row', parent: 'hall' }] };
const PLACES = { places: { ...BASE.places, ...ROW } };

describe('repetition', () => {
  it('counts with {n}, padded to a width, from any first number', () => {
    const racks = [{ name: 'r{n:03}', count: 3, first: 9, row: 'row' }];
    expect(namesOf({ ...PLACES, racks }, 'rack.add')).toEqual(['r009', 'r010', 'r011']);
  });

  it('runs over every value of each variable, the last one fastest', () => {
    const racks = [
      {
        name: '{half}{side}-{n}-{i}',
        each: { half: ['x', 'y'], side: '1-2' },
        count: 2,
        row: 'row',
      },
    ];
    expect(namesOf({ ...PLACES, racks }, 'rack.add')).toEqual([
      'x1-1-1',
      'x1-2-2',
      'x2-1-3',
      'x2-2-4',
      'y1-1-5',
      'y1-2-6',
      'y2-1-7',
      'y2-2-8',
    ]);
  });

  it('runs over the names of a kind that match, in the order they were declared', () => {
    const racks = [
      { name: 'b{n}', count: 2, row: 'row' },
      { name: 'a1', row: 'row' },
    ];
    const hosts = [
      { name: '{rack}-h', each: { rack: '*1' }, rack: '{rack}', cores: 1, memoryMib: 64 },
    ];
    expect(namesOf({ ...PLACES, racks, hosts }, 'host.add')).toEqual(['b1-h', 'a1-h']);
  });

  it('puts hosts at listed units and racks at places that follow', () => {
    const racks = [{ name: 'r{n}', count: 2, position: 5, row: 'row' }];
    const hosts = [{ name: 'h{unit:02}', rack: 'r1', units: '1-5/2,9', cores: 1, memoryMib: 64 }];
    const { setupCommands } = expand({ ...PLACES, racks, hosts });
    expect(
      setupCommands.flatMap((command) => (command.type === 'rack.add' ? [command.position] : [])),
    ).toEqual([5, 6]);
    expect(
      setupCommands.flatMap((command) =>
        command.type === 'host.add' ? [[command.name, command.unit]] : [],
      ),
    ).toEqual([
      ['h01', 1],
      ['h03', 3],
      ['h05', 5],
      ['h09', 9],
    ]);
  });
});

describe('what entries become', () => {
  it('is one room, in an order in which everything mentioned exists', () => {
    const { setupCommands, issues } = expand({
      ...PLACES,
      network: {
        switches: [
          { name: 'tor', layer: 'tor', rack: 'r1', pdus: ['r1-*'], uplinks: ['core-*'] },
          { name: 'core-{n}', count: 2, layer: 'core' },
        ],
      },
      power: {
        pdus: [{ name: 'r1-{feed}', each: { feed: '*' }, from: '{feed}', rack: 'r1' }],
        feeds: [{ name: 'a' }, { name: 'b' }],
      },
      racks: [{ name: 'r1', row: 'row' }],
    });
    expect(issues).toEqual([]);
    expect(setupCommands.slice(2)).toEqual([
      { type: 'place.add', kind: 'row', name: 'row', parent: 'hall' },
      { type: 'rack.add', name: 'r1', row: 'row' },
      { type: 'power.add', kind: 'feed', name: 'a' },
      { type: 'power.add', kind: 'feed', name: 'b' },
      { type: 'power.add', kind: 'pdu', name: 'r1-a', from: 'a', rack: 'r1' },
      { type: 'power.add', kind: 'pdu', name: 'r1-b', from: 'b', rack: 'r1' },
      { type: 'switch.add', name: 'core-1', layer: 'core' },
      { type: 'switch.add', name: 'core-2', layer: 'core' },
      {
        type: 'switch.add',
        name: 'tor',
        layer: 'tor',
        rack: 'r1',
        pdus: ['r1-a', 'r1-b'],
        uplinks: ['core-1', 'core-2'],
      },
    ]);
  });

  it('is a machine and what stops it, a curve from a rate, a batch from jobs', () => {
    const machine = { size: 'B2s', image: 'Ubuntu2204' };
    const { setupCommands, issues } = expand({
      groups: [{ name: 'g' }],
      balancers: [{ name: 'b' }],
      machines: [
        { name: 'm1', ...machine },
        { name: 'm2', group: 'g', ...machine, power: 'stopped' },
        { name: 'm3', ...machine, power: 'deallocated' },
      ],
      applications: { services: [{ name: 's', balancer: 'b' }] },
      load: [{ service: 's', perSecond: 5 }],
      batches: [{ name: 'j', machines: ['m*'], jobs: 9, work: { baseMi: 1 } }],
    });
    expect(issues).toEqual([]);
    expect(setupCommands.slice(4)).toEqual([
      { type: 'vm.create', name: 'm1', ...machine },
      { type: 'vm.create', name: 'm2', group: 'g', ...machine },
      { type: 'vm.stop', vm: 'g/m2' },
      { type: 'vm.create', name: 'm3', ...machine },
      { type: 'vm.deallocate', vm: 'm3' },
      { type: 'service.add', name: 's', balancer: 'b' },
      { type: 'load.set', service: 's', curve: { points: [{ at: '0s', perSecond: 5 }] } },
      { type: 'batch.submit', name: 'j', count: 9, work: { baseMi: 1 }, machines: ['m*'] },
    ]);
  });

  it('is a script in order of time, actions of one moment as they were written', () => {
    const { actions, issues } = expand({
      actions: [
        { at: '10m', do: 'group.add', name: 'late' },
        { at: '90s', do: 'group.add', name: 'early' },
        { at: '10m', do: 'group.remove', group: 'late', afterEvents: 4 },
      ],
    });
    expect(issues).toEqual([]);
    expect(actions).toEqual([
      { atUs: 90_000_000, command: { type: 'group.add', name: 'early' } },
      { atUs: 600_000_000, command: { type: 'group.add', name: 'late' } },
      { atUs: 600_000_000, afterEvents: 4, command: { type: 'group.remove', group: 'late' } },
    ]);
  });
});

describe('references', () => {
  const groups = [{ name: 'one' }, { name: 'two' }];
  const machine = { size: 'B2s', image: 'Ubuntu2204' };

  it.each(['web', 'one/web', 'balancer:web', 'balancer:one/web'])(
    '%s means the balancer',
    (reference) => {
      const { issues } = expand({
        groups,
        balancers: [{ name: 'web', group: 'one' }],
        machines: [{ name: 'm', group: 'two', ...machine, balancers: [reference] }],
      });
      expect(issues).toEqual([]);
    },
  );

  it.each(['wbe', 'two/web', 'vm:web', 'balancer:two/web'])('%s does not', (reference) => {
    const { issues } = expand({
      groups,
      balancers: [{ name: 'web', group: 'one' }],
      machines: [{ name: 'm', group: 'two', ...machine, balancers: [reference] }],
    });
    expect(issues).toMatchObject([
      { code: 'scenario.referenceNotFound', path: ['machines', 0, 'balancers', 0] },
    ]);
  });

  it('in actions may mean what an action before them makes, and names the engine gives', () => {
    const { issues } = expand({
      groups,
      actions: [
        { at: '1m', do: 'vm.create', name: 'new', group: 'one', ...machine },
        { at: '2m', do: 'vm.stop', vm: 'one/new' },
        { at: '3m', do: 'disk.delete', disk: 'one/new-os' },
        { at: '4m', do: 'fault.cut', target: 'link:a--b' },
      ],
    });
    expect(issues).toEqual([]);
  });
});

/** What these make has a name inside its system or its balancer only: no section declares it. */
const NAMED_INSIDE: ReadonlySet<string> = new Set([
  'app.install',
  'task.add',
  'balancerFrontend.add',
  'balancerProbe.set',
]);

describe('the table of sections', () => {
  const commands = new Map<string, z.ZodObject>(
    commandSchemas.map((schema) => [schema.shape.type.value, schema]),
  );

  function entrySchema(path: readonly string[]): z.ZodObject {
    let schema: z.core.$ZodType = scenarioSchema;
    for (const key of path) {
      const bare = bareSchema(schema);
      if (!(bare instanceof z.ZodObject)) throw new Error(`${path.join('.')} leads nowhere`);
      schema = bare.shape[key] ?? z.never();
    }
    const list = bareSchema(schema);
    const entry = list instanceof z.ZodArray ? list.element : undefined;
    if (!(entry instanceof z.ZodObject)) throw new Error(`${path.join('.')} is no list of entries`);
    return entry;
  }

  it.each(SECTION_RULES.map((rule) => [rule.path.join('.'), rule] as const))(
    '%s: every field of its entries is a field of the command, or handled by name',
    (_path, rule) => {
      const command = commands.get(rule.command)?.shape ?? {};
      const own = new Set([...REPEAT_FIELDS, ...(rule.handled ?? [])]);
      for (const field of Object.keys(entrySchema(rule.path).shape)) {
        if (own.has(field)) continue;
        expect(Object.keys(command), field).toContain(rule.renamed?.[field] ?? field);
      }
      for (const field of Object.keys(rule.constant ?? {})) {
        expect(Object.keys(command)).toContain(field);
      }
      const isNamed = rule.declares !== undefined || NAMED_INSIDE.has(rule.command);
      expect(Object.keys(command).includes('name')).toBe(isNamed);
    },
  );

  it('knows a place for every command that makes something with a name', () => {
    const made = new Set<string>(SECTION_RULES.map((rule) => rule.command));
    const makers = [...commands.keys()].filter((type) => /\.(?:add|create|submit)$/.test(type));
    // A cord is written as a PDU of its host or switch, a hook as a timed action, and what fails by
    // itself has a section whose entries are no things.
    const elsewhere = ['cord.add', 'reliability.add', 'hook.add'];
    expect(makers.filter((type) => !made.has(type))).toEqual(elsewhere);
  });
});

describe('names', () => {
  it.each(['a', 'r1', 'web-01', 'a.b_c-d', 'x'.repeat(64)])(
    '%s is one here and for commands',
    (name) => {
      expect(expand({ groups: [{ name }] }).issues).toEqual([]);
      expect(nameSchema.safeParse(name).success).toBe(true);
    },
  );

  it.each(['-', 'a-', '.a', 'a b', '', 'x'.repeat(65)])(
    '"%s" is none, here and for commands',
    (name) => {
      expect(expand({ groups: [{ name }] }).issues).toMatchObject([{ code: 'scenario.badName' }]);
      expect(nameSchema.safeParse(name).success).toBe(false);
    },
  );
});
