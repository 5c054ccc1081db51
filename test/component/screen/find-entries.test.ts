/**
 * Goal: whatever can be done anywhere can be found by typing: acts of what is selected, acts of the
 * whole room, the form of every command, and every thing by its name. Method: the real list over
 * the real stores; what is found is chosen, and the dialog it opens is read.
 */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { useFindEntries } from '../../../src/renderer/composables/use-find-entries.ts';
import { useDialogs } from '../../../src/renderer/stores/use-dialogs.ts';
import { useSelection } from '../../../src/renderer/stores/use-selection.ts';
import { useTopology } from '../../../src/renderer/stores/use-topology.ts';
import { startScreen, type ScreenRig } from '../screen-rig.ts';

let rig: ScreenRig;
let matches: ReturnType<typeof useFindEntries>['matches'];

beforeEach(async () => {
  rig = await startScreen({ template: 'first-room' });
  await rig.eventually(() => expect(useTopology().list('vm')).toHaveLength(6));
  rig.show({
    setup() {
      matches = useFindEntries().matches;
      return () => undefined;
    },
  });
});
afterEach(() => rig.stop());

it('finds a form by what it does, and opens it empty', () => {
  matches('install a hyper')[0]?.run();
  expect(useDialogs().current).toMatchObject({ kind: 'form', form: 'hypervisor.install' });
});

it('puts first what can be done with what is selected', () => {
  const machine = useTopology().list('vm')[0];
  useSelection().reveal(machine?.id ?? '');
  const [first] = matches('');
  expect(first?.kind).toBe(machine?.name);
  const resize = matches('resize').find((entry) => entry.kind === machine?.name);
  resize?.run();
  expect(useDialogs().current).toMatchObject({ kind: 'resize', vm: machine?.id });
});

it('prefers a thing that is called so to whatever merely mentions it', () => {
  const [first] = matches('r2');
  expect(first?.id).toBe('rack:r2');
});
