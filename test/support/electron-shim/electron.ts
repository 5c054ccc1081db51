/**
 * The module that stands in for `electron` when the built program runs over the shim: exactly the
 * names the program imports. A name that is missing here fails at link time.
 */
import { listenToTest } from './shim-control.ts';

export { app } from './shim-app.ts';
export { ShimChannel as MessageChannelMain } from './shim-ports.ts';
export { dialog, ipcMain, Menu, protocol, screen, session } from './shim-system.ts';
export { ShimWindow as BrowserWindow } from './shim-window.ts';

listenToTest();
