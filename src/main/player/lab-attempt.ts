/**
 * An attempt at a lab in an open document: what was answered and taken, what the checks came to,
 * and what is allowed at this moment.
 *
 * The document's journal is the attempt: it begins with a note that says so, and everything a
 * learner does beside deciding is a note in it. So a kill loses nothing, and the file that is
 * handed in is the journal itself, chained. Checks run on copies at a bench, never on the room.
 */
import type { Command } from '../../shared/commands/index.ts';
import type { Disposable } from '../../shared/kernel/disposable.ts';
import { err, ok, OK, type AppError, type Result } from '../../shared/kernel/result.ts';
import type { Attempt, BegunEvent, LabEvent } from '../../shared/lab/attempt-schema.ts';
import { isLatch, type Check } from '../../shared/lab/check-schema.ts';
import type { LabKey } from '../../shared/lab/key-schema.ts';
import type { Lab, LabHint } from '../../shared/lab/lab-schema.ts';
import type { Values } from '../../shared/lab/draw.ts';
import { attemptFrom } from '../lab/attempt-log.ts';
import type { CheckOutcome } from '../lab/check-outcome.ts';
import type { LoadedLab } from '../lab/lab-files.ts';
import type { DocumentWorkspace } from '../workspace/document-workspace.ts';
import type { WallClock } from '../workspace/wall-clock.ts';
import { AskedRooms } from './asked-rooms.ts';
import type { BenchDesk } from './bench-desk.ts';
import { experimentOf, type BenchMark, type RoomState } from './check-bench.ts';
import { CheckRounds } from './check-rounds.ts';
import { LogAnchor } from './log-anchor.ts';
import { selectorsOf } from './pointed-things.ts';
import { TaskTries } from './task-tries.ts';
import { closed, lockRefusal, notAllowed, timeUp } from './player-refusals.ts';

const MS_PER_MINUTE = 60_000;
/** Of an experiment that was not tried yet. */
const UNTRIED: CheckOutcome = { state: 'notYet', share: 0, evidence: {} };

export interface AttemptParts {
  readonly opened: DocumentWorkspace;
  readonly begun: BegunEvent;
  /** From the journal, in order. */
  readonly events: readonly LabEvent[];
  readonly loaded: LoadedLab;
  readonly key: LabKey | undefined;
  readonly hasSolution: boolean;
  readonly values: Values;
  readonly desk: BenchDesk;
  readonly clock: WallClock;
  /** Something a screen shows has changed. */
  readonly onChange: () => void;
  /** It was handed in and came to this. */
  readonly onMark: (mark: { readonly score: number; readonly passed: boolean }) => void;
}

/** What the checks came to when they were last looked at. */
export interface LastLook {
  readonly mark: BenchMark;
  readonly isHandedIn: boolean;
}

export class LabAttempt {
  readonly parts: AttemptParts;
  readonly anchor: LogAnchor;
  readonly #events: LabEvent[];
  readonly #rounds = new CheckRounds();
  readonly #tries = new TaskTries();
  readonly #asked: AskedRooms;
  readonly #outcomes = new Map<string, CheckOutcome>();
  readonly #stops: Disposable[] = [];
  #wait: Disposable | undefined;
  #look: LastLook | undefined;
  #problem: AppError | undefined;
  #trying: string | undefined;
  #isWorking = false;
  #isClosed = false;
  #running = false;
  #seenKey = '';

  constructor(parts: AttemptParts) {
    this.parts = parts;
    this.#events = [...parts.events];
    this.#asked = new AskedRooms(parts);
    this.anchor = new LogAnchor(parts.begun, () => parts.opened.records);
    this.#watch();
    this.#setAlarm();
    if (this.isFinished) void this.#grade();
    else this.#go();
  }

  get lab(): Lab {
    return this.parts.loaded.lab;
  }

  get events(): readonly LabEvent[] {
    return this.#events;
  }

  get rules(): Lab['modes']['practice'] {
    const { modes } = this.lab;
    return modes[this.parts.begun.mode] ?? modes.practice;
  }

  get finishedMs(): number | undefined {
    return this.#events.find((event) => event.kind === 'finished')?.wallMs;
  }

  get isFinished(): boolean {
    return this.finishedMs !== undefined;
  }

  /** The end of the time allowed, by the machine's clock. */
  get endsMs(): number | undefined {
    const { minutes, wallMs } = this.parts.begun;
    return minutes === undefined ? undefined : Math.round(wallMs + minutes * MS_PER_MINUTE);
  }

  get lastLook(): LastLook | undefined {
    return this.#look;
  }

  /** Why what was handed in could not be marked. */
  get problem(): AppError | undefined {
    return this.#problem;
  }

  /** The experiment that is being tried. */
  get trying(): string | undefined {
    return this.#trying;
  }

  get isChecking(): boolean {
    return this.#isWorking;
  }

  /** Outcome of an experiment that was tried; undefined while it was not. */
  hasTried(check: string): boolean {
    return this.#outcomes.has(check) || this.#look?.isHandedIn === true;
  }

