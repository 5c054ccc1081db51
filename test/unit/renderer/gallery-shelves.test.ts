/**
 * Goal: every template stands on one shelf of the gallery, and none is hidden. Method: the files of
 * the templates folder are shelved as the screen does it, and a stranger among them.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SHELF_NAMES, shelve } from '../../../src/renderer/welcome/gallery-shelves.ts';
import type { TemplateEntry } from '../../../src/shared/contract/contract.ts';
import en from '../../../src/renderer/locales/en.json';
import { RESOURCES_FOLDER } from '../../support/start-lab.ts';

const ENDING = '.scenario.json';
const ids = readdirSync(join(RESOURCES_FOLDER, 'templates')).map((name) =>
  name.slice(0, -ENDING.length),
);

function entry(id: string): TemplateEntry {
  return { id, title: {}, summary: {}, racks: 1, hosts: 1, machines: 1 };
}

describe('the gallery', () => {
  it('has a shelf for every template, and none twice', () => {
    const shelves = shelve(ids.map(entry));
    expect(shelves.map(({ name }) => name)).not.toContain('more');
    const placed = shelves.flatMap(({ templates }) => templates.map(({ id }) => id));
    expect(placed.toSorted()).toEqual(ids.toSorted());
  });

  it('puts what it does not know at the end, and leaves empty shelves out', () => {
    const shelves = shelve([entry('stranger'), entry('empty-room')]);
    expect(shelves.map(({ name }) => name)).toEqual(['begin', 'more']);
  });

  it('has words for every shelf', () => {
    expect(Object.keys(en.welcome.shelf)).toEqual(SHELF_NAMES);
    expect(Object.keys(en.welcome.shelfText)).toEqual(SHELF_NAMES);
  });
});
