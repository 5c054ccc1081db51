/**
 * How long the tests of the screen wait for anything, and how they are tried on a slow machine.
 *
 * `RACKLAB_SLOW=6` throttles the processor of every page by that factor, through the browser's own
 * debugger; `RACKLAB_SLOW_HOST=10` gives the host under the page that niceness, so that anything
 * else on the machine goes before it. Both are for finding what is only quick enough here: a test
 * that waits for what it needs passes under either, only later.
 */
import { setPriority } from 'node:os';
import type { Page } from 'playwright-core';

/**
 * A bound that no step comes near on a machine eight times as slow as two busy cores. It is never a
 * claim about speed: what is not there by then does not come at all.
 */
export const PATIENCE = { timeout: 90_000 } as const;

/** The same for a whole scene of many steps. */
export const SCENE_MS = 420_000;

const SLOW = Number(process.env['RACKLAB_SLOW'] ?? 1);
const HOST_NICENESS = Number(process.env['RACKLAB_SLOW_HOST'] ?? 0);

/** Gives a page the patience of the tests, and the slowness that was asked for. */
export async function preparePage(page: Page): Promise<void> {
  page.setDefaultTimeout(PATIENCE.timeout);
  page.setDefaultNavigationTimeout(PATIENCE.timeout);
  if (SLOW <= 1) return;
  const debug = await page.context().newCDPSession(page);
  await debug.send('Emulation.setCPUThrottlingRate', { rate: SLOW });
}

/** Gives the process under a page the slowness that was asked for. */
export function prepareHost(pid: number | undefined): void {
  if (pid !== undefined && HOST_NICENESS > 0) setPriority(pid, HOST_NICENESS);
}
