/**
 * How a test acts as the person at the machine: it asks over the process' own channel to click the
 * menu, lay out answers for dialogs, drag or close the window, and look at what happened.
 */
import type { MenuItemConstructorOptions, Rectangle } from 'electron';
import { app } from './shim-app.ts';
import { system } from './shim-system.ts';
import { world, type ShimWindow } from './shim-window.ts';

/** What a test can ask, and what it gets. */
export interface ShimRequests {
  /** Runs an expression in the page's own world. */
  evaluate: { ask: { expression: string }; answer: unknown };
  screenshot: { ask: { path: string }; answer: undefined };
  clickMenu: { ask: { path: string[] }; answer: undefined };
  menuLabels: { ask: Record<string, never>; answer: string[] };
  answerOpen: { ask: { filePaths: string[] }; answer: undefined };
  answerSave: { ask: { filePath: string }; answer: undefined };
  moveWindow: { ask: { bounds: Rectangle }; answer: undefined };
  closeWindow: { ask: Record<string, never>; answer: undefined };
  permissions: { ask: { name: string }; answer: boolean[] };
  facts: {
    ask: Record<string, never>;
    answer: {
      url: string;
      pages: number;
      visible: boolean;
      focused: number;
      bounds: Rectangle;
      console: string[];
      leaks: string[];
      messages: { message: string; detail: string }[];
      schemes: unknown[];
    };
  };
}

type Name = keyof ShimRequests;
type Answers = {
  [N in Name]: (ask: ShimRequests[N]['ask']) => Promise<ShimRequests[N]['answer']>;
};

function theWindow(): ShimWindow {
  const window = world.windows[0];
  if (window === undefined) throw new Error('no window is open');
  return window;
}

function pageOf(window: ShimWindow) {
  const link = window.contents.link;
  if (link === undefined) throw new Error('the window has no page yet');
  return link.page;
}

function findItem(
  items: readonly MenuItemConstructorOptions[],
  path: readonly string[],
): MenuItemConstructorOptions {
  const item = items.find((candidate) => candidate.label === path[0]);
  if (item === undefined) throw new Error(`no menu item "${path[0] ?? ''}"`);
  if (path.length === 1) return item;
  return findItem(Array.isArray(item.submenu) ? item.submenu : [], path.slice(1));
}

function labelsOf(items: readonly MenuItemConstructorOptions[]): string[] {
  return items.flatMap((item) => [
    ...(item.label === undefined ? [] : [item.label]),
    ...(Array.isArray(item.submenu) ? labelsOf(item.submenu) : []),
  ]);
}

/** Asks the three permission handlers; each must exist. */
function askPermissions(name: string): boolean[] {
  const { request, check, device } = system.permission;
  if (
    typeof request !== 'function' ||
    typeof check !== 'function' ||
    typeof device !== 'function'
  ) {
    throw new Error('a permission handler is missing, and Electron would allow by default');
  }
  const granted: boolean[] = [];
  request({}, name, (answer: boolean) => granted.push(answer), {});
  return [...granted, check(undefined, name, '', {}) === true, device({}) === true];
}

const answers: Answers = {
  evaluate: ({ expression }) => pageOf(theWindow()).evaluate<unknown>(expression),
  async screenshot({ path }) {
    await pageOf(theWindow()).screenshot({ path });
    return undefined;
  },
  clickMenu({ path }) {
    const item = findItem(system.menu, path);
    if (item.role === 'quit') app.quit();
    else if (item.click === undefined) throw new Error(`the shim cannot click ${path.join(' > ')}`);
    // A click handler is given the item, window and event, none of which the program reads.
    else (item.click as () => void)();
    return Promise.resolve(undefined);
  },
  menuLabels: () => Promise.resolve(labelsOf(system.menu)),
  answerOpen({ filePaths }) {
    system.openAnswers.push({ canceled: filePaths.length === 0, filePaths });
    return Promise.resolve(undefined);
  },
  answerSave({ filePath }) {
    system.saveAnswers.push({ canceled: filePath === '', filePath });
    return Promise.resolve(undefined);
  },
  moveWindow({ bounds }) {
    theWindow().setByHand(bounds);
    return Promise.resolve(undefined);
  },
  closeWindow() {
    theWindow().close();
    return Promise.resolve(undefined);
  },
  permissions: ({ name }) => Promise.resolve(askPermissions(name)),
  facts() {
    const window = theWindow();
    return Promise.resolve({
      url: window.contents.link?.url ?? '',
      pages: world.context?.pages().length ?? 0,
      visible: window.isVisible(),
      focused: window.focused,
      bounds: window.getNormalBounds(),
      console: world.console,
      leaks: world.leaks,
      messages: system.messages.map(({ message, detail = '' }) => ({ message, detail })),
      schemes: system.schemes,
    });
  },
};

interface Question {
  readonly id: number;
  readonly name: Name;
  readonly ask: never;
}

/** Begins to listen to the test. */
export function listenToTest(): void {
  process.on('message', (question: Question) => {
    const { id, name, ask } = question;
    Promise.resolve()
      .then(() => answers[name](ask))
      .then((answer: unknown) => process.send?.({ id, ok: true, answer }))
      .catch((error: unknown) => process.send?.({ id, ok: false, error: String(error) }));
  });
  // A test that ends or crashes takes the application with it.
  process.on('disconnect', () => app.exit(1));
}
