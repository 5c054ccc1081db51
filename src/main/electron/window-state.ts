/**
 * Where the window was and how large, remembered between starts in a small file.
 *
 * A state that cannot be read, or that lies on a screen no longer there, is simply not used: it is
 * a convenience. It must not know how a window is made.
 */
import { readTextFile, writeTextFile } from '../workspace-host/user-files.ts';

export interface WindowBounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface WindowState {
  /** Undefined lets the system choose the place. */
  readonly bounds: WindowBounds | undefined;
  readonly maximized: boolean;
}

export const WINDOW_SIZE_DEFAULT = { width: 1_280, height: 800 } as const;
export const WINDOW_SIZE_MIN = { width: 800, height: 560 } as const;

const STATE_BYTES_MAX = 10_000;
/** How much of the window must be on a screen, in pixels each way, so that it can be grasped. */
const VISIBLE_MIN = 100;
const COORDINATE_MAX = 100_000;

/** The remembered state as far as it still makes sense; `screens` are the work areas there are. */
export async function loadWindowState(
  path: string,
  screens: readonly WindowBounds[],
): Promise<WindowState> {
  const text = await readTextFile(path, STATE_BYTES_MAX);
  const state = text.ok ? parseWindowState(text.value) : undefined;
  if (state === undefined) return { bounds: undefined, maximized: false };
  const isVisible =
    state.bounds !== undefined && screens.some((screen) => overlaps(state.bounds, screen));
  return isVisible ? state : { ...state, bounds: undefined };
}

/** Remembers a state; a disk that refuses costs nothing but the memory. */
export async function saveWindowState(path: string, state: WindowState): Promise<void> {
  await writeTextFile(path, `${JSON.stringify(state)}\n`);
}

/** Reads the text of a state; undefined when it is not one. */
export function parseWindowState(text: string): WindowState | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || !('maximized' in value)) return undefined;
  if (typeof value.maximized !== 'boolean') return undefined;
  const bounds = 'bounds' in value ? parseBounds(value.bounds) : undefined;
  return { bounds, maximized: value.maximized };
}

function parseBounds(value: unknown): WindowBounds | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!('x' in value && 'y' in value && 'width' in value && 'height' in value)) return undefined;
  const { x, y, width, height } = value;
  if (!isCoordinate(x) || !isCoordinate(y) || !isCoordinate(width) || !isCoordinate(height)) {
    return undefined;
  }
  if (width < WINDOW_SIZE_MIN.width || height < WINDOW_SIZE_MIN.height) return undefined;
  return { x, y, width, height };
}

function isCoordinate(value: unknown): value is number {
  return Number.isInteger(value) && Math.abs(Number(value)) <= COORDINATE_MAX;
}

function overlaps(window: WindowBounds | undefined, screen: WindowBounds): boolean {
  if (window === undefined) return false;
  const across =
    Math.min(window.x + window.width, screen.x + screen.width) - Math.max(window.x, screen.x);
  const down =
    Math.min(window.y + window.height, screen.y + screen.height) - Math.max(window.y, screen.y);
  return across >= VISIBLE_MIN && down >= VISIBLE_MIN;
}
