/**
 * Native dialogs and the files they choose: the only place where a path comes from a person.
 *
 * A page never names a path. It has no part in this: the main side reads or writes the file and
 * passes the text on through the contract.
 */
import { dialog, type BrowserWindow, type FileFilter } from 'electron';
import type { AppError, Result } from '../../shared/kernel/result.ts';
import { OK, ok } from '../../shared/kernel/result.ts';
import { readTextFile, writeTextFile } from '../workspace-host/user-files.ts';
import type { MenuLabels } from './menu-labels.ts';

/** Largest scenario file that is read; the contract refuses longer texts in its own words. */
const SCENARIO_BYTES_MAX = 64_000_000;

/** Lets a person choose a scenario file; undefined when nothing was chosen. */
export async function chooseScenario(
  window: BrowserWindow,
  labels: MenuLabels,
): Promise<Result<string | undefined>> {
  const chosen = await dialog.showOpenDialog(window, {
    title: labels.importScenario,
    properties: ['openFile'],
    filters: scenarioFilters(labels),
  });
  const path = chosen.canceled ? undefined : chosen.filePaths[0];
  return path === undefined ? ok(undefined) : readTextFile(path, SCENARIO_BYTES_MAX);
}

/** Lets a person choose where a scenario goes, and writes it there. */
export async function saveScenario(
  window: BrowserWindow,
  file: { readonly fileName: string; readonly text: string; readonly labels: MenuLabels },
): Promise<Result<undefined>> {
  const chosen = await dialog.showSaveDialog(window, {
    title: file.labels.exportScenario,
    defaultPath: file.fileName,
    filters: scenarioFilters(file.labels),
  });
  return chosen.canceled || chosen.filePath === '' ? OK : writeTextFile(chosen.filePath, file.text);
}

/** Says why something was not done, and what to do next. */
export async function showRefusal(
  window: BrowserWindow,
  refusal: { readonly error: AppError; readonly labels: MenuLabels },
): Promise<void> {
  const { error, labels } = refusal;
  await dialog.showMessageBox(window, {
    type: 'warning',
    title: labels.notDone,
    message: error.message,
    buttons: [labels.close],
    ...(error.hint === undefined ? {} : { detail: error.hint }),
  });
}

function scenarioFilters(labels: MenuLabels): FileFilter[] {
  return [
    { name: labels.scenarioFiles, extensions: ['scenario.json', 'json'] },
    { name: labels.allFiles, extensions: ['*'] },
  ];
}
