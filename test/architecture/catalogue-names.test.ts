/**
 * Goal: collisions are computed and not scripted: the engine, and the model it asks, know no
 * application, runtime or service of a catalogue by name. Method: every text in their sources is
 * held against the names of the catalogue.
 */
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { parseSource, readTree, walk } from '../support/source-tree.ts';
import { theCatalogue } from '../support/the-catalogue.ts';

const JUDGED = /^src\/(?:main\/engine\/|shared\/model\/application)/;

const { applications = [], runtimes = [] } = theCatalogue();
const names = new Set([
  ...applications.flatMap(({ key, process, service }) => [key, process, service]),
  ...runtimes.map(({ key }) => key),
]);

describe('the catalogue of applications', () => {
  it('has enough entries for the rule to mean something', () => {
    expect(applications.length).toBeGreaterThanOrEqual(12);
    expect(names.size).toBeGreaterThan(25);
  });

  it('is named nowhere in the code of the engine', () => {
    const found: string[] = [];
    for (const source of readTree().filter(({ path }) => JUDGED.test(path))) {
      walk(parseSource(source), (node) => {
        if (ts.isStringLiteralLike(node) && names.has(node.text)) {
          found.push(`${source.path}: ${node.text}`);
        }
      });
    }
    expect(found).toEqual([]);
  });
});
