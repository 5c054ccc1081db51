/**
 * Goal: every form begins as a command that the schema accepts, so that a person who only presses
 * the button is not refused for the shape of it. Method: each form over one real room.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandFrom, FORM_IDS, toNumber } from '../../../src/renderer/dialogs/form-spec.ts';
import { formOf } from '../../../src/renderer/dialogs/forms.ts';
import { useTopology } from '../../../src/renderer/stores/use-topology.ts';
import { useWorkspace } from '../../../src/renderer/stores/use-workspace.ts';
import { commandSchema } from '../../../src/shared/commands/index.ts';
import { startScreen, type ScreenRig } from '../screen-rig.ts';

let rig: ScreenRig;

beforeAll(async () => {
  rig = await startScreen({ template: 'first-room' });
  await rig.eventually(() => expect(useTopology().list('vm')).toHaveLength(6));
  await rig.eventually(() => expect(useWorkspace().catalogue).toBeDefined());
});
afterAll(() => rig.stop());

describe('every form', () => {
  it.each(FORM_IDS)('%s has fields, and begins as a command of its type', (id) => {
    const spec = formOf(id);
    expect(spec?.id).toBe(id);
    const topology = useTopology();
    const context = {
      list: topology.list,
      catalogue: useWorkspace().catalogue,
      words: (key: string) => key,
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

  it('reads numbers as both languages write them', () => {
    expect([toNumber('1,5'), toNumber('2.25'), toNumber('1 000'), toNumber('x')]).toEqual([
      1.5,
      2.25,
      1_000,
      'x',
    ]);
  });
});
