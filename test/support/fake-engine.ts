/**
 * A small engine that keeps every promise of the engine's door and knows nothing of rooms.
 *
 * Seeded events change a few counters and schedule others, several at one instant; commands add and
 * remove named groups and schedule more. Whoever wants to know whether history, keyframes and
 * playback are right compares its hash, which depends on the order of everything that happened.
 */
import { hashText } from '../../src/shared/kernel/hash.ts';
import { err, ok, OK, type Result } from '../../src/shared/kernel/result.ts';
import type { Command } from '../../src/shared/commands/index.ts';
import type { Happening } from '../../src/shared/events/happenings.ts';
import type { TopologyRow } from '../../src/shared/views/topology-view.ts';
import type { Decision, Engine, RunOutcome, ScriptedAction } from '../../src/main/engine/index.ts';

/** Times are whole steps, so that many events share an instant. */
const STEP_US = 250_000;

interface FakeEvent {
  atUs: number;
  serial: number;
}

interface FakeGroup {
  name: string;
  slot: number;
  revision: number;
}

interface FakeState {
  nowUs: number;
  eventCount: number;
  eventsAtNow: number;
  mix: number;
  serial: number;
  queue: FakeEvent[];
  groups: FakeGroup[];
  slots: number;
  happened: Happening[];
  lastHappening: number;
  /** Scripted actions carried out so far. */
  scripted: number;
}

const NO_LINES = { lines: [], linesInAll: 0, traffic: [], gone: [] };

export class FakeEngine implements Engine {
  #state: FakeState;
  #script: readonly ScriptedAction[] = [];
  #told: Map<string, string> | undefined;
  revision = 0;
  /** Throws in the event with this number, as a bug would. */
  failAtEvent = Infinity;

