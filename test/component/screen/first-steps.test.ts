/**
 * Goal: the card of the first minute stays where one has come to, whichever comes first: the word
 * that the plug is out, or the end of aiming. Method: the inspector over the real workspace; a rack
 * is cut while it is still aimed at.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import InspectorPanel from '../../../src/renderer/inspector/InspectorPanel.vue';
import { useFirstSteps } from '../../../src/renderer/stores/use-first-steps.ts';
import { useSelection } from '../../../src/renderer/stores/use-selection.ts';
import { useTopology } from '../../../src/renderer/stores/use-topology.ts';
import { useWorkspace } from '../../../src/renderer/stores/use-workspace.ts';
import { startScreen, type ScreenRig } from '../screen-rig.ts';

let rig: ScreenRig;

function page(): string {
  return document.body.textContent ?? '';
}

async function pullWhileAiming(): Promise<void> {
  const selection = useSelection();
  selection.select('rack:r2');
  await selection.aim('rack:r2');
  await rig.eventually(() => expect(page()).not.toContain('This shop is doing fine'));
  await rig.execute({ type: 'fault.cut', target: 'rack:r2' });
  await rig.eventually(() => expect(useTopology().getOf('rack', 'rack:r2')?.cut).toBe(true));
}

beforeEach(async () => {
  rig = await startScreen({ template: 'first-room' });
  await rig.eventually(() => expect(useTopology().list('vm')).toHaveLength(6));
  rig.show(InspectorPanel);
});
afterEach(() => rig.stop());

describe('the first steps', () => {
  it('go on to the reason although the card was away when the plug went', async () => {
    expect(page()).toContain('This shop is doing fine');
    await pullWhileAiming();
    useSelection().stopAiming();
    await rig.eventually(() => expect(page()).toContain('Show a machine that went down'));
    expect(page()).not.toContain('This shop is doing fine');
  });

  it('begin again in another document', async () => {
    await pullWhileAiming();
    useSelection().stopAiming();
    await rig.eventually(() => expect(useFirstSteps().step).toBe('why'));
    expect(await useWorkspace().create('first-room', { run: false })).toBe(true);
    await rig.eventually(() => expect(page()).toContain('This shop is doing fine'));
  });
});