  /** Why the lab does not let a command through; undefined when it does. */
  refusalOf(command: Pick<Command, 'type'>): AppError | undefined {
    if (this.isFinished) return undefined;
    if (this.isTimeUp) return timeUp();
    return lockRefusal(this.lab, command.type);
  }

  /** Why the mode does not let one go through time; undefined when it does. */
  get refusalOfRewind(): AppError | undefined {
    return this.rules.rewind || this.isFinished ? undefined : notAllowed('rewind');
  }

  /** Whether a hint offers itself: so many tries have failed, and so much time has passed. */
  offers(task: string, hint: LabHint): boolean {
    const { clock, begun } = this.parts;
    const minutes = (clock.dateMs() - begun.wallMs) / MS_PER_MINUTE;
    return !this.isFinished && this.#tries.offers(hint, { task, minutes });
  }

  get isTimeUp(): boolean {
    return this.endsMs !== undefined && this.parts.clock.dateMs() > this.endsMs;
  }

  /** Whether a prediction about it is closed. */
  isTriedInLog(check: string): boolean {
    return this.#events.some((event) => event.kind === 'tried' && (event.check ?? check) === check);
  }

  /** Writes an event down and takes it in. Refuses as the journal does, and when it is over. */
  async note(event: LabEvent): Promise<Result<undefined>> {
    if (this.isFinished) return err(closed('finished'));
    if (this.isTimeUp && event.kind !== 'finished') return err(timeUp());
    const written = await this.parts.opened.workspace.note({ ...event });
    if (!written.ok) return written;
    this.#events.push(event);
    this.#rounds.changed();
    this.#tell();
    this.#go();
    return OK;
  }

  /** Looks at everything again; `predictions` closes those that were not made. */
  async checkNow(request: { readonly predictions: boolean }): Promise<Result<undefined>> {
    if (this.isFinished) return err(closed('finished'));
    if (this.rules.feedback === 'off') return err(notAllowed('check'));
    if (request.predictions) {
      for (const check of this.lab.checks) {
        if (check.kind !== 'predict' || this.isTriedInLog(check.before)) continue;
        const noted = await this.note({ kind: 'tried', check: check.before });
        if (!noted.ok) return noted;
      }
    }
    this.#rounds.forget();
    this.#tries.asked();
    this.#go();
    return OK;
  }

  /** Gives up looking, until something changes or somebody asks; what is handed in is marked. */
  stopCheck(): Result<undefined> {
    if (this.isFinished) return err(closed('finished'));
    for (const check of this.#ready()) this.#rounds.try(check);
    this.parts.desk.stop();
    return OK;
  }

  /** Hands it in: time stands still, and it is marked as a trainer would. */
  async finish(): Promise<Result<undefined>> {
    const paused = await this.parts.opened.workspace.play({ running: false, speed: undefined });
    if (!paused.ok) return paused;
    const noted = await this.note({ kind: 'finished', wallMs: this.parts.clock.dateMs() });
    if (!noted.ok) return noted;
    await this.#grade();
    return OK;
  }

  /** The attempt as it is handed in. */
  toFile(): Attempt {
    const { begun, opened } = this.parts;
    const { catalogue } = this.lab;
    const attempt = attemptFrom(begun, { records: opened.records, catalogue });
    const score = this.#look?.isHandedIn === true ? this.#look.mark.score : undefined;
    return score === undefined ? attempt : { ...attempt, selfScore: score };
  }

  /** The room at this moment, for a bench. */
  state(): Promise<Result<RoomState>> {
    const { opened } = this.parts;
    return opened.workspace.askCore(({ parts: { engine, history } }) => {
      const { branch, head } = history;
      const steps = branch.path.slice(0, head.applied).map((seq) => history.node(seq));
      const decisions = steps.map(({ place, command }) => ({ atUs: place.atUs, command }));
      const way = { steps, to: { atUs: engine.nowUs, eventCount: engine.eventCount } };
      const state = { snapshot: engine.snapshot(), decisions, trials: opened.experiments.view() };
      const asked = this.#asked.ways(opened.records, this.#events);
      const whole = asked.length === 0 ? state : { ...state, asked };
      return ok(this.lab.checks.some(isLatch) ? { ...whole, way } : whole);
    });
  }

  close(): void {
    this.#isClosed = true;
    this.#wait?.dispose();
    for (const stop of this.#stops) stop.dispose();
    this.parts.desk.stop();
  }

  /** Listens to the clock of the document: whatever changes the room moves it or its journal. */
  #watch(): void {
    const { publisher } = this.parts.opened.workspace;
    const source = publisher.playback({
      connectionId: 'lab',
      end: () => undefined,
      notify: () => {
        const view = source.pull();
        if (view === undefined) return;
        const key = `${view.branch}/${view.eventCount}/${view.nowUs}/${view.savedSeq}`;
        this.#running = view.running;
        if (key === this.#seenKey) return;
        this.#seenKey = key;
        this.#rounds.changed();
        this.#go();
      },
    });
    this.#stops.push({ dispose: () => source.dispose() });
  }

  /** When the time is over it is handed in by itself. */
  #setAlarm(): void {
    const { endsMs } = this;
    if (endsMs === undefined || this.isFinished) return;
    const { clock } = this.parts;
    this.#stops.push(clock.after(Math.max(0, endsMs - clock.dateMs()), () => void this.finish()));
  }

  #tell(): void {
    if (!this.#isClosed) this.parts.onChange();
  }

  /** Experiments that may be tried: guards passed, prediction made or closed. */
  #ready(): string[] {
    const states = new Map(this.#look?.mark.checks.map((one) => [one.id, one.outcome]));
    return this.lab.checks.filter((check) => this.#isReady(check, states)).map(({ id }) => id);
  }

  #isReady(check: Check, states: ReadonlyMap<string, CheckOutcome>): boolean {
    if (!this.isExperiment(check.id)) return false;
    const isGuarded = (check.guards ?? []).some((id) => states.get(id)?.state !== 'passed');
    return !isGuarded && this.predictionBefore(check.id) === undefined;
  }

  /** Whether it takes long to look at: an experiment, or a surprise that is one. */
  isExperiment(id: string): boolean {
    const { loaded, key } = this.parts;
    return experimentOf(loaded, { key, id }) !== undefined;
  }

  /** A prediction that is still to be made before an experiment is tried. */
  predictionBefore(id: string): string | undefined {
    if (this.isTriedInLog(id)) return undefined;
    const open = this.lab.checks.find(
      (check) =>
        check.kind === 'predict' &&
        check.before === id &&
        !this.#events.some((event) => event.kind === 'answer' && event.check === check.id),
    );
    return open?.id;
  }

  #go(): void {
    if (this.#isWorking || this.#isClosed) return;
    this.#isWorking = true;
    void this.#work();
  }

  async #work(): Promise<void> {
    while (!this.#isClosed && !this.isFinished && this.rules.feedback !== 'off') {
      const nowMs = this.parts.clock.nowMs();
      const next = this.#rounds.next({ nowMs, running: this.#running, ready: this.#ready() });
      if (next.kind === 'look') await this.#check();
      else if (next.kind === 'try') await this.#try(next.check);
      else {
        if (next.kind === 'wait') this.#waitFor(next.forMs);
        break;
      }
    }
    this.#isWorking = false;
    this.#tell();
  }

