/**
 * Goal: the published JSON Schema of scenario files says what the program reads. Method: another
 * validator judges every template and fixture, random scenarios, and broken copies of them, and has
 * to agree with the program wherever the question is one of shape.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scenarioSchema } from '../../../../src/shared/document/scenario-schema.ts';
import { count } from '../../../support/counts.ts';
import { anyScenario } from '../../../support/scenario-arbitrary.ts';

const ROOT = resolve(import.meta.dirname, '../../../..');
const SCHEMA: unknown = JSON.parse(
  readFileSync(join(ROOT, 'resources/schema/scenario.schema.json'), 'utf8'),
);
const validate = new Ajv2020({ strict: false, allErrors: false }).compile(SCHEMA as object);

function filesIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.scenario.json'))
    .map((name) => join(folder, name));
}

const FILES = [...filesIn('resources/templates'), ...filesIn('test/fixtures/scenarios')];

describe('resources/schema/scenario.schema.json', () => {
  it.each(FILES)('accepts %s', (path) => {
    const value: unknown = JSON.parse(readFileSync(join(ROOT, path), 'utf8'));
    expect(validate(value), JSON.stringify(validate.errors)).toBe(true);
  });

  it('accepts what the program accepts', () => {
    fc.assert(
      fc.property(anyScenario, (scenario) => {
        expect(validate(scenario), JSON.stringify(validate.errors)).toBe(true);
      }),
      { numRuns: count('propertyRuns') },
    );
  });

  const faults: readonly (readonly [string, (copy: Record<string, unknown>) => unknown])[] = [
    ['an unknown field', (copy) => (copy['colour'] = 'red')],
    ['an unknown field of a rack', (copy) => (copy['racks'] = [{ name: 'r', row: 'a', x: 1 }])],
    [
      'an unknown field of a map position',
      (copy) => (copy['map'] = { positions: { a: { x: 1, y: 1, z: 1 } } }),
    ],
    ['a missing seed', (copy) => delete copy['seed']],
    ['a newer version', (copy) => (copy['formatVersion'] = 2)],
    ['a rack without a row', (copy) => (copy['racks'] = [{ name: 'r' }])],
    ['a unit beyond the rack', (copy) => (copy['hosts'] = [{ name: 'h', rack: 'r', unit: 61 }])],
    ['an unknown command', (copy) => (copy['actions'] = [{ at: '1m', do: 'rack.burn' }])],
    [
      'a command with a field of another',
      (copy) => (copy['actions'] = [{ at: '1m', do: 'vm.start', vm: 'a', target: 'b' }]),
    ],
    ['an unknown measure', (copy) => (copy['expect'] = [{ measure: 'joy', min: 1 }])],
    [
      'a machine that begins half way',
      (copy) => (copy['machines'] = [{ name: 'm', size: 's', image: 'i', power: 'starting' }]),
    ],
    ['a text where a list belongs', (copy) => (copy['groups'] = 'shop')],
  ];

  it.each(faults)('refuses %s, as the program does', (_what, plant) => {
    const copy: Record<string, unknown> = {
      format: 'racklab.scenario',
      formatVersion: 1,
      title: 'x',
      catalogue: 'azure-2026-11',
      seed: 1,
      duration: '1h',
    };
    expect(validate(copy)).toBe(true);
    plant(copy);
    expect(validate(copy)).toBe(false);
    expect(scenarioSchema.safeParse(copy).success).toBe(false);
  });

  it('describes every field of the file and of its sections', () => {
    const bare: string[] = [];
    walk(SCHEMA, [], (path, node) => {
      // Fields of commands inside actions are described by the commands.
      if (path.includes('actions') || path.length === 0) return;
      if (path.at(-2) === 'properties' && typeof node['description'] !== 'string') {
        bare.push(path.filter((step) => step !== 'properties' && step !== 'items').join('.'));
      }
    });
    expect(bare.filter((path) => !SELF_EXPLAINING.some((end) => path.endsWith(end)))).toEqual([]);
  });
});

/** Fields of the commands' own records, which the commands explain. */
const SELF_EXPLAINING = [
  'sizeGib',
  'tier',
  'points.at',
  'points.perSecond',
  'baseMi',
  'stride',
  'modulo',
  'metric',
  'operator',
  'threshold',
  'window',
  'direction',
  'change',
  'value',
  'cooldown',
  'text',
];

function walk(
  node: unknown,
  path: readonly string[],
  visit: (path: readonly string[], node: Record<string, unknown>) => void,
): void {
  if (typeof node !== 'object' || node === null) return;
  if (!Array.isArray(node)) visit(path, node as Record<string, unknown>);
  for (const [key, value] of Object.entries(node)) walk(value, [...path, key], visit);
}
