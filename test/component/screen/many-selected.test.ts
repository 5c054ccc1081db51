/**
 * Goal: several things are changed at once, whole or not at all, and one undo takes it back; what
 * differs is called mixed; who refuses is named beside the field. Method: hosts of the first room
 * from the real engine, one of them with a machine on it, through the fields of the inspector.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import ManySelected from '../../../src/renderer/inspector/ManySelected.vue';
import { fieldsOfMany } from '../../../src/renderer/many/many-edits.ts';
import { useLab } from '../../../src/renderer/stores/use-lab.ts';
import { useSelection } from '../../../src/renderer/stores/use-selection.ts';
import { useTopology } from '../../../src/renderer/stores/use-topology.ts';
import { useWorkspace } from '../../../src/renderer/stores/use-workspace.ts';
import { startScreen, type ScreenRig } from '../screen-rig.ts';

let rig: ScreenRig;
let busy: string;
let empty: string;

beforeEach(async () => {
  rig = await startScreen({ template: 'first-room' });
  const topology = useTopology();
  await rig.eventually(() => expect(topology.list('vm')).toHaveLength(6));
  const hosts = topology.list('host').filter(({ hypervisor }) => hypervisor !== undefined);
  busy = hosts.find(({ vCpuCommitted }) => vCpuCommitted > 0)?.id ?? '';
  empty = hosts.find(({ vCpuCommitted }) => vCpuCommitted === 0)?.id ?? '';
  useSelection().selectMany([busy, empty]);
  rig.show(ManySelected);
});
afterEach(() => rig.stop());

function page(): string {
  return document.body.textContent ?? '';
}

function field(label: string): HTMLInputElement {
  const found = [...document.querySelectorAll('label')].find(
    (one) => one.textContent?.trim() === label,
  );
  const input = document.querySelector(`[id="${found?.htmlFor ?? ''}"]`);
  if (!(input instanceof HTMLInputElement)) throw new Error(`no field "${label}": ${page()}`);
  return input;
}

function enter(label: string, value: string): void {
  const input = field(label);
  input.value = value;
  input.dispatchEvent(new Event('input', { bubbles: true }));
}

async function apply(label: string): Promise<void> {
  // The field has to know of the text before Enter can send it.
  await rig.eventually(() => expect(page()).toContain('Apply to 2'));
  field(label).dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
}

function press(label: string): void {
  const found = [...document.querySelectorAll('button')].find(
    (one) => one.textContent?.trim() === label,
  );
  if (found === undefined) throw new Error(`no button "${label}": ${page()}`);
  found.click();
}

function kept(id: string): number | undefined {
  return useTopology().getOf('host', id)?.hypervisor?.reserveCores;
}

const CORES = 'Cores kept back';

describe('several hosts', () => {
  it('show what is equal, call mixed what is not, and change as one step', async () => {
    expect(field(CORES).value).toBe('0');
    await rig.execute({ type: 'hypervisor.set', host: empty, reserveCores: 3 });
    await rig.eventually(() => expect(field(CORES).placeholder).toBe('Mixed'));
    expect(field(CORES).value).toBe('');
    const said = document.querySelector(`[id="${field(CORES).getAttribute('aria-describedby')}"]`);
    expect(said?.textContent).toBe('Mixed: 0 (1), 3 (1)');
    enter(CORES, '1');
    await apply(CORES);
    await rig.eventually(() => expect([kept(busy), kept(empty)]).toEqual([1, 1]));
    await rig.eventually(() => expect(field(CORES).value).toBe('1'));
    await useWorkspace().undo();
    await rig.eventually(() => expect([kept(busy), kept(empty)]).toEqual([0, 3]));
  });

  it('name who refuses, with nothing changed, until the others shall be', async () => {
    enter(CORES, '15');
    await apply(CORES);
    await rig.eventually(() => expect(page()).toContain('Nothing was changed: 1 of 2'));
    const alert = document.querySelector('[role="alert"]')?.textContent ?? '';
    expect(alert).toContain(useTopology().getOf('host', busy)?.name ?? '?');
    expect(field(CORES).value).toBe('15');
    expect([kept(busy), kept(empty)]).toEqual([0, 0]);
    press('Change the other one');
    await rig.eventually(() => expect([kept(busy), kept(empty)]).toEqual([0, 15]));
    await rig.eventually(() => expect(page()).toContain('1 of 2 were changed'));
    enter(CORES, 'many');
    await apply(CORES);
    await rig.eventually(() => expect(field(CORES).getAttribute('aria-invalid')).toBe('true'));
    expect([kept(busy), kept(empty)]).toEqual([0, 15]);
  });

  it('say what the lab keeps to itself, and of several kinds that they have no form', async () => {
    const lab = useLab();
    const locks = [{ commands: ['hypervisor.*'], why: { en: 'The provider sets this.' } }];
    // Of an attempt only its locks are looked at here.
    lab.attempt = { locks } as unknown as NonNullable<typeof lab.attempt>;
    await rig.eventually(() => expect(field(CORES).disabled).toBe(true));
    expect(page()).toContain('The provider sets this.');
    useSelection().selectMany([busy, 'rack:r1', 'rack:r2']);
    await rig.eventually(() => expect(page()).toContain('They are of several kinds'));
    press('2 × Rack');
    await rig.eventually(() => expect(useSelection().ids).toEqual(['rack:r1', 'rack:r2']));
  });
});

describe('whatever there is', () => {
  it('has the fields that its own forms have, with what it is now', () => {
    const topology = useTopology();
    function idsOf(kind: 'vm' | 'disk' | 'power' | 'balancer' | 'rack'): string[] {
      const rows = topology.list(kind);
      const [first] = rows;
      // Feeds and strips are of one kind of row and two kinds of thing.
      const alike = rows.filter((row) => row.id.split(':')[0] === first?.id.split(':')[0]);
      return fieldsOfMany(alike.slice(0, 2)).map(({ id }) => id);
    }
    expect(idsOf('vm')).toEqual(['vm.resize size', 'tag.set tags']);
    expect(idsOf('rack')).toEqual(['rack.edit cluster']);
    expect(idsOf('power')).toEqual(['power.edit from', 'power.edit ratingWatts']);
    expect(idsOf('disk')).toEqual([
      'disk.edit sizeGib',
      'disk.edit tier',
      'disk.edit caching',
      'tag.set tags',
    ]);
    expect(idsOf('balancer')).toContain('balancer.edit probeThreshold');
  });
});