  #waitFor(ms: number): void {
    this.#wait?.dispose();
    this.#wait = this.parts.clock.after(ms, () => this.#go());
  }

  async #check(trying?: string): Promise<boolean> {
    this.#rounds.look(this.parts.clock.nowMs());
    const room = await this.state();
    if (!room.ok || this.#isClosed) return false;
    const known = this.lab.checks.flatMap(({ id }) => {
      if (id === trying || !this.isExperiment(id)) return [];
      return [[id, this.#outcomes.get(id) ?? UNTRIED] as const];
    });
    const job = { kind: 'check' as const, room: room.value, events: this.#judged() };
    const answer = await this.parts.desk.do({ ...job, known, selectors: selectorsOf(this.lab) });
    if (!answer.ok || this.#isClosed || this.isFinished) return false;
    this.#look = { mark: answer.value, isHandedIn: false };
    this.#tries.looked(this.lab, {
      mark: answer.value,
      done: room.value.decisions.length + this.#events.length,
      trying,
    });
    const tried = answer.value.checks.find(({ id }) => id === trying);
    if (tried !== undefined) this.#outcomes.set(tried.id, tried.outcome);
    this.#tell();
    return true;
  }

  /** Predictions are judged once their experiment was tried: until then they are kept. */
  #judged(): LabEvent[] {
    const open = new Set(
      this.lab.checks
        .filter((check) => check.kind === 'predict' && !this.isTriedInLog(check.before))
        .map(({ id }) => id),
    );
    return this.#events.filter((event) => event.kind !== 'answer' || !open.has(event.check));
  }

  async #try(check: string): Promise<void> {
    const { clock } = this.parts;
    const isPredicted = this.lab.checks.some(
      (one) => one.kind === 'predict' && one.before === check,
    );
    // From here on the answer could be read off: the prediction is closed first.
    if (isPredicted && !this.isTriedInLog(check)) {
      const noted = await this.note({ kind: 'tried', check });
      if (!noted.ok) return this.#rounds.try(check);
    }
    this.#rounds.try(check);
    this.#trying = check;
    this.#tell();
    const beganMs = clock.nowMs();
    await this.#check(check);
    this.#trying = undefined;
    const nowMs = clock.nowMs();
    this.#rounds.tried({ nowMs, tookMs: nowMs - beganMs });
  }

  /** Marks what was handed in from its log, as a class is marked. */
  async #grade(): Promise<void> {
    this.#isWorking = true;
    this.#tell();
    const answer = await this.parts.desk.do({ kind: 'grade', attempt: this.toFile() });
    this.#isWorking = false;
    if (this.#isClosed) return;
    if (answer.ok) {
      const things = this.#look?.mark.things ?? {};
      this.#look = { mark: { ...answer.value, things }, isHandedIn: true };
      this.parts.onMark(answer.value);
    } else this.#problem = answer.error;
    this.#tell();
  }
}
