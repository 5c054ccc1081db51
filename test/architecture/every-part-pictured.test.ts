/**
 * Goal: no screen and no state of the renderer is left out of the pictures that people look at.
 * Method: every component is in the list of witnesses, or excused with a reason, and every picture
 * in the list belongs to a walk; that it really shows the component is held when it is taken.
 */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NOT_PICTURED, pictureOfPart } from '../support/pictured-parts.ts';
import { listFiles, ROOT } from '../support/source-tree.ts';

const parts = listFiles('src/renderer')
  .filter((path) => path.endsWith('.vue'))
  .map((path) => basename(path, '.vue'));
const pictures = pictureOfPart();
const walks = listFiles('test/e2e')
  .filter((path) => basename(path).startsWith('pictures-'))
  .map((path) => readFileSync(join(ROOT, path), 'utf8'))
  .join('\n');

/** Whether a walk takes a picture of that name, or of one that it puts together. */
function isTaken(state: string): boolean {
  const words = state.split('-');
  return words.some((_, at) => {
    const begin = words.slice(0, at + 1).join('-');
    return at === words.length - 1 ? walks.includes(`'${begin}'`) : walks.includes(`\`${begin}-$`);
  });
}

describe('every part of the screen has its picture', () => {
  it('leaves none out', () => {
    const told = new Set([...Object.keys(pictures), ...Object.keys(NOT_PICTURED)]);
    expect(parts.filter((part) => !told.has(part))).toEqual([]);
  });

  it('names none that there is not, and none twice', () => {
    const there = new Set(parts);
    const told = [...Object.keys(pictures), ...Object.keys(NOT_PICTURED)];
    expect(told.filter((part) => !there.has(part))).toEqual([]);
    expect(new Set(told).size).toBe(told.length);
  });

  it('names pictures that a walk takes', () => {
    expect([...new Set(Object.values(pictures))].filter((state) => !isTaken(state))).toEqual([]);
    expect(isTaken('no-picture-of-that-name')).toBe(false);
  });
});
