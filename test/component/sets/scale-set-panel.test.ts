/**
 * Goal: the panel of a scale set tells what is going on, in both languages, and its buttons do what
 * they say. Method: a real set over a real workspace; its model is changed and the panel read.
 */
import { afterEach, describe, expect, it } from 'vitest';
import ScaleSetPanel from '../../../src/renderer/sets/ScaleSetPanel.vue';
import { useTopology } from '../../../src/renderer/stores/use-topology.ts';
import type { RowOf } from '../../../src/shared/views/topology-view.ts';
import { startScreen, type ScreenRig } from '../screen-rig.ts';

let rig: ScreenRig;

afterEach(() => rig.stop());

function theSet(): RowOf<'scaleSet'> {
  const [set] = useTopology().list('scaleSet');
  if (set === undefined) throw new Error('no scale set');
  return set;
}

async function start(template: string, locale: 'en' | 'pt-BR'): Promise<void> {
  rig = await startScreen({ template, locale });
  await rig.eventually(() => expect(theSet().instances.length).toBeGreaterThan(0));
}

describe('the panel of a scale set', () => {
  it('shows the model, how far a rolling upgrade is, and cancels it', async () => {
    await start('upgrade-stopped', 'en');
    await rig.execute({ type: 'scaleSet.policy', scaleSet: 'web', health: 'application' });
    await rig.execute({ type: 'scaleSet.update', scaleSet: 'web', build: { version: '2' } });
    await rig.eventually(() => expect(theSet().rollout?.state).toBe('rollingForward'));
    const panel = rig.show(ScaleSetPanel, { set: theSet() });
    expect(panel.text()).toContain('version 2');
    expect(panel.text()).toContain('Rolling forward');
    expect(panel.text()).toContain('Batch 1');
    expect(panel.text()).toContain('batches of 20%');
    const cancel = panel.findAll('button').find((one) => one.text() === 'Cancel the upgrade');
    await cancel?.trigger('click');
    await rig.eventually(() => expect(theSet().rollout?.state).toBe('cancelled'));
  });

  it('shows the mix of a spot set in Portuguese', async () => {
    await start('spot-mix', 'pt-BR');
    const panel = rig.show(ScaleSetPanel, { set: theSet() });
    expect(panel.text()).toContain('4 regulares');
    expect(panel.text()).toContain('6 spot');
    expect(panel.text()).toContain('Retomar instâncias spot…');
  });
});
