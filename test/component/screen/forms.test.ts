/**
 * Goal: every form begins as a command that the schema accepts, so that a person who only presses
 * the button is not refused for the shape of it; and what is refused stands beside its field, keeps
 * what was typed and takes one there. Method: each form over one real room, the largest ones filled
 * with nonsense.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import CommandDialog from '../../../src/renderer/dialogs/CommandDialog.vue';
import { commandFrom, FORM_IDS, toNumber } from '../../../src/renderer/dialogs/form-spec.ts';
import { formOf } from '../../../src/renderer/dialogs/forms.ts';
import { useTopology } from '../../../src/renderer/stores/use-topology.ts';
import { useWorkspace } from '../../../src/renderer/stores/use-workspace.ts';
import { commandSchema } from '../../../src/shared/commands/index.ts';
import { isLongRun } from '../../support/counts.ts';
import { startScreen, type ScreenRig } from '../screen-rig.ts';

let rig: ScreenRig;

beforeAll(async () => {
  rig = await startScreen({ template: 'first-room' });
  await rig.eventually(() => expect(useTopology().list('vm')).toHaveLength(6));
  await rig.eventually(() => expect(useWorkspace().catalogue).toBeDefined());
});
afterAll(() => rig.stop());

/** No name, number or span of time. */
const NONSENSE = '?? ??';
const LARGEST = [...FORM_IDS]
  .toSorted((one, other) => fieldsOf(other) - fieldsOf(one))
  .slice(0, isLongRun ? 10 : 2);

function fieldsOf(id: (typeof FORM_IDS)[number]): number {
  return formOf(id)?.fields.length ?? 0;
}

describe('every form', () => {
  it.each(FORM_IDS)('%s has fields, and begins as a command of its type', (id) => {
    const spec = formOf(id);
    expect(spec?.id).toBe(id);
    const topology = useTopology();
    const context = {
      list: topology.list,
      catalogue: useWorkspace().catalogue,
      words: (key: string) => key,
      memory: String,
    };
    const values: Record<string, string> = { ...spec?.begin(context, {}) };
    for (const one of spec?.fields ?? []) {
      const first = one.choices?.(context, values)[0]?.value;
      if (one.required === true) values[one.name] ??= '';
      if (one.required === true && values[one.name] === '') values[one.name] = first ?? '5';
    }
    const command = spec === undefined ? {} : commandFrom(spec, values);
    const parsed = commandSchema.safeParse(command);
    // A room without sets offers none; everything else must have the shape of its command.
    const missing = parsed.error?.issues.filter((issue) => values[String(issue.path[0])] !== '5');
    expect(missing ?? []).toEqual([]);
  });

  it.each(LARGEST)('%s says beside each field what is wrong, and goes to the first', async (id) => {
    const shown = rig.show(CommandDialog, { form: id, values: {} });
    await rig.eventually(() => expect(document.querySelector('form')).not.toBeNull());
    const inputs = (): HTMLInputElement[] => [
      ...document.querySelectorAll<HTMLInputElement>('form .ui-field input'),
    ];
    for (const input of inputs()) {
      input.value = NONSENSE;
      input.dispatchEvent(new Event('input'));
    }
    document.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }));
    const wrong = (): HTMLElement[] => [
      ...document.querySelectorAll<HTMLElement>('form [aria-invalid="true"]'),
    ];
    await rig.eventually(() => expect(document.activeElement).toBe(wrong()[0]));
    for (const control of wrong()) {
      const note = document.getElementById(control.getAttribute('aria-describedby') ?? '');
      expect(note?.textContent?.trim()).not.toBe('');
      expect(note?.closest('.ui-field')?.contains(control)).toBe(true);
    }
    expect(inputs().filter(({ value }) => value !== '' && value !== NONSENSE)).toEqual([]);
    shown.unmount();
  });

  it('reads numbers as both languages write them', () => {
    expect([toNumber('1,5'), toNumber('2.25'), toNumber('1 000'), toNumber('x')]).toEqual([
      1.5,
      2.25,
      1_000,
      'x',
    ]);
  });
});
