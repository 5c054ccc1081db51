/**
 * What the native menu does. The main side is a client of the workspace like any window: it asks
 * through the same contract, so the menu can do nothing that a page could not, except choose files.
 */
import type { BrowserWindow } from 'electron';
import type { Client } from '../../shared/contract/connect.ts';
import type { Contract } from '../../shared/contract/contract.ts';
import type { AppError, Result } from '../../shared/kernel/result.ts';
import { OK } from '../../shared/kernel/result.ts';
import { chooseScenario, saveScenario, showRefusal } from './native-dialogs.ts';
import type { MenuLabels } from './menu-labels.ts';
import type { MenuActs } from './menu.ts';

/** Makes the acts; `openClient` is asked anew for each, so that a restarted workspace is found. */
export function createMenuActs(parts: {
  readonly labels: MenuLabels;
  readonly currentWindow: () => BrowserWindow | undefined;
  /** A client of the place a window is at, by the id of its web contents. */
  readonly openClient: (windowId: number) => Client<Contract>;
}): MenuActs {
  const { labels, currentWindow, openClient } = parts;

  /** Runs one act with a window and a client of its own, and shows why when it is refused. */
  async function run(
    act: (client: Client<Contract>, window: BrowserWindow) => Promise<Result<unknown>>,
  ): Promise<void> {
    const window = currentWindow();
    if (window === undefined) return;
    const client = openClient(window.webContents.id);
    try {
      const done = await act(client, window);
      if (!done.ok) await tell(window, done.error);
    } finally {
      client.close();
    }
  }

  async function tell(window: BrowserWindow, error: AppError): Promise<void> {
    if (!window.isDestroyed()) await showRefusal(window, { error, labels });
  }

  return {
    importScenario: () =>
      void run(async (client, window) => {
        const text = await chooseScenario(window, labels);
        if (!text.ok || text.value === undefined) return text;
        const opened = await client.call('documents.import', { text: text.value });
        // The page finds the document that is open when it loads, and forgets the one before.
        if (opened.ok && !window.isDestroyed()) window.webContents.reload();
        return opened;
      }),
    exportScenario: () =>
      void run(async (client, window) => {
        const scenario = await client.call('documents.export', {});
        if (!scenario.ok) return scenario;
        const { fileName, text } = scenario.value;
        return window.isDestroyed() ? OK : saveScenario(window, { fileName, text, labels });
      }),
    closeDocument: () =>
      // The page hears that its room was closed, and goes to the start screen by itself.
      void run((client) => client.call('documents.close', {})),
    undo: () => void run((client) => client.call('workspace.undo', {})),
    redo: () => void run((client) => client.call('workspace.redo', {})),
  };
}
