/**
 * The native menu: labels from a table, acts handed in by the caller.
 *
 * Undo and redo of the room carry their keys for reading only: the page handles them, because only
 * it knows whether a text field has the focus. It must not know what the acts do.
 */
import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { MenuLabels } from './menu-labels.ts';

export interface MenuActs {
  importScenario(): void;
  exportScenario(): void;
  closeDocument(): void;
  undo(): void;
  redo(): void;
}

/** Puts the menu in place for all windows. */
export function installMenu(labels: MenuLabels, acts: MenuActs): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(labels, acts)));
}

/** The menu as data. */
export function menuTemplate(labels: MenuLabels, acts: MenuActs): MenuItemConstructorOptions[] {
  return [
    {
      label: labels.file,
      submenu: [
        {
          label: labels.importScenario,
          accelerator: 'CmdOrCtrl+O',
          click: () => acts.importScenario(),
        },
        {
          label: labels.exportScenario,
          accelerator: 'CmdOrCtrl+Shift+S',
          click: () => acts.exportScenario(),
        },
        { label: labels.closeDocument, click: () => acts.closeDocument() },
        { type: 'separator' },
        { label: labels.quit, role: 'quit' },
      ],
    },
    {
      label: labels.edit,
      submenu: [
        shownKey({ label: labels.undo, accelerator: 'CmdOrCtrl+Z', click: () => acts.undo() }),
        shownKey({ label: labels.redo, accelerator: 'CmdOrCtrl+Y', click: () => acts.redo() }),
        { type: 'separator' },
        { label: labels.cut, role: 'cut' },
        { label: labels.copy, role: 'copy' },
        { label: labels.paste, role: 'paste' },
        { label: labels.selectAll, role: 'selectAll' },
      ],
    },
    {
      label: labels.view,
      submenu: [
        { label: labels.reload, role: 'reload' },
        { type: 'separator' },
        { label: labels.zoomIn, role: 'zoomIn' },
        { label: labels.zoomOut, role: 'zoomOut' },
        { label: labels.resetZoom, role: 'resetZoom' },
        { label: labels.fullScreen, role: 'togglefullscreen' },
        { type: 'separator' },
        { label: labels.developerTools, role: 'toggleDevTools' },
      ],
    },
    { label: labels.help, role: 'help', submenu: [{ label: labels.about, role: 'about' }] },
  ];
}

/** An item whose key is shown but left to the page. */
function shownKey(item: MenuItemConstructorOptions): MenuItemConstructorOptions {
  return { ...item, registerAccelerator: false };
}
