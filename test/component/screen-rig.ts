/**
 * The screen's stores over a real workspace in this process, for component tests: what a component
 * shows comes from the engine, and what it asks for is carried out by it.
 *
 * The clock is the test's own, so nothing moves unless a test says so. Every fault that nobody was
 * told about fails the test that ends with it.
 */
import { mount, type VueWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { TooltipProvider } from 'reka-ui';
import { expect, vi } from 'vitest';
import { defineComponent, h, type Component } from 'vue';
import type { LocaleName } from '../../src/renderer/i18n/locale-choice.ts';
import { createTranslator } from '../support/translator.ts';
import { useSession } from '../../src/renderer/stores/use-session.ts';
import { useWorkspace } from '../../src/renderer/stores/use-workspace.ts';
import type { Command } from '../../src/shared/commands/index.ts';
import { ok } from '../../src/shared/kernel/result.ts';
import { IN_PROCESS, type WorkspaceLine } from '../support/workspace-lines.ts';

/** How long a test waits for the workspace to answer; it runs in this very process. */
const PATIENCE_MS = 60_000;

export interface ScreenRig {
  readonly line: WorkspaceLine;
  /** Puts a component on the page with everything it may inject. */
  show(component: Component, props?: Record<string, unknown>): VueWrapper;
  execute(command: Command): Promise<void>;
  /** Waits until an expectation holds. */
  eventually(check: () => void): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the stores with a document made from a template, or at the start screen. */
export async function startScreen(
  options: { readonly template?: string; readonly locale?: LocaleName } = {},
): Promise<ScreenRig> {
  localStorage.clear();
  const line = await IN_PROCESS.start();
  const pinia = createPinia();
  setActivePinia(pinia);
  const translator = createTranslator(options.locale ?? 'en');
  const mounted: VueWrapper[] = [];
  const workspace = useWorkspace();
  // Kept, since a test may go on with other stores and this one would then connect for ever.
  const session = useSession();
  await session.start(async () => ok(await line.connect()));
  if (options.template !== undefined) {
    expect(await workspace.create(options.template, { run: false })).toBe(true);
    await vi.waitFor(() => expect(workspace.isOpen).toBe(true), PATIENCE_MS);
  }
  return {
    line,
    show(component, props = {}) {
      const page = defineComponent(() => () => h(TooltipProvider, () => h(component, props)));
      const plugins = [pinia, translator];
      const wrapper = mount(page, { attachTo: document.body, global: { plugins } });
      mounted.push(wrapper);
      return wrapper;
    },
    async execute(command) {
      const answer = await workspace.execute(command);
      expect(answer.ok ? undefined : answer.error).toBeUndefined();
    },
    async eventually(check) {
      await vi.waitFor(check, { timeout: PATIENCE_MS, interval: 20 });
    },
    async stop() {
      for (const wrapper of mounted) wrapper.unmount();
      document.body.replaceChildren();
      session.end();
      await line.stop();
      expect(line.faults).toEqual([]);
    },
  };
}
