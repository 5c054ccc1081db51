/**
 * Goal: a scenario survives its file, and its file survives the scenario. Method: random scenarios
 * are printed, read and printed again; random damage must be refused or read, never thrown.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commandSchema } from '../../src/shared/commands/index.ts';
import { expandScenario } from '../../src/shared/document/expand-scenario.ts';
import { exportScenario } from '../../src/shared/document/export-scenario.ts';
import { parseScenario, readScenario } from '../../src/shared/document/parse-scenario.ts';
import { printScenario } from '../../src/shared/document/print-scenario.ts';
import { scenarioSchema } from '../../src/shared/document/scenario-schema.ts';
import { count } from '../support/counts.ts';
import { anyScenario } from '../support/scenario-arbitrary.ts';

const RUNS = { numRuns: count('propertyRuns') };

function parse(text: string) {
  const parsed = parseScenario(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value.scenario;
}

describe('print and parse', () => {
  it('parse ∘ print = identity, but for the order of actions', () => {
    fc.assert(
      fc.property(anyScenario, (scenario) => {
        const { actions, ...rest } = parse(printScenario(scenario));
        const { actions: given, ...expected } = scenario;
        expect(rest).toEqual(expected);
        expect(new Set(actions)).toEqual(new Set(given));
      }),
      RUNS,
    );
  });

  it('print ∘ parse ∘ print = print, byte for byte', () => {
    fc.assert(
      fc.property(anyScenario, (scenario) => {
        const text = printScenario(scenario);
        expect(printScenario(parse(text))).toBe(text);
      }),
      RUNS,
    );
  });

  it('does not depend on the order in which keys were written', () => {
    fc.assert(
      fc.property(anyScenario, (scenario) => {
        expect(printScenario(reversedKeys(scenario))).toBe(printScenario(scenario));
      }),
      RUNS,
    );
  });

  it('keeps every line that can be broken within the width', () => {
    fc.assert(
      fc.property(anyScenario, (scenario) => {
        for (const line of printScenario(scenario).split('\n')) {
          const isOneText = /^\s*(?:"[^"]*": )?"(?:[^"\\]|\\.)*",?$/.test(line);
          if (!isOneText) expect([...line].length, line).toBeLessThanOrEqual(100);
        }
      }),
      RUNS,
    );
  });

  it('export of what was imported and not touched is the file', () => {
    fc.assert(
      fc.property(anyScenario, (scenario) => {
        const text = printScenario(scenario);
        expect(printScenario(exportScenario({ start: parse(text), decisions: [] }))).toBe(text);
      }),
      RUNS,
    );
  });
});

/** The same value with the keys of objects the other way round; `each` keeps its order. */
function reversedKeys<T>(value: T): T {
  if (Array.isArray(value)) return value.map(reversedKeys) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, field]): [string, unknown] => [
    key,
    key === 'each' ? field : reversedKeys(field),
  ]);
  return Object.fromEntries(entries.reverse()) as T;
}

describe('expansion', () => {
  it('of a random scenario finds no fault, and every command fits its schema', () => {
    fc.assert(
      fc.property(anyScenario, (scenario) => {
        expect(scenarioSchema.safeParse(scenario).success).toBe(true);
        const { issues, setupCommands, actions } = expandScenario(scenario);
        expect(issues).toEqual([]);
        for (const command of [...setupCommands, ...actions.map((action) => action.command)]) {
          expect(commandSchema.safeParse(command).error?.issues).toBeUndefined();
        }
      }),
      RUNS,
    );
  });

  it('gives the same commands every time, and names for each the entry it came from', () => {
    fc.assert(
      fc.property(anyScenario, (scenario) => {
        const once = expandScenario(scenario);
        const again = expandScenario(structuredClone(scenario));
        expect(again.setupCommands).toEqual(once.setupCommands);
        once.setupCommands.forEach((_, index) => {
          expect(once.originOf(index).length).toBeGreaterThan(1);
        });
      }),
      RUNS,
    );
  });
});

describe('damage', () => {
  it('anywhere in a file is refused with a place and a hint, or does not matter', () => {
    const damage = fc.record({
      at: fc.nat(),
      remove: fc.nat(30),
      insert: fc.oneof(
        fc.string({ maxLength: 3 }),
        fc.constantFrom('{', '[', '"', ',', 'null', '\u0000'),
      ),
    });
    fc.assert(
      fc.property(anyScenario, damage, (scenario, { at, remove, insert }) => {
        const text = printScenario(scenario);
        const place = at % text.length;
        const broken = text.slice(0, place) + insert + text.slice(place + remove);
        const outcome = readScenario(broken);
        if (outcome.ok) return;
        expect(outcome.issues.length).toBeGreaterThan(0);
        for (const issue of outcome.issues) {
          expect(issue.place?.line).toBeGreaterThan(0);
          expect(issue.reason).not.toBe('');
          expect(issue.hint).toMatch(/[.?]$/);
        }
      }),
      { numRuns: count('corruptFiles') },
    );
  });
});
