/**
 * Goal: a dialog begins at the first thing to decide on and never at its way out, whose name would
 * then lie over it as a hint. Method: dialogs with and without controls on a page; who has the
 * focus once they are open.
 */
import { mount, type VueWrapper } from '@vue/test-utils';
import { TooltipProvider } from 'reka-ui';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { h, type VNode } from 'vue';
import { createTranslator } from '../../support/translator.ts';
import UiDialog from '../../../src/renderer/ui/UiDialog.vue';

let shown: VueWrapper | undefined;
afterEach(() => shown?.unmount());

function show(slots: Readonly<Record<string, () => VNode>>): void {
  const dialog = (): VNode => h(UiDialog, { open: true, title: 'A question' }, slots);
  shown = mount(() => h(TooltipProvider, dialog), {
    attachTo: document.body,
    global: { plugins: [createTranslator('en')] },
  });
}

describe('a dialog', () => {
  it.each([
    ['its first field', { default: () => h('p', [h('b'), h('textarea', { id: 'x' })]) }, 'x'],
    ['its first act', { actions: () => h('button', { id: 'y' }, 'Do it') }, 'y'],
  ])('without anything before it begins at %s', async (_what, slots, id) => {
    show(slots);
    await vi.waitFor(() => expect(document.activeElement?.id).toBe(id));
  });

  it('with nothing to decide on has the focus itself', async () => {
    show({ default: () => h('p', 'Only words.') });
    await vi.waitFor(() => expect(document.activeElement?.getAttribute('role')).toBe('dialog'));
  });
});
