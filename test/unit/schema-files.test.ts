/**
 * Goal: the published JSON Schemas are those of the code, and they do refuse. Method: compare the
 * committed files with what the generator would write now, then let an independent validator judge
 * the committed catalogue and broken copies of it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { renderSchemas } from '../../scripts/schema-list.ts';
import { theCatalogue } from '../support/the-catalogue.ts';

const FOLDER = resolve(import.meta.dirname, '../../resources/schema');

describe('resources/schema', () => {
  it.each(renderSchemas())('$fileName is up to date (npm run schemas)', ({ fileName, text }) => {
    expect(readFileSync(join(FOLDER, fileName), 'utf8')).toBe(text);
  });

  it('has no schema that nobody makes any more', () => {
    const made = renderSchemas().map((file) => file.fileName);
    const there = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));
    expect(there.toSorted()).toEqual(made.toSorted());
  });
});

describe('the catalogue schema, read by another validator', () => {
  const file = renderSchemas().find((one) => one.fileName === 'catalogue.schema.json');
  const validate = new Ajv2020({ strict: false }).compile(JSON.parse(file?.text ?? 'false'));

  it('accepts the committed catalogue', () => {
    const catalogue: unknown = structuredClone(theCatalogue());
    expect(validate(catalogue), JSON.stringify(validate.errors)).toBe(true);
  });

  const faults: readonly (readonly [string, (copy: Record<string, unknown>) => void])[] = [
    ['a missing list', (copy) => delete copy['sizes']],
    ['an unknown field', (copy) => (copy['colour'] = 'red')],
    ['another currency', (copy) => (copy['currency'] = 'EUR')],
    ['an empty list of images', (copy) => (copy['images'] = [])],
    ['a list that is a word', (copy) => (copy['operations'] = 'fast')],
  ];
  it.each(faults)('refuses %s', (_what, plant) => {
    const copy: Record<string, unknown> = structuredClone(theCatalogue());
    plant(copy);
    expect(validate(copy)).toBe(false);
  });
});