  constructor(seed: number) {
    this.#state = {
      nowUs: 0,
      eventCount: 0,
      eventsAtNow: 0,
      mix: seed | 0,
      serial: 0,
      queue: [],
      groups: [],
      slots: 0,
      happened: [],
      lastHappening: 0,
      scripted: 0,
    };
    for (let i = 1; i <= 3; i += 1) this.#schedule(i * STEP_US);
  }

  get nowUs(): number {
    return this.#state.nowUs;
  }
  get eventCount(): number {
    return this.#state.eventCount;
  }
  get eventsAtNow(): number {
    return this.#state.eventsAtNow;
  }
  get midInstant(): boolean {
    return this.#state.queue[0]?.atUs === this.#state.nowUs;
  }
  get actionsDone(): number {
    return this.#state.scripted;
  }
  get lastHappeningId(): number {
    return this.#state.lastHappening;
  }

  *setupSteps(commands: readonly Command[]): Generator<number, Result<undefined>, void> {
    yield 0;
    return this.setup(commands);
  }

  setup(commands: readonly Command[]): Result<undefined> {
    for (const command of commands) {
      const decision = this.propose(command);
      if (!decision.ok) return decision;
      this.commit(decision.value);
    }
    return OK;
  }

  setScript(actions: readonly ScriptedAction[]): Result<undefined> {
    this.#script = actions;
    return OK;
  }

  propose(command: Command): Result<Decision> {
    const name = nameOf(command);
    const exists = this.#state.groups.some((group) => group.name === name);
    if (command.type === 'group.add' && exists) {
      return err({ code: 'name.taken', message: `${name} is taken.` });
    }
    if (command.type === 'group.remove' && !exists) {
      return err({ code: 'group.notFound', message: `There is no ${name}.` });
    }
    return ok({ command, warnings: [] });
  }

  commit(decision: Decision): void {
    const { command } = decision;
    const state = this.#state;
    const name = nameOf(command);
    if (command.type === 'group.add') {
      state.groups.push({ name, slot: state.slots, revision: 0 });
      state.slots += 1;
    }
    if (command.type === 'group.remove') {
      state.groups = state.groups.filter((group) => group.name !== name);
    }
    this.#stir(hashText(JSON.stringify(command)).first);
    this.#happen('decision', name);
    this.#schedule(state.nowUs);
    this.#schedule(state.nowUs + STEP_US * (1 + (state.mix >>> 30)));
    this.revision += 1;
  }

  runUntil(targetUs: number, limits?: { readonly maxEvents?: number }): RunOutcome {
    const most = limits?.maxEvents ?? Infinity;
    let events = 0;
    for (;;) {
      const next = this.#next();
      if (next === undefined || next.atUs > targetUs) break;
      if (events >= most) return { reason: 'budgetSpent', events };
      this.#advance(next.atUs);
      next.run();
      events += 1;
    }
    this.#advance(targetUs);
    return { reason: this.#next() === undefined ? 'idle' : 'reachedTarget', events };
  }

  runToPlace(place: { readonly atUs: number; readonly eventCount: number }): boolean {
    while (this.#state.eventCount < place.eventCount) {
      const next = this.#next();
      if (next === undefined || next.atUs > place.atUs) return false;
      this.#advance(next.atUs);
      next.run();
    }
    if (this.#state.eventCount !== place.eventCount || this.#state.nowUs > place.atUs) return false;
    this.#advance(place.atUs);
    return true;
  }

  nextEventAtUs(): number | undefined {
    return this.#next()?.atUs;
  }

  snapshot(): Uint8Array {
    return new TextEncoder().encode(JSON.stringify(this.#state));
  }

  restore(bytes: Uint8Array): Result<undefined> {
    const state: FakeState = JSON.parse(new TextDecoder().decode(bytes));
    this.#state = state;
    this.#told = undefined;
    this.revision += 1;
    return OK;
  }

  hash(): string {
    const { happened: _happened, scripted: _scripted, ...hashed } = this.#state;
    const { first, second } = hashText(JSON.stringify(hashed));
    return `${first.toString(16)}-${second.toString(16)}`;
  }

  checkInvariants(): [] {
    return [];
  }

  rows(): TopologyRow[] {
    return this.#state.groups.map(({ name, slot, revision }) => ({
      kind: 'group',
      id: `group:${name}`,
      name,
      slot,
      location: 'lab',
      tags: {},
      revision,
    }));
  }

  drainPatch(): ReturnType<Engine['drainPatch']> {
    const rows = this.rows();
    const told = this.#told;
    const now = new Map(rows.map((row) => [row.id, JSON.stringify(row)]));
    this.#told = now;
    return {
      fromRev: 0,
      toRev: this.revision,
      reset: told === undefined,
      upserted:
        told === undefined ? rows : rows.filter((row) => told.get(row.id) !== now.get(row.id)),
      removed: told === undefined ? [] : [...told.keys()].filter((id) => !now.has(id)),
    };
  }

  metrics(): ReturnType<Engine['metrics']> {
    return {
      atUs: this.nowUs,
      services: [],
      stores: [],
      vmSlot: new Uint32Array(1),
      vmBusy: new Uint32Array(1),
      vmQueued: new Uint32Array(1),
      vmJobs: new Uint32Array(1),
      vmCpuPermille: new Uint32Array(1),
      powerSlot: new Uint32Array(1),
      powerMilliwatts: new Float64Array(1),
      costMicroUsd: 0,
      costMicroUsdPerHour: 0,
    };
  }

  happenings(afterId: number): Happening[] {
    return this.#state.happened.filter(({ id }) => id > afterId);
  }

  explain(): Happening[] {
    return [];
  }

  measures(): ReturnType<Engine['measures']> {
    const { nowUs: atUs } = this;
    return { atUs, services: [], machines: [], groups: [], incidents: [] };
  }

  costs(): ReturnType<Engine['costs']> {
    const sums = { microUsd: 0, microUsdPerHour: 0, byKind: [], byGroup: [], byTag: [] };
    const { nowUs: atUs } = this;
    return { atUs, currency: 'USD', monthHours: 730, ...sums, ...NO_LINES };
  }

  sla(): ReturnType<Engine['sla']> {
    return { atUs: this.nowUs, monthDays: 30, entries: [] };
  }

  ledger(): [] {
    return [];
  }

  series(): ReturnType<Engine['series']> {
    return err({ code: 'service.notFound', message: 'There is no service.' });
  }

  servicesLeft(): ReturnType<Engine['servicesLeft']> {
    return [];
  }

  shadow(): ReturnType<Engine['shadow']> {
    return err({ code: 'fault.targetNotFound', message: 'There is nothing.' });
  }

  fate(): ReturnType<Engine['fate']> {
    return err({ code: 'fault.targetNotFound', message: 'There is nothing.' });
  }

  follow(): ReturnType<Engine['follow']> {
    return err({ code: 'service.notFound', message: 'There is nothing.' });
  }

  reach(): ReturnType<Engine['reach']> {
    return err({ code: 'vm.notFound', message: 'There is nothing.' });
  }

  measured(): never[] {
    return [];
  }

  look(): ReturnType<Engine['look']> {
    const nothing = { machines: 0, cpuPermille: 0, milliwatts: 0, microUsd: 0, microUsdPerHour: 0 };
    return { atUs: this.nowUs, services: [], ...nothing };
  }

  trials(): never {
    throw new Error('Nothing is tried on a fake');
  }

  summary(): ReturnType<Engine['summary']> {
    return {
      hash: this.hash(),
      seed: 0,
      simulatedSeconds: this.nowUs / 1_000_000,
      events: this.eventCount,
      machines: {},
      services: [],
      batches: [],
      costMicroUsd: 0,
      totalCostMicroUsd: 0,
    };
  }

  /** The next event or scripted action; an action comes after all events due by its time. */
  #next(): { atUs: number; run: () => void } | undefined {
    const action = this.#script[this.#state.scripted];
    const event = this.#state.queue[0];
    if (action !== undefined && (event === undefined || action.atUs < event.atUs)) {
      return { atUs: action.atUs, run: () => this.#act(action) };
    }
    return event === undefined ? undefined : { atUs: event.atUs, run: () => this.#happenEvent() };
  }

  #act(action: ScriptedAction): void {
    this.#state.scripted += 1;
    this.#count();
    const decision = this.propose(action.command);
    if (decision.ok) this.commit(decision.value);
    else this.#happen('action.refused', action.command.type);
  }

  #happenEvent(): void {
    const event = this.#state.queue.shift();
    this.#count();
    if (this.#state.eventCount >= this.failAtEvent) throw new Error('the fake engine broke');
    this.#stir(event?.serial ?? 0);
    const { nowUs, mix } = this.#state;
    this.#schedule(nowUs + STEP_US * (mix >>> 29));
    if (this.#state.queue.length < 3) this.#schedule(nowUs + STEP_US);
    if (mix % 3 === 0) this.#happen('vm.running', `vm:${mix >>> 0}`);
  }

  #count(): void {
    this.#state.eventCount += 1;
    this.#state.eventsAtNow += 1;
  }

  #advance(atUs: number): void {
    if (atUs === this.#state.nowUs) return;
    this.#state.nowUs = atUs;
    this.#state.eventsAtNow = 0;
  }

  /** Events of one instant happen in the order they were scheduled; none at the instant itself
   * twice over, so that time always goes on. */
  #schedule(atUs: number): void {
    const state = this.#state;
    if (state.queue.length >= 12) return;
    const isLoop = atUs === state.nowUs && state.eventsAtNow > 8;
    state.serial += 1;
    const event = { atUs: isLoop ? atUs + STEP_US : atUs, serial: state.serial };
    const index = state.queue.findIndex((other) => other.atUs > event.atUs);
    if (index < 0) state.queue.push(event);
    else state.queue.splice(index, 0, event);
  }

  #stir(value: number): void {
    const state = this.#state;
    state.mix = Math.imul(state.mix ^ value, 0x9e3779b1) ^ (state.nowUs / STEP_US);
    state.mix = Math.imul(state.mix ^ (state.mix >>> 15), 0x85ebca6b);
  }

  #happen(kind: Happening['kind'], subject: string): void {
    const state = this.#state;
    state.lastHappening += 1;
    state.happened.push({ id: state.lastHappening, atUs: state.nowUs, kind, subject });
    if (state.happened.length > 100) state.happened.shift();
  }
}

function nameOf(command: Command): string {
  if (command.type === 'group.add') return command.name;
  return command.type === 'group.remove' ? command.group : command.type;
}
