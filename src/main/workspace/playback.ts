/**
 * Playing: turns the wall clock into simulated time, a slice at a time.
 *
 * Wall time and speed only decide how far to run before the next slice; what happens on the way is
 * the engine's business, so speed never changes a result. Slices are short and yield in between,
 * so that commands get their turn, and a stall is never caught up by more than a quarter second.
 * This file knows neither engine nor journal: its ports run slices and hear of stops.
 */
import { err, ok, type AppError, type Result } from '../../shared/kernel/result.ts';
import { SIM_TIME_MAX_US, US_PER_MILLISECOND, US_PER_SECOND } from '../../shared/kernel/time.ts';
import type { Speed } from '../../shared/views/workspace-view.ts';
import type { TurnQueue } from './turns.ts';
import type { WallClock } from './wall-clock.ts';

/** Wall time of one slice; commands wait at most about this long for their turn. */
export const SLICE_BUDGET_MS = 8;
/** Wall time between two slices when the run keeps up with the clock. */
export const TICK_MS = 16;
/** The most wall time that is caught up after a stall. */
export const CATCH_UP_MS_MAX = 250;
/** Wall time over which the reached speed is measured. */
const SPEED_WINDOW_MS = 500;
/** The speed a room starts with: a simulated minute each second. */
export const DEFAULT_SPEED: Speed = 60;

export interface PlaybackPorts {
  readonly clock: WallClock;
  readonly turns: TurnQueue;
  readonly nowUs: () => number;
  /** The scenario's length; playing stops there once. */
  readonly durationUs: number;
  /** Runs towards a moment; true when it is reached. Refusals stop the playing. */
  readonly slice: (toUs: number, budgetMs: number) => Result<boolean>;
  /** Time has moved, or running or speed have changed. */
  readonly onChange: () => void;
  /** Playing has ended by itself: at its goal or at the scenario's length. */
  readonly onArrival: () => void;
  readonly onFault: (error: AppError) => void;
}

/** A run to a moment as fast as possible. */
interface Goal {
  readonly toUs: number;
  readonly settle: () => void;
}

export class Playback {
  readonly #ports: PlaybackPorts;
  #speed: Speed = DEFAULT_SPEED;
  #running = false;
  #goal: Goal | undefined;
  /** Raised at every start and stop, so that a slice scheduled before does nothing. */
  #period = 0;
  #lastMs = 0;
  /** Simulated time that is due but not yet run. */
  #owedUs = 0;
  #stopUs = 0;
  #window = { startMs: 0, startUs: 0 };
  #reachedSpeed = 0;

  constructor(ports: PlaybackPorts) {
    this.#ports = ports;
  }

  get isRunning(): boolean {
    return this.#running;
  }

  /** What is in force now: a run to a moment is as fast as it goes. */
  get speed(): Speed {
    return this.#goal === undefined ? this.#speed : 'max';
  }

  /** Simulated seconds per wall second, lately; 0 while paused. */
  get reachedSpeed(): number {
    return this.#running ? this.#reachedSpeed : 0;
  }

  setSpeed(speed: Speed): void {
    this.#speed = speed;
    this.#owedUs = 0;
    this.#openWindow();
    this.#ports.onChange();
  }

  /** Starts; stops by itself at the scenario's length, or past it only when told to stop. */
  play(): void {
    if (this.#running && this.#goal === undefined) return;
    this.#endGoal();
    const { durationUs, nowUs } = this.#ports;
    this.#begin(nowUs() < durationUs ? durationUs : SIM_TIME_MAX_US);
  }

  /** Stops where it is. */
  pause(): void {
    if (!this.#running) return;
    this.#running = false;
    this.#period += 1;
    this.#endGoal();
    this.#ports.onChange();
  }

  /**
   * Runs to a moment as fast as possible; resolves when it is reached, or when something else
   * stopped it before. Refuses with `playback.targetPassed`.
   */
  runTo(toUs: number): Result<Promise<void>> {
    const nowUs = this.#ports.nowUs();
    if (toUs < nowUs) return err(targetPassed({ toUs, nowUs }));
    this.#endGoal();
    const arrival = new Promise<void>((settle) => {
      this.#goal = { toUs, settle };
    });
    this.#begin(toUs);
    return ok(arrival);
  }

  /** Forgets the wall time that passed while the turn was taken by something long. */
  forgive(): void {
    this.#lastMs = this.#ports.clock.nowMs();
    this.#owedUs = 0;
  }

  #begin(stopUs: number): void {
    this.#stopUs = stopUs;
    this.#running = true;
    this.#period += 1;
    this.forgive();
    this.#openWindow();
    this.#schedule(0);
    this.#ports.onChange();
  }

  #endGoal(): void {
    const goal = this.#goal;
    this.#goal = undefined;
    goal?.settle();
  }

  #schedule(delayMs: number): void {
    const period = this.#period;
    const { clock } = this.#ports;
    const act = (): void => this.#takeTurn(period);
    if (delayMs > 0) clock.after(delayMs, act);
    else clock.soon(act);
  }

  /** Waits for the queue to be empty; commands go first. */
  #takeTurn(period: number): void {
    if (period !== this.#period || !this.#running) return;
    const { turns } = this.#ports;
    if (!turns.isIdle) return turns.whenIdle(() => this.#schedule(0));
    turns.runNow(() => this.#tick());
  }

  #tick(): void {
    const { clock, nowUs, slice } = this.#ports;
    const wallMs = clock.nowMs();
    const elapsedMs = Math.min(wallMs - this.#lastMs, CATCH_UP_MS_MAX);
    this.#lastMs = wallMs;
    const beforeUs = nowUs();
    const arrived = slice(this.#targetUs(beforeUs, elapsedMs), SLICE_BUDGET_MS);
    if (!arrived.ok) {
      this.pause();
      return this.#ports.onFault(arrived.error);
    }
    this.#owedUs = Math.max(0, this.#owedUs - (nowUs() - beforeUs));
    this.#measure();
    if (arrived.value && nowUs() >= this.#stopUs) {
      this.pause();
      return this.#ports.onArrival();
    }
    this.#schedule(arrived.value ? TICK_MS : 0);
    this.#ports.onChange();
  }

  #targetUs(beforeUs: number, elapsedMs: number): number {
    const { speed } = this;
    if (speed === 'max') return this.#stopUs;
    const usPerMs = speed * US_PER_MILLISECOND;
    const owedMaxUs = CATCH_UP_MS_MAX * usPerMs;
    this.#owedUs = Math.min(this.#owedUs + elapsedMs * usPerMs, owedMaxUs);
    return Math.min(beforeUs + Math.floor(this.#owedUs), this.#stopUs);
  }

  #openWindow(): void {
    this.#window = { startMs: this.#ports.clock.nowMs(), startUs: this.#ports.nowUs() };
    this.#reachedSpeed = 0;
  }

  #measure(): void {
    const wallMs = this.#ports.clock.nowMs() - this.#window.startMs;
    if (wallMs < SPEED_WINDOW_MS) return;
    const simulatedUs = this.#ports.nowUs() - this.#window.startUs;
    this.#reachedSpeed = Math.max(0, simulatedUs / US_PER_SECOND / (wallMs / 1_000));
    this.#window = { startMs: this.#ports.clock.nowMs(), startUs: this.#ports.nowUs() };
  }
}

function targetPassed(times: { toUs: number; nowUs: number }): AppError {
  return {
    code: 'playback.targetPassed',
    message: `The run is already ${times.nowUs - times.toUs} us past the moment asked for.`,
    hint: 'Go back to that moment instead.',
    details: times,
  };
}
