/**
 * Goal: a set's grid shows every member in its cell, keeps empty cells visible, and says the worst
 * pair in words. Method: the two-by-two trap and its cure from the real engine; the panel is read,
 * and the pair worked out from the cells is held against the one the engine sends.
 */
import { afterEach, describe, expect, it } from 'vitest';
import InspectorPanel from '../../../src/renderer/inspector/InspectorPanel.vue';
import { cellsOf, sharedDivisor, worstPairOf } from '../../../src/renderer/sets/domain-cells.ts';
import { usePreferences } from '../../../src/renderer/stores/use-preferences.ts';
import { useSelection } from '../../../src/renderer/stores/use-selection.ts';
import { useTopology } from '../../../src/renderer/stores/use-topology.ts';
import { startScreen, type ScreenRig } from '../screen-rig.ts';

let rig: ScreenRig;

async function open(template: string, locale: 'en' | 'pt-BR'): Promise<void> {
  rig = await startScreen({ template, locale });
  await rig.eventually(() => expect(useTopology().list('availabilitySet')).toHaveLength(1));
  usePreferences().firstStepsDone = true;
  rig.show(InspectorPanel);
  useSelection().select('availabilitySet:shop/web');
  await rig.eventually(() => expect(document.querySelector('.domains table')).not.toBeNull());
}

/** The grid as lines of words, blanks removed. */
function grid(): string[][] {
  const lines = [...document.querySelectorAll('.domains tbody tr')];
  return lines.map((line) =>
    [...line.querySelectorAll('th, td')].map((cell) =>
      [...cell.querySelectorAll('abbr, .mark, .empty, .member')]
        .map((part) => (part.textContent ?? '').trim())
        .join(' '),
    ),
  );
}

function page(): string {
  return document.body.textContent ?? '';
}

afterEach(() => rig.stop());

describe('the grid of domains', () => {
  it('shows the trap of two by two: two crowded cells, two empty ones, nobody left', async () => {
    await open('domains-two-by-two', 'en');
    expect(grid()).toEqual([
      ['UD 0', 'web-1 web-3', 'empty'],
      ['UD 1 if in work', 'empty', 'web-2 web-4'],
    ]);
    expect(page()).toContain('If fault domain 0 is lost during update domain 1: 4 of 4 gone.');
    expect(page()).toContain('2 and 2 share the divisor 2, so only 2 of 4 cells');
  });

  it('says the same in Portuguese', async () => {
    await open('domains-two-by-two', 'pt-BR');
    expect(grid()[0]?.at(-1)).toBe('vazia');
    expect(page()).toContain(
      'Se o domínio de falha 0 for perdido durante o de atualização 1: 4 de 4 param.',
    );
  });

  it('shows the cure of two by three: every cell reached, two of six stay', async () => {
    await open('domains-two-by-three', 'en');
    expect(
      grid()
        .flat()
        .filter((text) => text === 'empty'),
    ).toEqual([]);
    expect(page()).toMatch(/during update domain \d: 4 of 6 gone, 2 stay\./);
    expect(page()).not.toContain('share the divisor');
  });

  it.each(['domains-two-by-two', 'domains-two-by-three'])(
    'works out what the engine says of %s',
    async (template) => {
      await open(template, 'en');
      const set = useTopology().getOf('availabilitySet', 'availabilitySet:shop/web');
      if (set === undefined) throw new Error('the set is missing');
      expect(worstPairOf(cellsOf(useTopology().list('vm'), set))).toEqual(set.worstPair);
    },
  );

  it('leads to a member on a press', async () => {
    await open('domains-two-by-two', 'en');
    document.querySelector<HTMLButtonElement>('.domains .member')?.click();
    expect(useSelection().primary).toBe('vm:shop/web-1');
  });
});

describe('maintenance on the panel', () => {
  it('tells the domain in hand, its phase, and that it was cancelled', async () => {
    await open('domains-two-by-two', 'en');
    const availabilitySet = 'availabilitySet:shop/web';
    await rig.execute({
      type: 'maintenance.start',
      availabilitySet,
      work: '15m',
      recovery: '20m',
      drain: '2m',
    });
    await rig.eventually(() => {
      const steps = [...document.querySelectorAll('.wave li')].map((li) => li.textContent ?? '');
      expect(steps[0]).toContain('No new requests, 2\u00A0min more');
      expect(steps[1]).toContain('Waits its turn');
      expect(page()).toContain('Over in about 1\u00A0h 14\u00A0min.');
      // The question is now which rack, while this domain is in work.
      expect(grid()[0]?.[0]).toBe('UD 0 in hand now');
      expect(page()).toContain('If fault domain 1 is lost during update domain 0: 4 of 4 gone.');
    });
    await rig.execute({ type: 'maintenance.cancel', availabilitySet });
    await rig.eventually(() => {
      expect(page()).toContain('Cancelled: it ends with the domain in hand.');
      expect(page()).toContain('Over in about 37\u00A0min.');
    });
  });
});

it('finds the divisor that two numbers share', () => {
  const found = (faultDomains: number, updateDomains: number) =>
    sharedDivisor({ faultDomains, updateDomains });
  expect(found(2, 3)).toBeUndefined();
  expect(found(3, 6)).toEqual({ divisor: 3, reached: 6, cells: 18 });
  expect(found(2, 4)).toEqual({ divisor: 2, reached: 4, cells: 8 });
});
