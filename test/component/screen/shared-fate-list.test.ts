/**
 * Goal: the inspector of a set says what its members share, names what is redundant in vain, and
 * leads to the part; in both languages. Method: the template with the trap from the real engine;
 * the set is selected, a line is pressed.
 */
import { afterEach, describe, expect, it } from 'vitest';
import InspectorPanel from '../../../src/renderer/inspector/InspectorPanel.vue';
import { usePreferences } from '../../../src/renderer/stores/use-preferences.ts';
import { useSelection } from '../../../src/renderer/stores/use-selection.ts';
import { useTopology } from '../../../src/renderer/stores/use-topology.ts';
import { startScreen, type ScreenRig } from '../screen-rig.ts';

let rig: ScreenRig;

async function open(locale: 'en' | 'pt-BR'): Promise<void> {
  rig = await startScreen({ template: 'same-fate', locale });
  await rig.eventually(() => expect(useTopology().list('vm')).toHaveLength(4));
  usePreferences().firstStepsDone = true;
  rig.show(InspectorPanel);
  useSelection().select('availabilitySet:shop/web');
}

function lines(): string[] {
  return [...document.querySelectorAll('.fate li')].map((line) =>
    (line.textContent ?? '').replaceAll(/\s+/g, ' ').trim(),
  );
}

afterEach(() => rig.stop());

describe('the list of the shared fate', () => {
  it('begins with the trap, and leads to the part', async () => {
    await open('en');
    await rig.eventually(() => {
      expect(lines()[0]).toContain('ups-1');
      expect(lines()[0]).toContain('takes 4, 0 stay');
      expect(lines()[0]).toContain('Feed a, Feed b look redundant');
    });
    expect(lines()).toHaveLength(5);
    document.querySelector<HTMLButtonElement>('.fate li button')?.click();
    await rig.eventually(() => expect(useSelection().primary).toBe('ups:ups-1'));
  });

  it('says it in Portuguese', async () => {
    await open('pt-BR');
    await rig.eventually(() => {
      expect(document.body.textContent).toContain('Destino comum');
      expect(lines()[0]).toContain('leva 4, ficam 0');
    });
  });
});
