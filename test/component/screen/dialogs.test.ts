/**
 * Goal: a form judges as the engine does: the schema at once and beside the field, the engine
 * before the button is pressed, and nothing typed is lost by a refusal. Method: the real forms over
 * the real engine, filled in as a person does.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nextTick } from 'vue';
import CommandDialog from '../../../src/renderer/dialogs/CommandDialog.vue';
import MachineDialog from '../../../src/renderer/dialogs/MachineDialog.vue';
import { useTopology } from '../../../src/renderer/stores/use-topology.ts';
import { useWorkspace } from '../../../src/renderer/stores/use-workspace.ts';
import { startScreen, type ScreenRig } from '../screen-rig.ts';

let rig: ScreenRig;

beforeEach(async () => {
  rig = await startScreen({ template: 'first-room' });
  await rig.eventually(() => expect(useTopology().list('vm')).toHaveLength(6));
  await rig.eventually(() => expect(useWorkspace().catalogue).toBeDefined());
});
afterEach(() => rig.stop());

function page(): string {
  return document.body.textContent ?? '';
}

function field(label: string): HTMLInputElement {
  const found = [...document.querySelectorAll('label')].find((one) =>
    one.textContent?.trim().startsWith(label),
  );
  const input = document.getElementById(found?.getAttribute('for') ?? '');
  if (!(input instanceof HTMLInputElement)) throw new Error(`no input for ${label}`);
  return input;
}

async function type(label: string, text: string): Promise<void> {
  const input = field(label);
  input.value = text;
  input.dispatchEvent(new Event('input'));
  await nextTick();
}

function press(name: string): void {
  const buttons = [...document.querySelectorAll('button')];
  const found = buttons.filter((one) => one.textContent?.trim() === name).at(-1);
  if (found === undefined) throw new Error(`no button "${name}"`);
  found.click();
}

describe('a form', () => {
  it('begins with what is likely: a free name, the row in use', async () => {
    rig.show(CommandDialog, { form: 'rack.add', values: {} });
    await rig.eventually(() => expect(field('Name').value).toBe('r7'));
    expect(field('Height').value).toBe('42');
  });

  it('shows the reason beside the field and keeps what was typed', async () => {
    rig.show(CommandDialog, { form: 'rack.add', values: {} });
    await rig.eventually(() => field('Height'));
    await type('Height', '99');
    await rig.eventually(() => expect(page()).toContain('The most is 60.'));
    expect(field('Height').getAttribute('aria-invalid')).toBe('true');
    const note = document.getElementById(field('Height').getAttribute('aria-describedby') ?? '');
    expect(note?.textContent).toContain('The most is 60.');
    press('Add a rack');
    await nextTick();
    expect(field('Height').value).toBe('99');
    expect(useTopology().list('rack')).toHaveLength(6);
  });

  it('asks the engine while one types', async () => {
    rig.show(CommandDialog, { form: 'rack.add', values: {} });
    await rig.eventually(() => field('Name'));
    await type('Name', 'r3');
    await rig.eventually(() => {
      expect(document.querySelector('[role="alert"]')?.textContent).toContain('exists already');
    });
    await type('Name', 'r9');
    await rig.eventually(() => expect(document.querySelector('[role="alert"]')).toBeNull());
  });

  it('carries the command out and goes away', async () => {
    rig.show(CommandDialog, { form: 'rack.add', values: {} });
    await rig.eventually(() => field('Name'));
    press('Add a rack');
    await rig.eventually(() => {
      expect(useTopology().getOf('rack', 'rack:r7')?.row).toBe('row:row-2');
    });
  });
});

describe('the machine dialog', () => {
  it('creates what the last machine was like, on the host it was opened for', async () => {
    rig.show(MachineDialog, { host: 'host:r3-h01' });
    await rig.eventually(() => expect(field('Name').value).toBe('web-7'));
    press('Create');
    await rig.eventually(() => {
      const made = useTopology().getOf('vm', 'vm:shop/web-7');
      expect(made?.size).toBe('Standard_D2s_v5');
      expect(made?.host).toBe('host:r3-h01');
      expect(made?.balancers).toEqual(['balancer:shop/web']);
    });
  });

  it('names an administrator without a secret; the engine says who it may not be', async () => {
    rig.show(MachineDialog, {});
    await rig.eventually(() => expect(field('Name').value).toBe('web-7'));
    press('Administrator and open ports');
    await nextTick();
    await type('Administrator', 'root');
    await rig.eventually(() => expect(page()).toContain('"root" is one of the names'));
    await type('Administrator', 'ops');
    await type('Ports opened', '443');
    await rig.eventually(() => expect(page()).toContain('No security group guards web-7.'));
    await type('Ports opened', '');
    press('Create');
    await rig.eventually(() => {
      const made = useTopology().getOf('vm', 'vm:shop/web-7');
      expect(made?.administrator).toEqual({ name: 'ops', signIn: 'sshKey' });
    });
    expect(document.querySelectorAll('input[type="password"]')).toHaveLength(0);
  });
});
