/**
 * Goal: a guided tour goes on when the learner has done what it waits for, by whatever way, and is
 * found again where it was left. Method: the store over the real workspace; things are done by
 * command and by the stores, never by the tour's own buttons.
 */
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { useSelection } from '../../../src/renderer/stores/use-selection.ts';
import { useTopology } from '../../../src/renderer/stores/use-topology.ts';
import { useTours } from '../../../src/renderer/stores/use-tours.ts';
import TourBanner from '../../../src/renderer/tours/TourBanner.vue';
import { TOURS, tourOf } from '../../../src/renderer/tours/tour-steps.ts';
import { ensure } from '../../../src/shared/kernel/assert.ts';
import { startScreen, type ScreenRig } from '../screen-rig.ts';

let rig: ScreenRig;

beforeEach(async () => {
  rig = await startScreen();
});
afterEach(() => rig.stop());

const lose = ensure(tourOf('lose'), 'There is a tour of losing a rack');

it('goes on by what is done, past what is skipped, and is taken up where it was left', async () => {
  const tours = useTours();
  rig.show(TourBanner);
  await tours.begin(lose);
  await rig.eventually(() => expect(useTopology().list('vm')).toHaveLength(6));
  await rig.eventually(() => expect(document.body.textContent).toContain('Serve somebody'));
  tours.skip();
  expect(tours.step?.id).toBe('aim');
  await useSelection().aim('rack:r2');
  await rig.eventually(() => expect(tours.step?.id).toBe('cut'));
  useSelection().stopAiming();
  await rig.execute({ type: 'fault.cut', target: 'rack:r2' });
  await rig.eventually(() => expect(tours.step?.id).toBe('feel'));
  expect(document.body.textContent).toContain('Done: Pull the plug.');

  tours.leave();
  await rig.eventually(() => expect(document.body.textContent).not.toContain('See who is refused'));
  setActivePinia(createPinia());
  expect(useTours().stepsDone(lose)).toBe(3);
  expect(useTours().current).toBeUndefined();
});

it('has steps with ids of their own in every tour', () => {
  for (const { steps } of TOURS) {
    expect(new Set(steps.map(({ id }) => id)).size).toBe(steps.length);
  }
});
