/**
 * Reads a Chromium trace: how much processor time the main thread of the page took for each frame,
 * and its longest task in a span of time. Times are of the thread, not of the wall, because the
 * machine is shared. It knows the trace format and nothing about the page.
 */

/** One event of the trace, as far as it is read. Times are microseconds. */
interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: Readonly<Record<string, unknown>>;
}

interface Task {
  readonly startUs: number;
  readonly endUs: number;
  readonly cpuMs: number;
}

export interface MainThread {
  readonly tasks: readonly Task[];
  /** Moments at which frames began. */
  readonly framesUs: readonly number[];
  /** Moments of the marks that the page made itself, by name. */
  readonly marksUs: ReadonlyMap<string, readonly number[]>;
}

/** What the browser has to record for the rest of this file. */
export const TRACE_CATEGORIES = [
  'toplevel',
  'devtools.timeline',
  'disabled-by-default-devtools.timeline',
  'blink.user_timing',
];

const TASK = 'RunTask';
const FRAME = 'FireAnimationFrame';

/** The main thread that made the marks of a page. */
export function readTrace(text: string, ownMark: string): MainThread {
  const events = (JSON.parse(text) as { traceEvents: TraceEvent[] }).traceEvents;
  const own = events.find((event) => event.name === ownMark);
  if (own === undefined) throw new Error(`the trace holds no mark "${ownMark}"`);
  const mine = events
    .filter((event) => event.pid === own.pid && event.tid === own.tid)
    .toSorted((a, b) => a.ts - b.ts);
  const marksUs = new Map<string, number[]>();
  for (const event of mine) {
    if (!event.name.startsWith('bench:')) continue;
    const known = marksUs.get(event.name);
    if (known === undefined) marksUs.set(event.name, [event.ts]);
    else known.push(event.ts);
  }
  const tasks = mine
    .filter((event) => event.name === TASK)
    .map((event) => ({
      startUs: event.ts,
      endUs: event.ts + (event.dur ?? 0),
      cpuMs: (event.tdur ?? event.dur ?? 0) / 1_000,
    }));
  const callbacks = mine.filter((event) => event.name === FRAME).map((event) => event.ts);
  return { tasks, framesUs: framesOf(tasks, callbacks), marksUs };
}

/** A frame begins with the task that runs its animation callbacks, of which there are several. */
function framesOf(tasks: readonly Task[], callbacks: readonly number[]): number[] {
  const frames: number[] = [];
  let at = 0;
  for (const task of tasks) {
    while (at < callbacks.length && (callbacks[at] ?? 0) < task.startUs) at += 1;
    if ((callbacks[at] ?? Number.POSITIVE_INFINITY) > task.endUs) continue;
    frames.push(task.startUs);
  }
  return frames;
}

/** A span of the trace between two marks of the page; the last of each name counts. */
export function spanOf(
  thread: MainThread,
  names: { from: string; to: string },
): { fromUs: number; toUs: number } {
  const fromUs = thread.marksUs.get(names.from)?.at(-1);
  const toUs = thread.marksUs.get(names.to)?.at(-1);
  if (fromUs === undefined || toUs === undefined) {
    throw new Error(`the trace holds no span from ${names.from} to ${names.to}`);
  }
  return { fromUs, toUs };
}

/** Processor time of the main thread between the beginnings of each two frames of a span. */
export function cpuPerFrame(thread: MainThread, span: { fromUs: number; toUs: number }): number[] {
  const frames = thread.framesUs.filter((at) => at >= span.fromUs && at <= span.toUs);
  const sums = frames.slice(1).map(() => 0);
  let index = 0;
  for (const task of thread.tasks) {
    // A task belongs to the frame whose animation callback it runs, or that it comes before.
    while (index < sums.length && task.startUs >= (frames[index + 1] ?? 0)) index += 1;
    if (task.endUs < (frames[0] ?? 0) || index >= sums.length) continue;
    sums[index] = (sums[index] ?? 0) + task.cpuMs;
  }
  return sums;
}

/** The longest task that overlaps a span, in milliseconds of processor time. */
export function longestTask(thread: MainThread, span: { fromUs: number; toUs: number }): number {
  const inside = thread.tasks.filter(
    (task) => task.endUs > span.fromUs && task.startUs < span.toUs,
  );
  return Math.max(0, ...inside.map((task) => task.cpuMs));
}

/** The value below which a share of the numbers lies; 0 without numbers. */
export function quantile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}
